"""Several tables where people add rows on one sheet: what keeps them whole when a row is inserted in one of them.

A row inserted in an Excel table pushes down the columns of that table alone, and its identities stand in a column of
the sheet that is hidden for all. So it is as wide as the widest block of its sheet: a narrower one ends with free
columns titled « Note », as a person would add them. What would need too many of them is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.gabarits.declaration import (
    Bloc,
    BlocGraphique,
    BlocTexte,
    Colonne,
    Feuille,
    PackDeclare,
)
from chargeprod_xl.liens.disposition import disposer_feuille, ou_est, rangees

#: Identity and title of the columns that make a table as wide as the widest of its sheet.
NOTE, _TITRE = "note_libre", "Note"
_NOTES_MAX = 6


def elargir(pack: PackDeclare) -> PackDeclare:
    """Tables of one sheet where people add rows made as wide as the widest of them."""
    classeurs = (replace(c, feuilles=tuple(_elargie(f) for f in c.feuilles)) for c in pack.classeurs)
    return replace(pack, classeurs=tuple(classeurs))


def _elargie(feuille: Feuille) -> Feuille:
    if not any(isinstance(b, Bloc) and b.extensible for b in feuille.blocs):
        return feuille
    large = max(_largeur(rangee) for rangee in rangees(feuille.blocs))
    blocs = (_completee(b, large) if isinstance(b, Bloc) and b.extensible else b for b in feuille.blocs)
    return replace(feuille, blocs=tuple(blocs))


def _largeur(rangee: Sequence[Bloc | BlocTexte | BlocGraphique]) -> int:
    """Columns that a row of blocks takes, identities left out."""
    blocs = [b for b in rangee if isinstance(b, Bloc)]
    return sum(len(b.colonnes) for b in blocs) + max(len(blocs) - 1, 0)


def _completee(bloc: Bloc, large: int) -> Bloc:
    if large - len(bloc.colonnes) > _NOTES_MAX:
        return bloc
    idents, titres = {c.id for c in bloc.colonnes}, {c.titre.casefold() for c in bloc.colonnes}
    ajoutees: list[Colonne] = []
    rang = 0
    while len(bloc.colonnes) + len(ajoutees) < large:
        rang += 1
        titre = _TITRE if rang == 1 else f"{_TITRE} {rang}"
        if f"{NOTE}{rang}" not in idents and titre.casefold() not in titres:
            ajoutees.append(Colonne(f"{NOTE}{rang}", titre, "texte", "saisie", ajoutee=True, largeur=18.0))
    return replace(bloc, colonnes=(*bloc.colonnes, *ajoutees))


def fautes_d_empilement(pack: PackDeclare) -> list[Anomalie]:
    """Tables that would be torn, or would tear what stands beside or under them; template and line named."""
    return [x for classeur in pack.classeurs for feuille in classeur.feuilles for x in _fautes(feuille)]


def _fautes(feuille: Feuille) -> Iterator[Anomalie]:
    yield from _caches(feuille)
    table: Bloc | None = None
    for rangee in rangees(feuille.blocs):
        blocs = [b for b in rangee if isinstance(b, Bloc)]
        if len(blocs) > 1 and (extensibles := [b for b in blocs if b.extensible]):
            quoi = "un tableau extensible ne se met pas côte à côte : ses lignes pousseraient celles de son voisin"
            yield Anomalie(
                ou_est(feuille, extensibles[0]), quoi, "placez-le seul sur sa rangée, ou ôtez « extensible »"
            )
        if table is not None:
            yield from _fautes_sous(feuille, table, rangee)
        table = next((b for b in blocs if b.extensible), table)


def _caches(feuille: Feuille) -> Iterator[Anomalie]:
    """Columns of a block that a hidden column of another hides, above or under it."""
    poses = disposer_feuille(feuille).blocs if len(feuille.blocs) > 1 else ()
    for pose in poses:
        visibles = {pose.colonnes[c.id]: c.titre for c in pose.declarees if not c.masquee}
        for autre in poses:
            cachees = {autre.colonnes[c.id] for c in autre.declarees if c.masquee}
            for rang in sorted(cachees & visibles.keys()):
                quoi = f"la colonne « {visibles[rang]} » serait cachée par celle du tableau « {autre.bloc.id} »"
                remede = "donnez à ces tableaux des largeurs proches, ou mettez-les sur deux feuilles"
                yield Anomalie(ou_est(feuille, pose.bloc), quoi, remede)


def _fautes_sous(
    feuille: Feuille, table: Bloc, rangee: Sequence[Bloc | BlocTexte | BlocGraphique]
) -> Iterator[Anomalie]:
    if any(isinstance(b, BlocGraphique) for b in rangee):
        quoi = "un graphique sous ce tableau extensible ne suivrait pas les lignes qu’on y ajoute"
        yield Anomalie(ou_est(feuille, table), quoi, "placez le graphique au-dessus du tableau")
    large = _largeur([b for b in rangee if not (isinstance(b, Bloc) and b.extensible)])
    if large > len(table.colonnes) + 1:
        quoi = f"plus large ({large} colonnes) que le tableau extensible du dessus, « {table.id} », qui le déchirerait"
        remede = "placez-le au-dessus de ce tableau, ou sur une autre feuille"
        premier = next(b for b in rangee if isinstance(b, Bloc))
        yield Anomalie(ou_est(feuille, premier), quoi, remede)
