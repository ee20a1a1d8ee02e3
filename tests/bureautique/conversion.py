"""Files converted by LibreOffice in one call, with a profile of its own; too slow, it is started once more."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from chargeprod_xl.recalcul.libreoffice import soffice

_DELAI = 240
_ESSAIS = 2
#: Without Java it says so on stderr; nothing of ours needs Java.
_BRUIT = "javaldx"


def convertir(fichiers: Sequence[Path], sortie: Path, genre: str = "xlsx", reglages: str = "") -> str:
    """Convert into the folder ``sortie``; what LibreOffice had to say. ``reglages``: those of its profile."""
    travail = ["--convert-to", genre, "--outdir", str(sortie), *map(str, fichiers)]
    for _ in range(_ESSAIS):
        with tempfile.TemporaryDirectory(prefix="chargeprod-profil-", ignore_cleanup_errors=True) as profil:
            if reglages:
                (Path(profil) / "user").mkdir()
                (Path(profil) / "user" / "registrymodifications.xcu").write_text(reglages, encoding="utf-8")
            with suppress(subprocess.TimeoutExpired):
                return appeler([f"-env:UserInstallation={Path(profil).as_uri()}", *travail])
    raise AssertionError(f"LibreOffice n’a pas converti en {_ESSAIS} fois {_DELAI} s : {' '.join(map(str, fichiers))}")


def appeler(arguments: Sequence[str], delai: float = _DELAI) -> str:
    """Run LibreOffice without a window; what it had to say. Too slow, it is stopped with what it started."""
    programme = soffice()
    assert programme is not None, "LibreOffice manque"
    commande = [programme, "--headless", "--norestore", *arguments]
    with subprocess.Popen(
        commande, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as processus:
        try:
            dit = processus.communicate(timeout=delai)[1]
        except subprocess.TimeoutExpired:
            os.killpg(processus.pid, signal.SIGKILL)
            raise
    assert processus.returncode == 0, f"LibreOffice s’est arrêté (code {processus.returncode}) : {dit}"
    return "\n".join(ligne for ligne in dit.splitlines() if _BRUIT not in ligne)
