"""Workbooks that another person or another program holds: which, and who."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

from chargeprod_xl.anomalies import Anomalie

_PATIENCE, _PAS = 3.0, 0.1
#: In the lock file of Excel: the name in the system's code page after its length, then the same in UTF-16 from here.
_NOM_LARGE = 55


def fichier_d_excel(classeur: Path) -> Path:
    """The lock file that Excel puts beside a workbook it holds."""
    return classeur.parent / f"~${classeur.name}"


def fichier_de_libreoffice(classeur: Path) -> Path:
    """The same, of LibreOffice."""
    return classeur.parent / f".~lock.{classeur.name}#"


def tenus(classeurs: Iterable[Path]) -> list[Anomalie]:
    """Those that a program holds, and the name that its lock file gives."""
    fautes = []
    for classeur in classeurs:
        excel, libreoffice = fichier_d_excel(classeur), fichier_de_libreoffice(classeur)
        if excel.exists():
            fautes.append(_faute(classeur, "Excel", _qui_dans_excel(excel), excel))
        elif libreoffice.exists():
            fautes.append(_faute(classeur, "LibreOffice", _qui_dans_libreoffice(libreoffice), libreoffice))
    return fautes


def _faute(classeur: Path, programme: str, qui: str, verrou: Path) -> Anomalie:
    par = f" par {qui}" if qui else ""
    remede = f"faites-le fermer et recommencez ; si personne ne l’a plus ouvert, supprimez le fichier « {verrou.name} »"
    return Anomalie(classeur.name, f"ce classeur est ouvert ailleurs dans {programme}{par}", remede)


def _qui_dans_excel(verrou: Path) -> str:
    """The owner's name, "" when the file does not say (Excel may keep it from being read)."""
    try:
        octets = verrou.read_bytes()
    except OSError:
        return ""
    large = octets[_NOM_LARGE : _NOM_LARGE + 2]
    if len(large) == 2 and 0 < (longueur := int.from_bytes(large, "little")) <= _NOM_LARGE:
        return octets[_NOM_LARGE + 2 :][: 2 * longueur].decode("utf-16-le", errors="ignore").strip()
    return octets[1 : 1 + octets[0]].decode("cp1252", errors="ignore").strip() if octets else ""


def _qui_dans_libreoffice(verrou: Path) -> str:
    try:
        champs = verrou.read_text(encoding="utf-8", errors="replace").split(",")
    except OSError:
        return ""
    return next((c.strip() for c in champs[:2] if c.strip()), "")


def attendre(classeurs: Iterable[Path]) -> None:
    """On a shared disk Excel's lock file goes a moment after the workbook: give it that moment."""
    fin = time.monotonic() + _PATIENCE
    while any(fichier_d_excel(c).exists() for c in classeurs) and time.monotonic() < fin:
        time.sleep(_PAS)
