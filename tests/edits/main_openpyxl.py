"""The edits of a script: openpyxl, with what it does not do itself when rows move (formulas and tables)."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from chargeprod_xl.liens.formules import Borne, Genre, decaler, decouper, lire_borne, lire_prefixe
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


def _inserer(classeur: Workbook, geste: Geste) -> None:
    feuille = classeur[geste.feuille]
    feuille.insert_rows(geste.ligne)
    _suivre(classeur, geste.feuille, lambda bornes: [b + (b >= geste.ligne) for b in bornes])
    modele = geste.modele + (geste.modele >= geste.ligne)
    for source in feuille[modele]:
        cible = feuille.cell(geste.ligne, source.column)
        cible._style = copy.copy(source._style)
        formule = isinstance(source.value, str) and source.value.startswith("=")
        cible.value = decaler(source.value, geste.ligne - modele, 0) if formule else source.value


def _supprimer(classeur: Workbook, geste: Geste) -> None:
    def raccourcir(bornes: list[int]) -> list[int] | None:
        if set(bornes) == {geste.ligne}:
            return None
        debut, fin = bornes[0], bornes[-1]
        plus_haut = [debut - (debut > geste.ligne), fin - (fin >= geste.ligne)]
        return plus_haut[: len(bornes)]

    classeur[geste.feuille].delete_rows(geste.ligne)
    _suivre(classeur, geste.feuille, raccourcir)


_GESTES = {"poser": _poser, "inserer": _inserer, "supprimer": _supprimer}


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


def _formules(feuille: Worksheet) -> Iterable[object]:
    return (c for ligne in feuille.iter_rows() for c in ligne if c.data_type == "f" and isinstance(c.value, str))


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
