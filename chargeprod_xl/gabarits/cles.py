"""Identities of rows: drawn from what a row says, never from its rank, so that a new build finds it again."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha1

#: In the identity of a row that is ready to be typed in and says nothing yet; no set is called so.
VIERGE = "__vierge"


def cle_unique(cle: str, vues: set[str]) -> str:
    """``cle``, or ``cle#2``, ``cle#3`` when earlier rows say the same; ``vues`` is completed."""
    libre, rang = cle, 1
    while libre in vues:
        rang += 1
        libre = f"{cle}#{rang}"
    vues.add(libre)
    return libre


_SURE = re.compile(r"[a-z0-9_]{1,40}")


def identite(cle: str) -> str:
    """A key as a part of names: as it is when it is made of small letters and figures, else such and its own."""
    if _SURE.fullmatch(cle):
        return cle
    sans_accent = unicodedata.normalize("NFKD", cle.casefold()).encode("ascii", "ignore").decode()
    mot = re.sub(r"[^a-z0-9]+", "_", sans_accent).strip("_")[:28]
    return f"{mot}_{sha1(cle.encode(), usedforsecurity=False).hexdigest()[:8]}".lstrip("_")


def cle_de_role(nom: str) -> str:
    """Identity of a role."""
    return f"role.{nom.casefold()}"


def feuille_du_programme(genre: str, titre: str) -> str:
    """The name of a sheet that the program adds to a workbook: « Sorties devis », within Excel’s 31 signs."""
    return f"{genre} {titre.lower()}"[:31]
