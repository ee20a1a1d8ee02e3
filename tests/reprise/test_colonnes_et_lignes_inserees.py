"""Columns and rows inserted as a spreadsheet program does it: formulas follow, what was typed is kept or told."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from edits.gestes import Geste
from edits.main_openpyxl import _inserer
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries

from chargeprod_xl.controles import controler
from chargeprod_xl.liens.formules import Borne, Genre, decouper, lire_borne, lire_prefixe
from chargeprod_xl.regeneration import Regeneration
from reprise.atelier import Film, trouver

RAISON = "une colonne insérée dans un tableau fixe n’est pas reprise : recopiez-la à droite du tableau"
RECAP = ("depouillement", "Récap dépouillement")


def inserer_ligne(livre: Any, feuille: str, ligne: int, **saisies: Any) -> None:
    """An empty row, as Excel inserts it, and what is typed in it by column letter."""
    _inserer(livre, Geste("inserer", feuille, ligne, modele=ligne))
    for colonne in range(1, livre[feuille].max_column + 1):
        livre[feuille].cell(ligne, colonne).value = None
    for lettre, valeur in saisies.items():
        livre[feuille][f"{lettre}{ligne}"] = valeur


def changer_les_colonnes(livre: Any, feuille: str, ou: Callable[[int], int | None]) -> None:
    """Every formula follows columns that moved; one that is gone leaves ``#REF!``."""
    for onglet in livre:
        for cellule in (c for ligne in onglet.iter_rows() for c in ligne if c.data_type == "f"):
            if isinstance(cellule.value, str):
                cellule.value = _suivre(cellule.value, onglet.title, feuille, ou)
    for nom in livre.defined_names.values():
        nom.attr_text = _suivre(nom.attr_text, "", feuille, ou)


def _suivre(formule: str, ici: str, cible: str, ou: Callable[[int], int | None]) -> str:
    morceaux = []
    jetons = [(Genre.ESPACE, ""), *decouper(formule)]
    for (genre_avant, avant), (genre, texte) in pairwise(jetons):
        visee = lire_prefixe(avant).feuille if genre_avant is Genre.PREFIXE else ici
        if genre in {Genre.CELLULE, Genre.PLAGE} and visee == cible:
            morceaux.append(_deplacee(texte, ou))
        else:
            morceaux.append(texte)
    return "".join(morceaux)


def _deplacee(texte: str, ou: Callable[[int], int | None]) -> str:
    bornes = [lire_borne(b) for b in texte.split(":")]
    arrivees = [ou(b.colonne or 1) for b in bornes]
    if None in arrivees:
        return "#REF!"
    paires = zip(bornes, arrivees, strict=True)
    return ":".join(str(Borne(b.ligne, c, b.ligne_fixe, b.colonne_fixe)) for b, c in paires)


def inserer_colonne(livre: Any, feuille: str, colonne: int, **saisies: Any) -> None:
    """An empty column, and what is typed in it by cell."""
    livre[feuille].insert_cols(colonne)
    changer_les_colonnes(livre, feuille, lambda c: c + (c >= colonne))
    for cellule, valeur in saisies.items():
        livre[feuille][cellule] = valeur


def listes(fait: Regeneration) -> tuple[int, ...]:
    """How many contents were kept, formulas typed over, contents lost, doubts."""
    b = fait.bilan
    return len(b.gardees), len(b.remplacees), len(b.pertes), len(b.doutes)


def formules_du_pack(film: Film) -> dict[tuple[str, str, str], Any]:
    """Every formula of the pack, by file, sheet and cell."""
    return {
        (chemin.name, onglet.title, c.coordinate): c.value
        for chemin in sorted(film.pack.glob("*.xlsx"))
        for onglet in load_workbook(chemin)
        for ligne in onglet.iter_rows()
        for c in ligne
        if c.data_type == "f"
    }


def test_ce_qu_une_colonne_inseree_dans_un_tableau_fixe_contient_est_dit(film: Film) -> None:
    avant = formules_du_pack(film)
    ligne = film.cellule(*RECAP, "NUIT", "EXT").row
    film.editer("depouillement", lambda livre: inserer_colonne(livre, RECAP[1], 2, **{f"B{ligne}": 123456}))
    fait = film.regenerer()
    assert [(p.repere, p.contenu, p.raison) for p in fait.bilan.pertes] == [(f"B{ligne}", "123456", RAISON)]
    assert listes(fait) == (0, 0, 1, 0)
    assert formules_du_pack(film) == avant


