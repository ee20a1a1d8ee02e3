"""Films built once; each test works on its own copy, with its own log and its own clock."""

from __future__ import annotations

from pathlib import Path

import pytest
from reprise.atelier import Film

from chargeprod_xl import construction
from complement.actions.poste import Poste, film_reduit


@pytest.fixture(autouse=True)
def chez_soi(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The person's own folder, and a clock that stands still."""
    maison = tmp_path_factory.mktemp("maison")
    monkeypatch.setenv("XDG_STATE_HOME", str(maison))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1799055000")  # 4 January 2027
    return maison / "chargeprod_xl"


@pytest.fixture(scope="session")
def film_du_quai(tmp_path_factory: pytest.TempPathFactory) -> Film:
    """Built once per process."""
    return film_reduit(tmp_path_factory.mktemp("quai"))


@pytest.fixture
def poste(film_du_quai: Film, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Poste:
    """A small pack: three workbooks, so that a rebuild takes two seconds."""
    monkeypatch.setattr(construction, "dossier_gabarits", lambda: film_du_quai.gabarits)
    return Poste(film_du_quai.dossier, tmp_path)
