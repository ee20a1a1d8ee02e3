"""Two devis side by side: by poste, by rubrique, by line. Gaps add up to the cent at each level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from chargeprod_xl.gabarits.sources_comparatif import titres_des_postes
from chargeprod_xl.projet.devis_fige import DevisFige, LigneFigee
from chargeprod_xl.versions_devis.appariement import Paire, apparier
from chargeprod_xl.versions_devis.causes import cause

_ZERO = Decimal(0)


@dataclass(frozen=True)
class Ecart:
    """A poste or a rubrique in both."""

    numero: int
    libelle: str
    avant: Decimal
    apres: Decimal

    @property
    def ecart(self) -> Decimal:
        """What it gained."""
        return self.apres - self.avant


@dataclass(frozen=True)
class Comparaison:
    """Two devis, their lines matched."""

    a: DevisFige
    b: DevisFige
    paires: tuple[Paire, ...]

    @property
    def ecart(self) -> Decimal:
        """Gap of the totals."""
        return self.b.total - self.a.total

    @cached_property
    def postes(self) -> list[Ecart]:
        """Every poste that one of them has."""
        return self._par("poste", titres_des_postes())

    def rubriques(self, titres: Mapping[int, str]) -> list[Ecart]:
        """Every rubrique that one of them has."""
        return self._par("rubrique", titres)

    def _par(self, quoi: str, titres: Mapping[int, str]) -> list[Ecart]:
        avant, apres = self.a.par(quoi), self.b.par(quoi)
        nom = f"{quoi.capitalize()} "
        return [
            Ecart(n, titres.get(n, f"{nom}{n}"), avant.get(n, _ZERO), apres.get(n, _ZERO))
            for n in sorted({*avant, *apres})
        ]

    @property
    def changees(self) -> list[tuple[Paire, str]]:
        """Lines that are not as they were, and why."""
        return [(p, quoi) for p in self.paires if (quoi := cause(p))]


def comparer(a: DevisFige, b: DevisFige) -> Comparaison:
    """Match the lines of two devis."""
    comparaison = Comparaison(a, b, tuple(apparier(a.lignes, b.lignes)))
    assert sum((p.ecart for p in comparaison.paires), _ZERO) == comparaison.ecart
    return comparaison


def _resume(devis: DevisFige) -> dict[str, Any]:
    return {
        "nom": devis.nom,
        "film": devis.film,
        "version": devis.version,
        "date_version": devis.date,
        "motif": devis.motif,
        "total": str(devis.total),
        "intact": devis.intacte,
    }


def en_dict(c: Comparaison, titres: Mapping[int, str]) -> dict[str, Any]:
    """For a machine: amounts as texts, exact."""
    return {
        "a": _resume(c.a),
        "b": _resume(c.b),
        "ecart": str(c.ecart),
        "postes": [_ecart(e) for e in c.postes],
        "rubriques": [_ecart(e) for e in c.rubriques(titres)],
        "lignes": [_ligne(p, quoi) for p, quoi in c.changees],
    }


def _ecart(e: Ecart) -> dict[str, Any]:
    montants = {"a": str(e.avant), "b": str(e.apres), "ecart": str(e.ecart)}
    return {"numero": e.numero, "libelle": e.libelle, **montants}


def _ligne(p: Paire, quoi: str) -> dict[str, Any]:
    montre: LigneFigee = p.montre
    return {
        "cle": p.cle,
        "code": montre.code,
        "poste": montre.poste,
        "rubrique": montre.rubrique,
        "designation": montre.libelle,
        "nom": montre.nom,
        "a": str(p.montant_avant),
        "b": str(p.montant_apres),
        "ecart": str(p.ecart),
        "cause": quoi,
    }
