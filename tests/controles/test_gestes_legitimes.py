"""What people do to a workbook besides typing: rows, sorting, notes, sheets, columns; saved by other programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from chargeprod_xl.controles.formules_ecrasees import formules_manquantes
from controles import tableur as t
from controles.atelier import calculer, copier, lire, table

Geste = Sequence[str]

#: Edits that LibreOffice plays, each on a copy of its own.
LIBREOFFICE: Mapping[str, tuple[str, Sequence[Geste]]] = {
    "ligne en tête des séquences": ("depouillement", [t.inserer_copie("Séquences", 5, 5)]),
    "ligne au milieu des séquences": ("depouillement", [t.inserer_copie("Séquences", 15, 12)]),
    "ligne en fin de séquences": ("depouillement", [t.inserer_copie("Séquences", 40, 20)]),
    "ligne de rôle": ("depouillement", [t.inserer_copie("Rôles", 12, 10)]),
    "deux lignes d’éléments": (
        "depouillement",
        [t.inserer_copie("Éléments", 12, 10), t.inserer_copie("Éléments", 50, 9)],
    ),
    "ligne au milieu du devis": ("devis", [t.inserer_copie("Détail", 100, 99)]),
    "ligne supprimée au devis": ("devis", [t.supprimer("Détail", 60)]),
    "lignes vides dans une feuille fixe": ("financement", [t.inserer("Synthèse financement", 14, 2)]),
    "ligne vide en haut d’une feuille": ("financement", [t.inserer("Plan de financement", 3, 1)]),
    "tri du plan de financement": ("financement", [t.trier("Plan de financement", "A5:Q77", 4)]),
    "colonne à soi dans une feuille fixe": ("bilan", [t.inserer_colonne("Situation des coûts", 4)]),
    "tri du journal": ("bilan", [t.trier("Journal des dépenses", "A5:M83", 5)]),
    "ligne de journal": ("bilan", [t.inserer_copie("Journal des dépenses", 84, 6)]),
    "feuille renommée": ("tresorerie", [t.renommer("Encaissements", "Recettes")]),
    "ligne d’échéance": ("tresorerie", [t.inserer_copie("Encaissements", 20, 19)]),
    "enregistré tel quel": ("plan_de_travail", []),
    "ligne d’ordre de tournage": ("plan_de_travail", [t.inserer_copie("Ordre de tournage", 9, 8)]),
    "ligne d’emploi": ("equipe", [t.inserer_copie("Emplois", 40, 39)]),
    "emploi supprimé": ("equipe", [t.supprimer("Emplois", 60)]),
    "tri des emplois": ("equipe", [t.trier("Emplois", "A5:BA222", 19)]),
    "ligne de personne": ("equipe", [t.inserer_copie("Personnes", 20, 19)]),
    "jour férié ajouté": ("projet", [t.inserer_copie("Calendrier", 8, 7)]),
}


@pytest.fixture(scope="module")
def par_libreoffice(pack_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One copy of the pack for each edit, all played in one start of LibreOffice."""
    atelier = tmp_path_factory.mktemp("gestes")
    gestes = {}
    for rang, (classeur, siens) in enumerate(LIBREOFFICE.values()):
        gestes[copier(pack_demo, atelier / str(rang)) / f"{classeur}.xlsx"] = siens
    t.jouer(atelier, gestes)
    return atelier


@pytest.mark.xdist_group("gestes_libreoffice")
@pytest.mark.parametrize("nom", LIBREOFFICE)
def test_un_geste_dans_libreoffice_ne_fait_rien_signaler(nom: str, par_libreoffice: Path) -> None:
    dossier = par_libreoffice / str(list(LIBREOFFICE).index(nom))
    rien_a_signaler(dossier, LIBREOFFICE[nom][0])


def rien_a_signaler(dossier: Path, classeur: str) -> None:
    assert formules_manquantes([lire(dossier / f"{classeur}.xlsx")]) == ()
    assert calculer(dossier, classeur).rapport.ecarts == ()


