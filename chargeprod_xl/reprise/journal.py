"""The last line of the journal of builds says what was taken over: it is known once the pack is put together."""

from __future__ import annotations

from chargeprod_xl.liens.pose import PackPose
from chargeprod_xl.reprise.plans import lire_plans

_FEUILLE, _BLOC, _COLONNE = "projet.journal", "constructions", "bilan"


def completer_journal(pose: PackPose, texte: str) -> None:
    """Write ``texte`` on the last line of the journal when it says nothing yet; it is seeded so from then on."""
    for classeur in pose.classeurs:
        plan = lire_plans(classeur.meta).get(_FEUILLE)
        if plan is None:
            continue
        bloc = plan.blocs[_BLOC]
        feuille = next(f for f in classeur.feuilles if f.nom == plan.nom)
        ou = bloc.ligne(len(bloc.cles) - 1), bloc.places[_COLONNE]
        if len(bloc.cles) == 1 or feuille.cellules[ou].valeur:
            return
        feuille.cellules[ou] = feuille.cellules[ou]._replace(valeur=texte)
        graines = classeur.meta["plans"][plan.nom]["graines"][_BLOC]
        textes = graines["colonnes"].setdefault(_COLONNE, [None] * len(bloc.cles))
        textes[graines["ids"].index(bloc.cles[-1])] = texte
