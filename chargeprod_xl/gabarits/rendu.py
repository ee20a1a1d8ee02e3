"""Read templates, render them with Jinja2 (sandboxed, strict), and give declarations or faults."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.gabarits import declaration as d
from chargeprod_xl.gabarits import modele as m
from chargeprod_xl.gabarits.blocs import Donnees, Rendu, rendre_champs, rendre_tableau
from chargeprod_xl.gabarits.suites import classeurs_suivis, suit_une_table, suite_de, suivre
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
        if suit_une_table(bloc):
            return suite_de(bloc, rendu.source, rendu.donnees, ligne_source)
        _rien_a_montrer(bloc, rendu, ligne_source)
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


def _rien_a_montrer(tableau: m.Tableau, rendu: Rendu, ligne_source: int) -> None:
    """Only a table that follows another can show its columns."""
    for colonne in tableau.colonnes:
        if colonne.montre:
            ou = f"{rendu.source}, ligne {ligne_source}, tableau « {tableau.tableau} »"
            quoi = f"la colonne « {colonne.id} » montre « {colonne.montre} », mais ce tableau n’en suit aucun autre"
            rendu.fautes.append(Anomalie(ou, quoi, "donnez-lui « lignes: {pour: …, dans: classeur.feuille.tableau} »"))


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
    if not rendu.si(brut.si):
        return None
    blocs = tuple(
        _bloc(b, rendu, document.lignes.get(("blocs", i), 1)) for i, b in enumerate(brut.blocs) if rendu.si(b.si)
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
        tuple(c.model_copy(update={"libelle": rendu.texte(c.libelle)}) for c in brut.controles if rendu.si(c.si)),
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


def rendre_pack(
    dossier: Path, nom: str, donnees: Donnees, presents: Sequence[str] | None = None
) -> tuple[d.PackDeclare | None, list[Anomalie]]:
    """Render the templates of pack ``nom`` found in ``dossier`` with the film's ``donnees``.

    ``presents``: its workbooks to render, those that a film has when it asks for nothing when None. Templates know
    them as ``pack``.
    """
    fautes: list[Anomalie] = []
    pack = lire_pack(dossier, nom, fautes)
    if pack is None:
        return None, fautes
    retenus = classeurs_retenus(pack, presents)
    donnees = {**donnees, "pack": retenus}
    classeurs = []
    for ident in retenus:
        doc, erreurs = lire_yaml(dossier / ident / "_classeur.yaml")
        fautes += erreurs
        brut = _valide(doc, m.ClasseurGabarit, f"{ident}/_classeur.yaml", fautes) if doc else None
        if brut is None:
            continue
        feuilles = [_feuille(dossier, ident, f, donnees, fautes) for f in brut.feuilles]
        classeurs.append(d.Classeur(ident, brut.titre, brut.role, tuple(f for f in feuilles if f)))
    if fautes:
        return None, fautes
    migrations = tuple(x for x in pack.migrations if _arrive(x, pack, retenus))
    declare = d.PackDeclare(nom, pack.titre, pack.schema_version, tuple(classeurs), migrations, pack.reperes)
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
