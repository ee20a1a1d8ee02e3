"""Recalculation: two engines that must agree, on the files the user has.

``verifier`` and ``calculer_pack`` never write; ``actualiser`` writes all files or none.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.classeurs.classeur_lu import ClasseurLu
from chargeprod_xl.classeurs.valeurs import Erreur, Valeur
from chargeprod_xl.recalcul.calcul import Calcul, Reponses, recalculer, recalculer_lus
from chargeprod_xl.recalcul.dernieres import Dernieres, dernieres_valeurs
from chargeprod_xl.recalcul.ecriture import ecrire_valeurs
from chargeprod_xl.recalcul.moteurs import Moteur
from chargeprod_xl.recalcul.rapport import (
    CelluleEnErreur,
    Ecart,
    Lieu,
    NonVerifiable,
    RapportRecalcul,
    ValeurPerimee,
)
from chargeprod_xl.recalcul.remplacement import obstacles, remplacer_tous
from chargeprod_xl.recalcul.valeurs_du_pack import ValeursDuPack

__all__ = [
    "CalculPack",
    "CelluleEnErreur",
    "Ecart",
    "Erreur",
    "Lieu",
    "NonVerifiable",
    "RapportRecalcul",
    "Renouvellement",
    "Reponses",
    "Valeur",
    "ValeurPerimee",
    "actualiser",
    "calculer_lus",
    "calculer_pack",
    "dernieres_valeurs",
    "remplacer_tous",
    "renouveler",
    "verifier",
]


@dataclass(frozen=True)
class CalculPack:
    """Every value of a pack: inputs as typed, formulas as the engines agree on them; and what each engine answered."""

    valeurs: Mapping[Lieu, Valeur]
    rapport: RapportRecalcul
    reponses: Reponses | None = None

    def valeur(self, feuille: str, cellule: str) -> Valeur:
        """The value of a cell (None when empty); sheet names are unique in a pack."""
        if isinstance(self.valeurs, ValeursDuPack):
            return self.valeurs.sur(feuille, cellule)
        return self._par_feuille.get((feuille.lower(), cellule.upper().replace("$", "")))

    @cached_property
    def _par_feuille(self) -> dict[tuple[str, str], Valeur]:
        return {(lieu.feuille.lower(), lieu.cellule): valeur for lieu, valeur in self.valeurs.items()}


def verifier(chemins: Sequence[Path]) -> RapportRecalcul:
    """Recompute the files as they are, and never write."""
    return recalculer(chemins).rapport()


def calculer_pack(chemins: Sequence[Path]) -> CalculPack:
    """Every value of the pack, for tests and reports; never writes."""
    return _valeurs(recalculer(chemins))


def calculer_lus(
    classeurs: Sequence[ClasseurLu], moteurs: Sequence[Moteur] | None = None, deja: Reponses | None = None
) -> CalculPack:
    """The same on workbooks already read, by these engines (those installed when nothing is said).

    ``deja``: what the engines answered in this process; they run again unless all they read is the same.
    """
    return _valeurs(recalculer_lus(classeurs, moteurs, deja=deja))


def _valeurs(calcul: Calcul, *, perimees: bool = True) -> CalculPack:
    return CalculPack(ValeursDuPack(calcul), calcul.rapport(perimees=perimees), calcul.reponses)


@dataclass(frozen=True)
class Renouvellement:
    """Files with their values renewed, by name, in memory; ``fautes`` say why they should not be used."""

    contenus: Mapping[str, bytes]
    calcul: CalculPack
    fautes: tuple[Anomalie, ...]


def renouveler(chemins: Sequence[Path], dernieres: Dernieres | None = None) -> Renouvellement:
    """Recompute, and give the files as ``actualiser`` would write them; never writes.

    ``dernieres``: what the cells that cannot be checked showed in the files these replace.
    """
    calcul = recalculer(chemins)
    contenus = {c.name: c.read_bytes() for c in chemins}
    if not calcul.anomalies:
        contenus |= {c.name: octets for c, octets in nouveaux_contenus(calcul, dernieres).items()}
    return Renouvellement(contenus, _valeurs(calcul, perimees=False), calcul.anomalies)


def actualiser(chemins: Sequence[Path]) -> RapportRecalcul:
    """Recompute, then write values and link caches back into all files, or into none.

    A cell on which the engines disagree, or that they cannot check, keeps what it shows. The report tells the
    state before writing (``perimees`` are the values renewed); ``ecrit`` is False, and
    ``anomalies`` say why, when nothing was written.
    """
    refus = obstacles(chemins)
    calcul = recalculer(chemins)
    rapport = calcul.rapport()
    fautes = tuple(refus) or calcul.anomalies
    if not fautes:
        fautes = tuple(remplacer_tous(nouveaux_contenus(calcul)))
    return dataclasses.replace(rapport, ecrit=not fautes, anomalies=fautes + calcul.remarques)


def nouveaux_contenus(calcul: Calcul, dernieres: Dernieres | None = None) -> dict[Path, bytes]:
    """The files with their values renewed; one that would not change is left out."""
    contenus = {}
    for classeur in calcul.fusion.classeurs:
        octets = ecrire_valeurs(classeur, calcul.formules_de(classeur, dernieres), calcul.cible)
        if octets != classeur.chemin.read_bytes():
            contenus[classeur.chemin] = octets
    return contenus
