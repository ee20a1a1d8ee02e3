"""Edits that move rows, through openpyxl, in the files of a small complete film; each day in another place of a table.

Those that move no row are played in open engines (``test_a_l_ecran.py``), one per workbook in files here
(``test_1_essentiel.py``). All families by both hands, in the files of the demo film: ``campagne_familles.py``.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from graine import graine

from edits.familles import FAMILLES, Famille
from edits.jeu import Base, composer, lots, prouver, prouver_ensemble
from edits.main_openpyxl import jouer

LIGNES = [f for f in FAMILLES if f.lignes]
# Drawn a second time with the commit: one family in two, LibreOffice plays the others.
SECONDES = lots(LIGNES[1::2], 3)


#: The small film is over before the holiday of the one, and has not the roles of the other.
DU_GRAND_FILM = {"jour férié supprimé", "case forcée en ligne ajoutée"}


@pytest.mark.parametrize("famille", LIGNES, ids=[f.nom for f in LIGNES])
def test_edition(request: pytest.FixtureRequest, tmp_path: Path, famille: Famille) -> None:
    film: Base = request.getfixturevalue("base" if famille.nom in DU_GRAND_FILM else "reduite")
    prouver(film, tmp_path, famille.tirer(film.feuilles, 0), jouer, famille)


@pytest.mark.parametrize("familles", SECONDES, ids=[f[0].nom for f in SECONDES])
def test_lignes_d_un_meme_jour(reduite: Base, tmp_path: Path, familles: tuple[Famille, ...]) -> None:
    prouver_ensemble(reduite, tmp_path, familles, graine() + 1, jouer)


@pytest.mark.parametrize("rang", range(4))
def test_une_journee_de_travail_dans_plusieurs_classeurs(reduite: Base, tmp_path: Path, rang: int) -> None:
    une, bouge = composer(reduite.feuilles, graine() + rang)
    prouver(reduite, tmp_path, une, jouer, Famille("journée", "", bouge, composer, surement=False, lignes=False))
