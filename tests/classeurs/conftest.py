"""The files of the demo pack, opened as archives."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from chargeprod_xl.recalcul.libreoffice import soffice
from classeurs.parties import Paquet, ouvrir_paquet


@pytest.fixture(scope="session")
def fichiers(pack_demo: Path) -> list[Path]:
    return sorted(pack_demo.glob("*.xlsx"))


@pytest.fixture(scope="session")
def paquets(fichiers: list[Path]) -> list[Paquet]:
    return [ouvrir_paquet(chemin) for chemin in fichiers]


@pytest.fixture
def libreoffice() -> None:
    """Skip, or fail in CI, when LibreOffice is missing."""
    if soffice() is None:
        message = "LibreOffice (soffice) manque : les fichiers ne peuvent pas lui être soumis"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
