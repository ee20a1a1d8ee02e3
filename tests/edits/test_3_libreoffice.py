"""Seeded edits of every family through LibreOffice, on files saved by LibreOffice."""

from __future__ import annotations

from pathlib import Path

import pytest

from edits.familles import FAMILLES, Famille
from edits.jeu import Base, composer, prouver
from edits.main_libreoffice import Main

# Rows inserted and deleted twice each; of the other families, one in three (openpyxl plays them all).
SIMPLES = [f for f in FAMILLES if not f.lignes][::3]
TIRAGES = [(f, 10 + g) for f in FAMILLES if f.lignes for g in range(2)] + [(f, 12) for f in SIMPLES]


@pytest.mark.parametrize(("famille", "graine"), TIRAGES, ids=[f"{f.nom} {g}" for f, g in TIRAGES])
def test_edition(base: Base, bureau: Main, tmp_path: Path, famille: Famille, graine: int) -> None:
    prouver(base, tmp_path, famille.tirer(base.feuilles, graine), bureau.jouer, famille)


@pytest.mark.parametrize("graine", range(10, 13))
def test_une_journee_de_travail_dans_plusieurs_classeurs(base: Base, bureau: Main, tmp_path: Path, graine: int) -> None:
    une, bouge = composer(base.feuilles, graine)
    prouver(base, tmp_path, une, bureau.jouer, Famille("journée", "", bouge, composer, False, False))
