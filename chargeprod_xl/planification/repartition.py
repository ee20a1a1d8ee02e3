"""A first plan de travail: sequences grouped by set and light, cut into days of a given capacity.

It is a starting point that the first assistant rearranges in the workbook, not an optimum.
"""

from __future__ import annotations

from collections.abc import Sequence as Suite
from dataclasses import dataclass, field

from chargeprod_xl.projet.scenario import Sequence

_EFFETS_DE_NUIT = ("NUIT", "SOIR", "CRÉPUSCULE")


@dataclass
class _Journee:
    nuit: bool
    reste: int
    decors: set[str] = field(default_factory=set)
    rangs: list[int] = field(default_factory=list)


def _de_nuit(sequence: Sequence) -> bool:
    return sequence.effet in _EFFETS_DE_NUIT


def _ordre(sequences: Suite[Sequence]) -> list[int]:
    """Ranks set by set in story order, days before nights; in a set, the long sequences first."""
    premier: dict[tuple[bool, str], int] = {}
    for rang, s in enumerate(sequences):
        premier.setdefault((_de_nuit(s), s.decor), rang)
    return sorted(
        range(len(sequences)),
        key=lambda i: (
            _de_nuit(sequences[i]),
            premier[_de_nuit(sequences[i]), sequences[i].decor],
            -sequences[i].huitiemes,
            i,
        ),
    )


def repartir(sequences: Suite[Sequence], huitiemes_par_jour: int) -> list[int]:
    """Shooting day (1, 2…) of each sequence.

    A sequence joins a day already in its set, else the day it fills best, else it opens a day. A day never exceeds
    ``huitiemes_par_jour`` unless one sequence alone does, and never mixes day and night, so that the daily rest is
    not cut.
    """
    journees: list[_Journee] = []
    for rang in _ordre(sequences):
        s = sequences[rang]
        possibles = [j for j in journees if j.nuit == _de_nuit(s) and j.reste >= s.huitiemes]
        if possibles:
            journee = min(possibles, key=lambda j: (s.decor not in j.decors, j.reste))
        else:
            journee = _Journee(_de_nuit(s), huitiemes_par_jour)
            journees.append(journee)
        journee.reste -= s.huitiemes
        journee.decors.add(s.decor)
        journee.rangs.append(rang)
    jours = [0] * len(sequences)
    for numero, journee in enumerate(journees, 1):
        for rang in journee.rangs:
            jours[rang] = numero
    return jours


def placer(
    sequences: Suite[Sequence], huitiemes_par_jour: int, plan: Suite[tuple[str, int]]
) -> tuple[list[int], list[int]]:
    """Shooting day and rank of each sequence: the given plan's, then, after its last day, our own for the others."""
    donnes = {numero.casefold(): (jour, rang) for rang, (numero, jour) in enumerate(plan)}
    restantes = [s for s in sequences if s.numero.casefold() not in donnes]
    dernier = max((jour for jour, _ in donnes.values()), default=0)
    suite = iter(repartir(restantes, huitiemes_par_jour))
    places = [
        donnes[s.numero.casefold()] if s.numero.casefold() in donnes else (dernier + next(suite), len(donnes))
        for s in sequences
    ]
    return [jour for jour, _ in places], [rang for _, rang in places]
