"""What is written in a cell is what is read there: texts that look like something else, notes on nothing."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from chargeprod_xl.classeurs.ecriture import ecrire_classeur
from chargeprod_xl.classeurs.lecture import lire_classeur
from chargeprod_xl.gabarits.declaration import Tapee
from chargeprod_xl.liens.pose import CellulePosee, ClasseurPose, FeuillePosee, FondPose, NotePosee

JAUNE = FondPose("FFFFFF00", None, 0.0)


def ecrire(dossier: Path, **f: object) -> Path:
    classeur = ClasseurPose("essai", "essai.xlsx", "Essai", [FeuillePosee("F", "saisie", **f)], {}, [])  # type: ignore[arg-type]
    chemin = dossier / "essai.xlsx"
    chemin.write_bytes(ecrire_classeur(classeur, "Film — v1", {}, date(2027, 4, 16)))
    return chemin


def lues(chemin: Path) -> dict[tuple[int, int], object]:
    classeur, fautes = lire_classeur(chemin)
    assert fautes == []
    assert classeur is not None
    return {ou: c.valeur if c.formule is None else f"={c.formule}" for ou, c in classeur.feuilles[0].cellules.items()}


@pytest.mark.parametrize(
    "texte",
    ["=1+1", "-12", "007", "  en retrait ", "deux\nlignes", "l'été <b> & ]]>", "_x0041_", "bip \x07", "fin\r", "#N/A"],
)
def test_un_texte_se_relit_comme_il_fut_tape(tmp_path: Path, texte: str) -> None:
    tapee = CellulePosee(role="saisie", tapee=Tapee(valeur=texte))
    assert lues(ecrire(tmp_path, cellules={(2, 3): tapee})) == {(2, 3): texte}


def test_nombres_dates_et_formules(tmp_path: Path) -> None:
    valeurs = [Decimal("1234.56"), 0.1 + 0.2, True, date(2027, 5, 1), datetime(2027, 5, 1, 18, 0)]
    cellules = {(n, 1): CellulePosee(valeur) for n, valeur in enumerate(valeurs, 1)}
    cellules[6, 1] = CellulePosee(formule='=IFNA(A1,"IFNA(")&"<"', role="calcul")
    cellules[7, 1] = CellulePosee(role="saisie", tapee=Tapee(valeur=None, formule="SUM(A1:A2*2)", matrice="A7:A7"))
    # 1 May 2027 is day 46508 of Excel's calendar; six in the evening is three quarters of a day.
    assert lues(ecrire(tmp_path, cellules=cellules)) == {
        (1, 1): 1234.56, (2, 1): 0.30000000000000004, (3, 1): True, (4, 1): 46508.0, (5, 1): 46508.75,
        (6, 1): '=_xlfn.IFNA(A1,"IFNA(")&"<"', (7, 1): "=SUM(A1:A2*2)",
    }  # fmt: skip


def test_un_fond_et_une_note_tiennent_sur_une_cellule_vide(tmp_path: Path) -> None:
    notes = {(3, 2): NotePosee("à revoir", "Moi")}
    feuille = load_workbook(ecrire(tmp_path, fonds={(1, 4): JAUNE}, notes=notes))["F"]
    assert feuille["D1"].fill.fgColor.rgb == "FFFFFF00"
    assert feuille["B3"].comment.text == "à revoir"
    assert feuille["B3"].has_style is False
    assert feuille.dimensions == "B1:D3"


def test_un_texte_qui_commence_comme_une_formule_garde_son_apostrophe(tmp_path: Path) -> None:
    textes = {(1, 1): CellulePosee("+33 1"), (2, 1): CellulePosee("33 1")}
    feuille = load_workbook(ecrire(tmp_path, cellules=textes))["F"]
    assert [feuille[a].quotePrefix for a in ("A1", "A2")] == [True, False]
