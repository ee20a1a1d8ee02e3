"""The diagnosis: each usual fault is planted on a healthy computer, and named."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from markupsafe import escape
from typer.testing import CliRunner

from chargeprod_xl.cli import application
from chargeprod_xl.complement import actions_aide, installation
from chargeprod_xl.complement.assemblage import assembler
from chargeprod_xl.complement.diagnostic import Constat, diagnostiquer
from chargeprod_xl.complement.lancer import lancer_avec
from chargeprod_xl.complement.poste import Poste
from chargeprod_xl.complement.ruban import ruban
from chargeprod_xl.complement.session_memoire import SessionMemoire
from chargeprod_xl.complement.sources import Module
from complement.conftest import VERSION, VERSION_XLWINGS

DLL = f"xlwings64-{VERSION_XLWINGS}.dll"


def _fautes(poste: Poste) -> list[Constat]:
    return [c for c in diagnostiquer(poste) if c.niveau == "faute"]


@pytest.fixture
def installe(poste: Poste) -> Poste:
    """The healthy computer, the add-in installed."""
    installation.installer(poste)
    return poste


def test_un_poste_sain_n_a_ni_faute_ni_conseil(installe: Poste) -> None:
    assert {c.niveau for c in diagnostiquer(installe)} == {"bon"}


def test_un_poste_ou_rien_n_est_installe(poste: Poste) -> None:
    assert [c.ident for c in _fautes(poste)] == ["complement", "conf"]
    assert all("chargeprod-xl complement installer" in c.remede for c in _fautes(poste))


def _autre_dll(poste: Poste) -> Poste:
    dossier = Path(poste.executable).parents[1]
    (dossier / DLL).rename(dossier / "xlwings64-0.33.1.dll")
    return poste


def _sans_dll(poste: Poste) -> Poste:
    (Path(poste.executable).parents[1] / DLL).unlink()
    return poste


def _demenage(poste: Poste) -> Poste:
    ancien = Path(poste.executable)
    nouveau = ancien.parents[2] / "ailleurs" / "python.exe"
    nouveau.parent.mkdir()
    ancien.rename(nouveau)
    return replace(poste, executable=str(nouveau))


def _sans_paquet(poste: Poste) -> Poste:
    return replace(poste, paquets={k: v for k, v in poste.paquets.items() if k != "pywin32"})


def _xlwings_change(poste: Poste) -> Poste:
    return replace(poste, paquets={**poste.paquets, "xlwings": "0.99.0"})


def _programme_change(poste: Poste) -> Poste:
    return replace(poste, paquets={**poste.paquets, "chargeprod-xl": "9.9"})


def _abime(poste: Poste) -> Poste:
    poste.complement.write_bytes(b"abime")
    return poste


def _autre_complement(poste: Poste) -> Poste:
    module = Module("Autre", "Sub Rien()\r\nEnd Sub\r\n")
    poste.complement.write_bytes(assembler((module,), {"CLE": "x"}, ruban(), feuille="Autre"))
    return poste


def _conf_changee(poste: Poste) -> Poste:
    autre = Path(poste.executable).with_name("autre.exe")
    autre.write_bytes(b"")
    poste.conf.write_text(f'"INTERPRETER_WIN","{autre}"\r\n', encoding="cp1252")
    for bits in ("32", "64"):
        (autre.parent / f"xlwings{bits}-{VERSION_XLWINGS}.dll").write_bytes(b"")
    return poste


def _regle(nom: str) -> Callable[[Poste], Poste]:
    return lambda poste: replace(poste, regles={nom: 1})


@pytest.mark.parametrize(
    ("planter", "ident", "dit", "remede"),
    [
        (_autre_dll, "dll", f"{DLL} manque : il y a xlwings64-0.33.1.dll", "complement installer"),
        (_sans_dll, "dll", f"{DLL} n’est ni dans", "antivirus"),
        (_demenage, "interprete", "le Python inscrit n’est plus là", "complement installer"),
        (_sans_paquet, "paquet", "le paquet pywin32 manque", 'pip install "chargeprod-xl[excel]"'),
        (_xlwings_change, "xlwings", f"fait pour xlwings {VERSION_XLWINGS}, ce Python a xlwings 0.99.0", "installer"),
        (
            _programme_change,
            "version",
            f"fait pour chargeprod-xl {VERSION}, ce Python a chargeprod-xl 9.9",
            "installer",
        ),
        (_abime, "complement", "n’est pas notre complément, ou il est abîmé", "complement installer"),
        (_autre_complement, "complement", "n’est pas notre complément", "complement installer"),
        (_conf_changee, "interprete", "le complément nomme", "complement installer"),
        (_regle("AllLocationsDisabled"), "emplacement", "emplacements approuvés sont coupés", "informatique"),
        (_regle("DisableAllAddins"), "complements", "tous les compléments d’Excel sont coupés", "informatique"),
        (_regle("RequireAddinSig"), "signature", "seuls les compléments signés", "informatique"),
    ],
    ids=lambda v: v.__name__.strip("_") if callable(v) else None,
)
def test_la_faute_plantee_est_nommee_avec_son_remede(
    installe: Poste, planter: Callable[[Poste], Poste], ident: str, dit: str, remede: str
) -> None:
    fautes = [c for c in _fautes(planter(installe)) if c.ident == ident]
    assert any(dit in c.quoi and remede in c.remede for c in fautes), fautes


def test_une_dll_de_32_bits_absente_n_est_qu_un_conseil(installe: Poste) -> None:
    (Path(installe.executable).parents[1] / f"xlwings32-{VERSION_XLWINGS}.dll").unlink()
    (constat,) = (c for c in diagnostiquer(installe) if c.niveau != "bon")
    assert (constat.niveau, constat.ident) == ("conseil", "dll")
    assert "sert à Excel 32 bits" in constat.quoi


def test_sur_mac_un_script_d_une_autre_version_est_dit(mac: Poste) -> None:
    Path(mac.executable).parent.mkdir(parents=True, exist_ok=True)
    Path(mac.executable).write_bytes(b"")
    installation.installer(mac)
    assert _fautes(mac) == []
    mac.applescript(VERSION_XLWINGS).rename(mac.scripts / "xlwings-0.30.0.applescript")
    (faute,) = _fautes(mac)
    assert faute.ident == "applescript"
    assert faute.quoi.endswith("manque : il y a xlwings-0.30.0.applescript")


def test_la_commande_dit_tout_et_sort_en_1_puis_en_0(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("APPDATA", str(tmp_path / "AppData"))
    commande = ["complement", "diagnostic", "--systeme", "windows"]
    en_json = CliRunner().invoke(application, [*commande, "--json"])
    lu = json.loads(en_json.stdout)
    assert (en_json.exit_code, lu["systeme"]) == (1, "windows")
    assert lu["fautes"] == sum(c["niveau"] == "faute" for c in lu["constats"])
    assert {"paquet", "complement", "python", "conf", "dll"} <= {c["ident"] for c in lu["constats"]}
    court = CliRunner().invoke(application, [*commande, "--quiet"])
    assert court.stdout.count("✖") == lu["fautes"]
    assert "●" not in court.stdout
    assert sys.executable in CliRunner().invoke(application, commande).stdout


def test_un_python_sur_un_disque_reseau_est_un_conseil(installe: Poste) -> None:
    distant = replace(installe, executable=r"\\serveur\outils\python.exe")
    (constat,) = (c for c in diagnostiquer(distant) if c.ident == "reseau")
    assert constat.niveau == "conseil"
    assert constat.quoi.startswith("Python est sur un disque réseau")


def test_le_bouton_montre_les_memes_constats(poste: Poste, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing installed yet: the page names it, with its remedy."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "etat"))
    monkeypatch.setattr(actions_aide, "poste_courant", lambda _systeme, **_options: poste)
    excel = SessionMemoire()
    lancer_avec(excel, "diagnostic")
    page = excel.consultes[0].read_text(encoding="utf-8")
    for constat in diagnostiquer(poste):
        assert escape(constat.quoi) in page
        assert escape(constat.remede) in page
    assert "à réparer" in page


def test_le_bouton_dit_quand_excel_n_est_pas_de_ce_systeme(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "etat"))
    monkeypatch.setattr(sys, "platform", "linux")
    excel = SessionMemoire()
    lancer_avec(excel, "diagnostic")
    assert "Excel n’existe que sous Windows et macOS" in excel.alertes[0]
