"""What a person gets from « chargeprod-xl baremes »: tables, cards, differences, and words when something is wrong."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from chargeprod_xl.baremes.consultation import comparer, tous
from chargeprod_xl.cli import application


def lancer(*arguments: str) -> Result:
    return CliRunner().invoke(application, ["baremes", *arguments])


def en_json(*arguments: str) -> Any:
    resultat = lancer(*arguments, "--json")
    assert resultat.exit_code == 0, resultat.output
    return json.loads(resultat.stdout)


def test_lister_donne_la_valeur_en_vigueur_ses_dates_et_sa_confiance() -> None:
    resultat = lancer("lister", "--domaine", "smic", "--au", "01/06/2026")
    assert resultat.exit_code == 0
    titres, horaire, mensuel, pied = resultat.stdout.splitlines()
    assert titres.split() == ["identifiant", "libellé", "valeur", "unité", "du", "au", "confiance"]
    assert horaire.split() == [
        *("smic_horaire", "SMIC", "horaire", "brut", "(métropole)"),
        *("12,31", "€", "/", "heure", "01/06/2026", "…", "haute"),
    ]
    assert "1\u202f867,02" in mensuel
    assert pied == "2 barèmes au 01/06/2026"


def test_lister_couvre_la_chaine_et_la_paie() -> None:
    assert [b["id"] for b in en_json("lister")["baremes"]] == list(tous())
    assert {"cic_taux_majore", "tech_maladie"} <= set(tous())


def test_lister_cherche_sans_souci_des_accents() -> None:
    trouves = [b["id"] for b in en_json("lister", "--cherche", "deplafonnee")["baremes"]]
    assert "tech_vieillesse_deplafonnee" in trouves
    assert "art_vieillesse_deplafonnee" in trouves
    assert lancer("lister", "--cherche", "licorne", "--au", "2026-01-01").stdout == "0 barème au 01/01/2026\n"


def test_lister_dit_pourquoi_rien_n_est_en_vigueur() -> None:
    sortie = lancer("lister", "--domaine", "reductions", "--au", "2025-12-31").stdout
    assert "(rien avant le 01/01/2026)" in next(x for x in sortie.splitlines() if x.startswith("rgdu_tmin"))
    sortie = lancer("lister", "--domaine", "reductions", "--au", "2026-01-01").stdout
    assert "(plus rien depuis le 31/12/2025)" in sortie
    sortie = lancer("lister", "--domaine", "taux_globaux", "--au", "2025-02-01").stdout
    assert "(non renseigné)" in sortie


def test_expliquer_dit_tout_d_un_bareme() -> None:
    sortie = lancer("expliquer", "branche_3097_paritarisme", "--au", "2026-01-01").stdout
    for attendu in (
        "Aide au paritarisme du cinéma (branche_3097_paritarisme)",
        "assiette : Masse salariale brute, intermittents et permanents",
        "payé par : l’employeur",
        "vérifié le : 22/11/2026",
        "→ du 01/01/2016 au … : 0,045 % — confiance haute, valeur lue",
        "source : Convention collective de la production cinématographique (IDCC 3097)",
        "Accord du 03/11/2015, art. 2",
        "état du printemps 2023",
    ):
        assert attendu in sortie


def test_expliquer_un_bareme_de_la_chaine_donne_sa_source_en_entier() -> None:
    sortie = lancer("expliquer", "charges_auteurs").stdout
    assert (
        "source : Urssaf, artistes-auteurs, page des diffuseurs ; Code de la sécurité sociale — CSS art. L382-4"
        in sortie
    )


@pytest.mark.parametrize("nom", ["Directeur de la photographie cinéma", "directeur de la photographie cinema"])
def test_expliquer_une_fonction_donne_ses_minima_et_ses_lignes_de_devis(nom: str) -> None:
    sortie = lancer("expliquer", nom, "--au", "2026-06-08").stdout
    for attendu in (
        "lignes du devis : 2341",
        "Le rapprochement des fonctions et des lignes du devis est le nôtre",
        "→ du 01/04/2024 au … : 2\u202f758,11 € / semaine",
        "Semaine de tournage de cinq jours (42 h, payées 43,75)",
        "3\u202f016,68 € / semaine",
        "SNT : Site sntpct.fr",
    ):
        assert attendu in sortie


def test_expliquer_une_fonction_de_deux_conventions_donne_les_deux() -> None:
    assert [f["convention"] for f in en_json("expliquer", "Bruiteur")["fonctions"]] == ["3097", "2642"]


def test_comparer_ne_dit_que_ce_qui_change() -> None:
    sortie = lancer("comparer", "2026-05-31", "01/06/2026").stdout
    identifiants = [x.split()[0] for x in sortie.splitlines()[1:]]
    assert identifiants == [
        "minimum_figurant_jour",
        "smic_horaire",
        "smic_mensuel",
        "idcc3097_complement_figurant_plancher_smic",
    ]
    assert "12,02" in sortie
    assert "+ 0,29" in sortie


def test_comparer_dit_ce_qui_disparait_et_ce_qui_survient() -> None:
    sortie = lancer("comparer", "2025-12-31", "2026-01-01", "--domaine", "securite_sociale").stdout
    maladie = next(x for x in sortie.splitlines() if x.startswith("tech_maladie_reduit"))
    assert "7,00" in maladie
    assert "(plus rien depuis le 31/12/2025)" in maladie
    vieillesse = next(x for x in sortie.splitlines() if x.startswith("tech_vieillesse_deplafonnee"))
    assert "+ 0,09 point" in vieillesse
    hausses = en_json("comparer", "2024-01-01", "2024-12-31", "--domaine", "revalorisations")["changements"]
    assert [(h["id"], h["apres"]["du"]) for h in hausses] == [
        ("idcc3097_tech_revalorisation", "2024-04-01"),
        ("idcc2642_revalorisation", "2024-02-01"),
        ("idcc2642_revalorisation", "2024-07-01"),
    ]


def test_le_debut_d_un_bareme_de_la_chaine_n_est_pas_un_changement() -> None:
    """Les classeurs prennent la première valeur connue, même avant sa date."""
    assert not [c for c in comparer(date(2025, 12, 31), date(2026, 1, 1)) if c.parametre.id.startswith("cic_")]


@given(st.dates(date(2010, 1, 1), date(2040, 1, 1)))
def test_une_date_comparee_a_elle_meme_ne_change_rien(jour: date) -> None:
    assert comparer(jour, jour) == []


def test_les_montants_du_json_sont_exacts() -> None:
    bareme = en_json("expliquer", "retraite_apec", "--au", "2026-01-01")
    assert bareme["en_vigueur"]["valeur"] == "0.00036"
    assert bareme["en_vigueur"]["au"] is None
    [changement] = en_json("comparer", "2024-06-30", "2024-07-01", "--domaine", "chomage")["changements"]
    assert (changement["id"], changement["ecart"]) == ("commun_ags", "0.0005")


@pytest.mark.parametrize(
    ("arguments", "quoi", "remede"),
    [
        (["lister", "--au", "32/01/2026"], "date incomprise", "écrivez 2026-01-01 ou 01/01/2026"),
        (["lister", "--domaine", "retraites"], "domaine inconnu", "vouliez-vous dire : retraite"),
        (["expliquer", "tech_malade"], "ni barème ni fonction", "tech_maladie"),
        (["expliquer", "machiniste prise de vues"], "ni barème ni fonction", "Machiniste de prise de vues cinéma"),
        (["expliquer", "xyzw"], "ni barème ni fonction", "lister --cherche MOT"),
        (["comparer", "hier", "2026-01-01"], "date incomprise", "écrivez 2026-01-01"),
        (["comparer", "2026-01-01", "2025-01-01"], "la seconde date précède la première", "inversez"),
        (["comparer", "2025-01-01", "2026-01-01", "--domaine", "smik"], "domaine inconnu", "smic"),
    ],
)
def test_une_demande_impossible_est_refusee_en_francais(arguments: list[str], quoi: str, remede: str) -> None:
    resultat = lancer(*arguments)
    assert resultat.exit_code == 2
    assert quoi in resultat.stderr
    assert remede in resultat.stderr
    assert "Traceback" not in resultat.output
    machine = lancer(*arguments, "--json")
    assert machine.exit_code == 2
    assert quoi in json.loads(machine.stdout)["fautes"][0]["quoi"]


@pytest.mark.parametrize(
    "arguments", [["lister"], ["expliquer", "smic_horaire"], ["comparer", "2025-01-01", "2026-01-01"]]
)
def test_quiet_ne_dit_rien_quand_tout_va_bien(arguments: list[str]) -> None:
    resultat = lancer(*arguments, "--quiet")
    assert (resultat.exit_code, resultat.output) == (0, "")
