"""What a built file says of itself (see ``liens.plan``): which thing each cell is, and what it was seeded with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

Position = tuple[int, int]
Valeurs = Mapping[str, Any]


@dataclass(frozen=True)
class PlanBloc:
    """A table or fields as written. Rows and columns count from 1; ``fin`` is the last row, sentinel included.

    Attributes:
        cles: identities of the rows, in order.
        table: name of the Excel table, None for a fixed block.
        ajoutees: columns that a person had added.
        entrees: row and column of the input cells of a fixed block.
        graines: what the program seeded: values by column, by row; rows that a person deleted included.
        rangs_de_colonnes: column of the sheet of each column, () when they are the first ones.
    """

    id: str
    entete: int
    fin: int
    colonnes: tuple[str, ...]
    titres: tuple[str, ...]
    cles: tuple[str, ...]
    table: str | None = None
    total: int | None = None
    champs: bool = False
    bandeaux: Mapping[str, int] = field(default_factory=dict)
    ajoutees: tuple[str, ...] = ()
    entrees: frozenset[tuple[str, str]] = frozenset()
    graines: Mapping[str, Valeurs] = field(default_factory=dict)
    rangs_de_colonnes: tuple[int, ...] = ()

    @property
    def gauche(self) -> int:
        """First column."""
        return min(self.places.values(), default=1)

    @property
    def droite(self) -> int:
        """Last column."""
        return max(self.places.values(), default=0)

    @property
    def debut(self) -> int:
        """First row of the block, strips above the header included."""
        return min([self.entete, *self.bandeaux.values()])

    @property
    def dernier(self) -> int:
        """Last row of the block, total included."""
        return self.total or self.fin

    def ligne(self, rang: int) -> int:
        """Row of the ``rang``-th declared line."""
        return self.entete + 1 + rang

    def titre(self, colonne: str) -> str:
        """Title of a column."""
        return self._titres[colonne]

    def colonne_en(self, rang: int) -> str | None:
        """Identity of the column that stands in a column of the sheet."""
        return self._par_place.get(rang)

    @cached_property
    def rangs(self) -> Mapping[str, int]:
        """Rank of each row by its identity."""
        return {cle: rang for rang, cle in enumerate(self.cles)}

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Column number of each column by its identity."""
        rangs = self.rangs_de_colonnes or range(1, len(self.colonnes) + 1)
        return dict(zip(self.colonnes, rangs, strict=True))

    @cached_property
    def _titres(self) -> Mapping[str, str]:
        return dict(zip(self.colonnes, self.titres, strict=True))

    @cached_property
    def _par_place(self) -> Mapping[int, str]:
        return {rang: ident for ident, rang in self.places.items()}


@dataclass(frozen=True)
class PlanFeuille:
    """A sheet as written. ``textes``: constants outside the data of blocks; ``notes``: the program's own."""

    id: str
    nom: str
    hauteur: int
    largeur: int
    textes: Mapping[Position, Any]
    blocs: Mapping[str, PlanBloc]
    notes: Mapping[Position, str] = field(default_factory=dict)
    dessins: int = 0

    def bloc_de(self, ligne: int, colonne: int) -> PlanBloc | None:
        """The block a cell belongs to; what stands beside one, before the next at its right, is its own."""
        rangee = [b for b in self.blocs.values() if b.debut <= ligne <= b.dernier and b.gauche <= colonne]
        return max(rangee, key=lambda b: b.gauche, default=None)


def _bloc(ident: str, brut: Mapping[str, Any], graines: Mapping[str, Any]) -> PlanBloc:
    return PlanBloc(
        ident,
        brut["entete"],
        brut["fin"],
        tuple(brut["colonnes"]),
        tuple(brut["titres"]),
        tuple(brut["ids"] if "ids" in brut else brut["lignes"]),
        brut.get("table"),
        brut.get("total"),
        brut.get("champs", False),
        brut.get("bandeaux", {}),
        tuple(brut.get("ajoutees", ())),
        frozenset((cle, colonne) for cle, colonne in brut.get("entrees", ())),
        {
            cle: {col: valeurs[rang] for col, valeurs in graines["colonnes"].items()}
            for rang, cle in enumerate(graines["ids"])
        },
        tuple(brut.get("places", ())),
    )


def lire_plans(meta: Mapping[str, Any]) -> dict[str, PlanFeuille]:
    """Plans of a workbook, by identity of the sheet. A file without plans raises KeyError."""
    return {
        brut["id"]: PlanFeuille(
            brut["id"],
            nom,
            brut["hauteur"],
            brut["largeur"],
            {(ligne, colonne): texte for ligne, colonne, texte in brut["textes"]},
            {ident: _bloc(ident, bloc, brut["graines"][ident]) for ident, bloc in brut["blocs"].items()},
            {(ligne, colonne): texte for ligne, colonne, texte in brut["notes"]},
            brut["dessins"],
        )
        for nom, brut in meta["plans"].items()
    }
