"""Time sheets in the recalculated workbook, worked out by hand from titre II of the cinema agreement."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from equipe.atelier import film, inscrire, noter, rangees, rouges

#: Monday 9 March 2026; the shoot of the small film is in March.
LUNDI = date(2026, 3, 9)
# 1,310.82 € for 39 hours (April 2024): 32.7705 € an hour; the shooting week of 1,433.71 € pays 43.75 hours.
SCRIPTE: dict[str, Any] = {
    "fonction": "Scripte cinéma",
    "profil": "technicien cadre",
    "mois": date(2026, 3, 1),
    "du": LUNDI,
    "au": LUNDI + timedelta(days=6),
    "taux": 1433.71,
}
MIDI: dict[str, Any] = {"repas_de": time(13), "repas_a": time(14)}


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return film(tmp_path / "film")


def journee(n: int, de: time, a: time, **autres: Any) -> dict[str, Any]:
    """Day ``n`` of the week of person 1, from ``de`` to ``a`` with an hour's lunch."""
    return {
        "personne": 1,
        "jour": LUNDI + timedelta(days=n),
        "travail": "tournage",
        "debut": de,
        "fin": a,
        **MIDI,
        **autres,
    }


def jours(pack: Path, titre: str) -> list[float]:
    return [round(r[titre] or 0, 4) for r in rangees(pack, "Feuilles d’heures")[:5]]


def test_une_semaine_de_tournage_de_42_heures_n_ajoute_rien(pack: Path) -> None:
    """Five days of 8 h 24: the agreed week of shooting pays them (annexe II, 42 hours for 43.75)."""
    inscrire(pack, SCRIPTE)
    noter(pack, *(journee(n, time(8), time(17, 24)) for n in range(5)))
    assert jours(pack, "Cumul de la semaine") == [8.4, 16.8, 25.2, 33.6, 42.0]
    assert jours(pack, "À ajouter au salaire") == [0, 0, 0, 0, 0]
    emploi = rangees(pack, "Emplois")[0]
    assert (emploi["Heures retenues"], emploi["Brut"]) == (42, 1433.71)
    assert rouges(pack) == set()


def test_heures_supplementaires_nuit_et_dimanche_se_cumulent_sous_cent_pour_cent(pack: Path) -> None:
    """Four days of 11, 10, 10 and 10 hours, then a night that goes into Sunday: 51 hours in the week.

    Monday, eleven hours: the last is paid double (art. 38), one hour more.
    Saturday 18:00 to 06:00, a meal from 22:00 to 24:00 in the studio, 10 hours, of which 4 on Saturday:
      the week had 41 hours: hours 42 and 43 at +25 %, 44 to 48 at +50 %, 49 to 51 at +75 %;
      the four of Saturday (42 to 45, 18:00 to 22:00): 20:00 to 22:00 is night outside, but from 21:00 in a studio;
      21:00 to 22:00: +50 % with the 45th hour's +50 %: held at 100 %, half an hour more;
      Sunday, six hours at +100 % in all: their overtime 3 × 0.50 + 3 × 0.75 = 3.75 is within: 2.25 more.
    The week's 51 hours make 57.75 (annexe II), less 43.75 that the agreed wage pays: 14 more.
    """
    inscrire(pack, SCRIPTE)
    noter(
        pack,
        journee(0, time(8), time(20)),
        *(journee(n, time(8), time(19)) for n in (1, 2, 3)),
        journee(5, time(18), time(6), studio="O", repas_de=time(22), repas_a=time(0)),
    )
    assert jours(pack, "Heures effectives") == [11, 10, 10, 10, 10]
    assert jours(pack, "Majorations en heures") == [1, 0, 0, 0, 2.75]
    assert jours(pack, "Heures payées en plus") == [0, 0, 0, 0, 14]
    # 1 h, then 16.75 h at 32.7705 €: 548.9059.
    assert jours(pack, "À ajouter au salaire") == [32.77, 0, 0, 0, 548.91]
    assert rangees(pack, "Emplois")[0]["Brut"] == pytest.approx(1433.71 + 32.77 + 548.91)


def test_une_majoration_saisie_remplace_celle_des_feuilles(pack: Path) -> None:
    inscrire(pack, SCRIPTE | {"majorations": 100})
    noter(pack, journee(0, time(8), time(20)))
    assert rangees(pack, "Emplois")[0]["Majorations des feuilles"] == 32.77
    assert rangees(pack, "Emplois")[0]["Brut"] == 1533.71


def test_le_repos_ampute_est_paye_en_plus(pack: Path) -> None:
    """Wrap at 23:00, call at 8:00: two of the eleven hours of rest are missing."""
    inscrire(pack, SCRIPTE)
    noter(pack, journee(0, time(13), time(23), repas_de=time(18), repas_a=time(19)), journee(1, time(8), time(17)))
    assert jours(pack, "Heures anticipées")[:2] == [0, 2]
    # One hour of night on Monday, 22:00 to 23:00 — three in March, from 20:00: 1.5 hours.
    assert jours(pack, "Majorations en heures")[:2] == [1.5, 0]
    assert [r["État"] for r in rangees(pack, "Feuilles d’heures")[:2]] == ["● OK", "▲ Repos amputé"]


def test_un_engagement_a_la_journee(pack: Path) -> None:
    """Twelve hours at a rate for eight: 7 × 1.25 + 3 × 1.50 + 2 × 2.00 = 17.25, of which 10.25 are agreed."""
    inscrire(pack, SCRIPTE | {"unite": "J", "engagement": "journée", "taux": 400})
    noter(pack, journee(0, time(7), time(20)))
    assert jours(pack, "Heures payées en plus")[0] == 7
    assert rangees(pack, "Emplois")[0]["Brut"] == 629.39


@pytest.mark.parametrize(
    ("faute", "etat"),
    [
        ({"debut": "8h"}, "✖ À corriger"),
        ({"fin": None}, "✖ À corriger"),
        ({"repas_a": None}, "✖ À corriger"),
        ({"repas_de": time(21), "repas_a": time(22)}, "✖ À corriger"),
        ({"personne": 7}, "✖ Sans emploi"),
        ({"travail": "finitions"}, "✖ Sans emploi"),
    ],
)
def test_une_journee_mal_saisie_n_est_pas_comptee(pack: Path, faute: dict[str, Any], etat: str) -> None:
    inscrire(pack, SCRIPTE)
    noter(pack, journee(0, time(7), time(20), **faute))
    assert rangees(pack, "Feuilles d’heures")[0]["État"] == etat
    assert rangees(pack, "Emplois")[0]["Brut"] == 1433.71
    assert rouges(pack)
