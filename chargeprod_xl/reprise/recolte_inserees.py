"""Rows that people inserted in a fixed block: their own assumptions among those of the program."""

from __future__ import annotations

from collections.abc import Iterator

from chargeprod_xl.classeurs.classeur_lu import FeuilleLue
from chargeprod_xl.reprise.cellules import VIDE, tapee, vide
from chargeprod_xl.reprise.plans import PlanBloc
from chargeprod_xl.reprise.saisies import LigneInseree
from chargeprod_xl.reprise.situation import Situation

#: Identity of these rows.
LIBRE = "libre"


def lignes_inserees(situe: Situation, lue: FeuilleLue) -> list[LigneInseree]:
    """Rows with something in them between the header and the last row of each fixed block."""
    return [x for bloc in situe.plan.blocs.values() if not bloc.table for x in _du_bloc(situe, bloc, lue)]


def _du_bloc(situe: Situation, bloc: PlanBloc, lue: FeuilleLue) -> Iterator[LigneInseree]:
    entete = situe.axes.lignes.get(bloc.entete)
    par_ligne = {la: cle for cle, rang in bloc.rangs.items() if (la := situe.axes.lignes.get(bloc.ligne(rang)))}
    if entete is None or not par_ligne:
        return
    suivant = 1 + max([int(c.removeprefix(LIBRE)) for c in bloc.cles if est_libre(c)], default=0)
    apres = ""
    colonnes = {c: la for c, col in bloc.places.items() if (la := situe.axes.colonnes.get(col))}
    for ligne in range(entete + 1, max(par_ligne) + 1):
        cle = par_ligne.get(ligne, "")
        if cle and not est_libre(cle):
            apres = cle
            continue
        lues = {c: lue.cellules.get((ligne, col), VIDE) for c, col in colonnes.items()}
        cellules = {c: tapee(x, situe.plan.id, (ligne, colonnes[c])) for c, x in lues.items() if not vide(x)}
        if cellules:
            yield LigneInseree(bloc.id, cle or f"{LIBRE}{suivant}", apres, ligne, cellules)
            suivant += not cle


def est_libre(cle: str) -> bool:
    """True for a row that a person had inserted before the last build."""
    return cle.startswith(LIBRE) and cle.removeprefix(LIBRE).isdigit()
