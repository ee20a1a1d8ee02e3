"""The crew: what each row of « Emplois » is paid and costs, summed by category of poste 4."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from oracle.feuilles import Ajout, Contrat, lire_feuilles
from oracle.lecture import Pack, entier_ou_rien, jour, texte
from oracle.mois_de_tournage import Mois, MoisDeTournage, exact, premier_du_mois
from oracle.net import part_versee
from oracle.paie import Bareme, Bulletin, Emploi, Reglages, arrondir, bulletins

CATEGORIES = (41, 43, 44, 45, 46)
COLONNES = ("brut", "charges", "brut préparation", "charges préparation", "brut finitions", "charges finitions")
_TITRES = {
    "Personne n°": "personne", "Catégorie": "categorie", "Profil de paie": "profil", "Phase": "phase", "Mois": "mois",
    "Du": "du", "Au": "au", "Engagement": "engagement", "Suit le plan": "suit", "Rôle n°": "role",
    "Personnes": "personnes", "Unité": "unite", "Quantité saisie": "quantite", "Taux convenu": "taux",
    "Majorations": "majorations", "Heures saisies": "heures", "Jours saisis": "jours", "Plafond saisi": "plafond",
    "Abattement": "abattement", "Fonction": "fonction", "Convention": "convention", "Ligne du devis": "code",
}  # fmt: skip
_TITRES_DES_BAREMES = {
    "Usages": "usages", "En vigueur": "valeur", "Forcé": "force", "Valable du": "du",
    "Valable au": "au",
}  # fmt: skip


def exact_ou_rien(valeur: Any) -> Decimal | None:
    """None when nothing is typed."""
    return None if valeur in ("", None) else exact(valeur)


def quantite_du_plan(suit: str, unite: str, role: int | None, mois: MoisDeTournage | None) -> Decimal:
    """What the schedule gives a row that follows it."""
    if mois is None or suit not in ("O", "F"):
        return Decimal(0)
    if suit == "F":
        return Decimal(1)
    cachets = Decimal(0) if role is None else mois.cachets.get(role, Decimal(0))
    return {"S": mois.semaines, "J": Decimal(mois.jours), "C": cachets}.get(unite, Decimal(0))


def jours_calendaires(du: date | None, au: date | None, suit: str, mois: MoisDeTournage | None) -> Decimal:
    """From the first day to the last: those of the contract, else those of the shoot in the month."""
    if du is not None and au is not None:
        return Decimal(max(0, (au - du).days + 1))
    return Decimal(mois.calendaires) if mois is not None and suit in ("O", "F") else Decimal(0)


def contrat_de_ligne(ligne: Any) -> Contrat | None:
    """What the time sheets look for; None while the row has no month."""
    quand = jour(ligne.mois)
    if quand is None:
        return None
    return Contrat(
        personne=texte(ligne.personne),
        mois=premier_du_mois(quand),
        phase=str(ligne.phase),
        profil=str(ligne.profil),
        fonction=str(ligne.fonction),
        convention=texte(ligne.convention),
        a_la_journee=ligne.engagement == "journée",
        seul=ligne.suit != "F" and exact(ligne.personnes) == 1 and ligne.personne != "",
    )


def emploi_de_ligne(ligne: Any, tournage: Mois, ajout: Ajout) -> Emploi | None:
    """A row of « Emplois » with what its time sheets add; None while it has no month."""
    quand = jour(ligne.mois)
    if quand is None:
        return None
    mois = tournage.get(premier_du_mois(quand))
    suit, unite, journee = str(ligne.suit), str(ligne.unite), ligne.engagement == "journée"
    quantite = exact_ou_rien(ligne.quantite)
    if quantite is None:
        quantite = quantite_du_plan(suit, unite, entier_ou_rien(ligne.role), mois)
    jours = exact_ou_rien(ligne.jours)
    if jours is None:
        jours = quantite if journee else jours_calendaires(jour(ligne.du), jour(ligne.au), suit, mois)
    figurants = Decimal(0) if mois is None else mois.figurants
    return Emploi(
        profil=str(ligne.profil),
        mois=premier_du_mois(quand),
        unite=unite,
        quantite=quantite,
        taux=exact(ligne.taux),
        majorations=ajout.montant if ligne.majorations == "" else exact(ligne.majorations),
        personne=texte(ligne.personne),
        effectif=figurants if suit == "F" else exact(ligne.personnes),
        figuration=suit == "F",
        phase=str(ligne.phase),
        journee=journee,
        jours=jours,
        plafond=exact_ou_rien(ligne.plafond),
        heures=(ajout.heures or None) if ligne.heures == "" else exact(ligne.heures),
        abattement=ligne.abattement == "O",
        audiovisuel=texte(ligne.convention) == "2642",
        poste=int(code[0]) if (code := texte(ligne.code))[:1] in ("1", "2", "3") else 0,
    )


def lire_baremes(pack: Pack) -> list[Bareme]:
    """Dated values of « Barèmes paie »; a forced one replaces the one in force."""
    return [
        Bareme(
            colonne=colonne,
            profils=tuple(profils),
            valeur=exact(ligne.valeur if ligne.force == "" else ligne.force),
            du=jour(ligne.du) or date.min,
            au=jour(ligne.au),
        )
        for ligne in pack.tableau("Barèmes paie", _TITRES_DES_BAREMES).itertuples()
        for colonne, profils in _usages(str(ligne.usages)).items()
    ]


def _usages(texte_: str) -> dict[str, list[str]]:
    """``|mal:artiste|mal:figurant|``: the profiles that each column is for."""
    usages: dict[str, list[str]] = {}
    for usage in texte_.strip("|").split("|"):
        colonne, _, profil = usage.partition(":")
        if profil:
            usages.setdefault(colonne, []).append(profil)
    return usages


def lire_reglages(pack: Pack) -> Reglages:
    """« Réglages paie »."""

    def saisi(libelle: str) -> Any:
        return pack.champ("Réglages paie", libelle)

    return Reglages(
        effectif=exact(saisi("Effectif de la société")),
        versement_mobilite=exact(saisi("Versement mobilité")),
        majoration_cddu=saisi("Majoration des contrats d’usage courts") == "O",
        trentiemes=saisi("Plafond d’un mois incomplet") == "trentièmes payés",
        forfait_figurants=saisi("Assiette forfaitaire des figurants") == "O",
        heures_semaine=exact(saisi("Une semaine hors tournage")),
        heures_tournage=exact(saisi("Une semaine de tournage")),
        heures_jour=exact(saisi("Une journée")),
        heures_mois=exact(saisi("Un mois")),
        prelevement=exact(saisi("Prélèvement à la source moyen")),
    )


def par_categorie(lignes: pd.DataFrame) -> pd.DataFrame:
    """Gross and charges of each category, and those of preparation and of finishing."""
    sommes = pd.DataFrame(0.0, index=pd.Index(CATEGORIES), columns=list(COLONNES))
    for ligne in lignes.itertuples():
        if ligne.categorie not in CATEGORIES:
            continue
        for montant in ("brut", "charges"):
            sommes.loc[ligne.categorie, montant] += getattr(ligne, montant)
            if ligne.phase in ("préparation", "finitions"):
                sommes.loc[ligne.categorie, f"{montant} {ligne.phase}"] += getattr(ligne, montant)
    return sommes.round(2)


@dataclass(frozen=True)
class LigneDePaie:
    """A row of « Emplois »: its category of poste 4, what is computed of it, what the devis knows it by."""

    categorie: int | None
    bulletin: Bulletin
    code: str = ""
    convention: str = ""
    fonction: str = ""


def lire_lignes_de_paie(pack: Pack, tournage: Mois) -> list[LigneDePaie]:
    """The rows of « Emplois » that have a month, in order."""
    lignes = list(pack.tableau("Emplois", _TITRES).itertuples())
    baremes = lire_baremes(pack)
    ajouts = lire_feuilles(pack, [contrat_de_ligne(x) for x in lignes], baremes)
    lues = [(x, emploi_de_ligne(x, tournage, ajout)) for x, ajout in zip(lignes, ajouts, strict=True)]
    retenues = [(x, emploi) for x, emploi in lues if emploi is not None]
    calcules = bulletins([emploi for _, emploi in retenues], baremes, lire_reglages(pack))
    return [
        LigneDePaie(entier_ou_rien(x.categorie), b, texte(x.code), texte(x.convention), str(x.fonction))
        for (x, _), b in zip(retenues, calcules, strict=True)
    ]


def montants(lignes: Iterable[LigneDePaie]) -> pd.DataFrame:
    """Category, phase, gross and charges of each row."""
    return pd.DataFrame(
        [
            {
                "categorie": x.categorie,
                "phase": x.bulletin.emploi.phase,
                "brut": float(x.bulletin.emploi.brut_total),
                "charges": float(arrondir(sum(x.bulletin.charges.values(), Decimal(0)))),
            }
            for x in lignes
        ],
        columns=["categorie", "phase", "brut", "charges"],
    )


#: Taxes on wages, out of the base of the tax credit: training, apprenticeship, housing.
TAXES = ("afdas", "ta", "peec")


def parts_obligatoires(lignes: Iterable[LigneDePaie]) -> dict[int, float]:
    """By category, what contributions are without the taxes on wages; all of them where nobody is employed."""
    toutes = dict.fromkeys(CATEGORIES, 0.0)
    taxes = dict.fromkeys(CATEGORIES, 0.0)
    for ligne in lignes:
        if ligne.categorie in CATEGORIES:
            charges = ligne.bulletin.charges
            toutes[ligne.categorie] += float(sum(charges.values(), Decimal(0)))
            taxes[ligne.categorie] += float(sum((charges.get(t, Decimal(0)) for t in TAXES), Decimal(0)))
    return {c: 1 - taxes[c] / toutes[c] if toutes[c] else 1.0 for c in CATEGORIES}


def lire_equipe(pack: Pack, tournage: Mois) -> pd.DataFrame:
    """What the devis takes from the crew."""
    return par_categorie(montants(lire_lignes_de_paie(pack, tournage)))


def lire_parts_nettes(pack: Pack, tournage: Mois, usuelle: float) -> Mapping[tuple[int, str], float]:
    """What the cash plan takes: the part of gross pay that is paid to people, by poste and phase."""
    lignes = lire_lignes_de_paie(pack, tournage)
    return part_versee((x.bulletin for x in lignes), lire_reglages(pack), usuelle)
