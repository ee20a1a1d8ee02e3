"""A new draft: what was typed on a sequence follows it, whatever its number becomes."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

from edits.gestes import Geste
from edits.main_openpyxl import _inserer as inserer
from openpyxl import load_workbook

from chargeprod_xl.construction import construire
from reprise.atelier import SCENES, Film, trouver

CUISINE, QUAI_NUIT, BUREAU, QUAI_JOUR = SCENES
PONT = "EXT. PONT - AUBE\n\nUn inconnu traverse le pont sans se retourner.\n"


def _par_decor(film: Film, titre: str) -> dict[str, object]:
    decors = film.colonne("depouillement", "Séquences", "Décor")
    return dict(zip(decors, film.colonne("depouillement", "Séquences", titre), strict=True))


def test_une_scene_inseree_decale_les_numeros_pas_les_saisies(film: Film) -> None:
    film.saisir("depouillement", "Séquences", "BUREAU DU PORT", "Minutage scripte", timedelta(seconds=90))
    film.ecrire_scenario(PONT, *SCENES)
    film.regenerer()
    assert _par_decor(film, "Séq.")["BUREAU DU PORT"] == "4"
    assert _par_decor(film, "Minutage scripte")["BUREAU DU PORT"] == timedelta(seconds=90)


def test_un_jour_choisi_suit_sa_sequence_dans_l_ordre_de_tournage(film: Film) -> None:
    film.saisir("plan_de_travail", "Ordre de tournage", "3", "Jour", 7)  # the office by the harbour
    film.ecrire_scenario(PONT, *SCENES)
    fait = film.regenerer()
    assert film.lire("plan_de_travail", "Ordre de tournage", "4", "Jour") == 7
    assert any("Ordre de tournage" in d for d in fait.bilan.doutes), "la séquence nouvelle est à placer"


def test_une_scene_coupee_part_et_sa_saisie_est_gardee_a_cote(film: Film) -> None:
    film.saisir("depouillement", "Séquences", "BUREAU DU PORT", "Minutage scripte", timedelta(seconds=90))
    film.ecrire_scenario(CUISINE, QUAI_NUIT, QUAI_JOUR)
    fait = film.regenerer()
    assert "BUREAU DU PORT" not in film.colonne("depouillement", "Séquences", "Décor")
    assert [p.raison for p in fait.bilan.pertes] == ["la source n’a plus cette ligne"]


def test_une_ligne_ajoutee_a_la_main_suit_le_numero_de_sa_sequence(film: Film) -> None:
    """An element typed for sequence 3 belongs to the office, which is sequence 4 in the new draft."""

    def ajouter(livre: Any) -> None:
        feuille = livre["Éléments"]
        feuille["A5"], feuille["C5"], feuille["D5"] = "3", "Trousseau de clefs", 1

    film.editer("depouillement", ajouter)
    film.ecrire_scenario(PONT, *SCENES)
    film.regenerer()
    feuille = load_workbook(film.pack / "depouillement.xlsx")["Éléments"]
    lignes = {feuille.cell(n, 3).value: feuille.cell(n, 1).value for n in range(5, feuille.max_row)}
    assert lignes["Trousseau de clefs"] == "4"


def test_le_numero_d_un_role_ne_change_plus(film: Film) -> None:
    """The captain speaks most in the new draft; Léa and Marc keep their numbers all the same."""
    avant = dict(zip(*(film.colonne("depouillement", "Rôles", t) for t in ("Rôle", "N°")), strict=True))
    tirade = BUREAU + "\nCAPITAINE\nAttendez.\n" * 9 + "\nDOUANIER\nPapiers.\n"
    film.ecrire_scenario(CUISINE, QUAI_NUIT, tirade, QUAI_JOUR)
    film.regenerer()
    apres = dict(zip(*(film.colonne("depouillement", "Rôles", t) for t in ("Rôle", "N°")), strict=True))
    assert {nom: apres[nom] for nom in avant} == avant
    assert apres["DOUANIER"] == 4


def test_une_scene_saisie_avant_d_etre_ecrite_n_est_pas_en_double(film: Film) -> None:
    """The dawn on the bridge was announced and typed by hand; the script then brings it."""

    def ajouter(livre: Any) -> None:
        feuille = livre["Séquences"]
        feuille.insert_rows(8)
        table = feuille.tables["t_depouillement_sequences_lignes"]
        debut, fin = table.ref.split(":")
        table.ref = f"{debut}:{fin[:-1]}{int(fin[-1]) + 1}"
        for colonne, valeur in enumerate(("4", "EXT", "PONT", "AUBE", "Un inconnu traverse le pont."), 1):
            feuille.cell(8, colonne).value = valeur

    film.editer("depouillement", ajouter)
    film.ecrire_scenario(CUISINE, QUAI_NUIT, BUREAU, PONT, QUAI_JOUR)
    film.regenerer(conflits="projet")
    assert film.colonne("depouillement", "Séquences", "Décor").count("PONT") == 1


def test_le_scenario_arrive_apres_un_depouillement_fait_a_la_main(tmp_path: Path) -> None:
    """Two scenes and a role typed in the blank rows are those of the script; the third scene is the person's own."""
    film = Film(tmp_path)
    shutil.rmtree(film.pack)
    film.changer_projet("scenario: scenario.fountain\n", "")
    construire(film.dossier, gabarits=film.gabarits)

    def depouiller(livre: Any) -> None:
        scenes = (("CUISINE", "Léa prépare le café"), ("QUAI", "Marc attend le bac"), ("PLAGE", "Une scène à nous"))
        for ligne, (decor, resume) in enumerate(scenes, 5):
            livre["Séquences"].cell(ligne, 3).value = decor
            livre["Séquences"].cell(ligne, 5).value = resume
        livre["Rôles"]["A5"], livre["Rôles"]["B5"], livre["Rôles"]["C5"] = 1, "LÉA", "Ines Favre"

    film.editer("depouillement", depouiller)
    film.changer_projet("phases:", "scenario: scenario.fountain\nphases:")
    film.regenerer(conflits="projet")
    assert sorted(film.colonne("depouillement", "Séquences", "Décor")) == [
        *("BUREAU DU PORT", "CUISINE", "PLAGE", "QUAI", "QUAI")
    ]
    assert film.colonne("depouillement", "Rôles", "Rôle") == ["LÉA", "MARC", "CAPITAINE"]
    assert film.lire("depouillement", "Rôles", "LÉA", "Comédien") == "Ines Favre"
    assert not film.regenerer().ecrit


def test_une_sequence_copiee_ne_prend_pas_la_place_de_l_originale(film: Film) -> None:
    """The office is copied above itself, without identity, to become a pick-up shot; the script stays as it is."""

    def copier(livre: Any) -> None:
        inserer(livre, Geste("inserer", "Séquences", 7, modele=7))
        feuille = livre["Séquences"]
        feuille["A7"], feuille.cell(7, trouver(feuille, "CUISINE", "_id")[1]).value = "3bis", None

    film.saisir("depouillement", "Séquences", "BUREAU DU PORT", "Figurants", 4)
    film.editer("depouillement", copier)
    film.ecrire_scenario(CUISINE, QUAI_NUIT, BUREAU.replace("Voilà", "Tenez"), QUAI_JOUR)
    film.regenerer()
    assert film.colonne("depouillement", "Séquences", "Séq.") == ["1", "2", "3bis", "3", "4"]
    assert film.colonne("depouillement", "Séquences", "_id")[3] == "seq3"
