"""The edits of a script: openpyxl, with what it does not do itself when rows move (formulas and tables)."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.utils import range_boundaries
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import TableColumn
from openpyxl.worksheet.worksheet import Worksheet

from chargeprod_xl.liens.formules import Borne, Genre, adresse, decaler, decouper, lire_borne, lire_prefixe
from edits.gestes import Edition, Geste

_PLAGES = {Genre.PLAGE, Genre.CELLULE, Genre.LIGNES}
Deplacement = Callable[[list[int]], list[int] | None]


def jouer(edition: Edition, dossier: Path) -> None:
    """Play an edit on the files of a folder."""
    for nom in edition.classeurs:
        chemin = dossier / f"{nom}.xlsx"
        classeur = load_workbook(chemin)
        for geste in edition.gestes:
            if geste.classeur == nom:
                _GESTES[geste.genre](classeur, geste)
        classeur.save(chemin)


def _poser(classeur: Workbook, geste: Geste) -> None:
    classeur[geste.feuille].cell(geste.ligne, geste.colonne).value = geste.valeur


def _texte(classeur: Workbook, geste: Geste) -> None:
    """A text, whatever it starts with."""
    _poser(classeur, geste)
    classeur[geste.feuille].cell(geste.ligne, geste.colonne).data_type = "s"


def _inserer(classeur: Workbook, geste: Geste) -> None:
    feuille = classeur[geste.feuille]
    feuille.insert_rows(geste.ligne)
    _suivre(classeur, geste.feuille, lambda bornes: [b + (b >= geste.ligne) for b in bornes])
    modele = geste.modele + (geste.modele >= geste.ligne)
    for source in feuille[modele]:
        cible = feuille.cell(geste.ligne, source.column)
        cible._style = copy.copy(source._style)
        _reprendre(cible, source.value, source.data_type, geste.ligne - modele)


def _reprendre(cible: Cell, valeur: Any, genre: str, decalage: int) -> None:
    """Content of a cell copied ``decalage`` rows lower; a text that looks like a formula stays a text."""
    cible.value = decaler(valeur, decalage, 0) if genre == "f" and isinstance(valeur, str) else valeur
    cible.data_type = genre


def _supprimer(classeur: Workbook, geste: Geste) -> None:
    def raccourcir(bornes: list[int]) -> list[int] | None:
        if set(bornes) == {geste.ligne}:
            return None
        debut, fin = bornes[0], bornes[-1]
        plus_haut = [debut - (debut > geste.ligne), fin - (fin >= geste.ligne)]
        return plus_haut[: len(bornes)]

    classeur[geste.feuille].delete_rows(geste.ligne)
    _suivre(classeur, geste.feuille, raccourcir)


def _deplacer(classeur: Workbook, geste: Geste) -> None:
    """Cut a row and insert it before ``modele``: what reads one of its cells follows it, ranges stay."""
    lignes = list(range(min(geste.ligne, geste.modele), max(geste.ligne, geste.modele - 1) + 1))
    lignes.remove(geste.ligne)
    lignes.insert(len(lignes) if geste.modele > geste.ligne else 0, geste.ligne)
    debut = min(*lignes, geste.ligne)
    nouvelles = {avant: debut + rang for rang, avant in enumerate(lignes)}
    _permuter(classeur[geste.feuille], nouvelles, classeur[geste.feuille].max_column)

    def suivre(bornes: list[int]) -> list[int]:
        return [nouvelles.get(bornes[0], bornes[0])] if len(bornes) == 1 else bornes

    for feuille in classeur:
        for cellule in _formules(feuille):
            if feuille.title != geste.feuille and geste.feuille in cellule.value:
                cellule.value = deplacer_formule(cellule.value, feuille.title, geste.feuille, suivre)
            elif feuille.title == geste.feuille:
                _suivre_ici(cellule, geste.feuille, nouvelles)
    for nom in classeur.defined_names.values():
        nom.attr_text = deplacer_formule(nom.attr_text, "", geste.feuille, suivre)


def _suivre_ici(cellule: Cell, feuille: str, nouvelles: Mapping[int, int]) -> None:
    """A formula of the sheet where rows moved: ranges follow only with the row they stand in."""
    anciennes = {apres: avant for avant, apres in nouvelles.items()}
    avant = anciennes.get(cellule.row, cellule.row)

    def suivre(bornes: list[int]) -> list[int]:
        if len(bornes) == 1:
            return [nouvelles.get(bornes[0], bornes[0])]
        return [cellule.row if b == avant and avant in nouvelles else b for b in bornes]

    cellule.value = deplacer_formule(cellule.value, feuille, feuille, suivre)


def _trier(classeur: Workbook, geste: Geste) -> None:
    """Rows in the order given by ``valeur``: contents and notes move, formulas keep reading their own row."""
    nouvelles = {avant: geste.ligne + rang for rang, avant in enumerate(geste.valeur)}
    feuille = classeur[geste.feuille]
    _permuter(feuille, nouvelles, geste.fin)
    for avant, apres in nouvelles.items():
        for cellule in _formules(feuille, apres, geste.fin):
            cellule.value = decaler(cellule.value, apres - avant, 0)


def _permuter(feuille: Worksheet, nouvelles: Mapping[int, int], derniere: int) -> None:
    cellules = {ou: feuille._cells.pop(ou) for ou in list(feuille._cells) if ou[0] in nouvelles and ou[1] <= derniere}
    for (ligne, colonne), cellule in cellules.items():
        cellule.row = nouvelles[ligne]
        feuille._cells[nouvelles[ligne], colonne] = cellule


def _note(classeur: Workbook, geste: Geste) -> None:
    classeur[geste.feuille].cell(geste.ligne, geste.colonne).comment = Comment(geste.valeur, "Une personne")


def _feuille(classeur: Workbook, geste: Geste) -> None:
    classeur.create_sheet(geste.feuille)


def _colonne(classeur: Workbook, geste: Geste) -> None:
    """A column at the right of the table, that becomes part of it."""
    feuille = classeur[geste.feuille]
    feuille.cell(geste.ligne, geste.colonne).value = geste.valeur
    for tableau in feuille.tables.values():
        gauche, haut, droite, bas = range_boundaries(tableau.ref)
        if haut == geste.ligne and droite == geste.colonne - 1:
            debut, fin = adresse(haut, gauche), adresse(bas, geste.colonne)
            tableau.ref = f"{debut}:{fin}"
            if tableau.autoFilter is not None:
                tableau.autoFilter.ref = tableau.ref
            tableau.tableColumns.append(TableColumn(id=len(tableau.tableColumns) + 1, name=geste.valeur))


def _nom(classeur: Workbook, geste: Geste) -> None:
    nom, _, cible = geste.valeur.partition("=")
    classeur.defined_names[nom] = DefinedName(nom, attr_text=cible)


_GESTES = {
    "poser": _poser,
    "texte": _texte,
    "formule": _poser,
    "inserer": _inserer,
    "supprimer": _supprimer,
    "deplacer": _deplacer,
    "trier": _trier,
    "note": _note,
    "feuille": _feuille,
    "colonne": _colonne,
    "nom": _nom,
}


def _suivre(classeur: Workbook, cible: str, deplacer: Deplacement) -> None:
    """Make every formula and table of the workbook follow rows that moved in the sheet ``cible``."""
    for feuille in classeur:
        for cellule in _formules(feuille):
            if feuille.title == cible or cible in cellule.value:
                cellule.value = deplacer_formule(cellule.value, feuille.title, cible, deplacer)
    for tableau in classeur[cible].tables.values():
        tableau.ref = deplacer_formule(tableau.ref, cible, cible, deplacer)
        if tableau.autoFilter is not None:
            tableau.autoFilter.ref = tableau.ref
    for nom in classeur.defined_names.values():
        nom.attr_text = deplacer_formule(nom.attr_text, "", cible, deplacer)


def _formules(feuille: Worksheet, ligne: int | None = None, derniere: int | None = None) -> Iterable[Cell]:
    lignes = feuille.iter_rows(ligne, ligne, max_col=derniere)
    return (c for rangee in lignes for c in rangee if c.data_type == "f" and isinstance(c.value, str))


def deplacer_formule(formule: str, feuille: str, cible: str, deplacer: Deplacement) -> str:
    """The formula once rows of ``cible`` moved; a reference to a row that is gone becomes ``#REF!``."""
    morceaux: list[str] = []
    visee = feuille
    for genre, texte in decouper(formule):
        morceaux.append(_deplacer_reference(texte, deplacer) if genre in _PLAGES and visee == cible else texte)
        if genre is Genre.PREFIXE:
            prefixe = lire_prefixe(texte)
            visee = prefixe.feuille if prefixe.classeur is None else ""
        else:
            visee = feuille
    return "".join(morceaux)


def _deplacer_reference(texte: str, deplacer: Deplacement) -> str:
    bornes = [lire_borne(borne) for borne in texte.split(":")]
    lignes = deplacer([borne.ligne or 1 for borne in bornes])
    if lignes is None:
        return "#REF!"
    deplacees = [Borne(ligne, b.colonne, b.ligne_fixe, b.colonne_fixe) for b, ligne in zip(bornes, lignes, strict=True)]
    return ":".join(map(str, deplacees))
