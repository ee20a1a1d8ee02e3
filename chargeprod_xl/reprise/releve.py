"""The harvest in the identities of today: migrations applied, sheets left behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from chargeprod_xl.gabarits.declaration import Tapee
from chargeprod_xl.liens.formules import adresse
from chargeprod_xl.reprise.chemins import Chemin, Passage, de_cellule, de_colonne, de_feuille
from chargeprod_xl.reprise.plans import Valeurs
from chargeprod_xl.reprise.saisies import FeuilleRecoltee, LigneInseree, LigneLue, Recolte, TableLue


@dataclass(frozen=True)
class CelluleRelevee:
    """A cell of a fixed block, with what the program had put there. ``ecrasee``: that was a formula."""

    tapee: Tapee
    graine: Any
    ecrasee: bool
    classeur: str
    feuille: str
    repere: str


@dataclass(frozen=True)
class Releve:
    """Cells of fixed blocks, tables, and rows inserted in fixed blocks with their sheet, by path."""

    fixes: Mapping[Chemin, CelluleRelevee]
    tables: Mapping[Chemin, TableLue]
    inserees: Mapping[Chemin, Sequence[tuple[FeuilleRecoltee, LigneInseree]]]


def relever(recolte: Recolte, pas: Passage) -> Releve:
    """The harvest by present paths."""
    fixes: dict[Chemin, CelluleRelevee] = {}
    tables: dict[Chemin, TableLue] = {}
    inserees: dict[Chemin, list[tuple[FeuilleRecoltee, LigneInseree]]] = {}
    for feuille in recolte.feuilles.values():
        fixes |= _fixes(feuille, pas)
        for table in feuille.tables.values():
            chemin = pas.suivre((*de_feuille(table.feuille), table.bloc))
            tables[chemin] = _renommee(table, chemin, pas)
        for ligne in feuille.inserees:
            chemin = pas.suivre((*de_feuille(feuille.plan.id), ligne.bloc))
            inserees.setdefault(chemin, []).append((feuille, ligne))
    return Releve(fixes, tables, inserees)


def _fixes(feuille: FeuilleRecoltee, pas: Passage) -> dict[Chemin, CelluleRelevee]:
    plan, sortie = feuille.plan, {}
    for (bloc, cle, colonne), tapee in feuille.fixes.items():
        b = plan.blocs[bloc]
        ecrite = b.ligne(b.rangs[cle]), b.places[colonne]
        la = feuille.axes.ou(ecrite)
        sortie[pas.suivre(de_cellule(plan.id, bloc, b.champs, cle, colonne))] = CelluleRelevee(
            tapee,
            b.graines.get(cle, {}).get(colonne),
            (bloc, cle, colonne) in feuille.ecrasees,
            feuille.classeur,
            feuille.nom,
            adresse(*(la or ecrite)),
        )
    return sortie


def _renommee(table: TableLue, chemin: Chemin, pas: Passage) -> TableLue:
    """The table with the present names of its columns."""
    noms = {c: _colonne(table, c, chemin, pas) for c in {*table.colonnes, *table.perdues, *_colonnes_semees(table)}}
    if all(a == b for a, b in noms.items()):
        return table

    def traduire(valeurs: Mapping[str, Any]) -> dict[str, Any]:
        return {noms.get(c, c): v for c, v in valeurs.items()}

    return replace(
        table,
        lignes=tuple(
            LigneLue(x.id, x.rang, traduire(x.cellules), x.copie_de, frozenset(noms.get(c, c) for c in x.effacees))
            for x in table.lignes
        ),
        graines={cle: traduire(valeurs) for cle, valeurs in table.graines.items()},
        colonnes=traduire(table.colonnes),
        titres=traduire(table.titres),
        calculees=frozenset(noms.get(c, c) for c in table.calculees),
        perdues=frozenset(noms.get(c, c) for c in table.perdues),
    )


def _colonnes_semees(table: TableLue) -> set[str]:
    graines: list[Valeurs] = list(table.graines.values())
    return set(graines[0]) if graines else set()


def _colonne(table: TableLue, colonne: str, chemin: Chemin, pas: Passage) -> str:
    """Present name of a column; one that left its table keeps its former path as a name nobody has."""
    arrivee = pas.suivre(de_colonne(table.feuille, table.bloc, colonne))
    return ".".join(arrivee[len(chemin) :] if arrivee[: len(chemin)] == chemin else arrivee)