def test_une_colonne_inseree_parmi_des_champs_ne_deplace_pas_leurs_valeurs(film: Film) -> None:
    film.saisir("projet", "Hypothèses", "Imprévus", "Valeur", 0.12)
    film.editer("projet", lambda livre: inserer_colonne(livre, "Hypothèses", 2, B13="vu par Lucie"))
    fait = film.regenerer()
    assert film.lire("projet", "Hypothèses", "Imprévus", "Valeur") == 0.12
    assert [(p.contenu, p.raison) for p in fait.bilan.pertes] == [("vu par Lucie", RAISON)]


@pytest.fixture
def devis(tmp_path: Path) -> Film:
    """The same film with its budget."""
    return Film(tmp_path, "projet", "depouillement", "plan_de_travail", "equipe", "devis")


def test_une_ligne_inseree_entre_des_lignes_de_meme_nom_reste_une_ligne(devis: Film) -> None:
    """« Paiements » names each rule once per post: rows are told apart by both."""
    devis.editer("devis", lambda livre: inserer_ligne(livre, "Paiements", 8, B="repère perso", C=777, D=888))
    fait = devis.regenerer()
    assert listes(fait) == (0, 0, 0, 0)
    assert [e.ou for e in fait.bilan.ajoutees] == ["Paiements › repère perso 777 888"]
    onglet = load_workbook(devis.pack / "devis.xlsx")["Paiements"]
    assert [onglet.cell(8, c).value for c in (2, 3, 4)] == ["repère perso", 777, 888]
    assert not devis.regenerer().ecrit


def test_une_ligne_inseree_dans_les_hypotheses_laisse_les_formules_en_paix(devis: Film) -> None:
    """What reads the rows below has followed them: it is still what the program wrote."""
    devis.editer("projet", lambda livre: inserer_ligne(livre, "Hypothèses", 13, A="Imprévus décor", B=0.15))
    fait = devis.regenerer()
    assert listes(fait) == (0, 0, 0, 0)
    assert [e.ou for e in fait.bilan.ajoutees] == ["Hypothèses › Imprévus décor 0,15"]
    assert not controler(sorted(devis.pack.glob("*.xlsx"))).formules


def test_une_formule_changee_a_la_main_est_gardee_meme_quand_des_lignes_ont_bouge(devis: Film) -> None:
    def changer(livre: Any) -> None:
        inserer_ligne(livre, "Hypothèses", 13, A="Imprévus décor", B=0.15)
        ligne, _ = trouver(livre["Hypothèses"], "Jours de tournage par semaine", "Valeur")
        livre["Hypothèses"].cell(ligne, 2).value = "=B13*40"

    devis.editer("projet", changer)
    assert [e.quoi for e in devis.regenerer().bilan.remplacees] == ["=B13*40"]
    assert devis.lire("projet", "Hypothèses", "Jours de tournage par semaine", "Valeur") == "=B13*40"


def test_une_formule_cassee_par_une_colonne_supprimee_est_remise(film: Film) -> None:
    avant = formules_du_pack(film)

    def supprimer(livre: Any) -> None:
        feuille = livre["Séquences"]
        table = feuille.tables["t_depouillement_sequences_lignes"]
        _, haut, droite, bas = range_boundaries(table.ref)
        rang = next(i for i, c in enumerate(table.tableColumns) if c.name == "Effet")
        partie = rang + 1
        feuille.delete_cols(partie)
        changer_les_colonnes(livre, "Séquences", lambda c: None if c == partie else c - (c > partie))
        del table.tableColumns[rang]
        table.ref = f"A{haut}:{get_column_letter(int(droite or 0) - 1)}{bas}"
        table.autoFilter.ref = table.ref
        for onglet in livre:
            for cellule in (c for x in onglet.iter_rows() for c in x if c.data_type == "f"):
                cellule.value = str(cellule.value).replace("t_depouillement_sequences_lignes[Effet]", "#REF!")

    film.editer("depouillement", supprimer)
    fait = film.regenerer()
    assert not fait.bilan.remplacees
    assert "depouillement.xlsx › Récap dépouillement : " in " ".join(fait.bilan.doutes)
    assert "formules cassées par une suppression, remises" in " ".join(fait.bilan.doutes)
    assert formules_du_pack(film) == avant
