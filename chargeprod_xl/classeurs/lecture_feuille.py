"""The cells of one worksheet part."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lxml import etree

from chargeprod_xl.classeurs.classeur_lu import CelluleLue, Fond, Position
from chargeprod_xl.classeurs.valeurs import Erreur, Valeur
from chargeprod_xl.liens.formules import decaler, indice_colonne

_ECHAPPEMENT = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ORIGINE = datetime(1899, 12, 30)
CHIFFRES = "0123456789"
# Excel shows a data table as {=TABLE(…)}: no engine here knows that function, which is the truth.
TABLE_DE_DONNEES = "TABLE()"


@dataclass(frozen=True)
class Contexte:
    """What a sheet needs of its workbook: strings, styles, shift of the 1904 system."""

    chaines: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    styles_de_date: frozenset[int] = frozenset()
    fonds: Mapping[int, Fond] = field(default_factory=dict)
    decalage: float = 0.0


@dataclass
class FormulesPartagees:
    """Shared formulas met so far: text and origin by index."""

    origines: dict[str, tuple[str, int, int]] = field(default_factory=dict)

    def formule(self, texte: str | None, indice: str, ou: Position) -> str:
        """The formula of a cell; the first one says its text, the others only its index."""
        ligne, colonne = ou
        if texte:
            self.origines[indice] = (texte, ligne, colonne)
            return texte
        origine, ligne_0, colonne_0 = self.origines[indice]
        return decaler(origine, ligne - ligne_0, colonne - colonne_0)


def lire_cellules(racine: etree._Element, contexte: Contexte) -> dict[Position, CelluleLue]:
    """Every cell that holds something, by (row, column)."""
    espace = f"{{{etree.QName(racine).namespace or ''}}}" if etree.QName(racine).namespace else ""
    balise_ligne, balise_cellule = f"{espace}row", f"{espace}c"
    donnees = racine.find(f"{espace}sheetData")
    cellules: dict[Position, CelluleLue] = {}
    if donnees is None:
        return cellules
    partagees = FormulesPartagees()
    ligne = 0
    for rangee in donnees.iterchildren(balise_ligne):
        # Row and cell numbers are optional in the format: they then follow one another.
        ligne = int(rangee.get("r") or ligne + 1)
        colonne = 0
        for element in rangee.iterchildren(balise_cellule):
            repere = element.get("r")
            colonne = indice_colonne(repere.rstrip(CHIFFRES)) if repere else colonne + 1
            cellule = _lire_cellule(element, (ligne, colonne), espace, contexte, partagees)
            if cellule is not None:
                cellules[(ligne, colonne)] = cellule
    return cellules


def lire_fonds(racine: etree._Element, contexte: Contexte) -> dict[Position, Fond]:
    """The cells that a person coloured; nothing is looked for in a workbook of house colours only."""
    fonds: dict[Position, Fond] = {}
    for element in racine.iterfind("{*}sheetData/{*}row/{*}c") if contexte.fonds else ():
        style, repere = element.get("s"), element.get("r")
        if style is not None and repere and int(style) in contexte.fonds:
            lettres = repere.rstrip(CHIFFRES)
            fonds[int(repere[len(lettres) :]), indice_colonne(lettres)] = contexte.fonds[int(style)]
    return fonds


def _lire_cellule(
    element: etree._Element, ou: Position, espace: str, contexte: Contexte, partagees: FormulesPartagees
) -> CelluleLue | None:
    formule: str | None = None
    matrice: str | None = None
    valeur: Valeur = None
    genre = element.get("t")
    for enfant in element:
        balise = enfant.tag
        if balise == espace + "v":
            valeur = lire_valeur(enfant.text, genre, contexte.chaines)
        elif balise == espace + "f":
            formule, matrice = _lire_formule(enfant, ou, partagees)
        elif balise == espace + "is":
            valeur = texte_riche(enfant)
    if valeur is None and formule is None:
        return None
    style = element.get("s")
    rang = int(style) if style is not None else -1
    est_date = rang in contexte.styles_de_date
    if est_date and contexte.decalage and type(valeur) is float and genre != "d":
        valeur += contexte.decalage
    code = contexte.formats[rang] if 0 <= rang < len(contexte.formats) else "General"
    return CelluleLue(valeur, formule, est_date, matrice, code)


def _lire_formule(element: etree._Element, ou: Position, partagees: FormulesPartagees) -> tuple[str | None, str | None]:
    genre = element.get("t")
    if genre == "shared":
        return partagees.formule(element.text, element.get("si", ""), ou), None
    if genre == "dataTable":
        return TABLE_DE_DONNEES, None
    return element.text or None, element.get("ref") if genre == "array" else None


def lire_valeur(texte: str | None, genre: str | None, chaines: tuple[str, ...]) -> Valeur:
    """The value that ``<v>`` holds, according to the cell's type."""
    if texte is None:
        # A formula whose result is the empty text is stored as <v></v>.
        return "" if genre == "str" else None
    if genre is None or genre == "n":
        nombre = float(texte)
        return nombre if math.isfinite(nombre) else Erreur("#NUM!")
    if genre == "s":
        return chaines[int(texte)]
    autre = _AUTRES_GENRES.get(genre)
    return autre(texte) if autre else desechapper(texte)


def _serie(texte: str) -> float:
    instant = datetime.fromisoformat(texte.removesuffix("Z"))
    return (instant - _ORIGINE) / timedelta(days=1)


def desechapper(texte: str) -> str:
    """``_x000D_`` is how the format writes a control character."""
    return _ECHAPPEMENT.sub(lambda m: chr(int(m[1], 16)), texte) if "_x" in texte else texte


_AUTRES_GENRES: dict[str, Callable[[str], Valeur]] = {
    "b": lambda texte: texte.strip() in {"1", "true"},
    "e": Erreur,
    "d": _serie,
}


def texte_riche(element: etree._Element) -> str:
    """The text of ``<si>`` or ``<is>``: plain, or runs joined; phonetic guides are left out."""
    morceaux: list[str] = []
    for enfant in element:
        balise = etree.QName(enfant).localname
        if balise == "t":
            morceaux.append(desechapper(enfant.text or ""))
        elif balise == "r":
            # Each run is escaped alone: what two of them spell together is plain text.
            morceaux.extend(desechapper(texte.text or "") for texte in enfant.iterchildren("{*}t"))
    return "".join(morceaux)
