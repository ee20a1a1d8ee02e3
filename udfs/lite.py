"""The functions in xlwings Lite (Mac, Excel on the web): its ``main.py`` reads ``from udfs.lite import *``.

Errors are given as their texts: what Lite makes of them, only Excel can tell (see docs/limites.md).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import xlwings

from udfs.plates import aplatir, en_valeur_de_cellule
from udfs.registre import Fonction, fonctions


def _decorer(fonction: Fonction) -> Callable[..., Any]:
    decoree: Callable[..., Any] = xlwings.func(aplatir(fonction, en_valeur_de_cellule))
    for parametre in fonction.parametres:
        decoree = xlwings.arg(parametre.nom, ndim=2, doc=parametre.aide)(decoree)
    return decoree


globals().update({f.nom: _decorer(f) for f in fonctions()})
__all__ = [f.nom for f in fonctions()]
