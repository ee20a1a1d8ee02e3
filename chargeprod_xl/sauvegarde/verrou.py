"""One run at a time on a film."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.sauvegarde.lieux import PACK, PROJET, VERSIONS
from chargeprod_xl.sauvegarde.refus import refus_du_disque

VERROU = ".chargeprod.verrou"


def exiger_un_film(dossier: Path) -> None:
    """Refuse a folder that is no film's: a lock would create it, or leave a file where we have nothing to do."""
    if not dossier.is_dir():
        raise DonneesRefuseesError([Anomalie(str(dossier), "dossier introuvable", "vérifiez le chemin du film")])
    if not any((dossier / nom).exists() for nom in (PROJET, PACK, VERSIONS)):
        quoi = f"ce n’est pas le dossier d’un film : ni {PROJET}, ni « {PACK} », ni « {VERSIONS} » ne s’y trouve"
        raise DonneesRefuseesError([Anomalie(str(dossier), quoi, "donnez le dossier qui contient projet.yaml")])


@contextmanager
def verrouiller(film: Path) -> Iterator[None]:
    """Hold the film's folder alone, or refuse at once; the system frees the lock of a process that dies.

    The lock file itself stays: what counts is who holds it, and removing it would let two runs in.
    """
    exiger_un_film(film)
    # Colleagues share the folder: its own rights say who may work there, not those of who came first.
    verrou = FileLock(film / VERROU, mode=0o666)
    try:
        verrou.acquire(timeout=0)
    except Timeout as tenu:
        quoi = "une autre commande travaille en ce moment sur ce film"
        raise DonneesRefuseesError([Anomalie(str(film), quoi, "attendez qu’elle ait fini et recommencez")]) from tenu
    except OSError as faute:
        raise refus_du_disque(film, "ce dossier ne peut pas être réservé à cette commande", faute) from faute
    try:
        yield
    finally:
        verrou.release()
