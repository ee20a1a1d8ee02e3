"""Where the fixed lines of a written sheet stand now, whatever rows and columns people inserted, deleted or sorted.

Excel and LibreOffice move defined names along with rows, scripts do not; sorting leaves names behind. So the words
and figures that stand once in the sheet decide first, then the names, then the place between two known lines.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chargeprod_xl.classeurs.classeur_lu import FeuilleLue
from chargeprod_xl.reprise.plans import PlanFeuille, Position

Axe = Mapping[int, int]
#: So many constants may have been typed over before lines are looked for elsewhere.
_TOLERANCE = 0.15


@dataclass(frozen=True)
class Axes:
    """Row and column of the file for each written one; a line that is gone is left out."""

    lignes: Axe
    colonnes: Axe

    def ou(self, position: Position) -> Position | None:
        """Where a written cell stands now."""
        ligne, colonne = self.lignes.get(position[0]), self.colonnes.get(position[1])
        return None if ligne is None or colonne is None else (ligne, colonne)


def constantes(plan: PlanFeuille) -> dict[Position, object]:
    """What the program wrote and people are not asked to change, outside the bodies of tables that they extend."""
    sortie: dict[Position, object] = dict(plan.textes)
    for bloc in plan.blocs.values():
        for cle, rang in () if bloc.table else bloc.rangs.items():
            valeurs = bloc.graines.get(cle, {})
            sortie |= {
                (bloc.ligne(rang), bloc.places[c]): v
                for c, v in valeurs.items()
                if v is not None and (cle, c) not in bloc.entrees
            }
    return sortie


def reperer(plan: PlanFeuille, lue: FeuilleLue, noms: Mapping[Position, Position]) -> Axes:
    """Find the lines of a written sheet. ``noms``: written and present place of cells that have a defined name."""
    ecrites = constantes(plan)
    derniere = max([plan.hauteur, *(b.dernier for b in plan.blocs.values())])
    en_place = sum(_valeur(lue, ou) == v for ou, v in ecrites.items())
    if all(a == b for a, b in noms.items()) and en_place >= (1 - _TOLERANCE) * len(ecrites):
        faux = [ou for ou, v in ecrites.items() if _valeur(lue, ou) != v]
        if not _ailleurs(faux, ecrites, lue):
            return Axes({i: i for i in range(1, derniere + 1)}, {i: i for i in range(1, plan.largeur + 1)})
    lignes, colonnes = _votes(_uniques(ecrites), _uniques(_constantes_lues(lue)), noms)
    return Axes(_completer(lignes, derniere), _completer(colonnes, plan.largeur))


def _valeur(lue: FeuilleLue, ou: Position) -> object:
    cellule = lue.cellules.get(ou)
    return cellule.valeur if cellule and cellule.formule is None else None


def _constantes_lues(lue: FeuilleLue) -> dict[Position, object]:
    return {ou: c.valeur for ou, c in lue.cellules.items() if c.formule is None and c.valeur is not None}


def _uniques(cellules: Mapping[Position, object]) -> dict[object, Position]:
    """Contents that stand once, with their place."""
    comptes = Counter((type(v), v) for v in cellules.values())
    return {(type(v), v): ou for ou, v in cellules.items() if comptes[type(v), v] == 1}


def _ailleurs(faux: Iterable[Position], ecrites: Mapping[Position, object], lue: FeuilleLue) -> bool:
    """True when a text that is no longer in its place stands elsewhere: a line has moved."""
    lues = _uniques(_constantes_lues(lue))
    propres = _uniques(ecrites)
    textes = [(ou, (str, v)) for ou in faux if isinstance(v := ecrites[ou], str)]
    return any(cle in propres and lues.get(cle, ou) != ou for ou, cle in textes)


def _votes(
    ecrites: Mapping[object, Position], lues: Mapping[object, Position], noms: Mapping[Position, Position]
) -> tuple[dict[int, int], dict[int, int]]:
    paires = [(ecrites[v], lues[v]) for v in ecrites if v in lues]
    lignes, colonnes = _majorite(paires, 0), _majorite(paires, 1)
    nommees = list(noms.items())
    return {**_majorite(nommees, 0), **lignes}, {**_majorite(nommees, 1), **colonnes}


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
