"""The Python library ``formulas``, the engine ordered for proving totals, on the whole demo pack."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from chargeprod_xl.classeurs.valeurs import Erreur
from chargeprod_xl.recalcul.calcul import recalculer
from chargeprod_xl.recalcul.comparaison import comparer
from chargeprod_xl.recalcul.moteurs import NE_SAIT_PAS
from chargeprod_xl.recalcul.temoin import Temoin
from temoins.desaccords import inexpliques_par_formulas

pytestmark = pytest.mark.xdist_group("formulas")


def test_formulas_retrouve_chaque_cellule_du_pack(pack_demo: Path, record_property: Any) -> None:
    calcul = recalculer(sorted(pack_demo.glob("*.xlsx")))
    debut = time.perf_counter()
    valeurs = Temoin().calculer(calcul.fusion)
    secondes = time.perf_counter() - debut
    ignorees = {ou for ou, v in valeurs.items() if isinstance(v, Erreur) and v.code in NE_SAIT_PAS}
    moteurs = {"formualizer": calcul.resultats["formualizer"], "formulas": valeurs}
    ecarts = comparer(calcul.fusion, moteurs, ignorees)
    record_property("secondes", round(secondes, 1))
    record_property("cellules", len(valeurs))
    assert len(valeurs) > 10_000
    assert len(ignorees) == 0, "le témoin ne sait plus calculer certaines formules"
    assert inexpliques_par_formulas(ecarts) == []
    assert len(ecarts) < 100
