"""Charts and images of a person's sheet, written back as they were read.

openpyxl's own model of a chart forgets much of its look, and it needs another library for images: here the parts are
carried whole, with only their references rewritten. What has no part of its own (shapes, slicers) is reported.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from lxml import etree
from openpyxl.chart._chart import ChartBase
from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import TwoCellAnchor
from openpyxl.packaging.manifest import mimetypes

from chargeprod_xl.classeurs.archive import Archive, Relation
from chargeprod_xl.classeurs.greffe.graphiques import traduire_graphique
from chargeprod_xl.classeurs.greffe.parties import RELATIONS, FeuilleBrute, lire_partie
from chargeprod_xl.classeurs.greffe.pertes import abreger
from chargeprod_xl.classeurs.greffe.traduction import Traducteur
from chargeprod_xl.liens.formules import adresse

_R_ID, _R_EMBED = f"{{{RELATIONS}}}id", f"{{{RELATIONS}}}embed"
_ANCRES = frozenset({"twoCellAnchor", "oneCellAnchor", "absoluteAnchor"})
_FORMES = {
    "sp": "forme",
    "cxnSp": "forme",
    "grpSp": "groupe de formes",
    "contentPart": "dessin à l’encre",
    "pic": "image",
}
#: What a frame shows, by a word of its address.
_CADRES = {"chartex": "graphique d’un genre récent", "slicer": "segment", "diagram": "diagramme SmartArt"}
_CADRES |= {"timeslicer": "chronologie", "chart": "graphique"}


class _Ancre(TwoCellAnchor):
    """An anchor of any kind, written as it was read but for the number of what it shows."""

    def __init__(self, brute: etree._Element, porteur: etree._Element, attribut: str) -> None:
        super().__init__()
        self.brute, self.porteur, self.attribut = brute, porteur, attribut

    def to_tree(self, *_: Any) -> Any:
        """The element itself; ``SpreadsheetDrawing`` has just numbered the object, in its own model of it."""
        cadre: Any = self.graphicFrame
        image: Any = self.pic
        numero = cadre.graphic.graphicData.chart.id if cadre else image.blipFill.blip.embed
        self.porteur.set(self.attribut, str(numero))
        return deepcopy(self.brute)


class _Graphique(ChartBase):
    """A chart whose part is written as it was read."""

    def __init__(self, racine: etree._Element, ancre: _Ancre) -> None:
        super().__init__()
        self.racine = racine
        self.anchor = ancre  # type: ignore[assignment]  # its stubs know only the address of a cell

    def _write(self) -> Any:
        return self.racine


class _Image(Image):
    """An image whose bytes are written as they were read."""

    def __init__(self, octets: bytes, genre: str, ancre: _Ancre) -> None:
        self.octets = octets
        self.format = genre
        self.anchor = ancre

    def _data(self) -> bytes:
        return self.octets


def poser_dessins(feuille: Any, brute: FeuilleBrute, archive: Archive, traducteur: Traducteur) -> None:
    """Carry the charts and images of a sheet, report everything else that is drawn on it."""
    for relation in brute.relations.values():
        if relation.genre != "drawing" or not archive.contient(relation.cible):
            continue
        relations = archive.relations(relation.cible)
        for ancre in _ancres(lire_partie(archive, relation.cible)):
            graphique = ancre.find("{*}graphicFrame/{*}graphic/{*}graphicData/{*}chart")
            image = ancre.find("{*}pic/{*}blipFill/{*}blip")
            if graphique is not None and _cible(graphique, _R_ID, relations, archive):
                feuille._charts.append(_graphique(ancre, graphique, relations, archive, traducteur))
            elif image is not None and _genre_d_image(_cible(image, _R_EMBED, relations, archive)):
                feuille._images.append(_image(ancre, image, relations, archive, traducteur))
            elif not _est_un_controle(ancre):
                traducteur.perdre(_lieu(ancre), _mot(ancre), abreger(" ".join(map(str, ancre.itertext("{*}t")))))


def _ancres(parent: etree._Element) -> Iterator[etree._Element]:
    """The anchors; some stand inside a choice, of which the first branch is what Excel shows."""
    for enfant in parent.iterchildren("{*}*"):
        balise = etree.QName(enfant).localname
        if balise in _ANCRES:
            yield enfant
        elif balise == "AlternateContent" and len(enfant):
            yield from _ancres(enfant[0])


def _cible(porteur: etree._Element, attribut: str, relations: dict[str, Relation], archive: Archive) -> str:
    """The part that an object is drawn from, "" when the file does not hold it."""
    relation = relations.get(porteur.get(attribut, ""))
    return relation.cible if relation and not relation.externe and archive.contient(relation.cible) else ""


def _genre_d_image(partie: str) -> str:
    """The kind of image a part is, "" when openpyxl could not declare it."""
    suffixe = posixpath.splitext(partie)[1].lower()
    return suffixe[1:] if suffixe in mimetypes.types_map[True] else ""


def _graphique(
    ancre: etree._Element,
    porteur: etree._Element,
    relations: dict[str, Relation],
    archive: Archive,
    traducteur: Traducteur,
) -> _Graphique:
    racine = lire_partie(archive, _cible(porteur, _R_ID, relations, archive))
    traduire_graphique(racine, traducteur, _lieu(ancre))
    _delier(racine, None, traducteur, _lieu(ancre))
    _delier(ancre, porteur, traducteur, _lieu(ancre))
    return _Graphique(racine, _Ancre(ancre, porteur, _R_ID))


def _image(
    ancre: etree._Element,
    porteur: etree._Element,
    relations: dict[str, Relation],
    archive: Archive,
    traducteur: Traducteur,
) -> _Image:
    partie = _cible(porteur, _R_EMBED, relations, archive)
    _delier(ancre, porteur, traducteur, _lieu(ancre))
    return _Image(archive.lire(partie), _genre_d_image(partie), _Ancre(ancre, porteur, _R_EMBED))


_LIENS = {
    "userShapes": "dessin posé dans un graphique",
    "blip": "image dans un graphique",
    "hlinkClick": "lien posé sur un dessin",
    "hlinkHover": "lien posé sur un dessin",
}


def _delier(racine: etree._Element, porteur: etree._Element | None, traducteur: Traducteur, ou: str) -> None:
    """Take out what points to parts that do not come along: a dangling pointer makes Excel repair the file."""
    for element in list(racine.iter("{*}*")):
        pointeurs = [nom for nom in element.attrib if str(nom).startswith(f"{{{RELATIONS}}}")]
        if element is porteur:
            for nom in pointeurs:
                if nom not in {_R_ID, _R_EMBED}:
                    del element.attrib[nom]
        elif pointeurs:
            mot = _LIENS.get(etree.QName(element).localname)
            if mot:
                traducteur.perdre(ou, mot, "")
            _oter(element)


def _oter(element: etree._Element) -> None:
    """Remove an element with the fill or the extension that held nothing else."""
    parent = element.getparent()
    if parent is None:
        return
    parent.remove(element)
    if etree.QName(parent).localname in {"blipFill", "ext", "extLst"}:
        _oter(parent)


def _est_un_controle(ancre: etree._Element) -> bool:
    """A form control is drawn twice in a file: the other drawing, older, is the one that is reported."""
    return ancre.find(".//{*}compatExt") is not None


def _lieu(ancre: etree._Element) -> str:
    """The cell under the top left corner."""
    ligne, colonne = ancre.findtext("{*}from/{*}row"), ancre.findtext("{*}from/{*}col")
    return adresse(int(ligne) + 1, int(colonne) + 1) if ligne and colonne else ""


def _mot(ancre: etree._Element) -> str:
    """What is drawn, in a word."""
    for enfant in ancre.iterchildren("{*}*"):
        balise = etree.QName(enfant).localname
        if balise in _FORMES:
            return _FORMES[balise]
        if balise == "graphicFrame":
            donnees = enfant.find(".//{*}graphicData")
            genre = "" if donnees is None else donnees.get("uri", "").rpartition("/")[2].lower()
            return _CADRES.get(genre, "dessin")
    return "dessin"
