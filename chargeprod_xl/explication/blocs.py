"""The titled blocks of a sheet: where the titles stand today, whatever rows were inserted since it was built."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chargeprod_xl.classeurs.lecture import CelluleLue
from chargeprod_xl.liens.formules import Tableau

Cellules = Mapping[tuple[int, int], CelluleLue]
_DERNIERE = 1_048_576
#: How far down the titles of a block are looked for when rows were inserted above it.
_RECHERCHE = 2_000


@dataclass(frozen=True)
class Bloc:
    """A header row and what stands under it.

    Attributes:
        entete: the row of titles.
        derniere: last row of data; the total, if any, is just under it.
        fin: last row that the titles still speak for.
        titres: title by column.
        champs: one named value a row, rather than a table.
        saisies: columns where people type.
        tableau: an Excel table.
    """

    entete: int
    derniere: int
    fin: int
    titres: Mapping[int, str]
    champs: bool = False
    saisies: frozenset[int] = field(default_factory=frozenset)
    tableau: bool = False

    def contient(self, ligne: int, colonne: int) -> bool:
        """Whether a cell stands under these titles."""
        return self.entete < ligne <= self.fin and colonne in self.titres

    def colonne(self, *debuts: str) -> int | None:
        """The first column whose title begins so."""
        return next((c for c, titre in sorted(self.titres.items()) if titre.startswith(debuts)), None)


def _texte(cellules: Cellules, ligne: int, colonne: int) -> str:
    cellule = cellules.get((ligne, colonne))
    if cellule is None or cellule.formule is not None or not isinstance(cellule.valeur, str):
        return ""
    return " ".join(cellule.valeur.split())


def _titres(cellules: Cellules, ligne: int, colonnes: Iterator[int] | range) -> dict[int, str]:
    return {c: titre for c in colonnes if (titre := _texte(cellules, ligne, c))}


def blocs_de(cellules: Cellules, tableaux: Sequence[Tableau], plan: Mapping[str, Any]) -> tuple[Bloc, ...]:
    """Blocks of a sheet from top to bottom: Excel tables, blocks of the plan, else what looks like a header."""
    largeur = max((c for _, c in cellules), default=0)
    trouves = [_d_un_tableau(cellules, t) for t in tableaux]
    for brut in plan.get("blocs", {}).values():
        if not brut.get("table"):
            bloc = _du_plan(cellules, brut, largeur)
            if bloc is not None and all(bloc.entete != b.entete or not _se_couvrent(bloc, b) for b in trouves):
                trouves.append(bloc)
    if not trouves:
        trouves = [
            Bloc(e, _DERNIERE, _DERNIERE, _titres(cellules, e, range(1, largeur + 1))) for e in _devines(cellules)
        ]
    return tuple(_borne(b, _suivant(b, trouves)) for b in _en_ordre(trouves))


def _se_couvrent(a: Bloc, b: Bloc) -> bool:
    """True when two blocks have a column in common: else they stand side by side."""
    return not a.titres.keys().isdisjoint(b.titres)


def _suivant(bloc: Bloc, blocs: list[Bloc]) -> int | None:
    """Where the titles of the next block under this one stand."""
    return min((b.entete for b in blocs if b.entete > bloc.entete and _se_couvrent(bloc, b)), default=None)


def _en_ordre(blocs: list[Bloc]) -> list[Bloc]:
    return sorted(blocs, key=lambda b: b.entete)


def _borne(bloc: Bloc, suivant: int | None) -> Bloc:
    """A block stops where the next one begins."""
    limite = bloc.fin if suivant is None else min(bloc.fin, suivant - 1)
    return Bloc(bloc.entete, min(bloc.derniere, limite), limite, bloc.titres, bloc.champs, bloc.saisies, bloc.tableau)


def _d_un_tableau(cellules: Cellules, t: Tableau) -> Bloc:
    """An Excel table: titles are its own; a total may stand in the row under it."""
    premiere = t.plage.colonne_debut
    titres = {premiere + rang: " ".join(titre.split()) for rang, titre in enumerate(t.colonnes)}
    formules = {c for (ligne, c), x in cellules.items() if ligne == t.lignes_donnees[0] and x.formule is not None}
    derniere = t.lignes_donnees[1]
    return Bloc(t.plage.ligne_debut, derniere, t.plage.ligne_fin + 1, titres, False, frozenset(titres) - formules, True)


def _du_plan(cellules: Cellules, brut: Mapping[str, Any], largeur: int) -> Bloc | None:
    """A block the program laid out: its header row is the one that holds most of its titles, the nearest first."""
    voulus = [" ".join(titre.split()) for titre in brut.get("titres", []) if titre.strip()]
    prevue = int(brut.get("entete", 0))
    ligne = _ligne_des_titres(cellules, voulus, prevue, largeur)
    if ligne is None:
        return None
    titres = _titres(cellules, ligne, _colonnes_de(cellules, ligne, brut, largeur))
    rangs = {titre: c for c, titre in titres.items()}
    ids = dict(zip(brut.get("colonnes", []), brut.get("titres", []), strict=False))
    saisies = {rangs[ids[colonne]] for _, colonne in brut.get("entrees", []) if ids.get(colonne) in rangs}
    derniere = int(brut.get("fin", 0)) - prevue + ligne
    while (derniere + 1, min(titres)) in cellules and not brut.get("total") and brut.get("champs"):
        derniere += 1
    fin = derniere + (1 if brut.get("total") else 0)
    # Rows inserted in the block push its end down: it speaks until the next titles, or until nothing follows.
    while any((fin + 1, c) in cellules for c in titres):
        fin += 1
    return Bloc(ligne, derniere, fin, titres, bool(brut.get("champs")), frozenset(saisies))


def _colonnes_de(cellules: Cellules, ligne: int, brut: Mapping[str, Any], largeur: int) -> range:
    """The columns of a block: the whole row of titles, unless others stand beside it; then where its own are most."""
    places = brut.get("places")
    if not places:
        return range(1, largeur + 1)
    voulus = dict(zip(places, brut.get("titres", []), strict=False))

    def trouves(decalage: int) -> list[int]:
        return [c + decalage for c, titre in voulus.items() if _texte(cellules, ligne, c + decalage) == titre]

    decalage = max(range(1 - min(places), largeur), key=lambda d: (len(trouves(d)), -abs(d)))
    return range(min(places) + decalage, max(places) + decalage + 1)


def _ligne_des_titres(cellules: Cellules, voulus: list[str], prevue: int, largeur: int) -> int | None:
    if not voulus:
        return None
    attendus = set(voulus)

    def compte(ligne: int) -> int:
        return len(attendus & set(_titres(cellules, ligne, range(1, largeur + 1)).values()))

    if compte(prevue) == len(attendus):
        return prevue
    derniere = min(max((ligne for ligne, _ in cellules), default=0), prevue + _RECHERCHE)
    candidates = sorted(range(1, derniere + 1), key=lambda ligne: (-compte(ligne), abs(ligne - prevue)))
    return candidates[0] if candidates and compte(candidates[0]) * 2 >= len(attendus) else None


def _devines(cellules: Cellules) -> list[int]:
    """Header rows of a sheet the program did not make: texts only, two at least, and something under them."""
    lignes: dict[int, list[CelluleLue]] = {}
    for (ligne, _), cellule in cellules.items():
        lignes.setdefault(ligne, []).append(cellule)

    def de_titres(ligne: int) -> bool:
        rangee = lignes.get(ligne, [])
        return len(rangee) > 1 and all(isinstance(c.valeur, str) and c.formule is None for c in rangee)

    return [ligne for ligne in sorted(lignes) if de_titres(ligne) and not de_titres(ligne - 1) and ligne + 1 in lignes]
