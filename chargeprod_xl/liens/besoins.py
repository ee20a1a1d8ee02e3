"""Which workbooks a part of a pack needs: those its formulas read and that it does not have."""

from __future__ import annotations

from collections.abc import Sequence

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.gabarits.declaration import PackDeclare
from chargeprod_xl.liens.disposition import disposer
from chargeprod_xl.liens.edition import formules_de
from chargeprod_xl.liens.noms import chercher, indexer
from chargeprod_xl.liens.resolution import noms_de


def classeurs_manquants(pack: PackDeclare, flux: Sequence[str]) -> tuple[set[str], list[Anomalie]]:
    """Workbooks of the flow that stand upstream of those that read them; and what reads one that comes after."""
    presents = [c.id for c in pack.classeurs]
    index = indexer(f for c in pack.classeurs for f in disposer(c))
    manquants: set[str] = set()
    fautes: dict[Anomalie, None] = {}
    for classeur in pack.classeurs:
        for feuille, formule in formules_de(classeur):
            for nom in noms_de(formule):
                lu = nom.split(".", maxsplit=1)[0]
                if lu in presents or lu not in flux or chercher(index, nom, classeur.id, feuille.id):
                    continue
                if flux.index(lu) < flux.index(classeur.id):
                    manquants.add(lu)
                else:
                    quoi = f"« {nom} » est lu dans « {lu} », qui vient après et que ce film n’a pas"
                    remede = f"écrivez « si: \"'{lu}' in pack\" » sur ce qui le lit"
                    fautes[Anomalie(f"{feuille.source}, feuille « {feuille.nom} »", quoi, remede)] = None
    return manquants, list(fautes)
