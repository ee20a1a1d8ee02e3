"""The functions in Excel for Windows, through xlwings' COM server: VBA stubs call this module's members by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import xlwings

from udfs.erreurs import Erreur
from udfs.journal import brancher
from udfs.plates import aplatir, en_valeur_de_cellule
from udfs.registre import Fonction, fonctions

#: What a stub turns into a real error of Excel: xlwings itself hands over texts and numbers only.
MARQUE = "#CPERR:"


def _rendre(valeur: Any) -> Any:
    return f"{MARQUE}{valeur.code}" if isinstance(valeur, Erreur) else en_valeur_de_cellule(valeur)


def _decorer(fonction: Fonction) -> Callable[..., Any]:
    """Ranges come as rows of cells, errors inside them as texts that the functions pass on."""
    decoree: Callable[..., Any] = xlwings.func(aplatir(fonction, _rendre))
    for parametre in fonction.parametres:
        decoree = xlwings.arg(parametre.nom, ndim=2, err_to_str=True, doc=parametre.aide)(decoree)
    return decoree


brancher("udfs")
globals().update({f.nom: _decorer(f) for f in fonctions()})
