"""Which sequence of a new draft is which one of the former: number and content decide, doubt is reported.

facts of both drafts → likeness of each with each → pairs, the surest first → what a person has to look at
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence as Suite
from dataclasses import dataclass, replace

from chargeprod_xl.gabarits.sources import decor_complet
from chargeprod_xl.projet.scenario import Sequence
from chargeprod_xl.reprise.sequences_doutes import Couples, Matrice, Rapprochement, dire_les_doutes
from chargeprod_xl.reprise.sequences_ressemblance import (
    CONTENU,
    CONTENU_ET_NUMERO,
    HORS_PLACE,
    Faits,
    SequenceConnue,
    faits_de,
    ressemblance,
)

__all__ = ["Appariement", "SequenceConnue", "apparier", "connue"]

# Pairs are made level by level: no sure pair may be broken up for the sake of a less sure one.
_PALIERS = (CONTENU_ET_NUMERO, CONTENU, 0.85, 0.7, 0.55, 0.36)


@dataclass(frozen=True)
class Appariement:
    """What becomes of the sequences of the former draft.

    Attributes:
        ids: for each sequence of the new draft, the identity it keeps; None when it is new.
        disparues: identities that the new draft no longer has.
        doutes: what was decided without being sure, in French.
    """

    ids: tuple[str | None, ...]
    disparues: tuple[str, ...]
    doutes: tuple[str, ...]


def connue(sequence: Sequence) -> SequenceConnue:
    """The same facts of a sequence just read, which has no identity yet."""
    s = sequence
    decor = decor_complet(s.decor, s.sous_decor)
    return SequenceConnue("", s.numero, s.int_ext, decor, s.effet, s.resume, s.roles, s.huitiemes)


def apparier(avant: Suite[SequenceConnue], apres: Suite[Sequence]) -> Appariement:
    """Find the sequences of the former draft again in the new one."""
    r = _rapprocher(avant, apres)
    anciennes = {j: i for i, j in r.couples.items()}
    ids = tuple(avant[anciennes[j]].id if j in anciennes else None for j in range(len(apres)))
    return Appariement(ids, tuple(avant[i].id for i in r.disparues), tuple(dire_les_doutes(r)))


def _rapprocher(avant: Suite[SequenceConnue], apres: Suite[Sequence]) -> Rapprochement:
    lues = [connue(s) for s in apres]
    a, b = [faits_de(s) for s in avant], [faits_de(s) for s in lues]
    imprimes, temoins = _imprimes(avant, apres), _temoins(a, b)
    tenue = imprimes * (1 + sum(x.numero == y.numero for x, y in temoins)) / (1 + len(temoins))
    noms = _renommes(a, b, temoins)
    a = [replace(f, decor=noms.get(f.decor, f.decor)) for f in a]
    scores = [[ressemblance(x, y, tenue) for y in b] for x in a]
    vierges = bool(a and b) and not any(f.huitiemes or f.decor or f.texte or f.roles for f in a)
    couples = _meme_numero(a, b) if vierges else _coupler(scores) if a and b else {}
    return Rapprochement(avant, lues, imprimes, tenue, scores, couples, vierges)


def _imprimes(avant: Suite[SequenceConnue], apres: Suite[Sequence]) -> bool:
    """Whether numbers are the author’s: sequences without any were numbered by their rank."""
    suites = [s.numero for s in avant], [s.numero for s in apres]
    rangs = all(numero == str(n) for suite in suites for n, numero in enumerate(suite, 1))
    portes = sum(bool(re.search(rf"(?<!\w){re.escape(s.numero)}(?!\w)", s.entete)) for s in apres)
    return not rangs or 2 * portes > len(apres)


def _temoins(a: Suite[Faits], b: Suite[Faits]) -> list[tuple[Faits, Faits]]:
    """Sequences that only one of each draft can be: what became of numbers and of sets is learned from them."""
    avant, apres = _seuls(a), _seuls(b)
    return [(f, apres[t]) for t, f in avant.items() if t in apres]


def _seuls(faits: Suite[Faits]) -> dict[str, Faits]:
    fois = Counter(f.texte for f in faits)
    return {f.texte: f for f in faits if f.texte and fois[f.texte] == 1}


def _meme_numero(a: Suite[Faits], b: Suite[Faits]) -> Couples:
    rangs = {f.numero: j for j, f in enumerate(b)}
    return {i: rangs.pop(f.numero) for i, f in enumerate(a) if f.numero in rangs}


def _renommes(a: Suite[Faits], b: Suite[Faits], temoins: Suite[tuple[Faits, Faits]]) -> dict[str, str]:
    """Sets renamed everywhere: the former name is gone, the present one was unknown, and one became the other."""
    avant, apres = {f.decor for f in a}, {f.decor for f in b}
    suites: dict[str, set[str]] = {}
    for x, y in temoins:
        suites.setdefault(x.decor, set()).add(y.decor)
    return {x: min(ys) for x, ys in suites.items() if x not in apres and len(ys) == 1 and not ys & avant}


def _coupler(scores: Matrice) -> Couples:
    couples: Couples = {}
    for seuil in _PALIERS:
        couples |= _aligner(_permis(scores, couples, seuil))
        couples |= _deplacer(_permis(scores, couples, seuil + HORS_PLACE))
    return couples


def _permis(scores: Matrice, couples: Couples, seuil: float) -> Matrice:
    """Pairs already made, and those still possible; 0 elsewhere."""
    pris = set(couples.values())
    return [
        [s if (couples[i] == j if i in couples else s >= seuil and j not in pris) else 0.0 for j, s in enumerate(ligne)]
        for i, ligne in enumerate(scores)
    ]


def _aligner(gains: Matrice) -> Couples:
    """The pairs that gain most in story order: a scene said twice keeps its place, a rewritten one stays between its
    neighbours.
    """
    n, m = len(gains), len(gains[0])
    total = [[0.0] * (m + 1) for _ in range(n + 1)]
    for i in range(n - 1, -1, -1):
        for j in range(m - 1, -1, -1):
            passer = max(total[i][j + 1], total[i + 1][j])
            total[i][j] = max(passer, gains[i][j] + total[i + 1][j + 1]) if gains[i][j] else passer
    couples, i, j = {}, 0, 0
    while i < n and j < m:
        if gains[i][j] and total[i][j] == gains[i][j] + total[i + 1][j + 1]:
            couples[i] = j
            i, j = i + 1, j + 1
        elif total[i][j] == total[i + 1][j]:
            i += 1
        else:
            j += 1
    return couples


def _deplacer(gains: Matrice) -> Couples:
    """Sequences that went elsewhere: the most alike first, then in story order.

    Greedy is enough: an optimal assignment would trade a sure pair for two doubtful ones.
    """
    couples: Couples = {}
    for _, i, j in sorted((-s, i, j) for i, ligne in enumerate(gains) for j, s in enumerate(ligne) if s):
        if i not in couples and j not in couples.values():
            couples[i] = j
    return couples
