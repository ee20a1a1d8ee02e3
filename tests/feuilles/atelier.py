"""A pack of one or two tiny workbooks, written in a folder of the test, so that it is built in a second."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from chargeprod_xl.anomalies import DonneesRefuseesError
from chargeprod_xl.construction import construire
from chargeprod_xl.recalcul import verifier
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
phases:
  preparation: {debut: 2027-02-01, fin: 2027-03-12}
  tournage: {debut: 2027-03-15, fin: 2027-04-02}
  finitions: {debut: 2027-04-05, fin: 2027-06-25}
  livraison: 2027-07-30
  cloture: 2027-12-31
"""
_PACK = "pack: long-metrage\ntitre: Essai\nschema_version: 1\nclasseurs: [{}]\n"
_CLASSEUR = "classeur: {0}\ntitre: {1}\nrole: essai\nfeuilles: [{2}]\n"


class Essai:
    """A film, and templates given as ``{"classeur": {"feuille": "yaml"}}``."""

    def __init__(self, racine: Path, **classeurs: dict[str, str]) -> None:
        self.dossier, self.gabarits = racine / "film", racine / "gabarits"
        self.dossier.mkdir()
        (self.gabarits / "packs").mkdir(parents=True)
        (self.dossier / "projet.yaml").write_text(_PROJET, encoding="utf-8")
        (self.gabarits / "packs" / "long-metrage.yaml").write_text(_PACK.format(", ".join(classeurs)), encoding="utf-8")
        for nom, feuilles in classeurs.items():
            (self.gabarits / nom).mkdir()
            declare = _CLASSEUR.format(nom, nom.capitalize(), ", ".join(feuilles))
            (self.gabarits / nom / "_classeur.yaml").write_text(declare, encoding="utf-8")
            for feuille, texte in feuilles.items():
                self.ecrire(nom, feuille, texte)

    def ecrire(self, classeur: str, feuille: str, texte: str) -> None:
        """Write a sheet template."""
        (self.gabarits / classeur / f"{feuille}.yaml").write_text(texte, encoding="utf-8")

    def changer(self, classeur: str, feuille: str, avant: str, apres: str) -> None:
        """Edit a sheet template."""
        texte = (self.gabarits / classeur / f"{feuille}.yaml").read_text(encoding="utf-8")
        assert avant in texte
        self.ecrire(classeur, feuille, texte.replace(avant, apres))

    @property
    def pack(self) -> Path:
        """The pack's folder."""
        return self.dossier / "pack"

    def construire(self, *, unique: bool = False) -> Essai:
        """Build."""
        construire(self.dossier, gabarits=self.gabarits, unique=unique)
        return self

    def refus(self) -> list[str]:
        """What a build refuses, in words."""
        try:
            construire(self.dossier, gabarits=self.gabarits)
        except DonneesRefuseesError as refus:
            return [f"{a.ou} : {a.quoi} → {a.remede}" for a in refus.anomalies]
        raise AssertionError("construit sans faute")

    def regenerer(self) -> Regeneration:
        """Rebuild."""
        return regenerer(self.dossier, Demande(Arbitrage(None), gabarits=self.gabarits, instant=INSTANT))

    def editer(self, classeur: str, geste: Callable[[Any], None]) -> None:
        """Open a workbook, do something, save it."""
        chemin = self.pack / f"{classeur}.xlsx"
        livre = load_workbook(chemin)
        geste(livre)
        livre.save(chemin)

    def feuille(self, classeur: str, feuille: str, *, valeurs: bool = False) -> Any:
        """A sheet as openpyxl reads it; ``valeurs``: what formulas show rather than what they say."""
        return load_workbook(self.pack / f"{classeur}.xlsx", data_only=valeurs)[feuille]

    def valeurs(self, classeur: str = "essai") -> dict[tuple[str, str], Any]:
        """Every value that the visible sheets of a workbook show, titles left out."""
        livre = load_workbook(self.pack / f"{classeur}.xlsx", data_only=True)
        visibles = [f for f in livre.worksheets if f.sheet_state == "visible"]
        return {
            (f.title, c.coordinate): c.value for f in visibles for rangee in f.iter_rows() for c in rangee if c.value
        }

    def fautes(self) -> list[str]:
        """What ``verifier`` finds in the pack as it is."""
        rapport = verifier(sorted(self.pack.glob("*.xlsx")))
        return [str(x) for x in (*rapport.erreurs, *rapport.ecarts, *rapport.anomalies)]


def trouver(feuille: Any, texte: str) -> Any:
    """The first cell that says ``texte``."""
    for rangee in feuille.iter_rows():
        for cellule in rangee:
            if cellule.value == texte:
                return cellule
    raise LookupError(f"{feuille.title} : rien ne dit « {texte} »")
