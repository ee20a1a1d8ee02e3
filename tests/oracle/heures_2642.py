"""Time sheets of technicians under agreement 2642 (television), minute by minute.

Titles VI and VII: everything adds up, no limit on the whole; hours are counted by week, or by day for who is engaged by
the day (articles VI.8.3, VI.8.4, VI.9, VI.10, VII.2.3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from oracle.heures import ZERO, Du, Journee, minutes, repos_ampute

_SIX_FERIES = ((1, 1), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))


@dataclass(frozen=True)
class Regles2642:
    """Increases, as parts of the hourly wage; hours of rest."""

    av_hs_1: Decimal = Decimal("0.25")
    av_hs_5: Decimal = Decimal("0.25")
    av_hs_9: Decimal = Decimal("0.5")
    av_hs_13: Decimal = Decimal(1)
    av_jour_9: Decimal = Decimal("0.25")
    av_jour_12: Decimal = Decimal("0.5")
    av_nuit: Decimal = Decimal("0.25")
    av_nuit_listee: Decimal = Decimal("0.5")
    av_dimanche: Decimal = Decimal("0.5")
    av_1er_mai: Decimal = Decimal(2)
    av_six_feries: Decimal = Decimal(1)
    av_autres_feries: Decimal = Decimal("0.5")
    av_anticipe: Decimal = Decimal("0.5")
    av_repos: Decimal = Decimal(11)


def est_de_nuit(instant: datetime, journee: Journee) -> bool:
    """Fiction: from 20 h to 6 h between 21 December and 20 March, else from 22 h to 7 h."""
    mois_et_jour = (journee.jour.month, journee.jour.day)
    hiver = mois_et_jour >= (12, 21) or mois_et_jour <= (3, 20)
    return instant.hour >= (20 if hiver else 22) or instant.hour < (6 if hiver else 7)


def majoration_du_jour(le: date, feries: Sequence[date], r: Regles2642) -> Decimal:
    """Of a Sunday or of a holiday, the stronger; Whit Monday is worked without increase."""
    dimanche = r.av_dimanche if le.weekday() == 6 else ZERO
    if le not in feries:
        return dimanche
    if (le.month, le.day) == (5, 1):
        return max(dimanche, r.av_1er_mai)
    if (le.month, le.day) in _SIX_FERIES:
        return max(dimanche, r.av_six_feries)
    pentecote = le.weekday() == 0 and (5, 9) <= (le.month, le.day) <= (6, 15)
    return dimanche if pentecote else max(dimanche, r.av_autres_feries)


def _supplement(minute: int, journee: Journee, listee: bool, r: Regles2642) -> Decimal:
    """Increase of a minute of the week (the first is 1), of the day for who is engaged by the day."""
    if journee.a_la_journee:
        return r.av_jour_12 if minute > 660 else r.av_jour_9 if minute > 480 else ZERO
    if minute > 47 * 60 and listee:
        return r.av_hs_13
    return next((t for h, t in ((43, r.av_hs_9), (39, r.av_hs_5), (35, r.av_hs_1)) if minute > h * 60), ZERO)


def _payees(minutes_: int, journee: Journee, listee: bool, r: Regles2642) -> Decimal:
    """Hours paid for so many minutes."""
    return sum((1 + _supplement(m, journee, listee, r) for m in range(1, minutes_ + 1)), ZERO) / 60


def _d_un_jour(journee: Journee, avant: int, feries: Sequence[date], listee: bool, r: Regles2642) -> Du:
    majorees, rang = ZERO, 0
    for instant in minutes(journee):
        rang += 1
        majorees += majoration_du_jour(instant.date(), feries, r)
        if est_de_nuit(instant, journee):
            majorees += r.av_nuit_listee if listee else r.av_nuit
    deja = _payees(avant, journee, listee, r)
    avec = _payees(avant + rang, journee, listee, r)
    comprises = journee.comprises
    complement = max(ZERO, avec - comprises) - max(ZERO, deja - comprises)
    return Du(Decimal(rang) / 60, complement, majorees / 60, ZERO)


def feuille_2642(
    journees: Sequence[Journee],
    r: Regles2642 | None = None,
    *,
    feries: Sequence[date] = (),
    listees: Sequence[date] = (),
) -> dict[date, Du]:
    """What each day of one person adds; ``listees``: the days worked in a function of the list."""
    r = r or Regles2642()
    sortie: dict[date, Du] = {}
    par_jour = {j.jour: j for j in journees}
    for jour, journee in sorted(par_jour.items()):
        lundi = jour - timedelta(days=jour.weekday())
        semaine = sum(round(sortie[j].effectives * 60) for j in sortie if lundi <= j < jour)
        du = _d_un_jour(journee, 0 if journee.a_la_journee else semaine, feries, jour in listees, r)
        veille = par_jour.get(jour - timedelta(days=1))
        manque = repos_ampute(journee, veille, r.av_repos, du.effectives)
        sortie[jour] = du._replace(anticipees=manque * r.av_anticipe)
    return sortie


def heures_d_une_journee(heures: Decimal, r: Regles2642) -> Decimal:
    """Hours that an agreed day of so many hours pays."""
    return heures + r.av_jour_9 * max(ZERO, min(heures, Decimal(11)) - 8) + r.av_jour_12 * max(ZERO, heures - 11)
