"""The long campaign: play what a run plays only in part, count it, and write it in ``docs/preuves.md``."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from graine import RACINE, commit, graine
from lxml import etree

PREUVES = RACINE / "docs" / "preuves.md"
DEBUT, FIN = "<!-- campagne : écrit par tests/campagne.sh -->", "<!-- fin de la campagne -->"
#: How much of each proof; the environment may say otherwise.
MESURES = {
    "RONDES": 500,
    "RONDES_LIBREOFFICE": 200,
    "GRANDES": 30,
    "MORTS": 300,
    "TIRAGES": 2,
    "UNE_FAMILLE_SUR": 1,
}
#: What is played, and how a reader is told of it.
VOLETS = {
    "reprise/test_proprietes.py": "{RONDES} petites rondes de régénération par openpyxl, {GRANDES} grandes",
    "reprise/test_proprietes_libreoffice.py": "{RONDES_LIBREOFFICE} rondes de régénération par LibreOffice",
    "reprise/test_tuer.py": "{MORTS} morts du programme pendant une régénération",
    "edits/campagne_familles.py": "{familles} éditions dans les fichiers du film de démonstration, par deux éditeurs",
    "temoins/campagne_formulas.py": "la bibliothèque « formulas » sur chaque cellule du pack de démonstration",
}


@dataclass(frozen=True)
class Bilan:
    """What pytest said of one part."""

    volet: str
    joues: int
    echecs: tuple[str, ...]
    secondes: float


def mesures() -> dict[str, int]:
    """The figures of this campaign."""
    return {nom: int(os.environ.get(nom, usuel)) for nom, usuel in MESURES.items()}


def jouer(volet: str, chiffres: dict[str, int]) -> Bilan:
    """Play a part in processes of its own."""
    debut = time.monotonic()
    with tempfile.TemporaryDirectory() as brut:
        rapport = Path(brut) / "rapport.xml"
        commande = [sys.executable, "-m", "pytest", "-n", os.environ.get("PROCESSUS", "2"), f"--junitxml={rapport}"]
        environnement = {**os.environ, **{nom: str(n) for nom, n in chiffres.items()}, "GRAINE": str(graine())}
        subprocess.run([*commande, str(RACINE / "tests" / volet)], cwd=RACINE, env=environnement, check=False)
        joues, echecs = lire_rapport(rapport.read_bytes() if rapport.is_file() else b"")
    return Bilan(volet, joues, echecs, time.monotonic() - debut)


def lire_rapport(xml: bytes) -> tuple[int, tuple[str, ...]]:
    """How many tests passed, and the names of the others; a part that says nothing failed."""
    if not xml:
        return 0, ("aucun rapport",)
    cas = etree.fromstring(xml).findall(".//testcase")
    manques = [c for c in cas if any(c.find(etat) is not None for etat in ("failure", "error", "skipped"))]
    echecs = tuple(str(c.get("name")) for c in manques)
    return len(cas) - len(manques), echecs if cas else ("rien n’a été joué",)


def bloc(bilans: list[Bilan], chiffres: dict[str, int], jour: date) -> str:
    """What the reader of the proofs is told."""
    joues = Counter({b.volet: b.joues for b in bilans})
    dits = {**chiffres, "familles": joues["edits/campagne_familles.py"]}
    duree = sum(b.secondes for b in bilans) / 60
    lignes = [
        f"Le {jour:%d/%m/%Y}, commit `{commit()[:12] or 'hors de git'}`, graine {graine()}, {duree:.0f} min :",
        "",
    ]
    for b in bilans:
        trouve = f"**{len(b.echecs)} échec(s)** : {', '.join(b.echecs[:10])}" if b.echecs else "rien à redire"
        lignes.append(f"- {VOLETS[b.volet].format(**dits)} : {trouve} ({b.secondes / 60:.0f} min).")
    return "\n".join(lignes)


def inscrire(texte: str, neuf: str) -> str:
    """The page of proofs with the block of the last campaign."""
    return re.sub(f"(?s)({re.escape(DEBUT)}\n).*?(\n{re.escape(FIN)})", lambda m: f"{m[1]}{neuf}{m[2]}", texte)


def principal() -> int:
    """Play everything, write, and say; a failure is the exit code."""
    chiffres = mesures()
    bilans = [jouer(volet, chiffres) for volet in VOLETS]
    dit = bloc(bilans, chiffres, datetime.now(UTC).date())
    PREUVES.write_text(inscrire(PREUVES.read_text(encoding="utf-8"), dit), encoding="utf-8")
    sys.stdout.write(f"\n{dit}\n")
    return int(any(b.echecs for b in bilans))


if __name__ == "__main__":
    sys.exit(principal())
