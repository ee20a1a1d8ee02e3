"""Financing: what is found, what remains to be found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from oracle.lecture import Pack, nombre, texte


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


def financer(lignes: pd.DataFrame, credit: float, code: str = "F1") -> Financement:
    """A refused source counts for nothing; the tax credit, at the line ``code``, comes from the devis."""
    est_credit = lignes["code"].str.upper() == code
    montants = lignes["montant"].where(~est_credit, credit)
    retenu = montants.where(lignes["statut"] != "refusé", 0.0)
    comptees = lignes.assign(retenu=retenu, numeraire=retenu.where(lignes["en_argent"] == "O", 0.0))
    return Financement(comptees, float(retenu.sum()), float(comptees["numeraire"].sum()))


def numeraire_par_source(financement: Financement) -> Mapping[str, float]:
    """Cash expected from each source, by code."""
    lignes = financement.lignes
    return lignes.groupby(lignes["code"].str.upper())["numeraire"].sum().to_dict()


def aides_publiques(lignes: pd.DataFrame, code_du_credit: str) -> float:
    """Public aid typed in the plan, the tax credit left out."""
    comptees = (lignes["publique"] == "O") & (lignes["statut"] != "refusé")
    return float(lignes.loc[comptees & (lignes["code"].str.upper() != code_du_credit), "montant"].sum())


def aides_par_territoire(financement: Financement) -> Mapping[str, float]:
    """Aid retained from each territory."""
    return financement.lignes.groupby("territoire")["retenu"].sum().to_dict()


def lire_sources(pack: Pack) -> pd.DataFrame:
    """The typed lines of the plan de financement."""
    titres = {"Code": "code", "Montant saisi": "montant", "Statut": "statut", "Numéraire": "en_argent"}
    titres |= {"Aide publique": "publique", "Territoire": "territoire"}
    lues = pack.tableau("Plan de financement", titres)
    lues["code"] = lues["code"].map(texte)
    lues["montant"] = lues["montant"].map(nombre)
    lues["statut"] = lues["statut"].map(str).str.casefold()  # «Refusé» is refused
    return lues
