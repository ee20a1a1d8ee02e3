"""The devis, by hand: lines, quantities, charges, producer, postes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from oracle.arrondi import arrondi
from oracle.contractuelles import Regle, compter, usuelles
from oracle.devis import (
    PHASES,
    Hypotheses,
    Plafonds,
    Saisies,
    charges_sociales,
    chiffrer,
    eligible_de_ligne,
    montant_de_ligne,
    par_phase,
    quantite_de_tournage,
    unites_payees,
)
from oracle.equipe import CATEGORIES as CREW
from oracle.equipe import COLONNES
from oracle.tournage import Tournage

TOURNAGE = Tournage(24, 4.8, [date(2027, 4, 19)], {1: 20.0, 2: 11.0}, 162.0)
PLAFONDS = Plafonds(cachet=418, figurant=108.33, repas=30, nuit=200, trajet=200, nuit_paris=270, trajet_lointain=500)
TAUX = {41: 0.011, 42: 0.45, 43: 0.57, 44: 0.66, 45: 0.66, 46: 0.57}


@pytest.mark.parametrize(
    ("montant", "decimales", "rendu"),
    [(2.5, 0, 3), (-2.5, 0, -3), (1.005, 2, 1.01), (0.1 + 0.2, 2, 0.3), (1234.4999, 0, 1234)],
)
def test_on_arrondit_comme_un_comptable(montant: float, decimales: int, rendu: float) -> None:
    assert arrondi(montant, decimales) == rendu


def test_un_chef_operateur_huit_semaines_a_2_500_euros_et_des_heures_supplementaires() -> None:
    assert montant_de_ligne(1, "S", 2 + 5 + 1, 2500, 430, 0) == 20430


def test_une_commission_de_dix_pour_cent_sur_trente_mille_euros() -> None:
    assert montant_de_ligne(30000, "%", 1, 10, 0, 0) == 3000


def test_l_arrondi_se_fait_sur_la_ligne() -> None:
    assert montant_de_ligne(3, "J", 4.8, 99.99, 0, 2) == 1439.86
    assert montant_de_ligne(3, "J", 4.8, 99.99, 0, 0) == 1440


def test_un_forfait_sans_quantite_compte_une_fois_un_jour_sans_quantite_jamais() -> None:
    assert unites_payees("F", (0, 0, 0)) == 1
    assert unites_payees("KM", (0, 0, 0)) == 1
    assert unites_payees("J", (0, 0, 0)) == 0
    assert unites_payees("S", (2, 4.8, 0)) == 6.8


@pytest.mark.parametrize(
    ("plan", "unite", "role", "quantite"),
    [("O", "J", None, 24), ("O", "S", None, 4.8), ("O", "C", 2, 11), ("O", "C", None, 0), ("O", "C", 9, 0),
     ("O", "F", None, 0), ("N", "J", None, 0), ("F", "J", None, 162)],
)  # fmt: skip
def test_le_plan_de_travail_donne_la_quantite_de_tournage(
    plan: str, unite: str, role: int | None, quantite: float
) -> None:
    assert quantite_de_tournage(plan, unite, role, TOURNAGE) == quantite


def test_le_credit_d_impot_plafonne_les_cachets_les_repas_les_nuits_et_les_trajets() -> None:
    assert PLAFONDS.unitaire("I", "C", 31) == 418
    assert PLAFONDS.unitaire("I", "J", 34) == 108.33
    assert PLAFONDS.unitaire("R", "N", 65) == 200
    assert PLAFONDS.unitaire("R", "U", 62) == 200
    assert PLAFONDS.unitaire("R", "U", 64) is None  # freight is not a passenger's journey
    assert PLAFONDS.unitaire("T", "J", 71) is None
    assert PLAFONDS.unitaire("R", "N", 65, "nuit Paris") == 270
    assert PLAFONDS.unitaire("R", "F", 62, "trajet lointain") == 500
    assert PLAFONDS.unitaire("R", "N", 65, "sans plafond") is None
    assert replace(PLAFONDS, hotels_a_paris=True).unitaire("R", "N", 65) == 270


@pytest.mark.parametrize(
    ("nature", "plafond", "eligible"),
    [("T", None, 9000), ("P", None, 9000), ("A", None, 9000), ("I", 4180, 4180), ("I", 12000, 9000),
     ("R", 6000, 6000), ("R", None, 9000), ("D", None, 0), ("N", None, 0), ("", None, 0)],
)  # fmt: skip
def test_seule_la_part_francaise_plafonnee_est_eligible(nature: str, plafond: float | None, eligible: float) -> None:
    assert eligible_de_ligne(nature, 9000, plafond) == eligible


def test_une_ligne_se_partage_entre_les_phases_par_ses_quantites() -> None:
    assert par_phase(10000, (2, 5, 1), "tournage", 0) == [2500, 6250, 1250]
    assert par_phase(1000, (1, 1, 1), "tournage", 0) == [333, 334, 333]


def test_un_forfait_tombe_dans_la_phase_de_sa_colonne() -> None:
    assert par_phase(4000, (0, 0, 0), "préparation", 0) == [4000, 0, 0]
    assert par_phase(4000, (0, 0, 0), "finitions", 0) == [0, 0, 4000]
    assert par_phase(4000, (0, 0, 0), "", 0) == [0, 4000, 0]


def lignes() -> pd.DataFrame:
    """A technician (20,000), a lead (10,000 of which 4,180 eligible), gear partly abroad, bank costs."""
    brut = [
        # poste, rubrique, charges, montant, etranger, eligible, préparation, tournage, finitions
        (2, 23, 44, 20000.0, 0.0, 20000.0, 5000.0, 15000.0, 0.0),
        (3, 31, 46, 10000.0, 0.0, 4180.0, 0.0, 10000.0, 0.0),
        (7, 71, None, 6000.0, 1000.0, 5000.0, 0.0, 6000.0, 0.0),
        (9, 94, None, 2000.0, 0.0, 0.0, 0.0, 2000.0, 0.0),
    ]
    return pd.DataFrame(brut, columns=["poste", "rubrique", "charges", "montant", "etranger", "eligible", *PHASES])


def equipe(**suivis: list[float]) -> pd.DataFrame:
    """Crew by category: ``c44=[brut, charges, brut préparation, charges préparation, brut finitions, charges…]``."""
    table = pd.DataFrame(0.0, index=pd.Index(CREW), columns=list(COLONNES))
    for categorie, montants in suivis.items():
        table.loc[int(categorie[1:])] = montants
    return table


def test_sans_equipe_les_charges_du_poste_4_sont_au_taux_global() -> None:
    charges = charges_sociales(lignes(), equipe(), TAUX, 0)
    assert charges["montant"].to_dict() == {41: 0, 42: 0, 43: 0, 44: 13200, 45: 0, 46: 5700}
    assert charges.loc[44, "préparation"] == 3300
    assert charges.loc[44, "tournage"] == 9900
    assert charges.loc[46, "eligible"] == 2383  # 4,180 × 57 % = 2,382.60


def test_les_charges_de_l_equipe_remplacent_le_taux_global() -> None:
    # Technicians: every salary is in the crew, with charges of 11,500.40 of which 2,900.60 in preparation.
    charges = charges_sociales(lignes(), equipe(c44=[20000, 11500.40, 5000, 2900.60, 0, 0]), TAUX, 0)
    assert charges.loc[44, ["montant", "préparation", "tournage", "finitions"]].tolist() == [11500, 2901, 8599, 0]
    assert charges.loc[44, "eligible"] == 11500  # the whole salary is eligible: 20,000 × 57.5 %
    assert charges.loc[46, "montant"] == 5700  # no actor in the crew: global rate


def test_le_salaire_qui_manque_a_l_equipe_est_au_taux_global_celui_de_trop_en_est_deduit() -> None:
    # 14,000 of the 20,000 are in the crew, for 8,000 of charges: 8,000 + 6,000 × 66 % = 11,960.
    # In preparation 4,000 of the 5,000, for 2,200: 2,200 + 1,000 × 66 % = 2,860.
    manque = charges_sociales(lignes(), equipe(c44=[14000, 8000, 4000, 2200, 0, 0]), TAUX, 0)
    assert manque.loc[44, ["montant", "préparation", "tournage"]].tolist() == [11960, 2860, 9100]
    # 21,000 in the crew, for 12,500: 12,500 − 1,000 × 66 % = 11,840.
    trop = charges_sociales(lignes(), equipe(c44=[21000, 12500, 0, 0, 0, 0]), TAUX, 0)
    assert trop.loc[44, "montant"] == 11840


def test_des_charges_ne_sont_jamais_negatives_et_nulles_sans_salaire_au_devis() -> None:
    charges = charges_sociales(lignes(), equipe(c44=[90000, 40000, 0, 0, 0, 0], c45=[5000, 3000, 0, 0, 0, 0]), TAUX, 0)
    assert charges.loc[44, "montant"] == 0  # 40,000 − 70,000 × 66 % < 0
    assert charges.loc[45].tolist() == [0] * 6


def test_le_producteur_n_a_pas_d_equipe() -> None:
    permanent = lignes().assign(charges=[42, 46, None, None])
    assert charges_sociales(permanent, equipe(), TAUX, 0).loc[42, "montant"] == 9000  # 20,000 × 45 %


def test_etranger_et_eligible_portent_le_taux_moyen_de_la_categorie() -> None:
    # Actors: 10,000 of which 4,000 abroad, all in the crew for 5,200: 52 % on average.
    ailleurs = lignes()
    ailleurs.loc[1, ["etranger", "eligible"]] = [4000, 4180]
    charges = charges_sociales(ailleurs, equipe(c46=[10000, 5200, 0, 0, 0, 0]), TAUX, 0)
    assert charges.loc[46, ["montant", "etranger", "eligible"]].tolist() == [5200, 2080, 2174]  # 2,173.60
    ailleurs.loc[1, ["etranger", "eligible"]] = [7000, 4180]
    charges = charges_sociales(ailleurs, equipe(c46=[10000, 5200, 0, 0, 0, 0]), TAUX, 0)
    assert charges.loc[46, "eligible"] == 1560  # no more than 5,200 − 3,640


def test_le_producteur_recoit_cinq_pour_cent_du_cout_direct_salaire_et_charges() -> None:
    devis = chiffrer(lignes(), equipe(), TAUX, Hypotheses(0, imprevus=0.10, frais_generaux=0.07, producteur=0.05))
    # Direct cost 38,000 + 18,900 of charges − 2,000 of bank costs = 54,900; fee 2,745 = 1,893 + 852.
    assert (devis.salaire_producteur, devis.charges_producteur) == (1893, 852)
    assert devis.postes[2] == 21893
    assert devis.postes[4] == 18900 + 852
    assert devis.postes[3] == 10000


def test_imprevus_frais_generaux_et_total_general() -> None:
    devis = chiffrer(lignes(), equipe(), TAUX, Hypotheses(0, imprevus=0.10, frais_generaux=0.07, producteur=0.05))
    # Postes 21,893 + 10,000 + 19,752 + 6,000 + 2,000 = 59,645.
    assert sum(devis.postes.values()) == 59645
    assert devis.imprevus == 5965
    assert devis.frais_generaux == 3843  # 7 % of 54,900
    assert devis.total == 69453
    assert devis.eligible == 20000 + 4180 + 5000 + 13200 + 2383


def test_une_remuneration_saisie_en_2111_se_compte_avec_celle_du_producteur() -> None:
    # 10,000 under 2111, on the payroll of the company: 4,500 of charges. Neither stands in the base of 5 %.
    saisie = pd.DataFrame([(2, 21, 42, 10000.0, 0.0, 0.0, 0.0, 10000.0, 0.0)], columns=lignes().columns)
    toutes = pd.concat([lignes().assign(code=""), saisie.assign(code="2111")], ignore_index=True)
    devis = chiffrer(toutes, equipe(), TAUX, Hypotheses(0, imprevus=0, frais_generaux=0.07, producteur=0.05))
    assert devis.contractuelles.cout_direct == 54900
    assert devis.contractuelles.remuneration == 2745 + 14500
    assert devis.frais_generaux == 3843


def test_les_bases_se_choisissent_poste_par_poste() -> None:
    # Direct cost: 20,000 + 10,000 + 18,900 + 6,000, financial costs 2,000 apart.
    directs = {2: 20000.0, 3: 10000.0, 4: 18900.0, 7: 6000.0}
    regles = usuelles(0.10, 0.07, 0.05) | {
        "assurances": Regle(0.01, frozenset({2, 3, 7})),
        "bonne fin": Regle(0.02),
        "imprévus": Regle(0.10, frozenset({2, 7}), frozenset({"frais généraux"})),
    }
    comptes = compter(directs, 2000.0, 0.0, regles, 0)
    assert comptes["assurances"] == 360
    assert comptes["bonne fin"] == 1105  # 2 % of 54,900 + 360 = 1,105.20
    assert comptes.cout_direct == 54900 + 360 + 1105
    assert comptes["producteur"] == 2818  # 5 % of 56,365
    assert comptes["frais généraux"] == 3946  # 3,945.55
    assert comptes["imprévus"] == 2995  # 10 % of 26,000 + 3,946


def test_en_television_le_producteur_est_sous_les_postes() -> None:
    regles = usuelles(0.07, 0.10, 0.05)
    devis = chiffrer(lignes(), equipe(), TAUX, Hypotheses(0, 0.07, 0.10, 0.05), Saisies(regles, genre="fiction"))
    assert (devis.postes[2], devis.postes[4]) == (20000, 18900)
    assert devis.producteur_sous_postes == 2745
    assert devis.total == 56900 + 2745 + 5490 + devis.imprevus
