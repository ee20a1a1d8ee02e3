"""Rows of the input files that workbooks declare; rows ready to be typed in where the film has no such file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chargeprod_xl.gabarits.cles import VIERGE, cle_unique
from chargeprod_xl.projet.film import EntreeLue, Film

Ligne = Mapping[str, Any]
LIGNES_VIERGES = 5


def ou_vierges(lignes: list[Ligne], *champs: str) -> list[Ligne]:
    """Rows ready to be typed in where the film gives none: an Excel table needs one, and people copy it."""
    if lignes:
        return lignes
    return [{"cle": f"{VIERGE}{n}", **dict.fromkeys(champs)} for n in range(1, LIGNES_VIERGES + 1)]


def _lignes(nom: str, lue: EntreeLue) -> list[Ligne]:
    """A row is known by its key, else by all it says; never by its rank. Case is left out: lookups forget it."""
    vues: set[str] = set()
    lignes: list[Ligne] = []
    for valeurs in lue.lignes:
        dite = valeurs[lue.cle]
        cle = f"{dite}" if dite not in {None, ""} else "|".join("" if v is None else str(v) for v in valeurs.values())
        lignes.append({"cle": cle_unique(f"{nom}.{cle.casefold()}", vues), **valeurs})
    return lignes


def sources_des_entrees(film: Film) -> dict[str, list[Ligne]]:
    """One source for each declared input."""
    return {nom: ou_vierges(_lignes(nom, lue), *lue.colonnes) for nom, lue in film.entrees.items()}
