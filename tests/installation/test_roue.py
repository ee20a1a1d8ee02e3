"""The installed wheel works with no checkout, in a path with spaces and accents."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

RACINE = Path(__file__).parents[2]
pytestmark = pytest.mark.xdist_group("commande")


def test_la_roue_installee_construit_un_pack_sans_le_depot(tmp_path: Path) -> None:
    source = tmp_path / "source"
    ignores = shutil.ignore_patterns(".git", ".venv*", ".pyodide", "pack", "*cache*", "dist")
    shutil.copytree(RACINE, source, ignore=ignores)
    roues = tmp_path / "roues"
    commande = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", str(roues), str(source)]
    subprocess.run(commande, check=True, timeout=300)
    roue = next(roues.glob("*.whl"))
    with zipfile.ZipFile(roue) as archive:
        assert {"chargeprod_xl/guide.md", "chargeprod_xl/complement/page.html"} <= set(archive.namelist())
    shutil.rmtree(source)

    ailleurs = tmp_path / "Société de l’Été" / "environnement"
    venv.create(ailleurs, with_pip=True, system_site_packages=False)
    python = ailleurs / "bin" / "python"
    # The dependencies of this environment are lent to the new one: the wheel alone is under test.
    dependances = next(p for p in map(Path, sys.path) if p.name == "site-packages")
    subprocess.run([str(python), "-m", "pip", "install", "--quiet", "--no-deps", str(roue)], check=True, timeout=300)
    lieu = subprocess.run(
        [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    (Path(lieu) / "dependances.pth").write_text(str(dependances) + "\n", encoding="utf-8")
    environnement = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}

    film = tmp_path / "Société de l’Été" / "Les Marées hautes"
    programme = [str(python), "-c", "from chargeprod_xl.cli import principal; principal()"]
    complement = ["complement", "construire", "--sortie", str(tmp_path / "c.xlam"), "--quiet"]
    calcul = ["calculer", "bareme", "plafond_pmss", "2026-03-02"]
    dits = {}
    for suite in (["nouveau", str(film)], ["construire", str(film), "--quiet"], complement, calcul):
        resultat = subprocess.run(
            [*programme, *suite], check=False, capture_output=True, text=True, env=environnement, cwd=tmp_path
        )
        assert resultat.returncode == 0, resultat.stderr
        dits[suite[0]] = resultat.stdout.strip()
    assert dits["calculer"] == "4\u202f005", "the barèmes of the functions are in the wheel"
    origine = subprocess.run(
        [str(python), "-c", "import chargeprod_xl; print(chargeprod_xl.__file__)"],
        check=True,
        capture_output=True,
        text=True,
        env=environnement,
        cwd=tmp_path,
    ).stdout
    assert str(ailleurs) in origine
    assert len(list((film / "pack").glob("*.xlsx"))) == 8
    assert zipfile.is_zipfile(tmp_path / "c.xlam")
