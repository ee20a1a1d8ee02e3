"""Load the rates, and tell those in force on a date, with their source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import yaml

from chargeprod_xl.projet.fichier import CHARGEUR


@dataclass(frozen=True)
class Periode:
    """A value and the dates between which it holds (``au`` None: no end known on ``verifie_le``)."""

    du: date
    au: date | None
    valeur: Decimal
    source: str
    reference: str
    confiance: str
    statut: str


@dataclass(frozen=True)
class Bareme:
    """One dated parameter. ``unite``: ratio, EUR, EUR/jour…"""

    id: str
    libelle: str
    unite: str
    domaine: str
    verifie_le: date
    note: str
    periodes: tuple[Periode, ...]

    def en_vigueur(self, jour: date) -> Periode:
        """The period that covers ``jour``; before the first known one, the first (and it says its date)."""
        for periode in reversed(self.periodes):
            if periode.du <= jour:
                return periode
        return self.periodes[0]


class BaremesIncoherentsError(Exception):
    """Our own data are wrong: periods overlap or leave a gap."""


@cache
def charger(nom: str) -> Mapping[str, Any] | list[Any]:
    """A YAML file of this package, parsed once."""
    texte = files("chargeprod_xl.baremes").joinpath("donnees", f"{nom}.yaml").read_text(encoding="utf-8")
    contenu: Mapping[str, Any] | list[Any] = yaml.load(texte, Loader=CHARGEUR)
    return contenu


def _periodes(ident: str, brutes: list[Mapping[str, Any]]) -> tuple[Periode, ...]:
    periodes = tuple(
        Periode(
            b["du"],
            b["au"],
            Decimal(str(b["valeur"])),
            b["source"],
            b.get("reference", ""),
            b["confiance"],
            b["statut"],
        )
        for b in brutes
    )
    for avant, apres in pairwise(periodes):
        if avant.au is None or avant.au + timedelta(days=1) != apres.du:
            raise BaremesIncoherentsError(f"{ident} : les périodes ne se suivent pas au {apres.du}")
    return periodes


@cache
def baremes() -> Mapping[str, Bareme]:
    """Every dated parameter of the chain, by id."""
    entrees = charger("chaine")
    assert isinstance(entrees, list)
    return {
        e["id"]: Bareme(
            e["id"],
            e["libelle"],
            e["unite"],
            e["domaine"],
            e["verifie_le"],
            e.get("note") or "",
            _periodes(e["id"], e["valeurs"]),
        )
        for e in entrees
    }


def liste(nom: str) -> list[Mapping[str, Any]]:
    """The rows of a list such as ``nomenclature`` or ``financement_lignes``."""
    contenu = charger(nom)
    assert isinstance(contenu, Mapping)
    lignes: list[Mapping[str, Any]] = contenu["lignes"]
    return lignes
