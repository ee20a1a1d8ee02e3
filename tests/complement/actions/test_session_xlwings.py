"""The port over xlwings: what it asks of Excel, told by a false one. What Excel answers, only Excel can say."""

from __future__ import annotations

import ast
import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from chargeprod_xl.complement import session_xlwings
from chargeprod_xl.complement.lancer import lancer
from chargeprod_xl.complement.session import AbandonError, Endroit
from chargeprod_xl.complement.session_dialogues import DialoguesMac, DialoguesWindows
from chargeprod_xl.complement.session_xlwings import SessionXlwings
from complement.actions.faux_xlwings import FauxExcel, module
from complement.actions.poste import Poste

DEVIS, EQUIPE = Path("/film/pack/devis.xlsx"), Path("/film/pack/equipe.xlsx")


@pytest.fixture
def excel() -> FauxExcel:
    return FauxExcel(str(EQUIPE), "https://maison.sharepoint.com/film.xlsx", "Classeur1", str(DEVIS))


def test_seuls_les_fichiers_de_ce_poste_sont_vus(excel: FauxExcel) -> None:
    session = SessionXlwings(excel)
    assert session.ouverts() == [EQUIPE, DEVIS]
    assert session.actif() == DEVIS
    assert SessionXlwings(FauxExcel("Classeur1")).actif() is None
    assert SessionXlwings(FauxExcel()).actif() is None


def test_enregistrer_fermer_rouvrir_montrer(excel: FauxExcel) -> None:
    session = SessionXlwings(excel)
    session.enregistrer(DEVIS)
    session.enregistrer(DEVIS)
    session.fermer(DEVIS)
    session.ouvrir(DEVIS)
    session.montrer(Endroit(DEVIS, "Détail", "C5"))
    assert session.position(DEVIS) == Endroit(DEVIS, "Détail", "C5")
    un_seul_enregistrement = ["save devis.xlsx", "close devis.xlsx", "open devis.xlsx", "devant devis.xlsx"]
    assert excel.faits == [*un_seul_enregistrement, "feuille Détail", "select Détail!C5", "devant devis.xlsx"]
    with pytest.raises(LookupError):
        session.montrer(Endroit(DEVIS, "Feuille ôtée", "A1"))


def test_lecture_seule_et_rien_de_choisi(excel: FauxExcel) -> None:
    excel.livres[-1].api.ReadOnly = True
    session = SessionXlwings(excel)
    assert session.lecture_seule(DEVIS)
    assert not session.lecture_seule(EQUIPE)
    assert session.position(DEVIS) is None, "un graphique est choisi, non une cellule"


def test_les_couleurs_et_la_protection(excel: FauxExcel) -> None:
    session = SessionXlwings(excel)
    case = Endroit(DEVIS, "Détail", "C5")
    assert session.couleur(case) is None
    assert session.colorer(case, (255, 0, 0))
    assert session.couleur(case) == (255, 0, 0)
    excel.livres[-1].sheets["Contrôles"].protegee = True
    assert not session.colorer(Endroit(DEVIS, "Contrôles", "D5"), (255, 0, 0))


def test_messages_et_barre_d_etat(excel: FauxExcel) -> None:
    session = SessionXlwings(excel)
    session.dire("Fait.")
    session.dire("Refusé.", alerte=True)
    assert [a[3] for a in excel.alertes] == ["info", "critical"]
    session.etat("Recalcul")
    assert excel.status_bar == "Recalcul"
    session.etat("")
    assert excel.status_bar is False


def test_une_liste_se_choisit_par_son_numero(excel: FauxExcel) -> None:
    reponses: list[Any] = ["7", "deux", " 2 "]
    excel.api.InputBox = lambda *_: reponses.pop(0)
    questions = DialoguesWindows(excel)
    assert questions.choisir("Qui l’emporte ?", ("classeur", "projet")) == "projet"
    excel.api.InputBox = lambda *_: False
    with pytest.raises(AbandonError):
        questions.choisir("Qui l’emporte ?", ("classeur", "projet"))


def test_une_longue_question_passe_par_un_message(excel: FauxExcel) -> None:
    posees: list[str] = []

    def demander(question: str, *_: str) -> str:
        posees.append(question)
        return "1"

    excel.api.InputBox = demander
    questions = DialoguesWindows(excel)
    assert questions.choisir("x" * 300, ("un", "deux", "trois")) == "un"
    assert posees == ["Votre choix, de 1 à 3 :"]
    assert "3. trois" in excel.alertes[0][0]
    excel.boutons = ["cancel"]
    with pytest.raises(AbandonError):
        questions.choisir("x" * 300, ("un", "deux", "trois"))
    excel.boutons = ["yes", "no"]
    assert [questions.choisir("Remplacer ?", ("Oui", "Non")) for _ in range(2)] == ["Oui", "Non"]


def test_fichier_dossier_et_texte_sous_windows(excel: FauxExcel) -> None:
    filtres: list[str] = []

    def ouvrir(filtre: str, *_: object) -> str:
        filtres.append(filtre)
        return "C:/film/plan.csv"

    excel.api.GetOpenFilename = ouvrir
    excel.api.InputBox = lambda *_: ""
    excel.api.FileDialog = lambda genre: SimpleNamespace(Show=lambda: -1, SelectedItems=lambda _: f"/dossier{genre}")
    questions = DialoguesWindows(excel)
    assert questions.fichier("Le plan", (".xlsx", ".csv")) == Path("C:/film/plan.csv")
    assert filtres == ["Fichiers (*.xlsx;*.csv),*.xlsx;*.csv"]
    assert questions.texte("Motif", "") == "", "un texte vide est une réponse"
    assert questions.dossier("Où ?") == Path("/dossier4")
    excel.api.FileDialog = lambda _: SimpleNamespace(Show=lambda: 0)
    with pytest.raises(AbandonError):
        questions.dossier("Où ?")


def test_sur_mac_ce_qui_se_lit_n_entre_jamais_dans_le_script() -> None:
    vus: list[tuple[str, Sequence[str]]] = []

    def lancer_le_script(script: str, arguments: Sequence[str]) -> str:
        vus.append((script, arguments))
        return arguments[-1]

    questions = DialoguesMac(lancer_le_script)
    piege = 'x" & (do shell script "rm")'
    assert questions.choisir(piege, ("un", "deux")) == "deux"
    assert questions.texte(piege, "défaut") == "défaut"
    assert questions.fichier(piege, (".csv",)) == Path("csv")
    assert questions.dossier(piege) == Path(piege)
    assert all(piege not in script and piege in arguments for script, arguments in vus)


def test_un_clic_va_jusqu_au_fichier(poste: Poste, monkeypatch: pytest.MonkeyPatch) -> None:
    excel = FauxExcel(str(poste.classeur("projet")))
    monkeypatch.setitem(sys.modules, "xlwings", module(excel))
    monkeypatch.setattr(SessionXlwings, "consulter", lambda *_: None)
    lancer("verifier")
    assert "● Tout est juste" in excel.alertes[0][0]
    assert excel.status_bar is False


def test_aucune_partie_payante_de_xlwings() -> None:
    source = Path(session_xlwings.__file__).read_text(encoding="utf-8")
    importes = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Import | ast.ImportFrom)]
    noms = {a.name for n in importes for a in n.names if "xlwings" in ast.unparse(n)}
    assert noms == {"xlwings"}, "ni xlwings.pro, ni reports, ni server"
    assert 'mode="r"' not in source
