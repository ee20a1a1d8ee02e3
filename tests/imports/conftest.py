from collections.abc import Callable
from pathlib import Path

import pytest

from chargeprod_xl.imports import lire_scenario
from chargeprod_xl.projet.scenario import Scenario

Lire = Callable[..., Scenario]


@pytest.fixture
def lire(tmp_path: Path) -> Lire:
    """Read a screenplay given inline; it must have no blocking fault."""

    def _lire(texte: str, extension: str = ".fountain") -> Scenario:
        fichier = tmp_path / f"essai{extension}"
        fichier.write_text(texte, encoding="utf-8")
        scenario, anomalies = lire_scenario(fichier)
        assert anomalies == []
        assert scenario is not None
        return scenario

    return _lire
