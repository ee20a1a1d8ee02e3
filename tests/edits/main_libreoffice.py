"""The edits of a person with LibreOffice: one process for many edits, files saved by LibreOffice."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from edits.gestes import Edition

_PILOTE = Path(__file__).with_name("pilote_uno.py")


class LibreOfficeAbsentError(Exception):
    """No soffice, or no Python with UNO."""


class Main:
    """A running LibreOffice that plays edits."""

    def __init__(self, pilote: subprocess.Popen[str]) -> None:
        self._pilote = pilote

    def jouer(self, edition: Edition, dossier: Path) -> None:
        """Play an edit on the files of a folder; each touched file is opened, edited and saved."""
        for nom in edition.classeurs:
            gestes = [g.en_dictionnaire() for g in edition.gestes if g.classeur == nom]
            self._demander({"chemin": str(dossier / f"{nom}.xlsx"), "gestes": gestes})

    def _demander(self, demande: dict[str, object]) -> None:
        assert self._pilote.stdin and self._pilote.stdout
        self._pilote.stdin.write(json.dumps(demande) + "\n")
        self._pilote.stdin.flush()
        reponse = json.loads(self._pilote.stdout.readline() or '{"faute": "LibreOffice s’est arrêté"}')
        if "faute" in reponse:
            raise RuntimeError(reponse["faute"])


def _python_uno(programme: str) -> str:
    """A Python that can import uno: the system's, or the one shipped with LibreOffice."""
    dossier = Path(programme).resolve().parent
    candidats = [shutil.which("python3", path=os.defpath), str(dossier / "python"), sys.executable]
    for python in filter(shutil.which, filter(None, candidats)):
        if not subprocess.run([python, "-c", "import uno"], capture_output=True, check=False).returncode:
            return python
    raise LibreOfficeAbsentError("aucun Python n’a le module « uno » (paquet python3-uno)")


@contextmanager
def libreoffice() -> Iterator[Main]:
    """Start LibreOffice with its own profile, and stop it at the end."""
    programme = shutil.which("soffice") or shutil.which("libreoffice")
    if programme is None:
        raise LibreOfficeAbsentError("le programme « soffice » est introuvable")
    commande = [_python_uno(programme), str(_PILOTE), programme]
    environnement = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    with subprocess.Popen(
        commande, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environnement
    ) as pilote:
        try:
            yield Main(pilote)
        finally:
            assert pilote.stdin
            pilote.stdin.close()
            pilote.wait(40)
