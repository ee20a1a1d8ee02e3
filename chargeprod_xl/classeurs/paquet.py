"""Last touch on a written .xlsx: what openpyxl cannot write, and same inputs, same bytes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from xml.sax.saxutils import quoteattr

from openpyxl.utils import column_index_from_string

from chargeprod_xl.classeurs.rangees import Rangees
from chargeprod_xl.classeurs.regles_couleur import plages

_DATE_ZIP = (1980, 1, 1, 0, 0, 0)
_MODIFIE = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_CADRE = re.compile(r'<(\w+:)?cNvPr id="(\d+)" name="Chart \d+"\s*/>')
_FORMATS_DE_CELLULE = re.compile(r"<cellXfs\b.*?</cellXfs>", re.DOTALL)
_FORMAT_DE_CELLULE = re.compile(r"<xf\b([^>]*)>")
#: Number format « @ », kept as text, of the file format.
_TEXTE = 'numFmtId="49"'
_CELLULE = re.compile(r'<c r="([A-Z]+)(\d+)" s="(\d+)"')
_DONNEES = re.compile(r"<sheetData\s*/>|<sheetData>.*?</sheetData>", re.DOTALL)
_ETENDUE = re.compile(r'<dimension ref="[^"]*"\s*/>')
#: What may follow <ignoredErrors> in a sheet, in the order of CT_Worksheet.
_SUITE = re.compile(
    r"<(?:smartTags|drawing|legacyDrawing|legacyDrawingHF|drawingHF|picture|oleObjects|controls|webPublishItems"
    r"|tableParts|extLst)\b|</worksheet>"
)


def decrire_graphiques(xml: str, titres: list[str]) -> str:
    """Give each chart frame of a drawing its title as alternative text."""
    reste = iter(titres)

    def nommer(m: re.Match[str]) -> str:
        titre = quoteattr(next(reste, "Graphique"))
        return f'<{m[1] or ""}cNvPr id="{m[2]}" name={titre} descr={titre}/>'

    return _CADRE.sub(nommer, xml)


def styles_de_texte(styles: str) -> set[str]:
    """Indexes of the cell formats that keep what is typed as text."""
    bloc = _FORMATS_DE_CELLULE.search(styles)
    formats = _FORMAT_DE_CELLULE.findall(bloc[0]) if bloc else []
    return {str(rang) for rang, attributs in enumerate(formats) if _TEXTE in attributs}


def taire_codes(xml: str, de_texte: set[str]) -> str:
    """No green triangle on codes such as « 12 », which are texts on purpose."""
    fin = xml.find("</sheetData>")
    codes = [(int(n), column_index_from_string(c)) for c, n, s in _CELLULE.findall(xml[:fin]) if s in de_texte]
    return xml[: max(fin, 0)] + _taire(xml[max(fin, 0) :], codes)


def _taire(fin: str, codes: Sequence[tuple[int, int]]) -> str:
    """The end of a sheet, the warning about some of its cells turned off."""
    suite = _SUITE.search(fin)
    if not codes or suite is None:
        return fin
    erreur = f'<ignoredErrors><ignoredError sqref="{" ".join(plages(codes))}" numberStoredAsText="1"/></ignoredErrors>'
    return fin[: suite.start()] + erreur + fin[suite.start() :]


def inserer(xml: str, lignes: Rangees) -> bytes:
    """A sheet with its rows: openpyxl wrote it without them."""
    avant, apres = _DONNEES.split(xml, maxsplit=1)
    tete = _ETENDUE.sub(f'<dimension ref="{lignes.etendue}"/>', avant)
    return b"".join((f"{tete}<sheetData>".encode(), lignes.xml, f"</sheetData>{_taire(apres, lignes.codes)}".encode()))


def figer(octets: bytes, jour: date, titres_par_dessin: list[list[str]], par_feuille: Mapping[str, Rangees]) -> bytes:
    """Rewrite the archive: rows put into their sheets, fixed dates, alternative texts, codes left in peace.

    ``jour`` is its modification date. Nothing is compressed yet: the values of its formulas are still to come.
    """
    sortie = BytesIO()
    dessins = iter(titres_par_dessin)
    with zipfile.ZipFile(BytesIO(octets)) as source, zipfile.ZipFile(sortie, "w", zipfile.ZIP_STORED) as cible:
        de_texte = styles_de_texte(source.read("xl/styles.xml").decode())
        noms = sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", _naturel(n)))
        for nom in noms:
            contenu = source.read(nom)
            if nom == "docProps/core.xml":
                contenu = _MODIFIE.sub(rb"\g<1>" + f"{jour:%Y-%m-%d}T00:00:00Z".encode() + rb"\g<2>", contenu)
            elif re.fullmatch(r"xl/drawings/drawing\d+\.xml", nom):
                contenu = decrire_graphiques(contenu.decode(), next(dessins, [])).encode()
            elif nom in par_feuille:
                contenu = inserer(contenu.decode(), par_feuille[nom])
            elif re.fullmatch(r"xl/worksheets/sheet\d+\.xml", nom):
                contenu = taire_codes(contenu.decode(), de_texte).encode()
            info = zipfile.ZipInfo(nom, _DATE_ZIP)
            info.external_attr = 0o600 << 16
            cible.writestr(info, contenu)
    return sortie.getvalue()


def _naturel(nom: str) -> list[object]:
    return [int(x) if x.isdigit() else x for x in re.split(r"(\d+)", nom)]
