"""What a user meets on the command line: files, words, exit codes; a former pack stays whole after a refusal."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

pytestmark = pytest.mark.xdist_group("commande")


def lancer(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    commande = [sys.executable, "-m", "chargeprod_xl", *map(str, arguments)]
    return subprocess.run(commande, check=False, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    dossier = tmp_path_factory.mktemp("films") / "Été à Nîmes"
    assert lancer("nouveau", dossier, "--type", "long-metrage").returncode == 0
    construit = lancer("construire", dossier, "--quiet")
    assert construit.returncode == 0, construit.stderr
    return dossier


def contenu(pack: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(pack.iterdir())}


def test_nouveau_donne_un_projet_valide_et_construire_huit_classeurs(film: Path) -> None:
    assert sorted(p.name for p in (film / "pack").glob("*.xlsx")) == [
        "bilan.xlsx",
        "depouillement.xlsx",
        "devis.xlsx",
        "equipe.xlsx",
        "financement.xlsx",
        "plan_de_travail.xlsx",
        "projet.xlsx",
        "tresorerie.xlsx",
    ]


def test_construire_deux_fois_donne_les_memes_octets(film: Path) -> None:
    avant = contenu(film / "pack")
    assert lancer("construire", film, "--quiet").returncode == 0
    assert contenu(film / "pack") == avant


def test_verifier_n_ecrit_rien_et_parle_json(film: Path) -> None:
    avant = contenu(film / "pack")
    resultat = lancer("verifier", film / "pack", "--json")
    assert resultat.returncode == 0, resultat.stderr
    assert json.loads(resultat.stdout)
    assert contenu(film / "pack") == avant


def test_nouveau_refuse_un_dossier_qui_n_est_pas_vide(film: Path) -> None:
    resultat = lancer("nouveau", film)
    assert resultat.returncode == 2
    assert "n’est pas vide" in resultat.stderr


def test_un_projet_faux_ne_touche_pas_l_ancien_pack(film: Path) -> None:
    projet = film / "projet.yaml"
    bon = projet.read_text(encoding="utf-8")
    avant = contenu(film / "pack")
    projet.write_text(bon.replace("duree_visee: 95", "duree_visee: -3\n  acteur: X"), encoding="utf-8")
    try:
        resultat = lancer("construire", film)
        assert resultat.returncode == 2
        assert "2 fautes, rien n’a été écrit" in resultat.stderr
        assert "champ inconnu « projet.acteur »" in resultat.stderr
        assert "Traceback" not in resultat.stderr
        assert contenu(film / "pack") == avant
    finally:
        projet.write_text(bon, encoding="utf-8")


def test_un_pack_modifie_n_est_pas_ecrase_puis_actualiser_renouvelle_ses_valeurs(film: Path) -> None:
    pack = film / "pack"
    copie = {p: p.read_bytes() for p in pack.iterdir()}
    try:
        classeur = load_workbook(pack / "projet.xlsx")
        classeur["Hypothèses"]["B6"] = 16  # charge d’une journée
        classeur.save(pack / "projet.xlsx")
        refus = lancer("construire", film)
        assert refus.returncode == 2
        assert "projet.xlsx" in refus.stderr
        assert "modifié depuis sa construction" in refus.stderr
        assert lancer("actualiser", pack, "--quiet").returncode == 0
        relu = load_workbook(pack / "projet.xlsx", data_only=True)
        assert relu["Hypothèses"]["B6"].value == 16
    finally:
        for chemin, octets in copie.items():
            chemin.write_bytes(octets)


@pytest.mark.parametrize(
    ("nom", "octets", "dit"),
    [("abime.xlsx", b"PK\x03\x04 abime", ".xlsx"), ("texte.xlsx", b"bonjour", ".xlsx")],
)
def test_un_fichier_abime_est_refuse_en_francais(tmp_path: Path, nom: str, octets: bytes, dit: str) -> None:
    (tmp_path / nom).write_bytes(octets)
    resultat = lancer("verifier", tmp_path)
    assert resultat.returncode == 2
    assert dit in resultat.stderr
    assert "Traceback" not in resultat.stderr


def test_un_scenario_sans_en_tete_est_refuse(tmp_path: Path) -> None:
    dossier = tmp_path / "film"
    assert lancer("nouveau", dossier).returncode == 0
    (dossier / "scenario.fountain").write_text("Il était une fois.\n", encoding="utf-8")
    resultat = lancer("construire", dossier)
    assert resultat.returncode == 2
    assert "scenario.fountain" in resultat.stderr
    assert not (dossier / "pack").exists()
