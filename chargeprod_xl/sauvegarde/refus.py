"""What the disk answers, in words."""

from __future__ import annotations

import errno
from pathlib import Path

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError

_DISQUE_PLEIN = ("le disque est plein", "libérez de la place et recommencez")
_DROITS = (
    "un fichier est ouvert, ou les droits manquent",
    "fermez ce qui est ouvert, vérifiez les droits du dossier et recommencez",
)
_LECTURE_SEULE = ("le disque est en lecture seule", "copiez le dossier du film sur un disque où vous pouvez écrire")
_AUTRE_DISQUE = (
    "tout n’est pas sur le même disque",
    "gardez « pack » et « versions » dans le dossier du film, sans raccourci vers un autre disque",
)
_CAUSES = {
    errno.ENOSPC: _DISQUE_PLEIN,
    errno.EDQUOT: _DISQUE_PLEIN,
    errno.EACCES: _DROITS,
    errno.EPERM: _DROITS,
    errno.EROFS: _LECTURE_SEULE,
    errno.EXDEV: _AUTRE_DISQUE,
}


def refus_du_disque(ou: Path, quoi: str, faute: OSError) -> DonneesRefuseesError:
    """The refusal that a failure of the disk amounts to: what could not be done, why, and what to do."""
    inconnue = (
        f"le système répond par l’erreur {faute.errno or 'inconnue'}",
        "vérifiez le disque et les droits du dossier, puis recommencez",
    )
    cause, remede = _CAUSES.get(faute.errno or 0, inconnue)
    return DonneesRefuseesError([Anomalie(str(ou), f"{quoi} ({cause})", remede)])
