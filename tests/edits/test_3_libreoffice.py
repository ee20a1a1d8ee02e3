"""Seeded edits of every family through LibreOffice, on files saved by LibreOffice."""

from __future__ import annotations

from pathlib import Path

import pytest

from edits.familles import FAMILLES, Famille
from edits.jeu import Base, composer, lots, prouver, prouver_ensemble
from edits.main_libreoffice import Main

LIGNES = [f for f in FAMILLES if f.lignes]
# Rows, alone for one family in three; one in two a second time, at another place (openpyxl plays the others), three a
# day.
SEULES = LIGNES[::3]
ENSEMBLE = lots([f for f in LIGNES if f not in SEULES], 3)
SECONDES = lots(LIGNES[::2], 3)
# Of the other families, one in three (openpyxl plays them all).
SIMPLES = lots([f for f in FAMILLES if not f.lignes][::3], 4)


@pytest.mark.parametrize("famille", SEULES, ids=[f.nom for f in SEULES])
def test_edition(base: Base, bureau: Main, tmp_path: Path, famille: Famille) -> None:
    prouver(base, tmp_path, famille.tirer(base.feuilles, 10), bureau.jouer, famille)


@pytest.mark.parametrize("familles", ENSEMBLE, ids=[f[0].nom for f in ENSEMBLE])
def test_autres_lignes_d_un_meme_jour(base: Base, bureau: Main, tmp_path: Path, familles: tuple[Famille, ...]) -> None:
    prouver_ensemble(base, tmp_path, familles, 10, bureau.jouer)


@pytest.mark.parametrize("familles", SECONDES, ids=[f[0].nom for f in SECONDES])
def test_lignes_d_un_meme_jour(base: Base, bureau: Main, tmp_path: Path, familles: tuple[Famille, ...]) -> None:
    prouver_ensemble(base, tmp_path, familles, 11, bureau.jouer)


@pytest.mark.parametrize("familles", SIMPLES, ids=[f[0].nom for f in SIMPLES])
def test_editions_d_un_meme_jour(base: Base, bureau: Main, tmp_path: Path, familles: tuple[Famille, ...]) -> None:
    prouver_ensemble(base, tmp_path, familles, 12, bureau.jouer)


@pytest.mark.parametrize("graine", range(10, 13))
def test_une_journee_de_travail_dans_plusieurs_classeurs(base: Base, bureau: Main, tmp_path: Path, graine: int) -> None:
    une, bouge = composer(base.feuilles, graine)
    prouver(base, tmp_path, une, bureau.jouer, Famille("journée", "", bouge, composer, False, False))