def _note(livre: Workbook) -> None:
    livre["Synthèse financement"]["B7"].comment = Comment("à revoir avec la banque", "Anne")


def _largeur(livre: Workbook) -> None:
    livre["Plan de financement"].column_dimensions["B"].width = 90
    livre["Plan de financement"].row_dimensions[8].height = 40


def _couleur(livre: Workbook) -> None:
    livre["Plan de financement"]["B9"].fill = PatternFill("solid", fgColor="FFFF00")


def _feuille_a_soi(livre: Workbook) -> None:
    feuille: Worksheet = livre.create_sheet("Mes calculs")
    feuille["A1"] = "='Synthèse financement'!B5*2"
    feuille["A2"] = "=SUM(A1,t_financement_plan_lignes[Retenu])"


def _ordre_des_feuilles(livre: Workbook) -> None:
    livre.move_sheet("Crédit d’impôt", -2)


def _copie_de_feuille(livre: Workbook) -> None:
    livre.copy_worksheet(livre["Crédit d’impôt"]).title = "Crédit d’impôt, hypothèse 2"


def _titre_de_colonne(livre: Workbook) -> None:
    feuille = livre["Plan de financement"]
    feuille["C4"] = "Société"
    feuille.tables["t_financement_plan_lignes"].tableColumns[2].name = "Société"


OPENPYXL: Mapping[str, Callable[[Workbook], None]] = {
    "une note": _note,
    "des largeurs": _largeur,
    "une couleur": _couleur,
    "une feuille à soi": _feuille_a_soi,
    "l’ordre des feuilles": _ordre_des_feuilles,
    "la copie d’une feuille": _copie_de_feuille,
    "un titre de colonne changé": _titre_de_colonne,
}


@pytest.mark.parametrize("nom", OPENPYXL)
def test_un_geste_sur_le_fichier_ne_fait_rien_signaler(nom: str, pack_demo: Path, tmp_path: Path) -> None:
    dossier = copier(pack_demo, tmp_path / "pack")
    livre = load_workbook(dossier / "financement.xlsx")
    OPENPYXL[nom](livre)
    livre.save(dossier / "financement.xlsx")
    rien_a_signaler(dossier, "financement")


def test_une_ligne_ajoutee_sans_ses_formules_est_nommee(pack_demo: Path, tmp_path: Path) -> None:
    dossier = copier(pack_demo, tmp_path / "pack")
    t.jouer(tmp_path, {dossier / "depouillement.xlsx": [t.inserer("Rôles", 9), t.ecrire("Rôles", "A9", 99)]})
    lu = lire(dossier / "depouillement.xlsx")
    trouvees = formules_manquantes([lu])
    assert {(x.lieu.feuille, x.lieu.cellule) for x in trouvees} == {("Rôles", f"{c}9") for c in "EFGHI"}
    assert table(lu, "Rôles").plage.ligne_fin == 23


def test_ce_qui_est_supprime_est_dit_une_fois(pack_demo: Path, tmp_path: Path) -> None:
    dossier = copier(pack_demo, tmp_path / "pack")
    t.jouer(tmp_path, {dossier / "plan_de_travail.xlsx": [t.supprimer("Jours de tournage", 12)]})
    disparues = [x for x in formules_manquantes([lire(dossier / "plan_de_travail.xlsx")]) if x.nature == "disparue"]
    assert [x.lieu.feuille for x in disparues] == ["Jours de tournage"]


def test_une_feuille_supprimee_est_dite(pack_demo: Path, tmp_path: Path) -> None:
    dossier = copier(pack_demo, tmp_path / "pack")
    livre = load_workbook(dossier / "financement.xlsx")
    del livre["Contrôles financement"]
    livre.save(dossier / "financement.xlsx")
    trouvees = formules_manquantes([lire(dossier / "financement.xlsx")])
    assert ("Contrôles financement", "disparue") in {(x.lieu.feuille, x.nature) for x in trouvees}
