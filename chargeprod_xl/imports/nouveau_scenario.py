"""The command « importer scenario »: a new draft in the film's folder, the former one kept beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.chargement import FICHIER_PROJET, lire_modele, voisin
from chargeprod_xl.imports.lecture import lire_scenario
from chargeprod_xl.projet.edition import nommer_un_fichier, renommer_un_fichier
from chargeprod_xl.projet.modele import Projet
from chargeprod_xl.recalcul import remplacer_tous
from chargeprod_xl.sauvegarde import exiger_un_film, verrouiller


@dataclass(frozen=True)
class ImportScenario:
    """What was done. ``ancien``: where the former draft is kept; ``ecrits``: none when the film had this very draft."""

    fichier: Path
    sequences: int
    a_verifier: tuple[str, ...]
    ancien: Path | None
    ecrits: tuple[Path, ...]


def importer(
    fichier: Path, dossier: Path, *, a_blanc: bool = False, progres: Callable[[str], None] = lambda _: None
) -> ImportScenario:
    """Bring a draft into the film. Raises DonneesRefuseesError with every fault; nothing is then half-written."""
    exiger_un_film(dossier)
    progres("Lecture du scénario")
    fautes: list[Anomalie] = []
    projet = lire_modele(dossier / FICHIER_PROJET, Projet, fautes)
    scenario, erreurs = lire_scenario(fichier)
    fautes += erreurs
    nom = _nom_au_film(projet.scenario if projet else None, fichier)
    cible = voisin(dossier, nom, "scenario", fautes)
    if fautes or projet is None or scenario is None or cible is None:
        raise DonneesRefuseesError(fautes)
    contenus, ancien = _contenus(fichier, dossier / nom)
    if nom != projet.scenario:
        chemin = dossier / FICHIER_PROJET
        contenus[chemin] = (
            renommer_un_fichier(chemin, "scenario", projet.scenario, nom)
            if projet.scenario
            else nommer_un_fichier(chemin, "scenario", nom)
        )
        ancien = ancien or _deja_la(dossier, projet.scenario)
    if contenus and not a_blanc:
        with verrouiller(dossier):
            if refus := remplacer_tous(contenus):
                raise DonneesRefuseesError(refus)
    doutes = tuple(f"séquence {s.numero} : {x}" for s in scenario.sequences for x in s.a_verifier)
    return ImportScenario(
        dossier / nom, len(scenario.sequences), doutes, ancien, () if a_blanc else tuple(sorted(contenus))
    )


def _nom_au_film(actuel: str | None, fichier: Path) -> str:
    """The name that the project file gives, with the suffix of the new draft: it says how the file is read."""
    if actuel is None:
        return f"scenario{fichier.suffix.lower()}"
    present = Path(actuel)
    meme_genre = present.suffix.lower() == fichier.suffix.lower()
    return actuel if meme_genre else present.with_suffix(fichier.suffix.lower()).as_posix()


def _contenus(fichier: Path, cible: Path) -> tuple[dict[Path, bytes], Path | None]:
    """What is to be written: the draft, and the one it replaces under another name; nothing when they are the same."""
    neuf = fichier.read_bytes()
    if not cible.exists():
        return {cible: neuf}, None
    present = cible.read_bytes()
    if present == neuf:
        return {}, None
    ancien = _libre(cible)
    return {cible: neuf, ancien: present}, ancien


def _deja_la(dossier: Path, actuel: str | None) -> Path | None:
    """The former draft, which keeps its name when the new one is of another kind."""
    return dossier / actuel if actuel and (dossier / actuel).exists() else None


def _libre(cible: Path) -> Path:
    noms = (cible.with_stem(f"{cible.stem} (ancien{f' {rang}' if rang > 1 else ''})") for rang in count(1))
    return next(nom for nom in noms if not nom.exists())
