"""A small film whose devis is three lines, its pack frozen then edited by a person: built once."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from edits.gestes import Edition, Feuilles, Geste
from edits.main_openpyxl import jouer
from magasin import pack_construit
from oracle.lecture import Pack

from chargeprod_xl.versions_devis.depot import Gel, figer

PROJET = """
projet:
  titre: Les Deux Rives
  realisateur: Ana Roux
  producteur_delegue: Films du Cap
  version: "2"
  date_version: 2026-01-05
budget: budget.yaml
phases:
  preparation: {debut: 2026-02-02, fin: 2026-02-27}
  tournage: {debut: 2026-03-02, fin: 2026-03-31}
  finitions: {debut: 2026-04-01, fin: 2026-12-18}
  livraison: 2027-01-31
  cloture: 2027-06-30
hypotheses: {arrondi: 2, taux_imprevus: 0}
"""
# 15,000 + 1,600 + 2,000 = 18,600; fee 930, overheads 1,302.
BUDGET = """
lignes:
  - {code: "7111", nom: Caméra, nombre: 1, tournage: 10, taux: 1500}
  - {code: "7211", nom: Grue, nombre: 1, tournage: 2, taux: 800}
  - {code: "7311", nom: Projecteurs, nombre: 2, tournage: 10, taux: 100}
"""
DETAIL = "Détail"


@dataclass(frozen=True)
class FilmFige:
    """The film's folder, and what freezing its devis gave."""

    dossier: Path
    gel: Gel


@pytest.fixture(scope="session")
def fige(tmp_path_factory: pytest.TempPathFactory) -> FilmFige:
    """As built; copy it before editing."""
    dossier = tmp_path_factory.mktemp("figes") / "film"
    dossier.mkdir()
    (dossier / "projet.yaml").write_text(PROJET, encoding="utf-8")
    (dossier / "budget.yaml").write_text(BUDGET, encoding="utf-8")
    pack_construit(dossier)
    return FilmFige(dossier, figer(dossier, "Agrément", "dépôt au CNC"))


@pytest.fixture(scope="session")
def modifie(fige: FilmFige, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A rate changed, a line deleted, one added, one renamed with a longer hire."""
    dossier = tmp_path_factory.mktemp("modifie") / "film"
    shutil.copytree(fige.dossier, dossier)
    f = Feuilles(Pack(dossier / "pack"))

    def ligne(nom: str) -> int:
        return f.ligne(DETAIL, "Nom ou précision", nom)

    changer = [
        f.poser(DETAIL, ligne("Caméra"), "Taux", 1600),
        f.poser(DETAIL, ligne("Projecteurs"), "Tournage forcé", 12),
        f.poser(DETAIL, ligne("Projecteurs"), "Nom ou précision", "Projecteurs LED"),
    ]
    nouvelle = {
        "N°": "7399", "Désignation": "Groupe", "Unité": "J", "Nombre": 2, "Prépa.": 3, "Tournage forcé": 0,
        "Finitions": None, "Taux": 100, "Plan": "N", "Poste": 7, "Rubrique": 73, "Niveau": "ligne",
        "Phase": "tournage", "Nature CI": "T", "Charges": None, "Paiement": "comptant", "Majorations": None,
    }  # fmt: skip
    ajouter = f.inserer(DETAIL, "N°", "en fin", nouvelle)
    nommer = Geste("texte", DETAIL, ajouter[0].ligne, f.colonne(DETAIL, "Nom ou précision"), "=1+1")
    supprimer = Geste("supprimer", DETAIL, ligne("Grue"))
    jouer(Edition("quatre gestes", (*changer, *ajouter, nommer, supprimer)), dossier / "pack")
    return dossier
