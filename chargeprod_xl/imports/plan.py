"""The first assistant's plan: ``sequence;jour``, in shooting order. Days are numbers, or dates of the calendar."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.projet.calendrier import SEMAINE, jours_ouvres
from chargeprod_xl.projet.fichier import lire_texte
from chargeprod_xl.projet.modele import Projet
from chargeprod_xl.projet.scenario import Scenario

COLONNES = ("sequence", "jour")
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
    for forme in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            lu = datetime.strptime(brut, forme).date()
        except ValueError:
            continue
        return calendrier.get(lu) or pas_un_jour(lu, projet)
    return f"« {brut} » n’est pas un jour", "écrivez un numéro (1, 2…) ou une date comme 19/04/2027"


def lire_plan(
    chemin: Path, scenario: Scenario | None, projet: Projet
) -> tuple[tuple[tuple[str, int], ...], list[Anomalie]]:
    """Sequence and day, in order; a row without a day is left to the program. Or every fault, with its line."""
    texte, fautes = lire_texte(chemin)
    if texte is None:
        return (), fautes
    premiere = texte.split("\n", 1)[0]
    try:
        rangees = list(csv.reader(io.StringIO(texte), delimiter=";" if ";" in premiere else ","))
    except csv.Error as erreur:
        return (), [Anomalie(chemin.name, f"tableau illisible ({erreur})", "vérifiez les guillemets")]
    titres = [x.strip().casefold().replace("é", "e") for x in rangees[0]] if rangees else []
    if manquantes := [c for c in COLONNES if c not in titres]:
        quoi = f"colonnes absentes : {', '.join(manquantes)}"
        return (), [Anomalie(f"{chemin.name}, ligne 1", quoi, "la première ligne doit nommer sequence, jour")]
    if scenario is None:
        return (), [
            Anomalie(chemin.name, "un plan sans scénario ne place rien", "donnez « scenario » dans projet.yaml")
        ]
    connus, calendrier = numeros_connus(scenario), jours_du_film(projet)
    places: dict[str, int] = {}
    for rang, rangee in enumerate(rangees[1:], 2):
        champs = dict(itertools.zip_longest(titres, (x.strip() for x in rangee), fillvalue=""))
        numero, brut = champs["sequence"], champs["jour"]
        if not numero and not brut:
            continue
        ou = f"{chemin.name}, ligne {rang}"
        if numero.casefold() not in connus:
            quoi = f"séquence « {numero} » inconnue du scénario"
            fautes.append(Anomalie(ou, quoi, "corrigez son numéro, ou supprimez la ligne"))
        elif connus[numero.casefold()] in places:
            fautes.append(Anomalie(ou, f"séquence {numero} déjà placée", "gardez une seule des deux lignes"))
        elif brut:
            jour = _jour(brut, calendrier, projet)
            if isinstance(jour, int):
                places[connus[numero.casefold()]] = jour
            else:
                fautes.append(Anomalie(ou, *jour))
    return tuple(places.items()), fautes
