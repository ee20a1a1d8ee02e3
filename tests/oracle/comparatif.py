"""The present devis beside a frozen one: gaps, and rubriques that need a reason."""

from __future__ import annotations

from oracle.devis import Devis
from oracle.lecture import Pack, entier_ou_rien, nombre

FEUILLE = "Comparatif"
IMPREVUS, FRAIS_GENERAUX, PRODUCTEUR = 101, 102, 103


def par_rubrique(devis: Devis) -> dict[int, float]:
    """Amounts of the present devis: lines, charges of their category, contractual lines where they stand."""
    montants = {int(r): float(m) for r, m in devis.lignes.groupby("rubrique")["montant"].sum().items()}
    comptes = devis.contractuelles
    places = [
        *((int(c), float(m)) for c, m in devis.charges["montant"].items()),
        (91, comptes["assurances"] + comptes["bonne fin"]),
        (94, comptes["frais financiers"]),
        (21 if devis.producteur_dans_postes else PRODUCTEUR, devis.salaire_producteur),
        (42 if devis.producteur_dans_postes else PRODUCTEUR, devis.charges_producteur),
        (IMPREVUS, devis.imprevus),
        (FRAIS_GENERAUX, devis.frais_generaux),
    ]
    for rubrique, montant in places:
        montants[rubrique] = montants.get(rubrique, 0.0) + montant
    return montants


def par_poste(devis: Devis) -> dict[int, float]:
    """The nine postes, then what stands under them."""
    return {**devis.postes, 10: devis.imprevus, 11: devis.frais_generaux, 12: devis.producteur_sous_postes}


def a_motiver(fige: float, actuel: float, seuil: float, motif: str) -> bool:
    """More than so much of the frozen amount, and nobody said why; what was nothing is a gap of 100 %."""
    if abs(actuel - fige) < 0.005 or motif:
        return False
    return (abs(actuel - fige) / fige if fige else 1.0) > seuil


def comparer(pack: Pack, devis: Devis) -> dict[str, float]:
    """Gaps with the frozen amounts that are there; a blank is no amount."""
    seuil = nombre(pack.champ(FEUILLE, "Écart d’une rubrique"))
    actuels, total = par_rubrique(devis), pack.champ(FEUILLE, "Total HT figé")
    titres = {"Rubrique": "nom", "N°": "numero", "Montant figé": "fige", "Motif": "motif"}
    rubriques = [x for x in pack.tableau(FEUILLE, titres).itertuples() if x.fige != ""]
    sans_motif = [
        x
        for x in rubriques
        if a_motiver(nombre(x.fige), actuels.get(entier_ou_rien(x.numero) or 0, 0.0), seuil, str(x.motif))
    ]
    postes = pack.tableau(FEUILLE, {"Poste": "nom", "N°": "numero", "Montant figé": "fige"})
    ecarts = {
        int(x.numero): 0.0 if x.fige == "" else par_poste(devis)[int(x.numero)] - nombre(x.fige)
        for x in postes.itertuples()
    }
    return {
        "figé, écart du total": 0.0 if total == "" else devis.total - nombre(total),
        "figé, rubriques à motiver": len(sans_motif),
        **{f"figé, écart du poste {p}": ecart for p, ecart in ecarts.items()},
    }
