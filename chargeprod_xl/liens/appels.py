"""The calls of a declared formula, its names still between braces: which function reads which name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_PIECE = re.compile(
    r'"(?:[^"]|"")*"'  # a text
    r"|\{(?P<nom>[^{}]+)\}"  # a name of the pack
    r"|\[[^\[\]]*\]"  # a column of this row
    r"|(?P<fonction>[A-Za-z_][\w.]*)?(?P<ouvre>\()"
    r"|(?P<ferme>\))"
    r"|(?P<virgule>,)"
    r"|[A-Za-z_][\w.]*|.",
    re.DOTALL,
)


@dataclass(frozen=True)
class Nom:
    """``{classeur.feuille.nom}``."""

    texte: str


@dataclass(frozen=True)
class Appel:
    """A call, or plain parentheses when ``fonction`` is empty."""

    fonction: str
    arguments: tuple[Suite, ...]


Suite = tuple["str | Nom | Appel", ...]


@lru_cache(maxsize=8192)
def lire(formule: str) -> Suite:
    """A formula as nested calls; unbalanced parentheses are read as far as they go."""
    ouverts: list[tuple[str, list[list[str | Nom | Appel]]]] = [("", [[]])]
    for m in _PIECE.finditer(formule):
        if m["ouvre"]:
            ouverts.append((m["fonction"] or "", [[]]))
        elif m["ferme"] and len(ouverts) > 1:
            fonction, arguments = ouverts.pop()
            ouverts[-1][1][-1].append(Appel(fonction, tuple(map(tuple, arguments))))
        elif m["virgule"] and len(ouverts) > 1:
            ouverts[-1][1].append([])
        else:
            ouverts[-1][1][-1].append(Nom(m["nom"]) if m["nom"] else m[0])
    return tuple(ouverts[0][1][0])


def ecrire(suite: Suite) -> str:
    """The formula again."""
    return "".join(_ecrire(piece) for piece in suite)


def _ecrire(piece: str | Nom | Appel) -> str:
    if isinstance(piece, str):
        return piece
    if isinstance(piece, Nom):
        return f"{{{piece.texte}}}"
    return f"{piece.fonction}({','.join(ecrire(a) for a in piece.arguments)})"
