"""The cash plan, by hand: spreading, due dates, receipts, VAT, the deepest need."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest

from oracle.caisse import (
    Besoin,
    Recettes,
    Regle,
    besoin_maximal,
    cumuls_payes,
    fin_de_mois,
    part_par_semaine,
    part_tournee,
    payer,
    plan_de_caisse,
    soldes_cumules,
)
from oracle.encaissements import Jalons, recettes

LUNDI = date(2027, 4, 5)
LUNDIS = [LUNDI + timedelta(weeks=n) for n in range(10)]
TRENTE_JOURS = Regle(fin_de_mois=True, jours=30)


def test_une_phase_se_repartit_par_jour_de_calendrier() -> None:
    parts = part_par_semaine(LUNDIS, date(2027, 4, 8), date(2027, 4, 17))  # Thursday to the next Saturday: 4 + 6 days
    assert parts.tolist()[:3] == [0.4, 0.6, 0]


def test_une_phase_finie_avant_d_avoir_commence_ne_depense_rien() -> None:
    assert part_par_semaine(LUNDIS, date(2027, 4, 8), date(2027, 4, 7)).sum() == 0


def test_le_tournage_se_repartit_par_jour_tourne() -> None:
    parts = part_tournee(LUNDIS, [date(2027, 4, 5), date(2027, 4, 9), date(2027, 4, 12)], jours=4)
    assert parts.tolist()[:3] == [0.5, 0.25, 0]


def test_fin_de_mois() -> None:
    assert fin_de_mois(date(2028, 2, 3)) == date(2028, 2, 29)
    assert fin_de_mois(date(2027, 12, 31)) == date(2027, 12, 31)


def test_trente_jours_fin_de_mois_partent_de_la_fin_du_mois_du_lundi() -> None:
    assert TRENTE_JOURS.echeance(date(2027, 4, 5)) == date(2027, 5, 30)
    assert Regle(fin_de_mois=True, jours=15).echeance(date(2027, 4, 26)) == date(2027, 5, 15)
    assert Regle(fin_de_mois=False, jours=0).echeance(LUNDI) == LUNDI


def test_les_depenses_d_avril_se_paient_la_semaine_du_trente_mai() -> None:
    depenses = pd.DataFrame({"tournage": [100.0] * 4 + [0.0] * 6}, index=LUNDIS)  # four Mondays of April
    payees = payer(depenses, TRENTE_JOURS)["tournage"]
    assert payees[payees > 0].to_dict() == {date(2027, 5, 24): 400}


def test_ce_qui_tombe_apres_la_derniere_semaine_n_est_pas_paye_dans_le_plan() -> None:
    depenses = pd.DataFrame({"tournage": [0.0] * 9 + [100.0]}, index=LUNDIS)
    assert payer(depenses, TRENTE_JOURS)["tournage"].sum() == 0


def test_un_salaire_part_pour_le_net_dans_la_semaine_et_le_reste_le_15_du_mois_suivant() -> None:
    parts = pd.DataFrame({"tournage": [0.5, 0.5] + [0.0] * 8}, index=LUNDIS)
    montants = pd.DataFrame({("net", "tournage"): {2: 700.0}, ("cotisations", "tournage"): {2: 300.0}})
    regles = {"net": Regle(False, 0), "cotisations": Regle(True, 15)}
    cumul = cumuls_payes(montants, parts, regles)[2]
    assert cumul.tolist()[:2] == [350, 700]
    assert cumul[date(2027, 5, 3)] == 700
    assert cumul[date(2027, 5, 10)] == 1000  # Saturday May 15


JALONS = Jalons(
    date(2027, 4, 20), date(2027, 5, 3), date(2027, 5, 21), date(2027, 9, 1), date(2027, 10, 1), date(2028, 1, 5)
)


@pytest.mark.parametrize(
    ("jalon", "semaines", "le"),
    [("signature", 0, date(2027, 4, 6)), ("début de préparation", 1, date(2027, 4, 27)),
     ("début de tournage", 0, date(2027, 5, 3)), ("fin de tournage", 2, date(2027, 6, 4)),
     ("clôture", -1, date(2027, 12, 29)), ("", 0, date(2028, 1, 5))],
)  # fmt: skip
def test_une_echeance_suit_son_jalon(jalon: str, semaines: int, le: date) -> None:
    assert JALONS.date_de(jalon, semaines) == le


def test_les_recettes_tombent_dans_la_semaine_de_leur_date_avec_leur_tva() -> None:
    echeances = pd.DataFrame(
        {
            "code": ["G1", "G1", "G1"],
            "jalon": ["signature", "début de tournage", "clôture"],
            "part": [0.3333, 0.5, 0.1667],
            "delai": [0, 0, 0],
            "force": [None, date(2027, 4, 30), None],  # forced to a Friday of April; the last falls after the plan
            "tva": [0.1, 0.1, 0.1],
        }
    )
    recues = recettes(echeances, {"G1": 100_000.0}, JALONS, LUNDIS)
    assert recues.ht[recues.ht > 0].to_dict() == {date(2027, 4, 5): 33_330, date(2027, 4, 26): 50_000}
    assert recues.tva.sum() == 8_333


def test_la_tva_se_solde_vingt_jours_apres_la_fin_du_mois_et_l_industrie_ne_se_paie_pas() -> None:
    payes = pd.DataFrame({7: [1000.0] * 10}, index=LUNDIS)  # 1,000 paid at once, of which half is in kind
    tva_payee = pd.Series([200.0] * 10, index=LUNDIS)
    rien = pd.Series([0.0] * 10, index=LUNDIS)
    flux = plan_de_caisse(payes, tva_payee, Recettes(rien, rien), 500.0, 1000.0, Regle(True, 20))
    assert flux.iloc[0] == -700  # 1,000 + 200 − 500
    assert flux[date(2027, 5, 17)] == 200  # the State gives the VAT back on May 20


def test_le_besoin_maximal_et_sa_premiere_semaine() -> None:
    flux = pd.Series([100.0, -400.0, 50.0, -50.0, 500.0], index=LUNDIS[:5])
    soldes = soldes_cumules(flux, 100.0)
    assert soldes.tolist() == [200, -200, -150, -200, 300]
    assert besoin_maximal(soldes) == Besoin(200.0, LUNDIS[1])
    assert besoin_maximal(soldes_cumules(flux, 1000.0)) == Besoin(0.0, None)
