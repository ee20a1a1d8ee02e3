"""Figures before and after a rebuild: the postes of the devis, and whatever the pack names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from chargeprod_xl.gabarits.modele import Repere
from chargeprod_xl.liens.formules import adresse
from chargeprod_xl.liens.pose import PackPose
from chargeprod_xl.recalcul import CalculPack
from chargeprod_xl.reprise.bilan import Ecart
from chargeprod_xl.reprise.chemins import Passage, de_cellule, de_feuille
from chargeprod_xl.reprise.plans import PlanBloc, PlanFeuille, lire_plans
from chargeprod_xl.reprise.saisies import Recolte

Lecture = Callable[[PlanFeuille, int, int], Any]
Chiffres = dict[tuple[str, str], float | None]


def comparer(avant: Chiffres, apres: Chiffres) -> list[Ecart]:
    """Every figure that either side has, in the order of the new pack."""
    cles = list(dict.fromkeys([*apres, *avant]))
    return [Ecart(titre, libelle, avant.get((titre, libelle)), apres.get((titre, libelle))) for titre, libelle in cles]


def chiffres_d_avant(reperes: Sequence[Repere], recolte: Recolte, pas: Passage, calcul: CalculPack) -> Chiffres:
    """Figures of the edited pack, wherever its rows stand now."""

    def lire(plan: PlanFeuille, ligne: int, colonne: int) -> Any:
        feuille = recolte.feuilles[plan.id]
        la = feuille.axes.ou((ligne, colonne))
        return calcul.valeur(feuille.nom, adresse(*la)) if la else None

    plans = {ident: f.plan for ident, f in recolte.feuilles.items()}
    return dict(x for r in reperes for x in _chiffres(r, plans, pas, lire))


def chiffres_d_apres(pose: PackPose, calcul: CalculPack) -> Chiffres:
    """Figures of the rebuilt pack."""
    plans = {ident: p for c in pose.classeurs for ident, p in lire_plans(c.meta).items()}

    def lire(plan: PlanFeuille, ligne: int, colonne: int) -> Any:
        return calcul.valeur(plan.nom, adresse(ligne, colonne))

    return dict(x for r in pose.reperes for x in _chiffres(r, plans, Passage(()), lire))


def _chiffres(
    repere: Repere, plans: Mapping[str, PlanFeuille], pas: Passage, lire: Lecture
) -> Iterator[tuple[tuple[str, str], float | None]]:
    for plan in plans.values():
        for bloc in plan.blocs.values():
            if ".".join(pas.suivre((*de_feuille(plan.id), bloc.id))) == repere.tableau:
                libelle, valeur = (_place(plan, bloc, c, pas) for c in (repere.libelle, repere.valeur))
                for cle in bloc.cles if libelle and valeur else ():
                    ligne = bloc.ligne(bloc.rangs[cle])
                    lue = lire(plan, ligne, valeur or 0)
                    nombre = float(lue) if isinstance(lue, int | float) else None
                    yield (repere.titre, str(lire(plan, ligne, libelle or 0))), nombre


def _place(plan: PlanFeuille, bloc: PlanBloc, colonne: str, pas: Passage) -> int | None:
    """Column of the former block that is now called ``colonne``."""
    cle = bloc.cles[0]
    for ident, rang in bloc.places.items():
        if pas.suivre(de_cellule(plan.id, bloc.id, False, cle, ident))[4:] == tuple(colonne.split(".")):
            return rang
    return None
