"""Numbers written alone on their line: each joins the heading below, or stands for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chargeprod_xl.imports.blocs import Ajout, Bloc, Genre
from chargeprod_xl.imports.entetes import Entete

_VIDES = {Genre.SECTION, Genre.TRANSITION}


def resoudre(blocs: Sequence[Bloc]) -> tuple[list[Bloc], list[Ajout]]:
    """Return the blocks without any number left waiting, and the doubts this raised."""
    result = list(blocs)
    doubts: list[Ajout] = []
    has_headings = any(bloc.genre is Genre.ENTETE for bloc in blocs)
    for place, bloc in enumerate(blocs):
        if bloc.genre is not Genre.NUMERO:
            continue
        target = _cible(result, place)
        if target is not None:
            result[target] = _numeroter(result[target], bloc)
            result[place] = replace(bloc, genre=Genre.SECTION, entete=None)
            continue
        result[place], doubt = _sans_entete(bloc, _contenu(blocs, place), has_headings=has_headings)
        doubts += doubt
    return result, doubts


def _cible(blocs: Sequence[Bloc], place: int) -> int | None:
    """Return the place of the unnumbered heading this number announces.

    Under a Markdown title, remarks may come between; elsewhere the heading must follow at once.
    """
    for rank in range(place + 1, len(blocs)):
        bloc = blocs[rank]
        if bloc.genre is Genre.ENTETE:
            return rank if bloc.entete is not None and not bloc.entete.numero else None
        if bloc.genre is Genre.NUMERO or (bloc.genre is Genre.SECTION and bloc.niveau):
            return None
        if not blocs[place].niveau and bloc.genre not in _VIDES:
            return None
    return None


def _numeroter(heading: Bloc, number: Bloc) -> Bloc:
    entete = heading.entete or Entete(heading.texte)
    doubts = entete.doutes
    if number.entete is None and heading.ligne - number.ligne > 1:
        note = f"Numéro {number.texte} lu au-dessus de l'en-tête : vérifier que ce n'est pas un numéro de page."
        doubts = (*doubts, note)
    chosen = number.entete.numero if number.entete is not None else number.texte
    return replace(heading, entete=replace(entete, numero=chosen, doutes=doubts))


def _contenu(blocs: Sequence[Bloc], place: int) -> bool:
    """Whether the story goes on under this title; one that only groups numbered titles says nothing."""
    written = False
    for bloc in blocs[place + 1 :]:
        if bloc.genre is Genre.ENTETE:
            return False
        if bloc.genre is Genre.NUMERO and bloc.niveau > blocs[place].niveau:
            return False
        if bloc.genre is Genre.NUMERO or 0 < bloc.niveau <= blocs[place].niveau:
            return written
        written = written or bloc.genre not in _VIDES
    return written


def _sans_entete(bloc: Bloc, contenu: bool, *, has_headings: bool) -> tuple[Bloc, list[Ajout]]:
    if bloc.entete is None:  # digits alone: a page number, or a card in the picture
        return replace(bloc, genre=Genre.ACTION), []
    section = replace(bloc, genre=Genre.SECTION, entete=None)
    if not bloc.niveau or (contenu and (bloc.entete.est_sequence or not has_headings)):
        return replace(bloc, genre=Genre.ENTETE, niveau=0), []
    if not contenu:
        return section, []
    where = f"« {bloc.texte} » (ligne {bloc.ligne})"
    doubt = f"{where} n'a ni INT ni EXT : son contenu est compté dans cette séquence."
    return section, [Ajout(bloc.ligne, doutes=(doubt,))]
