"""Files of a pack: writing ours so that they last, carrying the user's from the former pack to the new one."""

from __future__ import annotations

import filecmp
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.sauvegarde.echange import fixer_dossier, renommer
from chargeprod_xl.sauvegarde.lieux import MANIFESTE, Chantier, fichiers_du_manifeste

_JONCTION = 0xA0000003  # IO_REPARSE_TAG_MOUNT_POINT: a folder of Windows that is really elsewhere


def _est_ailleurs(chemin: Path) -> bool:
    return getattr(chemin.lstat(), "st_reparse_tag", 0) == _JONCTION or os.path.ismount(chemin)


def _est_dossier(chemin: Path) -> bool:
    return chemin.is_dir() and not chemin.is_symlink() and not _est_ailleurs(chemin)


def _est_verrou(chemin: Path) -> bool:
    """A lock file of Excel, Word or LibreOffice."""
    excel, libreoffice = chemin.name.startswith("~$"), chemin.name.startswith(".~lock.") and chemin.name.endswith("#")
    return (excel or libreoffice) and not _est_dossier(chemin)


def _arbre(dossier: Path, sous: Path = Path()) -> Iterator[Path]:
    """Everything in a folder, by relative path, each folder before what it holds; links are not followed."""
    for entree in sorted((dossier / sous).iterdir()):
        yield sous / entree.name
        if _est_dossier(entree):
            yield from _arbre(dossier, sous / entree.name)


def classeurs(dossier: Path) -> list[Path]:
    """The workbooks of a folder, ours and the user's."""
    trouves = (p for p in sorted(dossier.iterdir()) if p.suffix.lower() == ".xlsx" and p.is_file())
    return [p for p in trouves if not _est_verrou(p)]


def renvois(dossier: Path) -> list[Anomalie]:
    """Subfolders that are really elsewhere: emptying the former pack would empty that other place."""
    quoi, remede = "ce dossier est un renvoi vers un autre endroit", "sortez-le de « pack » et recommencez"
    return [Anomalie(str(dossier / r), quoi, remede) for r in _arbre(dossier) if _est_ailleurs(dossier / r)]


def de_l_utilisateur(dossier: Path) -> list[Path]:
    """What the user added to a pack: all but the manifest, what it lists, and the locks of open programs."""
    notres = {MANIFESTE, *(fichiers_du_manifeste(dossier) or ())}
    return [r for r in _arbre(dossier) if r.parts[0] not in notres and not _est_verrou(dossier / r)]


def ecrire(chemin: Path, octets: bytes) -> None:
    """A new file that a power cut leaves whole."""
    with chemin.open("xb") as flux:
        flux.write(octets)
        flux.flush()
        os.fsync(flux.fileno())


def porter(ancien: Path, neuf: Path) -> None:
    """Bring the user's files into the new pack; where ours has the name, theirs stays in the version."""
    ajouts = de_l_utilisateur(ancien)
    pris = {r.parts[0] for r in ajouts if os.path.lexists(neuf / r.parts[0])}
    portes = [r for r in ajouts if r.parts[0] not in pris]
    for relatif in portes:
        source, cible = ancien / relatif, neuf / relatif
        if _est_dossier(source):
            cible.mkdir()
        elif source.is_symlink():
            cible.symlink_to(source.readlink(), target_is_directory=source.is_dir())
        else:
            _lier(source, cible)
    for relatif in reversed(portes):
        if _est_dossier(neuf / relatif):
            fixer_dossier(neuf / relatif)
            shutil.copystat(ancien / relatif, neuf / relatif)  # last: a read-only folder could not be filled


def _lier(source: Path, cible: Path) -> None:
    """The same file under a second name; a copy where the disk knows no hard links."""
    # On Windows a read-only file must lose this attribute to be deleted, and two names share their attributes.
    if os.name != "nt" or os.access(source, os.W_OK):
        with suppress(OSError):
            os.link(source, cible)
            return
    shutil.copy2(source, cible)
    # Windows flushes only what is open for writing, which a read-only file refuses; there the copy must do.
    with suppress(PermissionError), cible.open("r+b") as flux:
        os.fsync(flux.fileno())


def depouiller(ancien: Path, pack: Path) -> None:
    """Take out of the former pack what the new one has alike; a file changed meanwhile stays, and nothing is lost."""
    ajouts = set(de_l_utilisateur(ancien))
    for relatif in sorted(_arbre(ancien), reverse=True):  # a folder after what it holds
        reste, jumeau = ancien / relatif, pack / relatif
        with suppress(OSError):
            if _est_verrou(reste) or (relatif in ajouts and _pareils(reste, jumeau)):
                _effacer(reste)


def _pareils(un: Path, autre: Path) -> bool:
    if un.is_symlink() or autre.is_symlink():
        return un.is_symlink() and autre.is_symlink() and un.readlink() == autre.readlink()
    if _est_dossier(un):
        return _est_dossier(autre) and not any(un.iterdir())
    return autre.is_file() and (un.samefile(autre) or filecmp.cmp(un, autre))


def _effacer(chemin: Path) -> None:
    """Delete a file, a link or an empty folder, read-only or not."""
    with suppress(OSError):
        if not os.access(chemin.parent, os.W_OK):
            chemin.parent.chmod(0o700)
    if _est_dossier(chemin):
        chemin.rmdir()
        return
    try:
        chemin.unlink()
    except PermissionError:
        if os.name != "nt":
            raise
        chemin.chmod(0o600)  # read-only: on Windows that forbids deleting
        chemin.unlink()


def jeter(dossier: Path, chantier: Chantier) -> None:
    """Delete a whole folder, under a name that says so from the first file to the last."""
    if dossier != chantier.rebut:
        renommer(dossier, chantier.rebut)
    for relatif in sorted(_arbre(chantier.rebut), reverse=True):
        _effacer(chantier.rebut / relatif)
    chantier.rebut.rmdir()
