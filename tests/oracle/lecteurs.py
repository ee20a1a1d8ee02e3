"""The same lines read by the tax credit, the regions, the coproducers and the broadcaster."""

from __future__ import annotations

from collections.abc import Mapping

from oracle.arrondi import arrondi
from oracle.devis import TERRITOIRES, Devis
from oracle.lecture import Pack, nombre

APPORTS = ("industrie", "participation", "diffuseur")


def territoire(devis: Devis, repere: str, *, charges: bool) -> float:
    """What is spent in a territory: lines but financial costs, and the charges of its wages where they count."""
    lignes = devis.lignes
    depense = float(lignes[repere].sum() - lignes.loc[lignes["rubrique"] == 94, repere].sum())
    return depense + (float(devis.charges[repere].sum()) if charges else 0.0)


def par_apport(devis: Devis) -> dict[str, float]:
    """Lines paid otherwise than in money, by kind (nine postes)."""
    lignes = devis.lignes[devis.lignes["poste"].isin(range(1, 10))]
    return {a: float(lignes.loc[lignes["apport"] == a, "montant"].sum()) for a in APPORTS}


def effets_visuels(devis: Devis) -> float:
    """Eligible expenses of visual effects."""
    lignes = devis.lignes
    return float(lignes.loc[(lignes["ci"] == "V") & lignes["poste"].isin(range(1, 10)), "eligible"].sum())


def par_pays(devis: Devis, noms: list[str]) -> dict[str, float]:
    """Expenses abroad by country; « Pays non dit » for what names none of them."""
    sommes: Mapping[str, float] = devis.lignes.groupby("pays")["etranger"].sum().to_dict()
    nommes = {nom: float(sommes.get(nom, 0.0)) for nom in noms if nom}
    return {**nommes, "Pays non dit": float(devis.lignes["etranger"].sum()) - sum(nommes.values())}


def lire_charges_comptees(pack: Pack) -> dict[str, bool]:
    """Whether each territory counts social charges."""
    lues = pack.tableau("Lecteurs", {"Repère": "repere", "Charges comptées": "charges"})
    return {str(x.repere): x.charges == "O" for x in lues.itertuples() if x.repere in TERRITOIRES}


def lire_pays(pack: Pack) -> list[str]:
    """Countries named in « Lecteurs »."""
    lues = pack.tableau("Lecteurs", {"Pays": "nom", "Étranger": "montant"})
    return [str(x.nom) for x in lues.itertuples()][:5]


def lire_exigences(pack: Pack, aides: Mapping[str, float], decimales: int) -> dict[str, float]:
    """Expense required by each territory: its aid times the multiple of its agreement."""

    lues = pack.tableau("Dépenses territoriales", {"Repère": "repere", "Dépense exigée, en % de l’aide": "multiple"})
    return {
        str(x.repere): arrondi(aides.get(str(x.repere), 0.0) * nombre(x.multiple), decimales) for x in lues.itertuples()
    }
