"""Read templates, render them with Jinja2 (sandboxed, strict), and give declarations or faults."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.gabarits import declaration as d
from chargeprod_xl.gabarits import modele as m
from chargeprod_xl.gabarits.blocs import Donnees, Rendu, rendre_champs, rendre_tableau
from chargeprod_xl.projet.fichier import Document, lire_yaml

M = TypeVar("M", bound=BaseModel)


def _valide(document: Document, genre: type[M], source: str, fautes: list[Anomalie]) -> M | None:
    try:
        return genre.model_validate(document.contenu)
    except ValidationError as erreur:
        for detail in erreur.errors():
            lieu = tuple(p for p in detail["loc"] if not (isinstance(p, str) and p[:1].isupper()))
            ligne = document.ou(lieu).replace(document.nom, source)
            champ = ".".join(map(str, lieu))
            fautes.append(Anomalie(ligne, f"gabarit : « {champ} » {detail['msg']}", "corrigez cette ligne du gabarit"))
        return None


def _bloc(
    bloc: m.Tableau | m.Champs | m.Texte | m.Graphique, rendu: Rendu, ligne_source: int
) -> d.Bloc | d.BlocTexte | d.BlocGraphique:
    if isinstance(bloc, m.Tableau):
        return rendre_tableau(bloc, rendu, ligne_source)
    if isinstance(bloc, m.Champs):
        return rendre_champs(bloc, rendu, ligne_source)
    if isinstance(bloc, m.Texte):
        return d.BlocTexte(tuple(rendu.texte(t) for t in bloc.texte), rendu.texte(bloc.titre))
    series = tuple((rendu.texte(s.titre), s.valeurs, s.couleur) for s in bloc.series)
    return d.BlocGraphique(
        bloc.graphique,
        rendu.texte(bloc.titre),
        bloc.categories,
        series,
        bloc.hauteur,
        bloc.largeur,
        bloc.diviseur,
        bloc.empile,
    )


def _feuille(dossier: Path, classeur: str, ident: str, donnees: Donnees, fautes: list[Anomalie]) -> d.Feuille | None:
    source = f"{classeur}/{ident}.yaml"
    document, erreurs = lire_yaml(dossier / classeur / f"{ident}.yaml")
    fautes += erreurs
    if document is None:
        return None
    brut = _valide(document, m.Feuille, source, fautes)
    if brut is None:
        return None
    rendu = Rendu(source, donnees, fautes)
    blocs = tuple(
        _bloc(b, rendu, document.lignes.get(("blocs", i), 1))
        for i, b in enumerate(brut.blocs)
        if not isinstance(b, m.Tableau) or rendu.si(b.si)
    )
    return d.Feuille(
        classeur,
        ident,
        brut.feuille,
        brut.onglet,
        rendu.texte(brut.titre),
        rendu.texte(brut.unite),
        brut.page,
        brut.protegee,
        brut.figer,
        blocs,
        tuple(c.model_copy(update={"libelle": rendu.texte(c.libelle)}) for c in brut.controles),
        source,
    )


def lire_pack(dossier: Path, nom: str, fautes: list[Anomalie]) -> m.Pack | None:
    """The pack ``nom``, or that of which it is made, under its own name and title."""
    source = f"packs/{nom}.yaml"
    document, erreurs = lire_yaml(dossier / "packs" / f"{nom}.yaml")
    fautes += erreurs
    if document is None:
        return None
    if "comme" not in document.contenu:
        return _valide(document, m.Pack, source, fautes)
    derive = _valide(document, m.PackDerive, source, fautes)
    base = lire_pack(dossier, derive.comme, fautes) if derive and derive.comme != nom else None
    return base.model_copy(update={"pack": nom, "titre": derive.titre}) if base and derive else None


def rendre_pack(dossier: Path, nom: str, donnees: Donnees) -> tuple[d.PackDeclare | None, list[Anomalie]]:
    """Render every template of pack ``nom`` found in ``dossier`` with the film's ``donnees``."""
    fautes: list[Anomalie] = []
    pack = lire_pack(dossier, nom, fautes)
    if pack is None:
        return None, fautes
    classeurs = []
    for ident in pack.classeurs:
        doc, erreurs = lire_yaml(dossier / ident / "_classeur.yaml")
        fautes += erreurs
        brut = _valide(doc, m.ClasseurGabarit, f"{ident}/_classeur.yaml", fautes) if doc else None
        if brut is None:
            continue
        feuilles = [_feuille(dossier, ident, f, donnees, fautes) for f in brut.feuilles]
        classeurs.append(d.Classeur(ident, brut.titre, brut.role, tuple(f for f in feuilles if f)))
    if fautes:
        return None, fautes
    return d.PackDeclare(nom, pack.titre, pack.schema_version, tuple(classeurs), pack.migrations, pack.reperes), []
