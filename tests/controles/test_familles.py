"""Every declared check has its bad edit: the edit turns that very check, and it was fine before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from chargeprod_xl.controles.verdicts import Verdict
from chargeprod_xl.liens.formules import adresse
from controles.atelier import Contenu, calculer, copier, ecrire, lire, table, verdicts

Gestes = Mapping[tuple[str, str], Mapping[str, Contenu]]


def _un(classeur: str, feuille: str, **cellules: Contenu) -> Gestes:
    return {(classeur, feuille): cellules}


def _colonne(classeur: str, feuille: str, colonne: str, lignes: range, valeur: Contenu) -> Gestes:
    return {(classeur, feuille): {f"{colonne}{n}": valeur for n in lignes}}


#: By workbook and check: what to type. An edit upstream is followed through the whole pack.
FAUTES: Mapping[tuple[str, str], Gestes] = {
    ("projet", "Taux de frais généraux dans le plafond"): _un("projet", "Hypothèses", B14=0.09),
    ("projet", "Rémunération du producteur dans le plafond"): _un("projet", "Hypothèses", B15=0.08),
    ("projet", "Le rythme de la semaine a sept signes"): _un("projet", "Hypothèses", B7="11111"),
    ("projet", "Les phases se suivent"): _un("projet", "Phases", B7=46_430.0),
    ("projet", "Aucun barème n’expire avant la fin du tournage"): _un("projet", "Barèmes", G6=46_300.0),
    ("projet", "Le plan de trésorerie commence un lundi"): _un("projet", "Hypothèses", B22=46_413.0),
    ("depouillement", "Aucun numéro de séquence ne contient d’astérisque ni de point d’interrogation"): _un(
        "depouillement", "Séquences", A6="2*"
    ),
    ("plan_de_travail", "Il y a au moins un jour de tournage"): _colonne(
        "plan_de_travail", "Ordre de tournage", "B", range(5, 40), None
    ),
    ("depouillement", "Chaque séquence a son INT/EXT et son effet"): _un("depouillement", "Séquences", B6=None),
    ("depouillement", "Séquences : pas deux lignes de même numéro"): _un("depouillement", "Séquences", A6="1"),
    ("depouillement", "Chaque numéro de rôle des séquences existe"): _un("depouillement", "Séquences", F6="1, 99"),
    ("depouillement", "Chaque rôle paraît dans une séquence"): _un("depouillement", "Rôles", A21=77.0),
    ("depouillement", "Rôles : pas deux lignes de même numéro"): _un("depouillement", "Rôles", A6=1.0),
    ("depouillement", "Les décors couvrent toutes les séquences"): _un("depouillement", "Séquences", C6="AILLEURS"),
    ("depouillement", "La durée estimée reste à 15 % de la durée visée"): _un("depouillement", "Séquences", H6=90.0),
    ("depouillement", "Chaque élément renvoie à une séquence"): _un("depouillement", "Éléments", A6="999"),
    ("plan_de_travail", "Toutes les séquences du dépouillement sont placées"): _un(
        "plan_de_travail", "Ordre de tournage", A6="999"
    ),
    ("plan_de_travail", "La longueur placée égale celle du dépouillement"): _un(
        "depouillement", "Séquences", A6="2bis"
    ),
    ("plan_de_travail", "Chaque séquence du plan existe au dépouillement"): _un(
        "plan_de_travail", "Ordre de tournage", A7="998"
    ),
    ("plan_de_travail", "Ordre de tournage : pas deux lignes de même numéro"): _un(
        "plan_de_travail", "Ordre de tournage", A6="1"
    ),
    ("plan_de_travail", "Chaque séquence a un jour que la grille contient"): _un(
        "plan_de_travail", "Ordre de tournage", B6=99.0
    ),
    ("plan_de_travail", "Le tournage finit à la date prévue"): _un("projet", "Phases", B9=46_525.0),
    ("plan_de_travail", "Le plan a tous les rôles du dépouillement"): _un(
        "plan_de_travail", "Plan de travail", A12=None
    ),
    ("plan_de_travail", "Chaque rôle du plan existe au dépouillement"): _un(
        "plan_de_travail", "Plan de travail", A12=99.0
    ),
    ("plan_de_travail", "Plan de travail : pas deux lignes de même numéro"): _un(
        "plan_de_travail", "Plan de travail", A12=1.0
    ),
    ("plan_de_travail", "Chaque jour de tournage a sa date"): _colonne(
        "plan_de_travail", "Calendrier de tournage", "E", range(5, 68), "R"
    ),
    ("plan_de_travail", "Aucun jour au-delà de la charge prévue"): _colonne(
        "plan_de_travail", "Ordre de tournage", "B", range(5, 12), 1.0
    ),
    ("plan_de_travail", "La liste des séquences d’un jour tient en douze"): _colonne(
        "plan_de_travail", "Ordre de tournage", "B", range(5, 19), 1.0
    ),
    ("plan_de_travail", "Chaque case forcée vise un rôle du plan"): _un(
        "plan_de_travail", "Cases forcées", A5=99.0, B5=1.0, C5="T"
    ),
    ("devis", "Chaque ligne a sa rubrique, un niveau et un étranger inférieur à son montant"): _un(
        "devis", "Détail", N7=5.0
    ),
    ("devis", "France + étranger = total général"): _un("devis", "Récapitulatif", C14=1.0),
    ("devis", "Charges des techniciens : au moins la moitié des salaires"): _un("projet", "Barèmes", C8=0.3),
    ("devis", "Les charges des salaires ne sont pas à zéro"): _colonne("devis", "Détail", "S", range(5, 542), None),
    ("financement", "L’intensité des aides publiques reste sous son plafond"): _un(
        "financement", "Plan de financement", E6=900_000.0, L6="O"
    ),
    ("financement", "Le film est financé en entier"): {},
    ("financement", "Chaque montant a un statut"): _un("financement", "Plan de financement", G6=None),
    ("financement", "Chaque ligne appartient à un bloc"): _un("financement", "Plan de financement", O6="Z"),
    ("financement", "L’assiette éligible reste sous le plafond"): _un("projet", "Hypothèses", B14=0.0, B15=0.0),
    ("tresorerie", "Tout le devis est décaissé dans la période"): _un("projet", "Hypothèses", B22=46_500.0),
    ("tresorerie", "Tout le financement en numéraire est encaissé dans la période"): _un(
        "tresorerie", "Encaissements", G8=48_000.0
    ),
    ("tresorerie", "La TVA est soldée à la fin"): _un("tresorerie", "Règles de paiement", C10=900.0),
    ("tresorerie", "Les mois retrouvent les semaines"): _un("tresorerie", "Trésorerie mensuelle", D20=1.0),
    ("tresorerie", "Le solde final couvre le film"): {},
    ("tresorerie", "Les intérêts estimés tiennent dans la rubrique 94 du devis"): {},
    ("tresorerie", "Les parts de chaque source font 100 %"): _un("tresorerie", "Encaissements", D5=0.4),
    ("tresorerie", "Chaque échéance vise une source du plan de financement"): _un(
        "tresorerie", "Encaissements", A5="ZZ"
    ),
    ("bilan", "Les postes retrouvent l’estimé final des rubriques"): _un("bilan", "Situation des coûts", O6=99.0),
    ("bilan", "La situation retrouve le total du devis"): _un("bilan", "Situation des coûts", B6=999.0),
    ("bilan", "La situation retrouve tout le journal"): _un("bilan", "Journal des dépenses", C5="98"),
    ("bilan", "Rubriques en dépassement"): _un("bilan", "Journal des dépenses", F5=9_000_000.0),
    ("bilan", "Le coût à ce jour égale le facturé"): _un("bilan", "Journal des dépenses", J5="Mars"),
    ("bilan", "Chaque dépense a une rubrique, un statut et un lieu connus"): _un(
        "bilan", "Journal des dépenses", I5="dû"
    ),
}


def _lignes_du_devis(pack: Path, titre: str) -> list[int]:
    """Rows of the budget whose column holds a number above zero."""
    lu = lire(pack / "devis.xlsx")
    feuille, t = lu.feuille("Détail"), table(lu, "Détail")
    assert feuille is not None
    premiere, derniere = t.lignes_donnees
    colonne = t.rangs[titre.lower()]
    valeurs = {n: c.valeur for n in range(premiere, derniere) if (c := feuille.cellules.get((n, colonne)))}
    return [n for n, v in valeurs.items() if isinstance(v, float) and v > 0]


def _sans_poste(pack: Path) -> Gestes:
    return _un("devis", "Détail", **{f"Y{_lignes_du_devis(pack, 'Montant HT')[0]}": 99.0})


def _sans_rubrique(pack: Path) -> Gestes:
    return _un("devis", "Détail", **{f"Z{_lignes_du_devis(pack, 'Montant HT')[0]}": 999.0})


def _sans_paiement(pack: Path) -> Gestes:
    return _un("devis", "Détail", **{f"U{_lignes_du_devis(pack, 'Montant HT')[0]}": "troc"})


def _sans_role(pack: Path) -> Gestes:
    return _un("devis", "Détail", **{f"W{_lignes_du_devis(pack, 'Rôle n°')[0]}": None})


SUR_UNE_LIGNE: Mapping[tuple[str, str], Callable[[Path], Gestes]] = {
    ("devis", "Lignes, charges et producteur = total des postes"): _sans_poste,
    ("devis", "Somme des rubriques = total général"): _sans_rubrique,
    ("devis", "Somme des paiements à placer = total général"): _sans_paiement,
    ("tresorerie", "Les montants à placer égalent le devis"): _sans_paiement,
    ("devis", "Chaque rôle du plan a sa ligne de cachets"): _sans_role,
}
HORS, FORMULES = " : aucune ligne hors du tableau", " : chaque ligne a ses formules"


@pytest.fixture(scope="module")
def avant(pack_demo: Path) -> dict[tuple[str, str], Verdict]:
    return verdicts(pack_demo)


def _apres(pack: Path, travail: Path, gestes: Gestes, classeur: str) -> dict[tuple[str, str], Verdict]:
    """The checks after the edit; a workbook that was edited alone is recomputed alone."""
    copier(pack, travail)
    for (edite, feuille), contenus in gestes.items():
        ecrire(travail / f"{edite}.xlsx", feuille, contenus)
    return verdicts(travail, classeur) if {c for c, _ in gestes} == {classeur} else verdicts(travail)


@pytest.mark.parametrize("cle", [*FAUTES, *SUR_UNE_LIGNE], ids=lambda cle: f"{cle[0]} : {cle[1]}")
def test_une_mauvaise_saisie_allume_son_controle(
    cle: tuple[str, str], pack_demo: Path, tmp_path: Path, avant: dict[tuple[str, str], Verdict]
) -> None:
    gestes = FAUTES[cle] if cle in FAUTES else SUR_UNE_LIGNE[cle](pack_demo)
    apres = _apres(pack_demo, tmp_path / "pack", gestes, cle[0]) if gestes else avant
    assert apres[cle].etat != "ok"
    assert apres[cle].remede
    assert not gestes or avant[cle].etat == "ok"


TABLES = [
    ("projet", "Calendrier"),
    ("depouillement", "Séquences"),
    ("depouillement", "Rôles"),
    ("depouillement", "Décors"),
    ("depouillement", "Éléments"),
    ("plan_de_travail", "Plan de travail"),
    ("plan_de_travail", "Ordre de tournage"),
    ("plan_de_travail", "Cases forcées"),
    ("devis", "Détail"),
    ("financement", "Plan de financement"),
    ("tresorerie", "Encaissements"),
    ("bilan", "Journal des dépenses"),
]


@pytest.mark.parametrize(("classeur", "feuille"), TABLES)
def test_une_ligne_hors_du_tableau_ou_sans_formule_se_voit(
    classeur: str, feuille: str, pack_demo: Path, tmp_path: Path
) -> None:
    travail = copier(pack_demo, tmp_path / "pack")
    chemin = travail / f"{classeur}.xlsx"
    lu = lire(chemin)
    t, lue = table(lu, feuille), lu.feuille(feuille)
    assert lue is not None
    ecrire(chemin, feuille, {f"A{t.plage.ligne_fin + 4}": "oubliée"})
    premiere = t.lignes_donnees[0]
    calculees = [p for p, c in lue.cellules.items() if p[0] == premiere and c.formule and t.plage.contient(*p)]
    ecrire(chemin, feuille, {adresse(*p): None for p in calculees})
    apres = verdicts(travail, classeur)
    assert apres[classeur, feuille + HORS].etat == "erreur"
    assert apres[classeur, feuille + FORMULES].etat == "erreur"


def test_chaque_controle_declare_a_sa_mauvaise_saisie(avant: dict[tuple[str, str], Verdict]) -> None:
    """Border checks (« Liens ») have theirs in tests/liens."""
    des_tables = {(c, f + suffixe) for c, f in TABLES for suffixe in (HORS, FORMULES)}
    declares = {cle for cle, verdict in avant.items() if verdict.feuille != "Liens"}
    assert declares == {*FAUTES, *SUR_UNE_LIGNE, *des_tables}


@pytest.mark.parametrize("valeur", [None, "oui", "● peut-être"])
def test_un_controle_vide_ou_illisible_ne_passe_pas_pour_bon(valeur: Contenu, pack_demo: Path, tmp_path: Path) -> None:
    travail = copier(pack_demo, tmp_path / "pack")
    ecrire(travail / "bilan.xlsx", "Contrôles bilan", {"E11": valeur})
    verdict = verdicts(travail, "bilan")["bilan", "Les postes retrouvent l’estimé final des rubriques"]
    assert verdict.etat == ("ok" if valeur == "● peut-être" else "erreur")


def test_une_case_forcee_s_impose_au_plan(pack_demo: Path, tmp_path: Path) -> None:
    """The key of a forced cell is calculated: a source of rows that also has a « cle » must not fill it."""
    travail = copier(pack_demo, tmp_path / "pack")
    ecrire(travail / "plan_de_travail.xlsx", "Cases forcées", {"A5": 2.0, "B5": 1.0, "C5": "E"})
    assert calculer(travail, "plan_de_travail").valeur("Plan de travail", "C12") == "E"
