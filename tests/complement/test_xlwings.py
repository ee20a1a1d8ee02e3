"""Our macros beside the real module of xlwings, as far as LibreOffice can go with it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from chargeprod_xl.complement.assemblage import assembler
from chargeprod_xl.complement.ruban import ruban
from chargeprod_xl.complement.sources import Module, lire_xlwings
from complement.jumeau import ouvert
from udfs.registre import fonctions

pytestmark = pytest.mark.xdist_group("libreoffice")
_WINDOWS = {"VBA7": True, "Win64": True, "Mac": False, "Win32": True}


def _vrai(condition: str) -> bool:
    mots = re.sub(r'App = "([^"]+)"', lambda m: str(m[1] == "Microsoft Excel"), condition)
    parties = [p.strip() for p in re.split(r"\bOr\b", mots)]
    return any(
        not _WINDOWS.get(p[4:], False) if p.startswith("Not ") else p == "True" or _WINDOWS.get(p, False)
        for p in parties
    )


def _sans_directives(source: str) -> str:
    """The text that the compiler of Excel for Windows sees: LibreOffice would compile every branch."""
    pile: list[list[bool]] = []  # for each open #If: is this branch kept, has one been kept
    lignes = []
    for ligne in source.split("\r\n"):
        directive = re.match(r"\s*#(If|ElseIf|Else|End If|Const)\b(.*?)(?:Then.*)?$", ligne)
        if directive is None:
            if all(gardee for gardee, _ in pile):
                lignes.append(ligne)
            continue
        mot, condition = directive[1], directive[2].strip()
        if mot == "If":
            pile.append([_vrai(condition)] * 2)
        elif mot == "ElseIf":
            gardee = not pile[-1][1] and _vrai(condition)
            pile[-1] = [gardee, pile[-1][1] or gardee]
        elif mot == "Else":
            pile[-1] = [not pile[-1][1], True]
        elif mot == "End If":
            pile.pop()
    assert not pile
    return "\r\n".join(lignes)


def _talons(source: str) -> dict[str, tuple[str, str]]:
    """Of each function: its arguments as declared, and the call that it makes."""
    trouves = re.findall(
        r"^(?:Public )?Function (CP_[A-Z_]+)\((.*?)\)(?: As Variant)?$.*?(XLPy\.CallUDF\(.*?Application\.Caller\))",
        source.replace("\r\n", "\n"),
        re.MULTILINE | re.DOTALL,
    )
    # VBA keeps the word « base » for itself: that argument has a longer name in ours.
    return {
        nom: (re.sub(r"\bbase_", "base", declares.replace(" As Variant", "")), re.sub(r"\bbase_", "base", appel))
        for nom, declares, appel in trouves
    }


def test_nos_fonctions_sont_declarees_et_appelees_comme_le_ferait_xlwings(modules: dict[str, Module]) -> None:
    generateur = Path(__file__).with_name("generateur_xlwings.py")
    fait = subprocess.run([sys.executable, str(generateur)], check=True, capture_output=True, text=True)
    attendus = _talons(fait.stdout)
    assert set(attendus) == {f.nom for f in fonctions()}
    assert _talons(modules["CpUdf"].source) == attendus


def test_nos_macros_se_compilent_avec_le_vrai_module_de_xlwings(modules: dict[str, Module], tmp_path: Path) -> None:
    vrai = lire_xlwings().modules[0]
    ensemble = (Module(vrai.nom, _sans_directives(vrai.source)), *modules.values())
    fichier = tmp_path / "ensemble.xlsm"
    fichier.write_bytes(assembler(ensemble, {"CLE": "x"}, ruban(), feuille="Feuille", complement=False))
    with ouvert(fichier) as pilote:
        assert pilote.appeler("CpTools.CpIsOldPlace", "C:/la/chargeprod_xl.xlam", "C:/ici/chargeprod_xl.xlam") is True
        assert pilote.appeler("xlwings.GetDirectory", "C:/la/chargeprod_xl.xlam") is not None


def test_une_faute_de_compilation_n_importe_ou_fait_taire_tout_le_projet(
    modules: dict[str, Module], tmp_path: Path
) -> None:
    faux = Module("Faux", "Sub Faux()\r\n    Dim base As Long, base As Long\r\nEnd Sub\r\n")
    fichier = tmp_path / "faux.xlsm"
    ensemble = (lire_xlwings().modules[0], faux, *modules.values())
    fichier.write_bytes(assembler(ensemble, {"CLE": "x"}, ruban(), feuille="Feuille", complement=False))
    with ouvert(fichier) as pilote:
        assert (
            pilote.appeler("CpTools.CpIsOldPlace", "C:/la/chargeprod_xl.xlam", "C:/ici/chargeprod_xl.xlam") is not True
        )


def test_libreoffice_ouvre_le_complement_et_y_voit_chaque_module(complement: Path, modules: dict[str, Module]) -> None:
    with ouvert(complement) as pilote:
        assert set(pilote.modules()) == {*modules, "xlwings", "Dictionary", "ThisWorkbook", "Sheet1"}
