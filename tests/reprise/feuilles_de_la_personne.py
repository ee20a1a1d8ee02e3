"""Sheets as people make them: one that any spreadsheet program could have made, one full of what only Excel makes."""

from __future__ import annotations

import struct
import zlib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from lxml import etree
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table
from recalcul.fabrique import NS_R, NS_RELS

from reprise.parties import Parties, S, arbre, ouvertes

FEUILLE = "xl/worksheets/sheet2.xml"
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_DESSIN = "http://schemas.openxmlformats.org/drawingml/2006"
_EXCEL = "http://schemas.microsoft.com/office"


def carnet(chemin: Path, epoque: datetime | None = None) -> Path:
    """A budget workbook, and behind it the sheet « Carnet » that somebody added."""
    livre = Workbook()
    if epoque:
        livre.epoch = epoque
    livre.active.title = "Devis"
    livre["Devis"]["A1"] = 1000
    feuille: Any = livre.create_sheet("Carnet")
    _remplir(feuille)
    _habiller(feuille)
    _regler(feuille)
    livre.save(chemin)
    return chemin


def _remplir(feuille: Any) -> None:
    feuille["A1"] = "Loueurs à rappeler"
    feuille["A2"] = "=Devis!A1*2"
    feuille["A3"] = datetime(2026, 3, 14, 9, 30)
    feuille["A4"] = timedelta(hours=30)
    feuille["A4"].number_format = "[h]:mm"
    feuille["A5"], feuille["A6"] = True, 12.5
    feuille["A7"] = "#N/A"
    feuille["A8"] = "=abc"
    feuille["A8"].data_type, feuille["A8"].quotePrefix = "s", True
    feuille["A9"] = CellRichText("appeler ", TextBlock(InlineFont(b=True), "avant lundi"))
    feuille["A10"] = ArrayFormula("A10:A11", "=Devis!A1:A2*2")
    feuille["A12"] = "  deux blancs\net deux lignes "
    feuille["B1"] = "le site"
    feuille["B1"].hyperlink = "https://exemple.fr/?a=1&b=2"
    feuille["B2"] = "le devis"
    feuille["B2"].hyperlink = "#Devis!A1"
    feuille["B3"].comment = Comment("à confirmer", "Léa", height=120, width=300)
    for ligne, (poste, montant) in enumerate([("Poste", "Montant"), ("Grue", 800), ("Rail", 300)], 1):
        feuille.cell(ligne, 4, poste)
        feuille.cell(ligne, 5, montant)
    feuille.add_table(Table(displayName="t_loueurs", ref="D1:E3"))
    graphe = BarChart()
    graphe.add_data(Reference(feuille, range_string="Carnet!$E$1:$E$3"), titles_from_data=True)
    graphe.set_categories(Reference(feuille, range_string="Devis!$A$1:$A$2"))
    feuille.add_chart(graphe, "G5")


def _habiller(feuille: Any) -> None:
    feuille["A1"].font = Font(name="Arial", bold=True, size=15, color="FFAA0000")
    feuille["A1"].fill = PatternFill("solid", start_color="FFFFEE00")
    feuille["A1"].border = Border(bottom=Side(style="thick"))
    feuille["A1"].alignment = Alignment(horizontal="center", wrap_text=True)
    feuille["A6"].number_format = '#,##0.00\\ "€/j"'
    feuille.merge_cells("G1:H2")
    feuille["H2"].border = Border(bottom=Side(style="thin"))
    feuille.column_dimensions["A"].width = 31
    feuille.column_dimensions["C"].hidden = True
    feuille.column_dimensions.group("J", "L", outline_level=1)
    feuille.row_dimensions[3].height = 40
    feuille.row_dimensions[4].hidden = True
    feuille.conditional_formatting.add("E2:E3", CellIsRule("greaterThan", ["Devis!$A$1"], font=Font(color="FFFF0000")))
    feuille.conditional_formatting.add(
        "E2:E3", ColorScaleRule("min", None, "FFFFFFFF", "formula", "Devis!$A$1", "FF0000FF")
    )
    liste = DataValidation(type="list", formula1="Devis!$A$1:$A$9", sqref="B5:B9")
    jours = DataValidation(type="date", operator="greaterThan", formula1="46000", sqref="A3")
    feuille.data_validations.dataValidation = [liste, jours]


