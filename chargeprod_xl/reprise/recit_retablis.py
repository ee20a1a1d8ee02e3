"""What the program wrote outside the rows of tables, that people took away and that comes back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chargeprod_xl.liens.formules import adresse
from chargeprod_xl.reprise.bilan import Element
from chargeprod_xl.reprise.plans import PlanBloc
from chargeprod_xl.reprise.recolte_inserees import est_libre
from chargeprod_xl.reprise.saisies import FeuilleRecoltee


def retablis(feuilles: Iterable[FeuilleRecoltee]) -> Iterator[Element]:
    """Sheets renamed, tables, rows and columns deleted, formulas erased."""
    for feuille in feuilles:
        nom = feuille.plan.nom
        if feuille.nom != nom:
            quoi = f"feuille du programme renommée, elle reprend le nom « {nom} »"
            yield Element(f"{feuille.classeur} › {feuille.nom}", quoi)
        for bloc in feuille.plan.blocs.values():
            yield from _table(feuille, bloc) if bloc.table else _fixe(feuille, bloc)
        for ou in feuille.effacees:
            yield Element(f"{feuille.nom} › {adresse(*ou)}", "formule effacée, elle revient")


def _table(feuille: FeuilleRecoltee, bloc: PlanBloc) -> Iterator[Element]:
    if bloc.id not in feuille.tables:
        titres = ", ".join(bloc.titres[:3])
        yield Element(f"{feuille.nom} › {titres}…", "tableau du programme supprimé, il revient comme neuf")


def _fixe(feuille: FeuilleRecoltee, bloc: PlanBloc) -> Iterator[Element]:
    """Lines of a fixed block that are nowhere in the file."""
    perdues = [c for c, place in bloc.places.items() if place not in feuille.axes.colonnes]
    for colonne in perdues:
        quoi = "colonne du programme supprimée, elle revient comme neuve"
        yield Element(f"{feuille.nom} › {bloc.titre(colonne) or adresse(bloc.entete, bloc.places[colonne])}", quoi)
    for cle, rang in bloc.rangs.items():
        if bloc.ligne(rang) not in feuille.axes.lignes and not est_libre(cle):
            libelle = bloc.graines.get(cle, {}).get(bloc.colonnes[0])
            repere = libelle if isinstance(libelle, str) else f"ligne {bloc.ligne(rang)} à la construction"
            yield Element(f"{feuille.nom} › {repere}", "ligne du programme supprimée, elle revient comme neuve")
