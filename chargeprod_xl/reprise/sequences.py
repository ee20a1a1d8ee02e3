"""Which sequence of a new draft is which one of the former: number and content decide, doubt is reported.

facts of both drafts → likeness of each with each → pairs, the surest first → what a person has to look at
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from collections.abc import Sequence as Suite
from dataclasses import dataclass, replace
from functools import lru_cache

from chargeprod_xl.imports.texte import cle
from chargeprod_xl.projet.scenario import Sequence

# What each fact weighs, when one of the two sequences knows it; the number, as much as the new draft kept its numbers.
_TEXTE, _DECOR, _ROLES, _NUMERO, _AUTRE = 4.0, 3.0, 2.0, 2.0, 0.5
# Same content, or same content under the same number, is of another order than any likeness (which is under 1).
_CONTENU, _CONTENU_ET_NUMERO = 1.0, 2.0
# Pairs are made level by level: no sure pair may be broken up for the sake of a less sure one.
_PALIERS = (_CONTENU_ET_NUMERO, _CONTENU, 0.85, 0.7, 0.55, 0.36)
_HORS_PLACE = 0.15  # how much more alike two sequences must be when the story order does not bring them together
_CONFORT, _MARGE = 0.55, 0.1  # less alike than this, or this close to another answer: a person has to look

Couples = dict[int, int]  # rank in the former draft → rank in the new one
Matrice = list[list[float]]


@dataclass(frozen=True)
class SequenceConnue:
    """A sequence of the former draft, as the pack knows it.

    Attributes:
        id: identity of its row in the pack.
        decor: set, and sub-set after a dash, as the breakdown sheet shows them.
        roles: names.
        huitiemes: length; 0 when the pack had no screenplay.
    """

    id: str
    numero: str
    int_ext: str
    decor: str
    effet: str
    resume: str
    roles: tuple[str, ...]
    huitiemes: int

    def __str__(self) -> str:
        return f"{self.numero} ({self.decor or 'sans décor'})"


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
    decor = f"{s.decor} – {s.sous_decor}" if s.sous_decor else s.decor
    return SequenceConnue("", s.numero, s.int_ext, decor, s.effet, s.resume, s.roles, s.huitiemes)


def apparier(avant: Suite[SequenceConnue], apres: Suite[Sequence]) -> Appariement:
    """Find the sequences of the former draft again in the new one."""
    r = _rapprocher(avant, apres)
    anciennes = {j: i for i, j in r.couples.items()}
    ids = tuple(avant[anciennes[j]].id if j in anciennes else None for j in range(len(apres)))
    return Appariement(ids, tuple(avant[i].id for i in r.disparues), tuple(_doutes(r)))


# --- Likeness


@dataclass(frozen=True)
class _Faits:
    """What is compared, spelling aside."""

    numero: str
    int_ext: str
    decor: str
    effet: str
    texte: str
    roles: frozenset[str]
    huitiemes: int

    @property
    def contenu(self) -> tuple[object, ...]:
        return self.int_ext, self.decor, self.effet, self.texte, self.roles


def _plat(texte: str) -> str:
    return " ".join(re.findall(r"\w+", cle(texte)))


def _faits(s: SequenceConnue) -> _Faits:
    roles = frozenset(map(_plat, s.roles))
    return _Faits(_plat(s.numero), s.int_ext, _plat(s.decor), s.effet, _plat(s.resume), roles, s.huitiemes)


@lru_cache(maxsize=4096)
def _trigrammes(texte: str) -> frozenset[str]:
    return frozenset(texte[i : i + 3] for i in range(max(1, len(texte) - 2)))


def _commun(a: frozenset[str], b: frozenset[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b))


@lru_cache(maxsize=1 << 16)
def _proches(a: str, b: str) -> float:
    # Shared trigrams rather than difflib: many times faster, and the same whichever side comes first. Any two texts
    # of one language share some 15 %.
    return 1.0 if a == b else max(0.0, (_commun(_trigrammes(a), _trigrammes(b)) - 0.15) / 0.85)


def _ressemblance(a: _Faits, b: _Faits, tenue: float) -> float:
    """From 0 to 1; more when the content is the same."""
    meme_numero = a.numero == b.numero
    longueur = min(a.huitiemes, b.huitiemes) / max(a.huitiemes, b.huitiemes, 1)
    poids = _NUMERO * tenue + 3 * _AUTRE
    somme = _NUMERO * tenue * meme_numero + _AUTRE * ((a.int_ext == b.int_ext) + (a.effet == b.effet) + longueur)
    if a.texte or b.texte:
        poids, somme = poids + _TEXTE, somme + _TEXTE * _proches(a.texte, b.texte)
    if a.decor or b.decor:
        poids, somme = poids + _DECOR, somme + _DECOR * _proches(a.decor, b.decor)
    if a.roles or b.roles:
        poids, somme = poids + _ROLES, somme + _ROLES * _commun(a.roles, b.roles)
    sure = 0.0 if a.contenu != b.contenu else _CONTENU_ET_NUMERO if meme_numero and tenue >= 0.5 else _CONTENU
    return sure + 0.99 * somme / poids


# --- Pairs


@dataclass(frozen=True)
class _Rapprochement:
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
        return [i for i in range(len(self.avant)) if i not in self.couples]

    @property
    def nouvelles(self) -> list[int]:
        pris = set(self.couples.values())
        return [j for j in range(len(self.apres)) if j not in pris]


def _rapprocher(avant: Suite[SequenceConnue], apres: Suite[Sequence]) -> _Rapprochement:
    lues = [connue(s) for s in apres]
    a, b = [_faits(s) for s in avant], [_faits(s) for s in lues]
    imprimes, temoins = _imprimes(avant, apres), _temoins(a, b)
    tenue = imprimes * (1 + sum(x.numero == y.numero for x, y in temoins)) / (1 + len(temoins))
    noms = _renommes(a, b, temoins)
    a = [replace(f, decor=noms.get(f.decor, f.decor)) for f in a]
    scores = [[_ressemblance(x, y, tenue) for y in b] for x in a]
    vierges = bool(a and b) and not any(f.huitiemes or f.decor or f.texte or f.roles for f in a)
    couples = _meme_numero(a, b) if vierges else _coupler(scores) if a and b else {}
    return _Rapprochement(avant, lues, imprimes, tenue, scores, couples, vierges)


def _imprimes(avant: Suite[SequenceConnue], apres: Suite[Sequence]) -> bool:
    """Whether numbers are the author’s: sequences without any were numbered by their rank."""
    suites = [s.numero for s in avant], [s.numero for s in apres]
    rangs = all(numero == str(n) for suite in suites for n, numero in enumerate(suite, 1))
    portes = sum(bool(re.search(rf"(?<!\w){re.escape(s.numero)}(?!\w)", s.entete)) for s in apres)
    return not rangs or 2 * portes > len(apres)


def _temoins(a: Suite[_Faits], b: Suite[_Faits]) -> list[tuple[_Faits, _Faits]]:
    """Sequences that only one of each draft can be: what became of numbers and of sets is learned from them."""
    avant, apres = _seuls(a), _seuls(b)
    return [(f, apres[t]) for t, f in avant.items() if t in apres]


def _seuls(faits: Suite[_Faits]) -> dict[str, _Faits]:
    fois = Counter(f.texte for f in faits)
    return {f.texte: f for f in faits if f.texte and fois[f.texte] == 1}


def _meme_numero(a: Suite[_Faits], b: Suite[_Faits]) -> Couples:
    rangs = {f.numero: j for j, f in enumerate(b)}
    return {i: rangs.pop(f.numero) for i, f in enumerate(a) if f.numero in rangs}


def _renommes(a: Suite[_Faits], b: Suite[_Faits], temoins: Suite[tuple[_Faits, _Faits]]) -> dict[str, str]:
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
        couples |= _deplacer(_permis(scores, couples, seuil + _HORS_PLACE))
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


# --- Doubts


def _doutes(r: _Rapprochement) -> Iterator[str]:
    if r.avant and r.apres and not r.couples:
        yield "Aucune séquence de l’ancien scénario n’a été retrouvée dans le nouveau."
        return
    if r.vierges:
        yield "L’ancien dépouillement n’avait pas de scénario : ses lignes suivent les séquences de même numéro."
        return
    contenu = _doutes_de_contenu(r)
    doutes = _doutes_de_numero(r, contenu) | _doutes_de_decoupe(r) | contenu
    yield from (doutes[j] for j in sorted(doutes))


def _doutes_de_contenu(r: _Rapprochement) -> dict[int, str]:
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


def _echangeables(r: _Rapprochement, i: int, j: int, k: int, m: int) -> bool:
    """Whether two pairs would be nearly as good the other way round, the story order counted."""
    ordre = _HORS_PLACE if (i < k) == (j < m) else -_HORS_PLACE
    return r.scores[i][m] + r.scores[k][j] >= r.scores[i][j] + r.scores[k][m] + 2 * ordre - _MARGE


def _doutes_de_numero(r: _Rapprochement, dits: dict[int, str]) -> dict[int, str]:
    """Printed numbers that no longer mean the same sequence; neighbours that moved together are said together."""
    avant, apres = [_plat(s.numero) for s in r.avant], [_plat(s.numero) for s in r.apres]
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


def _doutes_de_decoupe(r: _Rapprochement) -> dict[int, str]:
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
