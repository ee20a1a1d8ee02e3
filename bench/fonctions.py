"""Measure the functions of the add-in: their start in a fresh Python, a call for a column against a call for each cell.

What Excel and xlwings add to each call is not there: it is what one call for a column saves.

python bench/fonctions.py [rows]
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date

from udfs.appel import appeler
from udfs.registre import Fonction, par_nom

FOIS = 7
_MODULES = {
    "les fonctions": "udfs.catalogue",
    "le module qu’Excel appelle, xlwings compris": "udfs.excel",
}
_DEMARRAGE = "import time; t = time.perf_counter(); import {}; print(time.perf_counter() - t)"


def demarrages(module: str) -> list[float]:
    """Seconds that importing a module takes, in as many fresh processes."""
    commande = [sys.executable, "-c", _DEMARRAGE.format(module)]
    return sorted(
        float(subprocess.run(commande, check=True, capture_output=True, text=True).stdout) for _ in range(FOIS)
    )


def secondes(faire: Callable[[], object]) -> float:
    """The least of a few runs."""
    durees = []
    for _ in range(3):
        debut = time.perf_counter()
        faire()
        durees.append(time.perf_counter() - debut)
    return min(durees)


def comparer(fonction: Fonction, colonne: list[float], *autres: object) -> str:
    """One call over a column, and as many calls as it has cells."""
    plage = [[x] for x in colonne]
    ensemble = secondes(lambda: appeler(fonction, (plage, *autres)))
    une_a_une = secondes(lambda: [appeler(fonction, (x, *autres)) for x in colonne])
    return f"{fonction.nom} × {len(colonne)} : {ensemble:.3f} s en un appel, {une_a_une:.3f} s un à un"


def main(lignes: int) -> None:
    """Start, then a light function and a heavy one."""
    for quoi, module in _MODULES.items():
        durees = demarrages(module)
        sys.stdout.write(f"{quoi} : {durees[0]:.3f} à {durees[-1]:.3f} s, médiane {durees[FOIS // 2]:.3f} s\n")
    montants = [1000.0 + n / 7 for n in range(lignes)]
    for nom, autres in (("tva", (0.2,)), ("cout_employeur", ("technicien cadre", date(2026, 3, 1), 10, 73))):
        fonction = par_nom(nom)
        assert fonction is not None
        sys.stdout.write(comparer(fonction, montants, *autres) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
