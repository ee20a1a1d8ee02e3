"""Is this the formula that was written here? Whoever saved the file may have spelled it otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from chargeprod_xl.liens.formules import Genre, decouper, lire_plage, lire_prefixe, nom_fonction

_REFERENCES = frozenset({Genre.PLAGE, Genre.COLONNES, Genre.LIGNES, Genre.CELLULE})
_EXTERNE = "[]"
#: LibreOffice writes FALSE() where Excel writes FALSE.
_LOGIQUE_APPELEE = re.compile(r"\b(TRUE|FALSE)\(\)")

Stable = Callable[[str], bool]


class Element(NamedTuple):
    """A token, spelled one way; for a reference, ``feuille`` is where it points ("" for the formula's own sheet)."""

    genre: str
    texte: str
    feuille: str = ""


@lru_cache(maxsize=65_536)
def elements(formule: str) -> tuple[Element, ...]:
    """The formula without what is only spelling: spaces, case, function prefixes, rank of the link."""
    sortie: list[Element] = []
    feuille = ""
    for genre, texte in decouper(_LOGIQUE_APPELEE.sub(r"\1", formule)):
        if genre is Genre.ESPACE:
            continue
        if genre is Genre.PREFIXE:
            prefixe = lire_prefixe(texte)
            feuille = (_EXTERNE if prefixe.lien else "") + prefixe.feuille.lower()
            continue
        sortie.append(_element(genre, texte, feuille))
        feuille = ""
    return tuple(sortie)


def _element(genre: Genre, texte: str, feuille: str) -> Element:
    if genre in _REFERENCES:
        return Element("reference", str(lire_plage(texte)), feuille)
    if genre is Genre.FONCTION:
        return Element(genre, nom_fonction(texte), feuille)
    if genre is Genre.NOMBRE:
        return Element(genre, repr(float(texte)), feuille)
    if genre is Genre.TEXTE:
        return Element(genre, texte, feuille)
    return Element(genre, texte.lower().replace(" ", ""), feuille)


@lru_cache(maxsize=65_536)
def squelette(formule: str) -> tuple[str, ...]:
    """The formula without its addresses: what stays the same when rows are inserted anywhere."""
    return tuple(("@:@" if ":" in e.texte else "@") if e.genre == "reference" else e.texte for e in elements(formule))


def meme_formule(attendue: str, trouvee: str, stable: Stable) -> bool:
    """True when both say the same; an address counts only on a sheet where nothing was inserted or moved."""
    if attendue == trouvee:
        return True
    a, b = elements(attendue), elements(trouvee)
    return len(a) == len(b) and all(
        x == y or (x.genre == y.genre == "reference" and not _fixe(x, stable) and not _fixe(y, stable))
        for x, y in zip(a, b, strict=True)
    )


def _fixe(element: Element, stable: Stable) -> bool:
    """Border sheets of other workbooks never move; a sheet of this one is asked."""
    return element.feuille.startswith(_EXTERNE) or stable(element.feuille)
