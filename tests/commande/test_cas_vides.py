"""A film without a shooting day, without a screenplay, without money: words and zeros, no error in a cell."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from magasin import pack_construit
from openpyxl import load_workbook

from chargeprod_xl.construction import nouveau as creer
from chargeprod_xl.controles import controler
from chargeprod_xl.recalcul import calculer_pack

DEMO = Path(__file__).parents[2] / "demo"
pytestmark = pytest.mark.xdist_group("demo")


def test_sans_aucun_jour_de_tournage_un_controle_le_dit_et_aucune_cellule_n_est_en_erreur(tmp_path: Path) -> None:
    film = tmp_path / "film"
    shutil.copytree(DEMO, film, ignore=shutil.ignore_patterns("pack"))
    fichiers = sorted(pack_construit(film).glob("*.xlsx"))
    plan = film / "pack" / "plan_de_travail.xlsx"
    classeur = load_workbook(plan)
    feuille = classeur["Ordre de tournage"]
    for ligne in range(5, feuille.max_row - 1):
        feuille.cell(ligne, 2).value = None
    classeur.save(plan)
    rapport = controler(fichiers)
    assert rapport.code_sortie == 1
    assert rapport.recalcul is not None
    assert rapport.recalcul.erreurs == ()
    assert rapport.recalcul.ecarts == ()
    rouges = {v.libelle for v in rapport.verdicts if v.etat == "erreur"}
    assert "Il y a au moins un jour de tournage" in rouges


def test_sans_scenario_ni_budget_le_pack_attend_les_saisies(tmp_path: Path) -> None:
    film = tmp_path / "film"
    creer(film, "long-metrage")
    projet = film / "projet.yaml"
    projet.write_text(projet.read_text(encoding="utf-8").replace("scenario: ", "# scenario: "), encoding="utf-8")
    fichiers = sorted(pack_construit(film).glob("*.xlsx"))
    assert controler(fichiers).code_sortie == 0
    pack = calculer_pack(fichiers)
    assert pack.valeur("Récap dépouillement", "B5") == 20  # vingt lignes prêtes
    assert pack.valeur("Synthèse financement", "B5") == 0
