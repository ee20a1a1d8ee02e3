"""Saved by another program: LibreOffice, or a script with openpyxl."""

from __future__ import annotations

import posixpath
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bureautique.conversion import convertir
from openpyxl import load_workbook

from reprise.parties import arbre, ouvertes


def par_openpyxl(chemin: Path) -> None:
    """Somebody's script: computed values are lost, formulas stay."""
    load_workbook(chemin).save(chemin)


def par_libreoffice(chemins: Sequence[Path], dossier: Path) -> None:
    """The workbooks of a pack, saved by LibreOffice into ``dossier`` (theirs, or another), in one call.

    LibreOffice converts no file onto itself and says nothing of it; elsewhere, it writes the path back to the first
    folder in links. A person saves in place, so the targets are made file names again.
    """
    dossier.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as brut:
        sortie = Path(brut)
        convertir(chemins, sortie)
        for chemin in chemins:
            _rapprocher_les_cibles(sortie / chemin.name)
            shutil.copyfile(sortie / chemin.name, dossier / chemin.name)


def _rapprocher_les_cibles(chemin: Path) -> None:
    with ouvertes(chemin) as parties:
        for nom in [nom for nom in parties if nom.endswith(".rels")]:
            with arbre(parties, nom) as liens:
                for lien in liens:
                    cible = lien.get("Target", "")
                    if lien.get("TargetMode") == "External" and cible.startswith("../"):
                        lien.set("Target", posixpath.basename(cible))
