"""The same functions for each program that calls them: xlwings on Windows and Lite, `formulas`, a terminal."""

from __future__ import annotations

import importlib
import io
import json
import subprocess
import sys
import types
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import formulas
import pytest
from openpyxl import Workbook

from udfs.moteur_formulas import installer
from udfs.presentation import page_de_reference
from udfs.registre import fonctions

RACINE = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def sous_windows() -> Iterator[types.ModuleType]:
    """``udfs.excel`` as xlwings sees it on Windows: its own decorators, over empty COM modules."""
    faux = {nom: types.ModuleType(nom) for nom in ("pythoncom", "pywintypes", "win32com", "win32com.client",
                                                   "win32com.server", "win32com.server.util")}  # fmt: skip
    faux["pywintypes"].TimeType = datetime  # type: ignore[attr-defined] # a stand-in
    for nom in ("Dispatch", "CDispatch", "DispatchBaseClass", "dynamic"):
        setattr(faux["win32com.client"], nom, type(nom, (), {}))
    faux["pythoncom"].CoInitialize = lambda: None  # type: ignore[attr-defined] # same
    gardes = {nom: sys.modules.get(nom) for nom in (*faux, "xlwings.udfs", "udfs.excel")}
    sys.modules.update(faux)
    sys.modules.pop("udfs.excel", None)
    try:
        decorateurs = importlib.import_module("xlwings.udfs")
        import xlwings  # noqa: PLC0415 - its decorators are replaced for the time of these tests

        anciens = xlwings.func, xlwings.arg
        xlwings.func, xlwings.arg = decorateurs.xlfunc, decorateurs.xlarg
        yield importlib.import_module("udfs.excel")
        xlwings.func, xlwings.arg = anciens
    finally:
        for nom, module in gardes.items():
            if module is None:
                sys.modules.pop(nom, None)
            else:
                sys.modules[nom] = module


def test_le_serveur_de_windows_trouve_chaque_fonction_et_ses_arguments(sous_windows: types.ModuleType) -> None:
    """xlwings calls by name, reads what is optional, and asks for ranges as rows."""
    for f in fonctions():
        membre = getattr(sous_windows, f.nom)
        connu = membre.__xlfunc__
        assert connu["name"] == f.nom
        assert [a["name"] for a in connu["args"]] == [p.nom for p in f.parametres]
        assert ["optional" in a for a in connu["args"]] == [not p.obligatoire for p in f.parametres]
        assert all(a["options"]["ndim"] == 2 for a in connu["args"])


def test_xlwings_ecrirait_les_memes_macros_que_nous(sous_windows: types.ModuleType) -> None:
    """Its own generator of stubs is the contract: same names, same arguments, same « Optional »."""
    generateur = importlib.import_module("xlwings.udfs")
    ecrit = io.StringIO()
    generateur.generate_vba_wrapper("udfs.excel", sous_windows, ecrit, types.SimpleNamespace(Name="chargeprod_xl.xlam"))
    texte = ecrit.getvalue()
    for f in fonctions():
        siens = ", ".join(p.nom if p.obligatoire else f"Optional {p.nom}" for p in f.parametres)
        assert f"Function {f.nom}({siens})" in texte, f.nom


def test_une_plage_d_excel_rend_des_lignes_et_une_erreur_sa_marque(sous_windows: types.ModuleType) -> None:
    tva = sous_windows.CP_TVA
    assert tva([[100.0]], [[0.2]]) == 20.0
    assert tva([[100.0], [None], ["abc"]], [[0.2]]) == [[20.0], [""], ["#CPERR:2015"]]
    assert sous_windows.CP_BAREME([["rien"]], [[datetime(2026, 1, 1)]]) == "#CPERR:2042"
    assert sous_windows.CP_JOUR_OUVRE([[datetime(2026, 5, 7)]], [[1.0]], None) == datetime(2026, 5, 11)
    assert tva([["#N/A"]], [[0.2]]) == "#CPERR:2042"


