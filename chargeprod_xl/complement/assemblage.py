"""The file of the add-in, made from text, without Excel; the same sources give the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence

from openpyxl import Workbook, load_workbook

from chargeprod_xl import __version__
from chargeprod_xl.classeurs.paquet import ranger_polices
from chargeprod_xl.complement.controle_ruban import fautes_du_ruban
from chargeprod_xl.complement.projet_vba import finir, greffer
from chargeprod_xl.complement.ruban import ruban
from chargeprod_xl.complement.sources import CONF, PROJET, Module, lire_xlwings, nos_modules
from udfs.registre import fonctions

_CLASSEUR = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_COMPLEMENT = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
_LIEN_DU_RUBAN = (
    '<Relationship Id="rIdRuban" Type="http://schemas.microsoft.com/office/2007/relationships/ui/extensibility" '
    'Target="customUI/customUI14.xml"/>'
)
_DEBUT = (1980, 1, 1, 0, 0, 0)
_DATE = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
#: Every setting that the xlwings module would otherwise look for in a file beside the workbook that is open. Written
#: here, they win over such a file, which may come from anyone. Texts, not booleans: VBA writes those in French.
_REGLAGES: Mapping[str, str] = {
    "ADD_WORKBOOK_TO_PYTHONPATH": "false", "UDF MODULES": "udfs.excel", "USE UDF SERVER": "False",
    "SHOW CONSOLE": "False", "DEBUG UDFS": "False", "SHOW_ERROR_POPUPS": "True", "TEMP DIR": "%TEMP%",
    "PYTHONPATH": "", "CONDA PATH": "", "CONDA ENV": "", "LICENSE_KEY": "",
    "ONEDRIVE_CONSUMER_WIN": "", "ONEDRIVE_COMMERCIAL_WIN": "", "SHAREPOINT_WIN": "",
    "ONEDRIVE_CONSUMER_MAC": "", "ONEDRIVE_COMMERCIAL_MAC": "", "SHAREPOINT_MAC": "",
}  # fmt: skip
CLE_VERSION, CLE_XLWINGS = "CHARGEPROD_XL VERSION", "XLWINGS VERSION"


def construire(interprete: str, mac: bool = False) -> bytes:
    """The add-in of this computer: it runs ``interprete``, with the xlwings that is installed there.

    Raises:
        DonneesRefuseesError: xlwings or pyOpenVBA is not installed.
    """
    xlwings = lire_xlwings()
    conf = reglages(interprete, xlwings.version, mac)
    return assembler((*xlwings.modules, *nos_modules(fonctions())), conf, ruban())


def reglages(interprete: str, version_xlwings: str, mac: bool) -> dict[str, str]:
    """The settings sheet. Keys are in upper case: the module looks them up that way."""
    # The old name of the key is the one that the module falls back on.
    python = {"INTERPRETER_MAC" if mac else "INTERPRETER_WIN": interprete, "INTERPRETER": interprete}
    return {**python, **_REGLAGES, CLE_VERSION: __version__, CLE_XLWINGS: version_xlwings}


def assembler(
    modules: Sequence[Module],
    conf: Mapping[str, str],
    ruban_xml: bytes,
    *,
    feuille: str = CONF,
    complement: bool = True,
) -> bytes:
    """The bytes of the add-in, or of a workbook with the same macros (tests run it)."""
    if fautes := fautes_du_ruban(ruban_xml):
        raise ValueError("ribbon: " + " ; ".join(fautes))
    parties = _lire(greffer(_macros(_grille(feuille, conf)), modules))
    parties["xl/vbaProject.bin"] = finir(parties["xl/vbaProject.bin"], PROJET)
    parties["customUI/customUI14.xml"] = ruban_xml
    parties["_rels/.rels"] = parties["_rels/.rels"].replace(
        b"</Relationships>", _LIEN_DU_RUBAN.encode() + b"</Relationships>"
    )
    parties["docProps/core.xml"] = _DATE.sub(rb"\g<1>1980-01-01T00:00:00Z", parties["docProps/core.xml"])
    if complement:
        _typer(parties, _MACROS, _COMPLEMENT)
    return _ecrire(parties)


def lire_reglages(fichier: bytes) -> dict[str, str]:
    """The settings sheet of an add-in; empty when it is not one of ours."""
    try:
        parties = _lire(fichier)
        _typer(parties, _COMPLEMENT, _CLASSEUR)
        feuille = load_workbook(io.BytesIO(_ecrire(parties)), read_only=True)[CONF]
        return {str(cle): str(valeur or "") for cle, valeur, *_ in feuille.iter_rows(values_only=True)}
    except (zipfile.BadZipFile, KeyError, ValueError):
        return {}


def _grille(titre: str, conf: Mapping[str, str]) -> bytes:
    classeur = Workbook()
    feuille = classeur.active
    assert feuille is not None
    feuille.title = titre
    for cle, valeur in conf.items():
        feuille.append((cle, valeur))
    feuille.column_dimensions["A"].width, feuille.column_dimensions["B"].width = 34, 60
    classeur.properties.creator = PROJET
    sortie = io.BytesIO()
    classeur.save(sortie)
    return sortie.getvalue()


def _macros(classeur: bytes) -> bytes:
    parties = _lire(classeur)
    parties["xl/styles.xml"] = ranger_polices(parties["xl/styles.xml"].decode()).encode()
    _typer(parties, _CLASSEUR, _MACROS)
    return _ecrire(parties)


def _typer(parties: dict[str, bytes], ancien: str, nouveau: str) -> None:
    types = parties["[Content_Types].xml"]
    if ancien.encode() not in types:
        raise ValueError(f"no part of type {ancien}")
    parties["[Content_Types].xml"] = types.replace(ancien.encode(), nouveau.encode())


def _lire(fichier: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(fichier)) as archive:
        return {nom: archive.read(nom) for nom in archive.namelist()}


def _ecrire(parties: Mapping[str, bytes]) -> bytes:
    """Content types first, then by name; one date for all."""
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom in sorted(parties, key=lambda n: (n != "[Content_Types].xml", n)):
            entree = zipfile.ZipInfo(nom, _DEBUT)
            entree.compress_type, entree.create_system, entree.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            archive.writestr(entree, parties[nom])
    return sortie.getvalue()
