"""Write a linked pack with openpyxl. Nothing is decided here but the look."""

from __future__ import annotations

import json
import math
import re
from copy import copy
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.packaging.custom import StringProperty
from openpyxl.packaging.relationship import Relationship
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.external_link.external import ExternalBook, ExternalLink, ExternalSheetNames
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table, TableColumn, TableFormula, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from chargeprod_xl.classeurs import styles as s
from chargeprod_xl.classeurs.graphiques import poser_graphique
from chargeprod_xl.liens.fonctions import PREFIXEES
from chargeprod_xl.liens.pose import CellulePosee, ClasseurPose, FeuillePosee, TablePosee

_ONGLETS = {
    "accueil": s.NUIT,
    "saisie": s.BLEU,
    "calcul": "9AA5B1",
    "restitution": s.VERT,
    "controle": s.ACCENT,
}
_PREFIXE = re.compile(
    r'"(?:[^"]|"")*"|(?<![A-Z0-9._])(' + "|".join(sorted(map(re.escape, PREFIXEES), key=len, reverse=True)) + r")\("
)
FEUILLE_META = "_meta"
_HAUTEUR = 18
#: Longest text a cell of the meta sheet may hold (Excel stops at 32,767).
_MORCEAU = 30000


def pour_excel(formule: str) -> str:
    """Spell functions younger than Excel 2007 as the file format wants."""
    return _PREFIXE.sub(lambda m: f"_xlfn.{m[1]}(" if m[1] else m[0], formule)


class _Styles:
    """One prototype cell for each look: copying its style index is much faster than building style objects."""

    def __init__(self, livre: Workbook) -> None:
        self.livre = livre
        self.cache: dict[tuple[str, str], Any] = {}
        self.brouillon: Worksheet = livre.create_sheet("_styles")
        for apparence in s.APPARENCES.values():
            livre.add_named_style(s.style_nomme(apparence))

    def appliquer(self, cellule: Cell, role: str, genre: str) -> None:
        cle = (role, genre)
        if cle not in self.cache:
            proto = self.brouillon.cell(1, len(self.cache) + 1)
            proto.style = s.APPARENCES[role].nom
            proto.number_format = s.FORMATS.get(genre, "General")
            proto.alignment = s.alignement(role, genre)
            self.cache[cle] = proto._style
        cellule._style = copy(self.cache[cle])

    def finir(self) -> None:
        self.livre.remove(self.brouillon)


def _valeur(valeur: Any) -> Any:
    return float(valeur) if isinstance(valeur, Decimal) else valeur


def _ecrire_cellule(feuille: Worksheet, lg: int, col: int, c: CellulePosee, styles: _Styles) -> None:
    cellule = feuille.cell(lg, col)
    if c.formule is not None:
        cellule.value = pour_excel(c.formule)
    elif c.valeur is not None and c.valeur != "":
        cellule.value = _valeur(c.valeur)
        if isinstance(c.valeur, str):
            cellule.data_type = "s"  # a text that starts with « = » stays a text
    styles.appliquer(cellule, s.role_visible(c.role, c.style), c.type)
    if c.hyperlien:
        cellule.hyperlink = c.hyperlien
        cellule.font = Font(name="Calibri", size=10, color=s.BLEU, underline="single")
    if c.aide:
        note = Comment(c.aide, "chargeprod-xl")
        note.width, note.height = 260, 90
        cellule.comment = note


def _table(feuille: Worksheet, t: TablePosee) -> None:
    ref = f"{get_column_letter(t.c1)}{t.l1}:{get_column_letter(t.c2)}{t.l2}"
    table = Table(displayName=t.nom, name=t.nom, ref=ref)
    table._initialise_columns()
    for colonne, (titre, formule) in zip(table.tableColumns, t.colonnes, strict=True):
        colonne.name = titre
        if formule:
            colonne.calculatedColumnFormula = TableFormula(attr_text=pour_excel(formule).lstrip("="))
    table.tableStyleInfo = TableStyleInfo(name=None, showRowStripes=False)
    feuille.add_table(table)


