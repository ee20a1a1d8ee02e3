"""What the linker hands to the writer: cells at addresses, formulas final. No name is left to resolve."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from chargeprod_xl.gabarits.declaration import Tapee
from chargeprod_xl.gabarits.modele import Page, Repere


@dataclass(frozen=True)
class LienPose:
    """A link to a defined name of the workbook, and what is shown while the mouse is over it."""

    nom: str
    bulle: str


class CellulePosee(NamedTuple):
    """One cell. ``role``: donnee, saisie, force, calcul, lien, entete, titre…; ``style``: emphasis of its row.

    ``tapee`` is what a person typed in a former pack: it is what the cell shows, whatever was declared. ``format`` is
    a number format of her own, where the program declares none. ``patron`` is the formula with its row left open, the
    same down a column ("" when there is none). ``hyperlien`` leads to a file or a sheet, ``raccourci`` to a named cell.
    ``mesure`` is a text as long as that of the formula may be.
    """

    valeur: Any = None
    formule: str | None = None
    role: str = "donnee"
    type: str = "texte"
    style: str = ""
    hyperlien: str | None = None
    aide: str = ""
    tapee: Tapee | None = None
    format: str = ""
    patron: str = ""
    raccourci: LienPose | None = None
    mesure: str = ""

    @property
    def montree(self) -> Any:
        """The constant that the cell shows, None when it shows a result."""
        return self.valeur if self.tapee is None else None if self.tapee.formule else self.tapee.valeur


@dataclass(frozen=True)
class TablePosee:
    """An Excel table: name, corners, column titles with their calculated formula."""

    nom: str
    l1: int
    c1: int
    l2: int
    c2: int
    colonnes: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True)
class GraphePose:
    """A chart; references are final ``'Feuille'!$A$1:$A$9``."""

    ligne: int
    genre: str
    titre: str
    categories: str
    series: tuple[tuple[str, str, str], ...]
    hauteur: float
    largeur: float
    diviseur: str
    empile: bool


@dataclass(frozen=True)
class NotePosee:
    """A note that a person left on a cell."""

    texte: str
    auteur: str


@dataclass(frozen=True)
class FondPose:
    """A ground that a person gave to a cell: a colour, or a colour of the theme with its tint."""

    rgb: str | None
    theme: int | None
    teinte: float


@dataclass
class FeuillePosee:
    """A sheet ready to be written. ``niveaux``: rows that fold, and how deep.

    ``lettre``: a letter, printed from row ``haut`` on the width of its columns, each text across some of them
    (``fusions``: the last column, by cell). ``image``: row and bytes of its logo.
    """

    nom: str
    onglet: str
    cellules: dict[tuple[int, int], CellulePosee] = field(default_factory=dict)
    notes: dict[tuple[int, int], NotePosee] = field(default_factory=dict)
    fonds: dict[tuple[int, int], FondPose] = field(default_factory=dict)
    largeurs: dict[int, float] = field(default_factory=dict)
    masquees: set[int] = field(default_factory=set)
    tables: list[TablePosee] = field(default_factory=list)
    listes: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    graphes: list[GraphePose] = field(default_factory=list)
    sauts: list[int] = field(default_factory=list)
    niveaux: dict[int, int] = field(default_factory=dict)
    #: Rows that must not end a page: the next one belongs with them.
    solidaires: set[int] = field(default_factory=set)
    entetes: list[tuple[int, int, int]] = field(default_factory=list)
    figer: tuple[int, int] = (5, 2)
    titres_impression: tuple[int, int] | None = None
    largeur_imprimee: int = 2
    hauteur: int = 4
    page: Page = field(default_factory=Page)
    protegee: bool = False
    masquee: bool = False
    source: str = ""
    lettre: bool = False
    haut: int = 1
    fusions: dict[tuple[int, int], int] = field(default_factory=dict)
    image: tuple[int, bytes] | None = None


@dataclass(frozen=True)
class FeuilleAjoutee:
    """A sheet that a person added: the file it is read from, its name, the sheet it stood after ("" = first)."""

    source: Path
    nom: str
    apres: str


@dataclass
class Propre:
    """What a person added to a workbook besides cells.

    Attributes:
        feuilles: her sheets.
        noms: her defined names.
        liens: her links to other files, after those of the program: file they are read from, number there.
        traduire: rewrites a formula of one of her sheets (None: what it spoke of is gone).
        pertes: what could not be carried, once written: sheet, cell, what, content.
    """

    feuilles: list[FeuilleAjoutee] = field(default_factory=list)
    noms: dict[str, str] = field(default_factory=dict)
    liens: list[tuple[Path, int]] = field(default_factory=list)
    traduire: Callable[[str, str], str | None] = lambda formule, _: formule
    pertes: list[tuple[str, str, str, str]] = field(default_factory=list)


@dataclass
class ClasseurPose:
    """A workbook ready to be written. ``liens``: files it reads, in the order of their ``[n]`` index."""

    id: str
    fichier: str
    titre: str
    feuilles: list[FeuillePosee]
    noms: dict[str, str]
    liens: list[tuple[str, tuple[str, ...]]]
    meta: dict[str, Any] = field(default_factory=dict)
    propre: Propre = field(default_factory=Propre)


@dataclass
class PackPose:
    """The pack ready to be written."""

    classeurs: list[ClasseurPose]
    disposition: str
    schema: int = 1
    reperes: tuple[Repere, ...] = ()
