"""Length of a sequence: 54 lines a page, rounded up to the eighth as production offices do."""

from __future__ import annotations

from collections.abc import Iterable

from chargeprod_xl.imports.blocs import Bloc, Genre

LIGNES_PAR_PAGE = 54
_COLONNES = {
    Genre.ENTETE: 61,
    Genre.ACTION: 61,
    Genre.TRANSITION: 61,
    Genre.PERSONNAGE: 38,
    Genre.DIALOGUE: 35,
    Genre.DIDASCALIE: 26,
}
#: Blocks set off by a blank line above; the heading's own blank belongs to no sequence.
_AERES = {Genre.ACTION, Genre.TRANSITION, Genre.PERSONNAGE}


def lignes_pliees(texte: str, colonnes: int) -> int:
    """Return how many lines the text takes, folded between words."""
    total = 0
    for line in texte.split("\n"):
        total, room = total + 1, colonnes
        for word in line.split():
            if len(word) <= room:
                room -= len(word) + 1
                continue
            if room < colonnes:
                total += 1
            total += (len(word) - 1) // colonnes
            room = colonnes - (len(word) - 1) % colonnes - 2
    return total


def lignes(blocs: Iterable[Bloc]) -> int:
    """Return the lines the blocks take on the page; two simultaneous speeches take those of the longer."""
    total = before = current = 0
    double = False
    for bloc in blocs:
        if bloc.genre not in _COLONNES:
            continue
        size = lignes_pliees(bloc.texte, _COLONNES[bloc.genre]) + (bloc.genre in _AERES)
        if bloc.genre in (Genre.DIALOGUE, Genre.DIDASCALIE):
            current += size
            continue
        total += max(0, current - before) if double else current
        before, current = (0 if double else current, size)
        double = bloc.double
    return total + (max(0, current - before) if double else current)


def huitiemes(nombre_de_lignes: int) -> int:
    """Return the eighths of a page, rounded up, at least one."""
    return max(1, -(-nombre_de_lignes * 8 // LIGNES_PAR_PAGE))