def _couleurs(feuille: Worksheet, f: FeuillePosee) -> None:
    """Conditional looks: verdicts, forced values, plan letters."""
    par_type: dict[str, list[str]] = {}
    forces: dict[int, list[int]] = {}
    for (lg, col), c in f.cellules.items():
        if c.type in {"etat", "trv"} and c.role not in {"entete", "entete_gauche", "sentinelle"}:
            par_type.setdefault(c.type, []).append(f"{get_column_letter(col)}{lg}")
        if c.role == "force":
            forces.setdefault(col, []).append(lg)
    for adresse in _plages(par_type.get("etat", [])):
        premiere = adresse.split(":")[0]
        for signe, (encre, fond) in s.VERDICTS.items():
            feuille.conditional_formatting.add(
                adresse,
                FormulaRule([f'LEFT({premiere},1)="{signe}"'], font=Font(color=encre, bold=True), fill=s.fond(fond)),
            )
    for adresse in _plages(par_type.get("trv", [])):
        premiere = adresse.split(":")[0]
        for lettre, encre, fond in (("T", "FFFFFF", s.NUIT), ("R", s.GRIS, s.REPOS), ("V", s.ENCRE, "FEF0CD")):
            feuille.conditional_formatting.add(
                adresse, FormulaRule([f'{premiere}="{lettre}"'], font=Font(color=encre, bold=True), fill=s.fond(fond))
            )
    for col, lignes in forces.items():
        lettre = get_column_letter(col + 1)
        plage = f"{lettre}{min(lignes)}:{lettre}{max(lignes)}"
        regle = FormulaRule(
            [f'{get_column_letter(col)}{min(lignes)}<>""'], font=Font(color=s.ORANGE, italic=True, bold=True)
        )
        feuille.conditional_formatting.add(plage, regle)


def _plages(adresses: list[str]) -> list[str]:
    """Group cells of a rectangle into ranges, column by column; rectangles of equal columns are joined."""
    colonnes: dict[str, list[int]] = {}
    for adresse in adresses:
        lettres = adresse.rstrip("0123456789")
        colonnes.setdefault(lettres, []).append(int(adresse[len(lettres) :]))
    plages = []
    for lettres, lignes in colonnes.items():
        lignes.sort()
        debut = precedente = lignes[0]
        for lg in [*lignes[1:], -1]:
            if lg != precedente + 1:
                plages.append(f"{lettres}{debut}:{lettres}{precedente}")
                debut = lg
            precedente = lg
    return plages


def _bandes(feuille: Worksheet, f: FeuillePosee) -> None:
    """Strip colours of cells that say « EXT JOUR », « INT NUIT »…"""
    adresses = [f"{get_column_letter(c)}{lg}" for (lg, c), x in f.cellules.items() if x.type == "effet"]
    for plage in _plages(adresses):
        premiere = plage.split(":")[0]
        for texte, couleur in s.BANDES.items():
            feuille.conditional_formatting.add(
                plage, FormulaRule([f'ISNUMBER(SEARCH("{texte}",{premiere}))'], fill=s.fond(couleur))
            )


def _page(feuille: Worksheet, f: FeuillePosee, pied: str) -> None:
    page = feuille.page_setup
    page.orientation = "landscape" if f.page.orientation == "paysage" else "portrait"
    page.paperSize = 8 if f.page.format == "A3" else 9
    page.fitToWidth, page.fitToHeight = 1, 0
    feuille.sheet_properties.pageSetUpPr.fitToPage = True
    marges = feuille.page_margins
    marges.left = marges.right = marges.top = 12 / 25.4
    marges.bottom = 16 / 25.4
    marges.header = marges.footer = 7 / 25.4
    feuille.oddFooter.left.text, feuille.oddFooter.left.size = pied.replace("&", "&&"), 8
    feuille.oddFooter.right.text, feuille.oddFooter.right.size = "page &P / &N", 8
    if f.masquee:
        return  # without a print area of its own, a hidden sheet stays out of the printed workbook
    feuille.print_area = f"A1:{get_column_letter(f.largeur_imprimee)}{max(f.hauteur, 4)}"
    if f.titres_impression and not f.graphes:
        feuille.print_title_rows = f"{f.titres_impression[0]}:{f.titres_impression[1]}"
    for ligne in [*f.sauts, *_sauts_avant_graphiques(feuille, f)]:
        feuille.row_breaks.append(Break(id=ligne))


