"""How wide a text is in Calibri, so that columns and rows get what they need. No font file is opened."""

from __future__ import annotations

from functools import lru_cache

#: Advance widths in hundredths of the type size (Carlito, which has Calibri's): the characters that share each.
_CENTIEMES = {
    23: "' ilîï\u202fj",
    25: ",.IÎÏ’·\xa0",
    27: ":;",
    30: "`()-[]f{}J",
    34: "!t°r",
    39: '/\\s"z',
    42: "Lcç",
    45: "xkvy",
    46: "?FS|Zg",
    49: "aàâäETYÉÈÊË",
    51: "#*+<=>^_e~éèêë–×$0123456789«»€",
    53: "KPXCbdhnopquôöùûüÇBR",
    58: "VAÀÂ",
    63: "DHGUÙÛNOÔQ●",
    70: "&…%w",
    80: "Ææm",
    86: "MœŒ✖",
    91: "@W—→▲",
}
_LARGEURS = {signe: centiemes for centiemes, signes in _CENTIEMES.items() for signe in signes}
_AUTRE, _GRAS = 55, 1.04
#: A point is 4/3 of a pixel; a unit of column width is a digit of the default font, 7 pixels.
_PIXELS_PAR_POINT = 4 / 3
PIXELS_PAR_UNITE = 7.0
CM_PAR_POINT = 2.54 / 72
CM_PAR_UNITE = PIXELS_PAR_UNITE / 96 * 2.54
#: What a cell keeps on its sides, and one step of indent.
RETRAIT, MARGE = 9.0, 6.0


@lru_cache(maxsize=32_768)
def largeur(texte: str, taille: float = 10, *, gras: bool = False) -> float:
    """Width of a text on one line, in pixels."""
    centiemes = sum(_LARGEURS.get(signe, _AUTRE) for signe in texte)
    return centiemes / 100 * taille * _PIXELS_PAR_POINT * (_GRAS if gras else 1)


def lignes(texte: str, place: float, taille: float = 10, *, gras: bool = False) -> int:
    """Lines a text takes when it is wrapped, word by word, in ``place`` pixels."""
    return sum(_lignes_de(paragraphe, max(place, 10.0), taille, gras) for paragraphe in texte.split("\n"))


def _lignes_de(texte: str, place: float, taille: float, gras: bool) -> int:
    nombre, reste = 1, 0.0
    blanc = largeur(" ", taille, gras=gras)
    for mot in texte.split(" "):
        besoin = largeur(mot, taille, gras=gras)
        if reste and reste + blanc + besoin > place:
            nombre, reste = nombre + 1, 0.0
        reste += (blanc if reste else 0.0) + besoin
        while reste > place:  # a word longer than its column is cut by the program
            nombre, reste = nombre + 1, reste - place
    return nombre


def mot_le_plus_long(texte: str, taille: float = 10, *, gras: bool = False) -> float:
    """Width of the widest word: a column narrower than it would cut it."""
    return max((largeur(mot, taille, gras=gras) for mot in texte.split()), default=0.0)
