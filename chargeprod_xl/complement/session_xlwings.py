"""Excel itself, on Windows and on Mac, through the free part of xlwings. Nothing here decides anything."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from chargeprod_xl.complement.journal import journal
from chargeprod_xl.complement.session import Couleur, Endroit, SessionExcel
from chargeprod_xl.complement.session_dialogues import Dialogues, DialoguesMac, DialoguesWindows

_TITRE = "Chargé de production"


def session_active() -> SessionExcel:
    """The Excel whose window is in front."""
    import xlwings  # noqa: PLC0415 - an extra, and slow to import

    app = xlwings.apps.active
    if app is None:
        raise RuntimeError("no running Excel")
    return SessionXlwings(app)


class SessionXlwings:
    """One running Excel."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self._mac = sys.platform == "darwin"
        self._dialogues: Dialogues = DialoguesMac() if self._mac else DialoguesWindows(app)

    def _livres(self) -> Iterator[tuple[Path, Any]]:
        for livre in self._app.books:
            if (chemin := _chemin(livre)) is not None:
                yield chemin, livre

    def _livre(self, classeur: Path) -> Any:
        return next(livre for chemin, livre in self._livres() if chemin == classeur)

    def _cellule(self, endroit: Endroit) -> Any:
        livre = self._livre(endroit.classeur)
        if endroit.feuille not in [feuille.name for feuille in livre.sheets]:
            raise LookupError(endroit.feuille)
        return livre.sheets[endroit.feuille].range(endroit.cellule)

    def _dit(self, livre: Any, windows: str, mac: str) -> bool:
        """A property of a workbook that xlwings does not give: its two programs name it differently."""
        return bool(getattr(livre.api, mac).get() if self._mac else getattr(livre.api, windows))

    def actif(self) -> Path | None:
        """The active workbook of this Excel."""
        return _chemin(self._app.books.active) if len(self._app.books) else None

    def ouverts(self) -> list[Path]:
        """Every open workbook that is a file here."""
        return [chemin for chemin, _ in self._livres()]

    def position(self, classeur: Path) -> Endroit | None:
        """Excel tells the selection of the active workbook only."""
        self._livre(classeur).activate()
        choix = self._app.selection
        return None if choix is None else Endroit(classeur, choix.sheet.name, choix[0, 0].get_address(False, False))

    def lecture_seule(self, classeur: Path) -> bool:
        """Whether Excel opened it so."""
        return self._dit(self._livre(classeur), "ReadOnly", "read_only")

    def enregistrer(self, classeur: Path) -> None:
        """Save, unless nothing changed: a file as built stays as built."""
        livre = self._livre(classeur)
        if not self._dit(livre, "Saved", "saved"):
            livre.save()

    def fermer(self, classeur: Path) -> None:
        """Close; ``enregistrer`` came before."""
        self._livre(classeur).close()

    def ouvrir(self, classeur: Path) -> None:
        """Open without asking about links: their values were just written."""
        if classeur in self.ouverts():
            self._livre(classeur).activate()
        else:
            self._app.books.open(str(classeur), update_links=False)

    def montrer(self, endroit: Endroit) -> None:
        """Select, once workbook and sheet are in front."""
        cellule = self._cellule(endroit)
        self._livre(endroit.classeur).activate()
        cellule.sheet.activate()
        cellule.select()

    def couleur(self, endroit: Endroit) -> Couleur | None:
        """The colour of the cell itself, not that of a conditional format."""
        rgb = self._cellule(endroit).color
        return None if rgb is None else (rgb[0], rgb[1], rgb[2])

    def colorer(self, endroit: Endroit, couleur: Couleur | None) -> bool:
        """Excel raises on a sheet that is protected with its formats."""
        cellule = self._cellule(endroit)
        try:
            cellule.color = couleur
        except Exception:  # pywin32 and appscript have errors of their own, absent elsewhere
            journal().warning("%s › %s › %s : couleur refusée", *endroit)
            return False
        return True

    def dire(self, message: str, *, alerte: bool = False) -> None:
        """A message box."""
        self._app.alert(message, _TITRE, "ok", "critical" if alerte else "info")

    def choisir(self, question: str, choix: Sequence[str]) -> str:
        """A dialog."""
        return self._dialogues.choisir(question, choix)

    def demander_texte(self, question: str, defaut: str = "") -> str:
        """A dialog."""
        return self._dialogues.texte(question, defaut)

    def demander_fichier(self, question: str, suffixes: Sequence[str]) -> Path:
        """A dialog."""
        return self._dialogues.fichier(question, suffixes)

    def demander_dossier(self, question: str) -> Path:
        """A dialog."""
        return self._dialogues.dossier(question)

    def consulter(self, fichier: Path) -> None:
        """The system knows which program."""
        if sys.platform == "win32":
            os.startfile(fichier)
        else:
            subprocess.run(["/usr/bin/open" if self._mac else "xdg-open", str(fichier)], check=False)

    def etat(self, texte: str) -> None:
        """False gives the bar back to Excel."""
        self._app.status_bar = texte or False


def _chemin(livre: Any) -> Path | None:
    """A workbook as a file of this computer: not one never saved, nor one that OneDrive keeps elsewhere."""
    try:
        chemin = Path(livre.fullname)
    except Exception:  # xlwings cannot turn the address into a folder of this computer
        journal().warning("un classeur ouvert n’a pas de dossier sur ce poste")
        return None
    return chemin if chemin.is_absolute() else None
