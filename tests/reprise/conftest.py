"""What tests of rebuilding share."""

from __future__ import annotations

from pathlib import Path

import pytest

from reprise.atelier import Film


@pytest.fixture
def film(tmp_path: Path) -> Film:
    """A short film with a small pack, just built."""
    return Film(tmp_path)
