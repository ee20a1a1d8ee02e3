"""The whole pack replaced: prepared beside, exchanged in one step, the former one put away."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.recalcul.remplacement import obstacles
from chargeprod_xl.sauvegarde.echange import basculer, fixer_dossier, renommer
from chargeprod_xl.sauvegarde.fichiers import classeurs, ecrire, porter, renvois
from chargeprod_xl.sauvegarde.lieux import MARQUE, PACK, SANS_VERSION, VERSIONS, Chantier, marque, nom_libre
from chargeprod_xl.sauvegarde.refus import refus_du_disque
from chargeprod_xl.sauvegarde.reprise import mettre_en_ordre, ranger, terminer


def remplacer_pack(pack: Path, contenus: Mapping[str, bytes], version: str | None) -> None:
    """Make ``pack`` (the folder ``pack`` of a film) hold ``contenus`` and the files that the user added to it.

    The former workbooks and their manifest go to ``versions/<version>`` (nowhere when ``version`` is None). At every
    instant the folder is the former pack or the new one, whole; without a system call that exchanges two folders
    (Windows) it may be absent for the time of a rename. To be called under the lock of the film. Raises
    DonneesRefuseesError, the pack being as before, when a workbook is open or the disk fails.
    """
    if pack.name != PACK or any(Path(nom).name != nom for nom in (*contenus, version or SANS_VERSION)):
        raise ValueError(f"not plain names: {pack}, {sorted(contenus)}, {version}")
    film = pack.parent
    mettre_en_ordre(film)
    avant = _identite(pack)
    try:
        _refuser_si_occupe(pack)
        _remplacer(Chantier(pack, nom_libre(film, version) if version else SANS_VERSION), contenus, version is not None)
    except OSError as faute:
        _defaire(film)
        if _identite(pack) == avant:
            raise refus_du_disque(pack, "le pack n’a pas pu être remplacé, il est comme avant", faute) from faute
        if not pack.exists() or marque(pack) is not None:
            quoi = "le remplacement du pack s’est arrêté en chemin : rien n’est perdu, la prochaine commande l’achèvera"
            raise refus_du_disque(pack, quoi, faute) from faute
    except BaseException:  # a key pressed, a workbook opened meanwhile: nothing may stay beside the pack
        _defaire(film)
        raise


def _refuser_si_occupe(pack: Path) -> None:
    """Refuse a pack that cannot be replaced now: open workbooks, links to elsewhere."""
    if pack.is_symlink() or (pack.exists() and not pack.is_dir()):
        quoi, remede = "ce n’est pas un dossier ordinaire", "mettez à sa place le dossier lui-même, puis recommencez"
        raise DonneesRefuseesError([Anomalie(str(pack), quoi, remede)])
    if not pack.is_dir():
        return
    if fautes := [*obstacles(classeurs(pack)), *renvois(pack)]:
        raise DonneesRefuseesError(fautes)


def _remplacer(chantier: Chantier, contenus: Mapping[str, bytes], garder: bool) -> None:
    pack = chantier.pack
    _preparer(chantier, contenus, chantier.nom if garder else "")
    if not pack.exists():
        renommer(chantier.bascule, pack)
    else:
        if garder:
            (pack.parent / VERSIONS).mkdir(exist_ok=True)  # a disk that refuses it should say so now
        _refuser_si_occupe(pack)  # again: preparing takes time, and people open workbooks
        ancien = basculer(pack, chantier.bascule, chantier.ancien)
        if garder:
            try:
                ranger(ancien, pack.parent, chantier.nom)
            except OSError:
                basculer(pack, ancien, chantier.ancien if ancien == chantier.bascule else chantier.bascule)
                raise
    # From here on nothing can be lost nor needs to be undone: a failure leaves tidying to the next command.
    with suppress(OSError):
        terminer(chantier)


def _preparer(chantier: Chantier, contenus: Mapping[str, bytes], version: str) -> None:
    pack, neuf = chantier.pack, chantier.preparation
    neuf.mkdir()
    if pack.is_dir():
        shutil.copystat(pack, neuf)  # first: in a shared folder, what is created takes its rights from it
    for nom, octets in contenus.items():
        ecrire(neuf / nom, octets)
        if (pack / nom).is_file():
            shutil.copymode(pack / nom, neuf / nom)
    ecrire(neuf / MARQUE, version.encode())
    if pack.is_dir():
        porter(pack, neuf)
    fixer_dossier(neuf)
    renommer(neuf, chantier.bascule)


def _defaire(film: Path) -> None:
    with suppress(OSError, DonneesRefuseesError):
        mettre_en_ordre(film)
        (film / VERSIONS).rmdir()  # only if it is empty: we have just made it


def _identite(dossier: Path) -> tuple[int, int] | None:
    """Which folder bears this name: after a failure, it tells the former pack from the new one."""
    if not dossier.exists():
        return None
    etat = dossier.stat()
    return etat.st_dev, etat.st_ino
