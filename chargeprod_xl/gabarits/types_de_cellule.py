"""The kinds of cells a template may ask for, once: what is not here is refused, so that ``datte`` prints no 46631.

Number formats by kind are the house style's (``classeurs/styles.py``); a test keeps the two lists equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

#: Kinds that hold words: they have no total and weigh nothing in a fingerprint.
TYPES_TEXTE = frozenset({"texte", "code", "etat"})

TYPES: frozenset[str] = TYPES_TEXTE | {
    "entier",
    "quantite",
    "nombre",
    "nombre_entier",
    "montant",
    "euro",
    "euros_cents",
    "pourcent",
    "pourcent2",
    "pourcent3",
    "coefficient",
    "date",
    "jour",
    "mois",
    "heure",
    "duree",
    "huitiemes",
    "trv",
    "effet",
}

#: Width of a column that does not give its own, by kind.
LARGEURS: Mapping[str, float] = MappingProxyType(
    {
        "texte": 28.0,
        "code": 9.0,
        "entier": 11.0,
        "quantite": 11.0,
        "euro": 14.0,
        "euros_cents": 15.0,
        "montant": 15.0,
        "pourcent": 10.0,
        "date": 12.0,
        "jour": 13.0,
        "duree": 10.0,
        "huitiemes": 9.0,
        "etat": 14.0,
        "trv": 5.0,
        "nombre": 12.0,
    }
)
