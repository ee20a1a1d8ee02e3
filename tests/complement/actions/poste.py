"""A person at her desk: a film, Excel in memory, and what she sees and does."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from reprise.atelier import Film

from chargeprod_xl.complement.actions_marques import MARQUE
from chargeprod_xl.complement.lancer import lancer_avec
from chargeprod_xl.complement.session import Endroit
from chargeprod_xl.complement.session_memoire import SessionMemoire

HYPOTHESES = "Hypothèses"
SOLDE = "B20"


class Poste:
    """A copy of a film just built, and the gestures of who works on it."""

    def __init__(self, modele: Path, racine: Path) -> None:
        self.film = racine / "Le Quai"
        shutil.copytree(modele, self.film)
        self.excel = SessionMemoire()

    @property
    def pack(self) -> Path:
        """The folder of the workbooks."""
        return self.film / "pack"

    def classeur(self, nom: str) -> Path:
        """A workbook of the pack."""
        return self.pack / f"{nom}.xlsx"

    def ouvrir(self, *noms: str) -> None:
        """Open workbooks, the last one in front."""
        for nom in noms:
            self.excel.ouvrir(self.classeur(nom))

    def saisir(self, nom: str, feuille: str, cellule: str, valeur: Any) -> None:
        """Type without saving."""
        self.excel.saisir(self.classeur(nom), feuille, cellule, valeur)

    def choisir_la_cellule(self, nom: str, feuille: str, cellule: str) -> None:
        """Click a cell."""
        self.excel.montrer(Endroit(self.classeur(nom), feuille, cellule))

    def cliquer(self, bouton: str, *reponses: Any) -> None:
        """Click a button, answer its questions; every answer must have been asked for."""
        self.excel.reponses += reponses
        lancer_avec(self.excel, bouton)
        assert not self.excel.reponses, f"réponses que personne n’a demandées : {self.excel.reponses}"

    def sur_disque(self, nom: str, feuille: str, cellule: str) -> Any:
        """What the file holds."""
        return load_workbook(self.classeur(nom))[feuille][cellule].value

    def changer_projet(self, avant: str, apres: str) -> None:
        """Edit projet.yaml."""
        projet = self.film / "projet.yaml"
        texte = projet.read_text(encoding="utf-8")
        assert avant in texte
        projet.write_text(texte.replace(avant, apres), encoding="utf-8")

    def octets(self) -> dict[str, bytes]:
        """Every file of the pack but Excel's locks."""
        return {p.name: p.read_bytes() for p in sorted(self.pack.iterdir()) if not p.name.startswith("~$")}

    @property
    def rouges(self) -> set[tuple[str, str, str]]:
        """The cells coloured on the screen."""
        return self.excel.marquees(MARQUE)

    @property
    def derniere_page(self) -> str:
        """The page that opened last."""
        return self.excel.consultes[-1].read_text(encoding="utf-8")

    def rien_de_casse(self) -> None:
        """No alert, and no file written while Excel held it."""
        assert self.excel.alertes == []
        for classeur in self.excel.ouverts():
            self.excel.enregistrer(classeur)


def film_reduit(racine: Path) -> Film:
    """A film of four sequences and three workbooks."""
    return Film(racine)
