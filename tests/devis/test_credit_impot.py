"""Worked tax credits, from lines tagged in the devis to the cent (CGI, art. 220 sexies and 220 quaterdecies)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from declarees import ORIGINE

from devis.atelier import Devis, Ligne

CREDIT = "Crédit d’impôt"
HEBDO = "Trésorerie hebdomadaire"
SANS_REMUNERATION = [
    ("Hypothèses", "Rémunération du producteur délégué", 0.0),
    ("Hypothèses", "Frais généraux", 0.0),
]


def _cachets(total: float, minimum: float) -> Ligne:
    """Actors: as many cachets at the forced minimum of 400 € as make ``minimum``, paid ``total`` in all."""
    nombre = minimum / 400
    quantites = {"Unité": "C", "Nombre": nombre, "Prépa.": 1.0, "Taux": total / nombre, "Charges": 46.0}
    return Ligne(3, total, "I", quantites)


def _unites(nombre: float, taux: float, unite: str, rubrique: float, plafond: str | None = None) -> Ligne:
    """Trips, meals, nights: so many at that price."""
    quantites = {"Unité": unite, "Nombre": nombre, "Taux": taux, "Rubrique": rubrique, "Plafond CI": plafond}
    return Ligne(6, nombre * taux, "R", quantites)


TECHNICIENS = {"Charges": 44.0}
#: A French fiction of 4 million, poste by poste.
FILM = [
    Ligne(1, 240_000, "A"), Ligne(1, 40_000, "N"),  # the second: existing music
    Ligne(2, 1_010_000, "P", TECHNICIENS), Ligne(2, 40_000, "N", TECHNICIENS),  # trainees
    _cachets(300_000, 60_000), _cachets(80_000, 55_000), _cachets(40_000, 40_000),
    Ligne(5, 250_000, "T"), Ligne(5, 50_000), Ligne(5, 30_000),  # dwellings, purchases
    Ligne(6, 60_000, "R"),  # freight
    _unites(80, 120, "U", 62), _unites(20, 260, "U", 62),
    _unites(3_000, 18, "R", 66), _unites(200, 42, "R", 66),
    _unites(400, 110, "N", 65), _unites(30, 260, "N", 65), _unites(20, 300, "N", 65, "nuit Paris"),
    Ligne(6, 165_000),
    Ligne(7, 170_000, "T"), Ligne(8, 135_000, "T"), Ligne(8, 5_000), Ligne(9, 40_000),
]  # fmt: skip
BAREME = "Barème"
#: 590,000 of charges on the technicians, of which 570,000 are eligible; 190,000 on the actors, of which 70,000.
CHARGES = [
    ("Barèmes", (BAREME, "Cotisations patronales de l’équipe technique"), "Forcé", 590_000 / 1_050_000),
    ("Barèmes", (BAREME, "Cotisations patronales des artistes et figurants"), "Forcé", 190_000 / 420_000),
    ("Barèmes", (BAREME, "Cachet minimum d’un artiste-interprète, par jour"), "Forcé", 400.0),
    ("Charges sociales", ("N°", 44), "Éligible forcé", 570_000.0),
    ("Charges sociales", ("N°", 46), "Éligible forcé", 70_000.0),
]


@pytest.mark.parametrize(
    ("subvention", "mode", "langue", "credit"),
    [
        (0.0, "aucune", "français", 836_700.00),
        (200_000.0, "directe", "français", 776_700.00),
        (200_000.0, "prorata", "français", 794_848.26),  # 200,000 × 2,789,000 / 3,998,400 = 139,505.80
        (200_000.0, "directe", "anglais", 517_800.00),
    ],
)
def test_un_film_francais_de_quatre_millions(
    devis: Devis, subvention: float, mode: str, langue: str, credit: float
) -> None:
    choix = [
        ("Fiche projet", "Langue de tournage", langue),
        (CREDIT, "Subventions publiques affectées", subvention),
        (CREDIT, "Déduction des subventions", mode),
    ]
    r = devis.saisir(FILM, [*CHARGES, *choix])
    assert r.champ("Choix du devis", "Coût direct") == 3_570_000
    assert r.champ(CREDIT, "Budget de production") == pytest.approx(3_998_400)
    assert r.champ(CREDIT, "Dépenses éligibles du devis") == 2_789_000
    assert r.champ(CREDIT, "Plafond de l’assiette") == pytest.approx(3_198_720)
    assert r.champ(CREDIT, "Crédit d’impôt") == credit


def test_chaque_poste_de_ce_film_donne_son_eligible(devis: Devis) -> None:
    r = devis.saisir(FILM, CHARGES)
    eligibles = [r.sous("Récapitulatif", ("N°", p), "Éligible crédit d’impôt") for p in range(1, 10)]
    assert eligibles == [240_000, 1_010_000, 155_000, 640_000, 250_000, 189_000, 170_000, 135_000, 0]
    # Trips at 260 capped at 200, meals at 42 capped at 30, nights at 260 and 300 capped at 200 and 270.
    assert [r.ligne(n, "Éligible retenu") for n in (12, 14, 16, 17)] == [4_000, 6_000, 6_000, 5_400]


def test_l_assiette_s_arrete_a_quatre_vingts_pour_cent_du_budget(devis: Devis) -> None:
    r = devis.saisir([Ligne(7, 900_000, "T"), Ligne(7, 100_000)], SANS_REMUNERATION)
    assert r.champ(CREDIT, "Base du crédit d’impôt") == 800_000
    assert r.champ(CREDIT, "Crédit d’impôt") == 240_000
    assert r.verdicts["financement", "L’assiette éligible reste sous le plafond"].etat != "ok"


def test_un_salaire_verse_a_l_etranger_y_emporte_ses_charges(devis: Devis) -> None:
    """100,000 of wages, 40,000 of them abroad, charges at 50 %: 50,000, 20,000 of them abroad, in poste 4."""
    taux = ("Barèmes", (BAREME, "Cotisations patronales de l’équipe technique"), "Forcé", 0.5)
    r = devis.saisir([Ligne(2, 100_000, "P", {**TECHNICIENS, "dont étranger": 40_000.0})], [*SANS_REMUNERATION, taux])
    assert [r.sous("Récapitulatif", ("N°", p), "Étranger") for p in (2, 4)] == [40_000, 20_000]
    assert [r.sous("Récapitulatif", ("N°", p), "Total") for p in (2, 4)] == [100_000, 50_000]


@pytest.mark.parametrize(("ci", "plafond"), [("T", 0.60), ("N", 0.80)], ids=["avec crédit d’impôt", "sans"])
def test_une_oeuvre_difficile_a_plus_d_aides_sans_credit_d_impot(devis: Devis, ci: str, plafond: float) -> None:
    difficile = ("Fiche projet", "Œuvre difficile", "O")
    r = devis.saisir([Ligne(7, 900_000, ci)], [*SANS_REMUNERATION, difficile])
    assert (r.champ(CREDIT, "Crédit d’impôt") > 0) == (ci == "T")
    assert r.champ("Synthèse financement", "Plafond d’intensité") == plafond


def test_une_semaine_entamee_par_la_preparation_en_est(devis: Devis) -> None:
    """Preparation moved from Monday 2 to Thursday 5 February 2026: its week is no longer « avant »."""
    lundi, jeudi = date(2026, 2, 2), date(2026, 2, 5)
    r = devis.saisir([], [("Phases", "Début de préparation", float(_serie(jeudi)))])
    semaines = {r.sous(HEBDO, ("N°", n), "Lundi"): r.sous(HEBDO, ("N°", n), "Phase") for n in range(1, 12)}
    vues = [semaines[_serie(lundi + timedelta(days=7 * n))] for n in (-1, 0, 1)]
    assert vues == ["avant", "préparation", "préparation"]


def _serie(jour: date) -> int:
    return (jour - ORIGINE).days


def test_trente_millions_par_film(devis: Devis) -> None:
    r = devis.saisir([Ligne(7, 120e6, "T"), Ligne(7, 30e6)], SANS_REMUNERATION)
    assert r.champ(CREDIT, "Crédit d’impôt") == 30_000_000


def test_un_premier_film_a_petit_budget_est_ecrete_a_soixante_pour_cent(devis: Devis) -> None:
    aides = [("C1", 300_000.0), ("D1", 150_000.0), ("C7", 30_000.0)]
    plan = [
        ("Plan de financement", ("Code", code), titre, valeur)
        for code, montant in aides
        for titre, valeur in (("Montant saisi", montant), ("Statut", "acquis"), ("Aide publique", "O"))
    ]
    lignes = [Ligne(7, 866_666.67, "T"), Ligne(7, 333_333.33)]
    r = devis.saisir(lignes, [*SANS_REMUNERATION, *plan, ("Fiche projet", "Œuvre difficile", "O")])
    assert r.champ(CREDIT, "Crédit d’impôt") == 260_000
    # 480,000 + 260,000 = 740,000 for 60 % of 1,200,000.
    assert r.champ(CREDIT, "Écrêtement") == 20_000
    assert r.champ(CREDIT, "Crédit d’impôt après écrêtement") == 240_000
    assert r.champ("Synthèse financement", "Intensité des aides publiques") == pytest.approx(0.60)


def test_deux_exercices_et_deux_producteurs_delegues(devis: Devis) -> None:
    partage = [
        (CREDIT, ("Exercice", "Exercice N"), "Dépenses éligibles de l’exercice", 1_500_000.0),
        (CREDIT, ("Exercice", "Exercice N+1"), "Dépenses éligibles de l’exercice", 1_289_000.0),
        (CREDIT, ("Producteur délégué", "Films du Cap"), "Part des dépenses", 0.6),
    ]
    r = devis.saisir(FILM, [*CHARGES, *partage])
    parts = [r.sous(CREDIT, ("Exercice", e), "Crédit de l’exercice") for e in ("Exercice N", "Exercice N+1")]
    assert parts == [450_000, 386_700]
    assert r.sous(CREDIT, ("Producteur délégué", "Films du Cap"), "Crédit du délégué") == 502_020


INTERNATIONAL = [(CREDIT, "Régime", "international")]


@pytest.mark.parametrize(
    ("eligible", "effets", "budget", "subventions", "credit"),
    [
        (12e6, 2.5e6, 40e6, 0.0, 4_800_000),
        (12e6, 1.5e6, 40e6, 0.0, 3_600_000),
        (110e6, 0.0, 180e6, 0.0, 30_000_000),
        (230_000, 0.0, 600_000, 0.0, 0),  # under 250,000
        (200_000, 0.0, 450_000, 0.0, 0),  # under half of a small budget
        (5e6, 0.0, 6e6, 300_000.0, 1_350_000),  # 80 % of 6 million, less every grant
    ],
)
def test_le_credit_d_impot_international(
    devis: Devis, eligible: float, effets: float, budget: float, subventions: float, credit: float
) -> None:
    lignes = [Ligne(8, effets, "V"), Ligne(7, eligible - effets, "T"), Ligne(7, budget - eligible)]
    choix = [*SANS_REMUNERATION, *INTERNATIONAL, (CREDIT, "Subventions publiques affectées", subventions)]
    r = devis.saisir(lignes, choix)
    assert r.champ(CREDIT, "dont effets visuels") == effets
    assert r.champ(CREDIT, "Crédit d’impôt") == credit


@pytest.mark.parametrize(
    ("genre", "minutes", "episodes", "budget", "eligible", "credit"),
    [
        ("fiction", 52, 6, 312 * 22_000, 4_200_000, 936_000),  # 3,000 a minute at most
        ("fiction", 90, 1, 90 * 14_999.99, 700_000, 135_000),  # just under 15,000: 1,500 a minute
        ("fiction", 52, 1, 52 * 35_000, 900_000, 225_000),  # the cap of 7,500 a minute is not reached
        ("documentaire", 52, 1, 200_000, 90_000, 22_500),
        ("animation", 26, 26, 4_000_000, 2_600_000, 650_000),
    ],
)
def test_le_credit_d_impot_audiovisuel(
    devis: Devis, genre: str, minutes: int, episodes: int, budget: float, eligible: float, credit: float
) -> None:
    choix = [
        (CREDIT, "Régime", "audiovisuel"),
        ("Choix du devis", "Genre du devis", genre),
        ("Fiche projet", "Durée visée", float(minutes)),
        ("Fiche projet", "Nombre d’épisodes", float(episodes)),
    ]
    r = devis.saisir([Ligne(7, eligible, "T"), Ligne(7, budget - eligible)], [*SANS_REMUNERATION, *choix])
    assert r.champ(CREDIT, "Budget de production") == pytest.approx(budget)
    assert r.champ(CREDIT, "Crédit d’impôt") == credit


def test_une_region_exige_cent_soixante_pour_cent_de_son_aide(devis: Devis) -> None:
    plan = [
        ("Plan de financement", ("Code", "D1"), titre, valeur)
        for titre, valeur in (("Montant saisi", 150_000.0), ("Statut", "acquis"), ("Territoire", "R1"))
    ]
    exigence = ("Dépenses territoriales", ("Repère", "R1"), "Dépense exigée, en % de l’aide", 1.6)
    lignes = [Ligne(7, 300_000, "T", {"Part R1": 0.7}), Ligne(7, 1_700_000)]
    r = devis.saisir(lignes, [*SANS_REMUNERATION, *plan, exigence])
    territoire = ("Repère", "R1")
    assert r.sous("Dépenses territoriales", territoire, "Dépense exigée") == 240_000
    assert r.sous("Dépenses territoriales", territoire, "Dépense atteinte") == 210_000
    assert r.sous("Dépenses territoriales", territoire, "Reste à dépenser") == 30_000
    assert r.verdicts["financement", "Chaque territoire reçoit la dépense qu’il exige"].etat == "erreur"
