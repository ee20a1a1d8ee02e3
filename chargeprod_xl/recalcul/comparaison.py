"""Do two engines say the same, cell by cell?"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from chargeprod_xl.classeurs.valeurs import Valeur
from chargeprod_xl.recalcul.fusion import Adresse, Fusion
from chargeprod_xl.recalcul.rapport import Ecart

RELATIVE = 1e-9
DEMI_CENTIME = 0.005
"""For LibreOffice, which stores 15 digits."""


def egales(a: Valeur, b: Valeur, *, relative: float = RELATIVE, absolue: float = 0.0) -> bool:
    """True when two values are one result: numbers nearly, texts and booleans exactly."""
    if type(a) is float and type(b) is float:
        # Below one the difference counts as such: 0.1+0.2-0.3 is zero for some engines, 5e-17 for others.
        return a == b or abs(a - b) <= max(absolue, relative * max(1.0, abs(a), abs(b)))
    if a is None or b is None:
        return a in (None, "") and b in (None, "")
    return type(a) is type(b) and a == b


def en_ecart(
    resultats: Mapping[str, Mapping[Adresse, Valeur]],
    ignorees: Collection[Adresse] = (),
    *,
    relative: float = RELATIVE,
    absolue: float = 0.0,
) -> list[Adresse]:
    """The formula cells on which an engine disagrees with the first one."""
    premier, *autres = resultats.values()
    return [
        ou
        for ou, valeur in premier.items()
        if ou not in ignorees
        and not all(egales(valeur, autre[ou], relative=relative, absolue=absolue) for autre in autres)
    ]


def comparer(
    fusion: Fusion,
    resultats: Mapping[str, Mapping[Adresse, Valeur]],
    ignorees: Collection[Adresse] = (),
    *,
    relative: float = RELATIVE,
    absolue: float = 0.0,
) -> list[Ecart]:
    """The disagreements, as the user reads them."""
    return [
        Ecart(fusion.lieu(ou), tuple((nom, valeurs[ou]) for nom, valeurs in resultats.items()))
        for ou in en_ecart(resultats, ignorees, relative=relative, absolue=absolue)
    ]
