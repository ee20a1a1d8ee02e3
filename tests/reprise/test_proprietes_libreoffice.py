"""The same rounds by a person with LibreOffice: it edits, sorts, moves and saves in its own way."""

from __future__ import annotations

import pytest
from edits.main_libreoffice import Main

from reprise.hasard_ronde import LOT, RONDES_LIBREOFFICE, genre_de, jouer_ronde


@pytest.mark.parametrize("debut", range(0, RONDES_LIBREOFFICE, LOT))
def test_rien_de_saisi_ne_se_perd_par_libreoffice(bureau: Main, debut: int) -> None:
    fin = min(debut + LOT, RONDES_LIBREOFFICE)
    rondes = [jouer_ronde(g, genre_de(g), bureau.jouer, par_libreoffice=True) for g in range(debut, fin)]
    assert not [r for r in rondes if r.fautes], "\n\n".join(str(r) for r in rondes if r.fautes)