def _regler(feuille: Any) -> None:
    feuille.freeze_panes, feuille.sheet_view.zoomScale = "B2", 80
    feuille.sheet_view.showGridLines, feuille.sheet_view.tabSelected = False, True
    feuille.sheet_properties.tabColor = "FFFF8800"
    feuille.protection.sheet = True
    feuille.auto_filter.ref = "A1:B12"
    feuille.page_setup.orientation, feuille.page_setup.paperSize = "landscape", 8
    feuille.page_margins.left = 0.3
    feuille.oddHeader.left.text, feuille.oddFooter.center.text = "Film &A", "&P/&N"
    feuille.print_area, feuille.print_title_rows = "A1:E12", "1:1"
    feuille.row_breaks.append(Break(10))
    feuille.defined_names["seuil"] = DefinedName("seuil", attr_text="Devis!$A$1*0.8")


def carnet_d_excel(chemin: Path) -> Path:
    """The same sheet, with what Excel adds to it and openpyxl does not know."""
    carnet(chemin)
    with ouvertes(chemin) as parties:
        with arbre(parties, FEUILLE) as racine:
            racine.append(etree.fromstring(_EXTENSIONS))
            zones = etree.Element(f"{S}protectedRanges")
            etree.SubElement(zones, f"{S}protectedRange", name="saisie", sqref="B5:B9")
            racine.insert(list(racine).index(racine.find(f"{S}sheetProtection")) + 1, zones)
            racine.find(f".//{S}c[@r='A10']").set("cm", "1")
            en_tete = racine.find(f"{S}headerFooter/{S}oddHeader")
            en_tete.text = '&L&"Arial,Bold"&14Film&"Times,Regular"&8 v2 &R&K01+000&D'
        _dessiner(parties)
        _controler(parties)
        _converser(parties)
        _lier(parties, FEUILLE, "pivotTable", "../pivotTables/pivotTable1.xml")
        parties["xl/pivotTables/pivotTable1.xml"] = _PIVOT.encode()
    return chemin


def _lier(parties: Parties, partie: str, genre: str, cible: str, espace: str = NS_R) -> str:
    """Add a relationship to a part; its id."""
    dossier, _, nom = partie.rpartition("/")
    with arbre(parties, f"{dossier}/_rels/{nom}.rels") as liens:
        ident = f"rIdX{len(liens)}"
        lien = {"Id": ident, "Type": f"{espace}/{genre}", "Target": cible}
        etree.SubElement(liens, f"{{{NS_RELS}}}Relationship", lien)
    return ident


