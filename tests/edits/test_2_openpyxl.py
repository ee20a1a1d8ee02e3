"""Seeded edits of every family through openpyxl."""

from __future__ import annotations

from pathlib import Path

import pytest

from edits.familles import FAMILLES, Famille
from edits.jeu import Base, composer, lots, prouver, prouver_ensemble
from edits.main_openpyxl import jouer

# Alone: the edits that move rows, and one in five of those that surely move a figure. The others share days of four.
SURES = [f for f in FAMILLES if f.surement and not f.lignes]
SEULES = [f for f in FAMILLES if f.lignes] + SURES[::5]
ENSEMBLE = lots([f for f in FAMILLES if f not in SEULES], 4)
# Rows, drawn a second time at another place: one family in two, LibreOffice plays the others.
SECONDES = lots([f for f in FAMILLES if f.lignes][1::2], 3)


@pytest.mark.parametrize("famille", SEULES, ids=[f.nom for f in SEULES])
def test_edition(base: Base, tmp_path: Path, famille: Famille) -> None:
    prouver(base, tmp_path, famille.tirer(base.feuilles, 0), jouer, famille)


@pytest.mark.parametrize("familles", ENSEMBLE, ids=[f[0].nom for f in ENSEMBLE])
def test_editions_d_un_meme_jour(base: Base, tmp_path: Path, familles: tuple[Famille, ...]) -> None:
    prouver_ensemble(base, tmp_path, familles, 0, jouer)


@pytest.mark.parametrize("familles", SECONDES, ids=[f[0].nom for f in SECONDES])
def test_lignes_d_un_meme_jour(base: Base, tmp_path: Path, familles: tuple[Famille, ...]) -> None:
    prouver_ensemble(base, tmp_path, familles, 1, jouer)


@pytest.mark.parametrize("graine", range(6))
def test_une_journee_de_travail_dans_plusieurs_classeurs(base: Base, tmp_path: Path, graine: int) -> None:
    une, bouge = composer(base.feuilles, graine)
    prouver(base, tmp_path, une, jouer, Famille("journée", "", bouge, composer, False, False))
