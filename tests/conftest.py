"""What several test packages share: the demo film, built once; LibreOffice, started once; the seed of the run."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from bureautique.depart import Office
from edits.main_libreoffice import Main, libreoffice
from film_reduit import film_reduit
from graine import annonce
from hypothesis import HealthCheck, settings
from magasin import faire_le_menage, pack_construit

RACINE = Path(__file__).parent.parent
# Packs are made of hundreds of thousands of small objects that live together: looking for cycles among them at every
# turn takes a sixth of a round.
gc.set_threshold(300_000, 50, 100)
# A busy machine is no fault of the code; and a CI run tries the same examples each time.
settings.register_profile(
    "projet", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("projet")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        faire_le_menage()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Killing a process is quick while there is little to copy: first. Then the groups, so that none is left alone."""
    items.sort(key=_rang)


def _rang(essai: pytest.Item) -> int:
    if essai.path.parent.name == "sauvegarde" or essai.path.name == "test_tuer.py":
        return 0
    return 1 if essai.get_closest_marker("xdist_group") else 2


def pytest_sessionstart(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):
        session.config.get_terminal_writer().line(annonce())


@pytest.fixture(autouse=True, scope="session")
def sans_attendre_le_disque() -> Iterator[None]:
    """No test cuts the power: what a killed process wrote is safe with the system, and waiting for the disk is long.

    That the program asks for it is checked in tests/sauvegarde/test_remplacement.py.
    """
    with pytest.MonkeyPatch.context() as rustine:
        rustine.setattr(os, "fsync", lambda _: None)
        yield


@pytest.fixture(scope="session")
def pack_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the demo pack, as built; copy it before editing."""
    dossier = tmp_path_factory.mktemp("demo") / "film"
    shutil.copytree(RACINE / "demo", dossier, ignore=shutil.ignore_patterns("pack"))
    return pack_construit(dossier)


@pytest.fixture(scope="session")
def pack_reduit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a smaller complete pack, where what is proved does not depend on how long the film is."""
    return film_reduit(tmp_path_factory.mktemp("reduit") / "film") / "pack"


@pytest.fixture(scope="session")
def office() -> Iterator[Office]:
    with ExitStack() as pile:
        yield Office(lambda: pile.enter_context(libreoffice()), "éditions par LibreOffice")


@pytest.fixture
def bureau(office: Office) -> Main:
    """LibreOffice, started once."""
    main: Main = office.exiger()
    return main
