"""Texts of a CSV file that a spreadsheet program would take for formulas: kept from being computed, and given back."""

from __future__ import annotations

#: First signs that make a spreadsheet program compute a cell, or jump to the next one.
_DANGEREUX = tuple("=+-@\t\r\n＝＋－＠")


def _se_calcule(texte: str) -> bool:
    return texte.lstrip("' ").startswith(_DANGEREUX)


def proteger(texte: str) -> str:
    """An apostrophe before a text that would become a formula when the file is opened by a spreadsheet program."""
    return f"'{texte}" if _se_calcule(texte) else texte


def deproteger(texte: str) -> str:
    """The text that :func:`proteger` was given."""
    return texte[1:] if texte.startswith("'") and _se_calcule(texte[1:]) else texte
