"""The command « importer plan »: sequences and days read, placed on the film's calendar, written at once or not."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.chargement import FICHIER_PROJET, lire_modele
from chargeprod_xl.imports import lire_scenario
from chargeprod_xl.imports.plan import JOUR_MAX, jours_du_film, numeros_connus, pas_un_jour
from chargeprod_xl.imports.plan_existant.rangees import SequenceLue, lire_rangees
from chargeprod_xl.imports.plan_existant.titres import reconnaitre
from chargeprod_xl.projet.edition import nommer_un_fichier
from chargeprod_xl.projet.modele import Projet
from chargeprod_xl.projet.scenario import Scenario
from chargeprod_xl.protection import proteger
from chargeprod_xl.recalcul import remplacer_tous
from chargeprod_xl.sauvegarde import exiger_un_film, verrouiller
from chargeprod_xl.tables.lecture import choisir, lire_feuilles

PLAN, RAPPROCHEMENT = "plan.csv", "rapprochement-plan.csv"
Progres = Callable[[str], None]


@dataclass(frozen=True)
class Place:
    """A sequence of the file, the day kept (0: none), and what is to be seen about it."""

    lue: SequenceLue
    numero: str = ""
    jour: int = 0
    doute: str = ""


@dataclass(frozen=True)
class ImportPlan:
    """What was done. ``sans_jour``: sequences of the screenplay that the program will place after the last day."""

    feuille: str
    places: tuple[Place, ...]
    sans_jour: tuple[str, ...]
    jours: int
    doutes: tuple[str, ...]
    ecrits: tuple[Path, ...]

    @property
    def placees(self) -> int:
        """Sequences that have a day."""
        return sum(1 for p in self.places if p.jour)


def importer(
    fichier: Path,
    dossier: Path,
    feuille: str | None = None,
    *,
    a_blanc: bool = False,
    force: bool = False,
    progres: Progres = lambda _: None,
) -> ImportPlan:
    """Bring a plan into the film. Raises DonneesRefuseesError with every fault; nothing is then half-written."""
    exiger_un_film(dossier)
    projet, scenario = _film(dossier)
    cible = dossier / (projet.plan or PLAN)
    if not cible.resolve().is_relative_to(dossier.resolve()):
        quoi = f"« plan » sort du dossier du film : {projet.plan}"
        raise DonneesRefuseesError([Anomalie(FICHIER_PROJET, quoi, "donnez un fichier du dossier du film")])
    if cible.exists() and not force:
        raise DonneesRefuseesError(
            [Anomalie(str(cible), "ce film a déjà un plan", "ajoutez --force pour le remplacer")]
        )
    progres("Lecture du plan")
    feuilles = lire_feuilles(fichier, reconnaitre)
    choisie, voisines = choisir(feuilles, feuille, fichier.name, reconnaitre)
    titres = reconnaitre(choisie)
    ou = f"{fichier.name}, feuille « {choisie.nom} »"
    if titres.manquants:
        quoi = f"colonne introuvable : {' et '.join(titres.manquants)} ; titres vus : {titres.montrer()}"
        remede = "nommez les colonnes « séquence » et « jour » (ou « date »), ou donnez --feuille"
        raise DonneesRefuseesError([Anomalie(ou, quoi, remede)])
    places = placer(ou, lire_rangees(choisie, titres), scenario, projet)
    if not any(p.jour for p in places):
        raise DonneesRefuseesError(
            [Anomalie(ou, "aucune séquence n’y a de jour", "vérifiez la feuille et ses colonnes")]
        )
    pris = {p.numero for p in places if p.jour}
    sans_jour = tuple(s.numero for s in scenario.sequences if s.numero not in pris)
    doutes = [f"la feuille « {nom} » ressemble aussi à un plan : non lue, --feuille la choisit" for nom in voisines]
    if any(p.lue.reprise for p in places):
        doutes.append("le jour n’est écrit que sur la première ligne de chaque journée : repris pour les suivantes")
    doutes += [f"ligne {p.lue.ligne}, séquence {p.lue.numero} : {p.doute}" for p in places if p.doute]
    if sans_jour:
        doutes.append(f"sans jour, placées par le programme après le dernier : {', '.join(sans_jour)}")
    contenus = {cible: _plan_en_csv(places), dossier / RAPPROCHEMENT: _rapprochement(places, sans_jour, projet)}
    if not projet.plan:
        contenus[dossier / FICHIER_PROJET] = nommer_un_fichier(dossier / FICHIER_PROJET, "plan", cible.name)
    if not a_blanc:
        with verrouiller(dossier):
            if refus := remplacer_tous(contenus):
                raise DonneesRefuseesError(refus)
    jours = len({p.jour for p in places if p.jour})
    return ImportPlan(choisie.nom, tuple(places), sans_jour, jours, tuple(doutes), () if a_blanc else tuple(contenus))


def _film(dossier: Path) -> tuple[Projet, Scenario]:
    fautes: list[Anomalie] = []
    projet = lire_modele(dossier / FICHIER_PROJET, Projet, fautes)
    scenario = None
    if projet is not None and projet.scenario is None:
        fautes.append(Anomalie(FICHIER_PROJET, "un plan sans scénario ne place rien", "donnez d’abord « scenario »"))
    elif projet is not None and projet.scenario is not None:
        scenario, erreurs = lire_scenario(dossier / projet.scenario)
        fautes += erreurs
    if fautes or projet is None or scenario is None:
        raise DonneesRefuseesError(fautes)
    return projet, scenario


def placer(ou: str, lues: Sequence[SequenceLue], scenario: Scenario, projet: Projet) -> list[Place]:
    """Each sequence with its day; dates that are no shooting days are refused together."""
    connus, calendrier = numeros_connus(scenario), jours_du_film(projet)
    dates = {rang: jour for jour, rang in calendrier.items()}
    premiers: dict[str, int] = {}
    fautes: dict[Anomalie, None] = {}
    places = []
    for lue in lues:
        numero = connus.get(lue.numero.casefold()) or connus.get(lue.numero.replace(" ", "").casefold(), "")
        if not numero:
            places.append(Place(lue, doute="inconnue du scénario : non placée"))
            continue
        jour, doute = lue.jour or (calendrier.get(lue.date, 0) if lue.date else 0), ""
        ici = f"{ou}, ligne {lue.ligne}"
        if lue.date and not jour:
            fautes[Anomalie(ici, *pas_un_jour(lue.date, projet))] = None
        elif jour > JOUR_MAX:
            fautes[Anomalie(ici, f"jour {jour} impossible", f"donnez un jour de 1 à {JOUR_MAX}")] = None
        elif lue.jour and lue.date and dates.get(lue.jour) != lue.date:
            doute = f"le jour {jour} tombe {_le(dates.get(jour))} au calendrier du film, le fichier dit {_le(lue.date)}"
        elif lue.illisible:
            doute = f"« {lue.illisible} » n’est pas un jour : non placée"
        if numero in premiers and jour and jour != premiers[numero]:
            doute = f"déjà au jour {premiers[numero]}, aussi au jour {jour} : le premier est gardé"
            places.append(Place(lue, numero, 0, doute))
            continue
        deja = numero in premiers
        if jour:
            premiers.setdefault(numero, jour)
        places.append(Place(lue, numero, 0 if deja else jour, doute))
    if fautes:
        raise DonneesRefuseesError(fautes)
    return places


def _le(jour: date | None) -> str:
    return f"le {jour:%d/%m/%Y}" if jour else "hors du calendrier"


def _en_csv(rangees: Sequence[Sequence[str]]) -> bytes:
    flux = io.StringIO(newline="")
    csv.writer(flux, delimiter=";", lineterminator="\r\n").writerows(rangees)
    return flux.getvalue().encode("utf-8-sig")


def _plan_en_csv(places: Sequence[Place]) -> bytes:
    """What the film reads: shooting order, a row per sequence."""
    gardees = sorted((p for p in places if p.jour), key=lambda p: p.jour)
    return _en_csv([["sequence", "jour"], *([p.numero, str(p.jour)] for p in gardees)])


def _rapprochement(places: Sequence[Place], sans_jour: Sequence[str], projet: Projet) -> bytes:
    dates = {rang: jour for jour, rang in jours_du_film(projet).items()}
    rangees = [
        ["Ligne", "Séquence lue", "Jour lu", "Date lue", "Décor", "Effet", "Jour gardé", "Date au calendrier", "À voir"]
    ]
    for p in places:
        au_calendrier = dates.get(p.jour)
        rangees.append(
            [
                str(p.lue.ligne),
                proteger(p.lue.numero),
                str(p.lue.jour or ""),
                f"{p.lue.date:%d/%m/%Y}" if p.lue.date else "",
                proteger(p.lue.decor),
                proteger(p.lue.effet),
                str(p.jour or ""),
                f"{au_calendrier:%d/%m/%Y}" if au_calendrier else "",
                proteger(p.doute),
            ]
        )
    rangees += [["", proteger(n), "", "", "", "", "", "", "au scénario, sans jour : placée après"] for n in sans_jour]
    return _en_csv(rangees)
