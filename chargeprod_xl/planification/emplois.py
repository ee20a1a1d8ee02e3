"""Where the working days of a contract fall: a quantity over a phase, cut by calendar month.

Nobody knows the dates of a contract when the first budget is written: preparation is worked at the end of its phase,
shooting and finishing from the beginning of theirs. The person corrects it in the workbook.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

#: Paid days in one unit of a line of the devis: week, day, cachet, month.
JOURS_PAR_UNITE = {"S": 5, "J": 1, "C": 1, "M": 21}
_CENTIEME = Decimal("0.01")


@dataclass(frozen=True)
class Part:
    """What of a contract falls in one month. ``mois``: its first day; ``quantite`` in the unit of the line."""

    mois: date
    debut: date
    fin: date
    quantite: Decimal


def premier_du_mois(jour: date) -> date:
    """The first day of the month of ``jour``."""
    return jour.replace(day=1)


def mois_suivant(mois: date) -> date:
    """The first day of the month after ``mois``, itself a first day."""
    return (mois + timedelta(days=32)).replace(day=1)


def mois_entre(debut: date, fin: date) -> list[date]:
    """First days of the months from ``debut`` to ``fin`` included."""
    sortie = [premier_du_mois(debut)]
    while (suivant := mois_suivant(sortie[-1])) <= fin:
        sortie.append(suivant)
    return sortie


def _ouvres(depuis: date, combien: int, pas: int) -> list[date]:
    """``combien`` days from Monday to Friday, from ``depuis`` on or, with ``pas`` = -1, back from it."""
    sortie: list[date] = []
    jour = depuis
    while len(sortie) < combien:
        if jour.weekday() < 5:
            sortie.append(jour)
        jour += timedelta(days=pas)
    return sorted(sortie)


def repartir_quantite(quantite: Decimal, unite: str, depuis: date, *, a_rebours: bool = False) -> list[Part]:
    """Cut ``quantite`` (weeks, days, cachets, months) into months; the parts add up to it, to the hundredth.

    ``depuis`` is the first day of the work or, ``a_rebours``, its last.
    """
    combien = max(1, math.ceil(quantite * JOURS_PAR_UNITE[unite]))
    jours = _ouvres(depuis, combien, -1 if a_rebours else 1)
    parts: list[Part] = []
    places, place = 0, Decimal(0)
    for mois in mois_entre(jours[0], jours[-1]):
        ici = [j for j in jours if premier_du_mois(j) == mois]
        if not ici:
            continue
        places += len(ici)
        cumul = (quantite * places / combien).quantize(_CENTIEME, ROUND_HALF_UP) if places < combien else quantite
        parts.append(Part(mois, ici[0], ici[-1], cumul - place))
        place = cumul
    return parts


def couvrir(debut: date, fin: date) -> list[Part]:
    """The months of a phase, without a quantity: what a schedule will say is not known yet."""
    sortie = []
    for mois in mois_entre(debut, fin):
        dernier = mois_suivant(mois) - timedelta(days=1)
        sortie.append(Part(mois, max(debut, mois), min(fin, dernier), Decimal(0)))
    return sortie
