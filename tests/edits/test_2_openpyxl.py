"""Seeded edits of every family through openpyxl."""

from __future__ import annotations

from pathlib import Path

import pytest

from edits.familles import FAMILLES, Famille
from edits.jeu import Base, composer, prouver
from edits.main_openpyxl import jouer

TIRAGES = [(f, graine) for f in FAMILLES for graine in range(2 if f.lignes else 1)]


@pytest.mark.parametrize(("famille", "graine"), TIRAGES, ids=[f"{f.nom} {g}" for f, g in TIRAGES])
def test_edition(base: Base, tmp_path: Path, famille: Famille, graine: int) -> None:
    prouver(base, tmp_path, famille.tirer(base.feuilles, graine), jouer, famille)


@pytest.mark.parametrize("graine", range(6))
def test_une_journee_de_travail_dans_plusieurs_classeurs(base: Base, tmp_path: Path, graine: int) -> None:
    une, bouge = composer(base.feuilles, graine)
    prouver(base, tmp_path, une, jouer, Famille("journée", "", bouge, composer, False, False))
