"""The functions in the `formulas` engine, so that it can compute a workbook where someone used them."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
from formulas.functions import Array, wrap_func
from formulas.tokens.operand import Error

from udfs.appel import appeler
from udfs.erreurs import Erreur
from udfs.registre import Fonction, fonctions
from udfs.valeurs import numero_de_serie


def installer(connues: MutableMapping[str, Any]) -> None:
    """Add every function to ``formulas.get_functions()``, before workbooks are loaded."""
    connues.update({f.nom: wrap_func(_adapter(f), ranges=False) for f in fonctions()})


def _adapter(fonction: Fonction) -> Callable[..., Any]:
    def appelee(*arguments: Any) -> Any:
        resultat = appeler(fonction, [_lire(a) for a in arguments])
        lignes = resultat if isinstance(resultat, list) else [[resultat]]
        # Cell by cell: an array of mixed types made at once would turn numbers into texts.
        grille = np.empty((len(lignes), len(lignes[0])), dtype=object)
        for rang, ligne in enumerate(lignes):
            for colonne, cellule in enumerate(ligne):
                grille[rang, colonne] = _ecrire(cellule)
        return grille.view(Array)

    return appelee


def _lire(brut: Any) -> Any:
    """A cell, or rows of cells; the engine's empty marker is nothing, its errors are ours."""
    if isinstance(brut, np.ndarray):
        if brut.size == 1:
            return _lire_cellule(brut.ravel()[0])
        return [[_lire_cellule(c) for c in ligne] for ligne in np.atleast_2d(brut)]
    return _lire_cellule(brut)


def _lire_cellule(brut: Any) -> Any:
    if isinstance(brut, np.generic):
        brut = brut.item()
    texte = str(brut)
    if isinstance(brut, bool | int | float | date):
        return brut
    return None if texte == "empty" else texte


def _ecrire(valeur: Any) -> Any:
    if isinstance(valeur, Erreur):
        return Error.errors[valeur.texte]
    if isinstance(valeur, Decimal):
        return float(valeur)
    if isinstance(valeur, date):
        return float(numero_de_serie(valeur))
    return valeur
