"""Installing and removing the add-in, on a computer made of folders."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chargeprod_xl.anomalies import DonneesRefuseesError
from chargeprod_xl.cli import application
from chargeprod_xl.complement import installation, poste, sources
from chargeprod_xl.complement.assemblage import lire_reglages
from chargeprod_xl.complement.poste import Poste
from complement.conftest import VERSION_XLWINGS

LANCEUR = CliRunner()


def _fichiers(dossier: Path) -> set[str]:
    return {str(f.relative_to(dossier)) for f in dossier.rglob("*") if f.is_file()}


@pytest.fixture
def session_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folders of a person's session on Windows, by the variables that name them."""
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "moi"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "moi" / "AppData" / "Roaming"))
    return tmp_path / "moi"


def test_installer_ecrit_le_complement_et_sa_configuration_aux_places_d_excel(poste: Poste) -> None:
    installation.installer(poste)
    assert _fichiers(poste.maison) == {
        "AppData/Microsoft/Excel/XLSTART/chargeprod_xl.xlam",
        ".chargeprod_xl/chargeprod_xl.conf",
    }
    assert poste.conf.read_bytes().decode("cp1252").splitlines() == [
        f'"INTERPRETER_WIN","{poste.executable}"',
        '"ADD_WORKBOOK_TO_PYTHONPATH","false"',
    ]
    assert lire_reglages(poste.complement.read_bytes())["INTERPRETER_WIN"] == poste.executable


def test_un_accent_francais_dans_le_chemin_de_python_est_ecrit_comme_excel_le_lit(poste: Poste) -> None:
    accentue = replace(poste, executable=r"C:\Utilisateurs\Hélène Noël\chargeprod\python.exe")
    (conf,) = (f for f in installation.plan(accentue) if f.texte)
    assert r"Hélène Noël".encode("cp1252") in conf.contenu


@pytest.mark.parametrize("chemin", [r"C:\Użytkownik\python.exe", r"C:\100 %\python.exe"])
def test_un_chemin_qu_excel_ne_saurait_pas_lancer_est_refuse_sans_rien_ecrire(poste: Poste, chemin: str) -> None:
    with pytest.raises(DonneesRefuseesError, match="Excel ne saurait pas lancer ce Python"):
        installation.installer(replace(poste, executable=chemin))
    assert not poste.maison.exists()


def test_sur_mac_le_script_de_la_meme_version_est_ecrit_et_l_espace_refuse(mac: Poste) -> None:
    installation.installer(mac)
    script = mac.maison / f"Library/Application Scripts/com.microsoft.Excel/xlwings-{VERSION_XLWINGS}.applescript"
    assert "on VbaHandler(ParameterString)" in script.read_text(encoding="utf-8")
    conf = mac.maison / "Library/Containers/com.microsoft.Excel/Data/chargeprod_xl.conf"
    assert f'"INTERPRETER_MAC","{mac.executable}"' in conf.read_text(encoding="utf-8")
    assert lire_reglages(mac.complement.read_bytes())["INTERPRETER_MAC"] == mac.executable
    with pytest.raises(DonneesRefuseesError, match="espace"):
        installation.plan(replace(mac, executable="/Users/moi/Mes outils/bin/python3"))


def test_reinstaller_remplace_et_retirer_ne_laisse_rien(poste: Poste) -> None:
    installation.installer(poste)
    poste.complement.write_bytes(b"un ancien complement")
    installation.installer(poste)
    assert lire_reglages(poste.complement.read_bytes())
    assert installation.retirer(poste) == (poste.complement, poste.conf)
    assert _fichiers(poste.maison) == set()
    assert not poste.conf.parent.exists()
    assert installation.retirer(poste) == ()


def test_retirer_garde_ce_que_la_personne_a_mis_a_cote(poste: Poste) -> None:
    installation.installer(poste)
    (poste.conf.parent / "notes.txt").write_text("à moi", encoding="utf-8")
    installation.retirer(poste)
    assert _fichiers(poste.maison) == {".chargeprod_xl/notes.txt"}


def test_un_complement_tenu_par_excel_est_dit_et_reste_entier(poste: Poste, monkeypatch: pytest.MonkeyPatch) -> None:
    installation.installer(poste)
    avant = poste.complement.read_bytes()

    def tenu(_ici: Path, cible: Path) -> Path:
        raise PermissionError(13, "Accès refusé", str(cible))

    monkeypatch.setattr(Path, "replace", tenu)
    with pytest.raises(DonneesRefuseesError, match="fermez toutes les fenêtres d’Excel"):
        installation.installer(replace(poste, executable=r"C:\autre\python.exe"))
    assert poste.complement.read_bytes() == avant
    assert [f.name for f in poste.demarrage.iterdir()] == ["chargeprod_xl.xlam"]


