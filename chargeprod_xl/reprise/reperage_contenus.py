"""What a written sheet and a file say, cell by cell, and how much two lines of them have in common."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from chargeprod_xl.classeurs.classeur_lu import FeuilleLue
from chargeprod_xl.controles.comparaison import squelette
from chargeprod_xl.reprise.plans import PlanFeuille, Position

Contenus = Mapping[Position, Hashable]
Note = Callable[[int, int], int]
#: A text that the program wrote tells more than a formula, which its neighbours share, or a value that people change.
_CONSTANTE, _AUTRE = 3, 1


def constantes(plan: PlanFeuille) -> dict[Position, Any]:
    """What the program wrote and people are not asked to change, outside the bodies of tables that they extend."""
    return {**plan.textes, **_graines(plan, saisies=False)}


def _graines(plan: PlanFeuille, saisies: bool) -> dict[Position, Any]:
    """Seeds of fixed blocks: those of input cells, or the others."""
    return {
        (bloc.ligne(rang), bloc.places[c]): v
        for bloc in plan.blocs.values()
        if not bloc.table
        for cle, rang in bloc.rangs.items()
        for c, v in bloc.graines.get(cle, {}).items()
        if v is not None and ((cle, c) in bloc.entrees) == saisies
    }


def contenus_ecrits(plan: PlanFeuille, formules: Mapping[Position, str]) -> tuple[Contenus, Mapping[Position, int]]:
    """What stands in each written cell outside tables, and what finding it again is worth."""
    fermes = {ou: (type(v), v) for ou, v in constantes(plan).items()}
    autres: dict[Position, Hashable] = {ou: (type(v), v) for ou, v in _graines(plan, saisies=True).items()}
    autres |= {ou: ("=", _squelette(f)) for ou, f in formules.items()}
    poids = {**dict.fromkeys(autres, _AUTRE), **dict.fromkeys(fermes, _CONSTANTE)}
    return {**autres, **fermes}, poids


def contenus_lus(lue: FeuilleLue) -> Contenus:
    """The same for a file."""
    return {
        ou: ("=", _squelette(c.formule)) if c.formule is not None else (type(c.valeur), c.valeur)
        for ou, c in lue.cellules.items()
        if c.formule is not None or c.valeur is not None
    }


def _squelette(formule: str) -> str:
    """A formula without its addresses, as a text: compared thousands of times."""
    return "\x1f".join(squelette(formule))


def uniques(contenus: Contenus) -> dict[Hashable, Position]:
    """Values that stand once, with their place."""
    comptes = Counter(contenus.values())
    return {v: ou for ou, v in contenus.items() if comptes[v] == 1}


def note_des_lignes(ecrits: Contenus, poids: Mapping[Position, int], lus: Contenus) -> Note:
    """What two rows have in common, wherever it stands on the row."""
    avant: dict[int, Counter[Hashable]] = defaultdict(Counter)
    valeur: dict[Hashable, int] = {}
    apres: dict[int, Counter[Hashable]] = defaultdict(Counter)
    for ou, v in ecrits.items():
        avant[ou[0]][v] += 1
        valeur[v] = max(valeur.get(v, 0), poids[ou])
    for ou, v in lus.items():
        if v in valeur:
            apres[ou[0]][v] += 1
    connues: dict[tuple[int, int], int] = {}

    def note(ecrite: int, lue: int) -> int:
        if (ecrite, lue) not in connues:
            communs = avant[ecrite] & apres[lue]
            connues[ecrite, lue] = sum(valeur[v] * n for v, n in communs.items())
        return connues[ecrite, lue]

    return note


def note_des_colonnes(
    ecrits: Contenus, poids: Mapping[Position, int], lus: Contenus, lignes: Mapping[int, int]
) -> Note:
    """What two columns have in common on the rows that were found."""
    par_ligne: dict[int, list[tuple[int, Hashable]]] = defaultdict(list)
    for (ligne, colonne), v in lus.items():
        par_ligne[ligne].append((colonne, v))
    notes: Counter[tuple[int, int]] = Counter()
    for (ligne, colonne), v in ecrits.items():
        la = lignes.get(ligne)
        for autre, trouvee in par_ligne.get(la, ()) if la else ():
            if trouvee == v:
                notes[colonne, autre] += poids[ligne, colonne]
    return lambda ecrite, lue: notes[ecrite, lue]


def aligner(ecrites: Sequence[int], lues: Sequence[int], note: Note) -> dict[int, int]:
    """Lines paired in order so that they have most in common; one that shares nothing is left out."""
    meilleures = [[0] * (len(lues) + 1)]
    for ecrite in ecrites:
        dessus, ligne = meilleures[-1], [0]
        for j, lue in enumerate(lues, 1):
            ligne.append(max(dessus[j - 1] + note(ecrite, lue), dessus[j], ligne[j - 1]))
        meilleures.append(ligne)
    i, j = len(ecrites), len(lues)
    sortie: dict[int, int] = {}
    while i and j:
        commun = note(ecrites[i - 1], lues[j - 1])
        if commun and meilleures[i][j] == meilleures[i - 1][j - 1] + commun:
            i, j = i - 1, j - 1
            sortie[ecrites[i]] = lues[j]
        elif meilleures[i][j] == meilleures[i - 1][j]:
            i -= 1
        else:
            j -= 1
    return sortie
