"""The functions need nothing but Python: no package, no program of ours, and they start at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

RACINE = Path(__file__).parent.parent.parent
_CALCULE = """
import sys
class Refus:
    def find_spec(self, nom, chemin=None, cible=None):
        racine = nom.partition(".")[0]
        if racine not in sys.stdlib_module_names and racine != "udfs":
            raise ImportError(f"bibliothèque interdite : {nom}")
sys.meta_path.insert(0, Refus())
from udfs.registre import fonctions, par_nom
from udfs.appel import appeler
faux = [(f.nom, e) for f in fonctions() for e in f.exemples
        if e.resultat is not None and appeler(f, e.arguments) != e.resultat]
assert not faux, faux
print(len(fonctions()))
"""
#: Loads the functions in Python compiled for the web, with its standard library alone.
_PYODIDE = """
import { readFileSync } from "node:fs";
import { loadPyodide } from "pyodide";
const python = await loadPyodide();
python.unpackArchive(new Uint8Array(readFileSync(process.argv[2])), "zip");
console.log(python.runPython(readFileSync(process.argv[3], "utf-8") + "\\nlen(fonctions())"));
"""


def test_elles_tournent_avec_la_seule_bibliotheque_standard(tmp_path: Path) -> None:
    fini = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(RACINE)!r})\n{_CALCULE}"],
        check=False, capture_output=True, text=True, cwd=tmp_path,
    )  # fmt: skip
    assert fini.returncode == 0, fini.stderr
    assert int(fini.stdout) >= 20


def test_elles_ne_chargent_ni_pandas_ni_le_reste_du_programme() -> None:
    """What makes a start slow is what is imported: the bench gives the seconds."""
    lourds = ["pandas", "numpy", "openpyxl", "pydantic", "chargeprod_xl", "xlwings"]
    code = f"import sys, udfs.registre as r; r.fonctions(); print([m for m in {lourds} if m in sys.modules])"
    fini = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=RACINE)
    assert fini.stdout.strip() == "[]"


@pytest.fixture(scope="module")
def pyodide() -> Path:
    """The folder that holds the npm package; its absence is a fault in CI, a skip with its reason elsewhere."""
    dossier = Path(os.environ.get("CHARGEPROD_PYODIDE", RACINE / ".pyodide"))
    if shutil.which("node") is None or not (dossier / "node_modules" / "pyodide").is_dir():
        absence = f"node ou le paquet npm « pyodide » absent ({dossier}) : sh tests/lancer.sh l’installe"
        if os.environ.get("CI"):
            pytest.fail(absence)
        pytest.skip(absence)
    return dossier


def test_elles_tournent_dans_un_navigateur_sous_pyodide(pyodide: Path, tmp_path: Path) -> None:
    """Every example, in the Python that xlwings Lite runs: no COM, no file but ours, no package."""
    shutil.copytree(RACINE / "udfs", tmp_path / "contenu" / "udfs", ignore=shutil.ignore_patterns("__pycache__"))
    archive = shutil.make_archive(str(tmp_path / "udfs"), "zip", tmp_path / "contenu")
    script, calcul = pyodide / "essai.mjs", tmp_path / "calcul.py"
    script.write_text(_PYODIDE, encoding="utf-8")
    calcul.write_text(_CALCULE.replace('racine != "udfs"', 'racine not in {"udfs", "pyodide", "_pyodide", "js"}'))
    fini = subprocess.run(
        ["node", str(script), archive, str(calcul)], check=False, capture_output=True, text=True, cwd=pyodide
    )
    assert fini.returncode == 0, fini.stderr[-2000:]
    assert int(fini.stdout.split()[-1]) >= 20
