"""Payroll, by hand: the five worked examples line by line, then the cases an accountant would check first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from oracle.paie import (
    ANNEXE_10,
    TECHNICIENS,
    Bareme,
    Emploi,
    Reglages,
    Taux,
    arrondir,
    bases,
    charges,
    coefficient_de_reduction,
    consommer,
    heures_payees,
    paie,
    plafond_de_ligne,
    taux_du_mois,
)

SALARIES = (*TECHNICIENS, *ANNEXE_10)
CADRES = ("technicien cadre", "réalisateur")
NON_CADRE = ("technicien non-cadre",)
COMPLEMENTS = ("artiste", "figurant")
NON_CADRES = (*NON_CADRE, *COMPLEMENTS)
AN_2025, AN_2026 = (date(2025, 1, 1), date(2025, 12, 31)), (date(2026, 1, 1), None)
MAI_2025, TOUJOURS = (date(2025, 5, 1), date(2025, 12, 31)), (date(2025, 1, 1), None)


def bareme(colonne: str, profils: tuple[str, ...], valeur: str, periode: tuple[date, date | None] = TOUJOURS) -> Bareme:
    return Bareme(colonne, profils, Decimal(valeur), *periode)


def pourcent(colonne: str, profils: tuple[str, ...], taux: str, periode: tuple[date, date | None] = TOUJOURS) -> Bareme:
    return Bareme(colonne, profils, Decimal(taux) / 100, *periode)


# 2025 and 2026, written by hand from the payroll rules.
BAREMES = [
    bareme("pmss", SALARIES, "3925", AN_2025),
    bareme("pmss", SALARIES, "4005", AN_2026),
    bareme("plafond_jour", ANNEXE_10, "348", AN_2025),
    bareme("plafond_jour", ANNEXE_10, "360", AN_2026),
    bareme("smic", SALARIES, "11.88", AN_2025),
    bareme("smic", SALARIES, "12.02", (date(2026, 1, 1), date(2026, 5, 31))),
    bareme("smic", SALARIES, "12.31", (date(2026, 6, 1), None)),
    bareme("coef", ANNEXE_10, "0.7"),
    pourcent("dfs", ("artiste",), "21", AN_2025),
    pourcent("dfs", ("artiste",), "18", AN_2026),
    pourcent("mal", TECHNICIENS, "13"),
    pourcent("mal", ANNEXE_10, "9.1"),
    pourcent("maladie_reduit", TECHNICIENS, "7", AN_2025),
    pourcent("maladie_reduit", ANNEXE_10, "4.9", AN_2025),
    bareme("maladie_seuil", SALARIES, "2.25", AN_2025),
    pourcent("csa", SALARIES, "0.3"),
    pourcent("vp", TECHNICIENS, "8.55"),
    pourcent("vp", ANNEXE_10, "5.99"),
    pourcent("vd", TECHNICIENS, "2.02", AN_2025),
    pourcent("vd", TECHNICIENS, "2.11", AN_2026),
    pourcent("vd", ANNEXE_10, "1.41", AN_2025),
    pourcent("vd", ANNEXE_10, "1.48", AN_2026),
    pourcent("af", TECHNICIENS, "5.25"),
    pourcent("af", ANNEXE_10, "3.68"),
    pourcent("af_reduit", TECHNICIENS, "3.45", AN_2025),
    pourcent("af_reduit", ANNEXE_10, "2.42", AN_2025),
    bareme("af_seuil", SALARIES, "3.3", AN_2025),
    bareme("smic_taux", SALARIES, "11.88", AN_2025),
    pourcent("at", TECHNICIENS, "1.65", MAI_2025),
    pourcent("at", TECHNICIENS, "1.5", AN_2026),
    pourcent("at", ANNEXE_10, "1.16", MAI_2025),
    pourcent("at", ANNEXE_10, "1.05", AN_2026),
    pourcent("fnal", TECHNICIENS, "0.1"),
    pourcent("fnal", ANNEXE_10, "0.07"),
    pourcent("fnal50", TECHNICIENS, "0.5"),
    pourcent("fnal50", ANNEXE_10, "0.35"),
    pourcent("ds", SALARIES, "0.016"),
    pourcent("cho", SALARIES, "9", MAI_2025),
    pourcent("cho", SALARIES, "9", AN_2026),
    pourcent("chom", SALARIES, "0.5"),
    pourcent("ags", SALARIES, "0.25"),
    pourcent("rt1", (*TECHNICIENS, "réalisateur"), "3.94"),
    pourcent("rt1", COMPLEMENTS, "4.45"),
    pourcent("rt2", CADRES, "12.95"),
    pourcent("rt2", NON_CADRES, "10.8"),
    pourcent("ceg1", SALARIES, "1.29"),
    pourcent("ceg2", SALARIES, "1.62"),
    pourcent("cet", SALARIES, "0.21"),
    pourcent("apec", CADRES, "0.036"),
    pourcent("prev", CADRES, "0.88"),
    pourcent("prev", NON_CADRE, "1.5"),
    pourcent("prev", COMPLEMENTS, "0.34"),
    pourcent("fcs", CADRES, "0.74"),
    pourcent("fcs", COMPLEMENTS, "0.7"),
    pourcent("prev_pav", CADRES, "0.88"),
    pourcent("prev_pav", NON_CADRES, "0.34"),
    pourcent("fcs_pav", CADRES, "0.74"),
    pourcent("fcs_pav", NON_CADRES, "0.7"),
    pourcent("hygiene_pav", SALARIES, "0.02"),
    pourcent("hygiene_pav", SALARIES, "0.01"),  # and the delegates of the branch
    pourcent("parit_pav", SALARIES, "0.03"),
    pourcent("fs", SALARIES, "8"),
    pourcent("cp", SALARIES, "15.5"),
    pourcent("afdas", SALARIES, "2.1"),
    pourcent("ta", SALARIES, "0.68"),
    pourcent("peec", SALARIES, "0.45"),
    pourcent("mt", SALARIES, "0.32"),
    pourcent("cchsct", SALARIES, "0.04"),
    pourcent("parit", SALARIES, "0.045"),
    pourcent("aut", ("auteur",), "1.1"),
    bareme("rg_t", TECHNICIENS, "0.3193", MAI_2025),
    bareme("rg_t50", TECHNICIENS, "0.3233", MAI_2025),
    bareme("rg_seuil", TECHNICIENS, "1.6", AN_2025),
    bareme("ru_tmin", TECHNICIENS, "0.02", AN_2026),
    bareme("ru_tdelta", TECHNICIENS, "0.3781", AN_2026),
    bareme("ru_tdelta50", TECHNICIENS, "0.3821", AN_2026),
    bareme("ru_puissance", TECHNICIENS, "1.75", AN_2026),
    bareme("ru_seuil", TECHNICIENS, "3", AN_2026),
    bareme("ru_smic", TECHNICIENS, "12.02", AN_2026),
    bareme("ru_cp", TECHNICIENS, "1.1111111111", AN_2026),  # 100/90: holidays are paid by a fund
    bareme("rg_cp", TECHNICIENS, "1.1111111111", AN_2025),
    bareme("rg_diviseur", TECHNICIENS, "0.6", AN_2025),
    bareme("plafonds_chomage", SALARIES, "4"),
    bareme("plafonds_t2", SALARIES, "8"),
    bareme("plafonds_apec", CADRES, "4"),
    bareme("forfait_smic", ("figurant",), "9"),
    pourcent("forfait_seuil", ("figurant",), "6"),
]
PETITE = Reglages()
MARS, JUIN, DECEMBRE_2025 = date(2026, 3, 1), date(2026, 6, 1), date(2025, 12, 1)


def d(montant: str | int) -> Decimal:
    return Decimal(montant)


def en_vigueur(emploi: Emploi) -> Taux:
    return taux_du_mois(BAREMES, emploi.profil, emploi.mois)


def bulletin(emploi: Emploi, reglages: Reglages = PETITE) -> dict[str, Decimal]:
    """The charges of one row that stands alone."""
    return charges(emploi, en_vigueur(emploi), reglages)


def total(lignes: dict[str, Decimal]) -> Decimal:
    return sum(lignes.values(), d(0))


def en_euros(montants: dict[str, str]) -> dict[str, Decimal]:
    return {ligne: d(montant) for ligne, montant in montants.items()}


# A director of photography: five days, Monday 8 to Friday 12 June 2026, ceiling 4,005 × 5 / 30 = 667.50.
CHEF_OPERATEUR = Emploi("technicien cadre", JUIN, "S", d(1), d("3016.68"), jours=d(5))
COMEDIEN = Emploi("artiste", JUIN, "C", d(1), d(500), journee=True, jours=d(1))
FIGURANT = Emploi("figurant", MARS, "J", d(1), d(107), journee=True, jours=d(1))
EX1 = {
    "mal": "392.17", "csa": "9.05", "vp": "57.07", "vd": "63.65", "af": "158.38", "at": "45.25", "fnal": "0.67",
    "ds": "0.48", "cho": "271.50", "chom": "15.08", "ags": "7.54", "rt1": "26.30", "rt2": "304.22", "ceg1": "8.61",
    "ceg2": "38.06", "cet": "6.34", "apec": "0.96", "prev": "5.87", "fcs": "4.94", "cp": "467.59", "afdas": "63.35",
    "ta": "20.51", "mt": "2.14", "cchsct": "1.21", "parit": "1.36",
}  # fmt: skip
EX2 = {
    "mal": "45.50", "csa": "1.50", "vp": "21.56", "vd": "7.40", "af": "18.40", "at": "5.25", "fnal": "0.25",
    "ds": "0.08", "cho": "45.00", "chom": "2.50", "ags": "1.25", "rt1": "22.25", "ceg1": "6.45", "prev": "1.22",
    "fcs": "2.52", "cp": "77.50", "afdas": "10.50", "ta": "3.40", "mt": "1.15", "cchsct": "0.20", "parit": "0.23",
}  # fmt: skip
EX2B = {  # base 410.00 after 18 %
    "mal": "37.31", "csa": "1.23", "vp": "21.56", "vd": "6.07", "af": "15.09", "at": "4.31", "fnal": "0.25",
    "ds": "0.07", "cho": "45.00", "chom": "2.50", "ags": "1.25", "rt1": "18.25", "ceg1": "5.29", "prev": "1.22",
    "fcs": "2.52", "cp": "77.50", "afdas": "8.61", "ta": "2.79", "mt": "1.15", "cchsct": "0.20", "parit": "0.23",
}  # fmt: skip
EX3 = {
    "mal": "9.74", "csa": "0.32", "vp": "6.41", "vd": "1.58", "af": "3.94", "at": "1.12", "fnal": "0.07",
    "ds": "0.02", "cho": "9.63", "chom": "0.54", "ags": "0.27", "rt1": "4.76", "ceg1": "1.38", "prev": "0.36",
    "fcs": "0.75", "cp": "16.59", "afdas": "2.25", "ta": "0.73", "mt": "0.34", "cchsct": "0.04", "parit": "0.05",
}  # fmt: skip
EX3B = EX3 | {"mal": "9.84", "af": "3.98", "at": "1.14", "fnal": "0.08"}  # 9 × 12.02 = 108.18 for these lines only
AU_FORFAIT = replace(PETITE, forfait_figurants=True)


@pytest.mark.parametrize(
    ("emploi", "reglages", "lignes", "somme"),
    [
        (CHEF_OPERATEUR, PETITE, EX1, "1972.30"),
        (COMEDIEN, PETITE, EX2, "274.11"),
        (replace(COMEDIEN, abattement=True), PETITE, EX2B, "252.40"),
        (FIGURANT, PETITE, EX3, "60.89"),
        (FIGURANT, AU_FORFAIT, EX3B, "61.06"),
    ],
    ids=["chef opérateur", "comédien", "comédien avec abattement", "figurant", "figurant au forfait"],
)
def test_les_cinq_exemples_au_centime(emploi: Emploi, reglages: Reglages, lignes: dict[str, str], somme: str) -> None:
    assert bulletin(emploi, reglages) == en_euros(lignes)
    assert total(bulletin(emploi, reglages)) == d(somme)


@pytest.mark.parametrize(
    ("emploi", "reglages", "somme"),
    [
        (CHEF_OPERATEUR, replace(PETITE, majoration_cddu=False), "1957.22"),
        (COMEDIEN, replace(PETITE, majoration_cddu=False), "271.61"),
        # 2,068.83 without the forfait social: 8 % of 5.87 + 4.94 is 0.86.
        (CHEF_OPERATEUR, replace(PETITE, effectif=d(11), versement_mobilite=d("0.032")), "2069.69"),
        (replace(CHEF_OPERATEUR, plafond=d(1100)), PETITE, "1977.83"),  # five daily ceilings of 220
    ],
    ids=["sans majoration", "comédien sans majoration", "11 salariés à Paris", "plafond saisi"],
)
def test_ce_que_change_une_option(emploi: Emploi, reglages: Reglages, somme: str) -> None:
    assert total(bulletin(emploi, reglages)) == d(somme)


# --- Gross pay and hours ----------------------------------------------------------------------------------------------


def test_le_brut_est_arrondi_par_personne_puis_compte_pour_chacune() -> None:
    # 1.5 × 333.33 + 10 = 509.995 → 510.00; three people 1,530.00.
    trois = Emploi("technicien non-cadre", JUIN, "S", d("1.5"), d("333.33"), majorations=d(10), effectif=d(3))
    assert (trois.brut, trois.brut_total) == (d("510.00"), d("1530.00"))


def test_chaque_ligne_est_arrondie_pour_une_personne_puis_comptee_pour_toutes() -> None:
    # 107 × 1.48 % = 1.5836 → 1.58; for 162 extras 255.96, not 17,334 × 1.48 % = 256.54.
    foule = bulletin(replace(FIGURANT, effectif=d(162), figuration=True))
    assert foule["vd"] == d("255.96")
    assert total(foule) == 162 * d("60.89")


def test_les_heures_sont_saisies_ou_celles_de_l_unite() -> None:
    assert heures_payees(CHEF_OPERATEUR, PETITE) == 46
    assert heures_payees(replace(CHEF_OPERATEUR, phase="préparation", quantite=d(2)), PETITE) == 78
    assert heures_payees(COMEDIEN, PETITE) == 8
    assert heures_payees(replace(CHEF_OPERATEUR, unite="M"), PETITE) == d("151.67")
    assert heures_payees(replace(CHEF_OPERATEUR, unite="F"), PETITE) == 0
    assert heures_payees(replace(CHEF_OPERATEUR, heures=d(50)), PETITE) == 50


# --- Ceilings ---------------------------------------------------------------------------------------------------------


def plafond(emploi: Emploi, reglages: Reglages = PETITE) -> Decimal:
    return plafond_de_ligne(emploi, en_vigueur(emploi), reglages)


def test_le_plafond_se_compte_en_jours_calendaires_du_mois() -> None:
    assert plafond(CHEF_OPERATEUR) == d("667.50")
    assert plafond(replace(CHEF_OPERATEUR, mois=MARS)) == d("645.97")  # 4,005 × 5 / 31 = 645.967…
    assert plafond(replace(CHEF_OPERATEUR, jours=d(30))) == 4005
    assert plafond(replace(CHEF_OPERATEUR, jours=d(40))) == 4005


def test_en_trentiemes_payes_une_semaine_compte_cinq_jours() -> None:
    trentiemes = replace(PETITE, trentiemes=True)
    deux_semaines = replace(CHEF_OPERATEUR, quantite=d(2), jours=d(12))
    assert plafond(deux_semaines) == d("1602.00")  # 4,005 × 12 / 30
    assert plafond(deux_semaines, trentiemes) == d("1335.00")  # 4,005 × 10 / 30
    assert plafond(replace(CHEF_OPERATEUR, unite="M", jours=d(30)), trentiemes) == 4005


def test_un_artiste_engage_moins_de_cinq_jours_a_360_euros_de_plafond_par_jour() -> None:
    # Four cachets of 900: 3,600 of which 4 × 360 = 1,440 under the ceiling; retirement has the whole 4,005.
    quatre = bulletin(replace(COMEDIEN, quantite=d(4), taux=d(900), jours=d(4)))
    assert quatre["vp"] == d("86.26")  # 1,440 × 5.99 % = 86.256
    assert quatre["rt1"] == d("160.20")  # 3,600 × 4.45 %
    assert "rt2" not in quatre and "cet" not in quatre and "apec" not in quatre


def test_un_artiste_engage_douze_jours_d_affilee_a_le_prorata_du_mois() -> None:
    # Four cachets of 900 over 8–19 June: 4,005 × 12 / 30 = 1,602.
    continu = bulletin(replace(COMEDIEN, quantite=d(4), taux=d(900), jours=d(12), journee=False))
    assert continu["vp"] == d("95.96")  # 1,602 × 5.99 % = 95.9598
    assert continu["rt1"] == d("160.20")


def test_un_technicien_a_la_journee_reste_au_prorata_du_mois() -> None:
    assert plafond(Emploi("technicien cadre", JUIN, "J", d(2), d(300), journee=True, jours=d(2))) == d("267.00")


def test_un_plafond_entame_par_la_premiere_ligne_laisse_son_reste_a_la_seconde() -> None:
    assert consommer([d(1500), d(3000), d(50)], [d(4005)] * 3) == [1500, 2505, 0]


def test_deux_contrats_du_mois_partagent_un_plafond() -> None:
    # 1–15 June: 1,500; 16–30 June: 3,000. Two halves of 2,002.50 make one ceiling of 4,005 for 4,500 of pay.
    premier = Emploi("technicien cadre", JUIN, taux=d(1500), personne="7", jours=d(15), heures=d(30))
    second = replace(premier, taux=d(3000), heures=d(39))
    un, deux = paie([premier, second], BAREMES, PETITE)
    assert (un["vp"], deux["vp"]) == (d("128.25"), d("214.18"))  # 1,500 and 2,505 at 8.55 %
    assert "rt2" not in un
    assert deux["rt2"] == d("64.10")  # 495 × 12.95 % = 64.1025
    assert (un["cet"], deux["cet"]) == (d("3.15"), d("6.30"))  # 4,500 is above the ceiling: due on all of it
    # Two people would have 2,002.50 each: the first is under it, the second pays retirement on 997.50 above.
    un, deux = paie([premier, replace(second, personne="8")], BAREMES, PETITE)
    assert (un["vp"], deux["vp"]) == (d("128.25"), d("171.21"))
    assert "cet" not in un
    assert deux["rt2"] == d("129.18")  # 997.50 × 12.95 % = 129.17625


def test_deux_contrats_des_memes_dates_un_seul_plafond() -> None:
    premier = replace(CHEF_OPERATEUR, taux=d(500), personne="7")
    second = replace(premier, jours=d(0))  # the accountant types 0 days on the second
    un, deux = paie([premier, second], BAREMES, PETITE)
    assert (un["vp"], deux["vp"]) == (d("42.75"), d("14.32"))  # 500, then 167.50 × 8.55 % = 14.32125


def test_plusieurs_personnes_sur_une_ligne_ont_chacune_leur_plafond() -> None:
    deux = replace(CHEF_OPERATEUR, personne="7", effectif=d(2))
    seul = replace(CHEF_OPERATEUR, personne="7")
    assert paie([deux, seul], BAREMES, PETITE)[1]["vp"] == d("57.07")
    assert paie([deux, seul], BAREMES, PETITE)[0]["vp"] == d("114.14")


def test_le_chomage_s_arrete_a_quatre_plafonds_du_mois_entiers() -> None:
    vedette = replace(COMEDIEN, quantite=d(3), taux=d(20000), personne="1", jours=d(3))
    un, deux = paie([vedette, vedette], BAREMES, PETITE)
    assert un["cho"] == d("1441.80")  # 16,020 of the 60,000
    assert "cho" not in deux
    assert un["rt2"] == d("3027.78")  # from 4,005 to 8 × 4,005 = 32,040: 28,035 × 10.80 %
    assert un["cet"] == d("67.28")  # 32,040 × 0.21 % = 67.284


def test_un_technicien_non_cadre_a_le_plafond_entier_pour_la_retraite_et_pas_de_fonds_sante() -> None:
    # Five days at 2,000 (above 3 Smic of 46 hours: no reduction).
    machiniste = bulletin(replace(CHEF_OPERATEUR, profil="technicien non-cadre", taux=d(2000)))
    assert machiniste["vp"] == d("57.07")  # 667.50
    assert machiniste["rt1"] == d("78.80")  # 2,000 × 3.94 %
    assert machiniste["prev"] == d("10.01")  # 667.50 × 1.50 % = 10.0125
    assert not {"fcs", "rt2", "cet", "apec"} & set(machiniste)


# A whole month at 4,000, under one ceiling, no hours (no reduction): the global rates of the agreement.
MOIS_ENTIER = Emploi("technicien non-cadre", MARS, "M", d(1), d(4000), jours=d(31), heures=d(0))


@pytest.mark.parametrize(
    ("profil", "audiovisuel", "somme"),
    [
        ("technicien non-cadre", False, "2639.64"),  # 65.99 %
        ("technicien non-cadre", True, "2620.24"),  # 65.51 %
        ("technicien cadre", False, "2645.88"),  # 66.15 %
        ("technicien cadre", True, "2644.88"),  # 66.12 %
    ],
)
def test_la_convention_2642_a_sa_prevoyance_et_sa_branche(profil: str, audiovisuel: bool, somme: str) -> None:
    assert total(bulletin(replace(MOIS_ENTIER, profil=profil, audiovisuel=audiovisuel))) == d(somme)


def test_le_forfait_social_porte_sur_la_prevoyance_a_partir_de_onze_salaries() -> None:
    # 1.50 % of 4,000 is 60.00; 8 % of it.
    assert bulletin(MOIS_ENTIER, replace(PETITE, effectif=d(11)))["fs"] == d("4.80")
    assert "fs" not in bulletin(MOIS_ENTIER, replace(PETITE, effectif=d(10)))


# --- A year that ends, reduced rates, reductions ----------------------------------------------------------------------


def test_un_tournage_a_cheval_sur_le_31_decembre_2025() -> None:
    # 22–31 December (10 days) then 1–9 January (9 days), 2,000 a month, 46 hours.
    decembre = Emploi("technicien cadre", DECEMBRE_2025, taux=d(2000), personne="3", jours=d(10))
    janvier = replace(decembre, mois=date(2026, 1, 1), jours=d(9))
    assert plafond(decembre) == d("1266.13")  # 3,925 × 10 / 31
    assert plafond(janvier) == d("1162.74")  # 4,005 × 9 / 31
    avant, apres = paie([decembre, janvier], BAREMES, PETITE)
    assert (avant["vp"], apres["vp"]) == (d("108.25"), d("99.41"))
    assert (avant["vd"], apres["vd"]) == (d("40.40"), d("42.20"))
    assert (avant["at"], apres["at"]) == (d("33.00"), d("30.00"))
    # Reduced rates of 2025 stop at 3.3 × 11.88 × 46 = 1,803.38: 2,000 pays the full ones in both years.
    assert avant["mal"] == apres["mal"] == d("260.00")
    assert avant["af"] == apres["af"] == d("105.00")


def test_le_taux_du_mois_est_celui_de_son_premier_jour() -> None:
    assert taux_du_mois(BAREMES, "technicien cadre", date(2025, 12, 31))["pmss"] == 3925
    assert taux_du_mois(BAREMES, "technicien cadre", date(2026, 1, 31))["pmss"] == 4005
    assert taux_du_mois(BAREMES, "figurant", date(2026, 5, 31))["smic"] == d("12.02")
    assert taux_du_mois(BAREMES, "figurant", date(2026, 6, 30))["smic"] == d("12.31")


@pytest.mark.parametrize(
    ("brut", "maladie", "familiales"),
    [
        ("1042.47", "72.97", "35.97"),  # 2.25 × 11.88 × 39 = 1,042.47: at the threshold, 7 % and 3.45 %
        ("1042.48", "135.52", "35.97"),  # a cent above: 13 %
        ("1528.95", "198.76", "52.75"),  # 3.3 × 11.88 × 39 = 1,528.956: still 3.45 %
        ("1528.96", "198.76", "80.27"),  # 5.25 %
    ],
)
def test_taux_reduits_de_2025_au_seuil_et_un_centime_au_dessus(brut: str, maladie: str, familiales: str) -> None:
    semaine = Emploi("technicien cadre", DECEMBRE_2025, taux=d(brut), phase="préparation", jours=d(7))
    assert (bulletin(semaine)["mal"], bulletin(semaine)["af"]) == (d(maladie), d(familiales))


def test_taux_reduit_d_un_cachet_de_2025() -> None:
    # Eight hours: 2.25 × 11.88 × 8 = 213.84.
    cachet = replace(COMEDIEN, mois=DECEMBRE_2025, taux=d("213.84"))
    assert bulletin(cachet)["mal"] == d("10.48")  # 4.90 %
    assert bulletin(replace(cachet, taux=d("213.85")))["mal"] == d("19.46")  # 9.10 %


def test_en_2026_plus_de_taux_reduit() -> None:
    assert bulletin(replace(COMEDIEN, taux=d(100)))["mal"] == d("9.10")


def cent_heures(brut: str, mois: date = JUIN) -> Emploi:
    return Emploi("technicien non-cadre", mois, taux=d(brut), jours=d(30), heures=d(100))


@pytest.mark.parametrize(
    ("brut", "coefficient"),
    [
        ("1202", "0.4423"),  # 1 Smic: 0.02 + 0.3781 × 1 = 0.3981, × 100/90
        ("1803", "0.1471"),  # 1.5 Smic: ½ to the power 1.75 = 0.2973; 0.02 + 0.1124 = 0.1324
        ("2404", "0.0594"),  # 2 Smic: ¼ to the power 1.75 = 0.0884; 0.02 + 0.0334 = 0.0534
        ("3605.99", "0.0222"),  # just under 3 Smic: Tmin alone
        ("3606", "0"),  # 3 Smic: nothing
        ("1000", "0.4423"),  # under the Smic: never more than Tmin + Tδ
    ],
)
def test_reduction_de_2026_de_un_a_trois_smic(brut: str, coefficient: str) -> None:
    emploi = cent_heures(brut)
    assert coefficient_de_reduction(d(brut), d(100), en_vigueur(emploi), PETITE) == d(coefficient)


def test_la_reduction_vient_en_moins() -> None:
    assert bulletin(cent_heures("1803"))["reduction"] == d("-265.22")  # 1,803 × 14.71 % = 265.2213
    assert bulletin(cent_heures("2404"))["reduction"] == d("-142.80")  # 2,404 × 5.94 % = 142.7976
    assert "reduction" not in bulletin(cent_heures("3606"))


def test_la_reduction_n_efface_jamais_plus_que_les_cotisations_qu_elle_vise() -> None:
    # 1,202 × 44.23 % = 531.64, but maladie 156.26 + CSA 3.61 + vieillesse 102.77 + 25.36 + AF 63.11 + FNAL 1.20
    # + chômage 108.18 + retraite 47.36 + CEG 15.51 = 523.36.
    assert bulletin(cent_heures("1202"))["reduction"] == d("-523.36")


def test_la_reduction_d_une_grande_societe_a_son_propre_taux() -> None:
    grande = replace(PETITE, effectif=d(50))
    # 0.02 + 0.3821 × 0.2973 = 0.1336, × 100/90 = 0.1484.
    assert coefficient_de_reduction(d(1803), d(100), en_vigueur(cent_heures("1803")), grande) == d("0.1484")


@pytest.mark.parametrize(
    ("brut", "coefficient"),
    [
        ("1425.60", "0.1971"),  # 1.2 Smic of 11.88: 0.3193 / 0.6 × (1.6 / 1.2 − 1) = 0.17739, × 100/90
        ("1900.79", "0.0000"),  # a cent under 1.6 Smic
        ("1900.80", "0"),
        ("1000", "0.3548"),  # never more than 0.3193 × 100/90
    ],
)
def test_reduction_d_avant_2026_sous_1_virgule_6_smic(brut: str, coefficient: str) -> None:
    emploi = cent_heures(brut, DECEMBRE_2025)
    assert coefficient_de_reduction(d(brut), d(100), en_vigueur(emploi), PETITE) == d(coefficient)


@pytest.mark.parametrize("profil", ["réalisateur", "artiste", "figurant"])
def test_les_artistes_n_ont_pas_de_reduction(profil: str) -> None:
    assert "reduction" not in bulletin(replace(COMEDIEN, profil=profil, taux=d(100)))


# --- Extras, authors, size of the company -----------------------------------------------------------------------------


def test_un_figurant_au_dessus_de_six_pour_cent_du_plafond_reste_sur_sa_base_reelle() -> None:
    # 6 % × 4,005 = 240.30.
    sous, au_seuil = (replace(FIGURANT, taux=d(taux)) for taux in ("240.29", "240.30"))
    assert bulletin(sous, AU_FORFAIT)["mal"] == d("9.84")  # 108.18 × 9.10 %
    assert bulletin(au_seuil, AU_FORFAIT)["mal"] == d("21.87")


def test_le_forfait_d_un_figurant_compte_ses_jours() -> None:
    # Three days at 107: 321, 107 a day; 3 × 108.18 = 324.54 × 9.10 % = 29.53; old age stays on 321.
    trois_jours = bulletin(replace(FIGURANT, quantite=d(3), jours=d(3)), AU_FORFAIT)
    assert (trois_jours["mal"], trois_jours["vd"]) == (d("29.53"), d("4.75"))


def test_le_forfait_ne_joue_que_pour_un_figurant_paye() -> None:
    assert total(bulletin(replace(FIGURANT, taux=d(0)), AU_FORFAIT)) == 0
    assert bulletin(COMEDIEN, AU_FORFAIT) == bulletin(COMEDIEN)


def test_le_realisateur_auteur_a_deux_contrats_dans_le_mois() -> None:
    # Rights of 10,000: 1.10 % and nothing else, whatever the size of the company; they leave his ceiling alone.
    droits = Emploi("auteur", JUIN, "F", d(1), d(10000), personne="1")
    semaine = Emploi("réalisateur", JUIN, "S", d(1), d("3015.27"), personne="1", jours=d(5))
    grande = replace(PETITE, effectif=d(60), versement_mobilite=d("0.032"))
    assert paie([droits, semaine], BAREMES, grande)[0] == {"aut": d("110.00")}
    du_contrat = paie([droits, semaine], BAREMES, PETITE)[1]
    assert du_contrat == bulletin(semaine)
    assert du_contrat["vp"] == d("39.98")  # 667.50 × 5.99 %, artists' rate
    assert du_contrat["rt1"] == d("26.30")  # 667.50 × 3.94 %, as a cadre
    assert du_contrat["rt2"] == d("304.04")  # 2,347.77 × 12.95 % = 304.036
    assert du_contrat["apec"] == d("0.96")  # four ceilings of 667.50
    assert "reduction" not in du_contrat


def test_la_taille_de_la_societe_choisit_le_fnal_l_effort_de_construction_et_le_versement_mobilite() -> None:
    paris = d("0.032")
    dix = bulletin(COMEDIEN, replace(PETITE, effectif=d(10), versement_mobilite=paris))
    assert (dix["fnal"], "vm" in dix, "peec" in dix) == (d("0.25"), False, False)
    cinquante = bulletin(COMEDIEN, replace(PETITE, effectif=d(50), versement_mobilite=paris))
    assert "fnal" not in cinquante
    assert cinquante["fnal50"] == d("1.75")  # 500 × 0.35 %
    assert cinquante["vm"] == d("11.20")  # 500 × 3.20 % × 70 %
    assert cinquante["peec"] == d("2.25")  # 500 × 0.45 %


def test_une_ligne_sans_quantite_ne_doit_rien() -> None:
    assert bulletin(replace(CHEF_OPERATEUR, quantite=d(0))) == {}


def test_demi_centime_superieur() -> None:
    assert arrondir(d("0.225")) == d("0.23")
    assert arrondir(d("-0.225")) == d("-0.23")
    emploi = replace(COMEDIEN, abattement=True)
    assert bases([emploi], [en_vigueur(emploi)], PETITE)[0]["base"] == d("410.00")
