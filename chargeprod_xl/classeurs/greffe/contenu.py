"""Cells, rules, tables and names of a person's sheet, once it has joined the new workbook."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from lxml import etree
from openpyxl.cell.rich_text import CellRichText
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from chargeprod_xl.classeurs.greffe.styles import Habilleur
from chargeprod_xl.classeurs.greffe.traduction import Traducteur
from chargeprod_xl.classeurs.lecture import VRAI

_NOMBRE = re.compile(r"\d+(?:\.\d+)?")
_ECHELLES = ("colorScale", "dataBar", "iconSet")


class _RangeeAjustee(RowDimension):
    """A row as high as what it holds: openpyxl would have its height typed."""

    customHeight = False  # noqa: N815  # the attribute of the file format


class _TelQuel:
    """An element written as it was read."""

    def __init__(self, element: etree._Element) -> None:
        self.element = element

    def to_tree(self) -> etree._Element:
        """A copy, so that a workbook may be saved twice."""
        return deepcopy(self.element)


def reprendre_cellules(
    feuille: Any, habilleur: Habilleur, traducteur: Traducteur, valeurs: Callable[[], Any], decalage: int
) -> None:
    """Formulas rewritten, looks renumbered; ``decalage`` days are added to dates counted from 1904."""
    for ou in sorted(feuille._cells):
        cellule = feuille._cells[ou]
        if cellule.data_type == "f" and not _formule(cellule, traducteur):
            _derniere_valeur(cellule, valeurs()._cells[ou])
        elif cellule._value is None and cellule.data_type != "n":
            cellule.data_type = "n"
        if cellule.data_type == "s" and cellule._value == "":
            cellule._value = CellRichText("")  # a plain empty text would be written as nothing
        if decalage and cellule.data_type == "n" and cellule._value is not None:
            # Renumbered below: the number format is still the one of the file.
            cellule._value += decalage if habilleur.montre_un_jour(cellule._style) else 0
        habilleur.habiller(cellule)
        if cellule._value is None and not cellule.has_style and not cellule.comment:
            del feuille._cells[ou]  # not written, but it would count in the size of the sheet
    for dimension in (*feuille.row_dimensions.values(), *feuille.column_dimensions.values()):
        habilleur.habiller(dimension)


def _formule(cellule: Any, traducteur: Traducteur) -> bool:
    """Rewrite the formula of a cell; False when it is lost."""
    contenu = cellule._value
    if isinstance(contenu, DataTableFormula):
        return True
    texte = str(contenu.text if isinstance(contenu, ArrayFormula) else contenu)
    # A cell that says it holds a formula, but not which, has only its value.
    traduite = traducteur.formule(texte[1:], cellule.coordinate) if texte[1:] else None
    if traduite is None:
        return False
    cellule._value = ArrayFormula(contenu.ref, f"={traduite}") if isinstance(contenu, ArrayFormula) else f"={traduite}"
    return True


def _derniere_valeur(cellule: Any, stockee: Any) -> None:
    cellule._value = stockee._value
    cellule.data_type = stockee.data_type if stockee._value is not None else "n"


def reprendre_regles(feuille: Any, traducteur: Traducteur, decalage: int) -> None:
    """Conditional formats and validations; one whose formula is lost does not come along."""
    regles = feuille.conditional_formatting._cf_rules
    for zone in list(regles):
        zone.pivot = None
        regles[zone] = [regle for regle in regles[zone] if _regle(regle, str(zone.sqref), traducteur)]
        if not regles[zone]:
            del regles[zone]
    validations = feuille.data_validations
    validations.dataValidation = [v for v in validations.dataValidation if _validation(v, traducteur, decalage)]


def _regle(regle: Any, ou: str, traducteur: Traducteur) -> bool:
    regle.dxfId = None  # numbered again when the look is written
    seuils = [seuil for echelle in _ECHELLES if getattr(regle, echelle) for seuil in getattr(regle, echelle).cfvo]
    quoi = "mise en forme conditionnelle"
    formules = [traducteur.formule(texte, ou, quoi) for texte in regle.formula]
    for seuil in seuils:
        if isinstance(seuil.val, str):
            formules.append(traducteur.formule(seuil.val, ou, quoi))
            seuil.val = formules[-1]
    regle.formula = [formule for formule in formules[: len(regle.formula)] if formule is not None]
    return None not in formules


def _validation(validation: Any, traducteur: Traducteur, decalage: int) -> bool:
    for champ in ("formula1", "formula2"):
        texte = getattr(validation, champ)
        if not texte:
            continue
        if decalage and validation.type == "date" and _NOMBRE.fullmatch(texte):
            traduite: str | None = f"{float(texte) + decalage:.15g}"
        else:
            traduite = traducteur.formule(texte, str(validation.sqref), "validation de saisie")
        if traduite is None:
            return False
        setattr(validation, champ, traduite)
    return True


def reprendre_tableaux(feuille: Any, habilleur: Habilleur, traducteur: Traducteur) -> None:
    """The formulas and looks of tables; one that a query fed becomes an ordinary one."""
    for tableau in feuille._tables.values():
        if tableau.tableType not in {None, "worksheet"}:
            traducteur.perdre(tableau.ref, "requête qui remplit un tableau", tableau.displayName)
            tableau.tableType = None
        tableau.connectionId = None
        habilleur.tableau(tableau)
        habilleur.filtre(tableau.autoFilter)
        habilleur.filtre(tableau.sortState)
        for colonne in tableau.tableColumns:
            colonne.queryTableFieldId = colonne.xmlColumnPr = None
            for champ in ("calculatedColumnFormula", "totalsRowFormula"):
                formule = getattr(colonne, champ)
                if formule is None or not formule.attr_text:
                    continue
                quoi = f"formule de la colonne « {colonne.name} »"
                formule.attr_text = traducteur.formule(formule.attr_text, tableau.ref, quoi)
                if formule.attr_text is None:
                    setattr(colonne, champ, None)


def reprendre_noms(feuille: Any, traducteur: Traducteur) -> None:
    """The names that belong to the sheet."""
    for nom, defini in list(feuille.defined_names.items()):
        traduite = traducteur.formule(defini.attr_text or "", "", f"nom « {nom} »")
        if traduite is None:
            del feuille.defined_names[nom]
        else:
            defini.attr_text = traduite


def reprendre_la_page(feuille: Any, racine: etree._Element, habilleur: Habilleur) -> None:
    """What the sheet as a whole shows: one window, not the selected one; headers and footers as they were."""
    # Merged by openpyxl, cells would lose their borders and what LibreOffice keeps under them.
    feuille.merged_cells = [CellRange(e.get("ref", "")) for e in racine.iterfind("{*}mergeCells/{*}mergeCell")]
    for rangee in racine.iterfind("{*}sheetData/{*}row[@ht][@r]"):
        if rangee.get("customHeight") not in VRAI:
            feuille.row_dimensions[int(rangee.get("r", ""))].__class__ = _RangeeAjustee
    feuille.views.sheetView = feuille.views.sheetView[:1]
    for vue in feuille.views.sheetView:
        vue.tabSelected = None  # two selected sheets are typed in together
        vue.workbookViewId = 0
    feuille.sheet_properties.codeName = None  # the name that macros knew it by
    habilleur.filtre(feuille.auto_filter)
    en_tete = racine.find("{*}headerFooter")
    if en_tete is not None:
        feuille.HeaderFooter = _TelQuel(en_tete)
