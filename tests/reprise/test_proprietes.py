"""Nothing typed is lost, nothing else changes: random edits, random savers, random new sources, hundreds of times.

``RONDES=5000`` asks for a longer run; a failure names its rounds, and a round plays alike each time.
"""

from __future__ import annotations

import pytest
from edits.main_openpyxl import jouer

from reprise.hasard_ronde import LOT, RONDES, genre_de, jouer_ronde


@pytest.mark.parametrize("debut", range(0, RONDES, LOT))
def test_rien_de_saisi_ne_se_perd(debut: int) -> None:
    rondes = [jouer_ronde(g, genre_de(g), jouer) for g in range(debut, min(debut + LOT, RONDES))]
    assert not [r for r in rondes if r.fautes], "\n\n".join(str(r) for r in rondes if r.fautes)
