"""The same rounds by a person with LibreOffice: it edits, sorts, moves and saves in its own way."""

from __future__ import annotations

import pytest
from edits.main_libreoffice import Main
from graine import graine

from reprise.hasard_packs import PETIT
from reprise.hasard_ronde import RONDES_LIBREOFFICE, fautes, jouer_ronde, lots_de


@pytest.mark.parametrize("lot", lots_de(graine() + 1_000_000, RONDES_LIBREOFFICE), ids=str)
def test_rien_de_saisi_ne_se_perd_par_libreoffice(bureau: Main, lot: range) -> None:
    assert fautes(jouer_ronde(g, PETIT, bureau.jouer, par_libreoffice=True) for g in lot) == ""


def test_un_nombre_trop_grand_pour_une_date_se_relit(bureau: Main) -> None:
    """Round 40, which once found that fault; others are told by tests of their own."""
    assert fautes([jouer_ronde(40, PETIT, bureau.jouer, par_libreoffice=True)]) == ""
