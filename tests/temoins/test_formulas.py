"""The Python library ``formulas``, the engine ordered for proving totals, on every distinct formula of the demo pack.

Each is computed where it first stands and where it last stands, on the values of the other engines; the whole pack,
cell after cell, is in the long campaign (``campagne_formulas.py``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from chargeprod_xl.recalcul.calcul import recalculer
from chargeprod_xl.recalcul.temoin import Temoin
from temoins.desaccords import ecarts_du_temoin, inexpliques_par_formulas

pytestmark = pytest.mark.xdist_group("classeurs")


def test_formulas_retrouve_chaque_formule_distincte_du_pack(pack_demo: Path, record_property: Any) -> None:
    calcul = recalculer(sorted(pack_demo.glob("*.xlsx")))
    autres = calcul.resultats["formualizer"]
    valeurs = Temoin().calculer_modeles(calcul.fusion, autres)
    record_property("cellules", len(valeurs))
    assert len(valeurs) > 1_000
    ecarts = ecarts_du_temoin(calcul.fusion, {ou: autres[ou] for ou in valeurs}, valeurs)
    assert inexpliques_par_formulas(ecarts) == []
    assert len(ecarts) < 100
