"""The one tokenizer of formulas and the rewriters built on it: text in, text out.

Formulas are those of the file format: English function names, comma separators, ``[n]`` for another workbook.
Nothing here computes, nothing here opens a file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from chargeprod_xl.liens.references_a1 import (
    DERNIERE_LIGNE,
    Borne,
    Plage,
    Prefixe,
    adresse,
    indice_colonne,
    lettre_colonne,
    lire_borne,
    lire_plage,
    lire_prefixe,
)
from chargeprod_xl.liens.references_structurees import Tableau, developper_reference

__all__ = [
    "RANG",
    "Borne",
    "Genre",
    "Jeton",
    "Plage",
    "Prefixe",
    "Reference",
    "Tableau",
    "adresse",
    "decaler",
    "decouper",
    "developper_tableaux",
    "en_r1c1",
    "fonctions",
    "indice_colonne",
    "lettre_colonne",
    "lire_borne",
    "lire_plage",
    "lire_prefixe",
    "nom_fonction",
    "rang_ouvert",
    "references",
    "renommer_feuilles",
]


class Genre(StrEnum):
    """Kind of a token."""

    TEXTE = "texte"
    ERREUR = "erreur"
    PREFIXE = "prefixe"
    STRUCTUREE = "structuree"
    FONCTION = "fonction"
    LOGIQUE = "logique"
    PLAGE = "plage"
    COLONNES = "colonnes"
    LIGNES = "lignes"
    CELLULE = "cellule"
    NOMBRE = "nombre"
    NOM = "nom"
    ESPACE = "espace"
    OPERATEUR = "operateur"
    SEPARATEUR = "separateur"
    PARENTHESE = "parenthese"
    ACCOLADE = "accolade"
    INCONNU = "inconnu"


#: Stands, in a formula that a whole column shares, for the number of the row; no formula holds it.
RANG = "\x01"
REFERENCES_A1 = frozenset({Genre.PLAGE, Genre.COLONNES, Genre.LIGNES, Genre.CELLULE})


class Jeton(NamedTuple):
    """A piece of a formula; the pieces joined are the formula."""

    genre: Genre
    texte: str


# Columns stop at XFD: XFE1 is a name.
_COL = r"\$?(?:[A-Za-z]{1,2}|[A-Wa-w][A-Za-z]{2}|[Xx][A-Ea-e][A-Za-z]|[Xx][Ff][A-Da-d])"
_LIG = r"\$?[1-9]\d{0,6}"
_FIN = r"(?![\w.(!\[])"
_IDENTIFIANT = r"[^\W\d][\w.]*"
# The first ones begin with signs that begin nothing else: half of the pieces are then found at once.
_MOTIFS: tuple[tuple[Genre, str], ...] = (
    (Genre.PARENTHESE, r"[()]"),
    (Genre.SEPARATEUR, r"[,;]"),
    (
        Genre.ERREUR,
        r"\#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|GETTING_DATA)",
    ),
    (Genre.OPERATEUR, r"<>|<=|>=|[-+*/^&=<>%:@\#]"),
    (Genre.TEXTE, r'"(?:[^"]|"")*"'),
    # The third form is a 3-D prefix; it cannot follow "!" (in Feuil1!A1:Feuil1!B2, A1 is a cell).
    (
        Genre.PREFIXE,
        r"'(?:[^']|'')*'!|(?:\[[^\[\]]*\])?[\w.]+!|(?<!!)(?:\[[^\[\]]*\])?[\w.]+:[\w.]+!|\[[^\[\]]*\]!",
    ),
    (
        Genre.STRUCTUREE,
        rf"(?:{_IDENTIFIANT})?\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\]",
    ),
    (Genre.FONCTION, rf"{_IDENTIFIANT}(?=\()"),
    (Genre.LOGIQUE, rf"(?i:TRUE|FALSE){_FIN}"),
    (Genre.PLAGE, rf"{_COL}{_LIG}:{_COL}{_LIG}{_FIN}"),
    (Genre.COLONNES, rf"{_COL}:{_COL}{_FIN}"),
    (Genre.LIGNES, rf"{_LIG}:{_LIG}{_FIN}"),
    (Genre.CELLULE, rf"{_COL}{_LIG}{_FIN}"),
    (Genre.NOMBRE, r"(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?"),
    (Genre.NOM, r"[^\W\d][\w.?\\]*|\\[\w.?\\]*"),
    (Genre.ESPACE, r"\s+"),
    (Genre.ACCOLADE, r"[{}]"),
    (Genre.INCONNU, r"."),
)
_JETON = re.compile("|".join(f"(?P<{genre}>{motif})" for genre, motif in _MOTIFS), re.DOTALL)
_GENRES: dict[str | None, Genre] = {genre.value: genre for genre in Genre}


@lru_cache(maxsize=32_768)
def decouper(formule: str) -> tuple[Jeton, ...]:
    """Cut a formula into tokens; nothing is lost, not even spaces or what is not understood."""
    genres, nouveau = _GENRES, tuple.__new__
    return tuple([nouveau(Jeton, (genres[m.lastgroup], m[0])) for m in _JETON.finditer(formule)])


def nom_fonction(texte: str) -> str:
    """A function as people know it: ``_xlfn.IFNA`` → ``IFNA``."""
    return texte.upper().removeprefix("_XLFN.").removeprefix("_XLWS.")


def fonctions(formule: str) -> frozenset[str]:
    """The functions a formula calls, in capitals, without the prefixes of the file format."""
    return frozenset(nom_fonction(texte) for genre, texte in decouper(formule) if genre is Genre.FONCTION)


class Reference(NamedTuple):
    """A plain reference inside a formula; ``prefixe`` is None for the formula's own sheet."""

    prefixe: Prefixe | None
    plage: Plage


