"""The file of barèmes beside the functions is what the YAML files say, wherever the program is installed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from chargeprod_xl.baremes.consultation import tous
from chargeprod_xl.complement.compilation import chemin, compiler
from udfs.baremes import valeur


def test_le_fichier_des_fonctions_est_celui_que_donnent_les_baremes() -> None:
    assert chemin().read_text(encoding="utf-8") == compiler(), "python -m chargeprod_xl.complement.compilation"


@pytest.mark.parametrize("jour", [date(2024, 1, 1), date(2025, 4, 30), date(2026, 1, 1), date(2026, 11, 27)])
def test_chaque_bareme_a_la_meme_valeur_au_meme_jour(jour: date) -> None:
    compares = 0
    for nom, parametre in tous().items():
        periode = parametre.en_vigueur(jour)
        attendue = periode.valeur if periode else None
        if parametre.evenement:
            continue
        assert valeur(nom, jour) == attendue, nom
        compares += attendue is not None
    assert compares > 200


def test_une_valeur_finit_le_jour_dit_et_la_suivante_commence_le_lendemain() -> None:
    """Ceiling: 3,925 € to 31 December 2025, 4,005 € from 1 January 2026."""
    dernier = date(2025, 12, 31)
    assert valeur("plafond_pmss", dernier) == Decimal(3925)
    assert valeur("plafond_pmss", dernier + timedelta(days=1)) == Decimal(4005)
