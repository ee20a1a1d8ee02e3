"""Packs before any edit: that of the demo film, that of a small complete film."""

from __future__ import annotations

from pathlib import Path

import pytest
from oracle.lecture import Pack

from edits.affiche import lire_affiche
from edits.gestes import Feuilles
from edits.jeu import Base


def _base(pack: Path) -> Base:
    return Base(pack, Feuilles(Pack(pack)), lire_affiche(pack))


@pytest.fixture(scope="session")
def base(pack_demo: Path) -> Base:
    return _base(pack_demo)


@pytest.fixture(scope="session")
def reduite(pack_reduit: Path) -> Base:
    return _base(pack_reduit)
