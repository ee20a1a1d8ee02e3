"""Television time sheets in the recalculated workbook, worked out by hand in March 2026."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from equipe.atelier import film, inscrire, noter, rangees, rouges

MARS: dict[str, Any] = {
    "convention": "2642",
    "profil": "technicien non-cadre",
    "mois": date(2026, 3, 1),
    "du": date(2026, 3, 9),
    "au": date(2026, 3, 15),
}
#: 905.35 for 39 hours since February 2024, 22.63 an hour; listed by the articles VI.8.3 and VI.10.
MACHINISTE = MARS | {"fonction": "Machiniste", "taux": 905.35}
#: 201.19 for eight hours, 25.15 an hour.
A_LA_JOURNEE = MACHINISTE | {"unite": "J", "engagement": "journée", "taux": 201.19, "jours": 1}


def jours(personne: int, *horaires: tuple[int, int, int, int | None]) -> list[dict[str, Any]]:
    """Days of March: date, beginning, end, and the hour at which a meal of one hour begins."""
    return [
        {
            "personne": personne,
            "jour": date(2026, 3, d),
            "travail": "tournage",
            "debut": time(debut),
            "fin": time(fin),
            "repas_de": None if repas is None else time(repas),
            "repas_a": None if repas is None else time(repas + 1),
        }
        for d, debut, fin, repas in horaires
    ]


@pytest.fixture(scope="module")
def lignes(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Four days of eleven hours and a Saturday of nine (three of night), then one day of twelve by somebody else."""
    pack = film(tmp_path_factory.mktemp("pav") / "film")
    inscrire(pack, MACHINISTE, A_LA_JOURNEE)
    semaine = jours(1, (9, 8, 20, 13), (10, 8, 20, 13), (11, 8, 20, 13), (14, 13, 23, 18))
    noter(pack, *semaine, *jours(2, (9, 9, 22, 13)))
    assert rouges(pack) & {"Chaque journée a son emploi", "Chaque journée est comptée par la convention"} == set()
    return rangees(pack, "Feuilles d’heures")


def test_la_semaine_d_un_machiniste(lignes: list[dict[str, Any]]) -> None:
    """33 hours, then nine: 42 are 42 + 1 + 0.75 = 43.75 paid, 3.75 above the 40 agreed. Night: 20 to 23 h at 50 %."""
    assert [r["Heures effectives"] for r in lignes[:4]] == [11, 11, 11, 9]
    assert [r["Heures payées en plus"] for r in lignes[:4]] == [0, 0, 0, 3.75]
    assert (lignes[3]["dont nuit"], lignes[3]["Majorations en heures"]) == (3, 1.5)
    assert lignes[3]["À ajouter au salaire"] == pytest.approx(118.83)  # 5.25 × 22.63375 = 118.827


def test_une_journee_de_douze_heures(lignes: list[dict[str, Any]]) -> None:
    """12 hours are 13.25 paid, 8 are agreed; two hours of night at 50 %: 6.25 × 25.14875 = 157.18."""
    douze = lignes[4]
    assert (douze["Heures payées en plus"], douze["Majorations en heures"]) == (5.25, 1)
    assert douze["À ajouter au salaire"] == pytest.approx(157.18)
