"""A pack as a person sees it: sheets by name, tables by titles and rows. Nothing of the product reads for it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from classeurs.parties import MAIN, ouvrir_paquet
from lxml import etree
from openpyxl import load_workbook
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils import coordinate_to_tuple, range_boundaries
from oracle.lecture import SENTINELLE

Ou = tuple[int, int]
_ORIGINE = date(1899, 12, 30)
#: Sheets nobody types in, or that tell another story after each rebuild.
_A_PART = ("Journal", "Sorties ", "Liens ", "_meta ")


#: What a formula shows when that is its own affair.
LIBRE = "valeur libre"


@dataclass(frozen=True)
class Calcul:
    """A formula and the value that the file shows for it."""

    formule: str
    valeur: Any


def normal(valeur: Any) -> Any:
    """A content that compares well: dates as day numbers, numbers to the digits that every program keeps."""
    if valeur is None or valeur == "":
        return None
    if isinstance(valeur, bool):
        return valeur
    if isinstance(valeur, date):
        return float((date(valeur.year, valeur.month, valeur.day) - _ORIGINE).days)
    if isinstance(valeur, time):
        valeur = datetime.combine(_ORIGINE, valeur) - datetime.combine(_ORIGINE, time())
    if isinstance(valeur, timedelta):
        valeur /= timedelta(days=1)
    if isinstance(valeur, int | float):
        return float(f"{valeur:.14g}")
    return str(valeur).replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True)
class Cadre:
    """Where a table stands: header, sentinel row, columns by title."""

    entete: int
    sentinelle: int
    colonnes: dict[str, int]

    @property
    def lignes(self) -> range:
        """Rows of the table, sentinel left out."""
        return range(self.entete + 1, self.sentinelle)


@dataclass(frozen=True)
class Onglet:
    """One sheet. ``entrees``: unlocked cells that hold no formula; ``dates``: those shown as dates."""

    nom: str
    livre: str
    cellules: dict[Ou, Any]
    notes: dict[Ou, str]
    entrees: frozenset[Ou]
    dates: frozenset[Ou]
    cadre: Cadre | None

    @cached_property
    def hauteur(self) -> int:
        """Last row in use."""
        return max((lg for lg, _ in self.cellules), default=1)

    @cached_property
    def largeur(self) -> int:
        """Last column in use."""
        return max((col for _, col in self.cellules), default=1)

    def valeur(self, ligne: int, colonne: int) -> Any:
        """What the cell shows."""
        contenu = self.cellules.get((ligne, colonne))
        return contenu.valeur if isinstance(contenu, Calcul) else contenu

    def rangees(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Rows of the table: what is in each column, by title."""
        assert self.cadre
        for ligne in self.cadre.lignes:
            yield ligne, {t: self.cellules.get((ligne, c)) for t, c in self.cadre.colonnes.items()}


@dataclass(frozen=True)
class Lu:
    """A whole pack; ``noms``: what each defined name means, by workbook."""

    onglets: dict[str, Onglet]
    noms: dict[str, dict[str, str]]


def lire_pack(pack: Path) -> Lu:
    """Every sheet a person may open, and the defined names."""
    onglets: dict[str, Onglet] = {}
    noms: dict[str, dict[str, str]] = {}
    for chemin in sorted(pack.glob("*.xlsx")):
        livre = load_workbook(chemin)
        parties = ouvrir_paquet(chemin).feuilles()
        noms[chemin.stem] = {nom: d.attr_text for nom, d in livre.defined_names.items()}
        for feuille in livre:
            if not feuille.title.startswith(_A_PART):
                onglets[feuille.title] = _onglet(feuille, chemin.stem, _stockees(parties[feuille.title]))
    return Lu(onglets, noms)


def _stockees(partie: etree._Element) -> dict[Ou, Any]:
    """What each cell stores, shared strings apart: a number stays one, be it too large for the date its format asks."""
    sortie: dict[Ou, Any] = {}
    for cellule in partie.iter(f"{MAIN}c"):
        valeur, genre = cellule.findtext(f"{MAIN}v"), cellule.get("t", "n")
        if valeur and genre != "s":
            lue = {"n": float, "b": lambda v: v == "1"}.get(genre, str)(valeur)
            sortie[coordinate_to_tuple(cellule.get("r", ""))] = lue
    return sortie


def _onglet(feuille: Any, livre: str, stockees: dict[Ou, Any]) -> Onglet:
    cellules: dict[Ou, Any] = {}
    notes: dict[Ou, str] = {}
    entrees: set[Ou] = set()
    dates: set[Ou] = set()
    for ou, cellule in feuille._cells.items():
        if cellule.data_type == "f":
            texte = cellule.value if isinstance(cellule.value, str) else str(cellule.value.text)
            cellules[ou] = Calcul(texte, normal(stockees.get(ou)))
        else:
            # openpyxl calls an error what its calendar cannot show.
            hors_calendrier = cellule.data_type == "e" and isinstance(stockees.get(ou), float)
            if (contenu := normal(stockees[ou] if hors_calendrier else cellule.value)) is not None:
                cellules[ou] = contenu
            if not cellule.protection.locked:
                entrees.add(ou)
                if is_date_format(cellule.number_format):
                    dates.add(ou)
        if cellule.comment:
            notes[ou] = " ".join(cellule.comment.text.split())
    return Onglet(
        feuille.title, livre, cellules, notes, frozenset(entrees), frozenset(dates), _cadre(feuille, cellules)
    )


def _cadre(feuille: Any, cellules: dict[Ou, Any]) -> Cadre | None:
    """Our tables end with the sentinel."""
    for tableau in feuille.tables.values():
        gauche, haut, droite, bas = range_boundaries(tableau.ref)
        titres = {str(cellules.get((haut, c))): c for c in range(gauche, droite + 1)}
        sentinelle = next((lg for lg in range(bas, haut, -1) if cellules.get((lg, gauche)) == SENTINELLE), None)
        if sentinelle:
            return Cadre(haut, sentinelle, titres)
    return None


def lire_pertes(pack: Path) -> str:
    """Everything that the files of losses say, as a spreadsheet program would read them."""
    textes: list[str] = []
    for chemin in sorted(pack.glob("non repris*.csv")):
        lignes = csv.reader(io.StringIO(chemin.read_text(encoding="utf-8-sig"), newline=""), delimiter=";")
        textes += [cellule.removeprefix("'") for ligne in lignes for cellule in ligne]
    return "\n".join(textes)
