"""How a formula reads another workbook: where the table stands, by a sum made at the source, or from a copy."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from chargeprod_xl.explication.gardes import sans_garde
from chargeprod_xl.gabarits.declaration import Bloc, Colonne, Feuille, Ligne
from chargeprod_xl.gabarits.modele import Page
from chargeprod_xl.liens.disposition import disposer_feuille
from chargeprod_xl.liens.frontieres import capacite
from chargeprod_xl.liens.noms import Cible, indexer
from chargeprod_xl.liens.traversee import Traversee

DETAIL = Bloc(
    "lignes",
    "",
    (
        Colonne("poste", "Poste", "nombre_entier", "saisie", parmi="recap.postes.poste"),
        Colonne("paiement", "Paiement", "texte", "saisie"),
        Colonne("date", "Date", "date", "saisie"),
        Colonne("montant", "Montant", "euro", "saisie"),
    ),
    tuple(Ligne(f"l{n}", {"poste": n % 3 + 1, "paiement": "comptant", "montant": 10}) for n in range(60)),
    extensible=True,
)
POSTES = Bloc(
    "postes",
    "",
    (Colonne("poste", "Poste", "nombre_entier", "donnee"), Colonne("nom", "Nom", "texte", "donnee")),
    tuple(Ligne(f"p{n}", {"poste": n, "nom": f"Poste {n}"}) for n in (1, 2, 3)),
)


def _feuille(ident: str, bloc: Bloc) -> Feuille:
    return Feuille("devis", ident, ident, "saisie", "", "", Page(), False, 1, (bloc,), (), "essai")


def adaptee(formule: str) -> tuple[str, dict[str, Cible]]:
    """A formula of « bilan », which reads « devis », and the names it asks for."""
    index = dict(indexer(disposer_feuille(f) for f in (_feuille("detail", DETAIL), _feuille("recap", POSTES))))
    connus = set(index)
    texte = Traversee(index).adapter(formule, "bilan", "situation")
    return texte, {nom: c for nom, c in index.items() if nom not in connus}


def test_ce_qu_excel_calcule_sur_un_classeur_ferme_se_lit_sur_place() -> None:
    for formule in (
        "=SUM({devis.detail.lignes.montant})",
        "=INDEX({devis.detail.lignes.montant},MATCH([x],{devis.detail.lignes.poste},0))",
        "=SUMPRODUCT(({devis.detail.lignes.poste}=[x])*{devis.detail.lignes.montant})",
    ):
        assert adaptee(formule) == (formule, {})


def test_un_texte_trouve_ne_devient_pas_zero() -> None:
    assert adaptee("=INDEX({devis.recap.postes.nom},2)")[0] == '=(INDEX({devis.recap.postes.nom},2)&"")'


def test_une_somme_par_cle_connue_se_fait_a_la_source() -> None:
    texte, demandes = adaptee("=SUMIF({devis.detail.lignes.poste},[poste],{devis.detail.lignes.montant})")
    somme = demandes["devis.detail.lignes.montant#somme par poste"].somme
    assert somme is not None
    assert somme.connues == (1, 2, 3)
    assert texte.startswith('=SUMPRODUCT(({devis.detail.lignes#clés par poste}&""=([poste])&"")*')


def test_une_somme_sans_cle_est_une_valeur() -> None:
    texte, demandes = adaptee('=SUMIFS({devis.detail.lignes.montant},{devis.detail.lignes.paiement},"comptant")')
    [nom] = demandes
    assert texte == f"={{{nom}}}"


def test_une_somme_par_cle_que_l_on_tape_lit_les_lignes() -> None:
    texte, demandes = adaptee("=SUMIF({devis.detail.lignes.paiement},[regle],{devis.detail.lignes.montant})")
    assert demandes == {}
    assert texte == '=SUMPRODUCT(({devis.detail.lignes.paiement}&""=([regle])&"")*{devis.detail.lignes.montant})'


def test_une_borne_reste_une_borne() -> None:
    texte, _ = adaptee('=COUNTIFS({devis.detail.lignes.date},">="&[lundi],{devis.detail.lignes.date},"<"&([lundi]+7))')
    assert texte == "=SUMPRODUCT(({devis.detail.lignes.date}>=([lundi]))*({devis.detail.lignes.date}<(([lundi]+7)))*1)"


def test_un_motif_ou_une_autre_fonction_demande_une_copie() -> None:
    for formule in (
        '=COUNTIF({devis.detail.lignes.paiement},"comp*")',
        "=NETWORKDAYS([a],[b],{devis.detail.lignes.date})",
    ):
        texte, demandes = adaptee(formule)
        assert all(c.copie for c in demandes.values())
        assert demandes
        assert "#copie}" in texte


def test_l_explication_montre_la_somme_que_l_auteur_a_ecrite() -> None:
    garde = "IF('Liens bilan'!$E$7=\"✔\",{},NA())"
    lignes = "'Sorties devis'!$H$6:$H$85"
    dedans = f'SUMPRODUCT(({lignes}&""=(B4)&"")*\'Sorties devis\'!$I$6:$I$85)'
    assert sans_garde(garde.format(dedans)) == f"SUMIFS('Sorties devis'!$I$6:$I$85,{lignes},B4)"
    assert sans_garde(garde.format("INDEX($A$1:$A$5,2)")) == "INDEX($A$1:$A$5,2)"
    assert sans_garde("IF(A1=1,2,NA())") == "IF(A1=1,2,NA())"


@pytest.mark.parametrize(("lignes", "places"), [(5, 25), (60, 80), (300, 400)])
def test_un_tableau_ou_l_on_ajoute_a_des_places_d_avance(lignes: int, places: int) -> None:
    """Twenty more at least, a third more for a long one; a table nobody adds to has just its own."""
    bloc: Any = SimpleNamespace(premiere=5, derniere=4 + lignes, table="t_essai")
    cible: Any = SimpleNamespace(somme=None, bloc=bloc)
    assert capacite(cible) == places
    bloc.table = ""
    assert capacite(cible) == lignes
