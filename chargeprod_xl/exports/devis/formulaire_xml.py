"""Numbers put into the parts of a form's archive; every other part comes out byte for byte."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from lxml import etree

from chargeprod_xl.classeurs.archive import Archive, lire_xml, ouvrir
from chargeprod_xl.classeurs.classeur_lu import Position
from chargeprod_xl.classeurs.en_xml import texte_du_nombre
from chargeprod_xl.liens.formules import adresse, indice_colonne
from chargeprod_xl.recalcul import renouveler

_CHIFFRES = "0123456789"
_DATE_FIXE = (1980, 1, 1, 0, 0, 0)
#: What may stand before <calcPr> in a workbook part.
_AVANT_CALCUL = (
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
)


def _position(element: etree._Element, precedente: int) -> int:
    repere = element.get("r")
    return indice_colonne(repere.rstrip(_CHIFFRES)) if repere else precedente + 1


def _rangee(donnees: etree._Element, espace: str, ligne: int) -> etree._Element:
    """The row, made at its place when the form has none."""
    numero = 0
    for rang, element in enumerate(donnees.iterchildren(f"{espace}row")):
        numero = int(element.get("r") or numero + 1)
        if numero == ligne:
            return element
        if numero > ligne:
            neuve = etree.Element(f"{espace}row", r=str(ligne))
            donnees.insert(rang, neuve)
            return neuve
    return etree.SubElement(donnees, f"{espace}row", r=str(ligne))


def _cellule(rangee: etree._Element, espace: str, ligne: int, colonne: int) -> etree._Element:
    """The cell, made at its place when the row has none; a new one takes the look of its row."""
    ici = 0
    neuve = etree.Element(f"{espace}c", r=adresse(ligne, colonne))
    if rangee.get("customFormat") in {"1", "true"} and (style := rangee.get("s")):
        neuve.set("s", style)
    for element in rangee.iterchildren(f"{espace}c"):
        ici = _position(element, ici)
        if ici == colonne:
            return element
        if ici > colonne:
            element.addprevious(neuve)
            return neuve
    rangee.append(neuve)
    return neuve


def poser_nombres(octets: bytes, nombres: Mapping[Position, float]) -> bytes:
    """A worksheet part with these numbers; the look of the cells stays."""
    racine = lire_xml(octets)
    espace = str(racine.tag).removesuffix("worksheet")
    donnees = racine.find(f"{espace}sheetData")
    if donnees is None:
        return octets
    for (ligne, colonne), nombre in sorted(nombres.items()):
        cellule = _cellule(_rangee(donnees, espace, ligne), espace, ligne, colonne)
        for enfant in list(cellule):
            if enfant.tag in {f"{espace}v", f"{espace}is"}:
                cellule.remove(enfant)
        cellule.attrib.pop("t", "")
        valeur = etree.Element(f"{espace}v")
        valeur.text = texte_du_nombre(nombre)
        cellule.insert(0, valeur)
    return _serialiser(racine)


def _oublier_resultats(octets: bytes) -> bytes:
    """A worksheet part whose formulas are to be computed again."""
    racine = lire_xml(octets)
    espace = str(racine.tag).removesuffix("worksheet")
    for formule in racine.iterfind(f"{espace}sheetData/{espace}row/{espace}c/{espace}f"):
        cellule = formule.getparent()
        assert cellule is not None
        for valeur in cellule.findall(f"{espace}v"):
            cellule.remove(valeur)
        cellule.attrib.pop("t", "")
    return _serialiser(racine)


def _tout_calculer(octets: bytes) -> bytes:
    """A workbook part that asks for a full computation when it is opened."""
    racine = lire_xml(octets)
    espace = str(racine.tag).removesuffix("workbook")
    calcul = racine.find(f"{espace}calcPr")
    if calcul is None:
        calcul = etree.Element(f"{espace}calcPr")
        avant = [e for e in racine if isinstance(e.tag, str) and e.tag.removeprefix(espace) in _AVANT_CALCUL]
        racine.insert(racine.index(avant[-1]) + 1 if avant else 0, calcul)
    calcul.set("fullCalcOnLoad", "1")
    return _serialiser(racine)


def _serialiser(racine: etree._Element) -> bytes:
    return etree.tostring(racine, xml_declaration=True, encoding="UTF-8", standalone=True)


def _partie_du_classeur(archive: Archive) -> str:
    racine = archive.relations("")
    return next((r.cible for r in racine.values() if r.genre == "officeDocument"), "xl/workbook.xml")


def remplir_archive(chemin: Path, feuille: str, parties: set[str], nombres: Mapping[Position, float]) -> bytes:
    """The form with these numbers on the part ``feuille``; ``parties``: its sheets, whose results are forgotten."""
    sortie = io.BytesIO()
    with ouvrir(chemin) as archive, zipfile.ZipFile(sortie, "w") as cible:
        classeur = _partie_du_classeur(archive).lower()
        for info in archive.fichier.infolist():
            nom, octets = info.filename.lower(), archive.fichier.read(info)
            if nom == feuille.lower():
                octets = poser_nombres(octets, nombres)
            if nom in parties and b"<f" in octets:
                octets = _oublier_resultats(octets)
            if nom == classeur:
                octets = _tout_calculer(octets)
            copie = zipfile.ZipInfo(info.filename, _DATE_FIXE)
            copie.create_system = 0
            cible.writestr(copie, octets, zipfile.ZIP_DEFLATED, 6)
    return sortie.getvalue()


def calculer_si_possible(octets: bytes, nom: str) -> bytes:
    """The form with the results of its formulas where both engines agree; as it is when they cannot read it."""
    with tempfile.TemporaryDirectory(prefix="chargeprod-") as dossier:
        chemin = Path(dossier) / nom
        chemin.write_bytes(octets)
        renouvele = renouveler([chemin])
    return octets if renouvele.fautes else renouvele.contenus[nom]
