"""One call, whoever asks: arguments read, ranges spread, refusals turned into errors of cells and told to the log."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from udfs.erreurs import VALEUR, Erreur, RefusError
from udfs.registre import Fonction
from udfs.valeurs import en_grille, est_vide, forme_commune, lire

journal = logging.getLogger("udfs")


def appeler(fonction: Fonction, arguments: Sequence[Any]) -> Any:
    """The value of a call: a cell, or rows of cells when a range was given where the function takes one cell.

    ``arguments``: as the spreadsheet gives them, those left out at the end or None. A cell that is empty where the
    function needs one gives an empty text: nothing was asked. Errors come back as ``Erreur``, never as exceptions.
    """
    if len(arguments) > len(fonction.parametres):
        journal.warning("%s : %d arguments au plus", fonction.nom, len(fonction.parametres))
        return VALEUR
    bruts = [*arguments, *[None] * (len(fonction.parametres) - len(arguments))]
    grilles = [
        None if p.type == "plage" else en_grille(brut) for p, brut in zip(fonction.parametres, bruts, strict=True)
    ]
    etendues = [g for g in grilles if g is not None and g and g[0]]
    if not etendues:
        return _en_cellules(_une_fois(fonction, bruts))
    try:
        hauteur, largeur = forme_commune(etendues)
    except RefusError as refus:
        return _refuser(fonction, refus)

    def cellule(rang: int, colonne: int) -> Any:
        siens = [
            brut if g is None else g[rang if len(g) > 1 else 0][colonne if len(g[0]) > 1 else 0]
            for brut, g in zip(bruts, grilles, strict=True)
        ]
        return _une_fois(fonction, siens)

    return [[_premiere(cellule(r, c)) for c in range(largeur)] for r in range(hauteur)]


def appeler_en_clair(fonction: Fonction, arguments: Sequence[Any]) -> Any:
    """The value of one call, arguments left out given as None; "" when a needed one is empty.

    Raises:
        RefusError: the reason, for a program that says it itself.
    """
    lus = []
    for parametre, brut in zip(fonction.parametres, arguments, strict=True):
        if est_vide(brut):
            if parametre.obligatoire:
                return ""
            lus.append(parametre.defaut)
        else:
            lus.append(lire(parametre, brut))
    return fonction.calcul(*lus)


def _une_fois(fonction: Fonction, bruts: Sequence[Any]) -> Any:
    try:
        return appeler_en_clair(fonction, bruts)
    except RefusError as refus:
        return _refuser(fonction, refus)
    except Exception:  # a fault of ours: the cell shows an error, the log has the whole story
        journal.exception("%s : faute du programme", fonction.nom)
        return VALEUR


def _refuser(fonction: Fonction, refus: RefusError) -> Erreur:
    journal.warning("%s : %s (%s)", fonction.nom, refus.motif, refus.erreur.texte)
    return refus.erreur


def _en_cellules(valeur: Any) -> Any:
    """A column of values as rows of one cell; an empty column shows an empty text."""
    if isinstance(valeur, list | tuple):
        return [[x] for x in valeur] or ""
    return valeur


def _premiere(valeur: Any) -> Any:
    """Spread over a range, a function that gives a column keeps its first cell."""
    if isinstance(valeur, list | tuple):
        return valeur[0] if valeur else ""
    return valeur
