"""A film: everything known of it before the workbooks, gathered in one frozen value."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from chargeprod_xl.projet.modele import Budget, Projet
from chargeprod_xl.projet.scenario import Scenario


@dataclass(frozen=True)
class Depense:
    """One row of the journal of real expenses, € HT. ``statut``: engagé, facturé, payé."""

    date: date
    piece: str
    code: str
    fournisseur: str
    libelle: str
    ht: Decimal
    tva: Decimal
    statut: str
    lieu: str


@dataclass(frozen=True)
class Film:
    """Project file, screenplay, first budget, expenses."""

    projet: Projet
    budget: Budget = field(default_factory=Budget)
    scenario: Scenario | None = None
    depenses: tuple[Depense, ...] = ()