def test_lite_a_les_memes_noms() -> None:
    lite = importlib.import_module("udfs.lite")
    espace: dict[str, Any] = {}
    exec("from udfs.lite import *", espace)  # the line that main.py of xlwings Lite holds
    assert {f.nom for f in fonctions()} <= set(espace)
    assert lite.CP_TVA([[100.0], ["abc"]], [[0.2]]) == [[20.0], ["#VALUE!"]]


def test_le_moteur_formulas_les_calcule(tmp_path: Path) -> None:
    """Columns, errors caught by IFERROR, dates as numbers: in the cells of a workbook."""
    classeur = Workbook()
    feuille = classeur.active
    assert feuille is not None
    feuille.title = "F"
    for rang, montant in enumerate((100, 200, "abc"), 1):
        feuille.cell(rang, 1, montant)
    attendus = {
        "=CP_TVA(A1,0.2)": 20.0,
        "=SUM(CP_TVA(A1:A2,0.2))": 60.0,
        "=IFERROR(CP_TVA(A3,0.2),-1)": -1.0,
        "=CP_JOUR_OUVRE(DATE(2026,5,7),1)": 46153.0,  # Monday 11 May 2026
        '=CP_LIBELLE("11")': "Sujet",
        "=INDEX(CP_FERIES(2027),2)": 46475.0,  # Easter Monday, 29 March 2027
        "=IF(CP_REPOS_RESPECTE(46461.5,46462),1,0)": 1.0,
    }
    for rang, formule in enumerate(attendus, 1):
        feuille.cell(rang, 3, formule)
    chemin = tmp_path / "u.xlsx"
    classeur.save(chemin)
    connues = formulas.get_functions()
    installer(connues)
    resultat = formulas.ExcelModel().loads(str(chemin)).finish().calculate()
    for rang, (formule, attendu) in enumerate(attendus.items(), 1):
        assert resultat[f"'[u.xlsx]F'!C{rang}"].value[0, 0] == attendu, formule


def chargeprod(*mots: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "chargeprod_xl", "calculer", *mots],
        check=False,
        capture_output=True,
        text=True,
        cwd=RACINE,
    )


def test_le_terminal_calcule_la_meme_chose() -> None:
    assert chargeprod("tva", "1234,56", "20 %").stdout.strip() == "246,91"
    assert chargeprod("tva", "-100", "0.2").stdout.strip() == "-20,00"
    assert chargeprod("repos_respecte", "15/03/2027 20:00", "16/03/2027 7:00").stdout.strip() == "VRAI"
    assert chargeprod("besoin_maximal", "5000;-12000;3").stdout.strip().replace("\u202f", " ") == "12 000"
    assert chargeprod("echeance", "10/03/2027", "30", "fin_de_mois=O").stdout.strip() == "30/04/2027"
    assert json.loads(chargeprod("jour_ouvre", "2026-05-07", "1", "--json").stdout) == {
        "fonction": "CP_JOUR_OUVRE", "resultat": str(date(2026, 5, 11)), "unite": "date",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("mots", "dit"),
    [
        (("tvaa", "1"), "voulez-vous dire tva"),
        (("tva", "1"), "taux : argument manquant"),
        (("tva", "1", "2", "3", "4", "truc=5"), "2 fautes"),
        (("tva", "abc", "0.2"), "« abc » n’est pas un nombre"),
        (("bareme", "plafond_pmss", "1999-01-01"), "aucune valeur connue"),
    ],
)
def test_le_terminal_dit_ce_qui_manque_et_sort_par_2(mots: tuple[str, ...], dit: str) -> None:
    fini = chargeprod(*mots)
    assert fini.returncode == 2
    assert dit in fini.stderr
    assert "Traceback" not in fini.stderr


def test_le_terminal_donne_la_liste_et_l_aide() -> None:
    assert all(f.commande in chargeprod().stdout for f in fonctions())
    aide = chargeprod("frais_generaux", "--aide").stdout
    assert "=CP_FRAIS_GENERAUX(1000000;DATE(2026;3;2)) → 70000" in aide
    assert "Règlement général des aides" in aide


def test_la_page_de_reference_est_celle_du_registre() -> None:
    assert (RACINE / "docs" / "fonctions.md").read_text(encoding="utf-8") == page_de_reference(fonctions())
