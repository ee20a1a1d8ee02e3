"""Edits through LibreOffice, on files saved by LibreOffice: rows, one other family per workbook, days of work.

The other families are played in open engines; all of them by LibreOffice: ``campagne_familles.py``.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import declarees
import pytest
from graine import graine

from edits.familles import FAMILLES, Famille
from edits.jeu import Base, composer, lots, prouver, prouver_ensemble
from edits.main_libreoffice import Main

LIGNES = [f for f in FAMILLES if f.lignes]
# Rows, alone for one family in four; one in two a second time, at another place (openpyxl plays the others), three a
# day.
SEULES = LIGNES[::4]
ENSEMBLE = lots([f for f in LIGNES if f not in SEULES], 3)
SECONDES = lots(LIGNES[::2], 3)


def _une_par_classeur() -> list[Famille]:
    """Of the families that move no row, the one whose turn comes with the commit."""
    par_classeur = ([f for f in FAMILLES if not f.lignes and f.classeur == nom] for nom in declarees.feuilles())
    return [siennes[graine() // 100 % len(siennes)] for siennes in par_classeur]


SIMPLES = lots(_une_par_classeur(), 4)


@pytest.mark.parametrize("famille", SEULES, ids=[f.nom for f in SEULES])
def test_edition(reduite: Base, bureau: Main, tmp_path: Path, famille: Famille) -> None:
    """That a sure one moves a figure is asked of openpyxl's, each in a film where it can."""
    tiree = famille.tirer(reduite.feuilles, 10)
    prouver(reduite, tmp_path, tiree, bureau.jouer, replace(famille, surement=False))


@pytest.mark.parametrize("familles", ENSEMBLE, ids=[f[0].nom for f in ENSEMBLE])
def test_autres_lignes_d_un_meme_jour(
    reduite: Base, bureau: Main, tmp_path: Path, familles: tuple[Famille, ...]
) -> None:
    prouver_ensemble(reduite, tmp_path, familles, 10, bureau.jouer)


@pytest.mark.parametrize("familles", SECONDES, ids=[f[0].nom for f in SECONDES])
def test_lignes_d_un_meme_jour(reduite: Base, bureau: Main, tmp_path: Path, familles: tuple[Famille, ...]) -> None:
    prouver_ensemble(reduite, tmp_path, familles, graine() + 2, bureau.jouer)


@pytest.mark.parametrize("rang", range(len(SIMPLES)))
def test_editions_d_un_meme_jour(reduite: Base, bureau: Main, tmp_path: Path, rang: int) -> None:
    prouver_ensemble(reduite, tmp_path, SIMPLES[rang], graine() + 3, bureau.jouer)


@pytest.mark.parametrize("rang", range(2))
def test_une_journee_de_travail_dans_plusieurs_classeurs(
    reduite: Base, bureau: Main, tmp_path: Path, rang: int
) -> None:
    une, bouge = composer(reduite.feuilles, graine() + 10 + rang)
    prouver(reduite, tmp_path, une, bureau.jouer, Famille("journée", "", bouge, composer, surement=False, lignes=False))
