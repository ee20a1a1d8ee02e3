"""The add-in, its sources and its ribbon, made once; LibreOffice, opened once on the twin."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from importlib import metadata
from pathlib import Path

import pytest
from bureautique.depart import Office

import chargeprod_xl
from chargeprod_xl.complement.assemblage import assembler, construire
from chargeprod_xl.complement.poste import Poste
from chargeprod_xl.complement.ruban import ruban
from chargeprod_xl.complement.sources import Module, nos_modules
from complement.jumeau import Macros, modules_du_jumeau, office
from udfs.registre import fonctions

VERSION, VERSION_XLWINGS = chargeprod_xl.__version__, metadata.version("xlwings")
PYTHON_WINDOWS = r"C:\Users\Hélène\chargeprod\Scripts\python.exe"


@pytest.fixture(scope="session")
def modules() -> dict[str, Module]:
    """Our VBA modules, by name."""
    return {m.nom: m for m in nos_modules(fonctions())}


@pytest.fixture(scope="session")
def complement(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The add-in as it would be built for a computer with Windows."""
    fichier = tmp_path_factory.mktemp("complement") / "chargeprod_xl.xlam"
    fichier.write_bytes(construire(PYTHON_WINDOWS))
    return fichier


@pytest.fixture(scope="session")
def office_du_jumeau(modules: dict[str, Module], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    fichier = tmp_path_factory.mktemp("jumeau") / "jumeau.xlsm"
    nos = modules_du_jumeau(tuple(modules.values()))
    fichier.write_bytes(assembler(nos, {"CLE": "valeur"}, ruban(), feuille="Feuille", complement=False))
    with ExitStack() as pile:
        yield office(fichier, pile)


@pytest.fixture
def jumeau(office_du_jumeau: Office) -> Macros:
    """The twin open in LibreOffice."""
    macros: Macros = office_du_jumeau.exiger()
    return macros


@pytest.fixture
def poste(tmp_path: Path) -> Poste:
    """A computer with Windows, healthy, on which nothing is installed yet: folders, Python, libraries of xlwings."""
    environnement = tmp_path / "chargeprod"
    python = environnement / "Scripts" / "python.exe"
    python.parent.mkdir(parents=True)
    python.write_bytes(b"")
    for bits in ("32", "64"):
        (environnement / f"xlwings{bits}-{VERSION_XLWINGS}.dll").write_bytes(b"")
    paquets = {
        "chargeprod-xl": VERSION,
        "xlwings": VERSION_XLWINGS,
        "pyOpenVBA": "6.5.0",
        "pywin32": "311",
    }
    return Poste(
        "windows", tmp_path / "Utilisateur", tmp_path / "Utilisateur" / "AppData", str(python), "3.11.7", paquets
    )


@pytest.fixture
def mac(tmp_path: Path) -> Poste:
    """A Mac, healthy, on which nothing is installed yet."""
    python = Path("/tmp") / tmp_path.name / "bin" / "python3"
    paquets = {
        "chargeprod-xl": VERSION,
        "xlwings": VERSION_XLWINGS,
        "pyOpenVBA": "6.5.0",
        "appscript": "1.3.0",
        "psutil": "6.0",
    }
    return Poste("mac", tmp_path, tmp_path, str(python), "3.12.1", paquets)
