"""A sheet a row: each keeps what was typed in it, whatever rows come and go; the index follows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from chargeprod_xl.gabarits.feuilles_par_ligne import nom_possible
from feuilles.atelier import Essai, trouver

JOUR = """\
feuille: "{{ c.nom }}"
pour: c
dans: competences
cle: cle
onglet: saisie
titre: "Fiche — {{ c.nom }}"
blocs:
  - champs: fiche
    liste:
      - {id: nombre, libelle: Nombre, type: entier, saisie: true, valeur: "2"}
      - {id: prix, libelle: Prix, type: euro, saisie: true, valeur: "10 * c.n"}
      - {id: cout, libelle: Coût, type: euro, formule: "={nombre}*{prix}+{suite.total.montant}"}
  - tableau: suite
    titre: Suite
    extensible: true
    lignes: {pour: r, dans: rangs_sequence, cle: k}
    colonnes:
      - {id: quoi, titre: Quoi, valeur: "'ligne ' ~ r.k", saisie: true}
      - {id: montant, titre: Montant, type: euro, saisie: true, total: true}
controles:
  - id: positif
    libelle: "{{ c.nom }} : un coût"
    famille: règle
    valeur: "={cout}"
    comparaison: ">="
    remede: saisissez
"""
LISTE = """\
feuille: Sommaire
onglet: restitution
titre: Sommaire
blocs:
  - index: liste
    de: fiche
    colonnes:
      - {id: numero, titre: N°, type: nombre_entier, valeur: c.n}
      - {id: cout, titre: Coût, type: euro, total: true}
      - {id: depense, titre: Dépenses, type: euro, champ: suite.total.montant}
"""
AVAL = """\
feuille: Aval
onglet: calcul
titre: Aval
blocs:
  - champs: a
    liste:
      - {id: tout, libelle: Tout, type: euro, formule: "=SUM({essai.sommaire.liste.cout})"}
      - {id: un, libelle: Un, type: euro, formule: "={essai.fiche.c1.cout}"}
"""


def taper(feuille: Worksheet, libelle: str, valeur: object) -> None:
    """Type in the second column of a row."""
    feuille.cell(trouver(feuille, libelle).row, 2).value = valeur


def montre(essai: Essai, feuille: str, libelle: str, classeur: str = "essai") -> object:
    """What the second column of a row shows."""
    lue = essai.feuille(classeur, feuille, valeurs=True)
    return lue.cell(trouver(lue, libelle).row, 2).value


def essai(racine: Path) -> Essai:
    return Essai(racine, essai={"fiche": JOUR, "sommaire": LISTE}, aval={"aval": AVAL})


@pytest.mark.usefixtures("lignes")
def test_une_feuille_par_ligne_et_son_index(tmp_path: Path) -> None:
    """Two names that Excel takes for one get apart; the index links to each sheet and shows its figures live."""
    pack = essai(tmp_path).construire()
    sommaire = pack.feuille("essai", "Sommaire", valeurs=True)
    assert [[c.value for c in r] for r in sommaire["A5:D8"]] == [
        ["Léa", 1, 20, 0],
        ["Marc", 2, 40, 0],
        ["léa (2)", 3, 60, 0],
        ["Total", None, 120, None],
    ]
    lien = sommaire["A7"].hyperlink
    assert (lien.location or lien.target).lstrip("#") == "'léa (2)'!A1"
    assert montre(pack, "Aval", "Tout", "aval") == 120
    assert pack.fautes() == []


def test_ce_qui_est_saisi_suit_sa_ligne(tmp_path: Path, lignes: list[dict[str, Any]]) -> None:
    """Léa goes, Nora comes first: Marc's price, row and note stay with Marc; what was typed for Léa is kept beside."""
    pack = essai(tmp_path).construire()

    def geste(livre: Any) -> None:
        taper(livre["Marc"], "Prix", 100)
        taper(livre["Marc"], "ligne 1", 7)
        livre["Marc"]["F2"] = "vu avec Marc"
        taper(livre["Léa"], "Prix", 55)
        taper(livre["Léa"], "ligne 2", 3)
        livre["Léa"]["F2"] = "à relire"
        sienne = livre.create_sheet("À moi", 1)
        sienne["A1"], sienne["A2"] = "='Léa'!B6+1", "=Marc!B6+1"

    pack.editer("essai", geste)
    del lignes[0]
    lignes.insert(0, {"cle": "c9", "n": 9, "nom": "Nora"})
    pack.changer("essai", "sommaire", "titre: Sommaire", "titre: Le sommaire")
    pack.ecrire("aval", "aval", AVAL.replace("fiche.c1", "fiche.c2"))
    bilan = pack.regenerer().bilan
    noms = pack.feuille("essai", "Marc").parent.sheetnames
    assert [n for n in noms if n in {"Nora", "Marc", "léa", "Léa", "À moi"}] == ["À moi", "Nora", "Marc", "léa"]
    assert montre(pack, "Marc", "Prix") == 100
    assert montre(pack, "Marc", "Coût") == 207  # two at 100, and the row of 7
    assert pack.feuille("essai", "Marc")["F2"].value == "vu avec Marc"
    assert montre(pack, "Aval", "Tout", "aval") == 180 + 207 + 60
    assert pack.feuille("essai", "À moi")["A2"].value == "=Marc!B6+1"
    perdus = {(p.feuille, p.contenu) for p in bilan.pertes}
    assert {("Léa", "55"), ("Léa", "3"), ("Léa", "à relire")} <= perdus
    assert not any(p.feuille == "Marc" for p in bilan.pertes)
    assert [e.ou for e in bilan.retirees] == ["Léa"]
    assert [e.ou for e in bilan.nouvelles] == ["Nora"]
    assert next(pack.pack.glob("non repris*.csv")).read_text(encoding="utf-8-sig").count("Léa") >= 3
    assert pack.fautes() == []


