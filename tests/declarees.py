"""What the templates themselves say, for the tests that would otherwise keep it by hand.

Workbooks, their sheets, the flow between them, the tables where people add rows with a sample row of each, the bad
entry of each check: a workbook or a table added to the templates is then in these tests without a line of Python.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from chargeprod_xl.chargement import charger_film
from chargeprod_xl.construction import rendre_film
from chargeprod_xl.gabarits.declaration import Bloc, Feuille, PackDeclare
from chargeprod_xl.liens.disposition import disposer
from chargeprod_xl.liens.edition import formules_de
from chargeprod_xl.liens.noms import Cible, chercher, indexer
from chargeprod_xl.liens.references_a1 import lettre_colonne
from chargeprod_xl.liens.resolution import noms_de

DEMO = Path(__file__).parent.parent / "demo"
#: Excel counts days from here.
ORIGINE = date(1899, 12, 30)
Contenu = str | float | None
Cle = tuple[str, str]


class Table(NamedTuple):
    """A table where people add rows: its workbook, its sheet, a title no other table of the sheet has."""

    classeur: str
    feuille: str
    titre: str
    bloc: Bloc


@lru_cache(maxsize=1)
def pack() -> PackDeclare:
    """The declarations of the demo film."""
    film, fautes = charger_film(DEMO)
    assert film is not None, fautes
    return rendre_film(film)


@lru_cache(maxsize=1)
def index() -> Mapping[str, Cible]:
    """Every name of the pack."""
    return indexer(feuille for classeur in pack().classeurs for feuille in disposer(classeur))


@lru_cache(maxsize=1)
def feuilles() -> Mapping[str, tuple[str, ...]]:
    """Titles of the sheets of each workbook, in the order of the flow."""
    return {c.id: tuple(f.nom for f in c.feuilles) for c in pack().classeurs}


@lru_cache(maxsize=1)
def classeur_de() -> Mapping[str, str]:
    """The workbook of each sheet, by title."""
    return {feuille: classeur for classeur, titres in feuilles().items() for feuille in titres}


@lru_cache(maxsize=1)
def aval() -> Mapping[str, tuple[str, ...]]:
    """Each workbook, then those whose figures come from it, near or far.

    ``projet`` also gathers the checks of all the others; that is no figure, and is not counted.
    """
    ordre = list(feuilles())
    amonts: dict[str, set[str]] = {nom: set() for nom in ordre}
    for classeur in pack().classeurs:
        for feuille, formule in formules_de(classeur):
            for nom in noms_de(formule):
                amonts[classeur.id] |= {c.classeur for c in chercher(index(), nom, classeur.id, feuille.id)}
    lus = {nom: [a for a in ordre[: ordre.index(nom)] if a in amonts[nom]] for nom in ordre}
    sortie: dict[str, tuple[str, ...]] = {}
    for source in ordre:
        touches = {source}
        for nom in ordre:
            if touches & set(lus[nom]):
                touches.add(nom)
        sortie[source] = tuple(nom for nom in ordre if nom in touches)
    return sortie


@lru_cache(maxsize=1)
def extensibles() -> tuple[Table, ...]:
    """Every table where people add rows."""
    return tuple(
        Table(classeur.id, feuille.nom, _titre_propre(feuille, bloc), bloc)
        for classeur in pack().classeurs
        for feuille in classeur.feuilles
        for bloc in feuille.blocs
        if isinstance(bloc, Bloc) and bloc.extensible
    )


def _titre_propre(feuille: Feuille, bloc: Bloc) -> str:
    autres = {c.titre for b in feuille.blocs if isinstance(b, Bloc) and b is not bloc for c in b.colonnes}
    return next(c.titre for c in bloc.colonnes if c.titre not in autres)


def exemple(table: Table) -> Mapping[str, Any]:
    """A row that a person could add to a table, by title of column."""
    titres = {c.id: c.titre for c in table.bloc.colonnes} | {
        c.base: c.titre for c in table.bloc.colonnes if c.id.endswith(".force")
    }
    return {titres[nom]: valeur for nom, valeur in table.bloc.exemple.items()}


def _contenu(valeur: Any) -> Contenu:
    """A value as a cell holds it."""
    if isinstance(valeur, date):
        return float((valeur - ORIGINE).days)
    return float(valeur) if isinstance(valeur, int | float) else valeur


#: At the end of the name of a column: a row of the table, rows from one to another, or all of them.
_RANGS = re.compile(r"\.(?:(\d+)(?:-(\d+))?|\*)$")


def _cible(index: Mapping[str, Cible], nom: str, feuille: Feuille) -> Cible | None:
    trouves = chercher(index, nom, feuille.classeur, feuille.id)
    return trouves[0] if len(trouves) == 1 else None


def _cellules(index: Mapping[str, Cible], nom: str, feuille: Feuille) -> list[tuple[Cible, int]]:
    """The targets of a name, each with its row; of a whole column, the first row unless the name says which."""
    if cible := _cible(index, nom, feuille):
        return [(cible, cible.l1)]
    rangs = _RANGS.search(nom)
    colonne = _cible(index, nom[: rangs.start()], feuille) if rangs else None
    if rangs is None or colonne is None or colonne.bloc is None:
        return []
    nombre = len(colonne.bloc.bloc.lignes)
    debut = int(rangs[1] or 1)
    fin = int(rangs[2] or debut) if rangs[1] else nombre
    return [(colonne, colonne.l1 + rang - 1) for rang in range(debut, fin + 1)]


@lru_cache(maxsize=1)
def fautes() -> Mapping[Cle, Mapping[tuple[str, str], Mapping[str, Contenu]]]:
    """By workbook and check: what to type for it to turn red, by sheet and cell.

    Checks that say it themselves (``faute:``), and the one that tables with a column ``unique`` get from the program.
    """
    sortie: dict[Cle, dict[tuple[str, str], dict[str, Contenu]]] = {}
    for classeur in pack().classeurs:
        for feuille in classeur.feuilles:
            for controle in feuille.controles:
                for nom, valeur in controle.faute.items():
                    gestes = sortie.setdefault((classeur.id, controle.libelle), {})
                    cellules = _cellules(index(), nom, feuille)
                    assert cellules, f"{feuille.source}, contrôle « {controle.id} » : rien ne s’appelle « {nom} »"
                    for cible, ligne in cellules:
                        adresse = f"{lettre_colonne(cible.c1)}{ligne}"
                        gestes.setdefault((cible.classeur, cible.feuille), {})[adresse] = _contenu(valeur)
    for table in extensibles():
        if table.bloc.unique and len(table.bloc.lignes) > 1:
            cle = table.classeur, f"{table.feuille} : pas deux lignes de même numéro"
            sortie[cle] = {(table.classeur, table.feuille): dict([_double(table)])}
    return sortie


def _double(table: Table) -> tuple[str, Contenu]:
    """The identity of the first row typed on the second."""
    bloc = table.bloc
    cible = next(c for c in index().values() if c.bloc and c.bloc.bloc is bloc and c.colonne == bloc.unique)
    premiere = bloc.lignes[0].valeurs[bloc.unique]
    return f"{lettre_colonne(cible.c1)}{cible.l1 + 1}", _contenu(premiere)
