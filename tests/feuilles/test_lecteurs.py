"""The new layouts through those that read a pack: explanations, reference page, both layouts, formulas typed over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from chargeprod_xl.classeurs.lecture import lire_classeur
from chargeprod_xl.controles.formules_ecrasees import formules_manquantes
from chargeprod_xl.explication.lecture import expliquer_fichier
from chargeprod_xl.explication.modele import Explication
from chargeprod_xl.gabarits.documentation import page_de_reference
from feuilles.atelier import Essai, trouver
from feuilles.test_dispositions import COTE, PILE
from feuilles.test_lettre import CONTRAT, FICHE
from feuilles.test_par_ligne import JOUR, LISTE

TOUT = {"fiche": JOUR, "sommaire": LISTE, "cote": COTE, "pile": PILE}


def expliquer(pack: Essai, feuille: str, texte: str, classeur: str = "essai", decalage: int = 1) -> Explication:
    """The explanation of the cell at the right of a text."""
    c = trouver(pack.feuille(classeur, feuille), texte)
    ou = f"{feuille}!{c.offset(0, decalage).coordinate}"
    return expliquer_fichier(pack.pack / f"{classeur}.xlsx", ou, 2).explication


def test_expliquer_cote_a_cote_dit_le_titre_du_bon_bloc(tmp_path: Path) -> None:
    """Two blocks on the same rows: each cell is called by its own titles, and reads those of the other by theirs."""
    pack = Essai(tmp_path, essai={"cote": COTE}).construire()
    heures = expliquer(pack, "Journée", "Son", decalage=2)
    assert heures.titre == "Journée › Heures-homme › Son"
    assert heures.formule == "[Nombre] * Journée[Durée]"
    assert expliquer(pack, "Journée", "Durée").titre == "Journée › Durée"


def test_expliquer_un_tableau_sous_un_autre(tmp_path: Path) -> None:
    pack = Essai(tmp_path, essai={"pile": PILE}).construire()
    e = expliquer(pack, "Logistique", "Marc", decalage=3)
    assert e.titre == "Logistique › Total › Marc"
    assert [x.nom for x in e.lectures] == ["[Prix]", "Logistique[Nuits › Total]"]


def test_une_formule_ecrasee_est_nommee_dans_chaque_bloc(tmp_path: Path) -> None:
    pack = Essai(tmp_path, essai={"cote": COTE, "pile": PILE}).construire()
    cote, pile = pack.feuille("essai", "Journée"), pack.feuille("essai", "Logistique")
    attendues = {
        ("Journée", trouver(cote, "Son").offset(0, 2).coordinate),
        ("Journée", trouver(cote, "Durée").offset(0, 1).coordinate),
        ("Logistique", trouver(pile, "Marc").offset(0, 2).coordinate),
        ("Logistique", trouver(pile, "Coût").offset(0, 1).coordinate),
    }

    def ecraser(livre: Any) -> None:
        for feuille, cellule in attendues:
            livre[feuille][cellule].value = 1

    pack.editer("essai", ecraser)
    [lu] = [lire_classeur(p)[0] for p in pack.pack.glob("*.xlsx")]
    assert lu is not None
    assert {(f.lieu.feuille, f.lieu.cellule) for f in formules_manquantes([lu])} == attendues


def test_la_page_de_reference_les_decrit(tmp_path: Path) -> None:
    pack = Essai(tmp_path, essai={**TOUT, "contrat": CONTRAT})
    page = page_de_reference(pack.gabarits, "long-metrage")
    assert "Une feuille par ligne de `competences`." in page
    assert "Une ligne par feuille de `fiche`, qui y mène." in page
    assert "| Heures-homme | calculé | `=[n]*{duree}` |  |" in page
    assert "{essai.fiche.salaire|euros_cents}" in page.replace("\\|", "|")
    assert "> Signent : Le producteur, L’artiste." in page


@pytest.mark.usefixtures("lignes")
def test_les_deux_dispositions_disent_la_meme_chose(tmp_path: Path) -> None:
    """A file a workbook or one for all: sheets of rows, stacked tables, blocks side by side and a letter are equal."""
    for nom in ("lies", "unique"):
        (tmp_path / nom).mkdir()
    essai = {**TOUT, "contrat": CONTRAT.replace("{essai.fiche.", "{donnees.saisies.")}
    saisies = FICHE.replace("feuille: Fiche", "feuille: Saisies")
    lies, unique = (Essai(tmp_path / n, donnees={"saisies": saisies}, essai=essai) for n in ("lies", "unique"))
    lies.construire()
    unique.construire(unique=True)
    separes = {**lies.valeurs("donnees"), **lies.valeurs("essai")}
    assert separes == unique.valeurs("pack")
