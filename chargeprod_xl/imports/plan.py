"""The first assistant's plan: ``sequence;jour``, in shooting order. Days are numbers, or dates of the calendar."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.projet.calendrier import SEMAINE, jours_ouvres
from chargeprod_xl.projet.modele import Projet
from chargeprod_xl.projet.scenario import Scenario
from chargeprod_xl.tables.colonnes import Colonne, lire_table
from chargeprod_xl.tables.dates import lire_date

COLONNES = (Colonne("sequence", titres=("séquences", "n° de séquence")), Colonne("jour", titres=("jours", "date")))
#: A shoot longer than a year of days is a typing error, and would make a plan that no page holds.
JOUR_MAX = 366


def jours_du_film(projet: Projet) -> dict[date, int]:
    """Number of each shooting day, by its date: the film's weekly rhythm, holidays and rest days left out."""
    jours = jours_ouvres(projet.calendrier, projet.phases.tournage.debut)
    return {jour: rang for rang, jour in enumerate(itertools.islice(jours, JOUR_MAX), 1)}


def numeros_connus(scenario: Scenario | None) -> dict[str, str]:
    """Sequence numbers of the screenplay as printed, by their form without case."""
    return {s.numero.casefold(): s.numero for s in scenario.sequences} if scenario else {}


def pas_un_jour(jour: date, projet: Projet) -> tuple[str, str]:
    """Why a date is no shooting day, and what to do."""
    debut = projet.phases.tournage.debut
    if jour < debut:
        return f"le {jour:%d/%m/%Y} précède le début du tournage ({debut:%d/%m/%Y})", "corrigez la date ou la phase"
    quoi = f"le {SEMAINE[jour.weekday()]} {jour:%d/%m/%Y} n’est pas un jour de tournage"
    return (
        quoi,
        "changez la date, ou « calendrier » dans projet.yaml (jours travaillés, repos) ; un férié ne l’est jamais",
    )


def _jour(brut: str, calendrier: Mapping[date, int], projet: Projet) -> int | tuple[str, str]:
    if re.fullmatch(r"\d{1,4}", brut):
        numero = int(brut)
        return numero if 1 <= numero <= JOUR_MAX else (f"jour {brut} impossible", f"donnez un jour de 1 à {JOUR_MAX}")
    lu = lire_date(brut)
    if lu is None:
        return f"« {brut} » n’est pas un jour", "écrivez un numéro (1, 2…) ou une date comme 19/04/2027"
    return calendrier.get(lu) or pas_un_jour(lu, projet)


def lire_plan(
    chemin: Path, scenario: Scenario | None, projet: Projet
) -> tuple[tuple[tuple[str, int], ...], list[Anomalie]]:
    """Sequence and day, in order; a row without a day is left to the program. Or every fault, with its line."""
    rangees, fautes = lire_table(chemin, COLONNES)
    if fautes:
        return (), fautes
    if scenario is None:
        return (), [
            Anomalie(chemin.name, "un plan sans scénario ne place rien", "donnez « scenario » dans projet.yaml")
        ]
    connus, calendrier = numeros_connus(scenario), jours_du_film(projet)
    places: dict[str, int] = {}
    for rangee in rangees:
        numero, brut = rangee.valeurs["sequence"], rangee.valeurs["jour"]
        if not numero and not brut:
            continue
        if numero.casefold() not in connus:
            quoi = f"séquence « {numero} » inconnue du scénario"
            fautes.append(Anomalie(rangee.ou, quoi, "corrigez son numéro, ou supprimez la ligne"))
        elif connus[numero.casefold()] in places:
            fautes.append(Anomalie(rangee.ou, f"séquence {numero} déjà placée", "gardez une seule des deux lignes"))
        elif brut:
            jour = _jour(brut, calendrier, projet)
            if isinstance(jour, int):
                places[connus[numero.casefold()]] = jour
            else:
                fautes.append(Anomalie(rangee.ou, *jour))
    return tuple(places.items()), fautes
