"""« Feuilles d’heures » as typed: what they add to each row of « Emplois », and the hours they give it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, time
from decimal import Decimal
from typing import Any

from oracle.heures import Du, Journee, Regles, feuille, montant
from oracle.heures_2642 import Regles2642, feuille_2642, heures_d_une_journee
from oracle.lecture import Pack, jour, texte
from oracle.mois_de_tournage import exact, premier_du_mois
from oracle.paie import Bareme

_TITRES = {
    "Personne n°": "personne", "Date": "date", "Travail": "travail", "Début": "debut", "Repas de": "repas_de",
    "Repas à": "repas_a", "Fin": "fin", "Studio": "studio", "Taux horaire saisi": "taux",
}  # fmt: skip
_TITRES_DES_MINIMUMS = {
    "Fonction": "fonction", "Convention": "convention", "Semaine 39 h": "semaine", "Valable du": "du",
    "Semaine de tournage 5 jours": "cinq", "Semaine de tournage 6 jours": "six", "Valable au": "au",
    "Jour ou cachet": "jour", "Fonction listée (2642)": "listee",
}  # fmt: skip


@dataclass(frozen=True)
class Contrat:
    """What a sheet takes from a row of « Emplois »."""

    personne: str
    mois: date
    phase: str
    profil: str
    fonction: str
    convention: str
    a_la_journee: bool
    seul: bool


@dataclass(frozen=True)
class Minimum:
    """A dated line of the wage grid: the week of 39 hours, that of a shoot, the day; listed by agreement 2642?"""

    semaine: Decimal = Decimal(0)
    tournage: Decimal = Decimal(0)
    jour: Decimal = Decimal(0)
    listee: bool = False


@dataclass
class Ajout:
    """What the sheets give a row."""

    montant: Decimal = Decimal(0)
    heures: Decimal = Decimal(0)


def heure(valeur: Any) -> time | None:
    """A time of day, also when the cell holds a part of a day."""
    if valeur in ("", None):
        return None
    if isinstance(valeur, int | float):
        minutes = round(float(valeur) * 1440) % 1440
        return time(minutes // 60, minutes % 60)
    if isinstance(valeur, date):  # midnight, a zero that the reader takes for a day
        return time(0, 0)
    return valeur if isinstance(valeur, time) else None


def _valeurs(baremes: Iterable[Bareme], le: date) -> dict[str, Decimal]:
    """Values of a day, by column."""
    return {
        b.colonne: b.valeur
        for b in baremes
        if b.du <= le and (b.au is None or le <= b.au) and "technicien cadre" in b.profils
    }


def _connues(genre: type, valeurs: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Those of an agreement: a rule that nobody declares keeps the law's value."""
    return {champ.name: valeurs[champ.name] for champ in fields(genre) if champ.name in valeurs}


def _minimum(pack: Pack, contrat: Contrat, le: date) -> Minimum:
    six = exact(pack.champ("Hypothèses", "Jours de tournage par semaine")) >= 6
    for x in pack.tableau("Minimums", _TITRES_DES_MINIMUMS).itertuples():
        au = jour(x.au)
        datee = (jour(x.du) or date.min) <= le and (au is None or le <= au)
        if datee and (texte(x.convention), x.fonction) == (contrat.convention[:4], contrat.fonction):
            semaine = exact(x.semaine)
            tournage = (exact(x.six) if six else exact(x.cinq)) or semaine
            return Minimum(semaine, tournage, exact(x.jour), x.listee == 1)
    return Minimum()


def _comprises(contrat: Contrat, travail: str, minimum: Minimum, heures_jour: Decimal, r: Regles) -> Decimal:
    """Hours that the agreed wage pays: 40 for a week of 39, the equivalence of a shooting week, those of a day."""
    if contrat.a_la_journee:
        return sum(
            ((1 + taux) * max(Decimal(0), min(heures_jour, fin) - debut) for debut, fin, taux in
             ((0, 7, r.jour_base), (7, 10, r.jour_8), (10, 24, r.jour_11))),
            Decimal(0),
        )  # fmt: skip
    if travail == "tournage" and minimum.semaine:
        return round(40 * minimum.tournage / minimum.semaine, 2)
    return Decimal(40)


