"""How alike two sequences of two drafts are, spelling aside."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from chargeprod_xl.imports.texte import cle

# What each fact weighs, when one of the two sequences knows it; the number, as much as the new draft kept its numbers.
_TEXTE, _DECOR, _ROLES, _NUMERO, _AUTRE = 4.0, 3.0, 2.0, 2.0, 0.5
#: Same content, or same content under the same number, is of another order than any likeness (which is under 1).
CONTENU, CONTENU_ET_NUMERO = 1.0, 2.0
#: How much more alike two sequences must be when the story order does not bring them together.
HORS_PLACE = 0.15


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
class Faits:
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
        """What makes two sequences the same, whatever their number and length."""
        return self.int_ext, self.decor, self.effet, self.texte, self.roles


def plat(texte: str) -> str:
    """Its words only, without case or accents."""
    return " ".join(re.findall(r"\w+", cle(texte)))


def faits_de(s: SequenceConnue) -> Faits:
    """What is compared of a sequence."""
    roles = frozenset(map(plat, s.roles))
    return Faits(plat(s.numero), s.int_ext, plat(s.decor), s.effet, plat(s.resume), roles, s.huitiemes)


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


def ressemblance(a: Faits, b: Faits, tenue: float) -> float:
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
    sure = 0.0 if a.contenu != b.contenu else CONTENU_ET_NUMERO if meme_numero and tenue >= 0.5 else CONTENU
    return sure + 0.99 * somme / poids
