"""Time sheets of cinema technicians, minute by minute: what a day adds to the agreed wage.

The workbook adds up lengths of intervals; here every minute worked is looked at alone: which hour of the week it is, is
it night, Sunday, a holiday, the eleventh hour. Titre II of the agreement, articles 34 to 42.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

ZERO, UN = Decimal(0), Decimal(1)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Regles:
    """Increases, as parts of the hourly wage; hours of rest."""

    hs_36: Decimal = Decimal("0.25")
    hs_44: Decimal = Decimal("0.5")
    hs_49: Decimal = Decimal("0.75")
    onzieme: Decimal = UN
    sixieme: Decimal = UN
    nuit_8: Decimal = Decimal("0.5")
    nuit_9: Decimal = UN
    dimanche: Decimal = UN
    ferie: Decimal = UN
    anticipe: Decimal = UN
    cumul: Decimal = UN
    jour_base: Decimal = Decimal("0.25")
    jour_8: Decimal = Decimal("0.5")
    jour_11: Decimal = UN
    repos: Decimal = Decimal(11)


@dataclass(frozen=True)
class Journee:
    """A day of one person. ``fin`` before ``debut``: the next day. ``comprises``: hours the agreed wage pays."""

    jour: date
    debut: time
    fin: time
    repas: tuple[time, time] | None = None
    travail: str = "tournage"
    studio: bool = False
    a_la_journee: bool = False
    comprises: Decimal = Decimal(40)


class Du(NamedTuple):
    """What a day adds, in hours of the hourly wage."""

    effectives: Decimal
    complement: Decimal
    majorees: Decimal
    anticipees: Decimal


def _instant(jour: date, heure: time, debut: time) -> datetime:
    """A time of the day's work: one that is earlier than its beginning is of the next day."""
    return datetime.combine(jour + timedelta(days=1) if heure < debut else jour, heure)


def bornes(journee: Journee) -> tuple[datetime, datetime]:
    """Beginning and end of a day's work."""
    depuis = datetime.combine(journee.jour, journee.debut)
    jusque = datetime.combine(journee.jour, journee.fin)
    return depuis, jusque if jusque > depuis else jusque + timedelta(days=1)


def minutes(journee: Journee) -> Iterator[datetime]:
    """Every minute worked, the meal left out."""
    instant, jusque = bornes(journee)
    absent = [_instant(journee.jour, h, journee.debut) for h in journee.repas] if journee.repas else [jusque, jusque]
    while instant < jusque:
        if not absent[0] <= instant < absent[1]:
            yield instant
        instant += _MINUTE


def est_de_nuit(instant: datetime, journee: Journee) -> bool:
    """April to September from 22 h to 6 h, else from 20 h (21 h in a studio)."""
    soir = 22 if 4 <= journee.jour.month <= 9 else 21 if journee.studio else 20
    return instant.hour >= soir or instant.hour < 6


def _majoration_horaire(minute: int, journee: Journee, r: Regles) -> Decimal:
    """Increase of a minute of the week, the first being 1; of the day for who is engaged by the day."""
    paliers = [(35, r.hs_36), (43, r.hs_44), (48, r.hs_49)]
    if journee.a_la_journee:
        paliers = [(7, r.jour_8), (10, r.jour_11)]
    return next((taux for seuil, taux in reversed(paliers) if minute > 60 * seuil), ZERO)


def _d_un_jour(journee: Journee, avant: int, sixieme: bool, feries: Sequence[date], r: Regles) -> Du:
    """``avant``: minutes worked in the week before this day."""
    rang = nuits = 0
    payees = ZERO
    majorees = ZERO
    for instant in minutes(journee):
        rang += 1
        heures_sup = _majoration_horaire(avant + rang, journee, r)
        nuits += est_de_nuit(instant, journee)
        if sixieme:
            totale = min(r.cumul, r.sixieme)
        elif instant.date() in feries or instant.weekday() == 6:
            totale = min(r.cumul, r.ferie if instant.date() in feries else r.dimanche)
        elif journee.travail == "tournage" and not journee.a_la_journee and rang > 600:
            totale = min(r.cumul, r.onzieme)
        else:
            nuit = (r.nuit_8 if nuits <= 480 else r.nuit_9) if est_de_nuit(instant, journee) else ZERO
            totale = min(r.cumul, heures_sup + nuit)
        payees += 1 + heures_sup + (r.jour_base if journee.a_la_journee and rang <= 420 else ZERO)
        majorees += totale - heures_sup
    deja = _payees_avant(Decimal(avant) / 60, r)
    avec = deja + payees / 60
    comprises = journee.comprises
    return Du(
        Decimal(rang) / 60,
        max(ZERO, avec - comprises) - max(ZERO, deja - comprises),
        max(ZERO, majorees / 60),
        ZERO,
    )


def _payees_avant(heures: Decimal, r: Regles) -> Decimal:
    """Hours of the week with their increases."""
    payees = heures
    for debut, fin, taux in ((35, 43, r.hs_36), (43, 48, r.hs_44), (48, 168, r.hs_49)):
        payees += taux * max(ZERO, min(heures, Decimal(fin)) - debut)
    return payees


def feuille(
    journees: Sequence[Journee], r: Regles | None = None, *, feries: Sequence[date] = (), paris: bool = False
) -> dict[date, Du]:
    """What each day of one person adds."""
    r = r or Regles()
    sortie: dict[date, Du] = {}
    par_jour: Mapping[date, Journee] = {j.jour: j for j in journees}
    for jour, journee in sorted(par_jour.items()):
        lundi = jour - timedelta(days=jour.weekday())
        semaine = [round(sortie[j].effectives * 60) for j in sortie if lundi <= j < jour]
        avant = 0 if journee.a_la_journee else sum(semaine)
        cinq = all(jour - timedelta(days=n) in par_jour for n in range(1, 6))
        du = _d_un_jour(journee, avant, paris and cinq, feries, r)
        veille = par_jour.get(jour - timedelta(days=1))
        sortie[jour] = du._replace(anticipees=repos_ampute(journee, veille, r.repos, du.effectives) * r.anticipe)
    return sortie


def repos_ampute(journee: Journee, veille: Journee | None, repos: Decimal, effectives: Decimal) -> Decimal:
    """Hours that the night's rest lacks, at most those worked."""
    if veille is None:
        return ZERO
    eu = Decimal((bornes(journee)[0] - bornes(veille)[1]) // _MINUTE) / 60
    return max(ZERO, min(effectives, repos - eu))


def montant(du: Du, taux_horaire: Decimal) -> Decimal:
    """Euros, rounded day by day."""
    heures = du.complement + du.majorees + du.anticipees
    return (heures * taux_horaire).quantize(Decimal("0.01"), ROUND_HALF_UP)
