"""What several test packages share: the demo film, built once per process."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from chargeprod_xl.construction import construire

RACINE = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def pack_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the demo pack, as built; copy it before editing."""
    dossier = tmp_path_factory.mktemp("demo") / "film"
    shutil.copytree(RACINE / "demo", dossier, ignore=shutil.ignore_patterns("pack"))
    return construire(dossier).dossier
