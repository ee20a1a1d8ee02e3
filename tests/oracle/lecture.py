"""Inputs of a pack, found by sheet name and header text; a computed column is never asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
from python_calamine import CalamineWorkbook

SENTINELLE = "— insérer au-dessus —"
_ORIGINE = date(1899, 12, 30)


Rangees = list[list[Any]]


class Pack:
    """The sheets of a pack as rows of cells: those of every workbook of a folder, or sheets held in memory."""

    def __init__(self, source: Path | Mapping[str, Rangees]) -> None:
        self.feuilles = _lire(source) if isinstance(source, Path) else dict(source)

    def ligne_de_titres(self, feuille: str, titres: Mapping[str, str]) -> int:
        """Index of the first row that holds every title."""
        for rang, ligne in enumerate(self.feuilles[feuille]):
            if set(titres) <= set(map(str, ligne)):
                return rang
        raise LookupError(f"{feuille} : aucune ligne de titres avec {', '.join(titres)}")

    def tableau(self, feuille: str, titres: Mapping[str, str]) -> pd.DataFrame:
        """The rows under the titles, down to the sentinel (or the total, or the first blank row)."""
        lignes = self.feuilles[feuille]
        entete = self.ligne_de_titres(feuille, titres)
        ou = {nom: lignes[entete].index(titre) for titre, nom in titres.items()}
        dessous = lignes[entete + 1 :]
        corps = dessous[: _fin(dessous)]
        return pd.DataFrame([{nom: ligne[c] for nom, c in ou.items()} for ligne in corps], columns=list(ou))

    def ligne_du_champ(self, feuille: str, libelle: str) -> int:
        """Index of the row of a field, by its label or, failing that, the beginning of its label."""
        libelles = [str(ligne[0]) for ligne in self.feuilles[feuille]]
        if libelle in libelles:
            return libelles.index(libelle)
        trouves = [rang for rang, lu in enumerate(libelles) if lu.startswith(libelle)]
        if not trouves:
            raise LookupError(f"{feuille} : aucun champ « {libelle} »")
        return trouves[0]

    def champ(self, feuille: str, libelle: str) -> Any:
        """The value of a field, for the sheets that are lists of fields."""
        return self.feuilles[feuille][self.ligne_du_champ(feuille, libelle)][1]


def _lire(dossier: Path) -> dict[str, Rangees]:
    feuilles: dict[str, Rangees] = {}
    for chemin in sorted(dossier.glob("*.xlsx")):
        classeur = CalamineWorkbook.from_path(str(chemin))
        for nom in classeur.sheet_names:
            feuilles[nom] = classeur.get_sheet_by_name(nom).to_python(skip_empty_area=False)
    return feuilles


def _fin(lignes: list[list[Any]]) -> int:
    def premier(marque: Any) -> int | None:
        return next((rang for rang, ligne in enumerate(lignes) if marque(ligne)), None)

    for marque in (
        lambda ligne: ligne[0] == SENTINELLE,
        lambda ligne: str(ligne[0]).startswith("Total") or str(ligne[1]).startswith("Total"),
        lambda ligne: all(cellule == "" for cellule in ligne),
    ):
        rang = premier(marque)
        if rang is not None:
            return rang
    return len(lignes)


def nombre(valeur: Any) -> float:
    """A blank counts for nothing."""
    return 0.0 if valeur in ("", None) else float(valeur)


def entier_ou_rien(valeur: Any) -> int | None:
    """A number of role, day or rubrique; None when blank or not a number."""
    try:
        return None if valeur in ("", None) else int(float(valeur))
    except ValueError:
        return None


def texte(valeur: Any) -> str:
    """A code as it is read: 12.0 and «12» are the same."""
    return f"{valeur:g}" if isinstance(valeur, float) else str(valeur).strip()


def jour(valeur: Any) -> date | None:
    """A date, also when the cell holds its serial number."""
    if valeur in ("", None):
        return None
    if isinstance(valeur, datetime):
        return valeur.date()
    return valeur if isinstance(valeur, date) else _ORIGINE + timedelta(days=int(valeur))
