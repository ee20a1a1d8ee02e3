"""Working days of a shoot: weekly rhythm, public holidays, rest days of the film."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import holidays

from chargeprod_xl.projet.modele import Calendrier

SEMAINE = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def jours_feries(debut: date, fin: date, *, alsace_moselle: bool = False) -> dict[date, str]:
    """French public holidays from ``debut`` to ``fin`` included (Code du travail, art. L3133-1; L3134-13)."""
    annees = range(debut.year, fin.year + 1)
    feries = holidays.country_holidays("FR", subdiv="57" if alsace_moselle else None, years=annees, language="fr")
    return {jour: nom for jour, nom in sorted(feries.items()) if debut <= jour <= fin}


def lundi(jour: date) -> date:
    """Monday of the week of ``jour``."""
    return jour - timedelta(days=jour.weekday())


def jours_ouvres(calendrier: Calendrier, debut: date, horizon: int = 1500) -> Iterator[date]:
    """Shooting days from ``debut`` on, holidays and rest days left out."""
    feries = jours_feries(debut, debut + timedelta(days=horizon), alsace_moselle=calendrier.alsace_moselle)
    arret = set(feries) | set(calendrier.repos)
    for ecart in range(horizon):
        jour = debut + timedelta(days=ecart)
        if SEMAINE[jour.weekday()] in calendrier.jours_travailles and jour not in arret:
            yield jour
