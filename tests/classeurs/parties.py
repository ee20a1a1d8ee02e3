"""An .xlsx seen as parts, relationships and content types, without the package's own reader."""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class Paquet:
    """A file: its parts' bytes, and the XML of those that are XML."""

    nom: str
    octets: dict[str, bytes]
    arbres: dict[str, etree._Element] = field(default_factory=dict)

    def feuilles(self) -> dict[str, etree._Element]:
        """Worksheets by sheet name."""
        liens = self.relations("xl/workbook.xml")
        feuilles = self.arbres["xl/workbook.xml"].iterfind(f"{MAIN}sheets/{MAIN}sheet")
        return {f.get("name", ""): self.arbres[liens[f.get(RELATION, "")][1]] for f in feuilles}

    def relations(self, partie: str) -> dict[str, tuple[str, str, bool]]:
        """Kind, target and whether it is external, by id; targets inside are full part names."""
        dossier, nom = posixpath.split(partie)
        rels = posixpath.join(dossier, "_rels", f"{nom}.rels")
        sortie = {}
        for lien in self.arbres.get(rels, ()):
            externe = lien.get("TargetMode") == "External"
            cible = lien.get("Target", "")
            if not externe:
                cible = (
                    cible.lstrip("/") if cible.startswith("/") else posixpath.normpath(posixpath.join(dossier, cible))
                )
            sortie[lien.get("Id", "")] = (lien.get("Type", "").rpartition("/")[2], cible, externe)
        return sortie

    def texte(self, cellule: etree._Element) -> str | None:
        """The text a cell holds, in itself or among the shared strings; None when it is not a constant text."""
        if cellule.get("t") == "inlineStr":
            return "".join(cellule.find(f"{MAIN}is").itertext())
        if cellule.get("t") == "s":
            chaine = self.arbres["xl/sharedStrings.xml"][int(cellule.findtext(f"{MAIN}v", "-1"))]
            return "".join(chaine.itertext())
        return None


def ouvrir_paquet(chemin: Path) -> Paquet:
    """Read every part; one that is not well-formed raises here."""
    with zipfile.ZipFile(chemin) as archive:
        assert archive.testzip() is None
        octets = {nom: archive.read(nom) for nom in archive.namelist()}
    arbres = {
        nom: etree.fromstring(contenu) for nom, contenu in octets.items() if nom.endswith((".xml", ".rels", ".vml"))
    }
    return Paquet(chemin.name, octets, arbres)
