"""Texts of tables compared and cleaned, whatever program wrote them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache


@cache
def plier(texte: str) -> str:
    """Without accents, case, punctuation or line breaks: « N° de\\nCompte » gives « n de compte »."""
    sans_accents = "".join(c for c in unicodedata.normalize("NFKD", texte) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9#€%]+", " ", sans_accents.casefold().replace("°", " ").replace("œ", "oe")).strip()


def propre(texte: str) -> str:
    """One line, without signs that no file of ours could hold."""
    return " ".join("".join(c if unicodedata.category(c) not in {"Cc", "Cs", "Cn"} else " " for c in texte).split())
