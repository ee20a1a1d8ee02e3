"""A small .xlsx with what openpyxl reads without loss: the wanted sheets, their tables and notes, texts, styles."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO

from lxml import etree

from chargeprod_xl.classeurs.archive import Archive, Relation
from chargeprod_xl.classeurs.greffe.parties import PRINCIPAL, RELATIONS, FeuilleBrute, usuel
from chargeprod_xl.classeurs.lecture_parties import partie_du_genre

_PAQUET = "http://schemas.openxmlformats.org/package/2006"
_GENRE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_M = f"{{{PRINCIPAL}}}"
_COMMUNES = {"styles": "xl/styles.xml", "theme": "xl/theme/theme1.xml", "sharedStrings": "xl/sharedStrings.xml"}
#: What a sheet leads to and openpyxl reads well. Drawings are carried as they are, links by hand.
_PARTIES_LUES = frozenset({"comments", "table"})
#: Read elsewhere, or only reported.
_ELEMENTS_OTES = (
    *("extLst", "hyperlinks", "headerFooter", "drawing", "legacyDrawing", "legacyDrawingHF", "picture"),
    *("oleObjects", "controls", "customSheetViews", "mergeCells"),
)


def reduire(
    archive: Archive, relations: Mapping[str, Relation], feuilles: Sequence[FeuilleBrute], *, date_1904: bool
) -> bytes:
    """The reduced file; ``relations`` are those of the workbook."""
    sortie = BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_STORED) as reduit:
        for genre, nom in _COMMUNES.items():
            partie = partie_du_genre(relations, genre)
            if partie is not None and archive.contient(partie):
                reduit.writestr(nom, usuel(archive.lire(partie)))
        avec_textes = _COMMUNES["sharedStrings"] in reduit.namelist()
        for rang, feuille in enumerate(feuilles, 1):
            reduit.writestr(f"xl/worksheets/sheet{rang}.xml", etree.tostring(_sans_le_reste(feuille.racine)))
            _joindre(reduit, rang, feuille, archive)
        reduit.writestr("xl/workbook.xml", etree.tostring(_classeur(feuilles, date_1904=date_1904)))
        cibles = [
            (f"rId{rang}", "worksheet", f"/xl/worksheets/sheet{rang}.xml") for rang in range(1, len(feuilles) + 1)
        ]
        reduit.writestr("xl/_rels/workbook.xml.rels", _relations(cibles))
        reduit.writestr("[Content_Types].xml", _types(avec_textes=avec_textes))
    return sortie.getvalue()


def _joindre(reduit: zipfile.ZipFile, rang: int, feuille: FeuilleBrute, archive: Archive) -> None:
    """The parts of a sheet, and the relationships that lead to them."""
    liens = []
    for ident, relation in feuille.relations.items():
        if relation.genre in _PARTIES_LUES and archive.contient(relation.cible):
            nom = f"xl/{relation.genre}/{rang}-{ident}-{posixpath.basename(relation.cible)}"
            reduit.writestr(nom, usuel(archive.lire(relation.cible)))
            liens.append((ident, relation.genre, f"/{nom}"))
    reduit.writestr(f"xl/worksheets/_rels/sheet{rang}.xml.rels", _relations(liens))


def _classeur(feuilles: Sequence[FeuilleBrute], *, date_1904: bool) -> etree._Element:
    # lxml takes None for the default namespace; its stubs do not know.
    espaces: dict[str, str] = {None: PRINCIPAL, "r": RELATIONS}  # type: ignore[dict-item]
    racine = etree.Element(f"{_M}workbook", nsmap=espaces)
    etree.SubElement(racine, f"{_M}workbookPr", date1904="1" if date_1904 else "0")
    balises = etree.SubElement(racine, f"{_M}sheets")
    noms = etree.SubElement(racine, f"{_M}definedNames")
    for rang, feuille in enumerate(feuilles, 1):
        attributs = {"name": feuille.nom, "sheetId": str(rang), f"{{{RELATIONS}}}id": f"rId{rang}"}
        etree.SubElement(balises, f"{_M}sheet", {**attributs, "state": feuille.etat})
        for nom in feuille.noms:
            local = {**{str(k): str(v) for k, v in nom.attrib.items()}, "localSheetId": str(rang - 1)}
            etree.SubElement(noms, f"{_M}definedName", local).text = nom.text
    return racine


def _sans_le_reste(feuille: etree._Element) -> etree._Element:
    """The sheet without what is read elsewhere; drop-down lists that look at other sheets among the ordinary ones."""
    reduite = etree.fromstring(etree.tostring(feuille))
    recentes = list(reduite.iterfind("{*}extLst/{*}ext/{*}dataValidations/{*}dataValidation"))
    if recentes:
        validations = reduite.find(f"{_M}dataValidations")
        if validations is None:
            validations = etree.SubElement(reduite, f"{_M}dataValidations")
        validations.extend([_validation_ordinaire(recente) for recente in recentes])
    for balise in _ELEMENTS_OTES:
        for element in list(reduite.iterchildren(f"{_M}{balise}")):
            reduite.remove(element)
    return reduite


def _validation_ordinaire(recente: etree._Element) -> etree._Element:
    """Excel 2010 writes apart a validation that reads another sheet; every version reads it among the others."""
    attributs = {str(k): str(v) for k, v in recente.attrib.items() if not str(k).startswith("{")}
    ordinaire = etree.Element(f"{_M}dataValidation", {**attributs, "sqref": recente.findtext("{*}sqref") or ""})
    for balise in ("formula1", "formula2"):
        texte = recente.findtext(f"{{*}}{balise}/{{*}}f")
        if texte is not None:
            etree.SubElement(ordinaire, f"{_M}{balise}").text = texte
    return ordinaire


def _relations(liens: Sequence[tuple[str, str, str]]) -> bytes:
    racine = etree.Element("Relationships", xmlns=f"{_PAQUET}/relationships")
    for ident, genre, cible in liens:
        etree.SubElement(racine, "Relationship", Id=ident, Type=f"{RELATIONS}/{genre}", Target=cible)
    return etree.tostring(racine)


def _types(*, avec_textes: bool) -> bytes:
    racine = etree.Element("Types", xmlns=f"{_PAQUET}/content-types")
    parties = {"workbook": "sheet.main", **({"sharedStrings": "sharedStrings"} if avec_textes else {})}
    for nom, genre in parties.items():
        etree.SubElement(racine, "Override", PartName=f"/xl/{nom}.xml", ContentType=f"{_GENRE}.{genre}+xml")
    return etree.tostring(racine)