@pytest.mark.usefixtures("lignes")
def test_deux_feuilles_renommees_sont_retrouvees(tmp_path: Path) -> None:
    """Renamed, and one of them moved: each is known by what it says, and takes its name back."""
    sans_tableau = JOUR[: JOUR.index("  - tableau")] + JOUR[JOUR.index("controles:") :]
    sans_tableau = sans_tableau.replace("+{suite.total.montant}", "")
    pack = Essai(tmp_path, essai={"fiche": sans_tableau}).construire()

    def geste(livre: Any) -> None:
        for nom, prix in (("Léa", 70), ("Marc", 90)):
            taper(livre[nom], "Prix", prix)
            livre[nom].title = f"{nom} (vu)"
        livre.move_sheet("Léa (vu)", 2)

    pack.editer("essai", geste)
    bilan = pack.regenerer().bilan
    assert bilan.pertes == []
    assert [montre(pack, nom, "Prix") for nom in ("Léa", "Marc", "léa (2)")] == [70, 90, 30]


def test_sans_ligne_l_index_le_dit(tmp_path: Path, lignes: list[dict[str, Any]]) -> None:
    """No row, no sheet: the index stays, says so, and what adds it up finds nothing; the rows come back."""
    aval = AVAL[: AVAL.index("      - {id: un")]
    pack = Essai(tmp_path, essai={"fiche": JOUR, "sommaire": LISTE}, aval={"aval": aval})
    toutes = list(lignes)
    lignes.clear()
    pack.construire()
    assert trouver(pack.feuille("essai", "Sommaire"), "aucune feuille pour l’instant")
    assert montre(pack, "Aval", "Tout", "aval") == 0
    lignes += toutes
    pack.regenerer()
    assert montre(pack, "Aval", "Tout", "aval") == 120


def test_les_fautes_d_une_feuille_par_ligne_sont_dites(tmp_path: Path, lignes: list[dict[str, Any]]) -> None:
    """Two rows of one key, a field that no sheet has: once each, with the file, and what to do."""
    lignes.append({"cle": "c1", "n": 4, "nom": "Autre"})
    sommaire = LISTE.replace("{id: cout,", "{id: cot,")
    dit = Essai(tmp_path, essai={"fiche": JOUR, "sommaire": sommaire}).refus()
    assert [x.split(" : ")[0] for x in dit] == [
        "essai/fiche.yaml, ligne 3",
        "essai/sommaire.yaml, ligne 5, index « liste »",
    ]
    assert "ont la clé « c1 »" in dit[0]
    assert "« cot » n’est pas un champ" in dit[1]
    assert "cout" in dit[1]


def test_deux_tableaux_qui_porteraient_le_meme_nom_sont_dits(tmp_path: Path, lignes: list[dict[str, Any]]) -> None:
    """Excel would repair the file: the key « c1_x » and the table « suite », the key « c1 » and « x_suite »."""
    lignes.append({"cle": "c1_x", "n": 4, "nom": "Nora"})
    deux = JOUR[: JOUR.index("controles:")] + JOUR[JOUR.index("  - tableau") : JOUR.index("controles:")].replace(
        "tableau: suite", "tableau: x_suite"
    )
    dit = Essai(tmp_path, essai={"fiche": deux}).refus()
    assert any("t_essai_fiche_c1_x_suite, que celui de la feuille « Léa »" in x for x in dit)


@pytest.mark.parametrize(
    ("nom", "possible"),
    [
        ("Jour 3/4 : l'île?", "Jour 3 4 l’île"),
        ("Feuille de service du lundi 15 mars 2027", "Feuille de service du lundi 15"),
        ("///", "c1"),
        ("x" * 40, "x" * 31),
    ],
)
def test_un_nom_de_feuille_qu_excel_accepte(nom: str, possible: str) -> None:
    assert nom_possible(nom, "c1") == possible
