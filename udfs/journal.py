"""The log: one file in the person's own folder, kept short, the same for the functions and the buttons."""

from __future__ import annotations

import logging
import os
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

_NOM = "chargeprod_xl"
_TAILLE, _ANCIENS = 500_000, 3
_FORME = "%(asctime)s %(levelname)s %(message)s"


def dossier_personnel() -> Path:
    """Where this program keeps what belongs to the person and to no film: log, reports, marks."""
    maison = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or maison / "AppData" / "Local") / _NOM
    if sys.platform == "darwin":
        return maison / "Library" / "Logs" / _NOM
    return Path(os.environ.get("XDG_STATE_HOME") or maison / ".local" / "state") / _NOM


def chemin_du_journal() -> Path:
    """The file; its former pages are beside it, numbered."""
    return dossier_personnel() / "journal.log"


def brancher(nom: str) -> logging.Logger:
    """A logger, writing to that file; without a place to write, nothing is kept and nothing fails."""
    sortie = logging.getLogger(nom)
    chemin = chemin_du_journal()
    if any(isinstance(h, RotatingFileHandler) and Path(h.baseFilename) == chemin for h in sortie.handlers):
        return sortie
    for ancien in list(sortie.handlers):
        sortie.removeHandler(ancien)
        ancien.close()
    sortie.setLevel(logging.INFO)
    sortie.addHandler(_ecrivain(chemin))
    return sortie


class _Pages(RotatingFileHandler):
    """Turns its page when it can: Windows refuses while another program has the same file open."""

    def doRollover(self) -> None:  # noqa: N802 - the name that logging calls
        """A new page, or the same one, a little longer."""
        try:
            super().doRollover()
        except OSError:
            self.stream = self._open()


def _ecrivain(chemin: Path) -> logging.Handler:
    try:
        chemin.parent.mkdir(parents=True, exist_ok=True)
        # Opened at the first line only: a program that has nothing to say creates no file.
        fichier = _Pages(chemin, maxBytes=_TAILLE, backupCount=_ANCIENS, encoding="utf-8", delay=True)
    except OSError:
        return logging.NullHandler()
    fichier.setFormatter(logging.Formatter(_FORME, "%d/%m/%Y %H:%M:%S"))
    return fichier
