"""Place in the edited file of anything that the program wrote: fixed lines by their axes, tables by their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chargeprod_xl.reprise.plans import PlanFeuille, Position
from chargeprod_xl.reprise.reperage import Axes
from chargeprod_xl.reprise.saisies import TableLue


@dataclass(frozen=True)
class Situation:
    """A written sheet and the file it is found in."""

    plan: PlanFeuille
    axes: Axes
    tables: Mapping[str, TableLue]

    def ou(self, ecrite: Position) -> Position | None:
        """Where a cell outside the body of tables stands now, None when its line is gone."""
        ligne, colonne = ecrite
        bloc = self.plan.bloc_de(ligne, colonne)
        table = self.tables.get(bloc.id) if bloc else None
        if bloc is None or table is None:
            return self.axes.ou(ecrite)
        if ligne == bloc.entete:
            la: int | None = table.entete
        elif ligne == bloc.fin:
            la = table.sentinelle
        else:
            la = self.axes.lignes.get(ligne)
        rang = table.colonnes.get(bloc.colonne_en(colonne) or "")
        return None if la is None or rang is None else (la, rang)

    def colonnes_de(self, bloc: str) -> list[int]:
        """Columns of a fixed block in the file."""
        return [la for col in self.plan.blocs[bloc].places.values() if (la := self.axes.colonnes.get(col))]

    def dans_une_table(self, ou: Position) -> bool:
        """True for the header and the rows of a table, sentinel left out."""
        return any(
            t.entete <= ou[0] <= t.fin and ou[0] != t.sentinelle and ou[1] in _colonnes(t) for t in self.tables.values()
        )


def _colonnes(table: TableLue) -> set[int]:
    return {*table.colonnes.values(), *(c.rang for c in table.ajoutees)}
