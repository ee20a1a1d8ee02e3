"""Names of columns that a table gives outside its columns: a row's values, a sorting key… Each must be a column."""

from __future__ import annotations

from collections.abc import Iterator

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.gabarits import declaration as d
from chargeprod_xl.gabarits import modele as m
from chargeprod_xl.gabarits.champs_lus import choix
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
    ecrites = {c.id for c in tableau.colonnes} | {f"{c.id}.{x}" for c in tableau.colonnes for x in ("calcule", "force")}
    connues = ecrites | {x for c in bloc.colonnes for x in (c.id, c.base) if x}
    return [
        Anomalie(
            document.ou((*ici, *lieu)),
            f"tableau « {tableau.tableau} » : aucune colonne ne s’appelle « {nom} »",
            choix(nom, connues),
        )
        for lieu, nom in _citees(tableau)
        if nom not in connues
    ]
