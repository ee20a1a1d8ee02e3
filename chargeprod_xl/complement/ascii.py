"""French texts as VBA may hold them: ASCII only, because Excel for Mac and the compiler's code page garble the rest."""

from __future__ import annotations

import unicodedata

_A_LA_MAIN = str.maketrans({
    "’": "'", "‘": "'", "«": "'", "»": "'", "“": "'", "”": "'", '"': "'", "–": "-", "—": "-", "‑": "-", "−": "-",
    "…": "...", "€": "EUR", "œ": "oe", "Œ": "OE", "æ": "ae", "×": "x", "÷": "/", "≤": "<=", "≥": ">=", "≠": "<>",
    "→": "->", "°": "o", "½": "1/2", "·": "-", "•": "-", "µ": "u", "√": "V",
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\n": " ", "\t": " ",
})  # fmt: skip
#: What Excel keeps of the description of a function or of an argument.
LIMITE = 255


def en_ascii(texte: str) -> str:
    """The text without accents or typographic signs, on one line.

    Raises:
        ValueError: a sign has no plain writing here; better said than lost.
    """
    simple = texte.replace("« ", "'").replace(" »", "'").translate(_A_LA_MAIN)
    nu = "".join(c for c in unicodedata.normalize("NFKD", simple) if not unicodedata.combining(c))
    if not nu.isascii():
        raise ValueError(f"{texte!r}: no ASCII writing for {sorted({c for c in nu if not c.isascii()})}")
    return " ".join(nu.split())


def en_litteral(texte: str, limite: int = LIMITE) -> str:
    """What goes between the quotes of a VBA string, cut at a word when it is too long for Excel."""
    nu = en_ascii(texte)
    if len(nu) > limite:
        nu = nu[: limite - 3].rsplit(" ", 1)[0] + "..."
    return nu.replace('"', '""')
