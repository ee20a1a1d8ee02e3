"""Identities of rows: drawn from what a row says, never from its rank, so that a new build finds it again."""

from __future__ import annotations

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


def cle_de_role(nom: str) -> str:
    """Identity of a role."""
    return f"role.{nom.casefold()}"
