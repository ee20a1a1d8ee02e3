"""Every family that moves no row, alone, in the open engines: one fixed edit of each, and others with the commit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from graine import graine

from edits.familles import FAMILLES, Famille
from edits.jeu import Base, composer, journees, lots
from edits.moteurs_ouverts import PackOuvert, prouver_a_l_ecran

SIMPLES = [f for f in FAMILLES if not f.lignes]
FIXE = 0
JOURS = lots(SIMPLES, 6)


@pytest.fixture(scope="module")
def ouvert(reduite: Base) -> Iterator[PackOuvert]:
    ouvert = PackOuvert(reduite.dossier)
    yield ouvert
    ouvert.verifier_le_temoin()


@pytest.mark.parametrize("famille", SIMPLES, ids=[f.nom for f in SIMPLES])
def test_une_edition_seule(reduite: Base, ouvert: PackOuvert, famille: Famille) -> None:
    """The fixed edit of a sure family moves a figure; one that is drawn may meet a cell that says so already."""
    prouver_a_l_ecran(reduite, ouvert, famille.tirer(reduite.feuilles, FIXE), famille, temoin=True)
    tiree = famille.tirer(reduite.feuilles, graine() + 1)
    prouver_a_l_ecran(reduite, ouvert, tiree, replace(famille, surement=False), temoin=False)


@pytest.mark.parametrize("familles", JOURS, ids=[f[0].nom for f in JOURS])
def test_editions_d_un_meme_jour(reduite: Base, ouvert: PackOuvert, familles: tuple[Famille, ...]) -> None:
    """One more of each, several at a time, before the witness."""
    for une, bouge in journees(reduite.feuilles, graine() + 2, familles, len(familles)):
        journee = Famille("journée", "", bouge, composer, surement=False, lignes=False)
        prouver_a_l_ecran(reduite, ouvert, une, journee, temoin=True)
