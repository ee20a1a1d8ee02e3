"""Tax credit and financing: what the law gives back, what is found, what remains to be found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from oracle.arrondi import arrondi
from oracle.lecture import Pack, nombre, texte

CREDIT_IMPOT = "F1"  # the line of the plan that the devis feeds


@dataclass(frozen=True)
class BaremeCredit:
    """CGI art. 220 sexies: rates, cap of the film, share of the budget that may be retained."""

    taux_majore: float
    taux_base: float
    plafond_film: float
    part_du_budget: float


@dataclass(frozen=True)
class Financement:
    """The plan de financement, line by line and in total."""

    lignes: pd.DataFrame
    retenu: float
    numeraire: float

    @property
    def industrie(self) -> float:
        """Contributions in kind and deferred payments."""
        return self.retenu - self.numeraire


def credit_impot(
    eligible: float, budget_hors_imprevus: float, subventions: float, langue: str, bareme: BaremeCredit
) -> float:
    """Eligible expenses, at most 80 % of the budget, less grants assigned to them, at the rate of the language."""
    assiette = min(eligible, arrondi(budget_hors_imprevus * bareme.part_du_budget, 2))
    taux = bareme.taux_majore if "français" in langue.casefold() else bareme.taux_base
    return min(bareme.plafond_film, arrondi(max(0.0, assiette - subventions) * taux, 2))


def financer(lignes: pd.DataFrame, credit: float) -> Financement:
    """A refused source counts for nothing; the tax credit comes from the devis."""
    est_credit = lignes["code"].str.upper() == CREDIT_IMPOT
    montants = lignes["montant"].where(~est_credit, credit)
    retenu = montants.where(lignes["statut"] != "refusé", 0.0)
    comptees = lignes.assign(retenu=retenu, numeraire=retenu.where(lignes["en_argent"] == "O", 0.0))
    return Financement(comptees, float(retenu.sum()), float(comptees["numeraire"].sum()))


def numeraire_par_source(financement: Financement) -> Mapping[str, float]:
    """Cash expected from each source, by code."""
    lignes = financement.lignes
    return lignes.groupby(lignes["code"].str.upper())["numeraire"].sum().to_dict()


def lire_sources(pack: Pack) -> pd.DataFrame:
    """The typed lines of the plan de financement."""
    titres = {"Code": "code", "Montant saisi": "montant", "Statut": "statut", "Numéraire": "en_argent"}
    lues = pack.tableau("Plan de financement", titres)
    lues["code"] = lues["code"].map(texte)
    lues["montant"] = lues["montant"].map(nombre)
    lues["statut"] = lues["statut"].map(str).str.casefold()  # «Refusé» is refused
    return lues
