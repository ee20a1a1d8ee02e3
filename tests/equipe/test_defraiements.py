"""Meals and allowances of March 2026, by hand: limits of 21.40 € a meal, 56.80 € a night (76.60 € in Paris)."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from equipe.atelier import film, inscrire, noter, rangees

MARS: dict[str, Any] = {
    "fonction": "Machiniste de prise de vues cinéma",
    "profil": "technicien non-cadre",
    "mois": date(2026, 3, 1),
    "du": date(2026, 3, 9),
    "au": date(2026, 3, 13),
    "taux": 1200,
}
JOUR: dict[str, Any] = {"jour": date(2026, 3, 9), "travail": "tournage", "fin": time(15)}


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pack = film(tmp_path_factory.mktemp("defraiements") / "film")
    inscrire(
        pack,
        MARS | {"defraie": "repas et nuit", "jours_defrayes": 5, "taux_defraye": 90},
        MARS | {"defraie": "repas et nuit", "jours_defrayes": 5, "taux_defraye": 120, "nombre": 2},
        MARS | {"convention": "2642", "fonction": "Machiniste"},
    )
    noter(
        pack,
        JOUR | {"personne": 1, "debut": time(6), "repas_dus": 1, "casse_croute": "O"},
        JOUR | {"personne": 3, "debut": time(6), "repas_dus": 1, "casse_croute": "O"},
        JOUR | {"personne": 1, "jour": date(2026, 3, 10), "debut": time(8), "repas_dus": 2, "casse_croute": "O"},
    )
    return pack


def test_le_repas_et_le_casse_croute_de_chaque_convention(pack: Path) -> None:
    """18.56 + 7.54 at six o’clock; television pays the Urssaf limit; no casse-croûte from seven on: 2 × 18.56."""
    assert [r["Indemnités"] for r in rangees(pack, "Feuilles d’heures")[:3]] == [26.10, 21.40, 37.12]


def test_un_defraiement_est_hors_du_brut_et_a_sa_limite(pack: Path) -> None:
    """Two meals and a night: 99.60 €. 5 × 90 = 450 and 63.22 of meals; two people 5 × 120, of which 204.00 above."""
    seul, deux = rangees(pack, "Emplois")[:2]
    assert (seul["Brut"], seul["Limite exonérée par jour"]) == (1200, pytest.approx(99.60))
    assert seul["Indemnités et défraiements"] == pytest.approx(513.22)
    assert seul["Part soumise à cotisations"] == 0
    assert (deux["Brut"], deux["Indemnités et défraiements"]) == (2400, 1200)
    assert deux["Part soumise à cotisations"] == pytest.approx(204.00)
