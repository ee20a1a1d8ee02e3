"""One-sentence summary of a sequence, taken from its first action."""

from __future__ import annotations

import re
from collections.abc import Iterable

from chargeprod_xl.imports.texte import pour_cellule, sans_marques

LONGUEUR_MAX = 120
_FIN = re.compile(r"[.!?…]+[»\"”)]*(?=\s+[\"«“(\-–—]?\s*[^\W_])")
_ABREVIATION = re.compile(r"(?:^|[\s(.])(?:MM?|Mmes?|Mlles?|Me|Drs?|Mrs?|Ms|St|Pr|[A-Z])\.$")


def premiere_phrase(texte: str) -> str:
    """Return the first sentence; a point after `M.` or an initial does not end it."""
    for match in _FIN.finditer(texte):
        before, after = texte[: match.end()], texte[match.end() :].lstrip(' "«“(-–—')
        if not _ABREVIATION.search(before[-8:]) and not after[:1].islower():
            return before
    return texte


def couper(texte: str) -> str:
    """Cut between words at 120 characters, the cut shown by an ellipsis."""
    if len(texte) <= LONGUEUR_MAX:
        return texte
    head = texte[: LONGUEUR_MAX - 1]
    words = head if texte[LONGUEUR_MAX - 1] == " " else head.rpartition(" ")[0] or head
    return words.rstrip(" ,;:.-–—") + "…"


def resumer(actions: Iterable[str]) -> str:
    """Return the summary given by the first action that says something (a page number does not)."""
    for action in actions:
        flat = pour_cellule(sans_marques(action[:2000]))
        if any(c.isalpha() for c in flat):
            return couper(premiere_phrase(flat))
    return ""
