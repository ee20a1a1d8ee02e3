"""A source of rows that a test changes between two builds."""

from __future__ import annotations

from typing import Any

import pytest

from chargeprod_xl import composition


@pytest.fixture
def lignes(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The rows of the source, to change between two builds."""
    rangees = [{"cle": f"c{n}", "n": n, "nom": nom} for n, nom in ((1, "Léa"), (2, "Marc"), (3, "léa"))]
    d_origine = composition.donnees_du_film

    def donnees(*args: Any) -> dict[str, Any]:
        return {**d_origine(*args), "competences": list(rangees), "rangs_sequence": [{"k": 1}, {"k": 2}]}

    monkeypatch.setattr(composition, "donnees_du_film", donnees)
    return rangees
