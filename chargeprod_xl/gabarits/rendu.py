"""Read templates, render them with Jinja2 (sandboxed, strict), and give declarations or faults."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.gabarits import declaration as d
from chargeprod_xl.gabarits import evaluation
from chargeprod_xl.gabarits import modele as m
from chargeprod_xl.gabarits.blocs import Donnees
from chargeprod_xl.gabarits.champs_lus import proche
from chargeprod_xl.gabarits.communs import Communs, lire_communs, lire_gabarit
from chargeprod_xl.gabarits.fautes import fautes_de_modele
from chargeprod_xl.gabarits.feuilles_par_ligne import completer_index, nommer
from chargeprod_xl.gabarits.rendu_feuilles import GabaritDeFeuille, IndexATenir, rendre_feuilles
from chargeprod_xl.gabarits.suites import classeurs_suivis, suivre
from chargeprod_xl.projet.fichier import Chemin, Document

M = TypeVar("M", bound=BaseModel)


def _lire(
    dossier: Path, source: str, genre: type[M], fautes: list[Anomalie], communs: Communs | None = None
) -> tuple[M | None, Document | None]:
    """A template read and checked, with the lines it was read from."""
    document, erreurs = lire_gabarit(dossier, source)
    fautes += erreurs
    if document is None:
        return None, None
    try:
        return genre.model_validate(document.contenu, context=communs.contexte if communs else None), document
    except ValidationError as erreur:
        fautes += fautes_de_modele(erreur, genre, document)
        return None, document


def _reperes(document: Document) -> dict[str, int]:
    """The first line of each text of a template."""
    lignes: dict[str, int] = {}

    def parcourir(contenu: Any, chemin: Chemin) -> None:
        if isinstance(contenu, str):
            lignes.setdefault(contenu, document.lignes.get(chemin, 1))
        elif isinstance(contenu, dict):
            for cle, valeur in contenu.items():
                parcourir(valeur, (*chemin, str(cle)))
        elif isinstance(contenu, list):
            for rang, valeur in enumerate(contenu):
                parcourir(valeur, (*chemin, rang))

    parcourir(document.contenu, ())
    return lignes


def _feuilles(
    dossier: Path,
    place: tuple[str, str],
    voisines: tuple[str, ...],
    donnees: Donnees,
    communs: Communs,
    index: IndexATenir,
    fautes: list[Anomalie],
) -> list[d.Feuille]:
    """The sheets of a template. ``place``: its workbook, its name there; ``voisines``: names of those beside it."""
    classeur, ident = place
    brut, document = _lire(dossier, f"{classeur}/{ident}.yaml", m.Feuille, fautes, communs)
    if brut is None or document is None:
        return []
    gabarit = GabaritDeFeuille(classeur, ident, brut, document, voisines, _reperes(document), index, fautes)
    return rendre_feuilles(gabarit, donnees)


def _manquants(
    dossier: Path, document: Document, cle: str, noms: Iterable[str], motif: str, fautes: list[Anomalie]
) -> set[str]:
    """Names listed in a template that no file bears; ``motif``: where such a file stands."""
    absents = set()
    for rang, nom in enumerate(noms):
        fichier = motif.replace("*", nom)
        if (dossier / fichier).is_file():
            continue
        absents.add(nom)
        voisins = [c.relative_to(dossier).as_posix() for c in dossier.glob(motif)]
        debut, _, fin = motif.partition("*")
        connus = [v.removeprefix(debut).removesuffix(fin) for v in voisins]
        remede = f"{proche(nom, connus)} créez {fichier}, ou ôtez ce nom".strip()
        fautes.append(Anomalie(document.ou((cle, rang)), f"« {nom} » n’a pas de gabarit ({fichier})", remede))
    return absents


def lire_pack(dossier: Path, nom: str, fautes: list[Anomalie]) -> m.Pack | None:
    """The pack ``nom``, or that of which it is made, under its own name and title."""
    source = f"packs/{nom}.yaml"
    document, _ = lire_gabarit(dossier, source)
    if document is None or "comme" not in (document.contenu or {}):
        pack, document = _lire(dossier, source, m.Pack, fautes)
        if pack and document:
            _manquants(dossier, document, "classeurs", pack.classeurs, "*/_classeur.yaml", fautes)
        return pack
    derive, _ = _lire(dossier, source, m.PackDerive, fautes)
    base = lire_pack(dossier, derive.comme, fautes) if derive and derive.comme != nom else None
    return base.model_copy(update={"pack": nom, "titre": derive.titre}) if base and derive else None


def rendre_pack(
    dossier: Path, nom: str, donnees: Donnees, presents: Sequence[str] | None = None
) -> tuple[d.PackDeclare | None, list[Anomalie]]:
    """Render the templates of pack ``nom`` found in ``dossier`` with the film's ``donnees``.

    ``presents``: its workbooks to render, those that a film has when it asks for nothing when None. Templates know
    them as ``pack``.
    """
    fautes: list[Anomalie] = []
    pack = lire_pack(dossier, nom, fautes)
    communs = lire_communs(dossier, donnees, fautes)
    if pack is None:
        return None, fautes
    retenus = classeurs_retenus(pack, presents)
    completes: dict[str, Any] = {**donnees, "pack": retenus}
    completes |= communs.donnees(lambda texte, local: evaluation.modele(texte).render({**completes, **local}))
    classeurs: list[d.Classeur] = []
    index: IndexATenir = {}
    for ident in (c for c in retenus if (dossier / c / "_classeur.yaml").is_file()):
        brut, document = _lire(dossier, f"{ident}/_classeur.yaml", m.ClasseurGabarit, fautes)
        if brut is None or document is None:
            continue
        absentes = _manquants(dossier, document, "feuilles", brut.feuilles, f"{ident}/*.yaml", fautes)
        presentes = (f for f in brut.feuilles if f not in absentes)
        feuilles = (
            x
            for f in presentes
            for x in _feuilles(dossier, (ident, f), brut.feuilles, completes, communs, index, fautes)
        )
        classeurs.append(d.Classeur(ident, brut.titre, brut.role, tuple(feuilles)))
    complets = tuple(completer_index(c, index) for c in nommer(classeurs))
    if fautes:
        return None, list(dict.fromkeys(fautes))
    migrations = tuple(x for x in pack.migrations if _arrive(x, pack, retenus))
    declare = d.PackDeclare(nom, pack.titre, pack.schema_version, complets, migrations, pack.reperes)
    if manquants := tuple(c for c in pack.classeurs if c in classeurs_suivis(declare) and c not in retenus):
        return replace(declare, manquants=manquants), []
    suivi, fautes = suivre(declare)
    return (None if fautes else suivi), fautes


def classeurs_retenus(pack: m.Pack, voulus: Sequence[str] | None) -> tuple[str, ...]:
    """The workbooks wanted in the order of the flow, the front one with them; those of any film when None."""
    if voulus is None:
        return tuple(c for c in pack.classeurs if c not in pack.au_choix)
    return tuple(c for c in pack.classeurs if c in voulus or c == pack.classeurs[0])


def classeurs_a_lire(pack: m.Pack, voulus: Sequence[str] | None) -> tuple[str, ...]:
    """Workbooks whose input files a film may need: those it asks for, and whatever stands before the last of them."""
    retenus = classeurs_retenus(pack, voulus)
    if voulus is None:
        return retenus
    dernier = max(pack.classeurs.index(c) for c in retenus)
    return tuple(c for c in pack.classeurs[: dernier + 1] if c in retenus or c not in pack.au_choix)


def _arrive(migration: m.Migration, pack: m.Pack, retenus: Sequence[str]) -> bool:
    """A migration towards a workbook that the film does not have leads nowhere, and is no fault."""
    classeur = migration.vers.split(".", maxsplit=1)[0]
    return classeur in retenus or classeur not in pack.classeurs
