"""A film chooses its workbooks: « ajouter » names one more in projet.yaml, whose comments and line ends stay."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from projet.test_fichier_projet import VALIDE

from chargeprod_xl.ajout import ajouter
from chargeprod_xl.anomalies import DonneesRefuseesError
from chargeprod_xl.chargement import charger_film

HUIT = "projet, depouillement, plan_de_travail, equipe, devis, financement, tresorerie, bilan"


def film(tmp_path: Path, texte: str) -> Path:
    (tmp_path / "projet.yaml").write_bytes(texte.encode())
    return tmp_path


@pytest.mark.parametrize(
    ("avant", "apres"),
    [
        ("classeurs: [projet] # peu\n", "classeurs: [projet, devis, bilan] # peu\n"),
        ("classeurs:\n  # les miens\n  - projet  # peu\n\n# fin\n",
         "classeurs:\n  # les miens\n  - projet  # peu\n  - devis\n  - bilan\n\n# fin\n"),
        ("classeurs:\r\n- projet\r\n", "classeurs:\r\n- projet\r\n- devis\r\n- bilan\r\n"),
        ("classeurs: [projet,\n  financement,\n  ]\n", "classeurs: [projet,\n  financement, devis, bilan,\n  ]\n"),
    ],
    ids=["crochets", "tirets", "Windows", "plusieurs lignes"],
)  # fmt: skip
def test_ajouter_ecrit_apres_le_dernier_et_ne_touche_a_rien_d_autre(tmp_path: Path, avant: str, apres: str) -> None:
    dossier = film(tmp_path, f"# mon film\n{VALIDE}{avant}")
    fait = ajouter(dossier, ["devis", "projet", "bilan"])
    assert (fait.ajoutes, fait.deja) == (("devis", "bilan"), ("projet",))
    assert (dossier / "projet.yaml").read_bytes().decode() == f"# mon film\n{VALIDE}{apres}"
    assert fait.ensuite == f"chargeprod-xl construire {dossier}"


def test_un_film_qui_n_a_rien_choisi_a_les_huit_et_rien_ne_s_ecrit(tmp_path: Path) -> None:
    dossier = film(tmp_path, VALIDE)
    assert ", ".join(ajouter(dossier, ["bilan"]).classeurs) == HUIT
    assert (dossier / "projet.yaml").read_text(encoding="utf-8") == VALIDE


def test_un_nom_inconnu_est_refuse_avec_la_liste(tmp_path: Path) -> None:
    dossier = film(tmp_path, VALIDE)
    with pytest.raises(DonneesRefuseesError) as refus:
        ajouter(dossier, ["carbonne"])
    assert refus.value.anomalies[0].remede == f"choisissez parmi {HUIT}"
    _, fautes = charger_film(film(tmp_path, f"{VALIDE}classeurs: [projet, carbonne]\n"))
    assert [(f.ou, f.quoi) for f in fautes] == [("projet.yaml, ligne 12", "classeur inconnu « carbonne »")]


def test_la_commande_en_json_et_en_mots(tmp_path: Path) -> None:
    dossier = film(tmp_path, f"{VALIDE}classeurs: [projet]\n")
    commande = [sys.executable, "-m", "chargeprod_xl", "ajouter", str(dossier)]
    dit = subprocess.run([*commande, "devis", "--json"], capture_output=True, text=True, check=True)
    assert json.loads(dit.stdout)["classeurs"] == ["projet", "devis"]
    dit = subprocess.run([*commande, "bilan"], capture_output=True, text=True, check=True)
    assert dit.stdout.splitlines() == ["ajouté : bilan", f"ensuite : chargeprod-xl construire {dossier}"]
    refus = subprocess.run([*commande, "x", "--quiet"], capture_output=True, text=True, check=False)
    assert (refus.returncode, refus.stdout) == (2, "")
