"""Sheets taken as text, without building their tree: nearly all of them are spelled the same way.

The tree of a large sheet weighs ten times its text, and every element asked of it is one more object. What departs from
the plain spelling (comments, prefixes, another encoding) is left to lxml by whoever calls.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_DECLARATION = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding=[\"']([\w-]+)")
_DEBUT, _FIN = b"<sheetData>", b"</sheetData>"
_CODAGES = {b"UTF-8", b"US-ASCII"}


class FeuilleEnTexte(NamedTuple):
    """A worksheet part in three pieces; the rows are between the tags of ``<sheetData>``."""

    avant: bytes
    lignes: bytes
    apres: bytes

    @property
    def sans_lignes(self) -> bytes:
        """The part as if it had no row, small enough for a tree."""
        return self.avant + self.apres


def decouper_feuille(octets: bytes) -> FeuilleEnTexte | None:
    """The pieces of a worksheet part, None when it must be read as a tree; what the rows hold is not looked at."""
    declaration = _DECLARATION.match(octets)
    debut, fin = octets.find(_DEBUT), octets.rfind(_FIN)
    if fin < debut or debut < 0 or (declaration and declaration[1].upper() not in _CODAGES):
        return None
    debut += len(_DEBUT)
    feuille = FeuilleEnTexte(octets[:debut], octets[debut:fin], octets[fin:])
    # A comment or a CDATA section could hold what looks like the rows.
    return None if b"<!" in feuille.avant or b"<!" in feuille.apres else feuille
