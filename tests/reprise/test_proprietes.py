"""Nothing typed is lost, nothing else changes: random edits, random savers, random new sources.

The rounds come with the commit, so that each run plays others; a failure names its rounds, and a round plays alike each
time: ``GRAINE=<round> RONDES=1``. Five hundred and more at once: ``tests/campagne.sh``.
"""

from __future__ import annotations

import pytest
from edits.main_openpyxl import jouer
from graine import graine

from reprise.hasard_packs import PETIT
from reprise.hasard_ronde import GRANDES, RONDES, fautes, genre_d_une_grande, jouer_ronde, lots_de


@pytest.mark.parametrize("lot", lots_de(graine(), RONDES), ids=str)
def test_rien_de_saisi_ne_se_perd(lot: range) -> None:
    assert fautes(jouer_ronde(g, PETIT, jouer) for g in lot) == ""


@pytest.mark.parametrize("rang", range(GRANDES))
def test_rien_de_saisi_ne_se_perd_dans_un_grand_pack(rang: int) -> None:
    assert fautes([jouer_ronde(graine() + RONDES + rang, genre_d_une_grande(rang), jouer)]) == ""
