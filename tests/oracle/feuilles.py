"""« Feuilles d’heures » as typed: what they add to each row of « Emplois », and the hours they give it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from oracle.heures import Du, Journee, Regles, feuille, montant
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
    """A dated line of the wage grid: the week of 39 hours, that of a shoot."""

    semaine: Decimal
    tournage: Decimal


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


def _regles(baremes: Iterable[Bareme], le: date) -> Regles:
    """Rules of a day: a value that nobody declares keeps the law's."""
    valeurs = {
        b.colonne: b.valeur
        for b in baremes
        if b.du <= le and (b.au is None or le <= b.au) and "technicien cadre" in b.profils
    }
    return Regles(**{nom: valeurs[nom] for nom in Regles.__dataclass_fields__ if nom in valeurs})


def _minimum(pack: Pack, contrat: Contrat, le: date) -> Minimum:
    six = exact(pack.champ("Hypothèses", "Jours de tournage par semaine")) >= 6
    for x in pack.tableau("Minimums", _TITRES_DES_MINIMUMS).itertuples():
        au = jour(x.au)
        datee = (jour(x.du) or date.min) <= le and (au is None or le <= au)
        if datee and (texte(x.convention), x.fonction) == (contrat.convention[:4], contrat.fonction):
            semaine = exact(x.semaine)
            return Minimum(semaine, (exact(x.six) if six else exact(x.cinq)) or semaine)
    return Minimum(Decimal(0), Decimal(0))


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


def lire_feuilles(pack: Pack, contrats: list[Contrat | None], baremes: list[Bareme]) -> list[Ajout]:
    """For each row of « Emplois », in order, what its days of work add."""
    ajouts = [Ajout() for _ in contrats]
    feries = [d for x in pack.tableau("Calendrier", {"Date": "date", "Nature": "nature"}).itertuples()
              if x.nature == "férié" and (d := jour(x.date))]  # fmt: skip
    paris = pack.champ("Réglages paie", "Tournage en région parisienne") == "O"
    heures_jour = exact(pack.champ("Réglages paie", "Une journée"))
    par_personne: dict[str, list[Any]] = defaultdict(list)
    for x in pack.tableau("Feuilles d’heures", _TITRES).itertuples():
        if jour(x.date) is not None:
            par_personne[texte(x.personne)].append(x)
    for personne, lignes in par_personne.items():
        journees, rangs, taux = [], {}, {}
        for x in lignes:
            le = jour(x.date)
            assert le is not None
            cle = (personne, premier_du_mois(le), x.travail)
            rang = next(
                (n for n, c in enumerate(contrats) if c and c.seul and (c.personne, c.mois, c.phase) == cle), None
            )
            if rang is None:
                continue
            contrat = contrats[rang]
            assert contrat is not None
            regles, minimum = _regles(baremes, le), _minimum(pack, contrat, le)
            debut, fin, de, a = heure(x.debut), heure(x.fin), heure(x.repas_de), heure(x.repas_a)
            assert debut is not None and fin is not None
            comprises = _comprises(contrat, x.travail, minimum, heures_jour, regles)
            repas = (de, a) if de is not None and a is not None else None
            journees.append(Journee(le, debut, fin, repas, x.travail, x.studio == "O", contrat.a_la_journee, comprises))
            rangs[le] = rang
            compte = contrat.profil.startswith("technicien") and contrat.convention.startswith("3097")
            horaire = exact(x.taux) if x.taux != "" else minimum.semaine / 40
            taux[le] = horaire if compte else Decimal(0)
        dus: dict[date, Du] = {}
        if journees:
            dus = feuille(journees, _regles(baremes, journees[0].jour), feries=feries, paris=paris)
        for le, du in dus.items():
            ajouts[rangs[le]].montant += montant(du, taux[le])
            ajouts[rangs[le]].heures += du.effectives
    return ajouts
