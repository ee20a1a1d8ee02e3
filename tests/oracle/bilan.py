"""Estimated final cost: committed, invoiced, and what remains to be spent, rubrique by rubrique."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from oracle.devis import Devis
from oracle.lecture import Pack, entier_ou_rien, nombre, texte

_PRODUCTEUR = {"salaire": 21, "charges": 42}
_SOUS_LES_POSTES, _ASSURANCES, _FRAIS_FINANCIERS = 103, 91, 94
_IMPREVUS, _FRAIS_GENERAUX = 10, 11  # numbers of the two lines below the nine postes


def devis_par_rubrique(devis: Devis, postes: Mapping[int, int]) -> dict[int, float]:
    """The devis by rubrique: lines, charges of the category, contractual lines."""
    lignes = devis.lignes.groupby("rubrique")["montant"].sum()
    charges = devis.charges["montant"]
    comptes = devis.contractuelles
    contractuelles = {
        _PRODUCTEUR["salaire"]: devis.salaire_producteur if devis.producteur_dans_postes else 0.0,
        _PRODUCTEUR["charges"]: devis.charges_producteur if devis.producteur_dans_postes else 0.0,
        _SOUS_LES_POSTES: devis.producteur_sous_postes,
        _ASSURANCES: comptes["assurances"] + comptes["bonne fin"],
        _FRAIS_FINANCIERS: comptes["frais financiers"],
    }
    montants = {}
    for rubrique, poste in postes.items():
        montant = float(lignes.get(rubrique, 0.0)) + float(charges.get(rubrique, 0.0))
        montant += contractuelles.get(rubrique, 0.0)
        montant += {_IMPREVUS: devis.imprevus, _FRAIS_GENERAUX: devis.frais_generaux}.get(poste, 0.0)
        montants[rubrique] = montant
    return montants


def depense_par_rubrique(journal: pd.DataFrame) -> dict[int, float]:
    """Committed, invoiced and paid expenses; the first two figures of the code are the rubrique."""
    connues = journal[journal["statut"].isin(["engagé", "facturé", "payé"])]
    return connues["ht"].groupby(connues["rubrique"].astype(float)).sum().to_dict()


def estime_final(devis: float, depense: float, reste_force: float | None) -> float:
    """Spent plus what remains: forced, else what the devis still allows, never negative."""
    reste = max(0.0, devis - depense) if reste_force is None else reste_force
    return depense + reste


def lire_estime_final(pack: Pack, devis: Devis) -> float:
    """The estimated final cost of a pack."""
    situation = pack.tableau("Situation des coûts", {"N°": "rubrique", "Reste forcé": "force", "Poste": "poste"})
    rubriques = [int(r) for r in situation["rubrique"]]
    prevus = devis_par_rubrique(devis, dict(zip(rubriques, situation["poste"].map(int), strict=True)))
    journal = pack.tableau("Journal des dépenses", {"Code": "code", "HT": "ht", "Statut": "statut"})
    journal["ht"] = journal["ht"].map(nombre)
    journal["rubrique"] = journal["code"].map(lambda code: entier_ou_rien(texte(code)[:2]))
    depenses = depense_par_rubrique(journal)
    forces = dict(zip(rubriques, situation["force"], strict=True))
    return sum(
        estime_final(prevus[r], depenses.get(r, 0.0), None if forces[r] == "" else nombre(forces[r])) for r in rubriques
    )
