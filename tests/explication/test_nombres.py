"""Figures as a French cell shows them. Narrow spaces part thousands, a hard space comes before a unit."""

from __future__ import annotations

import pytest

from chargeprod_xl.classeurs.valeurs import Erreur, Valeur
from chargeprod_xl.explication.nombres import en_valeur, precision

EUROS = '#,##0.00\\ "€";[Red]-#,##0.00\\ "€";"–"'


def _lisible(texte: str) -> str:
    return texte.replace("\u202f", "'").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("valeur", "forme", "texte"),
    [
        (1234567.5, EUROS, "1'234'567,50 €"),
        (-12.345, EUROS, "−12,35 €"),
        (0.0, EUROS, "0,00 €"),
        (2.675, "0.00", "2,68"),  # binary halves round as Excel does
        (224774.21, '#,##0\\ "€"', "224'774 €"),
        (0.0394, "0.000\\ %", "3,940 %"),
        (0.2, "0%", "20 %"),
        (12.5, "#,##0.##", "12,5"),
        (12.0, "#,##0.##", "12"),
        (1234.0, "0", "1234"),
        (0.1 + 0.2, "General", "0,3"),
        (1.5, "# ?/8", "1 4/8"),
        (True, "General", "VRAI"),
        (Erreur("#VALUE!"), "General", "#VALEUR!"),
        ("Retraite", "@", "Retraite"),
        (None, "General", "(vide)"),
    ],
)
def test_une_valeur(valeur: Valeur, forme: str, texte: str) -> None:
    assert _lisible(en_valeur(valeur, forme)) == texte


@pytest.mark.parametrize(
    ("serie", "forme", "texte"),
    [
        (46508.0, 'dd/mm/yyyy;;"–"', "01/05/2027"),  # 46 508 days after 30/12/1899
        (46508.0, '[$-40C]mmm\\ yyyy;;"–"', "mai 2027"),
        (46508.0, "[$-40C]ddd\\ dd/mm", "samedi 01/05"),
        (0.0, "dd/mm/yyyy", "(pas de date)"),
        (-3.0, "dd/mm/yyyy", "−3"),
    ],
)
def test_une_date(serie: float, forme: str, texte: str) -> None:
    assert en_valeur(serie, forme, True) == texte


def test_une_duree_est_en_minutes_ou_en_heures() -> None:
    assert _lisible(en_valeur(95 / 86_400, "[m]:ss")) == "1 min 35 s"
    assert _lisible(en_valeur(1.5, "[h]:mm")) == "36 h 00"


def test_les_decimales_cachees_sont_dites() -> None:
    assert _lisible(precision(224774.21, '#,##0\\ "€"', False)) == "224'774,21 €"
    assert precision(224774.0, '#,##0\\ "€"', False) == ""
    assert precision(224774.00000001, '#,##0\\ "€"', False) == "", "calculation noise is no hidden decimal"
    assert precision(0.62569, "0.00%", False) == ""
