"""Packs built once and shared: between modules, between processes, between runs of the same code.

A pack is known by a digest of all that makes it: the program, its libraries, the templates, the film. Nothing is ever
looked at by date, so nothing is stale: whoever changes one byte builds again. What leaves the store is a copy.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

from filelock import FileLock

from chargeprod_xl import construction

RACINE = Path(__file__).parent.parent
MAGASIN = RACINE / ".magasin-tests"
#: Packs are small; a store this full holds former versions of the code.
_PLEIN = 400
_HORS_DU_FILM = {"pack", "versions", ".chargeprod.verrou"}
_HORS_DU_CODE = {"__pycache__", ".mypy_cache", ".ruff_cache"}


def pack_construit(film: Path, *, gabarits: Path | None = None, unique: bool = False, plus: str = "") -> Path:
    """The pack of a film's folder, as ``construire`` makes it; built only if no test of this code did before.

    ``plus``: what decides the pack beside its files, such as rates changed in memory.
    """
    range_ = MAGASIN / _cle(film, gabarits or construction.dossier_gabarits(), f"{unique} {plus}")
    cible = film / "pack"
    with FileLock(f"{range_}.verrou"):
        if not range_.is_dir():
            _ranger(construction.construire(film, gabarits=gabarits, unique=unique).dossier, range_)
            return cible
        os.utime(range_)
        return Path(shutil.copytree(range_, cible))


def _ranger(pack: Path, range_: Path) -> None:
    """Copied aside, then renamed: a copy cut short is never a pack."""
    a_cote = Path(tempfile.mkdtemp(prefix="en-cours-", dir=MAGASIN))
    shutil.copytree(pack, a_cote / "pack")
    (a_cote / "pack").rename(range_)
    a_cote.rmdir()


def _cle(film: Path, gabarits: Path, plus: str) -> str:
    MAGASIN.mkdir(exist_ok=True)
    du_film = _fichiers(film, _HORS_DU_FILM)
    parts = [_programme(), _empreinte(gabarits, _fichiers(gabarits, _HORS_DU_CODE)), _empreinte(film, du_film), plus]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


@cache
def _programme() -> str:
    """The program and what it stands on."""
    paquets = sorted(f"{d.metadata['Name']} {d.version}" for d in distributions())
    dessous = hashlib.sha256("\n".join([sys.version, *paquets]).encode()).hexdigest()
    code = (RACINE / nom for nom in ("chargeprod_xl", "udfs"))
    return " ".join([dessous, *(_empreinte(dossier, _fichiers(dossier, _HORS_DU_CODE)) for dossier in code)])


def _fichiers(dossier: Path, sauf: set[str]) -> Iterator[Path]:
    for ici, sous, noms in os.walk(dossier):
        sous[:] = sorted(set(sous) - sauf)
        yield from (Path(ici) / nom for nom in sorted(set(noms) - sauf))


def _empreinte(dossier: Path, fichiers: Iterator[Path]) -> str:
    somme = hashlib.sha256()
    for fichier in fichiers:
        contenu = hashlib.sha256(fichier.read_bytes()).hexdigest()
        somme.update(f"{fichier.relative_to(dossier)} {contenu}\n".encode())
    return somme.hexdigest()


def faire_le_menage() -> None:
    """Throw away what has not served for longest, once there is a lot; asked by one process, before any test."""
    MAGASIN.mkdir(exist_ok=True)
    ranges = sorted((p for p in MAGASIN.iterdir() if p.is_dir()), key=lambda p: p.stat().st_mtime, reverse=True)
    for vieux in ranges[_PLEIN:]:
        shutil.rmtree(vieux, ignore_errors=True)
