"""Text clean-up shared by every reader: accents, Markdown, characters a workbook refuses."""

from __future__ import annotations

import re
import unicodedata

# XML, hence .xlsx, refuses these characters: one of them in a cell would break the whole workbook.
_REFUSES = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_GRAS = re.compile(r"(?<!\\)(\*{1,3})(?=\S)([^*\n]{1,400}?)(?<=\S)\1")
_SOULIGNE = re.compile(r"(?<![\w\\])_(?=\S)([^_\n]{1,400}?)(?<=\S)_(?!\w)")
_ECHAPPE = re.compile(r"\\([*_#\[\]\\.!>~@^+-])")


def nettoyer(texte: str) -> str:
    """Return the text composed (NFC), with one kind of line end and no character a workbook refuses."""
    composed = unicodedata.normalize("NFC", texte.removeprefix("\ufeff"))
    return _REFUSES.sub(" ", composed.replace("\r\n", "\n").replace("\r", "\n"))


def sans_accents(texte: str) -> str:
    """Return the text without diacritics, ligatures opened, for comparisons only."""
    opened = texte.replace("Œ", "OE").replace("œ", "oe").replace("Æ", "AE").replace("æ", "ae")
    return "".join(c for c in unicodedata.normalize("NFD", opened) if not unicodedata.combining(c))


def cle(texte: str) -> str:
    """Return a comparison key: lower case, no accents, hyphens and apostrophes as written by a machine."""
    plain = sans_accents(texte).lower().replace("’", "'").replace("-", " ")
    return " ".join(plain.split())


def sans_marques(texte: str) -> str:
    """Return the text without Fountain or Markdown emphasis."""
    for _ in range(3):  # bold inside italics inside underline: three levels are all the syntax offers
        reduced = _SOULIGNE.sub(r"\1", _GRAS.sub(r"\2", texte))
        if reduced == texte:
            break
        texte = reduced
    return _ECHAPPE.sub(r"\1", texte)


def une_ligne(texte: str) -> str:
    """Return the text on one line, single spaces."""
    return " ".join(texte.split())


def pour_cellule(texte: str) -> str:
    """Return one line of text that a spreadsheet can never take for a formula."""
    return une_ligne(texte).lstrip("=+-@–—•*|' \t")


def part_de_capitales(texte: str) -> float:
    """Return the share of capitals among the letters outside parentheses (0 when there is no letter)."""
    letters = [c for c in re.sub(r"\([^()]*\)?", "", texte) if c.isalpha()]
    return sum(c.isupper() for c in letters) / len(letters) if letters else 0.0
