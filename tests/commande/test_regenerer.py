"""Rebuilding from the command line: what is said, exit codes, and the way back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from commande.test_commandes import lancer
from openpyxl import load_workbook

pytestmark = pytest.mark.xdist_group("commande_regenerer")
SOLDE = "B20"


@pytest.fixture(scope="module")
def modele(tmp_path_factory: pytest.TempPathFactory) -> Path:
    dossier = tmp_path_factory.mktemp("modele") / "Été à Nîmes"
    assert lancer("nouveau", dossier, "--type", "long-metrage").returncode == 0
    assert lancer("construire", dossier, "--quiet").returncode == 0
    return dossier


@pytest.fixture
def film(modele: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(modele, tmp_path / modele.name))


def saisir(film: Path, valeur: Any) -> None:
    chemin = film / "pack" / "projet.xlsx"
    livre = load_workbook(chemin)
    feuille = livre["Hypothèses"]
    assert feuille["A20"].value == "Solde bancaire de départ"
    feuille[SOLDE] = valeur
    livre.save(chemin)


def solde(film: Path) -> Any:
    return load_workbook(film / "pack" / "projet.xlsx")["Hypothèses"][SOLDE].value


def test_un_pack_modifie_se_reprend_et_se_restaure(film: Path) -> None:
    saisir(film, 8000)
    refus = lancer("construire", film)
    assert refus.returncode == 2
    assert "regenerer" in refus.stderr
    a_blanc = lancer("regenerer", film, "--a-blanc")
    assert a_blanc.returncode == 0
    assert "Solde bancaire de départ : 0 → 8000" in a_blanc.stdout
    assert "rien n’a été écrit" in a_blanc.stdout
    assert not (film / "versions").exists()
    fait = lancer("regenerer", film)
    assert fait.returncode == 0, fait.stdout + fait.stderr
    assert solde(film) == 8000
    saisir(film, 9000)
    assert lancer("restaurer", film).returncode == 0
    assert solde(film) == 8000
    [derniere, _] = lancer("restaurer", film, "--liste").stdout.split()
    assert lancer("restaurer", film, "--version", derniere).returncode == 0
    assert solde(film) == 9000, "une version remise en place garde celle qu’elle remplace"


def test_un_conflit_attend_un_choix(film: Path) -> None:
    saisir(film, 8000)
    projet = film / "projet.yaml"
    texte = projet.read_text(encoding="utf-8")
    projet.write_text(texte.replace("hypotheses:\n", "hypotheses:\n  solde_initial: 500\n"), encoding="utf-8")
    attente = lancer("regenerer", film)
    assert attente.returncode == 1
    assert "départ 0 ; classeur 8000 ; projet 500" in attente.stdout
    muette = lancer("regenerer", film, "--quiet")
    assert (muette.returncode, muette.stdout) == (1, "")
    assert "--choisir projet.hypotheses.solde_initial=classeur" in muette.stderr
    choisi = lancer("regenerer", film, "--choisir", "projet.hypotheses.solde_initial=projet", "--json")
    assert choisi.returncode == 0, choisi.stderr
    dit = json.loads(choisi.stdout)
    assert dit["ecrit"]
    assert dit["conflits"][0]["choix"] == "projet"
    assert solde(film) == 500


def test_un_choix_mal_ecrit_est_refuse_en_mots(film: Path) -> None:
    refus = lancer("regenerer", film, "--choisir", "solde=peut-être")
    assert refus.returncode == 2
    assert "NOM=classeur ou NOM=projet" in refus.stderr


def test_une_version_inconnue_est_refusee(film: Path) -> None:
    refus = lancer("restaurer", film, "--version", "2020-01-01_00h00m00")
    assert refus.returncode == 2
    assert "version" in refus.stderr


@pytest.mark.parametrize("dossier", ["nexiste", "photos"])
def test_restaurer_ailleurs_que_dans_un_film_est_refuse(tmp_path: Path, dossier: str) -> None:
    (tmp_path / "photos").mkdir()
    refus = lancer("restaurer", tmp_path / dossier, "--liste")
    assert refus.returncode == 2
    assert "dossier" in refus.stderr
    assert lancer("restaurer", tmp_path / dossier).returncode == 2
    assert [p.name for p in tmp_path.rglob("*")] == ["photos"]
