"""Tax credit, financing and estimated final cost, by hand."""

from __future__ import annotations

import pandas as pd

from oracle.bilan import depense_par_rubrique, devis_par_rubrique, estime_final
from oracle.credit import Bareme, Film, credit, ecretement
from oracle.devis import PHASES, Hypotheses, chiffrer
from oracle.equipe import COLONNES
from oracle.financement import financer, numeraire_par_source

TAUX = {41: 0.0, 42: 0.45, 43: 0.0, 44: 0.66, 45: 0.0, 46: 0.0}


#: CNC: cost per minute under which a cap per minute holds.
FICTION = [
    (10_000, 1_250),
    (15_000, 1_500),
    (20_000, 2_000),
    (25_000, 3_000),
    (30_000, 4_000),
    (35_000, 5_000),
    (40_000, 7_500),
]
BAREME = Bareme(seuils_fiction=FICTION)


def test_un_film_francais_a_1_500_000_d_eligible_pour_2_000_000_de_budget() -> None:
    assert credit(Film(1_500_000, 2_000_000), BAREME) == 450_000


def test_l_assiette_s_arrete_a_80_pour_cent_du_budget() -> None:
    assert credit(Film(1_900_000, 2_000_000, langue="Français et breton"), BAREME) == 480_000


def test_les_subventions_affectees_se_deduisent_de_l_assiette() -> None:
    assert credit(Film(1_900_000, 2_000_000, 100_000), BAREME) == 450_000
    assert credit(Film(50_000, 2_000_000, 100_000), BAREME) == 0
    # 200,000 × 2,789,000 / 3,998,400 = 139,505.80.
    assert credit(Film(2_789_000, 3_998_400, 200_000, mode="prorata"), BAREME) == 794_848.26


def test_taux_de_base_hors_langue_francaise_et_plafond_par_film() -> None:
    assert credit(Film(1_000_000, 2_000_000, langue="anglais"), BAREME) == 200_000
    assert credit(Film(1_000_000, 2_000_000, langue="anglais", genre="animation"), BAREME) == 300_000
    assert credit(Film(150_000_000, 200_000_000), BAREME) == 30_000_000


def test_l_audiovisuel_est_plafonne_a_la_minute() -> None:
    serie = Film(4_200_000, 312 * 22_000, regime="audiovisuel", genre="fiction", minutes=312)
    assert credit(serie, BAREME) == 936_000
    juste = Film(700_000, 90 * 14_999.99, regime="audiovisuel", genre="fiction", minutes=90)
    assert credit(juste, BAREME) == 135_000
    copro = Film(9e6, 90 * 36_000, regime="audiovisuel", genre="fiction", minutes=90, coproduction=True)
    assert credit(copro, BAREME) == 648_000  # 80 % of 3,240,000 at 25 %: the cap of 900,000 is not reached


def test_l_international_a_un_minimum_et_un_taux_majore_par_les_effets_visuels() -> None:
    assert credit(Film(12e6, 40e6, regime="international", effets_visuels=2.5e6), BAREME) == 4_800_000
    assert credit(Film(230_000, 600_000, regime="international"), BAREME) == 0
    assert credit(Film(240_000, 450_000, regime="international"), BAREME) == 72_000  # half of a small budget


def test_le_credit_n_emporte_pas_les_aides_au_dela_de_leur_plafond() -> None:
    assert ecretement(260_000, 480_000, 0.60, 1_200_000) == 20_000
    assert ecretement(260_000, 100_000, 0.60, 1_200_000) == 0
    assert ecretement(10_000, 900_000, 0.50, 1_200_000) == 10_000


def test_une_source_refusee_ne_compte_pas_et_l_industrie_n_est_pas_du_numeraire() -> None:
    sources = pd.DataFrame(
        {
            "code": ["A1", "f1", "G2", "L3"],
            "montant": [50_000, 0, 300_000, 20_000],
            "statut": ["acquis", "en cours", "refusé", "acquis"],
            "en_argent": ["O", "O", "O", "N"],
        }
    )
    plan = financer(sources, credit=450_000)
    assert plan.retenu == 520_000
    assert plan.numeraire == 500_000
    assert plan.industrie == 20_000
    assert numeraire_par_source(plan) == {"A1": 50_000, "F1": 450_000, "G2": 0, "L3": 0}


def test_l_estime_final_ajoute_a_la_depense_ce_que_le_devis_permet_encore() -> None:
    assert estime_final(10_000, 4_000, None) == 10_000
    assert estime_final(10_000, 12_500, None) == 12_500
    assert estime_final(10_000, 4_000, 7_000) == 11_000
    assert estime_final(10_000, 12_500, 0) == 12_500


def test_la_rubrique_d_une_depense_tient_a_son_statut_connu() -> None:
    journal = pd.DataFrame(
        {"rubrique": [23, 23, 71, 71], "ht": [100.0, 50.0, 30.0, 9.0], "statut": ["payé", "engagé", "facturé", "?"]}
    )
    assert depense_par_rubrique(journal) == {23.0: 150, 71.0: 30}


def test_le_devis_par_rubrique_porte_producteur_charges_imprevus_et_frais_generaux() -> None:
    ligne = (2, 23, 44, 20000.0, 0.0, 0.0, 0.0, 20000.0, 0.0)
    titres = ["poste", "rubrique", "charges", "montant", "etranger", "eligible", *PHASES]
    sans_equipe = pd.DataFrame(0.0, index=pd.Index([44]), columns=list(COLONNES))
    devis = chiffrer(pd.DataFrame([ligne], columns=titres), sans_equipe, TAUX, Hypotheses(0, 0.10, 0.07, 0.05))
    # Charges 13,200; direct cost 33,200; fee 1,660 = 1,145 + 515; contingency 10 % of 34,860; overheads 7 % of 33,200.
    postes = {21: 2, 23: 2, 42: 4, 44: 4, 71: 7, 101: 10, 102: 11}
    attendu = {21: 1145, 23: 20000, 42: 515, 44: 13200, 71: 0, 101: 3486, 102: 2324}
    assert devis_par_rubrique(devis, postes) == attendu
    assert sum(attendu.values()) == devis.total
