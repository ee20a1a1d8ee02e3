"""The Python library ``formulas``, the engine ordered for proving totals, on the whole demo pack."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from chargeprod_xl.classeurs.valeurs import Erreur
from chargeprod_xl.recalcul.calcul import recalculer
from chargeprod_xl.recalcul.comparaison import comparer
from chargeprod_xl.recalcul.moteurs import NE_SAIT_PAS
from chargeprod_xl.recalcul.temoin import Temoin
from tests.temoins.desaccords import inexpliques_par_formulas

pytestmark = pytest.mark.xdist_group("formulas")


def somme(*arguments: Any) -> float:
    """SUM as spreadsheets do it: texts of a range are left out, « 7 » too; ``formulas`` counts that one."""
    from formulas.functions import raise_errors  # noqa: PLC0415 - a second to import

    raise_errors(arguments)
    valeurs = [v for argument in arguments for v in np.asarray(argument, dtype=object).ravel()]
    return float(sum(v for v in valeurs if isinstance(v, int | float | np.number) and not isinstance(v, bool)))


@pytest.fixture
def somme_reparee(monkeypatch: pytest.MonkeyPatch) -> None:
    import formulas  # noqa: PLC0415
    from formulas.functions import wrap_func  # noqa: PLC0415

    monkeypatch.setitem(formulas.get_functions(), "SUM", wrap_func(somme))


@pytest.mark.usefixtures("somme_reparee")
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
