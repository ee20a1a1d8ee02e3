"""A film: everything known of it before the workbooks, gathered in one frozen value."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from chargeprod_xl.baremes.formes import Ligne
from chargeprod_xl.baremes.nomenclature import LigneOfficielle, lignes_du_devis
from chargeprod_xl.projet.devis_fige import DevisFige
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
class EntreeLue:
    """The rows of an input file that a workbook declares, none when the film has no such file.

    ``cle``: the column by which a row is known; ``colonnes``: all of them.
    """

    cle: str
    colonnes: tuple[str, ...]
    lignes: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Inscription:
    """One line of the journal of builds. ``instant`` is empty for a pack nobody has rebuilt yet: no clock was read."""

    rang: int
    instant: str
    operation: str
    programme: str
    version_film: str
    bilan: str


@dataclass(frozen=True)
class Acquis:
    """What a former pack of the same film settled, and that a new build must respect.

    Attributes:
        sequences: identity of the row of each sequence, by its number in the present screenplay.
        reservees: identities that are taken, whatever the screenplay says.
        roles: number of each known role, by its name in small letters.
        jours: last shooting day in use.
        journal: builds so far, oldest first.
        pack: identity of the pack, "" for a film that has none yet.
        emplois: rows of « Emplois », those that people added included.
    """

    sequences: Mapping[str, str] = field(default_factory=dict)
    reservees: frozenset[str] = frozenset()
    roles: Mapping[str, int] = field(default_factory=dict)
    jours: int = 0
    journal: tuple[Inscription, ...] = ()
    pack: str = ""
    emplois: int = 0

    def sequence(self, numero: str) -> str:
        """Identity of a sequence: the one it has, else one that nobody has."""
        if numero in self.sequences:
            return self.sequences[numero]
        rang, libre = 1, f"seq{numero}"
        while libre in self.reservees:
            rang += 1
            libre = f"seq{numero}.{rang}"
        return libre


@dataclass(frozen=True)
class Film:
    """Project file, screenplay, first budget, expenses; what a former pack settled, when there is one.

    ``droit_au``: the law of that day holds for the whole film, whatever its dates (None: each date has its own).
    ``plan``: sequence and shooting day, in shooting order, as the first assistant set them.
    ``nomenclature``: the official list of the lines of the devis, none when nobody gave it.
    ``fige``: the frozen devis that the workbooks compare with the present one.
    ``entrees``: what the input files declared by the workbooks say, by name.
    ``images``: pictures of its folder, by name, for the letters that ask for one.
    """

    projet: Projet
    budget: Budget = field(default_factory=Budget)
    scenario: Scenario | None = None
    depenses: tuple[Depense, ...] = ()
    plan: tuple[tuple[str, int], ...] = ()
    nomenclature: tuple[LigneOfficielle, ...] = ()
    acquis: Acquis = field(default_factory=Acquis)
    droit_au: date | None = None
    fige: DevisFige | None = None
    entrees: Mapping[str, EntreeLue] = field(default_factory=dict)
    images: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def jour_des_baremes(self) -> date:
        """The day whose rates the workbooks show."""
        return self.droit_au or self.projet.phases.tournage.debut

    @property
    def identite(self) -> str:
        """What tells its pack from that of another film: the former pack's own, else title and director."""
        identite = self.projet.projet
        nom = f"{identite.titre}|{identite.realisateur}"
        return self.acquis.pack or hashlib.sha256(nom.encode()).hexdigest()[:16]


def nomenclature_du_film(film: Film) -> tuple[Ligne, ...]:
    """The lines of its devis, headings included: those of its form, under the official labels when it has them."""
    return lignes_du_devis(film.projet.projet.type, film.nomenclature)


def source_de_la_nomenclature(film: Film) -> str:
    """Where the official list comes from, "" when there is none."""
    return " ; ".join(dict.fromkeys(x.source for x in film.nomenclature))
