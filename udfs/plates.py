"""The functions as flat callables with the argument names of the registry, for programs that read a signature."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from udfs.appel import appeler
from udfs.erreurs import Erreur
from udfs.registre import Fonction

Rendre = Callable[[Any], Any]


def aplatir(fonction: Fonction, rendre: Rendre) -> Callable[..., Any]:
    """A function named as in a cell; ``rendre`` writes each cell of its result for the program that asks."""

    def appelee(*arguments: Any) -> Any:
        resultat = appeler(fonction, [_une_cellule(a) for a in arguments])
        if isinstance(resultat, list):
            return [[rendre(cellule) for cellule in ligne] for ligne in resultat]
        return rendre(resultat)

    appelee.__name__ = appelee.__qualname__ = fonction.nom
    appelee.__doc__ = fonction.resume
    appelee.__annotations__ = {}
    # The program reads names and defaults here: an argument left out arrives as None.
    appelee.__signature__ = inspect.Signature(  # type: ignore[attr-defined] # a function takes one, mypy does not know
        [
            inspect.Parameter(
                p.nom,
                inspect.Parameter.POSITIONAL_OR_KEYWORD,
                default=inspect.Parameter.empty if p.obligatoire else None,
            )
            for p in fonction.parametres
        ]
    )
    return appelee


def _une_cellule(brut: Any) -> Any:
    """A range of one cell is that cell."""
    if isinstance(brut, Sequence) and not isinstance(brut, str) and len(brut) == 1:
        seule = brut[0]
        if isinstance(seule, Sequence) and not isinstance(seule, str):
            return seule[0] if len(seule) == 1 else brut
        return seule
    return brut


def en_valeur_de_cellule(valeur: Any) -> Any:
    """A value as a spreadsheet stores it; errors are left to each program."""
    if isinstance(valeur, Decimal):
        return float(valeur)
    if isinstance(valeur, date) and not isinstance(valeur, datetime):
        return datetime.combine(valeur, time())
    if isinstance(valeur, Erreur):
        return valeur.texte
    return valeur
