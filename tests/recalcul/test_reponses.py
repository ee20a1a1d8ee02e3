"""What the engines answered serves again for the files just written, and for no others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from chargeprod_xl.classeurs.lecture import ClasseurLu, Valeur, lire_classeur
from chargeprod_xl.recalcul import Reponses, actualiser, calculer_lus, calculer_pack
from chargeprod_xl.recalcul.fusion import Adresse, Fusion
from chargeprod_xl.recalcul.moteurs import Formualizer
from recalcul.fabrique import ecrire_pack


class Compteur(Formualizer):
    """An engine that says how many times it was asked."""

    fois = 0

    def calculer(self, fusion: Fusion) -> dict[Adresse, Valeur]:
        Compteur.fois += 1
        return super().calculer(fusion)


@pytest.fixture
def chemins(tmp_path: Path) -> list[Path]:
    """A budget of 800.80, 856.86 with its 7 %, and the cash plan that reads it; values stored."""
    faits = ecrire_pack(tmp_path)
    actualiser(faits)
    Compteur.fois = 0
    return faits


def lus(chemins: Sequence[Path]) -> list[ClasseurLu]:
    return [classeur for classeur, _ in map(lire_classeur, chemins) if classeur]


def repondues(chemins: Sequence[Path]) -> Reponses:
    reponses = calculer_lus(lus(chemins), [Compteur()]).reponses
    assert reponses is not None
    assert Compteur.fois == 1
    return reponses


def test_les_memes_fichiers_relus_ne_sont_pas_recalcules(chemins: list[Path]) -> None:
    deja = repondues(chemins)
    encore = calculer_lus(lus(chemins), [Compteur()], deja)
    assert Compteur.fois == 1
    assert encore.valeur("Détail", "F3") == 856.86
    assert encore.rapport.a_jour
    assert encore.rapport.formules == calculer_pack(chemins).rapport.formules


def test_une_valeur_fausse_dans_le_fichier_est_dite_sans_nouveau_calcul(chemins: list[Path]) -> None:
    """The files are read again and all they show is compared: that the engines rest hides nothing."""
    deja = repondues(chemins)
    classeur, tresorerie = lus(chemins)
    detail = classeur.feuilles[0]
    cellules = {**detail.cellules, (3, 6): detail.cellules[3, 6]._replace(valeur=856.87)}
    faux = replace(classeur, feuilles=(replace(detail, cellules=cellules), *classeur.feuilles[1:]))
    perimees = calculer_lus([faux, tresorerie], [Compteur()], deja).rapport.perimees
    assert [(p.lieu.cellule, p.stockee, p.calculee) for p in perimees] == [("F3", 856.87, 856.86)]
    assert Compteur.fois == 1


@pytest.mark.parametrize(
    ("feuille", "cellule", "contenu", "frais_compris"),
    [
        ("Détail", "B2", 4, 963.96),  # 4 × 100.10 + 500.50 = 900.90, plus 7 %
        ("Détail", "F3", "=ROUND(F2*(1+projet.frais),0)", 857),
        ("Détail", "F1", None, 800.80),
        ("Sorties devis", "A3", "titre corrigé", 856.86),
    ],
)
def test_une_cellule_changee_et_tout_est_recalcule(
    chemins: list[Path], feuille: str, cellule: str, contenu: object, frais_compris: float
) -> None:
    deja = repondues(chemins)
    classeur = load_workbook(chemins[0])
    classeur[feuille][cellule] = contenu
    classeur.save(chemins[0])
    assert calculer_lus(lus(chemins), [Compteur()], deja).valeur("Détail", "F3") == frais_compris
    assert Compteur.fois == 2


def test_un_nom_deplace_et_tout_est_recalcule(chemins: list[Path]) -> None:
    deja = repondues(chemins)
    classeur = load_workbook(chemins[0])
    classeur.defined_names["projet.frais"].attr_text = "'Détail'!$F$9"
    classeur.save(chemins[0])
    assert calculer_lus(lus(chemins), [Compteur()], deja).valeur("Détail", "F3") == 800.80


def test_un_classeur_de_moins_et_tout_est_recalcule(chemins: list[Path]) -> None:
    deja = repondues(chemins)
    assert calculer_lus(lus(chemins[1:]), [Compteur()], deja).valeur("Trésorerie", "A1") == pytest.approx(214.215)
    assert Compteur.fois == 2


def test_un_moteur_qui_n_a_pas_repondu_est_interroge(chemins: list[Path]) -> None:
    deja = repondues(chemins)
    calcul = calculer_lus(lus(chemins), None, deja)
    assert [m.split()[0] for m in calcul.rapport.moteurs] == ["formualizer", "ironcalc"]
    assert calcul.rapport.a_jour
