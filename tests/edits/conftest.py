"""The pack before any edit, once per process."""

from __future__ import annotations

from pathlib import Path

import pytest
from oracle.lecture import Pack

from edits.affiche import lire_affiche
from edits.gestes import Feuilles
from edits.jeu import Base


@pytest.fixture(scope="session")
def base(pack_demo: Path) -> Base:
    return Base(pack_demo, Feuilles(Pack(pack_demo)), lire_affiche(pack_demo))
