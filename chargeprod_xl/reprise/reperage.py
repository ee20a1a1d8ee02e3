"""Where the fixed lines of a written sheet stand now, whatever rows and columns people inserted, deleted or sorted.

Excel and LibreOffice move defined names along with rows, scripts do not; sorting leaves names behind. So the words
and figures that stand once in the sheet decide first, then rows whose constants stand together once, then the names;
lines between two known ones are paired in order by what they have in common. Lines that nothing tells keep their
distance to the one above. All this only where it explains the file better than nothing having moved.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from chargeprod_xl.classeurs.classeur_lu import FeuilleLue
from chargeprod_xl.reprise.plans import PlanFeuille, Position
from chargeprod_xl.reprise.reperage_contenus import (
    Contenus,
    Note,
    aligner,
    constantes,
    contenus_ecrits,
    contenus_lus,
    note_des_colonnes,
    note_des_lignes,
    uniques,
)

Axe = Mapping[int, int]


@dataclass(frozen=True)
class Axes:
    """Row and column of the file for each written one; a line that is gone is left out."""

    lignes: Axe
    colonnes: Axe

    def ou(self, position: Position) -> Position | None:
        """Where a written cell stands now."""
        ligne, colonne = self.lignes.get(position[0]), self.colonnes.get(position[1])
        return None if ligne is None or colonne is None else (ligne, colonne)


def reperer(
    plan: PlanFeuille,
    lue: FeuilleLue,
    noms: Mapping[Position, Position],
    formules: Mapping[Position, str],
    en_tables: Collection[int] = (),
) -> Axes:
    """Find the lines of a written sheet.

    ``noms``: written and present place of cells that have a defined name; ``formules``: written formulas outside
    tables; ``en_tables``: rows of the file that belong to the body of a table.
    """
    derniere = max([plan.hauteur, *(b.dernier for b in plan.blocs.values())])
    en_place = Axes({i: i for i in range(1, derniere + 1)}, {i: i for i in range(1, plan.largeur + 1)})
    noms_en_place = all(a == b for a, b in noms.items())
    if noms_en_place and _rien_n_a_bouge(plan, lue, formules):
        return en_place
    ecrits, poids = contenus_ecrits(plan, formules)
    lus = contenus_lus(lue)
    retrouve = _retrouve(en_place, ecrits, poids, lus)
    fermes: Contenus = {ou: ecrits[ou] for ou in constantes(plan)}
    lignes, colonnes = _votes(fermes, lus, noms)
    dehors = {ou: v for ou, v in lus.items() if ou[0] not in en_tables}
    lignes = _serrer(lignes, {lg for lg, _ in ecrits}, {lg for lg, _ in dehors}, note_des_lignes(ecrits, poids, dehors))
    note = note_des_colonnes(ecrits, poids, lus, lignes)
    colonnes = _serrer(colonnes, {c for _, c in ecrits}, {c for _, c in lus}, note)
    bouge = Axes(_completer(lignes, derniere), _completer(colonnes, plan.largeur))
    mieux = _retrouve(bouge, ecrits, poids, lus)
    return bouge if mieux > retrouve or (mieux == retrouve and not noms_en_place) else en_place


def _rien_n_a_bouge(plan: PlanFeuille, lue: FeuilleLue, formules: Collection[Position]) -> bool:
    """True when each constant stands where it was written, and a formula wherever one was."""
    formees = all((c := lue.cellules.get(ou)) is not None and c.formule is not None for ou in formules)
    return formees and all((c := lue.cellules.get(ou)) and c.valeur == v for ou, v in constantes(plan).items())


def _retrouve(axes: Axes, ecrits: Contenus, poids: Mapping[Position, int], lus: Contenus) -> int:
    """How much of what was written stands where these axes say."""
    return sum(poids[ou] for ou, v in ecrits.items() if (la := axes.ou(ou)) and lus.get(la) == v)


def _votes(ecrits: Contenus, lus: Contenus, noms: Mapping[Position, Position]) -> tuple[dict[int, int], dict[int, int]]:
    """Lines told by what stands once: cells, rows taken whole, then names."""
    seuls, seuls_lus = uniques(ecrits), uniques(lus)
    paires = [(seuls[v], seuls_lus[v]) for v in seuls if v in seuls_lus]
    connus = set(ecrits.values())
    rangees = uniques(_rangees(ecrits, connus))
    rangees_lues = uniques(_rangees(lus, connus))
    lignes = _majorite([*paires, *((rangees[v], rangees_lues[v]) for v in rangees if v in rangees_lues)], 0)
    colonnes = _majorite(paires, 1)
    nommees = list(noms.items())
    return _puis(lignes, _majorite(nommees, 0)), _puis(colonnes, _majorite(nommees, 1))


def _rangees(contenus: Contenus, connus: Collection[Hashable]) -> dict[Position, Hashable]:
    """The constants of each row, taken together."""
    par_ligne: dict[int, list[Hashable]] = defaultdict(list)
    for (ligne, _), v in sorted(contenus.items(), key=lambda x: x[0]):
        if v in connus:
            par_ligne[ligne].append(v)
    return {(ligne, 1): tuple(v) for ligne, v in par_ligne.items() if len(v) > 1}


def _puis(sures: Axe, autres: Axe) -> dict[int, int]:
    """Lines known for sure, and others that take the place of none."""
    prises = set(sures.values())
    return {**{e: la for e, la in autres.items() if la not in prises}, **sures}


def _majorite(paires: Iterable[tuple[Position, Position]], axe: int) -> dict[int, int]:
    """The line that most cells of each written line point to; two lines never share one."""
    votes: dict[int, Counter[int]] = defaultdict(Counter)
    for avant, apres in paires:
        votes[avant[axe]][apres[axe]] += 1
    sortie: dict[int, int] = {}
    for rang, comptes in sorted(votes.items(), key=lambda x: (-max(x[1].values()), x[0])):
        libres = [(n, -la) for la, n in comptes.items() if la not in sortie.values()]
        if libres:
            sortie[rang] = -max(libres)[1]
    return sortie


def _serrer(connues: Mapping[int, int], ecrites: Collection[int], lues: Collection[int], note: Note) -> dict[int, int]:
    """Lines between two known ones that are still in this order, paired by what they have in common."""
    fin = 1 + max([*ecrites, *connues], default=0), 1 + max([*lues, *connues.values()], default=0)
    bornes = [(0, 0), *sorted(connues.items()), fin]
    prises = set(connues.values())
    sortie = dict(connues)
    for (e1, l1), (e2, l2) in pairwise(bornes):
        if entre := [e for e in sorted(ecrites) if e1 < e < e2]:
            sortie |= aligner(entre, [la for la in sorted(lues) if l1 < la < l2 and la not in prises], note)
    return sortie


def _completer(connues: Mapping[int, int], derniere: int) -> dict[int, int]:
    """Lines without a mark keep their distance to the one above, unless another line stands there: they are gone."""
    prises = set(connues.values())
    sortie: dict[int, int] = {}
    ecart = 0
    for ecrite in range(1, derniere + 1):
        la = connues.get(ecrite)
        if la is not None:
            sortie[ecrite], ecart = la, la - ecrite
        elif ecrite + ecart not in prises and ecrite + ecart > 0:
            sortie[ecrite] = ecrite + ecart
            prises.add(ecrite + ecart)
    return sortie
