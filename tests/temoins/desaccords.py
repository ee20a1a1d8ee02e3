"""What a witness says that is known to be its own fault; everything else is a disagreement."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

import pytest

from chargeprod_xl.classeurs.valeurs import Erreur, Valeur
from chargeprod_xl.recalcul.comparaison import comparer
from chargeprod_xl.recalcul.fusion import Adresse, Fusion
from chargeprod_xl.recalcul.libreoffice import soffice
from chargeprod_xl.recalcul.moteurs import NE_SAIT_PAS
from chargeprod_xl.recalcul.rapport import Ecart


def exiger_libreoffice() -> None:
    """Skip, or fail in CI, when LibreOffice is missing."""
    if soffice() is None:
        message = "LibreOffice (soffice) manque : l’arbitre ne peut pas juger"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)


def ecarts_du_temoin(fusion: Fusion, autres: Mapping[Adresse, Valeur], temoin: Mapping[Adresse, Valeur]) -> list[Ecart]:
    """Disagreements of the witness with another engine; that it knows every formula is asked first."""
    ignorees = [ou for ou, v in temoin.items() if isinstance(v, Erreur) and v.code in NE_SAIT_PAS]
    assert not ignorees, f"le témoin ne sait plus calculer certaines formules : {ignorees[:3]}"
    return comparer(fusion, {"formualizer": autres, "formulas": temoin})


def _sur_une_frontiere(ecart: Ecart, *debuts: str) -> bool:
    return ecart.lieu.feuille.startswith(debuts)


def inexpliques_par_formulas(ecarts: Iterable[Ecart]) -> list[Ecart]:
    """Disagreements, but those of one kind: of INDEX(empty cell)&"", an empty text, ``formulas`` makes « 0 »."""
    return [
        e for e in ecarts if not (_sur_une_frontiere(e, "Liens", "Sorties") and [v for _, v in e.valeurs] == ["", "0"])
    ]
