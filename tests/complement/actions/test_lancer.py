"""A click never shows a traceback: whatever happens, French words and a line in the log."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from openpyxl import Workbook

from chargeprod_xl.complement import actions
from chargeprod_xl.complement.lancer import lancer, lancer_avec
from chargeprod_xl.complement.session_memoire import SessionMemoire
from chargeprod_xl.complement.table import ACTIONS
from complement.actions.poste import Poste

AVEC_CLASSEUR = [a.ident for a in ACTIONS if not a.sans_classeur]


@pytest.mark.parametrize("bouton", AVEC_CLASSEUR)
def test_sans_classeur_ouvert_le_bouton_le_dit(bouton: str) -> None:
    excel = SessionMemoire()
    lancer_avec(excel, bouton)
    assert "aucun classeur enregistré sur ce poste n’est actif" in excel.alertes[0]
    assert "dossier « pack »" in excel.alertes[0]


@pytest.mark.parametrize("bouton", AVEC_CLASSEUR)
def test_un_classeur_d_aucun_pack_est_refuse_en_mots(bouton: str, tmp_path: Path) -> None:
    classeur = tmp_path / "courses.xlsx"
    Workbook().save(classeur)
    excel = SessionMemoire()
    excel.ouvrir(classeur)
    lancer_avec(excel, bouton)
    assert "courses.xlsx : ce classeur n’est d’aucun pack" in excel.alertes[0]


@pytest.mark.parametrize("bouton", ["guide", "journal", "a_propos"])
def test_l_aide_n_a_besoin_d_aucun_classeur(bouton: str) -> None:
    excel = SessionMemoire()
    lancer_avec(excel, bouton)
    assert excel.alertes == []
    assert excel.messages or excel.consultes


def test_le_guide_s_ouvre_en_entier() -> None:
    excel = SessionMemoire()
    lancer_avec(excel, "guide")
    page = excel.consultes[0].read_text(encoding="utf-8")
    assert "<h2>Expliquer ce chiffre</h2>" in page
    assert "<table>" in page


def test_une_version_gardee_ne_se_modifie_pas(poste: Poste) -> None:
    poste.ouvrir("projet")
    poste.saisir("projet", "Hypothèses", "B20", 8000)
    poste.cliquer("regenerer")
    [version] = (poste.film / "versions").iterdir()
    poste.excel.ouvrir(version / "projet.xlsx")
    poste.cliquer("regenerer")
    assert "celui d’une version gardée" in poste.excel.alertes[0]


def test_un_pack_sans_son_film_se_verifie_et_ne_se_regenere_pas(poste: Poste) -> None:
    (poste.film / "projet.yaml").unlink()
    poste.ouvrir("projet")
    poste.cliquer("regenerer")
    assert "n’a pas de projet.yaml" in poste.excel.alertes[0]
    poste.cliquer("verifier")
    assert "● Tout est juste" in poste.excel.messages[0]


def test_une_erreur_du_programme_est_dite_et_ecrite_au_journal(monkeypatch: pytest.MonkeyPatch, chez_soi: Path) -> None:
    def casser(_: object) -> None:
        raise ZeroDivisionError("au fond")

    monkeypatch.setattr(actions, "FONCTIONS", {"verifier": casser})
    excel = SessionMemoire()
    lancer_avec(excel, "verifier")
    assert "erreur du programme" in excel.alertes[0]
    assert "Traceback" not in excel.alertes[0]
    assert "ZeroDivisionError: au fond" in (chez_soi / "journal.log").read_text(encoding="utf-8")
    assert excel.etats[-1] == ""


def test_un_disque_qui_refuse_est_dit(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuser(_: object) -> None:
        raise PermissionError(13, "Permission non accordée", "/film/pack")

    monkeypatch.setattr(actions, "FONCTIONS", {"verifier": refuser})
    excel = SessionMemoire()
    lancer_avec(excel, "verifier")
    assert "/film/pack : lecture ou écriture impossible (Permission non accordée)" in excel.alertes[0]


def test_un_long_refus_s_ouvre_en_page(poste: Poste) -> None:
    poste.ouvrir("projet")
    for nom in ("preparation", "tournage", "finitions"):
        poste.changer_projet(f"  {nom}: {{debut:", f"  {nom}: {{début de la phase, qui est une date:")
    poste.changer_projet("livraison: 2027-07-30", "livraison: bientôt")
    poste.changer_projet("solde_initial: 10000", "solde_initial: beaucoup\n  imprevus: un peu\n  arrondi: jamais")
    poste.cliquer("regenerer")
    assert "La liste s’ouvre à côté" in poste.excel.alertes[0]
    assert "bientôt" in poste.derniere_page or "livraison" in poste.derniere_page


def test_sans_excel_rien_n_est_leve(monkeypatch: pytest.MonkeyPatch, chez_soi: Path) -> None:
    faux = ModuleType("xlwings")
    faux.apps = SimpleNamespace(active=None)  # type: ignore[attr-defined] - a module made up for the test
    monkeypatch.setitem(sys.modules, "xlwings", faux)
    lancer("verifier")
    assert "Excel n’est pas joignable" in (chez_soi / "journal.log").read_text(encoding="utf-8")


def test_une_session_en_panne_ne_leve_rien(chez_soi: Path) -> None:
    class EnPanne(SessionMemoire):
        def dire(self, *_: object, **__: object) -> None:
            raise RuntimeError("Excel est occupé")

    lancer_avec(EnPanne(), "verifier")
    lancer_avec(EnPanne(), "un_bouton_inconnu")
    journal = (chez_soi / "journal.log").read_text(encoding="utf-8")
    assert "Excel est occupé" in journal
    assert "un_bouton_inconnu : échec" in journal
