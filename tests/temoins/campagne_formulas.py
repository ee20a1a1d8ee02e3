"""The long campaign: ``formulas`` on every cell of the demo pack. Not collected by itself."""

from __future__ import annotations

from pathlib import Path

from chargeprod_xl.recalcul.calcul import recalculer
from chargeprod_xl.recalcul.temoin import Temoin
from temoins.desaccords import ecarts_du_temoin, inexpliques_par_formulas


def test_formulas_retrouve_chaque_cellule_du_pack(pack_demo: Path) -> None:
    calcul = recalculer(sorted(pack_demo.glob("*.xlsx")))
    valeurs = Temoin().calculer(calcul.fusion)
    assert len(valeurs) > 10_000
    ecarts = ecarts_du_temoin(calcul.fusion, calcul.resultats["formualizer"], valeurs)
    assert inexpliques_par_formulas(ecarts) == []
    assert len(ecarts) < 100
