"""The shoot by month, by hand: days, weeks, cachets."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from oracle.mois_de_tournage import cachets_par_mois, jours_a_t, par_mois

AVRIL, MAI, JUIN = date(2027, 4, 1), date(2027, 5, 1), date(2027, 6, 1)


def semaine(lundi: date, combien: int = 5) -> list[date]:
    return [lundi + timedelta(days=rang) for rang in range(combien)]


def test_les_jours_tombent_dans_leur_mois_et_comptent_du_premier_au_dernier() -> None:
    # 26–30 April, 3–7 May: the 1st of May is a Saturday.
    mois = par_mois([*semaine(date(2027, 4, 26)), *semaine(date(2027, 5, 3), 3)], 5)
    assert (mois[AVRIL].jours, mois[MAI].jours) == (5, 3)
    assert (mois[AVRIL].calendaires, mois[MAI].calendaires) == (5, 3)
    assert par_mois([date(2027, 4, 1), date(2027, 4, 30)], 5)[AVRIL].calendaires == 30


def test_les_semaines_des_mois_font_celles_du_tournage() -> None:
    # Seven days then seven, six a week: 7 / 6 = 1.17; 14 / 6 = 2.33, so the second month adds 1.16.
    mois = par_mois([*semaine(date(2027, 4, 5), 7), *semaine(date(2027, 5, 3), 7)], 6)
    assert (mois[AVRIL].semaines, mois[MAI].semaines) == (Decimal("1.17"), Decimal("1.16"))
    assert par_mois([AVRIL], 0)[AVRIL].semaines == 0


JOURS_T = [date(2027, 4, 29), date(2027, 4, 30), date(2027, 5, 3), date(2027, 5, 4)]


@pytest.mark.parametrize(
    ("jours_t", "garantis", "attendu"),
    [
        (JOURS_T, None, {AVRIL: 2, MAI: 2}),
        (JOURS_T, 7, {AVRIL: 5, MAI: 2}),  # three guaranteed cachets beyond the four days: month of the first day
        (JOURS_T[2:], 3, {MAI: 3}),
        ([], 2, {AVRIL: 2}),  # never shot: first month of the shoot
        (JOURS_T, 3, {AVRIL: 2, MAI: 1}),  # fewer than shot: the last day is not paid
        (JOURS_T, 0, {}),
        ([], None, {}),
    ],
)
def test_les_cachets_garantis_vont_au_mois_du_premier_jour(
    jours_t: list[date], garantis: int | None, attendu: dict[date, int]
) -> None:
    assert cachets_par_mois(jours_t, None if garantis is None else Decimal(garantis), AVRIL) == attendu


def test_les_jours_a_t_d_un_role() -> None:
    # Present on days 1 and 2, forced at rest on 2, forced at T on 4.
    assert jours_a_t(1, {(1, 1), (1, 2)}, {(1, 2): "R", (1, 4): "T"}, grille=5) == [1, 4]
