"""The last values of cells that no engine here computes: a workbook opened without the add-in still shows them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache

from chargeprod_xl.classeurs.classeur_lu import ClasseurLu
from chargeprod_xl.classeurs.valeurs import Valeur
from chargeprod_xl.liens.formules import adresse
from chargeprod_xl.recalcul.rapport import Lieu

#: What a cell showed with that formula in the former files; None when nothing can be said.
Dernieres = Callable[[Lieu, str], Valeur]
_LIEN = re.compile(r"\[\d+\]")


def dernieres_valeurs(classeurs: Sequence[ClasseurLu]) -> Dernieres:
    """What the cells of former files showed, by place, or by formula where a row moved and only one bears it."""

    @cache
    def index() -> tuple[dict[tuple[Lieu, str], Valeur], dict[tuple[str, str, str], set[Valeur]]]:
        par_lieu: dict[tuple[Lieu, str], Valeur] = {}
        par_formule: dict[tuple[str, str, str], set[Valeur]] = defaultdict(set)
        for classeur in classeurs:
            for feuille in classeur.feuilles:
                for ou, cellule in feuille.cellules.items():
                    if cellule.formule and cellule.valeur is not None:
                        formule = _sans_rang(cellule.formule)
                        par_lieu[Lieu(classeur.nom, feuille.nom, adresse(*ou)), formule] = cellule.valeur
                        par_formule[classeur.nom, feuille.nom, formule].add(cellule.valeur)
        return par_lieu, par_formule

    def chercher(lieu: Lieu, formule: str) -> Valeur:
        par_lieu, par_formule = index()
        nue = _sans_rang(formule)
        if (lieu, nue) in par_lieu:
            return par_lieu[lieu, nue]
        memes = par_formule.get((lieu.classeur, lieu.feuille, nue), set())
        return next(iter(memes)) if len(memes) == 1 else None

    return chercher


def _sans_rang(formule: str) -> str:
    """A formula whatever the rank of the link to the add-in in this file."""
    return _LIEN.sub("[]", formule)