def references(formule: str) -> tuple[Reference, ...]:
    """Every A1 reference of a formula, in order; structured references and names are not followed."""
    trouvees = []
    prefixe: Prefixe | None = None
    for genre, texte in decouper(formule):
        if genre in REFERENCES_A1:
            trouvees.append(Reference(prefixe, lire_plage(texte)))
        prefixe = lire_prefixe(texte) if genre is Genre.PREFIXE else None
    return tuple(trouvees)


def decaler(formule: str, dl: int, dc: int) -> str:
    """The formula as Excel would write it ``dl`` rows lower and ``dc`` columns to the right."""
    de_cote = _de_cote(formule, dc) if dc else formule
    modele, lignes = _modele(de_cote)
    if not lignes or not dl:
        return de_cote
    if min(lignes) + dl < 1 or max(lignes) + dl > DERNIERE_LIGNE:
        return _deplacee(de_cote, dl, 0)
    return modele % tuple([ligne + dl for ligne in lignes])


@lru_cache(maxsize=16_384)
def _de_cote(formule: str, dc: int) -> str:
    return _deplacee(formule, 0, dc)


@lru_cache(maxsize=16_384)
def _modele(formule: str) -> tuple[str, tuple[int, ...]]:
    """The formula as a format whose ``%d`` are the rows that move when it is filled down, and these rows."""
    morceaux: list[str] = []
    lignes: list[int] = []
    for genre, texte in decouper(formule):
        if genre not in REFERENCES_A1:
            morceaux.append(texte.replace("%", "%%"))
            continue
        bornes = []
        for borne in map(lire_borne, texte.split(":")):
            if borne.ligne is None or borne.ligne_fixe:
                bornes.append(str(borne))
            else:
                bornes.append(str(borne).removesuffix(str(borne.ligne)) + "%d")
                lignes.append(borne.ligne)
        morceaux.append(":".join(bornes))
    return "".join(morceaux), tuple(lignes)


def rang_ouvert(formule: str, ligne: int) -> str | None:
    """The formula with ``RANG`` for its row; None when a row of its references is another one that moves with it."""
    modele, lignes = _modele(formule)
    if any(n != ligne for n in lignes):
        return None
    return modele.replace("%d", RANG).replace("%%", "%")


def _deplacee(formule: str, dl: int, dc: int) -> str:
    """The same, reference by reference; one that leaves the sheet is lost."""
    return "".join(
        _decaler_reference(texte, dl, dc) if genre in REFERENCES_A1 else texte for genre, texte in decouper(formule)
    )


def _decaler_reference(texte: str, dl: int, dc: int) -> str:
    bornes = [lire_borne(borne).decalee(dl, dc) for borne in texte.split(":")]
    return "#REF!" if None in bornes else ":".join(map(str, bornes))


def en_r1c1(formule: str, ligne: int, colonne: int) -> str:
    """The formula with its references relative to the cell: equal patterns are one formula, filled down."""
    return "".join(
        ":".join(_borne_r1c1(lire_borne(borne), ligne, colonne) for borne in texte.split(":"))
        if genre in REFERENCES_A1
        else texte
        for genre, texte in decouper(formule)
    )


def _borne_r1c1(borne: Borne, ligne: int, colonne: int) -> str:
    rangee = colonne_ = ""
    if borne.ligne is not None:
        rangee = f"R{borne.ligne}" if borne.ligne_fixe else f"R[{borne.ligne - ligne}]"
    if borne.colonne is not None:
        colonne_ = f"C{borne.colonne}" if borne.colonne_fixe else f"C[{borne.colonne - colonne}]"
    return rangee + colonne_


def renommer_feuilles(formule: str, nouveau: Callable[[Prefixe], Prefixe | None]) -> str:
    """Rewrite every sheet prefix through ``nouveau``; None turns the reference into ``#REF!``."""
    morceaux: list[str] = []
    perdue = False
    for genre, texte in decouper(formule):
        if genre is Genre.PREFIXE:
            prefixe = lire_prefixe(texte)
            remplace = nouveau(prefixe)
            perdue = remplace is None
            morceaux.append("#REF!" if remplace is None else texte if remplace == prefixe else str(remplace))
        else:
            if not perdue:
                morceaux.append(texte)
            perdue = False
    return "".join(morceaux)


def developper_tableaux(
    formule: str,
    tableaux: dict[str, Tableau],
    ligne: int,
    feuille: str,
    colonne: int | None = None,
) -> str:
    """Every structured reference as a plain A1 one; ``tableaux`` is keyed by lower-case name.

    The row of ``[#This Row]`` is written relative (``$D5``), so that the rows of a table keep one R1C1
    pattern. What no table explains (unknown table or column, row outside it) becomes the error Excel shows.
    """
    return "".join(
        developper_reference(texte, tableaux, ligne, feuille, colonne)
        if genre is Genre.STRUCTUREE or (genre is Genre.NOM and texte.lower() in tableaux)
        else texte
        for genre, texte in decouper(formule)
    )
