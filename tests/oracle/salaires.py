"""What the devis takes from the crew: pay, quantities and minimum wages of a person on a line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from oracle.equipe import LigneDePaie
from oracle.lecture import Pack, jour, nombre, texte
from oracle.mois_de_tournage import exact
from oracle.paie import arrondir

Cle = tuple[str, str]
PHASES = ("préparation", "tournage", "finitions")


@dataclass
class Salaire:
    """One person on one line of the devis: € gross, by phase and in all; units; € of the dated minimum wages."""

    bruts: dict[str, float] = field(default_factory=lambda: dict.fromkeys(PHASES, 0.0))
    quantites: dict[str, float] = field(default_factory=lambda: dict.fromkeys(PHASES, 0.0))
    brut: float = 0.0
    majorations: float = 0.0
    minimum: float = 0.0


@dataclass(frozen=True)
class Minimum:
    """A minimum wage between two dates, by unit."""

    semaine: Decimal
    tournage: Decimal
    jour: Decimal
    annexe3: Decimal
    du: date
    au: date

    def de(self, convention: str, unite: str, phase: str) -> Decimal:
        """What one unit is worth at least."""
        if convention == "3097 annexe III":
            return self.annexe3
        semaine = self.tournage if phase == "tournage" else self.semaine
        return {"S": semaine, "J": self.jour, "C": self.jour}.get(unite, Decimal(0))


Minimums = Mapping[tuple[str, str], list[Minimum]]


def minimum_du(minimums: Minimums, ligne: LigneDePaie) -> Decimal:
    """The minimum of a row of « Emplois »: its function, its agreement, its month."""
    emploi = ligne.bulletin.emploi
    connus = minimums.get((ligne.convention[:4], ligne.fonction), [])
    du_mois = [m for m in connus if m.du <= emploi.mois <= m.au]
    return sum((m.de(ligne.convention, emploi.unite, emploi.phase) for m in du_mois), Decimal(0))


def salaires(lignes: list[LigneDePaie], minimums: Minimums) -> dict[Cle, Salaire]:
    """By line of the devis and person."""
    sortie: dict[Cle, Salaire] = {}
    for ligne in lignes:
        emploi = ligne.bulletin.emploi
        if not ligne.code or not emploi.personne:
            continue
        s = sortie.setdefault((ligne.code, emploi.personne), Salaire())
        s.brut += float(emploi.brut_total)
        s.majorations += float(arrondir(emploi.effectif * emploi.majorations))
        s.minimum += float(arrondir(emploi.effectif * emploi.quantite * minimum_du(minimums, ligne)))
        if emploi.phase in PHASES:
            s.bruts[emploi.phase] += float(emploi.brut_total)
            s.quantites[emploi.phase] += float(emploi.effectif * emploi.quantite)
    return sortie


def lire_minimums(pack: Pack, six_jours: bool) -> Minimums:
    """« Minimums », by agreement and function."""
    titres = {
        "Fonction": "fonction", "Convention": "convention", "Semaine 39 h": "semaine",
        "Semaine de tournage 5 jours": "t5", "Semaine de tournage 6 jours": "t6", "Jour ou cachet": "jour",
        "Semaine annexe III": "annexe3", "Valable du": "du", "Valable au": "au",
    }  # fmt: skip
    sortie: dict[tuple[str, str], list[Minimum]] = {}
    for lue in pack.tableau("Minimums", titres).itertuples():
        cle = (texte(lue.convention), str(lue.fonction))
        sortie.setdefault(cle, []).append(_minimum(lue, six_jours))
    return sortie


def _minimum(lue: Any, six_jours: bool) -> Minimum:
    tournage = lue.semaine if nombre(lue.t5) <= 0 else lue.t6 if six_jours else lue.t5
    return Minimum(
        semaine=exact(lue.semaine),
        tournage=exact(tournage),
        jour=exact(lue.jour),
        annexe3=exact(lue.annexe3),
        du=jour(lue.du) or date.min,
        au=jour(lue.au) or date.max,
    )
