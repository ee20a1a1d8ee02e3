"""The edits of a person with LibreOffice: one process for many edits, files saved by LibreOffice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bureautique.depart import Pilote, pilote

from edits.gestes import Edition

_SCRIPT = Path(__file__).with_name("pilote_uno.py")


class Main:
    """A running LibreOffice that plays edits."""

    def __init__(self, pilote: Pilote) -> None:
        self._pilote = pilote

    def jouer(self, edition: Edition, dossier: Path) -> None:
        """Play an edit on the files of a folder; each touched file is opened, edited and saved."""
        for nom in edition.classeurs:
            gestes = [g.en_dictionnaire() for g in edition.gestes if g.classeur == nom]
            self._pilote.demander({"chemin": str(dossier / f"{nom}.xlsx"), "gestes": gestes})


@contextmanager
def libreoffice() -> Iterator[Main]:
    """LibreOffice with its own profile."""
    with pilote(_SCRIPT) as ouvert:
        yield Main(ouvert)