def png() -> bytes:
    """A red dot."""

    def bloc(genre: bytes, dedans: bytes) -> bytes:
        return struct.pack(">I", len(dedans)) + genre + dedans + struct.pack(">I", zlib.crc32(genre + dedans))

    points = zlib.compress(b"\0\xff\0\0")
    return (
        b"\x89PNG\r\n\x1a\n"
        + bloc(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
        + bloc(b"IDAT", points)
        + bloc(b"IEND", b"")
    )


def _dessiner(parties: Parties) -> None:
    """A photograph, an arrow with a text, a funnel chart, and a link on the photograph."""
    dessin = "xl/drawings/drawing1.xml"
    image = _lier(parties, dessin, "image", "../media/image1.png")
    lien = _lier(parties, dessin, "hyperlink", "https://exemple.fr")
    parties["xl/media/image1.png"] = png()
    with arbre(parties, dessin) as racine:
        for ligne, contenu in enumerate([_IMAGE.format(image=image, lien=lien), _FLECHE, _ENTONNOIR], 20):
            racine.append(etree.fromstring(_ANCRE.format(ligne=ligne, contenu=contenu)))


def _controler(parties: Parties) -> None:
    """A check box, among the notes."""
    with arbre(parties, "xl/drawings/commentsDrawing1.vml") as racine:
        racine.append(etree.fromstring(_CASE))


def _converser(parties: Parties) -> None:
    """The note is what Excel leaves to older versions of a thread."""
    _lier(parties, FEUILLE, "threadedComment", "../threadedComments/threadedComment1.xml", _EXCEL)
    _lier(parties, "xl/workbook.xml", "person", "persons/person.xml", _EXCEL)
    fils = f"{_EXCEL}/spreadsheetml/2018/threadedcomments"
    parties["xl/persons/person.xml"] = (
        f'<personList xmlns="{fils}"><person displayName="Léa" id="p1"/></personList>'.encode()
    )
    parties["xl/threadedComments/threadedComment1.xml"] = (
        f'<ThreadedComments xmlns="{fils}"><threadedComment ref="B3" dT="2026-01-01T10:00:00" personId="p1" id="f1">'
        "<text>tarif à confirmer</text></threadedComment></ThreadedComments>"
    ).encode()


_X14 = f"{_EXCEL}/spreadsheetml/2009/9/main"
_XM = f"{_EXCEL}/excel/2006/main"
_EXTENSIONS = f"""<extLst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:x14="{_X14}"
 xmlns:xm="{_XM}"><ext uri="1"><x14:dataValidations count="1"><x14:dataValidation type="list" allowBlank="1">
<x14:formula1><xm:f>Devis!$A$1:$A$5</xm:f></x14:formula1><xm:sqref>C5:C9</xm:sqref></x14:dataValidation>
</x14:dataValidations></ext><ext uri="2"><x14:sparklineGroups><x14:sparklineGroup><x14:sparklines><x14:sparkline>
<xm:f>Carnet!E2:E3</xm:f><xm:sqref>F2</xm:sqref></x14:sparkline></x14:sparklines></x14:sparklineGroup>
</x14:sparklineGroups></ext></extLst>"""
_PIVOT = (
    '<pivotTableDefinition xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" name="Croisé 1">'
    '<location ref="N1:P9"/></pivotTableDefinition>'
)
_ANCRE = f"""<xdr:oneCellAnchor xmlns:xdr="{_DESSIN}/spreadsheetDrawing" xmlns:a="{_DESSIN}/main" {_R}><xdr:from>
<xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{{ligne}}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>
<xdr:ext cx="90000" cy="90000"/>{{contenu}}<xdr:clientData/></xdr:oneCellAnchor>"""
_IMAGE = """<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="9" name="Photo" descr="le décor"><a:hlinkClick r:id="{lien}"/>
</xdr:cNvPr><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="{image}"/><a:srcRect l="10000"/><a:stretch/>
</xdr:blipFill><xdr:spPr><a:prstGeom prst="rect"/></xdr:spPr></xdr:pic>"""
_FLECHE = """<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="10" name="Flèche"/><xdr:cNvSpPr/></xdr:nvSpPr>
<xdr:spPr/><xdr:txBody><a:bodyPr/><a:p><a:r><a:t>voir le devis</a:t></a:r></a:p></xdr:txBody></xdr:sp>"""
_ENTONNOIR = f"""<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="11" name="Entonnoir"/>
<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm/><a:graphic>
<a:graphicData uri="{_EXCEL}/drawing/2014/chartex"/></a:graphic></xdr:graphicFrame>"""
_CASE = """<v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">
<v:textbox><div>réservé</div></v:textbox><x:ClientData ObjectType="Checkbox">
<x:Anchor>5, 0, 7, 0, 6, 0, 8, 0</x:Anchor></x:ClientData></v:shape>"""
