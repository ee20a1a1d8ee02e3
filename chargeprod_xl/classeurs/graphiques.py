"""Charts of the house: few, one message each, in the title."""

from __future__ import annotations

from openpyxl.chart import AreaChart, BarChart, LineChart, Reference, Series
from openpyxl.chart.axis import ChartLines, DateAxis
from openpyxl.chart.legend import Legend
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.worksheet.worksheet import Worksheet

from chargeprod_xl.classeurs.palette import ACCENT, ENCRE, NUIT
from chargeprod_xl.classeurs.styles import FORMATS
from chargeprod_xl.liens.pose import GraphePose

_COULEURS = {"nuit": NUIT, "accent": ACCENT, "gris": "9AA5B1"}
_FILET = "E5E7EB"
Graphe = BarChart | LineChart | AreaChart


def _texte(taille: int, couleur: str) -> RichText:
    police = CharacterProperties(sz=taille * 100, solidFill=couleur)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=police), endParaRPr=police)])


def _titre(texte: str) -> Title:
    police = ParagraphProperties(defRPr=CharacterProperties(sz=1200, b=True, solidFill=NUIT))
    paragraphe = Paragraph(pPr=police, r=[RegularTextRun(t=texte)])
    return Title(tx=Text(rich=RichText(p=[paragraphe])), overlay=False)


def _graphe(genre: str, empile: bool) -> Graphe:
    if genre == "courbes":
        return LineChart()
    if genre == "aires":
        return AreaChart()
    barres = BarChart()
    barres.type = "bar" if genre == "barres" else "col"
    barres.gapWidth = 45
    if empile:
        barres.grouping, barres.overlap = "stacked", 100
    return barres


def poser_graphique(feuille: Worksheet, g: GraphePose, *, dates: bool) -> None:
    """Draw one chart on its sheet; ``dates``: its categories are dates, to be spread along time."""
    graphe = _graphe(g.genre, g.empile)
    graphe.title = _titre(g.titre)
    graphe.width, graphe.height = g.largeur, g.hauteur  # type: ignore[assignment]  # its stubs say int
    for nom, valeurs, couleur in g.series:
        serie = Series(Reference(worksheet=feuille, range_string=valeurs), title=nom)
        proprietes = GraphicalProperties(solidFill=_COULEURS[couleur])
        if g.genre == "courbes":
            proprietes = GraphicalProperties(ln=LineProperties(solidFill=_COULEURS[couleur], w=22000))
            serie.smooth = False
        serie.graphicalProperties = proprietes
        graphe.series.append(serie)
    graphe.set_categories(Reference(worksheet=feuille, range_string=g.categories))
    graphe.legend = Legend(legendPos="b") if len(g.series) > 1 else None
    _axes(graphe, g, dates)
    graphe.visible_cells_only = False  # the figures may stand in a hidden column
    feuille.add_chart(graphe, f"A{g.ligne}")


def _axes(graphe: Graphe, g: GraphePose, dates: bool) -> None:
    if g.genre == "courbes" and dates:
        # One label a quarter: more would run into each other.
        graphe.x_axis = DateAxis(crossAx=100, baseTimeUnit="days", majorUnit=3, majorTimeUnit="months")
        graphe.y_axis.crossAx = 500
        graphe.x_axis.number_format = FORMATS["mois"]
        graphe.x_axis.numFmt.sourceLinked = False
    graphe.x_axis.delete = graphe.y_axis.delete = False
    filet = GraphicalProperties(ln=LineProperties(solidFill=_FILET, w=6000))
    graphe.y_axis.majorGridlines = ChartLines(spPr=filet)
    graphe.x_axis.txPr = graphe.y_axis.txPr = _texte(9, ENCRE)
    graphe.y_axis.number_format = '#,##0,\\ "k€"' if g.diviseur == "k€" else "#,##0"
    graphe.y_axis.numFmt.sourceLinked = False
    if g.genre == "barres":
        graphe.x_axis.scaling.orientation = "maxMin"  # first row on top, as in the table
    else:
        graphe.x_axis.tickLblPos = "low"
