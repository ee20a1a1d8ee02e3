"""Two folders change places: in one system call where there is one, otherwise in two renames."""

from __future__ import annotations

import ctypes
import os
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

_ICI = -100  # AT_FDCWD: paths are relative to the current directory
_RENAME_EXCHANGE = 2  # Linux, renameat2
_RENAME_SWAP = 2  # macOS, renamex_np
_ESSAIS_WINDOWS = 10


@cache
def _appel_systeme() -> Callable[[bytes, bytes], int] | None:
    if os.name != "posix":
        return None
    bibliotheque = ctypes.CDLL(None)
    if hasattr(bibliotheque, "renameat2"):
        linux = bibliotheque.renameat2
        linux.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
        return lambda un, autre: int(linux(_ICI, un, _ICI, autre, _RENAME_EXCHANGE))
    if hasattr(bibliotheque, "renamex_np"):
        macos = bibliotheque.renamex_np
        macos.argtypes = (ctypes.c_char_p, ctypes.c_char_p, ctypes.c_uint)
        return lambda un, autre: int(macos(un, autre, _RENAME_SWAP))
    return None


def echanger(un: Path, autre: Path) -> bool:
    """Exchange two folders atomically; False when this system or this disk cannot, and nothing has moved.

    Why it failed does not matter: where rights are the reason, the two renames say so in turn.
    """
    appel = _appel_systeme()
    return appel is not None and appel(os.fsencode(un), os.fsencode(autre)) == 0


def basculer(pack: Path, neuf: Path, ancien: Path) -> Path:
    """Put ``neuf`` in the place of ``pack``; says where the former pack stands now (``neuf`` or ``ancien``)."""
    if echanger(pack, neuf):
        fixer_dossier(pack.parent)
        return neuf
    renommer(pack, ancien)
    try:
        renommer(neuf, pack)
    except OSError:
        renommer(ancien, pack)
        raise
    return ancien


def renommer(source: Path, cible: Path) -> None:
    """Rename a folder, for good; on Windows an antivirus may hold a file just written for an instant."""
    for essai in range(_ESSAIS_WINDOWS):
        try:
            source.rename(cible)
            break
        except PermissionError:
            if os.name != "nt" or essai == _ESSAIS_WINDOWS - 1:
                raise
            time.sleep(0.1)
    for dossier in {source.parent, cible.parent}:
        fixer_dossier(dossier)


def fixer_dossier(dossier: Path) -> None:
    """Make what was created or renamed there last through a power cut.

    Windows and some network disks have no such request; what was renamed is renamed all the same, so no failure here.
    """
    if os.name != "posix":
        return
    with suppress(OSError):
        poignee = os.open(dossier, os.O_RDONLY)
        try:
            os.fsync(poignee)
        finally:
            os.close(poignee)
