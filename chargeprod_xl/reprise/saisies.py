"""What is found in an edited pack, by identity: cells of fields, rows of tables, notes, what stands beside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chargeprod_xl.classeurs.classeur_lu import ClasseurLu, Fond, NoteLue
from chargeprod_xl.gabarits.declaration import Tapee
from chargeprod_xl.reprise.plans import PlanFeuille, Position, Valeurs
from chargeprod_xl.reprise.reperage import Axes


@dataclass(frozen=True)
class LigneLue:
    """A row of a table. ``id`` is "" when a person added it; ``copie_de`` is the row it bears the identity of.

    ``cellules``: what the row holds, by column; a calculated column is there only when it was typed over.
    ``effacees``: calculated columns whose cell was emptied.
    """

    id: str
    rang: int
    cellules: Mapping[str, Tapee]
    copie_de: str = ""
    effacees: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ColonneLue:
    """A column that a person added: its title, the declared column it follows, its place in the file."""

    id: str
    titre: str
    apres: str
    rang: int


@dataclass(frozen=True)
class TableLue:
    """A table that people extend.

    Attributes:
        feuille, bloc: identity.
        ecrites: identities of the rows as they were written, in order.
        graines: what the program had seeded in each row.
        entete, fin: first and last row in the file, header and sentinel included.
        sentinelle: row of the sentinel, None when it was deleted.
        colonnes: column number in the file of each declared column that is still there.
        titres: titles of declared columns that were changed.
        calculees: columns where the program had written formulas.
        perdues: declared columns that were deleted.
        nom: name of the sheet in the file.
    """

    feuille: str
    bloc: str
    lignes: tuple[LigneLue, ...]
    ecrites: tuple[str, ...]
    graines: Mapping[str, Valeurs]
    entete: int
    fin: int
    sentinelle: int | None
    colonnes: Mapping[str, int]
    ajoutees: tuple[ColonneLue, ...] = ()
    titres: Mapping[str, str] = field(default_factory=dict)
    calculees: frozenset[str] = frozenset()
    nom: str = ""
    perdues: frozenset[str] = frozenset()

    @property
    def perso(self) -> frozenset[str]:
        """Columns that a person added."""
        return frozenset(c.id for c in self.ajoutees)


@dataclass(frozen=True)
class LigneInseree:
    """A row that a person inserted in a fixed block: after which declared row, what it holds by column."""

    bloc: str
    cle: str
    apres: str
    rang: int
    cellules: Mapping[str, Tapee]


@dataclass(frozen=True)
class FeuilleRecoltee:
    """A built sheet found again.

    Attributes:
        nom: its name in the file.
        fixes: cells of fixed blocks by (block, row, column), typed over or not.
        ecrasees: those of them where the program had written a formula.
        libres: what stands where the program wrote nothing, by place in the file.
        notes: notes that are not the program's, by place in the file.
        fonds: cells that people coloured.
        inserees: rows added in fixed blocks, this time or before.
        cassees: formulas of the program that a deletion broke.
        effacees: cells outside tables that held a formula of the program and were emptied.
        retouchees: texts of the program that were changed: place, former text, present one.
    """

    plan: PlanFeuille
    classeur: str
    nom: str
    axes: Axes
    tables: Mapping[str, TableLue]
    fixes: Mapping[tuple[str, str, str], Tapee]
    libres: Mapping[Position, Tapee]
    notes: Mapping[Position, NoteLue]
    ecrasees: frozenset[tuple[str, str, str]] = frozenset()
    retouchees: tuple[tuple[Position, str, str], ...] = ()
    dessins: tuple[str, ...] = ()
    inserees: tuple[LigneInseree, ...] = ()
    fonds: Mapping[Position, Fond] = field(default_factory=dict)
    cassees: int = 0
    effacees: tuple[Position, ...] = ()


@dataclass(frozen=True)
class FeuillePropre:
    """A sheet that a person added; ``apres`` is the identity of the built sheet it follows ("" for none)."""

    classeur: str
    nom: str
    apres: str


@dataclass(frozen=True)
class Recolte:
    """An edited pack, read.

    ``unique``: one file for all; ``absentes``: built sheets that were deleted (file, name, identity); ``raccourcis``:
    defined names, in small letters, that the program had given to what its links lead to.
    """

    classeurs: tuple[ClasseurLu, ...]
    schema: int
    unique: bool
    feuilles: Mapping[str, FeuilleRecoltee]
    propres: tuple[FeuillePropre, ...] = ()
    absentes: tuple[tuple[str, str, str], ...] = ()
    raccourcis: frozenset[str] = frozenset()

    def table(self, feuille: str, bloc: str) -> TableLue | None:
        """A table by identity of its sheet and block."""
        trouvee = self.feuilles.get(feuille)
        return trouvee.tables.get(bloc) if trouvee else None
