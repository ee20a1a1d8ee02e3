"""Rows, columns, notes and highlights of a person, found again where she would look for them."""

from __future__ import annotations

import shutil
from copy import copy
from pathlib import Path
from typing import Any

from edits.gestes import Geste
from edits.main_openpyxl import _inserer
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Color, PatternFill

from chargeprod_xl.construction import construire
from reprise.atelier import SCENES, Film, trouver

DECORS = ("depouillement", "Décors")


def _ligne(onglet: Any, ligne: int) -> list[Any]:
    return [c.value for c in onglet[ligne]]


def test_une_ligne_supprimee_reste_supprimee(film: Film) -> None:
    def supprimer(livre: Any) -> None:
        feuille = livre["Décors"]
        assert feuille["A5"].value == "CUISINE"
        feuille.delete_rows(5)
        feuille.tables["t_depouillement_decors_lignes"].ref = "A4:F7"

    film.editer("depouillement", supprimer)
    for _ in range(2):
        film.regenerer()
        assert film.colonne(*DECORS, "Décor") == ["QUAI", "BUREAU DU PORT"]


def test_un_tableau_trie_le_reste(film: Film) -> None:
    def trier(livre: Any) -> None:
        feuille = livre["Décors"]
        lignes = sorted(([copy(v) for v in _ligne(feuille, n)] for n in (5, 6, 7)), key=lambda x: x[0])
        for n, ligne in zip((5, 6, 7), lignes, strict=True):
            for col in (1, 2, len(ligne)):
                feuille.cell(n, col).value = ligne[col - 1]

    film.editer("depouillement", trier)
    film.regenerer()
    film.changer_projet("solde_initial: 10000", "solde_initial: 12000")
    film.regenerer()
    assert film.colonne(*DECORS, "Décor") == ["BUREAU DU PORT", "CUISINE", "QUAI"]


def test_une_note_suit_sa_ligne(film: Film) -> None:
    def noter(livre: Any) -> None:
        livre["Décors"]["B6"].comment = Comment("clef chez le gardien", "Claire")

    film.editer("depouillement", noter)
    film.ecrire_scenario("EXT. PONT - AUBE\n\nUn inconnu passe.\n", *SCENES)
    film.regenerer()
    note = film.cellule(*DECORS, "QUAI", "Lieu de tournage").comment
    assert (note.text, note.author) == ("clef chez le gardien", "Claire")


def test_ce_qui_est_ecrit_a_cote_du_tableau_reste_a_cote_de_sa_ligne(film: Film) -> None:
    def ecrire(livre: Any) -> None:
        livre["Décors"]["H7"] = "à confirmer avant le 10"

    film.editer("depouillement", ecrire)
    film.ecrire_scenario("EXT. PONT - AUBE\n\nUn inconnu passe.\n", *SCENES)
    film.regenerer()
    onglet = load_workbook(film.pack / "depouillement.xlsx")["Décors"]
    ligne, _ = trouver(onglet, "BUREAU DU PORT", "Décor")
    assert onglet.cell(ligne, 8).value == "à confirmer avant le 10"


def test_un_contrat_ajoute_reste_a_sa_personne_quand_les_numeros_changent(tmp_path: Path) -> None:
    """A line of crew that comes first in the budget takes number 1; the contract typed for Zoé is still hers."""
    zoe = '  - {code: "2341", nom: "Image", personne: "Zoé Lume", nombre: 1, preparation: 2, taux: 3020}\n'
    ana = '  - {code: "2311", nom: "Direction", personne: "Ana Roc", nombre: 1, preparation: 4, taux: 2980}\n'
    film = Film(tmp_path, "projet", "depouillement", "plan_de_travail", "equipe", "devis")
    shutil.rmtree(film.pack)
    film.changer_projet("phases:", "budget: budget.yaml\nphases:")
    (film.dossier / "budget.yaml").write_text(f"lignes:\n{zoe}", encoding="utf-8")
    construire(film.dossier, gabarits=film.gabarits)

    def ajouter(livre: Any) -> None:
        feuille = livre["Emplois"]
        _inserer(livre, Geste("inserer", "Emplois", 6, modele=6))
        _, identite = trouver(feuille, "1", "_id")
        feuille.cell(6, identite).value, feuille["C6"] = None, "Renfort"

    film.editer("equipe", ajouter)
    (film.dossier / "budget.yaml").write_text(f"lignes:\n{ana}{zoe}", encoding="utf-8")
    film.regenerer()
    personnes = dict(zip(*(film.colonne("equipe", "Personnes", t) for t in ("Nom", "N°")), strict=True))
    assert personnes["Zoé Lume"] == 2
    assert film.lire("equipe", "Emplois", "Renfort", "Personne n°") == 2


def test_un_surlignage_suit_sa_ligne(film: Film) -> None:
    def surligner(livre: Any) -> None:
        livre["Décors"]["A6"].fill = PatternFill("solid", fgColor="FFFF00")
        livre["Décors"]["B7"].fill = PatternFill("solid", fgColor=Color(theme=4, tint=0.6))

    film.editer("depouillement", surligner)
    film.ecrire_scenario("EXT. PONT - AUBE\n\nUn inconnu passe.\n", *SCENES)
    film.regenerer()
    assert film.cellule(*DECORS, "QUAI", "Décor").fill.fgColor.rgb == "FFFFFF00"
    couleur = film.cellule(*DECORS, "BUREAU DU PORT", "Lieu de tournage").fill.fgColor
    assert (couleur.theme, couleur.tint) == (4, 0.6)
    assert film.cellule(*DECORS, "PONT", "Décor").fill.fgColor.rgb not in {"FFFFFF00"}
    assert not film.regenerer().ecrit
