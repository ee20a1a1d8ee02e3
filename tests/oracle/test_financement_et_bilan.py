"""Tax credit, financing and estimated final cost, by hand."""

from __future__ import annotations

import pandas as pd

from oracle.bilan import depense_par_rubrique, devis_par_rubrique, estime_final
from oracle.devis import PHASES, Hypotheses, chiffrer
from oracle.equipe import COLONNES
from oracle.financement import BaremeCredit, credit_impot, financer, numeraire_par_source

BAREME = BaremeCredit(taux_majore=0.30, taux_base=0.20, plafond_film=30_000_000, part_du_budget=0.80)
TAUX = {41: 0.0, 42: 0.45, 43: 0.0, 44: 0.66, 45: 0.0, 46: 0.0}


def test_un_film_francais_a_1_500_000_d_eligible_pour_2_000_000_de_budget() -> None:
    assert credit_impot(1_500_000, 2_000_000, 0, "français", BAREME) == 450_000


def test_l_assiette_s_arrete_a_80_pour_cent_du_budget() -> None:
    assert credit_impot(1_900_000, 2_000_000, 0, "Français et breton", BAREME) == 480_000


def test_les_subventions_affectees_se_deduisent_de_l_assiette() -> None:
    assert credit_impot(1_900_000, 2_000_000, 100_000, "français", BAREME) == 450_000
    assert credit_impot(50_000, 2_000_000, 100_000, "français", BAREME) == 0


def test_taux_de_base_hors_langue_francaise_et_plafond_par_film() -> None:
    assert credit_impot(1_000_000, 2_000_000, 0, "anglais", BAREME) == 200_000
    assert credit_impot(150_000_000, 200_000_000, 0, "français", BAREME) == 30_000_000


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
