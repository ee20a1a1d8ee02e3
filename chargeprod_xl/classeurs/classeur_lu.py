"""A workbook as it was saved, in plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

from chargeprod_xl.classeurs.valeurs import Valeur
from chargeprod_xl.liens.formules import Tableau

Position = tuple[int, int]
#: How the name of the hidden sheet begins that says what a workbook is; here, because readers never need the writer.
FEUILLE_META = "_meta"
Etat = Literal["visible", "hidden", "veryHidden"]


class Fond(NamedTuple):
    """A plain ground: a colour (``FFFFFF00``), or a colour of the theme with its tint."""

    rgb: str | None
    theme: int | None = None
    teinte: float = 0.0


class CelluleLue(NamedTuple):
    """A cell: stored value, and formula (without ``=``) when it has one. A pack has 150,000 of them.

    Attributes:
        valeur: what the file shows, None when empty or never computed.
        formule: the formula, expanded when it was shared.
        est_date: the number format shows a date.
        matrice: the range of an array formula, on the cell that holds it.
        format: code of the number format.
    """

    valeur: Valeur
    formule: str | None = None
    est_date: bool = False
    matrice: str | None = None
    format: str = "General"


@dataclass(frozen=True)
class NoteLue:
    """A note on a cell; ``auteur`` is "" when whoever saved the file did not keep it.

    A thread of comments is one note: « auteur : message », a line each.
    """

    texte: str
    auteur: str


@dataclass(frozen=True)
class FeuilleLue:
    """A sheet: its cells by (row, column), the part it was read from, and what people put beside the cells.

    Attributes:
        hyperliens: by cell, an address or ``#`` and a place of the workbook; links made by formulas are not here.
        dessins: one word per object drawn over the sheet (graphique, image, forme).
        fonds: cells, empty ones too, whose ground is none of the house style: a person coloured them.
    """

    nom: str
    cellules: Mapping[Position, CelluleLue]
    etat: Etat = "visible"
    partie: str = ""
    notes: Mapping[Position, NoteLue] = field(default_factory=dict)
    hyperliens: Mapping[Position, str] = field(default_factory=dict)
    dessins: tuple[str, ...] = ()
    fonds: Mapping[Position, Fond] = field(default_factory=dict)


@dataclass(frozen=True)
class NomDefini:
    """A defined name; ``feuille`` is None when it serves the whole workbook."""

    nom: str
    formule: str
    feuille: str | None = None
    cache: bool = False


@dataclass(frozen=True)
class LienExterne:
    """The ``[n]`` of formulas: target file name, its sheets, and the values kept from them.

    A sheet of ``feuilles`` that is not in ``feuilles_en_cache`` was never read from the target.
    """

    cible: str
    feuilles: tuple[str, ...]
    cache: Mapping[tuple[str, int, int], Valeur]
    feuilles_en_cache: frozenset[str] = frozenset()
    partie: str = ""


@dataclass(frozen=True)
class ClasseurLu:
    """A workbook; ``liens_externes`` are in ``[n]`` order, date serials are those of the 1900 system."""

    chemin: Path
    feuilles: tuple[FeuilleLue, ...]
    tableaux: tuple[Tableau, ...] = ()
    noms: tuple[NomDefini, ...] = ()
    liens_externes: tuple[LienExterne, ...] = ()
    date_1904: bool = False
    iteration: bool = False
    proprietes: Mapping[str, str] = field(default_factory=dict)

    @property
    def nom(self) -> str:
        """The file name."""
        return self.chemin.name

    def feuille(self, nom: str) -> FeuilleLue | None:
        """A sheet by its name, without case."""
        return next((feuille for feuille in self.feuilles if feuille.nom.lower() == nom.lower()), None)
