"""Packs never need the add-in; a workbook where someone used its functions opens elsewhere with its last values."""

from __future__ import annotations

import copy
import csv
import shutil
from pathlib import Path
from typing import Any

import pytest
from bureautique.conversion import convertir
from openpyxl import load_workbook
from reprise.atelier import Film
from temoins.desaccords import exiger_libreoffice

from chargeprod_xl.construction import actualiser_pack
from chargeprod_xl.recalcul import verifier
from complement.fonction_dans_un_classeur import FEUILLE, ajouter_des_fonctions

VALEURS = [1000, 200, 201, 2000]


@pytest.fixture(scope="module")
def modele(tmp_path_factory: pytest.TempPathFactory) -> Film:
    return Film(tmp_path_factory.mktemp("film"), "projet", "depouillement", "plan_de_travail")


@pytest.fixture
def film(modele: Film, tmp_path: Path) -> Film:
    copie = copy.copy(modele)
    copie.dossier = tmp_path / "film"
    shutil.copytree(modele.dossier, copie.dossier)
    ajouter_des_fonctions(copie.pack / "plan_de_travail.xlsx")
    return copie


def montrees(film: Film) -> list[Any]:
    livre = load_workbook(film.pack / "plan_de_travail.xlsx", data_only=True)
    return [c.value for c in livre[FEUILLE][1]]


def test_verifier_dit_quelles_cellules_dependent_du_complement(film: Film) -> None:
    """B1 calls it, C1 follows B1; D1 is computed. Nothing is a fault."""
    rapport = verifier(sorted(film.pack.glob("*.xlsx")))
    dits = {n.lieu.cellule: n.motif for n in rapport.non_verifiables}
    assert set(dits) == {"B1", "C1"}
    assert "complément « chargeprod_xl.xlam », que seul Excel calcule" in dits["B1"]
    assert dits["C1"].endswith("B1")
    assert not rapport.ecarts
    assert not rapport.erreurs


def test_actualiser_garde_les_dernieres_valeurs(film: Film) -> None:
    actualiser_pack(sorted(film.pack.glob("*.xlsx")))
    assert montrees(film) == VALEURS


def test_regenerer_garde_la_formule_le_lien_et_la_derniere_valeur(film: Film) -> None:
    assert film.regenerer().ecrit
    assert montrees(film) == VALEURS
    livre = load_workbook(film.pack / "plan_de_travail.xlsx")
    formule = str(livre[FEUILLE]["B1"].value)
    rang = int(formule[2 : formule.index("]")])
    liens = livre._external_links  # type: ignore[attr-defined] # absent from the stubs
    assert formule == f"=[{rang}]!CP_TVA(A1,0.2)"
    assert liens[rang - 1].file_link.Target.endswith("chargeprod_xl.xlam")
    avant = film.octets()
    assert not film.regenerer().ecrit
    assert film.octets() == avant


def test_un_autre_tableur_l_ouvre_avec_ses_dernieres_valeurs(film: Film, tmp_path: Path) -> None:
    """LibreOffice has no add-in: it shows what was stored, and computes the rest."""
    exiger_libreoffice()
    film.regenerer()
    filtre = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    convertir([film.pack / "plan_de_travail.xlsx"], tmp_path, filtre)
    [fichier] = tmp_path.glob(f"*{FEUILLE}.csv")
    [ligne] = list(csv.reader(fichier.read_text(encoding="utf-8").splitlines()))[:1]
    assert [float(x) for x in ligne] == VALEURS