def test_a_blanc_montre_exactement_ce_qu_installer_ecrit_et_n_ecrit_rien(session_windows: Path) -> None:
    commande = ["complement", "installer", "--systeme", "windows", "--json"]
    montre = json.loads(LANCEUR.invoke(application, [*commande, "--a-blanc"]).stdout)
    assert montre["ecrit"] is False
    assert not session_windows.exists()
    fait = LANCEUR.invoke(application, commande)
    assert fait.exit_code == 0
    ecrits = {f for f in session_windows.rglob("*") if f.is_file()}
    assert {f["chemin"].replace("\\", "/") for f in montre["fichiers"]} == {str(f) for f in ecrits}
    for annonce in montre["fichiers"]:
        contenu = Path(annonce["chemin"].replace("\\", "/")).read_bytes()
        assert (len(contenu), hashlib.sha256(contenu).hexdigest()) == (annonce["octets"], annonce["sha256"])
        assert annonce["texte"] == (contenu.decode("cp1252") if annonce["chemin"].endswith(".conf") else None)


def test_a_blanc_pour_un_autre_poste_montre_des_chemins_a_sa_facon(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("APPDATA", "USERPROFILE"):
        monkeypatch.delenv(variable, raising=False)
    dit = LANCEUR.invoke(application, ["complement", "installer", "--a-blanc", "--systeme", "windows"])
    assert dit.exit_code == 0
    assert r"serait écrit : %APPDATA%\Microsoft\Excel\XLSTART\chargeprod_xl.xlam" in dit.stdout
    assert f'"INTERPRETER_WIN","{sys.executable}"' in dit.stdout


@pytest.mark.parametrize("commande", ["installer", "retirer", "diagnostic"])
def test_la_ou_excel_n_existe_pas_c_est_refuse_avec_la_raison(
    commande: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("HOME", str(tmp_path))
    dit = LANCEUR.invoke(application, ["complement", commande])
    assert dit.exit_code == 2
    assert "Excel n’existe que sous Windows et macOS" in dit.stderr
    assert "--a-blanc --systeme windows" in dit.stderr
    assert _fichiers(tmp_path) == set()


def test_sans_les_dossiers_de_la_personne_installer_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("APPDATA", raising=False)
    monkeypatch.setenv("USERPROFILE", "C:/Users/moi")
    dit = LANCEUR.invoke(application, ["complement", "installer", "--systeme", "windows"])
    assert dit.exit_code == 2
    assert "APPDATA : cette variable d’environnement manque" in dit.stderr


@pytest.mark.parametrize("commande", [["construire"], ["installer", "--a-blanc", "--systeme", "windows"]])
def test_sans_xlwings_c_est_dit_avec_ce_qu_il_faut_installer(
    commande: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sources.util, "find_spec", lambda _nom: None)
    dit = LANCEUR.invoke(application, ["complement", *commande])
    assert dit.exit_code == 2
    assert "xlwings : n’est pas installé" in dit.stderr
    assert 'pip install "chargeprod-xl[excel]"' in dit.stderr
    assert _fichiers(tmp_path) == set()


def test_sans_pyopenvba_c_est_dit_aussi(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "pyopenvba", None)
    dit = LANCEUR.invoke(application, ["complement", "construire", "--sortie", str(tmp_path / "c.xlam")])
    assert dit.exit_code == 2
    assert "pyOpenVBA : n’est pas installé" in dit.stderr
    assert _fichiers(tmp_path) == set()


def test_construire_ecrit_le_fichier_ou_refuse_un_autre_nom(tmp_path: Path) -> None:
    fait = LANCEUR.invoke(application, ["complement", "construire", "--sortie", str(tmp_path / "c.xlam")])
    assert fait.exit_code == 0
    assert lire_reglages((tmp_path / "c.xlam").read_bytes())["INTERPRETER"] == sys.executable
    refus = LANCEUR.invoke(application, ["complement", "construire", "--sortie", str(tmp_path / "c.xlsx")])
    assert (refus.exit_code, "un complément finit par .xlam" in refus.stderr) == (2, True)
    assert _fichiers(tmp_path) == {"c.xlam"}


def test_le_programme_sans_excel_ne_charge_ni_xlwings_ni_l_ecrivain_de_macros() -> None:
    # In a program of its own: this one has loaded everything.
    programme = (
        "import sys, chargeprod_xl.cli; import chargeprod_xl.complement.installation; "
        "print(sorted({'xlwings', 'pyopenvba'} & set(sys.modules)))"
    )
    fait = subprocess.run([sys.executable, "-c", programme], check=True, capture_output=True, text=True)
    assert fait.stdout.strip() == "[]"


def test_les_regles_d_office_ne_se_lisent_que_sous_windows() -> None:
    assert poste.poste_courant("mac", {"HOME": "/Users/moi"}, a_blanc=True).regles == {}