class _Personne:
    """The days of one person: to which row of « Emplois » each goes, its minimum, its hourly wage."""

    def __init__(self, valeurs: Mapping[str, Decimal], heures_jour: Decimal) -> None:
        self.cinema = Regles(**_connues(Regles, valeurs))
        self.audiovisuel = Regles2642(**_connues(Regles2642, valeurs))
        self.heures_jour = heures_jour
        self.journees: list[Journee] = []
        self.rangs: dict[date, int] = {}
        self.taux: dict[date, Decimal] = {}
        self.de_television: list[date] = []
        self.listees: list[date] = []

    def ajouter(self, x: Any, le: date, rang: int, contrat: Contrat, minimum: Minimum) -> None:
        """A typed row."""
        television = contrat.profil.startswith("technicien") and contrat.convention == "2642"
        debut, fin, de, a = heure(x.debut), heure(x.fin), heure(x.repas_de), heure(x.repas_a)
        assert debut is not None and fin is not None
        repas = (de, a) if de is not None and a is not None else None
        usuel = minimum.semaine / 40
        comprises = _comprises(contrat, x.travail, minimum, self.heures_jour, self.cinema)
        if television:
            self.de_television.append(le)
            usuel = minimum.jour / 8 if contrat.a_la_journee else usuel
            du_jour = heures_d_une_journee(self.heures_jour, self.audiovisuel)
            comprises = du_jour if contrat.a_la_journee else Decimal(40)
            if minimum.listee:
                self.listees.append(le)
        self.journees.append(
            Journee(le, debut, fin, repas, x.travail, x.studio == "O", contrat.a_la_journee, comprises)
        )
        self.rangs[le] = rang
        compte = contrat.profil.startswith("technicien") and (television or contrat.convention.startswith("3097"))
        self.taux[le] = (exact(x.taux) if x.taux != "" else usuel) if compte else Decimal(0)

    def dus(self, feries: list[date], *, paris: bool) -> dict[date, Du]:
        """What each day adds, by its agreement."""
        tous = feuille(self.journees, self.cinema, feries=feries, paris=paris)
        television = feuille_2642(self.journees, self.audiovisuel, feries=feries, listees=self.listees)
        return {le: television[le] if le in self.de_television else du for le, du in tous.items()}


def lire_feuilles(pack: Pack, contrats: list[Contrat | None], baremes: list[Bareme]) -> list[Ajout]:
    """For each row of « Emplois », in order, what its days of work add."""
    ajouts = [Ajout() for _ in contrats]
    feries = [d for x in pack.tableau("Calendrier", {"Date": "date", "Nature": "nature"}).itertuples()
              if x.nature == "férié" and (d := jour(x.date))]  # fmt: skip
    paris = pack.champ("Réglages paie", "Tournage en région parisienne") == "O"
    heures_jour = exact(pack.champ("Réglages paie", "Une journée"))
    places = {(c.personne, c.mois, c.phase): n for n, c in reversed(list(enumerate(contrats))) if c and c.seul}
    personnes: dict[str, _Personne] = {}
    for x in pack.tableau("Feuilles d’heures", _TITRES).itertuples():
        le, personne = jour(x.date), texte(x.personne)
        rang = places.get((personne, premier_du_mois(le), x.travail)) if le is not None else None
        if le is None or rang is None:
            continue
        contrat = contrats[rang]
        assert contrat is not None
        siennes = personnes.setdefault(personne, _Personne(_valeurs(baremes, le), heures_jour))
        siennes.ajouter(x, le, rang, contrat, _minimum(pack, contrat, le))
    for siennes in personnes.values():
        for le, du in siennes.dus(feries, paris=paris).items():
            ajouts[siennes.rangs[le]].montant += montant(du, siennes.taux[le])
            ajouts[siennes.rangs[le]].heures += du.effectives
    return ajouts
