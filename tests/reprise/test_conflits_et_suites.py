"""What a person typed, what the sources say now: who wins, and what happens the second time."""

from __future__ import annotations

from datetime import date

import pytest
from openpyxl import load_workbook

from chargeprod_xl.reprise.bilan import Arbitrage
from reprise.atelier import Film

SOLDE = ("projet", "Hypothèses", "Solde bancaire de départ", "Valeur")


def test_un_pack_que_personne_n_a_touche_garde_ses_octets(film: Film) -> None:
    avant = film.octets()
    fait = film.regenerer()
    assert not fait.ecrit
    assert film.octets() == avant
    assert not list(film.dossier.glob("versions/*"))


def test_une_saisie_reste_quand_rien_d_autre_ne_change(film: Film) -> None:
    film.saisir(*SOLDE, 7500)
    fait = film.regenerer()
    assert film.lire(*SOLDE) == 7500
    assert [(e.ou, e.avant, e.quoi) for e in fait.bilan.gardees] == [
        ("Hypothèses › Solde bancaire de départ", "10000", "7500")
    ]


def test_la_seconde_fois_rien_ne_change(film: Film) -> None:
    film.saisir(*SOLDE, 7500)
    assert film.regenerer().ecrit
    avant = film.octets()
    assert not film.regenerer().ecrit
    assert film.octets() == avant


def test_un_film_qui_a_un_nombre_pour_titre_le_montre_tel_quel(film: Film) -> None:
    """Typed in the sheet, 2049 is a number; every sheet that repeats the title says « 2049 »."""
    film.saisir("projet", "Fiche projet", "Titre", "Valeur", 2049)
    assert film.regenerer().ecrit
    assert load_workbook(film.pack / "projet.xlsx")["Accueil"]["A1"].value == "2049"


def test_ce_que_personne_n_a_saisi_suit_le_fichier_du_projet(film: Film) -> None:
    film.changer_projet("solde_initial: 10000", "solde_initial: 25000")
    fait = film.regenerer()
    assert film.lire(*SOLDE) == 25000
    assert ("Hypothèses › Solde bancaire de départ", "10000", "25000") in [
        (e.ou, e.avant, e.quoi) for e in fait.bilan.renouvelees
    ]


def test_change_des_deux_cotes_rien_n_est_ecrit_et_les_deux_valeurs_sont_dites(film: Film) -> None:
    film.saisir(*SOLDE, 7500)
    film.changer_projet("solde_initial: 10000", "solde_initial: 25000")
    avant = film.octets()
    fait = film.regenerer()
    [conflit] = fait.bilan.en_attente
    assert (conflit.depart, conflit.classeur, conflit.projet) == ("10000", "7500", "25000")
    assert not fait.ecrit
    assert film.octets() == avant


@pytest.mark.parametrize(("qui", "solde"), [("classeur", 7500), ("projet", 25000)])
def test_la_personne_choisit(film: Film, qui: str, solde: int) -> None:
    film.saisir(*SOLDE, 7500)
    film.changer_projet("solde_initial: 10000", "solde_initial: 25000")
    assert film.regenerer(conflits=qui).ecrit
    assert film.lire(*SOLDE) == solde
    assert not film.regenerer().bilan.conflits, "un conflit tranché ne revient pas"


def test_un_choix_par_nom_passe_avant_la_regle() -> None:
    arbitrage = Arbitrage("classeur", {"projet.hypotheses.solde_initial": "projet"})
    assert arbitrage.choix("projet.hypotheses.solde_initial") == "projet"
    assert arbitrage.choix("projet.hypotheses.rythme") == "classeur"


def test_la_meme_valeur_des_deux_cotes_n_est_pas_un_conflit(film: Film) -> None:
    film.saisir(*SOLDE, 25000)
    film.changer_projet("solde_initial: 10000", "solde_initial: 25000")
    assert not film.regenerer().bilan.conflits


def test_a_blanc_dit_tout_et_n_ecrit_rien(film: Film) -> None:
    film.saisir(*SOLDE, 7500)
    avant = {p: p.read_bytes() for p in film.dossier.rglob("*") if p.is_file()}
    fait = film.regenerer(a_blanc=True)
    assert [e.quoi for e in fait.bilan.gardees] == ["7500"]
    assert {p: p.read_bytes() for p in film.dossier.rglob("*") if p.is_file()} == avant


def test_une_date_saisie_decide_des_baremes_et_des_jours_feries(film: Film) -> None:
    """The closing moved to 2028 in the workbook: the list of public holidays goes that far."""
    film.saisir("projet", "Phases", "Clôture des comptes", "Date", date(2028, 5, 17))
    film.regenerer()
    feries = [d.year for d in film.colonne("projet", "Calendrier", "Date")]
    assert feries.count(2028) >= 4  # Jour de l’an, lundi de Pâques, 1er mai, 8 mai


def test_une_date_tapee_sans_ses_barres_n_agrandit_rien(film: Film) -> None:
    """20271004 for 04/10/2027: kept as typed, the grid of days and the weeks stay those of a film."""
    film.saisir("plan_de_travail", "Ordre de tournage", "2", "Jour", 20271004)
    film.saisir("projet", "Phases", "Clôture des comptes", "Date", 20271231)
    film.regenerer()
    assert film.lire("plan_de_travail", "Ordre de tournage", "2", "Jour") == 20271004
    assert len(film.colonne("plan_de_travail", "Jours de tournage", "Jour")) < 60


def test_un_champ_hors_bornes_n_entraine_pas_les_autres(film: Film) -> None:
    """12 000 episodes are refused and said; the closing typed beside them still leads the public holidays."""
    film.saisir("projet", "Fiche projet", "Nombre d’épisodes", "Valeur", 12000)
    film.saisir("projet", "Phases", "Clôture des comptes", "Date", date(2028, 5, 17))
    [doute] = [d for d in film.regenerer().bilan.doutes if "suivent projet.yaml" in d]
    assert "projet.episodes" in doute
    assert "cloture" not in doute
    assert film.lire("projet", "Fiche projet", "Nombre d’épisodes", "Valeur") == 12000
    assert [d.year for d in film.colonne("projet", "Calendrier", "Date")].count(2028) >= 4


def test_des_dates_qui_se_contredisent_laissent_mener_le_fichier(film: Film) -> None:
    """Shooting ends before it begins: which of the dates is wrong, nobody can tell; the file leads, and it is said."""
    film.saisir("projet", "Phases", "Fin de tournage", "Date", date(2027, 2, 1))
    film.saisir("projet", "Phases", "Clôture des comptes", "Date", date(2028, 5, 17))
    assert [d for d in film.regenerer().bilan.doutes if "suivent projet.yaml" in d]
    assert [d.year for d in film.colonne("projet", "Calendrier", "Date")].count(2028) < 4


def test_le_journal_du_pack_raconte_la_regeneration(film: Film) -> None:
    film.saisir(*SOLDE, 7500)
    film.regenerer()
    assert film.lire("projet", "Journal", "régénération", "Date et heure") == "04/01/2027 09:30"
    assert film.lire("projet", "Journal", "régénération", "Ce qui a été repris") == "1 saisie gardée"


def test_la_version_precedente_est_gardee_avec_sa_date(film: Film) -> None:
    film.saisir(*SOLDE, 7500)
    edite = (film.pack / "projet.xlsx").read_bytes()
    film.regenerer()
    assert (film.dossier / "versions" / "2027-01-04_09h30m00" / "projet.xlsx").read_bytes() == edite
