"""The command: what is written and where, what is refused, and nothing written when it is."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import Result
from typer.testing import CliRunner

from chargeprod_xl.cli import application
from chargeprod_xl.exports.devis import envoi
from chargeprod_xl.exports.devis.lecture import PackLu

Lancer = Callable[..., Result]
_PAUVRE = """\
nomenclature: N
confidentiel: C
lecteurs:
  cnc:
    titre: T
    destinataire: D
    feuilles: [garde, recapitulatif, detail]
    colonnes: [code, designation, montant, {champ: etranger, titre: Hors de France}]
    signature: S
formulaire: {montant: [total], france: [france], etranger: [étranger]}
"""


@pytest.fixture
def film(film_pret: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(film_pret, tmp_path / "film"))


@pytest.fixture
def lancer(pack_lu: PackLu, monkeypatch: pytest.MonkeyPatch) -> Lancer:
    """The command on a pack already read."""
    monkeypatch.setattr(envoi, "lire_pack", lambda _: pack_lu)

    def faire(*arguments: str | Path) -> Result:
        return CliRunner().invoke(application, ["exporter", "devis", *map(str, arguments)])

    return faire


def empreintes(dossier: Path) -> dict[str, bytes]:
    return {str(p.relative_to(dossier)): p.read_bytes() for p in dossier.rglob("*") if p.is_file()}


def test_de_bout_en_bout_le_pack_reste_intact(film: Path) -> None:
    """The real command, from a real folder: a red check of the pack gives exit code 1, and is said."""
    avant = empreintes(film / "pack")
    commande = [sys.executable, "-m", "chargeprod_xl", "exporter", "devis", str(film), "--pour", "cnc", "--sans-pdf"]
    fini = subprocess.run(commande, check=False, capture_output=True, text=True, timeout=180)
    assert fini.returncode == 1, fini.stderr
    assert "document de travail : 1 contrôle du pack en erreur" in fini.stdout
    assert [p.name for p in (film / "envois").iterdir()] == ["devis-cnc-v1.xlsx"]
    assert empreintes(film / "pack") == avant


def test_le_resultat_en_json(film: Path, lancer: Lancer) -> None:
    fini = lancer(film / "pack", "--pour", "region", "--territoire", "r1", "--sans-pdf", "--json")
    lu = json.loads(fini.stdout)
    assert fini.exit_code == 1
    assert Path(lu["fichier"]) == film / "envois" / "devis-region-R1-v1.xlsx"
    assert (lu["pdf"], lu["masque"], lu["rouges"], lu["etat"]) == (None, True, 1, "écrit")


def test_un_envoi_different_n_est_pas_ecrase(film: Path, lancer: Lancer) -> None:
    assert lancer(film, "--pour", "cnc", "--sans-pdf").exit_code == 1
    assert "déjà écrit" in lancer(film, "--pour", "cnc", "--sans-pdf").stdout
    premier = (film / "envois" / "devis-cnc-v1.xlsx").read_bytes()
    refus = lancer(film, "--pour", "cnc", "--sans-pdf", "--masquer-salaires")
    assert refus.exit_code == 2
    assert "--remplacer" in refus.stderr
    assert (film / "envois" / "devis-cnc-v1.xlsx").read_bytes() == premier
    assert lancer(film, "--pour", "cnc", "--sans-pdf", "--masquer-salaires", "--remplacer").exit_code == 1
    assert (film / "envois" / "devis-cnc-v1.xlsx").read_bytes() != premier


@pytest.mark.parametrize(
    ("arguments", "dit"),
    [
        (["--pour", "cnn"], "écrivez « cnc »"),
        ([], "il manque le lecteur du devis"),
        (["--pour", "region"], "demande un territoire"),
        (["--pour", "region", "--territoire", "R9"], "territoire inconnu « R9 »"),
        (["--pour", "region", "--territoire", "R2"], "n’a ni nom ni dépense"),
        (["--pour", "cnc", "--vers", "devis.pdf"], "n’est pas un fichier .xlsx"),
        (["--pour", "cnc", "--vers", "nulle/part/d.xlsx"], "n’existe pas"),
        (["--pour", "cnc", "--colonne-code", "A"], "sans formulaire"),
        (["--pour", "cnc", "--correspondance", "absente.yaml"], "introuvable"),
    ],
)
def test_les_refus_en_mots(film: Path, lancer: Lancer, arguments: list[str], dit: str) -> None:
    fini = lancer(film, *arguments, "--sans-pdf")
    assert fini.exit_code == 2
    assert dit in fini.stderr
    assert not (film / "envois").exists()


def test_un_pack_absent_ou_un_dossier_vide(tmp_path: Path, lancer: Lancer) -> None:
    assert "introuvable" in lancer(tmp_path / "rien", "--pour", "cnc").stderr
    (tmp_path / "vide").mkdir()
    assert "aucun classeur" in lancer(tmp_path / "vide", "--pour", "cnc").stderr
    assert "il manque le dossier" in lancer("--pour", "cnc").stderr


def test_rien_ne_s_ecrit_dans_le_pack(film: Path, lancer: Lancer) -> None:
    fini = lancer(film, "--pour", "cnc", "--vers", film / "pack" / "envoi.xlsx", "--sans-pdf")
    assert fini.exit_code == 2
    assert "ce dossier est celui du pack" in fini.stderr


def test_le_modele_se_copie_et_s_adapte(film: Path, tmp_path: Path, lancer: Lancer) -> None:
    copie = tmp_path / "envois.yaml"
    assert lancer("--modele", copie).exit_code == 0
    assert copie.read_bytes() == envoi.envois_livres().read_bytes()
    assert lancer("--modele", copie).exit_code == 2
    copie.write_text(_PAUVRE, encoding="utf-8")
    vers = tmp_path / "d.xlsx"
    assert lancer(film, "--pour", "cnc", "--correspondance", copie, "--vers", vers, "--sans-pdf").exit_code == 1
    assert vers.is_file()


def test_toutes_les_fautes_du_fichier_d_un_coup(film: Path, tmp_path: Path, lancer: Lancer) -> None:
    brut: dict[str, Any] = yaml.safe_load(_PAUVRE)
    brut["lecteurs"]["cnc"] |= {
        "feuilles": ["garde", "recap", "detail", "detail"],
        "colonnes": ["designation", "code", "montants", {"champ": "etranger", "largeur": 900}],
        "papier": "A2",
        "couleur": "rose",
    }
    del brut["nomenclature"]
    fichier = tmp_path / "faux.yaml"
    fichier.write_text(yaml.safe_dump(brut, allow_unicode=True), encoding="utf-8")
    fini = lancer(film, "--pour", "cnc", "--correspondance", fichier)
    assert fini.exit_code == 2
    for dit in (
        "feuille inconnue « recap »",
        "« detail » est écrit deux fois",
        "il manque « recapitulatif »",
        "champ inconnu « montants »",
        "écrivez « montant »",
        "il manque « montant »",
        "les deux premières colonnes",
        "nomenclature",
        "couleur",
        "papier",
        "largeur",
    ):
        assert dit in fini.stderr, dit
    fichier.write_text("lecteurs: [\n", encoding="utf-8")
    assert "écriture YAML incorrecte" in lancer(film, "--pour", "cnc", "--correspondance", fichier).stderr


def test_sans_libreoffice_le_classeur_part_quand_meme(
    film: Path, lancer: Lancer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(envoi, "soffice", lambda: None)
    fini = lancer(film, "--pour", "cnc")
    assert fini.exit_code == 1  # the red check, not the PDF
    assert "LibreOffice n’est pas installé" in fini.stdout
    assert "Exporter" in fini.stdout
    assert [p.suffix for p in (film / "envois").iterdir()] == [".xlsx"]
