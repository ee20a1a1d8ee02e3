"""The payroll rates say what the law says, on the day it says it; figures below are known or worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chargeprod_xl.baremes.consultation import tous
from chargeprod_xl.baremes.lecture import baremes
from chargeprod_xl.baremes.modele import Parametre
from chargeprod_xl.baremes.paie import fonctions, parametres, sources


def valeur(ident: str, jour: str) -> Decimal | None:
    periode = tous()[ident].en_vigueur(date.fromisoformat(jour))
    return None if periode is None else periode.valeur


@pytest.mark.parametrize(
    ("ident", "jour", "attendu"),
    [
        ("plafond_pmss", "2026-01-01", "4005"),
        ("plafond_pmss", "2025-12-31", "3925"),
        ("smic_horaire", "2024-10-31", "11.65"),
        ("smic_horaire", "2026-05-31", "12.02"),
        ("smic_horaire", "2026-06-01", "12.31"),
        ("commun_ags", "2024-06-30", "0.0020"),
        ("commun_ags", "2024-07-01", "0.0025"),
        ("tech_vieillesse_deplafonnee", "2025-12-31", "0.0202"),
        ("tech_vieillesse_deplafonnee", "2026-01-01", "0.0211"),
        ("chomage_employeur_annexes_8_10", "2025-04-30", "0.0905"),
        ("chomage_employeur_annexes_8_10", "2025-05-01", "0.09"),
        ("commun_dialogue_social", "2026-01-01", "0.00016"),
        ("dfs_artistes_dramatiques", "2026-12-31", "0.18"),
        ("dfs_artistes_dramatiques", "2027-01-01", "0.15"),
        ("dfs_artistes_dramatiques", "2040-01-01", "0"),
        ("seuil_maladie_reduit", "2024-06-01", "2.5"),
        ("seuil_maladie_reduit", "2025-06-01", "2.25"),
        ("seuil_af_reduit", "2025-06-01", "3.3"),
        ("smic_reference_taux_reduits", "2024-12-01", "11.52"),
        ("smic_reference_taux_reduits", "2025-12-01", "11.88"),
        ("reduction_generale_t_50plus", "2025-04-30", "0.3234"),
        ("reduction_generale_t_50plus", "2025-05-01", "0.3233"),
        ("idcc3097_tech_maj_dimanche", "2026-06-07", "1"),
        ("branche_3097_cchsct", "2026-01-01", "0.0004"),
    ],
)
def test_une_valeur_est_celle_de_son_jour(ident: str, jour: str, attendu: str) -> None:
    assert valeur(ident, jour) == Decimal(attendu)


def test_le_bareme_du_credit_d_impot_audiovisuel_en_fiction() -> None:
    """The page of the CNC: under so many euros a minute, a credit of at most so many euros a minute."""
    seuils = [valeur(f"cia_seuil_{n}", "2026-06-01") for n in range(1, 8)]
    plafonds = [valeur(f"cia_plafond_{n}", "2026-06-01") for n in range(1, 9)]
    assert seuils == [10_000, 15_000, 20_000, 25_000, 30_000, 35_000, 40_000]
    assert plafonds == [1_250, 1_500, 2_000, 3_000, 4_000, 5_000, 7_500, 10_000]


def test_les_taux_reduits_n_existent_plus_en_2026() -> None:
    for ident in ("tech_maladie_reduit", "tech_af_reduit", "art_maladie_reduit", "art_af_reduit"):
        assert valeur(ident, "2025-12-31") is not None
        assert valeur(ident, "2026-01-01") is None


@pytest.mark.parametrize("mois", ["2024-03-01", "2025-03-01", "2026-03-01"])
def test_le_plafond_d_un_artiste_engage_moins_de_cinq_jours_vaut_douze_plafonds_horaires(mois: str) -> None:
    horaire = valeur("plafond_horaire", mois)
    assert horaire is not None
    assert valeur("plafond_artiste_jour_moins_5j", mois) == 12 * horaire


def test_le_plancher_d_un_figurant_est_huit_heures_de_smic_plus_dix_pour_cent() -> None:
    # 8 × 12,02 × 1,10 = 105,776 ; 8 × 12,31 × 1,10 = 108,328
    assert valeur("idcc3097_complement_figurant_plancher_smic", "2026-05-31") == Decimal("105.78")
    assert valeur("idcc3097_complement_figurant_plancher_smic", "2026-06-01") == Decimal("108.33")


def test_les_taux_globaux_ne_valent_rien_au_debut_de_2025_et_disent_pourquoi() -> None:
    taux = parametres()["global_tech_c_cine_plein"]
    assert taux.en_vigueur(date(2025, 2, 1)) is None
    assert "01/05/2025" in taux.valeurs[1].trou
    assert [p.valeur for p in taux.entre(date(2024, 12, 1), date(2025, 6, 1))] == [Decimal("0.663"), Decimal("0.6621")]


def test_une_hausse_est_un_evenement_jamais_en_vigueur() -> None:
    hausse = parametres()["idcc3097_tech_revalorisation"]
    assert hausse.en_vigueur(date(2024, 4, 1)) is None
    assert [p.valeur for p in hausse.entre(date(2024, 1, 1), date(2026, 1, 1))] == [Decimal(23)]
    assert hausse.entre(date(2024, 4, 2), date(2026, 1, 1)) == ()


def test_une_regle_se_lit_en_mots() -> None:
    regle = parametres()["plafond_regle_cdd"].en_vigueur(date(2026, 6, 8))
    assert regle is not None
    assert regle.valeur is None
    assert regle.texte.startswith("PMSS × jours calendaires")


def test_un_taux_incertain_le_dit() -> None:
    connus = parametres()
    assert "pas été retrouvé" in connus["conges_spectacles_taux"].note
    assert "à confirmer" in connus["chomage_majoration_cddu"].note
    assert connus["medecine_travail_thalie"].valeurs[0].confiance == "basse"
    assert connus["seuil_maladie_reduit"].valeurs[0].statut == "a_verifier"


def test_les_identifiants_de_la_paie_et_de_la_chaine_ne_se_heurtent_pas() -> None:
    assert len(tous()) == len(baremes()) + len(parametres())


def test_toute_source_citee_est_expliquee_et_toute_source_expliquee_sert() -> None:
    citees = {code for p in parametres().values() for v in p.valeurs for code in v.source}
    citees |= {code for f in fonctions() for m in f.minima for code in m.validite.source}
    assert citees == set(sources())


def test_un_taux_global_est_l_addition_de_ses_taux() -> None:
    """Technicien cadre du cinéma, 2026, moins de 11 salariés, sans versement mobilité, salaire sous le plafond."""
    lignes = [
        "tech_maladie", "commun_csa", "tech_vieillesse_plafonnee", "tech_vieillesse_deplafonnee", "tech_af",
        "tech_at_92_3ad", "tech_fnal_moins50", "commun_dialogue_social", "chomage_employeur_annexes_8_10",
        "chomage_majoration_cddu", "commun_ags", "retraite_t1_techniciens_cadres", "retraite_ceg_t1", "retraite_apec",
        "prevoyance_cadres", "sante_fcs_cadres", "conges_spectacles_taux", "formation_afdas_intermittents",
        "taxe_apprentissage", "medecine_travail_thalie", "branche_3097_cchsct", "branche_3097_paritarisme",
    ]  # fmt: skip
    somme = sum((valeur(ident, "2026-03-02") or Decimal(0) for ident in lignes), Decimal(0))
    assert round(somme, 4) == valeur("global_tech_c_cine_plein", "2026-03-02") == Decimal("0.6615")


@given(
    parametre=st.sampled_from(sorted(tous().values(), key=lambda p: p.id)),
    jour=st.dates(date(2005, 1, 1), date(2040, 1, 1)),
)
def test_un_jour_est_couvert_par_une_periode_au_plus(parametre: Parametre, jour: date) -> None:
    couvrent = [p for p in parametre.valeurs if p.couvre(jour)]
    if parametre.evenement:
        assert parametre.en_vigueur(jour) is None
        return
    assert len(couvrent) <= 1
    assert parametre.en_vigueur(jour) is (couvrent[0] if couvrent else None)
    assert parametre.entre(jour, jour) == tuple(couvrent)
