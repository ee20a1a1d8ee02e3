"""Cells coloured because they fail, and given back their own colour: what was done is remembered between two clicks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from chargeprod_xl.complement.journal import dossier_personnel, journal
from chargeprod_xl.complement.session import Couleur, Endroit, SessionExcel

MARQUE: Couleur = (255, 124, 128)
#: Each costs a call to Excel; the report has every cell.
MARQUES_MAX = 400


def _memoire() -> Path:
    return dossier_personnel() / "marques.json"


def _lire() -> dict[str, list[tuple[str, str, Couleur | None]]]:
    try:
        brut = json.loads(_memoire().read_text(encoding="utf-8"))
        return {
            classeur: [(f, c, None if rgb is None else (rgb[0], rgb[1], rgb[2])) for f, c, rgb in marques]
            for classeur, marques in brut.items()
        }
    except (OSError, ValueError, AttributeError, TypeError, IndexError):
        return {}


def _ecrire(marques: dict[str, list[tuple[str, str, Couleur | None]]]) -> None:
    _memoire().parent.mkdir(parents=True, exist_ok=True)
    _memoire().write_text(json.dumps({c: m for c, m in marques.items() if m}), encoding="utf-8")


def marques() -> list[Path]:
    """The workbooks that have marked cells, open or not."""
    return [Path(classeur) for classeur in _lire()]


def demarquer(session: SessionExcel, classeurs: Iterable[Path]) -> None:
    """Give the marked cells of open workbooks their own colour; one that has another colour by now keeps it."""
    connues = _lire()
    a_rendre = [c for c in classeurs if str(c) in connues]
    for classeur in a_rendre:
        for feuille, cellule, ancienne in connues.pop(str(classeur)):
            endroit = Endroit(classeur, feuille, cellule)
            try:
                if session.couleur(endroit) == MARQUE:
                    session.colorer(endroit, ancienne)
            except LookupError:
                journal().info("%s : la feuille « %s » n’est plus là", classeur.name, feuille)
    if a_rendre:
        _ecrire(connues)


def marquer(session: SessionExcel, endroits: Sequence[Endroit]) -> list[Endroit]:
    """Colour these cells, and say which ones could be. Their own colours are written down first."""
    connues = _lire()
    a_marquer = []
    for endroit in list(dict.fromkeys(endroits))[:MARQUES_MAX]:
        try:
            ancienne = session.couleur(endroit)
        except LookupError:  # a sheet that the pack lost: the report says so
            continue
        connues.setdefault(str(endroit.classeur), []).append((endroit.feuille, endroit.cellule, ancienne))
        a_marquer.append(endroit)
    _ecrire(connues)
    return [endroit for endroit in a_marquer if session.colorer(endroit, MARQUE)]
