"""Room that the registers of declarations need: hirings and monthly attestations of the first budget."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from chargeprod_xl.planification.emplois import mois_suivant

Ligne = Mapping[str, Any]
Periode = tuple[date, date]
#: Days between two rows of one contract, at most: what « Réglages paie » says until someone changes it.
INTERRUPTION = 7


def _salaries(lignes: Iterable[Ligne]) -> list[Ligne]:
    return [x for x in lignes if x["profil"] != "auteur"]


def _contrat(ligne: Ligne) -> tuple[Any, ...]:
    """Person and function; extras of one month are not those of the next."""
    return ligne["personne"], ligne["fonction"], ligne["mois"] if ligne["suit"] == "F" else None


def _periode(ligne: Ligne) -> Periode:
    """Its dates; the whole month when the schedule will say them."""
    dernier = mois_suivant(ligne["mois"]) - timedelta(days=1)
    return ligne["debut"] or ligne["mois"], ligne["fin"] or dernier


def _embauches(periodes: Iterable[Periode]) -> int:
    """One, and one more after each interruption."""
    triees = sorted(periodes)
    finies = [triees[0][1]]
    for _, fin in triees[1:]:
        finies.append(max(finies[-1], fin))
    suivants = zip(finies, (debut for debut, _ in triees[1:]), strict=False)
    return 1 + sum((debut - fin).days - 1 > INTERRUPTION for fin, debut in suivants)


def nombre_d_embauches(lignes: Iterable[Ligne]) -> int:
    """Hirings: consecutive rows of a person in a function are one."""
    par_contrat: dict[tuple[Any, ...], list[Periode]] = defaultdict(list)
    for ligne in _salaries(lignes):
        par_contrat[_contrat(ligne)].append(_periode(ligne))
    return sum(_embauches(p) for p in par_contrat.values())


def nombre_d_attestations(lignes: Iterable[Ligne]) -> int:
    """One per person, function and month; a month that holds an interruption may have two."""
    par_mois: dict[tuple[Any, ...], list[Periode]] = defaultdict(list)
    for ligne in _salaries(lignes):
        par_mois[*_contrat(ligne), ligne["mois"]].append(_periode(ligne))
    return sum(_embauches(p) for p in par_mois.values())
