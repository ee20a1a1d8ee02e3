"""Where each cell of the former files is in the rebuilt ones."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from chargeprod_xl.reprise.chemins import Chemin, Passage, de_cellule, de_colonne, de_feuille, feuille_de
from chargeprod_xl.reprise.plans import PlanBloc, PlanFeuille, Position
from chargeprod_xl.reprise.saisies import FeuilleRecoltee, LigneInseree, TableLue

#: Identity of a sheet, row, column.
Place = tuple[str, int, int]


class Index:
    """Places of the rebuilt pack, by path."""

    def __init__(self, plans: Mapping[str, PlanFeuille]) -> None:
        self.plans = plans
        self.fixes: dict[Chemin, Place] = {}
        self.blocs: dict[Chemin, tuple[str, PlanBloc]] = {}
        for plan in plans.values():
            for bloc in plan.blocs.values():
                self.blocs[*de_feuille(plan.id), bloc.id] = plan.id, bloc
                for cle, rang in () if bloc.table else bloc.rangs.items():
                    for colonne, col in bloc.places.items():
                        chemin = de_cellule(plan.id, bloc.id, bloc.champs, cle, colonne)
                        self.fixes[chemin] = plan.id, bloc.ligne(rang), col


@dataclass(frozen=True)
class Carte:
    """One sheet of the former pack. ``identites``: by block, the row that each row of the file became."""

    feuille: FeuilleRecoltee
    index: Index
    pas: Passage
    identites: Mapping[str, Mapping[int, str]]

    def nouvelle(self, ou: Position) -> Place | None:
        """Where a cell went; None when its row, its column or its field is gone."""
        ligne, colonne = ou
        if self.en_colonne_inseree(ou):
            return None
        for table in self.feuille.tables.values():
            if table.entete <= ligne <= table.fin:
                return self._en_table(table, ligne, colonne)
        if inseree := self._inseree(ou):
            return self._en_fixe(
                self.feuille.plan.blocs[inseree.bloc], inseree.cle, self._colonnes.get(colonne, colonne)
            )
        ecrite = self._lignes.get(ligne)
        bloc = self._bloc_a(ecrite, colonne)
        if ecrite is None or bloc is None:
            return self._hors_bloc(ligne, ecrite, colonne)
        if bloc.table:
            return self._autour(bloc, ecrite, colonne)
        return self._en_bloc(bloc, ecrite, self._colonnes.get(colonne, colonne))

    def en_colonne_inseree(self, ou: Position) -> bool:
        """True in a column that someone inserted inside a fixed block."""
        bloc = self._bloc_a(self._lignes.get(ou[0]), ou[1])
        if inseree := self._inseree(ou):
            bloc = self.feuille.plan.blocs[inseree.bloc]
        return bool(bloc and not bloc.table and self._dedans(bloc, ou[1]))

    def _bloc_a(self, ecrite: int | None, colonne: int) -> PlanBloc | None:
        """The block that stands on a written row, at a column of the file."""
        return self.feuille.plan.bloc_de(ecrite, self._a_gauche(colonne)) if ecrite else None

    def _a_gauche(self, colonne: int) -> int:
        """Written column of a column of the file; that of its neighbour at the left for an inserted one."""
        rang = bisect_right(self._connues, colonne)
        return self._colonnes[self._connues[rang - 1]] if rang else colonne

    def _inseree(self, ou: Position) -> LigneInseree | None:
        """The inserted row a cell belongs to: that of the block at its left, where several stand side by side."""
        colonne, blocs = self._a_gauche(ou[1]), self.feuille.plan.blocs
        siennes = [x for x in self._inserees.get(ou[0], ()) if blocs[x.bloc].gauche <= colonne]
        return max(siennes, key=lambda x: blocs[x.bloc].gauche, default=None)

    def _dedans(self, bloc: PlanBloc, colonne: int) -> bool:
        places = [la for c in bloc.places.values() if (la := self.feuille.axes.colonnes.get(c))]
        return colonne not in self._colonnes and colonne < max(places, default=0)

    @cached_property
    def ligne_d_entete(self) -> int:
        """Row of the header of the longest block, in the file."""
        blocs = self.feuille.plan.blocs.values()
        plus_long = max(blocs, key=lambda b: len(b.cles), default=None)
        if plus_long is None:
            return 1
        table = self.feuille.tables.get(plus_long.id)
        return table.entete if table else self.feuille.axes.lignes.get(plus_long.entete, 1)

    @cached_property
    def _inserees(self) -> Mapping[int, Sequence[LigneInseree]]:
        par_rang: dict[int, list[LigneInseree]] = {}
        for inseree in self.feuille.inserees:
            par_rang.setdefault(inseree.rang, []).append(inseree)
        return par_rang

    @cached_property
    def _lignes(self) -> Mapping[int, int]:
        return {la: ecrite for ecrite, la in self.feuille.axes.lignes.items()}

    @cached_property
    def _connues(self) -> Sequence[int]:
        return sorted(self._colonnes)

    @cached_property
    def _colonnes(self) -> Mapping[int, int]:
        return {la: ecrite for ecrite, la in self.feuille.axes.colonnes.items()}

    def _bloc(self, bloc: str) -> tuple[str, PlanBloc] | None:
        """The block as rebuilt, with its sheet."""
        return self.index.blocs.get(self.pas.suivre((*de_feuille(self.feuille.plan.id), bloc)))

    def _en_table(self, table: TableLue, ligne: int, colonne: int) -> Place | None:
        trouve = self._bloc(table.bloc)
        if trouve is None:
            return None
        feuille, neuf = trouve
        rang = neuf.entete if ligne == table.entete else neuf.fin
        if ligne not in {table.entete, table.sentinelle}:
            cle = self.identites.get(table.bloc, {}).get(ligne)
            if cle is None or cle not in neuf.rangs:
                return None
            rang = neuf.ligne(neuf.rangs[cle])
        place = self._colonne_de_table(table, neuf, colonne)
        return None if place is None else (feuille, rang, place)

    def _colonne_de_table(self, table: TableLue, neuf: PlanBloc, colonne: int) -> int | None:
        par_rang = {rang: c for c, rang in table.colonnes.items()} | {c.rang: c.id for c in table.ajoutees}
        if colonne in par_rang:
            depart = (*de_feuille(table.feuille), table.bloc)
            arrivee = self.pas.suivre(de_colonne(table.feuille, table.bloc, par_rang[colonne]))
            return neuf.places.get(".".join(arrivee[len(depart) :]))
        droite = max(par_rang)
        return neuf.droite + colonne - droite if colonne > droite else None

    def _autour(self, bloc: PlanBloc, ecrite: int, colonne: int) -> Place | None:
        """Strips above a table, and its total."""
        trouve, table = self._bloc(bloc.id), self.feuille.tables.get(bloc.id)
        if trouve is None or table is None:
            return None
        feuille, neuf = trouve
        bandeau = next((b for b, lg in bloc.bandeaux.items() if lg == ecrite), None)
        ligne = neuf.bandeaux.get(bandeau) if bandeau else neuf.total if ecrite == bloc.total else None
        place = self._colonne_de_table(table, neuf, colonne)
        return None if ligne is None or place is None else (feuille, ligne, place)

    def _en_bloc(self, bloc: PlanBloc, ecrite: int, colonne: int) -> Place | None:
        """A cell of a fixed block, or beside it."""
        trouve = self._bloc(bloc.id)
        rang = ecrite - bloc.entete - 1
        if 0 <= rang < len(bloc.cles):
            return self._en_fixe(bloc, bloc.cles[rang], colonne)
        if trouve is None:
            return None
        feuille, neuf = trouve
        bandeau = next((b for b, lg in bloc.bandeaux.items() if lg == ecrite), None)
        ligne = neuf.bandeaux.get(bandeau) if bandeau else neuf.entete if ecrite == bloc.entete else neuf.total
        if ligne is None:
            return None
        if colonne > bloc.droite:
            return feuille, ligne, neuf.droite + colonne - bloc.droite
        place_colonne = neuf.places.get(bloc.colonne_en(colonne) or "")
        return None if place_colonne is None else (feuille, ligne, place_colonne)

    def _en_fixe(self, bloc: PlanBloc, cle: str, colonne: int) -> Place | None:
        """A row of a fixed block by its identity, or what stands beside it."""
        ident = bloc.colonne_en(min(colonne, bloc.droite))
        if ident is None:
            return None
        chemin = de_cellule(self.feuille.plan.id, bloc.id, bloc.champs, cle, ident)
        place = self.index.fixes.get(self.pas.suivre(chemin))
        if place is None or colonne <= bloc.droite:
            return place
        return place[0], place[1], place[2] + colonne - bloc.droite

    def _hors_bloc(self, ligne: int, ecrite: int | None, colonne: int) -> Place | None:
        """Above, between and below blocks: at the same distance from the block before."""
        avant = [b for b in self.feuille.plan.blocs.values() if self._fin(b) < ligne]
        ident = self.pas.suivre(de_feuille(self.feuille.plan.id))
        neuf = self.index.plans.get(feuille_de(ident, self.index.plans))
        if neuf is None:
            return None
        col = self._colonnes.get(colonne, colonne)
        if not avant:
            debut = min([b.debut for b in neuf.blocs.values()], default=ligne + 1)
            return (neuf.id, ecrite or ligne, col) if (ecrite or ligne) < debut else None
        dernier = max(avant, key=self._fin)
        trouve = self._bloc(dernier.id)
        if trouve is None:
            return None
        feuille, bloc = trouve
        place = bloc.dernier + ligne - self._fin(dernier)
        suivants = [b.debut for b in self.index.plans[feuille].blocs.values() if b.debut > bloc.dernier]
        return (feuille, place, col) if place < min(suivants, default=place + 1) else None

    def _fin(self, bloc: PlanBloc) -> int:
        """Last row of a block in the file."""
        table = self.feuille.tables.get(bloc.id)
        total = self.feuille.axes.lignes.get(bloc.total or 0, 0)
        if table:
            return max(table.fin, total)
        return max([total, *(self.feuille.axes.lignes.get(lg, 0) for lg in range(bloc.entete, bloc.fin + 1))])
