"""A first plan de travail: sequences grouped by set and light, cut into days of a given capacity.

It is a starting point that the first assistant rearranges in the workbook, not an optimum.
"""

from __future__ import annotations

from collections.abc import Sequence as Suite

from chargeprod_xl.projet.scenario import Sequence

_EFFETS_DE_NUIT = ("NUIT", "SOIR", "CRÉPUSCULE")


def _blocs(sequences: Suite[Sequence]) -> list[list[int]]:
    """Ranks of sequences by set, light and interior or exterior; day blocks first, nights together at the end."""
    premiers: dict[tuple[bool, str, str, str], list[int]] = {}
    for rang, s in enumerate(sequences):
        cle = (s.effet in _EFFETS_DE_NUIT, s.decor, s.int_ext, s.effet)
        premiers.setdefault(cle, []).append(rang)
    ordre_decor: dict[tuple[bool, str], int] = {}
    for cle, rangs in premiers.items():
        ordre_decor.setdefault(cle[:2], rangs[0])
    return [premiers[c] for c in sorted(premiers, key=lambda c: (c[0], ordre_decor[c[:2]], premiers[c][0]))]


def repartir(sequences: Suite[Sequence], huitiemes_par_jour: int) -> list[int]:
    """Shooting day (1, 2…) of each sequence.

    A day never exceeds ``huitiemes_par_jour`` unless one sequence alone does. Night and day blocks do not share a
    day, so that the daily rest is not cut.
    """
    jours = [0] * len(sequences)
    jour, charge, nuit_en_cours = 0, 0, False
    for bloc in _blocs(sequences):
        nuit = sequences[bloc[0]].effet in _EFFETS_DE_NUIT
        for rang in bloc:
            longueur = sequences[rang].huitiemes
            if jour == 0 or charge + longueur > huitiemes_par_jour or nuit != nuit_en_cours:
                jour, charge, nuit_en_cours = jour + 1, 0, nuit
            jours[rang] = jour
            charge += longueur
    return jours
