"""The pack before any edit, and LibreOffice, once per process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from oracle.lecture import Pack

from edits.affiche import lire_affiche
from edits.gestes import Feuilles
from edits.jeu import Base
from edits.main_libreoffice import LibreOfficeAbsentError, Main, libreoffice


@pytest.fixture(scope="session")
def base(pack_demo: Path) -> Base:
    return Base(pack_demo, Feuilles(Pack(pack_demo)), lire_affiche(pack_demo))


@pytest.fixture(scope="session")
def bureau() -> Iterator[Main]:
    """LibreOffice; its absence is a fault in CI, a skip with its reason elsewhere."""
    try:
        with libreoffice() as main:
            yield main
    except LibreOfficeAbsentError as absence:
        if os.environ.get("CI"):
            pytest.fail(f"éditions par LibreOffice impossibles : {absence}")
        pytest.skip(f"éditions par LibreOffice non jouées : {absence}")
