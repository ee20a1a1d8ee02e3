"""Buttons of help: the guide of this version, the log, what runs and from where."""

from __future__ import annotations

import platform
import sys
from importlib.resources import files
from pathlib import Path

from markdown_it import MarkdownIt

from chargeprod_xl import __version__
from chargeprod_xl.complement.actions_lieu import lieu_du_classeur
from chargeprod_xl.complement.actions_page import Page, Partie, Point
from chargeprod_xl.complement.actions_parole import dire_en_page
from chargeprod_xl.complement.diagnostic import SIGNES, diagnostiquer
from chargeprod_xl.complement.journal import chemin_du_journal, journal
from chargeprod_xl.complement.poste import poste_courant
from chargeprod_xl.complement.session import SessionExcel


def texte_du_guide() -> str:
    """The guide: beside the package in a checkout, inside it once installed."""
    dans_le_paquet = Path(str(files("chargeprod_xl"))) / "guide.md"
    depot = Path(__file__).parent.parent.parent / "docs" / "guide.md"
    return (dans_le_paquet if dans_le_paquet.is_file() else depot).read_text(encoding="utf-8")


def guide(session: SessionExcel) -> None:
    """The guide as a page; a link in it that is code stays text."""
    rendu = MarkdownIt("commonmark", {"html": False}).enable("table").render(texte_du_guide())
    dire_en_page(session, Page(f"Guide de chargeprod-xl {__version__}", html=rendu), "guide")


def ouvrir_le_journal(session: SessionExcel) -> None:
    """The log file, which this very click makes sure there is."""
    journal().info("journal ouvert")
    session.consulter(chemin_du_journal())


def diagnostic(session: SessionExcel) -> None:
    """What keeps the add-in from answering: what could answer this click is already good."""
    constats = diagnostiquer(poste_courant(None, a_blanc=True))
    points = [Point(SIGNES[c.niveau], "", c.quoi, c.remede) for c in constats]
    fautes = sum(c.niveau == "faute" for c in constats)
    verdict = f"{fautes} faute{'s' if fautes > 1 else ''} à réparer" if fautes else "Aucune faute."
    dire_en_page(session, Page("Diagnostic du complément", (verdict,), (Partie("Constats", points),)), "diagnostic")


def a_propos(session: SessionExcel) -> None:
    """Version, interpreter, pack."""
    actif = session.actif()
    lieu = lieu_du_classeur(actif) if actif else None
    session.dire(
        "\n".join(
            [
                f"chargeprod-xl {__version__}",
                f"Python {platform.python_version()} : {sys.executable}",
                f"Journal : {chemin_du_journal()}",
                f"Pack du classeur actif : {lieu.pack if lieu else 'aucun'}",
            ]
        )
    )
