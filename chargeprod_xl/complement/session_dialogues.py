"""Questions that xlwings has no dialog for: Excel's own on Windows, those of the system on Mac."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from chargeprod_xl.complement.session import AbandonError

_TITRE = "Chargé de production"
#: Excel's input box refuses a longer question; a message box takes it.
_QUESTION_MAX = 250
_DOSSIER = 4  # msoFileDialogFolderPicker
_VALIDE = -1


class Dialogues(Protocol):
    """The four questions of the port."""

    def choisir(self, question: str, choix: Sequence[str]) -> str:
        """One of several."""

    def texte(self, question: str, defaut: str) -> str:
        """A text."""

    def fichier(self, question: str, suffixes: Sequence[str]) -> Path:
        """A file."""

    def dossier(self, question: str) -> Path:
        """A folder."""


def _donne(reponse: Any) -> Any:
    """Excel answers False when the person cancels."""
    if reponse is False or reponse is None:
        raise AbandonError
    return reponse


class DialoguesWindows:
    """Excel's own dialogs."""

    def __init__(self, app: Any) -> None:
        self._app = app

    def choisir(self, question: str, choix: Sequence[str]) -> str:
        """A number in a list: Excel has no list box of its own."""
        if tuple(choix) == ("Oui", "Non"):
            return "Oui" if self._app.alert(question, _TITRE, "yes_no") == "yes" else "Non"
        liste = "\n".join(f"{rang}. {texte}" for rang, texte in enumerate(choix, 1))
        entiere, courte = f"{question}\n\n{liste}", f"Votre choix, de 1 à {len(choix)} :"
        if len(f"{entiere}\n\n{courte}") > _QUESTION_MAX:
            if self._app.alert(entiere, _TITRE, "ok_cancel") == "cancel":
                raise AbandonError
        else:
            courte = f"{entiere}\n\n{courte}"
        while True:
            reponse = str(_donne(self._app.api.InputBox(courte, _TITRE, "1"))).strip()
            if reponse.isdecimal() and 1 <= int(reponse) <= len(choix):
                return choix[int(reponse) - 1]

    def texte(self, question: str, defaut: str) -> str:
        """The input box."""
        return str(_donne(self._app.api.InputBox(question, _TITRE, defaut)))

    def fichier(self, question: str, suffixes: Sequence[str]) -> Path:
        """The « Open » dialog."""
        motifs = ";".join(f"*{suffixe}" for suffixe in suffixes)
        return Path(_donne(self._app.api.GetOpenFilename(f"Fichiers ({motifs}),{motifs}", 1, question)))

    def dossier(self, question: str) -> Path:
        """The folder picker."""
        fenetre = self._app.api.FileDialog(_DOSSIER)
        fenetre.Title = question
        if fenetre.Show() != _VALIDE:
            raise AbandonError
        return Path(fenetre.SelectedItems(1))


#: What the person reads comes as arguments, never as a piece of the script.
_CHOISIR = """on run argv
set reponse to choose from list (rest of argv) with prompt (item 1 of argv)
if reponse is false then error number -128
return item 1 of reponse
end run"""
_TEXTE = """on run argv
return text returned of (display dialog (item 1 of argv) default answer (item 2 of argv))
end run"""
_FICHIER = """on run argv
return POSIX path of (choose file with prompt (item 1 of argv) of type (rest of argv))
end run"""
_FOLDER = """on run argv
return POSIX path of (choose folder with prompt (item 1 of argv))
end run"""


def _osascript(script: str, arguments: Sequence[str]) -> str:
    fait = subprocess.run(
        ["/usr/bin/osascript", "-e", script, *arguments], check=False, capture_output=True, encoding="utf-8"
    )
    if fait.returncode:
        raise AbandonError
    return fait.stdout.removesuffix("\n")


class DialoguesMac:
    """The dialogs of the system: Excel for Mac gives AppleScript none."""

    def __init__(self, lancer: Callable[[str, Sequence[str]], str] = _osascript) -> None:
        self._lancer = lancer

    def choisir(self, question: str, choix: Sequence[str]) -> str:
        """A list."""
        return self._lancer(_CHOISIR, [question, *choix])

    def texte(self, question: str, defaut: str) -> str:
        """A field."""
        return self._lancer(_TEXTE, [question, defaut])

    def fichier(self, question: str, suffixes: Sequence[str]) -> Path:
        """The system's own."""
        return Path(self._lancer(_FICHIER, [question, *(suffixe.lstrip(".") for suffixe in suffixes)]))

    def dossier(self, question: str) -> Path:
        """The system's own."""
        return Path(self._lancer(_FOLDER, [question]))
