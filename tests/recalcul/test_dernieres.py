"""What a cell of an add-in showed before a rebuild: found by its place, else by its formula when only one bears it."""

from __future__ import annotations

from pathlib import Path

from chargeprod_xl.classeurs.lecture import CelluleLue, ClasseurLu, FeuilleLue
from chargeprod_xl.recalcul import dernieres_valeurs
from chargeprod_xl.recalcul.rapport import Lieu

TVA, NUITS = "[2]!CP_TVA(100,0.2)", "[2]!CP_NUITS(3)"
ANCIENNE = FeuilleLue(
    "Mes calculs",
    {(1, 1): CelluleLue(20.0, TVA), (2, 1): CelluleLue(45.0, NUITS), (3, 1): CelluleLue(54.0, NUITS)},
)
retrouver = dernieres_valeurs([ClasseurLu(Path("devis.xlsx"), (ANCIENNE,))])


def en(cellule: str) -> Lieu:
    return Lieu("devis.xlsx", "Mes calculs", cellule)


def test_une_cellule_restee_en_place_retrouve_sa_valeur() -> None:
    """Whatever the rank that the link to the add-in has now."""
    assert retrouver(en("A2"), NUITS) == 45.0
    assert retrouver(en("A3"), NUITS.replace("[2]", "[1]")) == 54.0


def test_une_cellule_deplacee_la_retrouve_par_sa_formule() -> None:
    assert retrouver(en("A9"), TVA) == 20.0


def test_deux_valeurs_pour_une_formule_ne_se_choisissent_pas() -> None:
    assert retrouver(en("A9"), NUITS) is None


def test_une_formule_changee_ne_montre_pas_l_ancienne_valeur() -> None:
    assert retrouver(en("A1"), "[2]!CP_TVA(100,0.1)") is None
