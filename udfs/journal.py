"""Where the reasons of errors are written: a file in the user's folder, the same for the functions and the buttons."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Mapping
from logging.handlers import RotatingFileHandler
from pathlib import Path

_TAILLE, _ANCIENS = 1_000_000, 2


def dossier(systeme: str = sys.platform, environnement: Mapping[str, str] = os.environ) -> Path:
    """The folder of the log, by system, as each wants it."""
    chez_moi = Path(environnement.get("USERPROFILE") or environnement.get("HOME") or Path.home())
    if systeme == "win32":
        return Path(environnement.get("LOCALAPPDATA") or chez_moi / "AppData" / "Local") / "chargeprod_xl"
    if systeme == "darwin":
        return chez_moi / "Library" / "Logs" / "chargeprod_xl"
    return Path(environnement.get("XDG_STATE_HOME") or chez_moi / ".local" / "state") / "chargeprod_xl"


def ouvrir(dans: Path | None = None) -> Path | None:
    """Write the log in a file from now on; None where no file can be written: an add-in must answer all the same."""
    fichier = (dans or dossier()) / "journal.log"
    racine = logging.getLogger("udfs")
    if any(getattr(h, "baseFilename", "") == str(fichier) for h in racine.handlers):
        return fichier
    try:
        fichier.parent.mkdir(parents=True, exist_ok=True)
        sortie = RotatingFileHandler(fichier, maxBytes=_TAILLE, backupCount=_ANCIENS, encoding="utf-8")
    except OSError:
        return None
    sortie.setFormatter(logging.Formatter("%(asctime)s  %(levelname)s  %(message)s", "%d/%m/%Y %H:%M:%S"))
    racine.addHandler(sortie)
    racine.setLevel(logging.INFO)
    return fichier
