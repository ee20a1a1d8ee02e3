"""The manifest of a pack: which files were built, and from what; it tells an edited file from a built one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from chargeprod_xl import __version__
from chargeprod_xl.sauvegarde.lieux import MANIFESTE


def presents(dossier: Path) -> list[Path]:
    """The workbooks of a folder, in order; the lock files that Excel leaves beside them are none."""
    return sorted(p for p in dossier.glob("*.xlsx") if not p.name.startswith("~$"))


def modifies(dossier: Path) -> list[str]:
    """Files of a pack that are not those that were built (edited, added by hand or missing)."""
    connus = lire_manifeste(dossier)["fichiers"]
    return [p.name for p in presents(dossier) if connus.get(p.name) != empreinte(p.read_bytes())]


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


def _brut(dossier: Path) -> Mapping[str, object]:
    try:
        brut = json.loads((dossier / MANIFESTE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return brut if isinstance(brut, dict) else {}


def porte_des_saisies(dossier: Path) -> bool:
    """Whether a pack was rebuilt with what people had typed: its files are as built, and yet not the sources' alone."""
    return bool(_brut(dossier).get("saisies"))


def classeurs_de(dossier: Path) -> list[Path]:
    """The workbooks of a pack; a copy that someone left beside them is not one."""
    connus = lire_manifeste(dossier)["fichiers"]
    tous = presents(dossier)
    return [p for p in tous if p.name in connus] or tous


def ecrire_manifeste(contenus: Mapping[str, bytes], sources: Mapping[str, str], *, saisies: bool = False) -> bytes:
    """The manifest of the workbooks of a pack; ``saisies``: it holds what people typed in a former one."""
    contenu = {
        "programme": __version__,
        "saisies": saisies,
        "fichiers": {n: empreinte(octets) for n, octets in contenus.items()},
        "sources": {n: sources[n] for n in contenus if n in sources},
    }
    return (json.dumps(contenu, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
