"""What a person has to look at once the sequences of two drafts are paired, in French."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence as Suite
from dataclasses import dataclass

from chargeprod_xl.reprise.sequences_ressemblance import HORS_PLACE, SequenceConnue, plat

_CONFORT, _MARGE = 0.55, 0.1  # less alike than this, or this close to another answer: a person has to look

Couples = dict[int, int]  # rank in the former draft → rank in the new one
Matrice = list[list[float]]


@dataclass(frozen=True)
class Rapprochement:
    """Both drafts, the pairs decided, and why.

    Attributes:
        imprimes: whether numbers are the author’s.
        tenue: share of the printed numbers that the new draft kept.
        vierges: whether the former draft was only numbered rows, which numbers alone can pair.
    """

    avant: Suite[SequenceConnue]
    apres: Suite[SequenceConnue]
    imprimes: bool
    tenue: float
    scores: Matrice
    couples: Couples
    vierges: bool

    @property
    def disparues(self) -> list[int]:
        """Ranks in the former draft of the sequences that the new one no longer has."""
        return [i for i in range(len(self.avant)) if i not in self.couples]

    @property
    def nouvelles(self) -> list[int]:
        """Ranks in the new draft of the sequences that the former one did not have."""
        pris = set(self.couples.values())
        return [j for j in range(len(self.apres)) if j not in pris]


def dire_les_doutes(r: Rapprochement) -> Iterator[str]:
    """What was decided without being sure, in the order of the new draft."""
    if r.avant and r.apres and not r.couples:
        yield "Aucune séquence de l’ancien scénario n’a été retrouvée dans le nouveau."
        return
    if r.vierges:
        yield "L’ancien dépouillement n’avait pas de scénario : ses lignes suivent les séquences de même numéro."
        return
    contenu = _doutes_de_contenu(r)
    doutes = _doutes_de_numero(r, contenu) | _doutes_de_decoupe(r) | contenu
    yield from (doutes[j] for j in sorted(doutes))


def _doutes_de_contenu(r: Rapprochement) -> dict[int, str]:
    """Pairs that are little alike, or hardly more than others would have been; by rank in the new draft."""
    doutes: dict[int, str] = {}
    for i, j in r.couples.items():
        s = r.scores[i][j]
        rivales = [f"l’ancienne {r.avant[k]}" for k in r.disparues if r.scores[k][j] >= s - _MARGE]
        rivales += [f"la nouvelle {r.apres[k]}" for k in r.nouvelles if r.scores[i][k] >= s - _MARGE]
        rivales += [f"l’ancienne {r.avant[k]}" for k, m in r.couples.items() if k != i and _echangeables(r, i, j, k, m)]
        if rivales or s < _CONFORT:
            reserve = f"mais {rivales[0]} convenait presque autant" if rivales else "qui lui ressemble peu"
            doutes[j] = f"Séquence {r.apres[j]} : prise pour l’ancienne {r.avant[i]}, {reserve}."
    return doutes


def _echangeables(r: Rapprochement, i: int, j: int, k: int, m: int) -> bool:
    """Whether two pairs would be nearly as good the other way round, the story order counted."""
    ordre = HORS_PLACE if (i < k) == (j < m) else -HORS_PLACE
    return r.scores[i][m] + r.scores[k][j] >= r.scores[i][j] + r.scores[k][m] + 2 * ordre - _MARGE


def _doutes_de_numero(r: Rapprochement, dits: dict[int, str]) -> dict[int, str]:
    """Printed numbers that no longer mean the same sequence; neighbours that moved together are said together."""
    avant, apres = [plat(s.numero) for s in r.avant], [plat(s.numero) for s in r.apres]
    series: list[list[tuple[int, int]]] = []
    for j, i in sorted((j, i) for i, j in r.couples.items() if r.imprimes and j not in dits):
        if avant[i] == apres[j] or (avant[i] not in apres and apres[j] not in avant):
            continue
        if series and series[-1][-1] == (i - 1, j - 1):
            series[-1].append((i, j))
        else:
            series.append([(i, j)])
    doutes: dict[int, str] = {}
    for (i, j), (k, m) in ((serie[0], serie[-1]) for serie in series):
        doutes[j] = (
            f"Séquence {r.apres[j]} : c’est l’ancienne {r.avant[i]} d’après son contenu, malgré le numéro."
            if i == k
            else f"Séquences {r.apres[j]} à {r.apres[m]} : ce sont les anciennes {r.avant[i]} à {r.avant[k]} "
            "d’après leur contenu, malgré les numéros."
        )
    disparues = {avant[i]: r.avant[i] for i in r.disparues if r.imprimes and r.tenue >= 0.5}
    for j in r.nouvelles:
        if apres[j] in disparues:
            ancienne = disparues[apres[j]]
            doutes[j] = f"Séquence {r.apres[j]} : tenue pour nouvelle, l’ancienne {ancienne} ne lui ressemble pas."
    return doutes


def _doutes_de_decoupe(r: Rapprochement) -> dict[int, str]:
    """A sequence that seems cut in two, two that seem made one; by rank in the new draft."""
    doutes: dict[int, str] = {}
    nouvelles, disparues = set(r.nouvelles), set(r.disparues)
    for i, j in r.couples.items():
        avant, apres = r.avant[i], r.apres[j]
        for k in {j - 1, j + 1} & nouvelles:
            if _somme(avant, apres, r.apres[k]):
                doutes[k] = (
                    f"Séquence {r.apres[k]} : nouvelle, mais semble tirée de l’ancienne {avant}, gardée par la {apres}."
                )
        for k in {i - 1, i + 1} & disparues:
            if _somme(apres, avant, r.avant[k]):
                doutes[j] = (
                    f"Séquence {apres} : garde l’ancienne {avant} et semble avoir absorbé l’ancienne {r.avant[k]}."
                )
    return doutes


def _somme(entier: SequenceConnue, reste: SequenceConnue, part: SequenceConnue) -> bool:
    """Whether a sequence looks like the sum of two, by their lengths and by what they share."""
    commun = part.decor == entier.decor or set(part.roles) & set(entier.roles)
    ecart = abs(reste.huitiemes + part.huitiemes - entier.huitiemes)
    return bool(commun) and reste.huitiemes < entier.huitiemes and ecart <= max(2, entier.huitiemes / 4)
