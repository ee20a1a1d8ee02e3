"""Which pack, and which film, the active workbook belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.complement.session import SessionExcel
from chargeprod_xl.sauvegarde.lieux import MANIFESTE, PACK, PROJET, VERSIONS


@dataclass(frozen=True)
class Lieu:
    """A pack on disk; ``film`` is the folder of its projet.yaml, which a pack sent alone does not have."""

    pack: Path
    film: Path | None

    def contient(self, classeur: Path) -> bool:
        """Whether a workbook stands in the folder of the pack."""
        return classeur.is_relative_to(self.pack)

    def du_film(self) -> Path:
        """The film's folder, or why this action cannot do without it."""
        if self.film is None:
            quoi = f"ce pack est seul : le dossier au-dessus n’a pas de {PROJET}"
            remede = f"remettez le dossier « {PACK} » dans celui de son film"
            raise DonneesRefuseesError([Anomalie(str(self.pack), quoi, remede)])
        return self.film


def lieu_du_classeur(classeur: Path) -> Lieu | None:
    """The pack of a workbook that stands in it, or beside it in the film's folder."""
    for dossier in classeur.parents:
        if (dossier / MANIFESTE).is_file() and dossier.parent.name != VERSIONS:
            film = dossier.parent
            return Lieu(dossier, film if dossier.name == PACK and (film / PROJET).is_file() else None)
        if (dossier / PROJET).is_file():
            return Lieu(dossier / PACK, dossier) if (dossier / PACK / MANIFESTE).is_file() else None
    return None


def _version_gardee(classeur: Path) -> bool:
    return any(d.name == VERSIONS and (d.parent / PROJET).is_file() for d in classeur.parents)


def lieu_actif(session: SessionExcel) -> Lieu:
    """The pack of the active workbook; refused in words when there is none."""
    classeur = session.actif()
    if classeur is None:
        quoi = "aucun classeur enregistré sur ce poste n’est actif"
        remede = "ouvrez un classeur du dossier « pack » d’un film, puis recommencez"
        raise DonneesRefuseesError([Anomalie("Excel", quoi, remede)])
    if _version_gardee(classeur):
        quoi = "ce classeur est celui d’une version gardée, que rien ne modifie"
        remede = "ouvrez celui du dossier « pack », ou remettez cette version par « Version précédente »"
        raise DonneesRefuseesError([Anomalie(classeur.name, quoi, remede)])
    lieu = lieu_du_classeur(classeur)
    if lieu is None:
        quoi = "ce classeur n’est d’aucun pack"
        remede = "ouvrez un classeur du dossier « pack » d’un film, puis recommencez"
        raise DonneesRefuseesError([Anomalie(classeur.name, quoi, remede)])
    return lieu


def film_choisi(dossier: Path) -> Path:
    """The film's folder that a person pointed at, even when she pointed at the pack inside it."""
    return dossier.parent if dossier.name == PACK and (dossier.parent / PROJET).is_file() else dossier
