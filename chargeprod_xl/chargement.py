"""Read a film's folder: project file, budget, screenplay, expenses, plan, official list; every fault at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.baremes.nomenclature import LigneOfficielle
from chargeprod_xl.gabarits.dossier import dossier_gabarits
from chargeprod_xl.gabarits.entrees import EntreeDeclaree, entrees_declarees, fautes_de_nom
from chargeprod_xl.gabarits.rendu import classeurs_a_lire, lire_pack
from chargeprod_xl.gabarits.sources import donnees_du_film
from chargeprod_xl.gabarits.sources_devis import codes_inconnus
from chargeprod_xl.imports import lire_scenario
from chargeprod_xl.imports.depenses import lire_depenses
from chargeprod_xl.imports.devis_fige import lire_devis_fige
from chargeprod_xl.imports.entrees import lire_entree
from chargeprod_xl.imports.nomenclature.fichier_du_film import lire_nomenclature
from chargeprod_xl.imports.plan import lire_plan
from chargeprod_xl.projet.fichier import lire_yaml
from chargeprod_xl.projet.film import Depense, EntreeLue, Film
from chargeprod_xl.projet.modele import Budget, Projet, fautes_du_modele
from chargeprod_xl.projet.scenario import Scenario

M = TypeVar("M", bound=BaseModel)
FICHIER_PROJET = "projet.yaml"
#: Largest picture, in bytes, that a letter may bear.
IMAGE_MAX = 2_000_000


def lire_modele(chemin: Path, genre: type[M], fautes: list[Anomalie]) -> M | None:
    """A YAML file as a model; what is wrong with it is added to ``fautes``."""
    document, erreurs = lire_yaml(chemin)
    fautes += erreurs
    if document is None or erreurs:
        return None
    if not isinstance(document.contenu, dict):
        fautes.append(Anomalie(chemin.name, "le fichier ne contient pas de champs", "partez du modèle de « nouveau »"))
        return None
    try:
        return genre.model_validate(document.contenu)
    except ValidationError as erreur:
        fautes += fautes_du_modele(erreur, document)
        return None


def voisin(dossier: Path, nom: str, champ: str, fautes: list[Anomalie]) -> Path | None:
    """A file named by the project file: it must stand in the film's folder."""
    chemin = (dossier / nom).resolve()
    if not chemin.is_relative_to(dossier.resolve()):
        fautes.append(
            Anomalie(
                FICHIER_PROJET, f"« {champ} » sort du dossier du film : {nom}", "copiez le fichier dans le dossier"
            )
        )
        return None
    return chemin


def charger_film(dossier: Path, gabarits: Path | None = None) -> tuple[Film | None, list[Anomalie]]:
    """The film of ``dossier``, or everything that is wrong with it. ``gabarits``: the program's when None."""
    fautes: list[Anomalie] = []
    if not dossier.is_dir():
        return None, [
            Anomalie(
                str(dossier), "ce dossier n’existe pas", "créez-le par « chargeprod-xl nouveau » ou corrigez le chemin"
            )
        ]
    projet = lire_modele(dossier / FICHIER_PROJET, Projet, fautes)
    if projet is None:
        return None, fautes
    budget = Budget()
    scenario: Scenario | None = None
    depenses: tuple[Depense, ...] = ()
    if projet.budget and (chemin := voisin(dossier, projet.budget, "budget", fautes)):
        budget = lire_modele(chemin, Budget, fautes) or Budget()
    if projet.scenario and (chemin := voisin(dossier, projet.scenario, "scenario", fautes)):
        scenario = _scenario(chemin, fautes)
    if projet.depenses and (chemin := voisin(dossier, projet.depenses, "depenses", fautes)):
        depenses = _depenses(chemin, fautes)
    plan: tuple[tuple[str, int], ...] = ()
    if projet.plan and (chemin := voisin(dossier, projet.plan, "plan", fautes)):
        plan, erreurs = lire_plan(chemin, scenario, projet)
        fautes += erreurs
    fige, erreurs = lire_devis_fige(dossier, projet.devis_fige) if projet.devis_fige else (None, [])
    fautes += erreurs
    officielles = lire_officielles(dossier, projet, fautes)
    declarees, entrees = lire_entrees(dossier, projet, gabarits or dossier_gabarits(), fautes)
    images = _images(dossier)
    film = Film(projet, budget, scenario, depenses, plan, officielles, fige=fige, entrees=entrees, images=images)
    if declarees and not fautes:
        fautes += fautes_de_nom(declarees, donnees_du_film(replace(film, entrees={}), []).keys() | {"pack"})
    liste_refusee = bool(projet.nomenclature) and not film.nomenclature
    # Without its list a film would have unknown codes that are no fault of the budget.
    for code in [] if liste_refusee else codes_inconnus(film):
        fautes.append(
            Anomalie(
                projet.budget or "budget", f"code de devis inconnu : {code}", "choisissez une ligne de la nomenclature"
            )
        )
    return (None if fautes else film), fautes


def lire_entrees(
    dossier: Path, projet: Projet, gabarits: Path, fautes: list[Anomalie]
) -> tuple[list[EntreeDeclaree], dict[str, EntreeLue]]:
    """The input files that the film's workbooks declare, whether the film has them or not."""
    pack = lire_pack(gabarits, projet.projet.type, [])
    if pack is None:
        return [], {}  # told when it is rendered
    if inconnus := [c for c in projet.classeurs or () if c not in pack.classeurs]:
        document, _ = lire_yaml(dossier / FICHIER_PROJET)
        ou = document.ou(("classeurs",)) if document else FICHIER_PROJET
        remede = f"choisissez parmi {', '.join(pack.classeurs)}"
        fautes += [Anomalie(ou, f"classeur inconnu « {c} »", remede) for c in inconnus]
        return [], {}
    declarees, erreurs = entrees_declarees(gabarits, classeurs_a_lire(pack, projet.classeurs))
    fautes += erreurs
    lues: dict[str, EntreeLue] = {}
    for declaree in [] if erreurs else declarees:
        lues[declaree.nom], siennes = lire_entree(dossier, declaree.entree)
        fautes += siennes
    return declarees, lues


def lire_officielles(dossier: Path, projet: Projet, fautes: list[Anomalie]) -> tuple[LigneOfficielle, ...]:
    """The official list of the lines of the devis, when the film has one."""
    if not projet.nomenclature or not (chemin := voisin(dossier, projet.nomenclature, "nomenclature", fautes)):
        return ()
    lignes, erreurs = lire_nomenclature(chemin, projet.projet.type)
    fautes += erreurs
    return lignes


def _images(dossier: Path) -> dict[str, bytes]:
    """Pictures that stand beside the project file; one that is heavier than a logo is no logo."""
    fichiers = (p for p in sorted(dossier.iterdir()) if p.suffix.lower() in {".png", ".jpg", ".jpeg"})
    return {p.name: p.read_bytes() for p in fichiers if p.is_file() and p.stat().st_size <= IMAGE_MAX}


def _scenario(chemin: Path, fautes: list[Anomalie]) -> Scenario | None:
    scenario, erreurs = lire_scenario(chemin)
    fautes += erreurs
    return scenario


def _depenses(chemin: Path, fautes: list[Anomalie]) -> tuple[Depense, ...]:
    lignes, erreurs = lire_depenses(chemin)
    fautes += erreurs
    return lignes
