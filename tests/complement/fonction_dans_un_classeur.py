"""A workbook where someone used a function of the add-in, as Excel saves it: a link to the add-in, a last value."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from openpyxl import load_workbook

FEUILLE = "Mes calculs"
_COMPLEMENT = r"file:///C:\Users\ana\AppData\Roaming\Microsoft\Excel\XLSTART\chargeprod_xl.xlam"
_CLASSEURS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PAQUET = "http://schemas.openxmlformats.org/package/2006/relationships"
_GENRE = "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"


def ajouter_des_fonctions(chemin: Path) -> None:
    """A sheet of the person: A1 = 1000, B1 = CP_TVA(A1,0.2) that showed 200, C1 = B1+1, D1 = A1*2."""
    livre = load_workbook(chemin)
    rang = len(livre._external_links) + 1  # type: ignore[attr-defined] # absent from the stubs
    feuille = livre.create_sheet(FEUILLE)
    feuille.append([1000, f"=[{rang}]!CP_TVA(A1,0.2)", "=B1+1", "=A1*2"])
    livre.save(chemin)
    with zipfile.ZipFile(chemin) as archive:
        parties = {nom: archive.read(nom) for nom in archive.namelist()}
    _retoucher(
        parties,
        _partie_de_la_feuille(parties),
        r"<f>(\[\d+\]!CP_TVA\(A1,0.2\))</f><v ?/?>(</v>)?",
        r"<f>\1</f><v>200</v>",
    )
    _retoucher(parties, _partie_de_la_feuille(parties), r"<f>B1\+1</f><v ?/?>(</v>)?", "<f>B1+1</f><v>201</v>")
    _lier(parties, rang)
    with zipfile.ZipFile(chemin, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, octets in parties.items():
            archive.writestr(nom, octets)


def _partie_de_la_feuille(parties: dict[str, bytes]) -> str:
    [nom] = [n for n, octets in parties.items() if n.startswith("xl/worksheets/sheet") and b"CP_TVA" in octets]
    return nom


def _retoucher(parties: dict[str, bytes], nom: str, avant: str, apres: str) -> None:
    texte, fois = re.subn(avant, apres, parties[nom].decode())
    assert fois == 1, (nom, avant)
    parties[nom] = texte.encode()


def _lier(parties: dict[str, bytes], rang: int) -> None:
    """The external link that Excel writes for a function of an add-in: a name, no sheet."""
    lien = f"xl/externalLinks/externalLink{rang}.xml"
    parties[lien] = (
        f'<externalLink xmlns="{_CLASSEURS}"><externalBook xmlns:r="{_RELATIONS}" r:id="rId1">'
        '<definedNames><definedName name="CP_TVA"/></definedNames></externalBook></externalLink>'
    ).encode()
    parties[f"xl/externalLinks/_rels/externalLink{rang}.xml.rels"] = (
        f'<Relationships xmlns="{_PAQUET}"><Relationship Id="rId1" Type="{_RELATIONS}/externalLinkPath" '
        f'Target="{_COMPLEMENT}" TargetMode="External"/></Relationships>'
    ).encode()
    reference = f'<externalReference xmlns:r="{_RELATIONS}" r:id="rIdCP"/>'
    if b"<externalReferences>" in parties["xl/workbook.xml"]:
        _retoucher(parties, "xl/workbook.xml", "</externalReferences>", f"{reference}</externalReferences>")
    else:
        ensemble = f"<externalReferences>{reference}</externalReferences>"
        _retoucher(parties, "xl/workbook.xml", "(<definedNames|<calcPr)", rf"{ensemble}\1")
    relation = f'<Relationship Id="rIdCP" Type="{_RELATIONS}/externalLink" Target="/{lien}"/>'
    _retoucher(parties, "xl/_rels/workbook.xml.rels", "</Relationships>", f"{relation}</Relationships>")
    genre = f'<Override PartName="/{lien}" ContentType="{_GENRE}"/>'
    _retoucher(parties, "[Content_Types].xml", "</Types>", f"{genre}</Types>")
