"""The parts that an added sheet is made of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from chargeprod_xl.classeurs.archive import Archive, Relation, lire_xml

PRINCIPAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")


def usuel(octets: bytes) -> bytes:
    """A part in the usual namespaces, even when the file was saved as « Open XML Strict »."""
    return _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", octets)


def lire_partie(archive: Archive, partie: str) -> etree._Element:
    """The root of a part, in the usual namespaces."""
    return lire_xml(usuel(archive.lire(partie)))


@dataclass(frozen=True)
class FeuilleBrute:
    """A sheet part as it stands in the file.

    Attributes:
        noms: the names that belong to the sheet, as elements.
        noms_perdus: print settings that are no plain range, by built-in name.
    """

    nom: str
    etat: str
    racine: etree._Element
    relations: Mapping[str, Relation]
    noms: tuple[etree._Element, ...]
    noms_perdus: Mapping[str, str]
