"""Notes and links of a person's sheet: what openpyxl does not read of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from openpyxl.comments import Comment
from openpyxl.worksheet.hyperlink import Hyperlink

from chargeprod_xl.classeurs.archive import Archive
from chargeprod_xl.classeurs.classeur_lu import Position
from chargeprod_xl.classeurs.greffe.parties import RELATIONS, FeuilleBrute
from chargeprod_xl.classeurs.greffe.pertes import abreger
from chargeprod_xl.classeurs.greffe.source import Source
from chargeprod_xl.classeurs.greffe.styles import Habilleur
from chargeprod_xl.classeurs.greffe.traduction import Traducteur
from chargeprod_xl.classeurs.lecture_notes import lire_notes, lire_personnes
from chargeprod_xl.liens.formules import adresse, lire_plage

_MESURE = re.compile(r"(?<![\w-])(width|height):\s*([\d.]+)(pt|px|in|cm|mm)?")
_PIXELS = {"px": 1.0, "pt": 4 / 3, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "": 4 / 3}


def reprendre_notes(feuille: Any, brute: FeuilleBrute, source: Source, traducteur: Traducteur) -> None:
    """Give notes their size, turn threads into notes, report controls: they share one drawing."""
    dessin = _dessin_des_notes(brute, source.archive)
    tailles = {ou: taille for forme in _formes(dessin) if (ou := _position(forme)) for taille in [_taille(forme)]}
    for cellule in list(feuille._cells.values()):
        note = cellule.comment
        if note is not None:
            # Without an author openpyxl would write « None » the second time.
            hauteur, largeur = tailles.get((cellule.row, cellule.column), (note.height, note.width))
            cellule.comment = Comment(note.text or "", note.author or "", hauteur, largeur)
    _fils(feuille, brute, source, traducteur)
    for forme in _formes(dessin):
        if _genre(forme) not in {"Note", ""}:
            texte = " ".join(str(t) for t in forme.itertext("{*}textbox", "{*}div", "{*}font", "{*}FmlaMacro"))
            traducteur.perdre(_ancre(forme), "contrôle ou objet incorporé", abreger(texte))


def _fils(feuille: Any, brute: FeuilleBrute, source: Source, traducteur: Traducteur) -> None:
    """A thread of comments becomes a note: what Excel leaves for old versions begs to buy a newer one."""
    fils = [r for r in brute.relations.values() if r.genre == "threadedComment"]
    if not fils:
        return
    personnes = lire_personnes(source.archive, source.relations)
    for (ligne, colonne), note in sorted(lire_notes(source.archive, fils, personnes).items()):
        ancienne = feuille.cell(ligne, colonne).comment
        taille = (ancienne.height, ancienne.width) if ancienne else (79, 144)
        feuille.cell(ligne, colonne).comment = Comment(note.texte, note.auteur, *taille)
        traducteur.perdre(adresse(ligne, colonne), "conversation, devenue une note", abreger(note.texte))


def _dessin_des_notes(brute: FeuilleBrute, archive: Archive) -> etree._Element | None:
    """The old drawing language, in which notes and controls are; it is not always well-formed."""
    pointeur = brute.racine.find("{*}legacyDrawing")
    relation = None if pointeur is None else brute.relations.get(pointeur.get(f"{{{RELATIONS}}}id", ""))
    if relation is None or not archive.contient(relation.cible):
        return None
    analyseur = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(archive.lire(relation.cible), analyseur)


def _formes(dessin: etree._Element | None) -> Iterator[etree._Element]:
    return iter(()) if dessin is None else dessin.iter("{*}shape")


def _genre(forme: etree._Element) -> str:
    donnees = forme.find("{*}ClientData")
    return "" if donnees is None else donnees.get("ObjectType", "")


def _position(forme: etree._Element) -> Position | None:
    ligne, colonne = forme.findtext("{*}ClientData/{*}Row"), forme.findtext("{*}ClientData/{*}Column")
    return (int(ligne) + 1, int(colonne) + 1) if ligne and colonne and _genre(forme) == "Note" else None


def _taille(forme: etree._Element) -> tuple[int, int]:
    """Height and width in pixels."""
    mesures = {sens: float(n) * _PIXELS[unite] for sens, n, unite in _MESURE.findall(forme.get("style", ""))}
    return round(mesures.get("height", 79)), round(mesures.get("width", 144))


def _ancre(forme: etree._Element) -> str:
    """The cell under a control: column, offset, row, offset, and the same of the other corner."""
    nombres = (forme.findtext("{*}ClientData/{*}Anchor") or "").split(",")
    return adresse(int(nombres[2]) + 1, int(nombres[0]) + 1) if len(nombres) > 3 else ""


def reprendre_liens(feuille: Any, brute: FeuilleBrute, habilleur: Habilleur, traducteur: Traducteur) -> None:
    """Put the links back; read by openpyxl, one on an empty cell would write its address in it."""
    for element in brute.racine.iterfind("{*}hyperlinks/{*}hyperlink"):
        ref = element.get("ref", "")
        relation = brute.relations.get(element.get(f"{{{RELATIONS}}}id", ""))
        cible, endroit = relation.cible if relation else None, element.get("location")
        if not (cible or endroit):
            continue
        if cible is None or cible.startswith("#"):
            endroit = traducteur.formule((endroit or cible or "").lstrip("#"), ref, "lien vers un endroit du classeur")
            if endroit is None:
                continue
            cible = None
        plage = lire_plage(ref)
        cellule = feuille.cell(plage.ligne_debut, plage.colonne_debut)
        # Set below its property, which would write in the cell and forget a range.
        cellule._hyperlink = Hyperlink(ref, endroit, element.get("tooltip"), element.get("display"), target=cible)
        if cellule._value is None:
            habilleur.visible(cellule)
