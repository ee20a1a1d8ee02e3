"""A short film and a small pack, so that a test reads in one glance and runs in a second or two."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from magasin import pack_construit
from openpyxl import load_workbook

from chargeprod_xl.construction import dossier_gabarits
from chargeprod_xl.regeneration import Demande, Regeneration, regenerer
from chargeprod_xl.reprise.bilan import Arbitrage

INSTANT = datetime(2027, 1, 4, 9, 30)
_PROJET = """\
projet:
  titre: Le Quai
  realisateur: Ana Roux
  producteur_delegue: Les Films du Quai
  version: "1"
  date_version: 2026-10-05
scenario: scenario.fountain
phases:
  preparation: {debut: 2027-02-01, fin: 2027-03-12}
  tournage: {debut: 2027-03-15, fin: 2027-04-02}
  finitions: {debut: 2027-04-05, fin: 2027-06-25}
  livraison: 2027-07-30
  cloture: 2027-12-31
hypotheses:
  solde_initial: 10000
"""
SCENES = (
    "INT. CUISINE - JOUR\n\nLéa prépare le café et compte les tasses.\n\nLÉA\nIl en manque une.\n",
    "EXT. QUAI - NUIT\n\nMarc attend le bac sous la pluie.\n\nMARC\nIl ne viendra plus.\n",
    "INT. BUREAU DU PORT - JOUR\n\nLéa rend les clefs au capitaine.\n\nLÉA\nVoilà les clefs.\n\nCAPITAINE\nMerci.\n",
    "EXT. QUAI - JOUR\n\nMarc et Léa marchent sans se parler.\n\nMARC\nTu pars ?\n\nLÉA\nDemain.\n",
)


def scenario(*scenes: str) -> str:
    """A Fountain script without numbers: each scene is known by its rank."""
    return "Title: Le Quai\n\n" + "\n".join(scenes)


def gabarits(dossier: Path, *classeurs: str) -> Path:
    """The program's templates, with only these workbooks in the pack."""
    copie = dossier / "gabarits"
    shutil.copytree(dossier_gabarits(), copie)
    pack = copie / "packs" / "long-metrage.yaml"
    lignes = pack.read_text(encoding="utf-8").split("# Ce que le rapport")[0].splitlines()
    lignes = [f"classeurs: [{', '.join(classeurs)}]" if x.startswith("classeurs:") else x for x in lignes]
    pack.write_text("\n".join(lignes) + "\n", encoding="utf-8")
    return copie


class Film:
    """A film's folder, its templates, and gestures of a person."""

    def __init__(self, racine: Path, *classeurs: str) -> None:
        self.dossier = racine / "film"
        self.dossier.mkdir()
        self.gabarits = gabarits(racine, *(classeurs or ("projet", "depouillement", "plan_de_travail")))
        (self.dossier / "projet.yaml").write_text(_PROJET, encoding="utf-8")
        self.ecrire_scenario(*SCENES)
        pack_construit(self.dossier, gabarits=self.gabarits)

    @property
    def pack(self) -> Path:
        """The pack's folder."""
        return self.dossier / "pack"

    def ecrire_scenario(self, *scenes: str) -> None:
        """A new draft."""
        (self.dossier / "scenario.fountain").write_text(scenario(*scenes), encoding="utf-8")

    def changer_projet(self, avant: str, apres: str) -> None:
        """Edit projet.yaml."""
        chemin = self.dossier / "projet.yaml"
        texte = chemin.read_text(encoding="utf-8")
        assert avant in texte
        chemin.write_text(texte.replace(avant, apres), encoding="utf-8")

    def changer_gabarit(self, nom: str, avant: str, apres: str) -> None:
        """Edit a template."""
        chemin = self.gabarits / nom
        texte = chemin.read_text(encoding="utf-8")
        assert avant in texte, f"{nom} ne contient pas {avant!r}"
        chemin.write_text(texte.replace(avant, apres), encoding="utf-8")

    def editer(self, classeur: str, geste: Callable[[Any], None]) -> None:
        """Open a workbook, do something, save it."""
        chemin = self.pack / f"{classeur}.xlsx"
        livre = load_workbook(chemin)
        geste(livre)
        livre.save(chemin)

    def saisir(self, classeur: str, feuille: str, libelle: str, titre: str, valeur: Any) -> None:
        """Type a value on the row whose first columns say ``libelle``, under ``titre``."""

        def geste(livre: Any) -> None:
            ligne, colonne = trouver(livre[feuille], libelle, titre)
            livre[feuille].cell(ligne, colonne).value = valeur

        self.editer(classeur, geste)

    def lire(self, classeur: str, feuille: str, libelle: str, titre: str) -> Any:
        """What a cell holds: value or formula."""
        return self.cellule(classeur, feuille, libelle, titre).value

    def cellule(self, classeur: str, feuille: str, libelle: str, titre: str) -> Any:
        """A cell with its look and its note."""
        onglet = load_workbook(self.pack / f"{classeur}.xlsx")[feuille]
        return onglet.cell(*trouver(onglet, libelle, titre))

    def colonne(self, classeur: str, feuille: str, titre: str) -> list[Any]:
        """What stands under a title, down to the sentinel row."""
        onglet = load_workbook(self.pack / f"{classeur}.xlsx")[feuille]
        entete, col = _titre(onglet, titre)
        valeurs = []
        for ligne in range(entete + 1, onglet.max_row + 1):
            if str(onglet.cell(ligne, 1).value).startswith("— insérer"):
                break
            valeurs.append(onglet.cell(ligne, col).value)
        return valeurs

    def regenerer(self, **options: Any) -> Regeneration:
        """Rebuild; ``conflits`` says who wins."""
        tous = options.pop("conflits", None)
        options.setdefault("instant", INSTANT)
        return regenerer(self.dossier, Demande(Arbitrage(tous), gabarits=self.gabarits, **options))

    def octets(self) -> dict[str, bytes]:
        """Every file of the pack."""
        return {p.name: p.read_bytes() for p in sorted(self.pack.iterdir())}


def _titre(onglet: Any, titre: str) -> tuple[int, int]:
    for ligne in onglet.iter_rows():
        for cellule in ligne:
            if cellule.value == titre:
                return cellule.row, cellule.column
    raise LookupError(f"{onglet.title} : aucun titre « {titre} »")


def trouver(onglet: Any, libelle: str, titre: str) -> tuple[int, int]:
    """Row and column of a cell, by what a person reads: label of the row, title of the column."""
    ligne = next(
        (x[0].row for x in onglet.iter_rows(max_col=6) if any(str(c.value) == libelle for c in x)),
        None,
    )
    if ligne is None:
        raise LookupError(f"{onglet.title} : aucune ligne « {libelle} »")
    return ligne, _titre(onglet, titre)[1]
