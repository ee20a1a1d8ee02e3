"""Names and places: what stands in a film's folder while a pack is replaced, and afterwards."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

PACK = "pack"
VERSIONS = "versions"
PROJET = "projet.yaml"
MANIFESTE = "manifeste.json"
# Inside the new pack from its preparation until the former one is put away. It travels with the folder, so it tells
# which of two folders is the new one, even when both have the same manifest; it holds the name of the version to keep.
MARQUE = ".chargeprod.bascule"
SANS_VERSION = "sans-version"
_RESTE = re.compile(rf"\.{PACK}-(.+)\.(?:preparation|bascule|ancien|rebut)")


@dataclass(frozen=True)
class Chantier:
    """The folders through which one replacement goes, beside the pack."""

    pack: Path
    nom: str

    def _a_cote(self, etat: str) -> Path:
        return self.pack.parent / f".{self.pack.name}-{self.nom}.{etat}"

    @property
    def preparation(self) -> Path:
        """The new pack, not whole yet."""
        return self._a_cote("preparation")

    @property
    def bascule(self) -> Path:
        """The new pack, whole; after the exchange, the former one."""
        return self._a_cote("bascule")

    @property
    def ancien(self) -> Path:
        """The former pack, where the system cannot exchange two folders."""
        return self._a_cote("ancien")

    @property
    def rebut(self) -> Path:
        """What is being deleted: a folder takes this name first, so that one half deleted is never taken for a pack."""
        return self._a_cote("rebut")


def chantiers(film: Path) -> list[Chantier]:
    """The replacements that did not come to their end."""
    noms = {trouve[1] for reste in film.iterdir() if (trouve := _RESTE.fullmatch(reste.name))}
    return [Chantier(film / PACK, nom) for nom in sorted(noms)]


def marque(dossier: Path) -> str | None:
    """The version to keep once ``dossier`` is in place (empty: none); None when it is not a new pack."""
    trace = dossier / MARQUE
    return trace.read_text(encoding="utf-8") if trace.is_file() else None


def fichiers_du_manifeste(dossier: Path) -> tuple[str, ...] | None:
    """The workbooks that we wrote there, as the manifest lists them; None when it is missing or unreadable."""
    try:
        fichiers = json.loads((dossier / MANIFESTE).read_text(encoding="utf-8"))["fichiers"]
        return tuple(sorted(str(nom) for nom in dict(fichiers)))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def nom_de_version(instant: datetime) -> str:
    """A folder's name that sorts by date and that every system accepts."""
    return f"{instant:%Y-%m-%d_%Hh%Mm%S}"


def nom_libre(film: Path, version: str) -> str:
    """``version``, or the same with -2, -3… when it is taken."""
    candidats: Iterator[str] = (version if rang == 1 else f"{version}-{rang}" for rang in count(1))
    return next(nom for nom in candidats if not (film / VERSIONS / nom).exists())


def date_du_pack(dossier: Path) -> str:
    """A version's name for a pack kept without having been asked for: the date of its files."""
    trace = dossier / MANIFESTE
    return nom_de_version(datetime.fromtimestamp((trace if trace.is_file() else dossier).stat().st_mtime))
