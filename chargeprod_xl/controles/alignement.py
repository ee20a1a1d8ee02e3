"""Rows and columns that people inserted or deleted: which line of the file is which line of the inventory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence

Signature = Counter[Hashable]
#: What it costs to take a line for inserted or deleted; two lines that share nothing are still better paired.
_TROU = -0.4
_VIDES = 0.02


def _ressemblance(declaree: Signature, trouvee: Signature) -> float:
    if not declaree:
        return _VIDES if not trouvee else 0.0
    communs = sum(min(n, trouvee[x]) for x, n in declaree.items())
    return communs / declaree.total()


def aligner(declarees: Sequence[Signature], trouvees: Sequence[Signature]) -> dict[int, int]:
    """Index of each declared line among those found, in order, as alike as can be; one that is gone is left out."""
    connues: dict[tuple[int, int], float] = {}
    rang_d, rang_t = _rangs(declarees), _rangs(trouvees)
    n, m = len(declarees), len(trouvees)
    notes = [[_TROU * j for j in range(m + 1)]]
    for i in range(1, n + 1):
        ligne, dessus = [_TROU * i], notes[-1]
        for j in range(1, m + 1):
            cle = rang_d[i - 1], rang_t[j - 1]
            if cle not in connues:
                connues[cle] = _ressemblance(declarees[i - 1], trouvees[j - 1])
            ligne.append(max(dessus[j - 1] + connues[cle], dessus[j] + _TROU, ligne[j - 1] + _TROU))
        notes.append(ligne)
    return _remonter(notes, lambda i, j: connues[rang_d[i], rang_t[j]])


def _rangs(signatures: Sequence[Signature]) -> list[int]:
    """Equal signatures get one number."""
    vus: dict[frozenset[tuple[Hashable, int]], int] = {}
    return [vus.setdefault(frozenset(s.items()), len(vus)) for s in signatures]


def _remonter(notes: Sequence[Sequence[float]], paire: object) -> dict[int, int]:
    assert callable(paire)
    i, j = len(notes) - 1, len(notes[0]) - 1
    trouves: dict[int, int] = {}
    while i and j:
        if notes[i][j] == notes[i - 1][j - 1] + paire(i - 1, j - 1):
            i, j = i - 1, j - 1
            trouves[i] = j
        elif notes[i][j] == notes[i - 1][j] + _TROU:
            i -= 1
        else:
            j -= 1
    return trouves


def signatures(cellules: Mapping[tuple[int, int], Hashable], axe: int, debut: int, fin: int) -> list[Signature]:
    """What each row (axis 0) or column (axis 1) from ``debut`` to ``fin`` holds, wherever on the line."""
    lignes: list[Signature] = [Counter() for _ in range(debut, fin + 1)]
    for position, contenu in cellules.items():
        if debut <= position[axe] <= fin:
            lignes[position[axe] - debut][contenu] += 1
    return lignes
