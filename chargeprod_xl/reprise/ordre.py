"""In which order the rows of a rebuilt table stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence


def deplacees(avant: Sequence[str], apres: Sequence[str]) -> list[str]:
    """What was moved: the fewest elements that explain the new order."""
    rangs = {x: i for i, x in enumerate(avant)}
    communs = [x for x in apres if x in rangs]
    fins: list[int] = []
    ou: list[int] = []
    precedent: list[int] = []
    for i, x in enumerate(communs):
        place = bisect_left(fins, rangs[x])
        precedent.append(ou[place - 1] if place else -1)
        if place == len(fins):
            fins.append(rangs[x])
            ou.append(i)
        else:
            fins[place], ou[place] = rangs[x], i
    restees: set[str] = set()
    i = ou[-1] if ou else -1
    while i >= 0:
        restees.add(communs[i])
        i = precedent[i]
    return [x for x in communs if x not in restees]


def entremeler(base: Sequence[str], autre: Sequence[str]) -> list[str]:
    """``base`` in its order, and what only ``autre`` has, each after what precedes it there."""
    sortie = list(base)
    presents = set(base)
    precedent: str | None = None
    for x in autre:
        if x not in presents:
            sortie.insert(0 if precedent is None else sortie.index(precedent) + 1, x)
            presents.add(x)
        precedent = x
    return sortie


def ordonner(semees: Sequence[str], lues: Sequence[str], source: Sequence[str], gardees: Collection[str]) -> list[str]:
    """Rows of the rebuilt table: the order people gave where they gave one, that of the source otherwise.

    Args:
        semees: rows in the order that the source gave at the last build.
        lues: rows of the file that stay, those that people added included.
        source: rows that the program seeds now and that nobody deleted.
        gardees: rows that both know.
    """
    communs = [x for x in lues if x in gardees]
    touches = bool(deplacees([x for x in semees if x in gardees], communs))
    base = communs if touches else [x for x in source if x in gardees]
    return entremeler(entremeler(base, lues), source)
