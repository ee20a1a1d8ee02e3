"""Addresses in A1 notation: columns, cells, rectangles and sheet prefixes, as text and as figures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

DERNIERE_LIGNE = 1_048_576
DERNIERE_COLONNE = 16_384

_CELLULE = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)(\d+)\Z")
_COLONNE = re.compile(r"(\$?)([A-Za-z]{1,3})\Z")
_LIGNE = re.compile(r"(\$?)(\d+)\Z")
_SANS_APOSTROPHE = re.compile(r"[^\W\d]\w*\Z")
_RESSEMBLE_A_UNE_ADRESSE = re.compile(r"(?:[A-Za-z]{1,3}\d+|[RrCcLl]\d*(?:[Cc]\d*)?|TRUE|FALSE)\Z", re.IGNORECASE)
_PREFIXE = re.compile(r"(?:\[(?P<classeur>[^\[\]]*)\])?(?P<feuille>.*)\Z", re.DOTALL)


@cache
def indice_colonne(lettres: str) -> int:
    """``"AA"`` → 27."""
    indice = 0
    for lettre in lettres.upper():
        indice = indice * 26 + ord(lettre) - 64
    return indice


@cache
def lettre_colonne(indice: int) -> str:
    """27 → ``"AA"``."""
    if not 1 <= indice <= DERNIERE_COLONNE:
        raise ValueError(f"no column {indice}")
    lettres = ""
    while indice:
        indice, reste = divmod(indice - 1, 26)
        lettres = chr(65 + reste) + lettres
    return lettres


def adresse(ligne: int, colonne: int) -> str:
    """(5, 3) → ``"C5"``."""
    return f"{lettre_colonne(colonne)}{ligne}"


@dataclass(frozen=True, slots=True)
class Borne:
    """One corner of a reference; a whole column has no row, a whole row no column."""

    ligne: int | None
    colonne: int | None
    ligne_fixe: bool = False
    colonne_fixe: bool = False

    def decalee(self, dl: int, dc: int) -> Borne | None:
        """The corner seen from ``dl`` rows lower, ``dc`` columns to the right; None off the sheet."""
        ligne = self.ligne if self.ligne is None or self.ligne_fixe else self.ligne + dl
        colonne = self.colonne if self.colonne is None or self.colonne_fixe else self.colonne + dc
        if ligne is not None and not 1 <= ligne <= DERNIERE_LIGNE:
            return None
        if colonne is not None and not 1 <= colonne <= DERNIERE_COLONNE:
            return None
        return Borne(ligne, colonne, self.ligne_fixe, self.colonne_fixe)

    def __str__(self) -> str:
        """The corner in A1 notation."""
        colonne = "" if self.colonne is None else "$" * self.colonne_fixe + lettre_colonne(self.colonne)
        ligne = "" if self.ligne is None else "$" * self.ligne_fixe + str(self.ligne)
        return colonne + ligne


@lru_cache(maxsize=65_536)
def lire_borne(texte: str) -> Borne:
    """``"$C5"``, ``"$C"`` or ``"5"`` as a corner."""
    if trouve := _CELLULE.match(texte):
        colonne_fixe, lettres, ligne_fixe, ligne = trouve.groups()
        return Borne(int(ligne), indice_colonne(lettres), bool(ligne_fixe), bool(colonne_fixe))
    if trouve := _COLONNE.match(texte):
        return Borne(None, indice_colonne(trouve[2]), colonne_fixe=bool(trouve[1]))
    if trouve := _LIGNE.match(texte):
        return Borne(int(trouve[2]), None, ligne_fixe=bool(trouve[1]))
    raise ValueError(f"not an address: {texte!r}")


@dataclass(frozen=True, slots=True, order=True)
class Plage:
    """A rectangle of cells, bounds included."""

    ligne_debut: int
    colonne_debut: int
    ligne_fin: int
    colonne_fin: int

    def contient(self, ligne: int, colonne: int) -> bool:
        """True when the cell lies inside."""
        return self.ligne_debut <= ligne <= self.ligne_fin and self.colonne_debut <= colonne <= self.colonne_fin

    @property
    def une_cellule(self) -> bool:
        """True for a rectangle of one cell."""
        return self.ligne_debut == self.ligne_fin and self.colonne_debut == self.colonne_fin

    @property
    def absolue(self) -> str:
        """``"$C$5:$D$9"``, or ``"$C$5"`` for one cell."""
        debut = f"${lettre_colonne(self.colonne_debut)}${self.ligne_debut}"
        fin = f"${lettre_colonne(self.colonne_fin)}${self.ligne_fin}"
        return debut if debut == fin else f"{debut}:{fin}"

    def __str__(self) -> str:
        """The rectangle in relative A1 notation."""
        return self.absolue.replace("$", "")


@lru_cache(maxsize=65_536)
def lire_plage(texte: str) -> Plage:
    """``"C5"``, ``"$C$5:D9"``, ``"A:B"`` or ``"3:4"`` as a rectangle (whole columns span the sheet)."""
    debut, _, fin = texte.partition(":")
    a, b = lire_borne(debut), lire_borne(fin or debut)
    lignes = sorted((a.ligne or 1, b.ligne or DERNIERE_LIGNE))
    colonnes = sorted((a.colonne or 1, b.colonne or DERNIERE_COLONNE))
    return Plage(lignes[0], colonnes[0], lignes[1], colonnes[1])


@dataclass(frozen=True, slots=True)
class Prefixe:
    """What stands before ``!``: a sheet, maybe the last one of a 3-D reference, maybe another workbook.

    ``classeur`` is the text between brackets: a link number in a file (``"1"``), a file name in a message.
    """

    feuille: str
    classeur: str | None = None
    derniere: str | None = None

    @property
    def lien(self) -> int | None:
        """The link's number, None for this workbook (``[0]`` is Excel's way to say "this one")."""
        return int(self.classeur) if self.classeur and self.classeur.isdigit() and int(self.classeur) else None

    def __str__(self) -> str:
        """The prefix as a formula spells it, quoted when need be."""
        noms = [nom for nom in (self.feuille, self.derniere) if nom]
        avant = f"[{self.classeur}]" if self.classeur is not None else ""
        texte = avant + ":".join(noms)
        if all(_SANS_APOSTROPHE.match(nom) and not _RESSEMBLE_A_UNE_ADRESSE.match(nom) for nom in noms):
            return f"{texte}!"
        return "'" + texte.replace("'", "''") + "'!"


@lru_cache(maxsize=4_096)
def lire_prefixe(texte: str) -> Prefixe:
    """``"'[1]Sorties devis'!"`` as a prefix."""
    dedans = texte[:-1]
    if dedans.startswith("'"):
        dedans = dedans[1:-1].replace("''", "'")
    # An absolute link target may stand in the text itself: 'C:\films\[devis.xlsx]Recap'!A1
    if "[" in dedans and not dedans.startswith("["):
        dedans = dedans[dedans.index("[") :]
    trouve = _PREFIXE.match(dedans)
    assert trouve is not None  # the pattern matches any text
    feuille, _, derniere = trouve["feuille"].partition(":")
    return Prefixe(feuille, trouve["classeur"], derniere or None)
