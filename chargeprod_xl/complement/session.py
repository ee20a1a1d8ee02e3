"""What the actions see of Excel: a small port, with Excel behind (``session_xlwings``) or memory, in tests."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

Couleur = tuple[int, int, int]


class Endroit(NamedTuple):
    """A cell of an open workbook."""

    classeur: Path
    feuille: str
    cellule: str


class AbandonError(Exception):
    """The person closed a question without answering: the action stops, and what was closed is open again."""


class SessionExcel(Protocol):
    """Excel as one person has it open. Workbooks are known by their path; one that was never saved has none."""

    def actif(self) -> Path | None:
        """The active workbook; None when there is none, or when it is not a file of this computer."""

    def ouverts(self) -> list[Path]:
        """Every open workbook that is a file."""

    def position(self, classeur: Path) -> Endroit | None:
        """The selected cell of an open workbook, the first one of several; None when something else is selected."""

    def lecture_seule(self, classeur: Path) -> bool:
        """Whether Excel could only open it for reading: someone else holds it."""

    def enregistrer(self, classeur: Path) -> None:
        """Save what was typed."""

    def fermer(self, classeur: Path) -> None:
        """Close without saving; Excel lets go of the file."""

    def ouvrir(self, classeur: Path) -> None:
        """Open, or bring to the front."""

    def montrer(self, endroit: Endroit) -> None:
        """Select a cell, in front of everything. LookupError: no such sheet."""

    def couleur(self, endroit: Endroit) -> Couleur | None:
        """The background of a cell. LookupError: no such sheet."""

    def colorer(self, endroit: Endroit, couleur: Couleur | None) -> bool:
        """Set the background of a cell; False when the protection of the sheet forbids it."""

    def dire(self, message: str, *, alerte: bool = False) -> None:
        """A message to read."""

    def choisir(self, question: str, choix: Sequence[str]) -> str:
        """One of several. AbandonError: no answer."""

    def demander_texte(self, question: str, defaut: str = "") -> str:
        """A text, perhaps empty. AbandonError: no answer."""

    def demander_fichier(self, question: str, suffixes: Sequence[str]) -> Path:
        """A file that exists. AbandonError: no answer."""

    def demander_dossier(self, question: str) -> Path:
        """A folder that exists. AbandonError: no answer."""

    def consulter(self, fichier: Path) -> None:
        """Show a file in the program that the system has for it."""

    def etat(self, texte: str) -> None:
        """What is being done, in the status bar; "" gives it back to Excel."""
