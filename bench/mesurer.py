"""Measure build, verification, rebuild and LibreOffice on one machine, in one run: ratios mean something, seconds less.

python bench/mesurer.py            the demo film
python bench/mesurer.py 1 3 10     films of 1, 3 and 10 times its sequences and budget lines
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import yaml
from openpyxl import load_workbook

from chargeprod_xl.chargement import charger_film
from chargeprod_xl.projet.scenario import Sequence as SequenceDeScenario

RACINE = Path(__file__).parent.parent
_PROFIL = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
"""


def _mesurer(commande: Sequence[str]) -> tuple[float, int]:
    """Wall seconds and peak megabytes of a command and its children."""
    avant = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    debut = time.perf_counter()
    fini = subprocess.run(commande, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if fini.returncode not in {0, 1}:  # 1: a check is red, as when ten films' days do not fit one film's phases
        raise SystemExit(f"{commande} : code {fini.returncode}")
    apres = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return time.perf_counter() - debut, max(avant, apres) // 1024


def _en_fountain(sequences: Sequence[SequenceDeScenario], fois: int) -> str:
    """The demo's sequences again and again: same lengths, same roles, new sets."""
    lignes = ["Title: Mesure", ""]
    numero = 0
    for copie in range(fois):
        for s in sequences:
            numero += 1
            lignes += [f"{numero}. {s.int_ext or 'INT'}. {s.decor} {copie + 1} - {s.effet or 'JOUR'}", ""]
            lignes += ["Action. " + "mots " * (8 * s.huitiemes), ""]
            for role in s.roles:
                lignes += [role, "Une réplique.", ""]
    return "\n".join(lignes)


def film_multiplie(dossier: Path, fois: int) -> Path:
    """A copy of the demo with ``fois`` times its sequences and budget lines."""
    shutil.copytree(RACINE / "demo", dossier, ignore=shutil.ignore_patterns("pack", "*.sh"))
    if fois > 1:
        film, _ = charger_film(RACINE / "demo")
        assert film is not None
        assert film.scenario is not None
        (dossier / "scenario.fountain").write_text(_en_fountain(film.scenario.sequences, fois), encoding="utf-8")
        budget = yaml.safe_load((dossier / "budget.yaml").read_text(encoding="utf-8"))
        budget["lignes"] = budget["lignes"] * fois
        (dossier / "budget.yaml").write_text(yaml.safe_dump(budget, allow_unicode=True), encoding="utf-8")
    return dossier


def _modifier(film: Path) -> None:
    """One typed value in the project workbook: the smallest edit that makes a rebuild do all its work."""
    chemin = film / "pack" / "projet.xlsx"
    livre = load_workbook(chemin)
    livre["Phases"]["D6"] = "date à confirmer"
    livre.save(chemin)


def _une_taille(fois: int, atelier: Path) -> str:
    film = film_multiplie(atelier / f"film{fois}", fois)
    programme = [sys.executable, "-m", "chargeprod_xl"]
    construction, memoire = _mesurer([*programme, "construire", str(film), "--quiet"])
    verification, _ = _mesurer([*programme, "verifier", str(film / "pack"), "--quiet"])
    profil = atelier / "profil"
    (profil / "user").mkdir(parents=True, exist_ok=True)
    (profil / "user" / "registrymodifications.xcu").write_text(_PROFIL, encoding="utf-8")
    classeurs = [str(p) for p in sorted((film / "pack").glob("*.xlsx"))]
    sortie = ["--convert-to", "xlsx", "--outdir", str(atelier / "lo")]
    soffice = ["soffice", f"-env:UserInstallation={profil.as_uri()}", "--headless", *sortie, *classeurs]
    arbitre, _ = _mesurer(soffice)
    intacte, _ = _mesurer([*programme, "regenerer", str(film), "--quiet"])
    _modifier(film)
    regeneration, _ = _mesurer([*programme, "regenerer", str(film), "--quiet"])
    poids = sum(Path(c).stat().st_size for c in classeurs) // 1024
    return (
        f"{fois:>3} × | construire {construction:6.1f} s, {memoire} Mo | verifier {verification:6.1f} s | "
        f"LibreOffice {arbitre:6.1f} s | verifier / LibreOffice {verification / arbitre:4.2f} | {poids} ko | "
        f"regenerer {regeneration:5.1f} s, rien de changé {intacte:5.1f} s"
    )


def main() -> None:
    """Print one line a size."""
    tailles = sorted({int(x) for x in sys.argv[1:]}) or [1]
    with tempfile.TemporaryDirectory(prefix="mesure-") as atelier:
        for fois in tailles:
            sys.stdout.write(_une_taille(fois, Path(atelier)) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
