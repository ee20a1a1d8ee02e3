"""The functions need nothing but Python: no package, no program of ours, and they start at once."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from chargeprod_xl.complement.lite import nom_de_la_roue, roue, trousse

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
#: What main.py of Lite does, with decorators that do nothing, as xlwings' are outside Excel.
_MAIN_DE_LITE = """
import types
sys.modules["xlwings"] = types.SimpleNamespace(func=lambda f: f, arg=lambda *a, **k: lambda f: f)
from udfs.lite import *
assert CP_TVA([[100.0], ["abc"]], [[0.2]]) == [[20.0], ["#VALUE!"]]
"""
#: Loads the functions in Python compiled for the web, with its standard library alone.
_PYODIDE = """
import { readFileSync } from "node:fs";
import { loadPyodide } from "pyodide";
const python = await loadPyodide();
python.unpackArchive(new Uint8Array(readFileSync(process.argv[2])), "whl");
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
    archive = tmp_path / nom_de_la_roue()
    archive.write_bytes(roue())
    script, calcul = pyodide / "essai.mjs", tmp_path / "calcul.py"
    script.write_text(_PYODIDE, encoding="utf-8")
    permis = _CALCULE.replace('racine != "udfs"', 'racine not in {"udfs", "pyodide", "_pyodide", "js", "xlwings"}')
    calcul.write_text(permis + _MAIN_DE_LITE, encoding="utf-8")
    fini = subprocess.run(
        ["node", str(script), str(archive), str(calcul)], check=False, capture_output=True, text=True, cwd=pyodide
    )
    assert fini.returncode == 0, fini.stderr[-2000:]
    assert int(fini.stdout.split()[-1]) >= 20


def test_la_trousse_de_lite_est_complete_et_toujours_la_meme() -> None:
    """A wheel that pip reads, the two texts that Lite stores in the workbook, and nothing for another program."""
    fichiers = trousse("https://exemple.fr/fonctions/")
    assert fichiers == trousse("https://exemple.fr/fonctions")
    assert fichiers["requirements.txt"].decode().splitlines() == [
        "xlwings", f"https://exemple.fr/fonctions/{nom_de_la_roue()}",
    ]  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(fichiers[nom_de_la_roue()])) as archive:
        noms = archive.namelist()
        assert archive.testzip() is None
    assert {"udfs/lite.py", "udfs/baremes.json", "udfs/paie.py"} <= set(noms)
    assert "udfs/excel.py" not in noms


def test_pip_installe_la_roue_seule(tmp_path: Path) -> None:
    (tmp_path / nom_de_la_roue()).write_bytes(roue())
    cible = tmp_path / "installe"
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--target", str(cible),
         str(tmp_path / nom_de_la_roue())],
        check=True, capture_output=True,
    )  # fmt: skip
    code = f"import sys; sys.path.insert(0, {str(cible)!r})\n{_CALCULE}"
    fini = subprocess.run([sys.executable, "-I", "-c", code], check=True, capture_output=True, text=True, cwd=tmp_path)
    assert int(fini.stdout) >= 20
