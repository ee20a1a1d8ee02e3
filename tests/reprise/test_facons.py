"""Each manner of saving leaves the content as it was, and really happened."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from recalcul.fabrique import parties_de
from temoins.desaccords import exiger_libreoffice

from chargeprod_xl.classeurs.lecture import ClasseurLu, lire_classeur
from chargeprod_xl.controles.comparaison import meme_formule
from chargeprod_xl.liens.formules import Genre, decouper
from reprise.facons import FACONS, par_libreoffice, textes_en_ligne, textes_riches

#: Typed dates, notes, hyperlinks, tables, charts, and several links each.
CLASSEURS = ("projet.xlsx", "bilan.xlsx", "plan_de_travail.xlsx")
Lieu = tuple[str, int, int]


@pytest.fixture(scope="module")
def avant(pack_reduit: Path) -> dict[str, ClasseurLu]:
    return {nom: lire(pack_reduit / nom) for nom in CLASSEURS}


@pytest.fixture
def dossier(pack_reduit: Path, tmp_path: Path) -> Path:
    for nom in CLASSEURS:
        shutil.copyfile(pack_reduit / nom, tmp_path / nom)
    return tmp_path


def lire(chemin: Path) -> ClasseurLu:
    classeur, fautes = lire_classeur(chemin)
    assert fautes == []
    assert classeur is not None
    return classeur


def par_cible(formule: str, classeur: ClasseurLu) -> str:
    """``[2]Sorties devis!A1`` with the name of the file for its rank, which may change."""
    cibles = [lien.cible for lien in classeur.liens_externes]
    return "".join(
        re.sub(r"\[(\d+)\]", lambda m: f"[{cibles[int(m[1]) - 1]}]", texte) if genre is Genre.PREFIXE else texte
        for genre, texte in decouper(formule)
    )


def formules(classeur: ClasseurLu) -> dict[Lieu, str]:
    return {
        (feuille.nom, *ou): par_cible(cellule.formule, classeur)
        for feuille in classeur.feuilles
        for ou, cellule in feuille.cellules.items()
        if cellule.formule is not None
    }


def valeurs(classeur: ClasseurLu, *, calculees: bool = True) -> dict[Lieu, tuple[object, bool]]:
    """Values, and whether they show as dates."""
    return {
        (feuille.nom, *ou): (cellule.valeur, cellule.est_date)
        for feuille in classeur.feuilles
        for ou, cellule in feuille.cellules.items()
        if calculees or cellule.formule is None
    }


def autour(classeur: ClasseurLu) -> dict[str, object]:
    """Everything but the cells; the part a thing was read from does not matter."""
    return {
        "feuilles": [replace(feuille, cellules={}, partie="") for feuille in classeur.feuilles],
        "tableaux": set(classeur.tableaux),
        "noms": {replace(nom, formule=par_cible(nom.formule, classeur)) for nom in classeur.noms},
        "liens": {lien.cible: (lien.feuilles, lien.cache) for lien in classeur.liens_externes},
        "proprietes": classeur.proprietes,
    }


@pytest.mark.parametrize("facon", FACONS)
def test_le_contenu_ne_change_pas(facon: str, avant: dict[str, ClasseurLu], dossier: Path) -> None:
    for nom, classeur in avant.items():
        FACONS[facon](dossier / nom)
        apres = lire(dossier / nom)
        calculees = facon != "par openpyxl"
        assert formules(apres) == formules(classeur)
        assert valeurs(apres, calculees=calculees) == valeurs(classeur, calculees=calculees)
        assert autour(apres) == autour(classeur)


#: By manner: in which parts, what shows that it happened (for links, see below).
PREUVES = {
    "formules partagées": ("worksheets/sheet", '<f t="shared" si='),
    "textes partagés": ("worksheets/sheet", ' t="s"'),
    "textes riches": ("sharedStrings", "<rPh sb="),
    "cibles absolues": ("externalLinks/_rels", '"file:///C:\\films\\mon%20film\\pack\\devis.xlsx"'),
    "cibles sur le web": ("externalLinks/_rels", "/Documents%20partages/mon%20film/pack/devis.xlsx"),
    "dates de 1904": ("workbook.xml", 'date1904="1"'),
    "habits d’Excel": ("worksheets/sheet", 'x14ac:dyDescent="0.25"'),
    "comme Excel": ("calcChain", "<calcChain"),
    "par openpyxl": ("worksheets/sheet", "</f><v></v>"),
}


def xml(chemin: Path, morceau: str) -> str:
    """The parts whose name holds ``morceau``, one after another."""
    return "".join(octets.decode() for nom, octets in parties_de(chemin).items() if morceau in nom)


def test_chaque_facon_a_sa_preuve() -> None:
    assert set(PREUVES) == set(FACONS) - {"liens permutés"}


@pytest.mark.parametrize("facon", PREUVES)
def test_la_facon_a_bien_eu_lieu(facon: str, dossier: Path) -> None:
    chemin = dossier / "bilan.xlsx"
    parties, marque = PREUVES[facon]
    assert marque not in xml(chemin, parties)
    FACONS[facon](chemin)
    assert marque in xml(chemin, parties)


def test_les_liens_sont_a_l_envers_et_les_formules_suivent(avant: dict[str, ClasseurLu], dossier: Path) -> None:
    FACONS["liens permutés"](dossier / "bilan.xlsx")
    apres = lire(dossier / "bilan.xlsx")
    cibles = [lien.cible for lien in avant["bilan.xlsx"].liens_externes]
    assert (
        [lien.cible for lien in apres.liens_externes]
        == cibles[::-1]
        == ["devis.xlsx", "equipe.xlsx", "plan_de_travail.xlsx", "projet.xlsx"]
    )
    premiers, derniers = (numeros(classeur) for classeur in (avant["bilan.xlsx"], apres))
    assert set(premiers.values()) == {"1", "2", "3", "4"}
    assert {ou: str(5 - int(rang)) for ou, rang in premiers.items()} == derniers


def numeros(classeur: ClasseurLu) -> dict[Lieu, str]:
    """The rank of the first link of each formula that has one."""
    return {
        (feuille.nom, *ou): trouve[1]
        for feuille in classeur.feuilles
        for ou, cellule in feuille.cellules.items()
        if (trouve := re.search(r"'\[(\d+)\]", cellule.formule or ""))
    }


def test_textes_en_ligne_defait_les_textes_riches(avant: dict[str, ClasseurLu], dossier: Path) -> None:
    chemin = dossier / "projet.xlsx"
    textes_riches(chemin)
    assert ' t="inlineStr"' not in xml(chemin, "worksheets/sheet")
    textes_en_ligne(chemin)
    assert ' t="s"' not in xml(chemin, "worksheets/sheet")
    assert valeurs(lire(chemin)) == valeurs(avant["projet.xlsx"])


def test_l_habit_d_excel_nomme_les_parties_de_pres(dossier: Path) -> None:
    chemin = dossier / "projet.xlsx"
    FACONS["habits d’Excel"](chemin)
    liens = xml(chemin, ".rels")
    assert 'Target="worksheets/sheet1.xml"' in liens
    assert 'Target="/' not in liens
    assert "<Application>Microsoft Excel</Application>" in xml(chemin, "app.xml")


def sans_auteurs(classeur: ClasseurLu) -> dict[str, object]:
    """What LibreOffice keeps around the cells: all but who wrote a note, and the spelling of places."""
    notes = {(f.nom, *ou): note.texte for f in classeur.feuilles for ou, note in f.notes.items()}
    return {
        "notes": notes,
        "dessins": [(f.nom, f.etat, f.dessins) for f in classeur.feuilles],
        "liens": {lien.cible for lien in classeur.liens_externes},
        "noms": {(nom.nom, nom.feuille) for nom in classeur.noms},
        "tableaux": set(classeur.tableaux),
        "proprietes": classeur.proprietes,
    }


def test_par_libreoffice(pack_reduit: Path, avant: dict[str, ClasseurLu], tmp_path: Path) -> None:
    """It spells formulas its own way; what people typed is all there."""
    exiger_libreoffice()
    par_libreoffice([pack_reduit / nom for nom in CLASSEURS], tmp_path)
    for nom, classeur in avant.items():
        assert "<Application>LibreOffice" in xml(tmp_path / nom, "app.xml")
        apres = lire(tmp_path / nom)
        assert valeurs(apres, calculees=False) == valeurs(classeur, calculees=False)
        assert sans_auteurs(apres) == sans_auteurs(classeur)
        ecrites, relues = formules(classeur), formules(apres)
        assert relues.keys() == ecrites.keys()
        assert [ou for ou, f in ecrites.items() if not meme_formule(f, relues[ou], lambda _: True)] == []
