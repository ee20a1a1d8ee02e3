"""The file of the add-in: read by an independent reader, of the right types, the same bytes each time."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pyopenvba
import pytest
from lxml import etree
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.exceptions import VBACompileError

from chargeprod_xl.complement.assemblage import construire, lire_reglages
from chargeprod_xl.complement.ruban import ruban
from chargeprod_xl.complement.sources import Module, lire_xlwings
from complement.conftest import PYTHON_WINDOWS, VERSION, VERSION_XLWINGS


def _sans_attributs(source: str) -> list[str]:
    lignes = source.replace("\r\n", "\n").split("\n")
    return [x.rstrip() for x in lignes if not x.startswith(("Attribute ", "VERSION ", "BEGIN", "END")) and x.strip()]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # those of the reader itself
def test_un_lecteur_independant_lit_les_modules_tels_que_leurs_sources(
    complement: Path, modules: dict[str, Module]
) -> None:
    from oletools.olevba import VBA_Parser  # noqa: PLC0415 - warns when it is imported

    attendus = modules | {m.nom: m for m in lire_xlwings().modules}
    lecteur = VBA_Parser(str(complement))
    lus = {Path(nom).stem: texte for _, _, nom, texte in lecteur.extract_macros()}
    lecteur.close()
    assert set(lus) == {*attendus, "ThisWorkbook", "Sheet1"}
    for nom, module in attendus.items():
        assert [x for x in _sans_attributs(lus[nom]) if "MultiUse" not in x] == [
            x for x in _sans_attributs(module.source) if "MultiUse" not in x
        ], nom


def test_nos_modules_sont_en_ascii_declares_sans_directive_et_en_lignes_courtes(modules: dict[str, Module]) -> None:
    for module in modules.values():
        lignes = module.source.split("\r\n")
        assert module.source.isascii() and module.source.count("\n") == module.source.count("\r\n"), module.nom
        assert lignes[:2] == [f'Attribute VB_Name = "{module.nom}"', "Option Explicit"]
        assert not [x for x in lignes if x.lstrip().startswith("#")]
        assert max(map(len, lignes)) < 1023, "le compilateur de VBA coupe au-delà"


def test_les_mentions_des_licences_et_le_nom_du_projet_sont_dans_le_module_de_xlwings() -> None:
    xlwings, dictionnaire = lire_xlwings().modules
    assert "Copyright (C) 2014-present, Zoomer Analytics LLC." in xlwings.source
    assert "THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS" in xlwings.source
    assert 'PROJECT_NAME As String = "chargeprod_xl"\r\n' in xlwings.source
    assert "License: MIT" in dictionnaire.source


def test_les_types_les_relations_et_les_noms_de_code(complement: Path) -> None:
    with zipfile.ZipFile(complement) as archive:
        noms = archive.namelist()
        types = {
            t.get("PartName") or t.get("Extension"): t.get("ContentType")
            for t in etree.fromstring(archive.read("[Content_Types].xml"))
        }
        liens = {r.get("Type", "").rsplit("/", 1)[-1]: r for r in etree.fromstring(archive.read("_rels/.rels"))}
        classeur, feuille = (etree.fromstring(archive.read(f"xl/{p}.xml")) for p in ("workbook", "worksheets/sheet1"))
        assert archive.read("customUI/customUI14.xml") == ruban()
        assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert noms[0] == "[Content_Types].xml"
    assert types["/xl/workbook.xml"] == "application/vnd.ms-excel.addin.macroEnabled.main+xml"
    assert types["bin"] == "application/vnd.ms-office.vbaProject"
    assert liens["extensibility"].get("Target") == "customUI/customUI14.xml"
    assert liens["extensibility"].get("Type") == (
        "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
    )
    assert [
        e.get("codeName") for e in (classeur.find("{*}workbookPr"), feuille.find("{*}sheetPr")) if e is not None
    ] == [
        "ThisWorkbook",
        "Sheet1",
    ]


def test_le_projet_vba_porte_son_nom_et_n_a_pas_de_cache(complement: Path) -> None:
    with pyopenvba.ExcelFile(complement) as fichier:
        assert fichier.vba_project().name == "chargeprod_xl"
        assert fichier.validate() == []
    with zipfile.ZipFile(complement) as archive:
        boite = pyopenvba.cfb.CFB.from_bytes(archive.read("xl/vbaProject.bin"))
    assert boite.get_stream_in_storage("VBA", "_VBA_PROJECT").hex() == "cc61ffff000000"
    assert pyopenvba.check_file(complement).ok


def test_le_projet_connait_office_dont_viennent_les_rappels_du_ruban(complement: Path) -> None:
    with pyopenvba.ExcelFile(complement) as fichier:
        assert {"stdole", "Office"} <= {r.name for r in fichier.references()}


def test_aucune_feuille_n_est_du_code_et_les_reglages_sont_ceux_du_poste(complement: Path) -> None:
    with zipfile.ZipFile(complement) as archive:
        feuilles = re.findall(rb'<sheet [^>]*name="([^"]+)"', archive.read("xl/workbook.xml"))
    assert feuilles == [b"chargeprod_xl.conf"]
    reglages = lire_reglages(complement.read_bytes())
    assert reglages["INTERPRETER_WIN"] == PYTHON_WINDOWS
    assert reglages["ADD_WORKBOOK_TO_PYTHONPATH"] == "false"
    assert (reglages["CHARGEPROD_XL VERSION"], reglages["XLWINGS VERSION"]) == (VERSION, VERSION_XLWINGS)
    assert reglages["LICENSE_KEY"] == ""
    assert all(cle == cle.upper() for cle in reglages)


def test_un_fichier_pose_a_cote_du_classeur_ne_peut_changer_aucun_reglage(complement: Path) -> None:
    lus = set(re.findall(r'GetConfig\("([^"]+)"', lire_xlwings().modules[0].source))
    assert "INTERPRETER_WIN" in lus
    assert lus - set(lire_reglages(complement.read_bytes())) == {"INTERPRETER_MAC"}
    assert lus - set(lire_reglages(construire("/p/bin/python3", mac=True))) == {"INTERPRETER_WIN"}


def test_deux_constructions_a_deux_moments_donnent_les_memes_octets() -> None:
    programme = (
        "import hashlib; from chargeprod_xl.complement.assemblage import construire; "
        "print(hashlib.sha256(construire(r'C:\\p\\python.exe')).hexdigest())"
    )
    empreintes = set()
    for graine in ("1", "2"):
        environnement = os.environ | {"PYTHONHASHSEED": graine}
        fait = subprocess.run(
            [sys.executable, "-c", programme], check=True, capture_output=True, text=True, env=environnement
        )
        empreintes.add(fait.stdout.strip())
        time.sleep(2.1 if graine == "1" else 0)  # more than the two seconds of a date in a zip
    (empreinte,) = empreintes
    assert len(empreinte) == hashlib.sha256().digest_size * 2


def test_nos_modules_se_lisent_comme_du_vba(modules: dict[str, Module]) -> None:
    tableur = ExcelApplication()
    for module in modules.values():
        source = "\n".join(x for x in module.source.split("\r\n") if not x.startswith("Attribute "))
        assert tableur.add_module(source, name=module.nom).name == module.nom
    with pytest.raises(VBACompileError):
        tableur.add_module("Sub Faux(\nEnd Sub\n", name="Faux")


def test_ce_qui_n_est_pas_notre_complement_n_a_pas_de_reglages() -> None:
    assert lire_reglages(b"PK ceci n'est pas une archive") == {}
