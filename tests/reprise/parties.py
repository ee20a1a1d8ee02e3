"""The parts of an .xlsx: taken out, changed as XML, put back in another order."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lxml import etree
from recalcul.fabrique import NS, NS_R, NS_RELS, parties_de

Parties = dict[str, bytes]
S = f"{{{NS}}}"
R_ID = f"{{{NS_R}}}id"
TYPES = "[Content_Types].xml"
CLASSEUR = "xl/workbook.xml"
_FEUILLE = re.compile(r"xl/worksheets/[^/]+\.xml")
_GENRE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_NS_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_PRESERVER = "{http://www.w3.org/XML/1998/namespace}space"


@contextmanager
def ouvertes(chemin: Path) -> Iterator[Parties]:
    """The parts of a file by name; what the block leaves in them is written back."""
    parties = parties_de(chemin)
    yield parties
    with zipfile.ZipFile(chemin, "w", zipfile.ZIP_DEFLATED) as fichier:
        for nom, octets in parties.items():
            fichier.writestr(nom, octets)


@contextmanager
def arbre(parties: Parties, nom: str) -> Iterator[etree._Element]:
    """The root of a part; what the block leaves in it is written back."""
    racine = etree.fromstring(parties[nom])
    yield racine
    parties[nom] = en_octets(racine)


def en_octets(racine: etree._Element) -> bytes:
    """A part as it stands in a file."""
    return etree.tostring(racine, xml_declaration=True, encoding="UTF-8", standalone=True)


def feuilles(parties: Parties) -> list[str]:
    """The names of the worksheet parts."""
    return [nom for nom in parties if _FEUILLE.fullmatch(nom)]


def ajouter_partie(parties: Parties, genre: str, racine: etree._Element) -> None:
    """Add a part to the workbook (``sharedStrings``, ``calcChain``), with its relationship and content type."""
    parties[f"xl/{genre}.xml"] = en_octets(racine)
    with arbre(parties, "xl/_rels/workbook.xml.rels") as liens:
        lien = {"Id": f"rId{genre}", "Type": f"{NS_R}/{genre}", "Target": f"{genre}.xml"}
        etree.SubElement(liens, f"{{{NS_RELS}}}Relationship", lien)
    with arbre(parties, TYPES) as types:
        nature = {"PartName": f"/xl/{genre}.xml", "ContentType": f"{_GENRE}.{genre}+xml"}
        etree.SubElement(types, f"{{{_NS_TYPES}}}Override", nature)


def poser_texte(parent: etree._Element, texte: str) -> None:
    """A ``<t>``, whose blanks count."""
    element = etree.SubElement(parent, f"{S}t")
    element.text = texte
    if texte != texte.strip() or "\n" in texte:
        element.set(_PRESERVER, "preserve")
