"""All edits, their seeds, and the proof asked of each."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from oracle import Resultats, calculer

from chargeprod_xl.recalcul import actualiser
from edits import familles_argent, familles_devis, familles_equipe, familles_projet, familles_tournage
from edits.affiche import ecarts, lire_affiche
from edits.familles import FAMILLES, Famille
from edits.gestes import CLASSEURS, Edition, Feuilles

__all__ = [
    "Base",
    "composer",
    "familles_argent",
    "familles_devis",
    "familles_equipe",
    "familles_projet",
    "familles_tournage",
    "prouver",
]

PAR_NOM = {f.nom: f for f in FAMILLES}
_ORDRE = list(CLASSEURS)
# Workbooks nothing else reads, and « bilan », which reads nothing after the devis. « projet » gathers every check.
_AVAL = {
    "projet": _ORDRE,
    "depouillement": _ORDRE[1:],
    "plan_de_travail": _ORDRE[2:],
    "equipe": _ORDRE[3:],
    "devis": _ORDRE[4:],
    "financement": ["financement", "tresorerie"],
    "tresorerie": ["tresorerie"],
    "bilan": ["bilan"],
}
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
    gestes, phrases, bouge, occupees = [], [], set(), set()
    for nom in hasard.sample(sorted(PAR_NOM), 12):
        une = PAR_NOM[nom].tirer(feuilles, graine)
        touchees = {geste.feuille for geste in une.gestes}
        if touchees & occupees or len(phrases) == 5:
            continue
        occupees |= touchees
        gestes += une.gestes
        phrases.append(une.phrase)
        bouge |= set(PAR_NOM[nom].bouge)
    return Edition(" ; ".join(phrases), tuple(gestes)), tuple(bouge)


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
    touches = {nom for classeur in une.classeurs for nom in _AVAL[classeur]} | {"projet"}
    changes = [
        chemin.name
        for chemin in sorted(dossier.glob("*.xlsx"))
        if chemin.stem not in touches and chemin.read_bytes() != (base.dossier / chemin.name).read_bytes()
    ]
    assert not changes, f"{une.phrase} : {changes} réécrits"
