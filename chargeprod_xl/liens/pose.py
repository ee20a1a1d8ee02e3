"""What the linker hands to the writer: cells at addresses, formulas final. No name is left to resolve."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from chargeprod_xl.gabarits.modele import Page


@dataclass(frozen=True)
class CellulePosee:
    """One cell. ``role``: donnee, saisie, force, calcul, lien, entete, titre…; ``style``: emphasis of its row."""

    valeur: Any = None
    formule: str | None = None
    role: str = "donnee"
    type: str = "texte"
    style: str = ""
    hyperlien: str | None = None
    aide: str = ""


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


@dataclass
class FeuillePosee:
    """A sheet ready to be written."""

    nom: str
    onglet: str
    cellules: dict[tuple[int, int], CellulePosee] = field(default_factory=dict)
    largeurs: dict[int, float] = field(default_factory=dict)
    masquees: set[int] = field(default_factory=set)
    tables: list[TablePosee] = field(default_factory=list)
    listes: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    graphes: list[GraphePose] = field(default_factory=list)
    sauts: list[int] = field(default_factory=list)
    entetes: list[tuple[int, int, int]] = field(default_factory=list)
    figer: tuple[int, int] = (5, 2)
    titres_impression: tuple[int, int] | None = None
    largeur_imprimee: int = 2
    hauteur: int = 4
    page: Page = field(default_factory=Page)
    protegee: bool = False
    masquee: bool = False
    source: str = ""


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


@dataclass
class PackPose:
    """The pack ready to be written."""

    classeurs: list[ClasseurPose]
    disposition: str
