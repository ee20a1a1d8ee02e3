"""The manifest of a pack: which files were built, and from what; it tells an edited file from a built one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from chargeprod_xl import __version__
from chargeprod_xl.sauvegarde.lieux import MANIFESTE


def modifies(dossier: Path) -> list[str]:
    """Files of a pack that are not those that were built (edited, added by hand or missing)."""
    presents = {p.name for p in dossier.glob("*.xlsx") if not p.name.startswith("~$")}
    connus = lire_manifeste(dossier)["fichiers"]
    return sorted(n for n in presents if connus.get(n) != empreinte((dossier / n).read_bytes()))


def empreinte(octets: bytes) -> str:
    """Hash of a file."""
    return hashlib.sha256(octets).hexdigest()


def lire_manifeste(dossier: Path) -> dict[str, dict[str, str]]:
    """Hashes of a pack: ``fichiers`` as built, ``sources`` before their values were computed."""
    manifeste = dossier / MANIFESTE
    try:
        brut = json.loads(manifeste.read_text(encoding="utf-8"))
        return {cle: dict(brut[cle]) for cle in ("fichiers", "sources")}
    except (OSError, ValueError, KeyError, TypeError):
        return {"fichiers": {}, "sources": {}}


def ecrire_manifeste(contenus: Mapping[str, bytes], sources: Mapping[str, str]) -> bytes:
    """The manifest of the workbooks of a pack."""
    contenu = {
        "programme": __version__,
        "fichiers": {n: empreinte(octets) for n, octets in contenus.items()},
        "sources": {n: sources[n] for n in contenus if n in sources},
    }
    return (json.dumps(contenu, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
