"""The versions kept of a film's pack: listed, and put back."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.sauvegarde.fichiers import classeurs
from chargeprod_xl.sauvegarde.lieux import MANIFESTE, PACK, VERSIONS, fichiers_du_manifeste, nom_de_version
from chargeprod_xl.sauvegarde.remplacement import remplacer_pack


@dataclass(frozen=True)
class Version:
    """A former pack.

    Attributes:
        nom: the date at which it was replaced.
        dossier: where it stands.
        fichiers: the workbooks that its manifest lists.
    """

    nom: str
    dossier: Path
    fichiers: tuple[str, ...]


def versions(film: Path) -> list[Version]:
    """The versions kept, newest first; a folder without manifest is not one."""
    racine = film / VERSIONS
    dossiers = [d for d in racine.iterdir() if (d / MANIFESTE).is_file()] if racine.is_dir() else []
    trouvees = [Version(d.name, d, fichiers_du_manifeste(d) or ()) for d in dossiers]
    return sorted(trouvees, key=lambda v: _rang(v.nom), reverse=True)


def _rang(nom: str) -> tuple[str, int]:
    """Order of time: the tenth version of one second comes after its ninth."""
    trouve = re.fullmatch(r"(.*m\d\d)-(\d+)", nom)
    return (trouve[1], int(trouve[2])) if trouve else (nom, 1)


def restaurer(film: Path, nom: str | None, instant: datetime) -> Version:
    """Put back the version ``nom`` (None: the latest), exactly as it was.

    The present pack becomes a version in turn, dated ``instant``, so that this can be undone; the version put back
    stays. To be called under the lock of the film.
    """
    version = _choisir(film, nom)
    contenus = _lire(version)
    remplacer_pack(film / PACK, contenus, nom_de_version(instant))
    return version


def _choisir(film: Path, nom: str | None) -> Version:
    connues = versions(film)
    if not connues:
        quoi = "aucune version de ce pack n’est gardée"
        remede = "une version est gardée chaque fois qu’un pack est remplacé"
        raise DonneesRefuseesError([Anomalie(str(film / VERSIONS), quoi, remede)])
    if nom is None:
        return connues[0]
    for version in connues:
        if version.nom == nom:
            return version
    remede = f"choisissez parmi {', '.join(v.nom for v in connues)}"
    raise DonneesRefuseesError([Anomalie(str(film / VERSIONS), f"version inconnue « {nom} »", remede)])


def _lire(version: Version) -> dict[str, bytes]:
    """Manifest and workbooks of a version, those too that the manifest does not list; refused when one is missing."""
    if fichiers_du_manifeste(version.dossier) is None:
        quoi, remede = "le manifeste de cette version est illisible", "choisissez une autre version"
        raise DonneesRefuseesError([Anomalie(str(version.dossier / MANIFESTE), quoi, remede)])
    autres = (p.name for p in classeurs(version.dossier))
    contenus, fautes = {}, []
    for nom in sorted({MANIFESTE, *version.fichiers, *autres}):
        try:
            contenus[nom] = (version.dossier / nom).read_bytes()
            if nom.endswith(".xlsx") and not zipfile.is_zipfile(io.BytesIO(contenus[nom])):
                quoi, remede = f"ce classeur de la version {version.nom} est abîmé", "choisissez une autre version"
                fautes.append(Anomalie(str(version.dossier / nom), quoi, remede))
        except OSError:
            quoi = f"ce fichier de la version {version.nom} manque ou ne peut être lu"
            remede = "choisissez une autre version, ou remettez ce fichier dans le dossier de celle-ci"
            fautes.append(Anomalie(str(version.dossier / nom), quoi, remede))
    if fautes:
        raise DonneesRefuseesError(fautes)
    return contenus
