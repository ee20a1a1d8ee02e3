"""What installing the add-in writes, and what removing it takes away; planned first, so that it can be shown."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.complement.assemblage import construire
from chargeprod_xl.complement.poste import Poste
from chargeprod_xl.complement.sources import lire_xlwings


@dataclass(frozen=True)
class Ecriture:
    """A file to write. ``texte``: it can be shown."""

    chemin: Path
    contenu: bytes
    texte: bool = False

    @property
    def empreinte(self) -> str:
        """SHA-256 of the content."""
        return hashlib.sha256(self.contenu).hexdigest()


def plan(poste: Poste) -> tuple[Ecriture, ...]:
    """The files of an installation, without touching anything.

    Raises:
        DonneesRefuseesError: xlwings or pyOpenVBA is missing, or Excel could not read the path of Python.
    """
    mac = poste.systeme == "mac"
    fichiers = [
        Ecriture(poste.complement, construire(poste.executable, mac=mac)),
        Ecriture(poste.conf, _conf(poste), texte=True),
    ]
    if mac:
        xlwings = lire_xlwings()
        fichiers.append(Ecriture(poste.applescript(xlwings.version), xlwings.applescript, texte=True))
    return tuple(fichiers)


def _conf(poste: Poste) -> bytes:
    cle = "INTERPRETER_MAC" if poste.systeme == "mac" else "INTERPRETER_WIN"
    if refus := _illisible(poste):
        raise DonneesRefuseesError([refus])
    lignes = [f'"{cle}","{poste.executable}"', '"ADD_WORKBOOK_TO_PYTHONPATH","false"', ""]
    return "\r\n".join(lignes).encode(poste.encodage)


def _illisible(poste: Poste) -> Anomalie | None:
    """A path of Python that would be lost on the way: in the code page of VBA, in cmd.exe, in the script's shell."""
    if poste.systeme == "mac":
        perdus = re.findall(r"[^A-Za-z0-9_./+-]", poste.executable)
        exemple = "/Users/Shared/chargeprod"
    else:
        perdus = ["%"] if "%" in poste.executable else []
        perdus += [c for c in poste.executable if not _encodable(c, poste.encodage)]
        exemple = "C:\\Outils\\chargeprod"
    if not perdus:
        return None
    signes = " ".join(sorted({"espace" if c == " " else c for c in perdus}))
    quoi = f"Excel ne saurait pas lancer ce Python : signes de son chemin ({signes})"
    return Anomalie(poste.executable, quoi, f"créez l’environnement dans un dossier sans eux, par exemple {exemple}")


def _encodable(signe: str, encodage: str) -> bool:
    try:
        signe.encode(encodage)
    except UnicodeEncodeError:
        return False
    return True


def installer(poste: Poste) -> tuple[Ecriture, ...]:
    """Write the plan. A file that Excel holds stops everything before it: each one is replaced whole or not at all."""
    fichiers = plan(poste)
    for fichier in fichiers:
        try:
            fichier.chemin.parent.mkdir(parents=True, exist_ok=True)
            provisoire = fichier.chemin.with_name(f"{fichier.chemin.name}.nouveau")
            provisoire.write_bytes(fichier.contenu)
            try:
                provisoire.replace(fichier.chemin)
            finally:
                provisoire.unlink(missing_ok=True)
        except OSError as faute:
            raise DonneesRefuseesError([_impossible(poste, fichier.chemin, faute)]) from faute
    return fichiers


def a_retirer(poste: Poste) -> tuple[Path, ...]:
    """What an installation left here. The AppleScript stays: other workbooks that use xlwings share it."""
    return tuple(chemin for chemin in (poste.complement, poste.conf) if chemin.exists())


def retirer(poste: Poste) -> tuple[Path, ...]:
    """Remove it, and the folder of the settings when nothing else is in it."""
    retires = a_retirer(poste)
    for chemin in retires:
        try:
            chemin.unlink()
        except OSError as faute:
            raise DonneesRefuseesError([_impossible(poste, chemin, faute)]) from faute
    dossier = poste.conf.parent
    if poste.systeme == "windows" and dossier.is_dir() and not any(dossier.iterdir()):
        dossier.rmdir()
    return retires


def _impossible(poste: Poste, chemin: Path, faute: OSError) -> Anomalie:
    remede = (
        "fermez toutes les fenêtres d’Excel, puis relancez"
        if isinstance(faute, PermissionError)
        else ("vérifiez ce dossier et la place sur le disque")
    )
    return Anomalie(poste.dire(chemin), f"écriture impossible ({faute.strerror})", remede)
