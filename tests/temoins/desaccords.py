"""What a witness says that is known to be its own fault; everything else is a disagreement."""

from __future__ import annotations

import os
from collections.abc import Iterable

import pytest

from chargeprod_xl.recalcul.libreoffice import soffice
from chargeprod_xl.recalcul.rapport import Ecart


def exiger_libreoffice() -> None:
    """Skip, or fail in CI, when LibreOffice is missing."""
    if soffice() is None:
        message = "LibreOffice (soffice) manque : l’arbitre ne peut pas juger"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)


def _sur_une_frontiere(ecart: Ecart, *debuts: str) -> bool:
    return ecart.lieu.feuille.startswith(debuts)


def inexpliques_par_formulas(ecarts: Iterable[Ecart]) -> list[Ecart]:
    """Disagreements, but those of one kind: of INDEX(empty cell)&"", an empty text, ``formulas`` makes « 0 »."""
    return [
        e for e in ecarts if not (_sur_une_frontiere(e, "Liens", "Sorties") and [v for _, v in e.valeurs] == ["", "0"])
    ]
