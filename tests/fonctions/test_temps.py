"""Days and hours against a published calendar, and texts against the rules of writing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import holidays
import pytest

from udfs.appel import appeler
from udfs.registre import par_nom
from udfs.texte import en_lettres


def cp(nom: str, *arguments: Any) -> Any:
    fonction = par_nom(nom)
    assert fonction is not None
    return appeler(fonction, arguments)


@pytest.mark.parametrize("annee", range(2010, 2100, 10))
def test_les_jours_feries_sont_ceux_du_calendrier_officiel(annee: int) -> None:
    for an in range(annee, annee + 10):
        assert [ligne[0] for ligne in cp("feries", an)] == sorted(holidays.country_holidays("FR", years=an))


def test_le_week_end_de_l_ascension_2026() -> None:
    """Thursday 14 May is a holiday; Friday, Monday are worked: one day after Wednesday is Friday."""
    assert cp("jour_ouvre", date(2026, 5, 13), 1) == date(2026, 5, 15)
    assert cp("jour_ouvre", date(2026, 5, 13), 2) == date(2026, 5, 18)
    assert cp("jours_ouvres", date(2026, 5, 11), date(2026, 5, 15)) == 4


@pytest.mark.parametrize(
    ("montant", "lettres"),
    [
        ("0", "zéro euro"),
        ("1", "un euro"),
        ("0.01", "un centime"),
        ("21", "vingt-et-un euros"),
        ("80", "quatre-vingts euros"),
        ("81.02", "quatre-vingt-un euros et deux centimes"),
        ("91", "quatre-vingt-onze euros"),
        ("100", "cent euros"),
        ("280", "deux-cent-quatre-vingts euros"),
        ("1000", "mille euros"),
        ("80000", "quatre-vingt-mille euros"),
        ("200000", "deux-cent-mille euros"),
        ("200000000", "deux-cents-millions d’euros"),
        ("1000000.5", "un-million d’euros et cinquante centimes"),
        ("-15", "moins quinze euros"),
        ("0.004", "zéro euro"),
        ("9.995", "dix euros"),
    ],
)
def test_un_montant_en_lettres_suit_les_regles_d_accord(montant: str, lettres: str) -> None:
    assert en_lettres(Decimal(montant)) == lettres
