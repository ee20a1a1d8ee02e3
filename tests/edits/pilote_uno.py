"""Runs under the Python that has UNO: plays edits in files. A request is ``{"chemin": ..., "gestes": [...]}``."""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import uno
from bureautique.cote_uno import bureau, propriete, servir
from com.sun.star.table import CellAddress, TableSortField


def poser(feuille, geste):
    cellule = feuille.getCellByPosition(geste["colonne"] - 1, geste["ligne"] - 1)
    valeur = geste["valeur"]
    if isinstance(valeur, int | float):
        cellule.setValue(float(valeur))
    else:
        cellule.setString(valeur or "")


def inserer(feuille, geste):
    curseur = feuille.createCursor()
    curseur.gotoEndOfUsedArea(False)
    derniere = curseur.RangeAddress.EndColumn
    feuille.Rows.insertByIndex(geste["ligne"] - 1, 1)
    modele = geste["modele"] - 1 + (geste["modele"] >= geste["ligne"])
    source = feuille.getCellRangeByPosition(0, modele, derniere, modele)
    cible = feuille.getCellByPosition(0, geste["ligne"] - 1)
    feuille.copyRange(cible.CellAddress, source.RangeAddress)


def supprimer(feuille, geste):
    feuille.Rows.removeByIndex(geste["ligne"] - 1, 1)


def texte(feuille, geste):
    feuille.getCellByPosition(geste["colonne"] - 1, geste["ligne"] - 1).setString(geste["valeur"])


def a_la_calc(formule):
    """Sheet prefixes as Calc spells them."""
    return re.sub(r"('(?:[^']|'')+')!", r"$\1.", formule)


def formule(feuille, geste):
    feuille.getCellByPosition(geste["colonne"] - 1, geste["ligne"] - 1).setFormula(a_la_calc(geste["valeur"]))


def rangee(feuille, ligne):
    curseur = feuille.createCursor()
    curseur.gotoEndOfUsedArea(False)
    return feuille.getCellRangeByPosition(0, ligne, curseur.RangeAddress.EndColumn, ligne)


def deplacer(feuille, geste):
    """Cut a row, insert it before ``modele``: references follow."""
    depuis, vers = geste["ligne"] - 1, geste["modele"] - 1
    feuille.Rows.insertByIndex(vers, 1)
    depuis += depuis >= vers
    cible = feuille.getCellByPosition(0, vers).CellAddress
    feuille.moveRange(cible, rangee(feuille, depuis).RangeAddress)
    feuille.Rows.removeByIndex(depuis, 1)


def trier(feuille, geste):
    """Largest first, by a column of numbers."""
    debut = geste["ligne"] - 1
    plage = feuille.getCellRangeByPosition(0, debut, geste["fin"] - 1, debut + len(geste["valeur"]) - 1)
    champ = TableSortField()
    champ.Field, champ.IsAscending = geste["colonne"] - 1, False
    champs = uno.Any("[]com.sun.star.table.TableSortField", (champ,))
    plage.sort((propriete("SortFields", champs), propriete("ContainsHeader", False)))


def note(feuille, geste):
    ici = feuille.getCellByPosition(geste["colonne"] - 1, geste["ligne"] - 1).CellAddress
    notes = feuille.Annotations
    for rang in reversed(range(notes.Count)):
        place = notes.getByIndex(rang).Position
        if (place.Row, place.Column) == (ici.Row, ici.Column):
            notes.removeByIndex(rang)
    notes.insertNew(ici, geste["valeur"])


def colonne(feuille, geste):
    """A column inserted in the table, with its title."""
    feuille.Columns.insertByIndex(geste["colonne"] - 1, 1)
    texte(feuille, geste)


def nouvelle_feuille(document, geste):
    document.Sheets.insertNewByName(geste["feuille"], document.Sheets.Count)


def nommer(document, geste):
    nom, _, cible = geste["valeur"].partition("=")
    document.NamedRanges.addNewByName(nom, a_la_calc(cible), CellAddress(), 0)


GESTES = {
    "poser": poser,
    "texte": texte,
    "formule": formule,
    "inserer": inserer,
    "supprimer": supprimer,
    "deplacer": deplacer,
    "trier": trier,
    "note": note,
    "colonne": colonne,
}
GESTES_DU_LIVRE = {"feuille": nouvelle_feuille, "nom": nommer}


def jouer(document, geste):
    if geste["genre"] in GESTES_DU_LIVRE:
        GESTES_DU_LIVRE[geste["genre"]](document, geste)
    else:
        GESTES[geste["genre"]](document.Sheets.getByName(geste["feuille"]), geste)


def editer(ouvert, chemin, gestes):
    adresse = Path(chemin).as_uri()
    reglages = (propriete("Hidden", True), propriete("UpdateDocMode", 0))
    document = ouvert.loadComponentFromURL(adresse, "_blank", 0, reglages)
    try:
        for geste in gestes:
            jouer(document, geste)
        document.storeToURL(adresse, (propriete("FilterName", "Calc MS Excel 2007 XML"),))
    finally:
        document.close(True)


if __name__ == "__main__":
    with bureau(sys.argv[1]) as ouvert:
        servir(lambda demande: editer(ouvert, demande["chemin"], demande["gestes"]))
