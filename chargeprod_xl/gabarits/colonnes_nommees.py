"""Names of columns that a table gives outside its columns: a row's values, a sorting key… Each must be a column."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.gabarits import declaration as d
from chargeprod_xl.gabarits import modele as m
from chargeprod_xl.gabarits.champs_lus import choix
from chargeprod_xl.gabarits.types_de_cellule import TYPES_TEXTE
from chargeprod_xl.projet.fichier import Chemin, Document


def _citees(tableau: m.Tableau) -> Iterator[tuple[Chemin, str]]:
    """Each name of a column, with where it stands in the table."""
    if not isinstance(tableau.lignes, m.Source):
        for rang, ligne in enumerate(tableau.lignes):
            for rubrique in ("valeurs", "formules", "types", "roles"):
                yield from ((("lignes", rang, rubrique, nom), nom) for nom in getattr(ligne, rubrique))
            yield from ((("lignes", rang, "saisies"), nom) for nom in ligne.saisies)
    yield from ((("solidaires",), nom) for nom in tableau.solidaires)
    yield from ((("renvois", nom), nom) for nom in tableau.renvois)
    yield from ((("exemple", nom), nom) for nom in tableau.exemple)
    for rubrique in ("complet", "unique", "reconnait"):
        if nom := getattr(tableau, rubrique):
            yield (rubrique,), nom


def fautes_de_colonnes(tableau: m.Tableau, bloc: d.Bloc, document: Document, ici: Chemin) -> list[Anomalie]:
    """Names that are no column of ``tableau``, whether this film has the column or not (``si``)."""
    ecrites = {c.id for c in tableau.colonnes}
    trios = {f"{c.id}.{x}" for c in tableau.colonnes if c.forcable for x in ("calcule", "force")}
    connues = ecrites | trios | {x for c in bloc.colonnes for x in (c.id, c.base) if x}
    return [
        Anomalie(
            document.ou((*ici, *lieu)),
            f"tableau « {tableau.tableau} » : aucune colonne ne s’appelle « {nom} »",
            choix(nom, connues),
        )
        for lieu, nom in _citees(tableau)
        if nom not in connues
    ]


_DATES = frozenset({"date", "jour", "mois"})


def _refus_d_exemple(colonne: m.Colonne, valeur: object) -> str:
    """Why a person could not type ``valeur`` in a column, or nothing."""
    if not (colonne.saisie or colonne.forcable):
        return "n’est pas une colonne où l’on tape"
    if colonne.liste and str(valeur) not in colonne.liste:
        return f"« {valeur} » n’est pas dans sa liste ({', '.join(colonne.liste)})"
    if (colonne.type in _DATES) != isinstance(valeur, date):
        return "attend une date" if colonne.type in _DATES else "n’attend pas de date"
    if colonne.type not in TYPES_TEXTE | _DATES and not colonne.liste and not isinstance(valeur, int | float):
        return "attend un nombre"
    return ""


def fautes_d_exemple(tableau: m.Tableau, document: Document, ici: Chemin) -> list[Anomalie]:
    """Values of a sample row that nobody could type."""
    colonnes = {c.id: c for c in tableau.colonnes}
    refus = {nom: _refus_d_exemple(colonnes[nom], v) for nom, v in tableau.exemple.items() if nom in colonnes}
    return [
        Anomalie(
            document.ou((*ici, "exemple", nom)),
            f"tableau « {tableau.tableau} », exemple : « {nom} » {quoi}",
            "donnez une valeur qu’une personne pourrait taper là",
        )
        for nom, quoi in refus.items()
        if quoi
    ]
