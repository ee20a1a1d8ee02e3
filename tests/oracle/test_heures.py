"""Time sheets: the equivalences printed in the agreement, then days worked out by hand."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal

import pytest

from oracle.heures import Du, Journee, feuille, montant

LUNDI = date(2027, 5, 10)
MIDI = (time(13), time(14))


def semaine(heures: str, jours: int, **autres: object) -> list[Journee]:
    """So many hours in so many equal days from Monday, a meal of one hour, no night."""
    minutes = round(float(heures) * 60 / jours)
    fin = timedelta(hours=8 + 1, minutes=minutes)
    assert minutes * jours == float(heures) * 60 and fin < timedelta(hours=22)
    soir = time(fin.seconds // 3600, fin.seconds % 3600 // 60)
    return [
        Journee(LUNDI + timedelta(days=n), time(8), soir, MIDI, comprises=Decimal(0), travail="préparation", **autres)  # type: ignore[arg-type]
        for n in range(jours)
    ]


@pytest.mark.parametrize(
    ("effectives", "jours", "payees"),
    [
        ("42", 5, "43.75"), ("43", 5, "45.00"), ("46", 5, "49.50"),
        ("51", 6, "57.75"), ("52", 6, "59.50"), ("56", 6, "66.50"), ("39", 5, "40"),
    ],
)  # fmt: skip
def test_les_equivalences_de_l_annexe_ii(effectives: str, jours: int, payees: str) -> None:
    """Annexe II prints, for each length of week, the hours to pay; 39 hours pay 40 (annexe I)."""
    dus = feuille(semaine(effectives, jours)).values()
    assert round(sum(du.complement for du in dus), 9) == Decimal(payees)
    assert [du.majorees for du in dus] == [0] * jours


def test_une_nuit_d_ete_dans_la_journee() -> None:
    """14:00 to 01:00, a meal of one hour: 10 hours, 3 of them after 22:00, half of it added."""
    [du] = feuille([Journee(LUNDI, time(14), time(1), (time(19), time(20)))]).values()
    assert du == Du(Decimal(10), Decimal(0), Decimal("1.5"), Decimal(0))


def test_en_hiver_la_nuit_commence_a_vingt_heures_et_a_vingt_et_une_en_studio() -> None:
    janvier = date(2027, 1, 11)
    dehors = feuille([Journee(janvier, time(14), time(0), (time(18), time(19)))])[janvier]
    studio = feuille([Journee(janvier, time(14), time(0), (time(18), time(19)), studio=True)])[janvier]
    assert (dehors.majorees, studio.majorees) == (Decimal("2.0"), Decimal("1.5"))


def test_heures_supplementaires_nuit_et_dimanche_ne_depassent_pas_cent_pour_cent() -> None:
    """Five days of ten hours, then Saturday 14:00 to 04:00 with a meal: 13 hours, four of them on Sunday.

    The week has 50 hours before Saturday: every hour of the day is beyond the 48th, +75 %, and nothing more until
    22:00. From 22:00 to midnight 75 + 50 % is held at 100 %: 2 × 0.25 = 0.5 more. On Sunday, from midnight to 04:00,
    100 % whatever the rest: 4 × 0.25 = 1.0 more.
    """
    jours = [Journee(LUNDI + timedelta(days=n), time(8), time(19), MIDI, "préparation") for n in range(5)]
    samedi = Journee(LUNDI + timedelta(days=5), time(14), time(4), (time(19), time(20)))
    du = feuille([*jours, samedi])[samedi.jour]
    assert du.effectives == 13
    assert du.complement == 13 * Decimal("1.75")
    assert du.majorees == Decimal("1.5")


def test_un_dimanche_sans_heure_supplementaire_est_double() -> None:
    [du] = feuille([Journee(date(2027, 5, 16), time(9), time(18), MIDI)]).values()
    assert du.majorees == 8
    assert montant(du, Decimal("30.00")) == Decimal("240.00")


def test_la_onzieme_heure_de_tournage() -> None:
    """7:00 to 20:00 with a meal: 12 hours; the two beyond the tenth are paid double. In preparation they are not."""
    [tournage] = feuille([Journee(LUNDI, time(7), time(20), MIDI)]).values()
    [preparation] = feuille([Journee(LUNDI, time(7), time(20), MIDI, "préparation")]).values()
    assert (tournage.majorees, preparation.majorees) == (2, 0)


def test_le_repos_ampute() -> None:
    """Wrap at 23:00, call at 8:00: nine hours of rest, two are missing and paid in full."""
    soir = Journee(LUNDI, time(13), time(23), (time(18), time(19)))
    matin = Journee(LUNDI + timedelta(days=1), time(8), time(17), MIDI)
    assert feuille([soir, matin])[matin.jour].anticipees == 2


def test_le_sixieme_jour_en_region_parisienne() -> None:
    """Six days of 8 hours, Saturday is the sixth: +100 % instead of the 25 and 50 % of the 41st to 48th hours.

    Hours 41 to 43 and 44 to 48 already count for 3 × 0.25 + 5 × 0.5 = 3.25 in the week's hours: 4.75 are added.
    """
    jours = [Journee(LUNDI + timedelta(days=n), time(9), time(18), MIDI) for n in range(6)]
    assert feuille(jours, paris=True)[jours[5].jour].majorees == Decimal("4.75")
    assert feuille(jours)[jours[5].jour].majorees == 0


def test_un_ferie_et_un_engagement_a_la_journee() -> None:
    """12 hours engaged by the day at a rate for 8: 7 × 1.25 + 3 × 1.5 + 2 × 2 = 17.25, of which 10.25 are agreed."""
    journee = Journee(LUNDI, time(7), time(20), MIDI, a_la_journee=True, comprises=Decimal("10.25"))
    assert feuille([journee])[LUNDI].complement == 7
    [ferie] = feuille([Journee(LUNDI, time(9), time(17))], feries=[LUNDI]).values()
    assert ferie.majorees == 8
