"""A cell of an edited file, and whether two contents are the same."""

from __future__ import annotations

import math
from typing import Any

from chargeprod_xl.classeurs.classeur_lu import CelluleLue, Position
from chargeprod_xl.gabarits.declaration import Tapee

VIDE = CelluleLue(None)
RIEN = Tapee(None)
#: Programs write numbers with 15 to 17 digits.
_PRECISION = 1e-13


def vide(cellule: CelluleLue) -> bool:
    """True when nothing stands in the cell."""
    return cellule.formule is None and cellule.valeur in {None, ""}


def tapee(cellule: CelluleLue, feuille: str, ou: Position) -> Tapee:
    """A cell as a person typed it; line ends are those of one system."""
    valeur = cellule.valeur
    if isinstance(valeur, str):
        valeur = valeur.replace("\r\n", "\n").replace("\r", "\n") or None
    lieu = (feuille, *ou) if cellule.formule is not None else None
    return Tapee(valeur, cellule.formule, lieu, cellule.matrice, cellule.est_date, cellule.format)


def egales(a: Any, b: Any) -> bool:
    """The same value: 12 and "12" are not, a number is itself to the last digit a program keeps."""
    if isinstance(a, float) and isinstance(b, float):
        return math.isclose(a, b, rel_tol=_PRECISION, abs_tol=1e-300)
    return type(a) is type(b) and bool(a == b)


def inchangee(tapee_: Tapee, graine: Any) -> bool:
    """True when the cell holds what the program had seeded."""
    return tapee_.formule is None and egales(tapee_.valeur, graine)
