"""Charts of the house: few, one message each, in the title."""

from __future__ import annotations

from openpyxl.chart import AreaChart, BarChart, LineChart, Reference, Series
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties
from openpyxl.worksheet.worksheet import Worksheet

from chargeprod_xl.classeurs.styles import ACCENT, GRIS, NUIT
from chargeprod_xl.liens.pose import GraphePose

_COULEURS = {"nuit": NUIT, "accent": ACCENT, "gris": "9AA5B1"}


def _texte(taille: int, couleur: str, gras: bool = False) -> RichText:
    police = CharacterProperties(sz=taille * 100, b=gras, solidFill=couleur)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=police), endParaRPr=police)])


def _graphe(genre: str, empile: bool) -> BarChart | LineChart | AreaChart:
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


def _reference(feuille: Worksheet, texte: str) -> Reference:
    return Reference(feuille, range_string=texte)


def poser_graphique(feuille: Worksheet, g: GraphePose, largeur_utile: float) -> None:
    """Draw one chart on its sheet, no wider than ``largeur_utile`` (cm)."""
    graphe = _graphe(g.genre, g.empile)
    graphe.title = g.titre
    graphe.title.tx.rich.p[0].pPr = ParagraphProperties(
        defRPr=CharacterProperties(sz=1200, b=True, solidFill=NUIT)
    )
    graphe.title.overlay = False
    graphe.width, graphe.height = min(g.largeur, largeur_utile), g.hauteur
    for titre, valeurs, couleur in g.series:
        serie = Series(_reference(feuille, valeurs), title=titre)
        proprietes = GraphicalProperties(solidFill=_COULEURS[couleur])
        if g.genre == "courbes":
            proprietes = GraphicalProperties(ln=LineProperties(solidFill=_COULEURS[couleur], w=22000))
            serie.smooth = False
        serie.graphicalProperties = proprietes
        graphe.series.append(serie)
    graphe.set_categories(_reference(feuille, g.categories))
    if len(g.series) == 1:
        graphe.legend = None
    else:
        graphe.legend.position = "b"
    _axes(graphe, g)
    graphe.visible_cells_only = False  # the figures may stand in a hidden column
    feuille.add_chart(graphe, f"A{g.ligne}")


def _axes(graphe: BarChart | LineChart | AreaChart, g: GraphePose) -> None:
    graphe.x_axis.delete = graphe.y_axis.delete = False
    graphe.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="E5E7EB", w=6000))
    graphe.x_axis.txPr = graphe.y_axis.txPr = _texte(9, GRIS)
    graphe.y_axis.number_format = '#,##0,\\ "k€"' if g.diviseur == "k€" else "#,##0"
    graphe.y_axis.numFmt.sourceLinked = False
    if g.genre == "barres":
        graphe.x_axis.scaling.orientation = "maxMin"  # first row on top, as in the table
    else:
        graphe.x_axis.tickLblPos = "low"
    if g.genre == "courbes" and not g.titre.startswith("Minutes"):
        graphe.x_axis.number_format = "[$-40C]mmm\\ yy"
        graphe.x_axis.numFmt.sourceLinked = False


__all__ = ["DataLabelList", "Layout", "ManualLayout", "poser_graphique"]
