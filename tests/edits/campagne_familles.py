"""The long campaign: every family alone, through files, by both hands, in the demo film. Played by ``campagne.sh``.

Not collected by itself. At each run the same families are played in open engines or in a smaller film, and the file
path by one family per workbook.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from graine import graine

from edits.familles import FAMILLES, Famille
from edits.jeu import Base, prouver
from edits.main_libreoffice import Main
from edits.main_openpyxl import jouer

#: How many drawings of each family, by each hand; one family in so many is played (a trial of the campaign).
TIRAGES = range(int(os.environ.get("TIRAGES", "2")))
JOUEES = FAMILLES[:: int(os.environ.get("UNE_FAMILLE_SUR", "1"))]


@pytest.mark.parametrize("tirage", TIRAGES)
@pytest.mark.parametrize("famille", JOUEES, ids=[f.nom for f in JOUEES])
def test_par_openpyxl(base: Base, tmp_path: Path, famille: Famille, tirage: int) -> None:
    tiree = famille.tirer(base.feuilles, graine() + tirage)
    prouver(base, tmp_path, tiree, jouer, replace(famille, surement=False))


@pytest.mark.parametrize("tirage", TIRAGES)
@pytest.mark.parametrize("famille", JOUEES, ids=[f.nom for f in JOUEES])
def test_par_libreoffice(base: Base, bureau: Main, tmp_path: Path, famille: Famille, tirage: int) -> None:
    tiree = famille.tirer(base.feuilles, graine() + 50 + tirage)
    prouver(base, tmp_path, tiree, bureau.jouer, replace(famille, surement=False))
