"""Several files replaced together: all of them, or none."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from chargeprod_xl.anomalies import Anomalie


def obstacles(chemins: Iterable[Path]) -> list[Anomalie]:
    """Why some of these files cannot be replaced now: open in Excel or LibreOffice, or read-only."""
    trouves = []
    for chemin in chemins:
        if (chemin.parent / f"~${chemin.name}").exists():
            trouves.append(Anomalie(chemin.name, "le classeur est ouvert dans Excel", "fermez-le et recommencez"))
        elif (chemin.parent / f".~lock.{chemin.name}#").exists():
            trouves.append(Anomalie(chemin.name, "le classeur est ouvert dans LibreOffice", "fermez-le et recommencez"))
        elif chemin.exists() and not _accepte_l_ecriture(chemin):
            quoi = "le classeur ne peut pas être modifié (lecture seule, ou utilisé par un autre programme)"
            trouves.append(Anomalie(chemin.name, quoi, "fermez-le, ôtez la lecture seule et recommencez"))
    return trouves


def _accepte_l_ecriture(chemin: Path) -> bool:
    """Excel on Windows locks a file it holds: opening it for writing is the only sure question."""
    try:
        with chemin.open("r+b"):
            return os.access(chemin, os.W_OK) and os.access(chemin.parent, os.W_OK)
    except OSError:
        return False


def remplacer_tous(contenus: Mapping[Path, bytes]) -> list[Anomalie]:
    """Replace every file by its new content, or leave all as they were and say why."""
    refus = obstacles(contenus)
    if refus:
        return refus
    prets: dict[Path, Path] = {}
    anciens: dict[Path, Path] = {}
    poses: list[Path] = []
    try:
        for chemin, octets in contenus.items():
            prets[chemin] = _ecrire_a_cote(chemin, octets)
        for chemin in contenus:
            if chemin.exists():
                anciens[chemin] = _copier_a_cote(chemin)
        for chemin, pret in prets.items():
            pret.replace(chemin)
            poses.append(chemin)
        _fixer_dossiers(contenus)
    except OSError as faute:
        _remettre(poses, anciens)
        raison = faute.strerror or faute
        quoi = f"les classeurs n'ont pas pu être remplacés, tout est resté comme avant ({raison})"
        ou = ", ".join(chemin.name for chemin in contenus)
        return [Anomalie(ou, quoi, "vérifiez l'espace disque et les droits du dossier, puis recommencez")]
    finally:
        for reste in (*prets.values(), *anciens.values()):
            reste.unlink(missing_ok=True)
    return []


def _ecrire_a_cote(chemin: Path, octets: bytes) -> Path:
    """A finished file in the same folder (a rename is atomic only inside one file system)."""
    poignee, nom = tempfile.mkstemp(dir=chemin.parent, prefix=f".{chemin.stem}-", suffix=".tmp")
    temporaire = Path(nom)
    try:
        with os.fdopen(poignee, "wb") as flux:
            flux.write(octets)
            flux.flush()
            os.fsync(flux.fileno())
        if chemin.exists():
            shutil.copymode(chemin, temporaire)
        else:
            temporaire.chmod(0o644)
    except OSError:
        temporaire.unlink(missing_ok=True)
        raise
    return temporaire


def _copier_a_cote(chemin: Path) -> Path:
    """The former file, kept until all are in place."""
    poignee, nom = tempfile.mkstemp(dir=chemin.parent, prefix=f".{chemin.stem}-", suffix=".ancien")
    os.close(poignee)
    return Path(shutil.copy2(chemin, nom))


def _remettre(poses: Iterable[Path], anciens: Mapping[Path, Path]) -> None:
    for chemin in poses:
        if chemin in anciens:
            anciens[chemin].replace(chemin)
        else:
            chemin.unlink(missing_ok=True)


def _fixer_dossiers(chemins: Iterable[Path]) -> None:
    """Make the renames last through a power cut, where the system allows it (not Windows)."""
    if os.name != "posix":
        return
    for dossier in {chemin.parent for chemin in chemins}:
        poignee = os.open(dossier, os.O_RDONLY)
        try:
            os.fsync(poignee)
        finally:
            os.close(poignee)
