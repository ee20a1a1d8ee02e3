"""The command « importer nomenclature »: read, compare, and write everything at once or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.baremes.nomenclature import LigneOfficielle
from chargeprod_xl.chargement import FICHIER_PROJET, lire_modele, voisin
from chargeprod_xl.gabarits.sources_devis import codes_inconnus
from chargeprod_xl.imports.devis.colonnes import montrer
from chargeprod_xl.imports.nomenclature.comparaison import AUTRE, NEUVE, RAPPORT, Comparee, comparer, en_csv
from chargeprod_xl.imports.nomenclature.fichier_du_film import FICHIER, ecrire, fautes_de_la_liste
from chargeprod_xl.imports.nomenclature.lecture import Places, lire_la_liste, reconnaitre_la_liste
from chargeprod_xl.projet.edition import nommer_un_fichier
from chargeprod_xl.projet.film import Film
from chargeprod_xl.projet.modele import Budget, Projet
from chargeprod_xl.recalcul import remplacer_tous
from chargeprod_xl.sauvegarde import exiger_un_film, verrouiller
from chargeprod_xl.tables.lecture import choisir, lire_feuilles

Progres = Callable[[str], None]


@dataclass(frozen=True)
class Demande:
    """What the person asked for. ``source``: what the list is, as it will be said on the sheets."""

    fichier: Path
    dossier: Path
    source: str = ""
    feuille: str | None = None
    a_blanc: bool = False
    force: bool = False


@dataclass(frozen=True)
class Import:
    """What was done; ``ecrits``: files written, none with --a-blanc."""

    feuille: str
    source: str
    comparees: tuple[Comparee, ...]
    remarques: tuple[str, ...]
    ecrits: tuple[Path, ...]

    @property
    def a_voir(self) -> list[Comparee]:
        """What changes the devis: other labels, new lines."""
        return [x for x in self.comparees if x.constat in {AUTRE, NEUVE}]

    @property
    def comptes(self) -> Counter[str]:
        """How many codes of each finding."""
        return Counter(x.constat for x in self.comparees)


def importer(demande: Demande, progres: Progres = lambda _: None) -> Import:
    """Bring the official list into the film. Raises DonneesRefuseesError with every fault; nothing half-written."""
    exiger_un_film(demande.dossier)
    projet, cible = _film(demande)
    progres("Lecture de la liste")
    feuilles = lire_feuilles(demande.fichier, reconnaitre_la_liste)
    nom = demande.fichier.name
    feuille, voisines = choisir(feuilles, demande.feuille, nom, reconnaitre_la_liste)
    source = " ".join(demande.source.split()) or " ".join(nom.split())
    lue = lire_la_liste(feuille, nom, source)
    ou = f"{nom}, feuille « {feuille.nom} »"
    places = reconnaitre_la_liste(feuille)
    if not lue.lignes and not lue.fautes:
        raise DonneesRefuseesError([_aucune(ou, places)])
    forme = projet.projet.type
    fautes = [*lue.fautes, *fautes_de_la_liste(ou, forme, lue.lignes)]
    fautes += [] if fautes else _codes_perdus(demande.dossier, projet, lue.lignes)
    if len(source) > 200:
        fautes.append(Anomalie("--source", "plus de 200 signes", "raccourcissez-la"))
    if fautes:
        raise DonneesRefuseesError(dict.fromkeys(fautes))
    progres("Comparaison")
    comparees = tuple(comparer(forme, lue.lignes))
    contenus = {cible: ecrire(lue.lignes), demande.dossier / RAPPORT: en_csv(comparees)}
    if not projet.nomenclature:
        chemin = demande.dossier / FICHIER_PROJET
        contenus[chemin] = nommer_un_fichier(chemin, "nomenclature", cible.name)
    if not demande.a_blanc:
        with verrouiller(demande.dossier):
            if refus := remplacer_tous(contenus):
                raise DonneesRefuseesError(refus)
    remarques = [*lue.remarques, *(f"feuille « {x} » non lue ; --feuille la choisit" for x in voisines)]
    return Import(feuille.nom, source, comparees, tuple(remarques), () if demande.a_blanc else tuple(contenus))


def _aucune(ou: str, places: Places) -> Anomalie:
    vus = montrer(places.titres)
    remede = "donnez une liste avec une colonne de codes (1 à 5 chiffres) et une de libellés, ou --feuille"
    return Anomalie(ou, f"aucun code suivi d’un libellé ; titres vus : {vus}", remede)


def _film(demande: Demande) -> tuple[Projet, Path]:
    """The project file and where the list goes."""
    fautes: list[Anomalie] = []
    projet = lire_modele(demande.dossier / FICHIER_PROJET, Projet, fautes)
    if projet is None:
        raise DonneesRefuseesError(fautes)
    cible = voisin(demande.dossier, projet.nomenclature or FICHIER, "nomenclature", fautes)
    if cible is not None and cible.exists() and not demande.force:
        fautes.append(Anomalie(str(cible), "ce film a déjà une liste officielle", "ajoutez --force pour la remplacer"))
    if fautes or cible is None:
        raise DonneesRefuseesError(fautes)
    return projet, cible


def _codes_perdus(dossier: Path, projet: Projet, lignes: tuple[LigneOfficielle, ...]) -> list[Anomalie]:
    """Codes of the budget that only the former list knew: the next build would refuse them."""
    fautes: list[Anomalie] = []
    if not projet.budget or not (dossier / projet.budget).exists():
        return []
    budget = lire_modele(dossier / projet.budget, Budget, fautes)
    perdus = codes_inconnus(Film(projet, budget, nomenclature=lignes)) if budget else []
    return [
        Anomalie(projet.budget, f"la ligne {code} n’est plus dans la liste", "changez ce code, puis recommencez")
        for code in perdus
    ]
