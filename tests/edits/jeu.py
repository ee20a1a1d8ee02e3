"""All edits, their seeds, and the proof asked of each."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import declarees
from oracle import Resultats, calculer

from chargeprod_xl.recalcul import actualiser
from edits import (
    familles_argent,
    familles_devis,
    familles_equipe,
    familles_lecteurs,
    familles_projet,
    familles_tournage,
)
from edits.affiche import ecarts, lire_affiche
from edits.familles import FAMILLES, Famille
from edits.gestes import Edition, Feuilles

__all__ = [
    "Base",
    "composer",
    "familles_argent",
    "familles_devis",
    "familles_equipe",
    "familles_lecteurs",
    "familles_projet",
    "familles_tournage",
    "journees",
    "lots",
    "prouver",
    "prouver_ensemble",
]

PAR_NOM = {f.nom: f for f in FAMILLES}
Jouer = Callable[[Edition, Path], None]


@dataclass(frozen=True)
class Base:
    """The pack before any edit: its folder, where things are, what it shows."""

    dossier: Path
    feuilles: Feuilles
    affiche: Resultats


def composer(feuilles: Feuilles, graine: int) -> tuple[Edition, tuple[str, ...]]:
    """A day's work: several edits in different sheets, and the figures they may move together."""
    hasard = random.Random(f"journée {graine}")
    return journees(feuilles, graine, [PAR_NOM[nom] for nom in hasard.sample(sorted(PAR_NOM), 12)], 5)[0]


def journees(
    feuilles: Feuilles, graine: int, familles: Sequence[Famille], combien: int
) -> list[tuple[Edition, tuple[str, ...]]]:
    """These families' edits in as few days as can be: a sheet is touched by one edit a day, and a day is not long."""
    jours: list[list[tuple[Edition, Famille]]] = []
    for famille in familles:
        une = famille.tirer(feuilles, graine)
        touchees = {geste.feuille for geste in une.gestes}
        libres = (
            jour
            for jour in jours
            if len(jour) < combien and not any(touchees & {g.feuille for g in autre.gestes} for autre, _ in jour)
        )
        jour = next(libres, None)
        if jour is None:
            jours.append([(une, famille)])
        else:
            jour.append((une, famille))
    return [
        (
            Edition(" ; ".join(une.phrase for une, _ in jour), tuple(g for une, _ in jour for g in une.gestes)),
            tuple({nom for _, famille in jour for nom in famille.bouge}),
        )
        for jour in jours
    ]


def lots(familles: Sequence[Famille], combien: int) -> list[tuple[Famille, ...]]:
    """Families drawn together: neighbours in the list are of one workbook, so they are dealt like cards."""
    nombre = -(-len(familles) // combien)
    return [tuple(familles[rang::nombre]) for rang in range(nombre)]


def prouver_ensemble(base: Base, tmp: Path, familles: Sequence[Famille], graine: int, jouer: Jouer) -> None:
    """The edits of these families, several a day: every figure is the oracle's, none moves that should not."""
    for rang, (une, bouge) in enumerate(journees(base.feuilles, graine, familles, len(familles))):
        prouver(base, tmp / str(rang), une, jouer, Famille("journée", "", bouge, composer, False, False))


def prouver(base: Base, tmp: Path, une: Edition, jouer: Jouer, famille: Famille) -> None:
    """Play, recompute, compare with the oracle, and check that what should not move has not."""
    dossier = tmp / "pack"
    shutil.copytree(base.dossier, dossier)
    jouer(une, dossier)
    attendu = calculer(dossier)
    rapport = actualiser(sorted(dossier.glob("*.xlsx")))
    assert rapport.ecrit, rapport.anomalies
    assert not rapport.ecarts, f"{une.phrase} : les moteurs ne s’accordent pas {rapport.ecarts[:3]}"
    assert not rapport.erreurs, f"{une.phrase} : {rapport.erreurs[:3]}"
    affiche = lire_affiche(dossier)
    assert not ecarts(attendu, affiche), f"{une.phrase}\n" + "\n".join(ecarts(attendu, affiche))
    bouges = [mot.split(" : ")[0] for mot in ecarts(base.affiche, affiche)]
    assert not [nom for nom in bouges if famille.fige(nom)], f"{une.phrase} : ne devait pas bouger {bouges}"
    assert bouges or not famille.surement, f"{une.phrase} : rien n’a bougé"
    _amont_intact(base, dossier, une)


def _amont_intact(base: Base, dossier: Path, une: Edition) -> None:
    """Workbooks upstream of the edit are the same files, byte for byte."""
    touches = {nom for classeur in une.classeurs for nom in declarees.aval()[classeur]} | {"projet"}
    changes = [
        chemin.name
        for chemin in sorted(dossier.glob("*.xlsx"))
        if chemin.stem not in touches and chemin.read_bytes() != (base.dossier / chemin.name).read_bytes()
    ]
    assert not changes, f"{une.phrase} : {changes} réécrits"
