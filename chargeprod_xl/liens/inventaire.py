"""What a file must hold, written on its own meta sheet: where its formulas stand and what they say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from chargeprod_xl.liens.formules import adresse, en_r1c1
from chargeprod_xl.liens.pose import CellulePosee, FeuillePosee, TablePosee

Position = tuple[int, int]


def _hors_tables(feuille: FeuillePosee) -> dict[Position, CellulePosee]:
    """The formula cells that belong to no Excel table."""
    return {
        (lg, col): cellule
        for (lg, col), cellule in feuille.cellules.items()
        if cellule.formule and not any(t.l1 <= lg <= t.l2 and t.c1 <= col <= t.c2 for t in feuille.tables)
    }


def _suites(nombres: Iterable[int]) -> list[tuple[int, int]]:
    """Runs of consecutive numbers: 5, 6, 7, 9 → (5, 7), (9, 9)."""
    suites: list[tuple[int, int]] = []
    for n in sorted(nombres):
        if suites and suites[-1][1] == n - 1:
            suites[-1] = (suites[-1][0], n)
        else:
            suites.append((n, n))
    return suites


def rectangles(positions: Iterable[Position]) -> list[str]:
    """Cells as few A1 ranges: runs along each row, then equal runs of consecutive rows joined."""
    par_ligne: dict[int, list[int]] = defaultdict(list)
    for lg, col in positions:
        par_ligne[lg].append(col)
    par_suite: dict[tuple[int, int], list[int]] = defaultdict(list)
    for lg, colonnes in par_ligne.items():
        for suite in _suites(colonnes):
            par_suite[suite].append(lg)
    coins = sorted((l1, c1, l2, c2) for (c1, c2), lignes in par_suite.items() for l1, l2 in _suites(lignes))
    return [
        adresse(l1, c1) if (l1, c1) == (l2, c2) else f"{adresse(l1, c1)}:{adresse(l2, c2)}" for l1, c1, l2, c2 in coins
    ]


def _groupes(cellules: Mapping[Position, CellulePosee]) -> list[list[str]]:
    """Cells that hold one formula filled along: their ranges, and the formula as the first of them has it."""
    groupes: dict[str, list[Position]] = defaultdict(list)
    connus: dict[tuple[str, int], str] = {}
    for position in sorted(cellules):
        cellule, (_, col) = cellules[position], position
        cle = (cellule.patron, col)
        # Down a column one pattern is one R1C1 formula: translating it once is enough.
        relative = connus.get(cle) or en_r1c1(cellule.formule or "", *position)
        if cellule.patron:
            connus[cle] = relative
        groupes[relative].append(position)
    return [[" ".join(rectangles(siennes)), cellules[siennes[0]].formule or ""] for siennes in groupes.values()]


def _table(table: TablePosee) -> dict[str, Any]:
    return {
        "plage": f"{adresse(table.l1, table.c1)}:{adresse(table.l2, table.c2)}",
        "colonnes": [titre for titre, _ in table.colonnes],
        "formules": {titre: formule for titre, formule in table.colonnes if formule},
    }


def inventorier(feuilles: Iterable[FeuillePosee], classeurs: Sequence[str]) -> dict[str, Any]:
    """The inventory of one file: the files of its pack, and for each sheet its formulas and its tables."""
    return {
        "classeurs": list(classeurs),
        "feuilles": {
            feuille.nom: {
                "formules": _groupes(_hors_tables(feuille)),
                "tables": {table.nom: _table(table) for table in feuille.tables},
            }
            for feuille in feuilles
        },
    }
