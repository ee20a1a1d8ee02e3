"""Texts and numbers as the file format spells them."""

from __future__ import annotations

import re

_CONTROLE = re.compile(r"[\x00-\x08\x0b-\x1f]|_x(?=[0-9A-Fa-f]{4}_)")
#: What no XML can hold, and what the format would read as one of its own escapes.
_A_ECHAPPER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_x(?=[0-9A-Fa-f]{4}_)")
_INTERDIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def echapper_controles(texte: str) -> str:
    """Control characters as the format writes them (``_x000D_``), and what looks like one protected."""
    return _CONTROLE.sub(_echappe, texte)


def _echappe(trouve: re.Match[str]) -> str:
    return "_x005F_x" if trouve[0] == "_x" else f"_x{ord(trouve[0]):04X}_"


def texte_du_nombre(nombre: float) -> str:
    """The shortest text that reads back as the same number; whole numbers without a decimal point."""
    return str(int(nombre)) if nombre.is_integer() and abs(nombre) < 1e15 else repr(nombre)


def baliser(texte: str) -> str:
    """What would be read as markup, or as another line end, between two tags."""
    return texte.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def texte_en_xml(texte: str) -> str:
    """A text between two tags."""
    # Nearly all texts are printable, and it is known sooner than what they hold.
    if "_x" in texte or not texte.isprintable():
        texte = _A_ECHAPPER.sub(_echappe, texte)
    return baliser(texte)


def formule_en_xml(formule: str) -> str:
    """A formula between two tags; the format has no way to write a control character there."""
    return baliser(formule if formule.isprintable() else _INTERDIT.sub("", formule))
