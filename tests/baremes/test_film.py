"""What a change of law does to a film, by poste."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chargeprod_xl.cli import application

RACINE = Path(__file__).parents[2]
FILM = """
projet: {titre: Les Deux Rives, realisateur: Ana Roux, producteur_delegue: Films du Cap, date_version: 2026-01-05}
budget: budget.yaml
phases:
  preparation: {debut: 2026-02-02, fin: 2026-02-27}
  tournage: {debut: 2026-03-02, fin: 2026-03-31}
  finitions: {debut: 2026-04-01, fin: 2026-12-18}
  livraison: 2027-01-31
  cloture: 2027-06-30
"""
# One director of photography, one week of preparation at 3,500 €: Monday 23 to Friday 27 February, above any threshold.
BUDGET = (
    'lignes: [{code: "2341", nom: Directeur de la photographie, nombre: 1, preparation: 1, tournage: 0, taux: 3500}]\n'
)


@pytest.fixture
def film(tmp_path: Path) -> Path:
    (tmp_path / "projet.yaml").write_text(FILM, encoding="utf-8")
    (tmp_path / "budget.yaml").write_text(BUDGET, encoding="utf-8")
    return tmp_path


def test_l_effet_sur_le_poste_quatre(film: Path) -> None:
    """Ceiling 3,925 × 5 / 28 = 700.89, then 4,005 × 5 / 28 = 715.18 (February has 28 days).

    Vieillesse plafonnée 59.93 → 61.15 (+ 1.22), déplafonnée 2.02 → 2.11 % (+ 3.15), accidents 1.65 → 1.50 % (− 5.25),
    FNAL 0.70 → 0.72 (+ 0.02), retraite: T1 27.62 → 28.18 (+ 0.56), T2 at 12.95 % on 2,799.11 → 2,784.82 (− 1.85),
    CEG 9.04 → 9.23 (+ 0.19) and 45.35 → 45.11 (− 0.24), Apec on 4 ceilings 1.01 → 1.03 (+ 0.02), prévoyance 6.17 → 6.29
    (+ 0.12), santé 5.19 → 5.29 (+ 0.10), médecine 2.24 → 2.29 (+ 0.05): in all − 1.91 €, rounded with the poste.
    """
    sortie = CliRunner().invoke(
        application, ["baremes", "comparer", "2025-12-31", "2026-01-01", "--film", str(film), "--json"]
    )
    assert sortie.exit_code == 0, sortie.output
    postes = {e["libelle"]: e for e in json.loads(sortie.output)["postes"]}
    assert postes["Personnel"]["avant"] - postes["Personnel"]["apres"] == pytest.approx(0, abs=2)
    poste4 = postes["Charges sociales et fiscales"]
    assert poste4["apres"] - poste4["avant"] == pytest.approx(-1.91, abs=1.01)
    assert poste4["avant"] > 2000
    assert not (film / "pack").exists()


def test_un_film_illisible_est_refuse_en_clair(tmp_path: Path) -> None:
    sortie = CliRunner().invoke(
        application, ["baremes", "comparer", "2025-12-31", "2026-01-01", "--film", str(tmp_path)]
    )
    assert sortie.exit_code == 2
    assert "projet.yaml" in sortie.output


def test_les_memes_sources_au_meme_jour_ne_changent_rien(film: Path, tmp_path: Path) -> None:
    copie = tmp_path / "copie"
    copie.mkdir()
    for nom in ("projet.yaml", "budget.yaml"):
        shutil.copy(film / nom, copie / nom)
    sortie = CliRunner().invoke(
        application, ["baremes", "comparer", "2026-03-01", "01/03/2026", "--film", str(copie), "--json"]
    )
    assert all(e["avant"] == e["apres"] for e in json.loads(sortie.output)["postes"])
