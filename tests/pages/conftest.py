"""One conversion for all tests of pages."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from chargeprod_xl.recalcul.libreoffice import soffice
from pages.impression import Impression, convertir, lire_impression


@pytest.fixture(scope="session")
def impressions(pack_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Impression]:
    if soffice() is None:
        message = "LibreOffice (soffice) manque : les pages ne peuvent pas être regardées"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    dossier = tmp_path_factory.mktemp("papier")
    fichiers = sorted(pack_demo.glob("*.xlsx"))
    assert convertir(fichiers, dossier) == ""
    return [lire_impression(chemin, dossier / f"{chemin.stem}.pdf") for chemin in fichiers]
