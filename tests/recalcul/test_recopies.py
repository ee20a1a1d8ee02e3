"""A formula filled down is rewritten and spelled once; what only looks like the number of its row stays what it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from chargeprod_xl.classeurs.classeur_lu import CelluleLue, ClasseurLu, FeuilleLue, NomDefini
from chargeprod_xl.classeurs.valeurs import Valeur
from chargeprod_xl.liens.formules import Plage, Tableau
from chargeprod_xl.recalcul.fusion import Adresse, fusionner
from chargeprod_xl.recalcul.moteurs import Formualizer, IronCalc, Moteur

LIGNES = range(9, 14)
#: What a person may fill down rows 9 to 13, where column A holds ten times the row; what each row must show.
FORMULES: dict[str, tuple[Callable[[int], str], Callable[[int], Valeur]]] = {
    "la cellule de la ligne": (lambda n: f"$A{n}*2", lambda n: 20.0 * n),
    "la ligne d’avant": (lambda n: f"$A{n - 1}+1", lambda n: 10.0 * (n - 1) + 1),
    "une constante égale au rang": (lambda n: f"$A{n}+{n}", lambda n: 11.0 * n),
    "une constante de toutes les lignes": (lambda n: f"$A{n}+12", lambda n: 10.0 * n + 12),
    "une adresse fixe": (lambda n: f"$A{n}-$A$12", lambda n: 10.0 * (n - 12)),
    "une adresse relative qui ne descend pas": (lambda n: f"A12+0*{n}", lambda _: 120.0),
    "un texte qui porte le rang": (lambda n: f'"Jour {n}"&$A{n}', lambda n: f"Jour {n}{10 * n}"),
    "une feuille qui porte le rang": (lambda n: f"'Jour {n}'!$A$1", lambda n: 1000.0 + n),
    "un nom qui porte le rang": (lambda n: f"total_{n}+1", lambda n: 2001.0 + n),
    "une fonction qui porte un chiffre": (lambda n: f"LOG10($A{n})*0+{n}", float),
    "un tableau dont on sort": (
        lambda n: f"IFERROR(t_x[[#This Row],[prix]],-1)+0*{n}",
        lambda n: 5.0 if n < 12 else -1.0,
    ),
}


def classeur(formule: Callable[[int], str]) -> ClasseurLu:
    cellules = {(n, 1): CelluleLue(10.0 * n) for n in range(8, 14)}
    cellules |= {(n, 3): CelluleLue(5.0) for n in range(9, 12)}
    cellules |= {(n, 5): CelluleLue(None, formule(n)) for n in LIGNES}
    jours = tuple(FeuilleLue(f"Jour {n}", {(1, 1): CelluleLue(1000.0 + n)}) for n in LIGNES)
    reserve = FeuilleLue("Réserve", {(n, 1): CelluleLue(2000.0 + n) for n in LIGNES})
    return ClasseurLu(
        chemin=Path("film.xlsx"),
        feuilles=(FeuilleLue("Film", cellules), *jours, reserve),
        tableaux=(Tableau("t_x", "Film", Plage(8, 3, 11, 3), ("prix",)),),
        noms=tuple(NomDefini(f"total_{n}", f"Réserve!$A${n}") for n in LIGNES),
    )


@pytest.mark.parametrize("moteur", [Formualizer(), IronCalc()], ids=lambda m: m.nom)
@pytest.mark.parametrize("cas", FORMULES)
def test_chaque_ligne_garde_sa_formule(cas: str, moteur: Moteur) -> None:
    formule, attendu = FORMULES[cas]
    valeurs = moteur.calculer(fusionner([classeur(formule)]))
    assert {n: valeurs[Adresse("Film", n, 5)] for n in LIGNES} == {n: attendu(n) for n in LIGNES}


def test_seules_les_formules_qui_descendent_vraiment_sont_ecrites_une_fois() -> None:
    ecrites = {cas: len(fusionner([classeur(f)]).recopies["Film"]) for cas, (f, _) in FORMULES.items()}
    assert ecrites["la cellule de la ligne"] == len(LIGNES)
    assert ecrites["une constante égale au rang"] == 0
    assert ecrites["un texte qui porte le rang"] == 0
    assert ecrites["une adresse relative qui ne descend pas"] == 0


def test_une_matrice_d_une_cellule_ne_se_tire_pas_avec_ses_voisines() -> None:
    formule, _ = FORMULES["la cellule de la ligne"]
    film = classeur(formule)
    film.feuilles[0].cellules[9, 5] = CelluleLue(None, formule(9), matrice="E9")
    assert (9, 5) not in fusionner([film]).recopies["Film"]
