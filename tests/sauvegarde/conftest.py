"""A film's folder, on each kind of disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from chargeprod_xl.sauvegarde import echange


@pytest.fixture(params=["échange", "deux renommages"])
def film(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A film's folder, where two folders can be exchanged and where they cannot."""
    if request.param == "deux renommages":
        monkeypatch.setattr(echange, "echanger", lambda *_: False)
    return tmp_path
