"""Start a pilot of LibreOffice: wait for it, once more when it is too slow, then fail once, with its log.

A busy machine is no fault of the code: thirty tests must not fail because one program was slow to start.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import pytest

#: Seconds for a program that takes three on a machine at rest.
ATTENTE = 120.0
_ESSAIS = 2
_FIN_DU_JOURNAL = 3000


class LibreOfficeAbsentError(Exception):
    """No soffice, or no Python with UNO."""


class LibreOfficeMuetError(Exception):
    """It did not start, twice; the log is in the message."""


class Pilote:
    """A LibreOffice that answers requests."""

    def __init__(self, processus: subprocess.Popen[str]) -> None:
        self._processus = processus

    def demander(self, demande: dict[str, Any]) -> Any:
        """The answer to a request."""
        assert self._processus.stdin and self._processus.stdout
        self._processus.stdin.write(json.dumps(demande) + "\n")
        self._processus.stdin.flush()
        reponse = json.loads(self._processus.stdout.readline() or '{"faute": "LibreOffice s’est arrêté"}')
        if "faute" in reponse:
            raise RuntimeError(f"{demande} : {reponse['faute']}")
        return reponse["valeur"]


def _python_et_programme() -> tuple[str, str]:
    """A Python that can import uno (the system's, or the one shipped with LibreOffice), and LibreOffice."""
    programme = shutil.which("soffice") or shutil.which("libreoffice")
    if programme is None:
        raise LibreOfficeAbsentError("le programme « soffice » est introuvable")
    dossier = Path(programme).resolve().parent
    candidats = [shutil.which("python3", path=os.defpath), str(dossier / "python"), sys.executable]
    for python in filter(shutil.which, filter(None, candidats)):
        if not subprocess.run([python, "-c", "import uno"], capture_output=True, check=False).returncode:
            return python, programme
    raise LibreOfficeAbsentError("aucun Python n’a le module « uno » (paquet python3-uno)")


@contextmanager
def pilote(script: Path, *arguments: str, attente: float = ATTENTE) -> Iterator[Pilote]:
    """Start a pilot, and stop it at the end."""
    python, programme = _python_et_programme()
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as journal:
        processus = _demarrer([python, str(script), programme, *arguments], journal, attente)
        try:
            yield Pilote(processus)
        finally:
            assert processus.stdin
            processus.stdin.close()
            with suppress(subprocess.TimeoutExpired):
                processus.wait(40)
            _arreter(processus)


def _demarrer(commande: list[str], journal: IO[str], attente: float) -> subprocess.Popen[str]:
    environnement = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    environnement["PYTHONDONTWRITEBYTECODE"] = "1"
    for _ in range(_ESSAIS):
        processus = subprocess.Popen(
            commande,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=journal,
            text=True,
            env=environnement,
            start_new_session=True,
        )
        assert processus.stdout
        repond = select.select([processus.stdout], [], [], attente)[0]
        if repond and processus.stdout.readline():
            return processus
        _arreter(processus)
    journal.seek(0)
    dit = journal.read()[-_FIN_DU_JOURNAL:].strip() or "rien"
    raise LibreOfficeMuetError(f"LibreOffice n’a pas démarré, {_ESSAIS} fois {attente:.0f} s ; il a dit : {dit}")


def _arreter(processus: subprocess.Popen[str]) -> None:
    """The pilot and the office it started."""
    with suppress(ProcessLookupError):
        os.killpg(processus.pid, signal.SIGKILL)
    processus.wait()


class Office:
    """What tests ask for LibreOffice: absent, it is a fault in CI and a skip elsewhere; mute, it is one fault."""

    def __init__(self, ouvrir: Callable[[], Any], quoi: str) -> None:
        self._quoi, self._refus, self._dit, self._ouvert = quoi, "", False, None
        try:
            self._ouvert = ouvrir()
        except LibreOfficeAbsentError as absence:
            self._refus, self._absent = str(absence), True
        except LibreOfficeMuetError as silence:
            self._refus, self._absent = str(silence), False

    def exiger(self) -> Any:
        """The open program, or the end of this test."""
        if self._ouvert is not None:
            return self._ouvert
        message = f"{self._quoi} : {self._refus}"
        if self._absent and not os.environ.get("CI"):
            pytest.skip(message)
        if self._dit:
            pytest.skip(f"{self._quoi} : voir le premier échec de ce processus")
        self._dit = True
        pytest.fail(message)
