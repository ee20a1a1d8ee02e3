"""The net of the worked examples, line by line, by hand: employee rates of 2026."""

from __future__ import annotations

from dataclasses import replace

import pytest

from oracle.net import base_csg, net_verse, part_versee, retenues
from oracle.paie import ANNEXE_10, Bulletin, Emploi, Reglages, bulletins
from oracle.test_paie import (
    BAREMES,
    CADRES,
    CHEF_OPERATEUR,
    COMEDIEN,
    COMPLEMENTS,
    MARS,
    NON_CADRES,
    SALARIES,
    TECHNICIENS,
    bareme,
    d,
    en_euros,
    pourcent,
)

SALARIAUX = [
    pourcent("s_vp", TECHNICIENS, "6.9"),
    pourcent("s_vp", ANNEXE_10, "4.83"),
    pourcent("s_vd", TECHNICIENS, "0.4"),
    pourcent("s_vd", ANNEXE_10, "0.28"),
    pourcent("s_cho", SALARIES, "2.4"),
    pourcent("s_rt1", (*TECHNICIENS, "réalisateur"), "3.93"),
    pourcent("s_rt1", COMPLEMENTS, "4.44"),
    pourcent("s_rt2", CADRES, "8.64"),
    pourcent("s_rt2", NON_CADRES, "10.79"),
    pourcent("s_ceg1", SALARIES, "0.86"),
    pourcent("s_ceg2", SALARIES, "1.08"),
    pourcent("s_cet", SALARIES, "0.14"),
    pourcent("s_apec", CADRES, "0.024"),
    pourcent("s_prev", (*CADRES, *COMPLEMENTS), "0.12"),
    pourcent("s_prev_pav", (*CADRES, *NON_CADRES), "0.12"),
    pourcent("s_csg", SALARIES, "9.2"),
    pourcent("s_crds", SALARIES, "0.5"),
    pourcent("csg_abattement", SALARIES, "1.75"),
    bareme("csg_plafonds", SALARIES, "4"),
]
# Base of the CSG: 3,016.68 × 98.25 % = 2,963.8881, and 5.87 + 4.94 of prévoyance: 2,974.70.
NET_EX1 = {
    "s_vp": "46.06", "s_vd": "12.07", "s_cho": "72.40", "s_rt1": "26.23", "s_rt2": "202.97", "s_ceg1": "5.74",
    "s_ceg2": "25.37", "s_cet": "4.22", "s_apec": "0.64", "s_prev": "0.80", "s_csg": "273.67", "s_crds": "14.87",
}  # fmt: skip
# Base of the CSG: 491.25 + 1.22 + 2.52 = 494.99.
NET_EX2 = {
    "s_vp": "17.39", "s_vd": "1.40", "s_cho": "12.00", "s_rt1": "22.20", "s_ceg1": "4.30", "s_prev": "0.43",
    "s_csg": "45.54", "s_crds": "2.47",
}  # fmt: skip
# The allowance lowers old age and retirement, neither unemployment nor CSG.
NET_EX2B = NET_EX2 | {"s_vd": "1.15", "s_rt1": "18.20", "s_ceg1": "3.53"}
SEPT_POUR_CENT = Reglages()


def calculer(*emplois: Emploi) -> list[Bulletin]:
    return bulletins(emplois, [*BAREMES, *SALARIAUX], SEPT_POUR_CENT)


@pytest.mark.parametrize(
    ("emploi", "lignes", "verse"),
    [
        (CHEF_OPERATEUR, NET_EX1, "2168.43"),  # 3,016.68 − 685.04 = 2,331.64, less 7 % (163.21)
        (COMEDIEN, NET_EX2, "366.67"),  # 500 − 105.73 = 394.27, less 27.60
        (replace(COMEDIEN, abattement=True), NET_EX2B, "371.34"),  # 500 − 100.71 = 399.29, less 27.95
    ],
    ids=["chef opérateur", "comédien", "comédien avec abattement"],
)
def test_le_net_ligne_par_ligne(emploi: Emploi, lignes: dict[str, str], verse: str) -> None:
    (bulletin,) = calculer(emploi)
    assert {ligne: m for ligne, m in retenues(bulletin).items() if m} == en_euros(lignes)
    assert net_verse(bulletin, SEPT_POUR_CENT) == d(verse)


def test_l_abattement_de_la_csg_s_arrete_a_quatre_plafonds_annuels() -> None:
    # 4 × 12 × 4,005 = 192,240: only that much has the 1.75 %, 3,364.20; nothing under a ceiling of no day.
    (vedette,) = calculer(Emploi("artiste", MARS, "F", d(1), d(200000), jours=d(0)))
    assert base_csg(vedette) == d("196635.80")


def test_un_technicien_non_cadre_ne_paie_de_prevoyance_que_dans_l_audiovisuel() -> None:
    entier = Emploi("technicien non-cadre", MARS, "M", d(1), d(4000), jours=d(31))
    cinema, audiovisuel = calculer(entier, replace(entier, audiovisuel=True))
    assert retenues(cinema)["s_prev"] == 0
    assert retenues(audiovisuel)["s_prev"] == d("4.80")


def test_un_auteur_touche_tout() -> None:
    (droits,) = calculer(Emploi("auteur", MARS, "F", d(1), d(8000)))
    assert retenues(droits) == {}
    assert net_verse(droits, SEPT_POUR_CENT) == 8000


def test_la_part_versee_se_lit_par_poste_et_par_phase() -> None:
    deux = replace(COMEDIEN, effectif=d(2), poste=3)
    parts = part_versee(calculer(deux, replace(CHEF_OPERATEUR, poste=2)), SEPT_POUR_CENT, 0.7)
    assert parts[3, "tournage"] == pytest.approx(0.73334)
    assert parts[2, "tournage"] == pytest.approx(float(d("2168.43") / d("3016.68")))
    assert parts[2, "préparation"] == 0.7
