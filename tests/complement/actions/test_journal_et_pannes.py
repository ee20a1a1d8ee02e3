"""The log is where each system keeps logs; a failure in the middle of an action leaves every workbook open again."""

from __future__ import annotations

import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import NoReturn

import pytest

from chargeprod_xl import regeneration
from chargeprod_xl.complement.actions_verrous import fichier_d_excel
from chargeprod_xl.complement.journal import chemin_du_journal, journal
from chargeprod_xl.complement.session_memoire import SessionMemoire
from complement.actions.poste import HYPOTHESES, SOLDE, Poste


@pytest.mark.parametrize(
    ("systeme", "fin"),
    [
        ("win32", "local/chargeprod_xl/journal.log"),
        ("darwin", "Library/Logs/chargeprod_xl/journal.log"),
        ("linux", "etat/chargeprod_xl/journal.log"),
    ],
)
def test_le_journal_est_ou_le_systeme_range_les_siens(monkeypatch: pytest.MonkeyPatch, systeme: str, fin: str) -> None:
    monkeypatch.setenv("LOCALAPPDATA", "/local")
    monkeypatch.setenv("XDG_STATE_HOME", "/etat")
    monkeypatch.setattr(sys, "platform", systeme)
    assert chemin_du_journal().as_posix().endswith(fin)


def test_une_page_qui_ne_tourne_pas_continue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows refuses to rename a log that the functions inside Excel have open."""

    def refuser(_: object) -> NoReturn:
        raise PermissionError("utilisé par un autre programme")

    monkeypatch.setattr(RotatingFileHandler, "doRollover", refuser)
    [fichier] = journal().handlers
    assert isinstance(fichier, RotatingFileHandler)
    fichier.maxBytes = 10
    for mot in ("une ligne", "une autre ligne"):
        journal().info(mot)
    assert "une autre ligne" in chemin_du_journal().read_text(encoding="utf-8")


def test_sans_place_pour_ecrire_rien_ne_tombe(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "fichier"))
    journal().info("perdue, mais sans bruit")


def test_une_panne_au_milieu_rouvre_tout(poste: Poste, monkeypatch: pytest.MonkeyPatch) -> None:
    def casser(*_: object) -> NoReturn:
        raise ZeroDivisionError

    monkeypatch.setattr(regeneration, "regenerer", casser)
    poste.ouvrir("depouillement", "projet")
    poste.saisir("projet", HYPOTHESES, SOLDE, 8000)
    poste.cliquer("regenerer")
    assert "erreur du programme" in poste.excel.alertes[0]
    assert {c.name for c in poste.excel.ouverts()} == {"depouillement.xlsx", "projet.xlsx"}
    assert poste.sur_disque("projet", HYPOTHESES, SOLDE) == 8000


def test_un_classeur_qui_ne_se_rouvre_pas_est_nomme(poste: Poste, monkeypatch: pytest.MonkeyPatch) -> None:
    ouvrir = SessionMemoire.ouvrir

    def refuser(excel: SessionMemoire, classeur: Path) -> None:
        if classeur.name == "depouillement.xlsx" and not fichier_d_excel(classeur).exists():
            raise OSError("Excel refuse")
        ouvrir(excel, classeur)

    poste.ouvrir("depouillement", "projet")
    monkeypatch.setattr(SessionMemoire, "ouvrir", refuser)
    poste.cliquer("regenerer")
    assert "ne se sont pas rouverts" in poste.excel.alertes[0]
    assert "depouillement.xlsx" in poste.excel.alertes[0]
    assert poste.excel.ouverts() == [poste.classeur("projet")]


def test_un_classeur_qui_ne_s_enregistre_pas_arrete_avant_tout(poste: Poste, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuser(*_: object) -> NoReturn:
        raise PermissionError(13, "Permission non accordée", "projet.xlsx")

    poste.ouvrir("projet")
    poste.saisir("projet", HYPOTHESES, SOLDE, 8000)
    avant = poste.octets()
    monkeypatch.setattr(SessionMemoire, "enregistrer", refuser)
    poste.cliquer("regenerer")
    assert "projet.xlsx : lecture ou écriture impossible" in poste.excel.alertes[0]
    assert poste.excel.ouverts() == [poste.classeur("projet")], "rien n’a été fermé"
    assert poste.octets() == avant
