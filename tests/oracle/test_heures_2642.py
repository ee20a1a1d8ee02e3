"""Television time sheets, by hand: March 2026 (winter nights from 20 h to 6 h until the 20th), May and June 2026."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal

import pytest

from oracle.heures import Du, Journee
from oracle.heures_2642 import Regles2642, est_de_nuit, feuille_2642, heures_d_une_journee, majoration_du_jour, minutes

LUNDI = date(2026, 3, 9)
FERIES = [date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 8), date(2026, 5, 14), date(2026, 5, 25), date(2026, 7, 14)]
REPAS = (time(13), time(14))


def journee(n: int, debut: int, fin: int, repas: tuple[time, time] | None = REPAS) -> Journee:
    """The day ``n`` of the week, in whole hours."""
    return Journee(LUNDI + timedelta(days=n), time(debut), time(fin % 24), repas)


#: Five days of nine hours, then Saturday from 14 h to 23 h with an hour for dinner: 53 hours.
SEMAINE = [*(journee(n, 9, 19) for n in range(5)), journee(5, 14, 23, (time(18), time(19)))]


def test_la_semaine_se_paie_par_tranches_de_quatre_heures() -> None:
    """45 hours are 45 + 1 + 1 + 1 = 48 paid, eight above the 40 agreed; 53 are 53 + 1 + 1 + 5 = 60: twelve more."""
    dus = feuille_2642(SEMAINE)
    assert sum(du.complement for du in list(dus.values())[:5]) == 8
    assert dus[LUNDI + timedelta(days=5)] == Du(Decimal(8), Decimal(12), Decimal("0.75"), Decimal(0))  # 3 h × 25 %


def test_une_fonction_listee_a_la_48e_heure_double_et_la_nuit_a_moitie() -> None:
    samedi = LUNDI + timedelta(days=5)
    dus = feuille_2642(SEMAINE, listees=[samedi])
    assert (dus[samedi].complement, dus[samedi].majorees) == (Decimal(15), Decimal("1.5"))


def test_le_dimanche_s_ajoute_aux_heures_supplementaires() -> None:
    dimanche = LUNDI + timedelta(days=6)
    dus = feuille_2642([*SEMAINE, journee(6, 10, 18, None)])
    # Hours 54 to 61 at 150 %, and 50 % more; Saturday ended at 23 h, so the night was of eleven hours.
    assert dus[dimanche] == Du(Decimal(8), Decimal(12), Decimal(4), Decimal(0))


def test_un_engagement_a_la_journee_se_compte_par_jour() -> None:
    """From 9 h to 22 h less a meal: 12 hours are 12 + 0.75 + 0.5; eight are agreed. Two hours of night."""
    longue = Journee(LUNDI, time(9), time(22), REPAS, a_la_journee=True, comprises=Decimal(8))
    assert feuille_2642([longue])[LUNDI] == Du(Decimal(12), Decimal("5.25"), Decimal("0.5"), Decimal(0))
    assert heures_d_une_journee(Decimal(12), Regles2642()) == Decimal("13.25")


def test_le_repos_ampute_se_paie_moitie_en_plus() -> None:
    """23 h to 8 h: nine hours of rest, two are missing."""
    dus = feuille_2642([journee(0, 14, 23, None), journee(1, 8, 16, None)])
    assert dus[LUNDI + timedelta(days=1)].anticipees == Decimal(1)


@pytest.mark.parametrize(
    ("le", "taux"),
    [
        (date(2026, 5, 1), "2"),  # 300 % in all
        (date(2026, 7, 14), "1"),
        (date(2026, 4, 6), "0.5"),  # Easter Monday
        (date(2026, 5, 8), "0.5"),
        (date(2026, 5, 14), "0.5"),  # Ascension
        (date(2026, 5, 25), "0"),  # Whit Monday
        (date(2026, 5, 24), "0.5"),  # a Sunday
        (date(2026, 5, 26), "0"),
    ],
)
def test_les_jours_feries(le: date, taux: str) -> None:
    assert majoration_du_jour(le, FERIES, Regles2642()) == Decimal(taux)


def test_la_nuit_change_au_printemps() -> None:
    """20 March: 20 h to 6 h; 21 March: 22 h to 7 h. From 19 h to 7 h without a meal."""
    nuits = [Journee(date(2026, 3, d), time(19), time(7)) for d in (20, 21)]
    assert [sum(est_de_nuit(m, j) for m in minutes(j)) / 60 for j in nuits] == [10, 9]
