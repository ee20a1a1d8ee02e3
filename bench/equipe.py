"""Measure a large crew: 60 people over three months of shooting, every contribution line by line.

python bench/equipe.py [people] [months] [lines of devis] [folder to keep the film in]
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import yaml

from chargeprod_xl.baremes.formes import nomenclature
from chargeprod_xl.gabarits.sources_paie import fonctions_par_code
from chargeprod_xl.planification.emplois import mois_suivant

DEBUT = date(2026, 3, 2)


def autres_lignes(combien: int) -> list[dict[str, object]]:
    """Invoiced lines of every poste, in the order of the form, each with an amount of its own."""
    codes = [
        str(x["code"])
        for x in nomenclature("long-metrage")
        if x["niveau"] == "ligne" and x["charges"] is None and x["unite"] != "%"
    ]
    return [
        {"code": codes[n % len(codes)], "nom": f"Facture {n + 1}", "tournage": 1 + n % 7, "taux": 250 + 35 * n}
        for n in range(combien)
    ]


def ecrire_film(dossier: Path, personnes: int, mois: int, autres: int = 0) -> Path:
    """A film without screenplay: ``personnes`` technicians, four weeks a month, and ``autres`` invoiced lines."""
    fin = DEBUT.replace(day=1)
    for _ in range(mois):
        fin = mois_suivant(fin)
    fin -= timedelta(days=1)
    jour = timedelta(days=1)
    projet = {
        "budget": "budget.yaml",
        "projet": {
            "titre": "Grande équipe",
            "realisateur": "Ana Roux",
            "producteur_delegue": "Films du Cap",
            "date_version": date(2026, 1, 5),
        },
        "phases": {
            "preparation": {"debut": DEBUT - 28 * jour, "fin": DEBUT - jour},
            "tournage": {"debut": DEBUT, "fin": fin},
            "finitions": {"debut": fin + jour, "fin": fin + 120 * jour},
            "livraison": fin + 150 * jour,
            "cloture": fin + 300 * jour,
        },
    }
    # Technicians paid by the week; the wage is above every minimum.
    codes = [code for code in sorted(fonctions_par_code("3097")) if code.startswith(("23", "24", "25", "26", "27"))]
    lignes = [
        {"code": codes[n % len(codes)], "nom": f"Personne {n + 1}", "nombre": 1, "tournage": 4 * mois, "taux": 4000}
        for n in range(personnes)
    ]
    lignes += autres_lignes(autres)
    dossier.mkdir(parents=True)
    (dossier / "projet.yaml").write_text(yaml.safe_dump(projet, allow_unicode=True), encoding="utf-8")
    (dossier / "budget.yaml").write_text(yaml.safe_dump({"lignes": lignes}, allow_unicode=True), encoding="utf-8")
    return dossier


def mesurer(commande: Sequence[str]) -> tuple[float, float, int, str]:
    """Seconds on the clock, seconds of processor, peak megabytes so far, and what the command said."""
    debut, avant = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    fini = subprocess.run(commande, check=False, capture_output=True, text=True)
    if fini.returncode not in {0, 1}:
        raise SystemExit(fini.stderr)
    apres = resource.getrusage(resource.RUSAGE_CHILDREN)
    processeur = apres.ru_utime + apres.ru_stime - avant.ru_utime - avant.ru_stime
    return time.perf_counter() - debut, processeur, apres.ru_maxrss // 1024, fini.stdout


def main(personnes: int, mois: int, lignes: int, garde: Path | None) -> None:
    """Build, then verify."""
    programme = [sys.executable, "-m", "chargeprod_xl"]
    with tempfile.TemporaryDirectory() as brut:
        film = ecrire_film((garde or Path(brut)) / "film", personnes, mois, max(0, lignes - personnes))
        for commande in ("construire", "verifier"):
            cible = str(film if commande == "construire" else film / "pack")
            secondes, processeur, memoire, dit = mesurer([*programme, commande, cible, "--json"])
            formules = json.loads(dit)["recalcul"]["formules"]
            sys.stdout.write(
                f"{commande} : {personnes} personnes × {mois} mois, {lignes} lignes, {formules} formules, "
                f"{secondes:.1f} s ({processeur:.1f} s de processeur), {memoire} Mo au plus\n"
            )


if __name__ == "__main__":
    personnes, mois, lignes = [*(int(x) for x in sys.argv[1:4]), *(60, 3, 60)[len(sys.argv[1:4]) :]]
    main(personnes, mois, lignes, Path(sys.argv[4]) if len(sys.argv) > 4 else None)
