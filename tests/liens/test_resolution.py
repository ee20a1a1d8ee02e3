"""Names to addresses: the few forms a template may write, each on a small table."""

from __future__ import annotations

import pytest

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.gabarits.declaration import Bloc, Colonne, Feuille, Ligne
from chargeprod_xl.gabarits.modele import Page
from chargeprod_xl.liens.disposition import disposer_feuille
from chargeprod_xl.liens.noms import Cible, indexer
from chargeprod_xl.liens.resolution import Contexte, resoudre

COLONNES = (
    Colonne("code", "Code", "code", "saisie"),
    Colonne("taux", "Taux", "euro", "saisie"),
    Colonne("jours.calcule", "Jours calculés", "entier", "calcul", base="jours"),
    Colonne("jours.force", "Jours forcés", "entier", "force", base="jours"),
    Colonne("jours.retenu", "Jours retenus", "entier", "calcul", base="jours"),
    Colonne("j1", "J1", "trv", "calcul", famille="j"),
    Colonne("j2", "J2", "trv", "calcul", famille="j"),
    Colonne("montant", "Montant", "euro", "calcul", total=True),
)


def feuille(ident: str, extensible: bool, classeur: str = "devis") -> Feuille:
    lignes = (Ligne("a", {"code": "1"}), Ligne("b", {"code": "2"}))
    bloc = Bloc("lignes", "", COLONNES, lignes, extensible)
    return Feuille(
        classeur, ident, ident.capitalize(), "saisie", "Titre", "", Page(), False, 1, (bloc,), (), "essai.yaml"
    )


FEUILLES = [
    disposer_feuille(feuille("fixe", False)),
    disposer_feuille(feuille("libre", True)),
    disposer_feuille(feuille("ailleurs", False, "plan")),
]
INDEX = indexer(FEUILLES)


def lier(formule: str, rang: int = 0, ligne: int = 5) -> tuple[str, list[Anomalie]]:
    fautes: list[Anomalie] = []
    f = FEUILLES[rang]

    def etranger(consommateur: str, cible: Cible) -> str:
        return f"<{consommateur} demande {cible.nom}>"

    contexte = Contexte(
        f.feuille.classeur,
        f.feuille.id,
        f.feuille.nom,
        "essai.yaml",
        f.blocs[0],
        ligne,
        8,
        INDEX,
        etranger,
        lambda classeur, nom: f"<{classeur} {nom}>",
        fautes,
    )
    return resoudre(formule, contexte), fautes


@pytest.mark.parametrize(
    ("ecrit", "lie"),
    [
        ("=[taux]*[jours]", "=$B5*$E5"),  # forcable : la valeur retenue
        ("=[jours.calcule]", "=$C5"),
        ('=COUNTIF([j],"T")', '=COUNTIF($F5:$G5,"T")'),  # toute la famille
        ("=SUM([taux:jours.calcule])", "=SUM($B5:$C5)"),
        ("=[montant:avant]", "=$H4"),
        ("=COUNTIF([code:cumul],[code])", "=COUNTIF($A$4:$A5,$A5)"),  # depuis l’en-tête, ligne 4
        ("=SUM({lignes.montant})", "=SUM($H$5:$H$6)"),
        ("={lignes.b.taux}", "=$B$6"),
        ("={lignes.total.montant}", "=$H$7"),
        ("=SUM({lignes.a.taux:j2})", "=SUM($B$5:$G$5)"),
        ("=SUM({libre.lignes.taux})", "=SUM(t_devis_libre_lignes[Taux])"),
        ("={plan.ailleurs.lignes.a.taux}", "=<devis demande plan.ailleurs.lignes.a.taux>"),
        ('="[taux] {x}"', '="[taux] {x}"'),  # un texte reste un texte
    ],
)
def test_un_nom_devient_une_adresse(ecrit: str, lie: str) -> None:
    assert lier(ecrit) == (lie, [])


def test_dans_un_tableau_excel_la_reference_est_structuree() -> None:
    formule, fautes = lier("=[taux]*SUM([j])", rang=1)
    assert fautes == []
    assert formule == ("=t_devis_libre_lignes[[#This Row],[Taux]]*SUM(t_devis_libre_lignes[[#This Row],[J1]:[J2]])")


@pytest.mark.parametrize("ecrit", ["=[inconnu]", "={inconnu.nom}", "={lignes.c.taux}", "=[taux:inconnu]"])
def test_un_nom_inconnu_est_une_faute_qui_le_nomme(ecrit: str) -> None:
    _, fautes = lier(ecrit)
    assert len(fautes) == 1
    assert "nom inconnu" in fautes[0].quoi
    assert ecrit in fautes[0].quoi


def test_une_fonction_ecartee_dit_pourquoi() -> None:
    _, fautes = lier("=INDIRECT([code])")
    assert "INDIRECT est volatile" in fautes[0].quoi


def test_l_identite_d_une_ligne_est_la_derniere_colonne_d_un_tableau_extensible() -> None:
    assert FEUILLES[1].blocs[0].colonnes["_id"] == len(COLONNES) + 1
    assert "_id" not in FEUILLES[0].blocs[0].colonnes