def _largeur_cm(f: FeuillePosee) -> float:
    """Width of the printed columns; a character of Calibri 10 takes 0.185 cm."""
    colonnes = (c for c in range(1, f.largeur_imprimee + 1) if c not in f.masquees)
    return sum(f.largeurs.get(c, 8.43) * 0.185 + 0.13 for c in colonnes)


def _sauts_avant_graphiques(feuille: Worksheet, f: FeuillePosee) -> list[int]:
    """Rows after which a page must end, so that no chart is cut in two."""
    petit, grand = (21.0, 29.7) if f.page.format == "A4" else (29.7, 42.0)
    largeur, hauteur = (grand, petit) if f.page.orientation == "paysage" else (petit, grand)
    page = (hauteur - 2.8) * max(1.0, _largeur_cm(f) / (largeur - 2.4))
    sauts: list[int] = []
    haut_de_page = 0.0
    for g in f.graphes:
        haut = sum((feuille.row_dimensions[i].height or _HAUTEUR) * 0.03528 for i in range(1, g.ligne))
        while haut - haut_de_page > page:
            haut_de_page += page
        if haut - haut_de_page + g.hauteur > page:
            sauts.append(g.ligne - 1)
            haut_de_page = haut
    return sauts


def _feuille(livre: Workbook, f: FeuillePosee, styles: _Styles, pied: str) -> None:
    feuille: Worksheet = livre.create_sheet(f.nom)
    for (lg, col), cellule in sorted(f.cellules.items()):
        _ecrire_cellule(feuille, lg, col, cellule, styles)
    for col, largeur in f.largeurs.items():
        feuille.column_dimensions[get_column_letter(col)].width = largeur
    for col in f.masquees:
        feuille.column_dimensions[get_column_letter(col)].hidden = True
    for ligne, c1, c2 in f.entetes:
        titres = [(str(f.cellules[ligne, c].valeur or ""), f.largeurs.get(c, 10)) for c in range(c1, c2 + 1)]
        besoin = max(-(-len(t) * 1.15 // w) for t, w in titres)
        feuille.row_dimensions[ligne].height = max(_HAUTEUR, 14 * besoin + 4)
    for (ligne, _), cellule in f.cellules.items():
        if cellule.role == "bandeau" and cellule.type == "texte":
            feuille.row_dimensions[ligne].height = 3 * _HAUTEUR
    for ligne, besoin in _lignes_hautes(f).items():
        feuille.row_dimensions[ligne].height = 13.0 * besoin + 5
    feuille.row_dimensions[1].height = 26
    feuille.sheet_format.defaultRowHeight = _HAUTEUR
    feuille.sheet_format.customHeight = True
    for table in f.tables:
        _table(feuille, table)
    for plage, choix in f.listes:
        _liste(feuille, plage, choix)
    _couleurs(feuille, f)
    _bandes(feuille, f)
    for graphe in f.graphes:
        poser_graphique(feuille, graphe, _largeur_cm(f) - 0.3)
    feuille.sheet_view.showGridLines = False
    feuille.sheet_properties.tabColor = _ONGLETS.get(f.onglet, s.NUIT)
    feuille.freeze_panes = f"{get_column_letter(f.figer[1])}{f.figer[0]}"
    _page(feuille, f, pied)
    if f.masquee:
        feuille.sheet_state = "hidden"
    if f.protegee:
        _proteger(feuille)


def _lignes_hautes(f: FeuillePosee) -> dict[int, int]:
    """Rows whose wrapped texts need several lines, as the width of their columns allows."""
    besoins: dict[int, int] = {}
    for (lg, col), c in f.cellules.items():
        texte = c.valeur if isinstance(c.valeur, str) else ""
        if c.role in {"donnee", "saisie", "bandeau"} and c.type == "texte" and texte and col not in f.masquees:
            lignes = math.ceil(len(texte) * 0.98 / (f.largeurs.get(col, 10) - 1))
            besoins[lg] = max(besoins.get(lg, 1), lignes)
    return {lg: n for lg, n in besoins.items() if n > 1}


def _proteger(feuille: Worksheet) -> None:
    """Protected without password: formulas locked, formats, sorting and column widths left free."""
    p = feuille.protection
    p.sheet = True
    p.formatColumns = p.formatRows = p.formatCells = p.sort = p.autoFilter = False
    p.insertRows = p.deleteRows = p.insertColumns = p.deleteColumns = True


def _liste(feuille: Worksheet, plage: str, choix: tuple[str, ...]) -> None:
    validation = DataValidation(type="list", formula1='"' + ",".join(choix) + '"', allow_blank=True)
    validation.errorTitle, validation.error = "Valeur non prévue", "Choisissez une valeur de la liste."
    validation.promptTitle, validation.prompt = "À choisir", "Une valeur de la liste."
    validation.showErrorMessage = validation.showInputMessage = True
    validation.add(plage)
    feuille.add_data_validation(validation)


def _lien_externe(cible: str, feuilles: tuple[str, ...]) -> ExternalLink:
    lien = ExternalLink(
        externalBook=ExternalBook(sheetNames=ExternalSheetNames(sheetName=list(feuilles)), id="rId1")
    )
    lien.file_link = Relationship(type="externalLinkPath", Target=cible, TargetMode="External", Id="rId1")
    return lien


def _meta(livre: Workbook, meta: dict[str, Any], identite: dict[str, str]) -> None:
    """Hidden sheet: identity of the pack, and where its formulas stand (JSON, in pieces a cell can hold)."""
    feuille = livre.create_sheet(f"{FEUILLE_META} {identite['classeur']}")
    feuille.sheet_state = "hidden"
    for ligne, (cle, valeur) in enumerate(sorted(identite.items()), 1):
        feuille.cell(ligne, 1, cle)
        feuille.cell(ligne, 2, valeur)
    texte = json.dumps(meta, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for rang in range(0, len(texte), _MORCEAU):
        feuille.cell(1 + rang // _MORCEAU, 4, texte[rang : rang + _MORCEAU]).data_type = "s"


def ecrire_classeur(classeur: ClasseurPose, pied: str, identite: dict[str, str], jour: date) -> bytes:
    """Bytes of one .xlsx, its formulas not yet computed. ``jour`` dates it: no clock is read."""
    livre = Workbook()
    livre.remove(livre.worksheets[0])
    styles = _Styles(livre)
    for feuille in classeur.feuilles:
        _feuille(livre, feuille, styles, f"{pied} — {classeur.titre.lower()}")
    styles.finir()
    _meta(livre, classeur.meta, {**identite, "classeur": classeur.id})
    for cle, valeur in identite.items():
        livre.custom_doc_props.append(StringProperty(name=f"chargeprod.{cle}", value=valeur))
    for nom, reference in sorted(classeur.noms.items()):
        livre.defined_names[nom] = DefinedName(nom, attr_text=reference)
    for cible, feuilles in classeur.liens:
        livre._external_links.append(_lien_externe(cible, feuilles))
    livre.properties.creator = "chargeprod-xl"
    livre.properties.title = pied
    livre.properties.language = "fr-FR"
    livre.properties.created = datetime(jour.year, jour.month, jour.day)
    livre.active = 0
    tampon = BytesIO()
    livre.save(tampon)
    return tampon.getvalue()


__all__ = ["FEUILLE_META", "TableColumn", "ecrire_classeur", "pour_excel"]
