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
from chargeprod_xl.gabarits.blocs import Donnees, Rendu, rendre_champs, rendre_tableau
from chargeprod_xl.gabarits.champs_lus import proche
from chargeprod_xl.gabarits.colonnes_nommees import fautes_d_exemple, fautes_de_colonnes
from chargeprod_xl.gabarits.communs import Communs, lire_communs, lire_gabarit
from chargeprod_xl.gabarits.fautes import fautes_de_modele
from chargeprod_xl.gabarits.suites import classeurs_suivis, suit_une_table, suite_de, suivre
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


def _controle(controle: m.Controle, rendu: Rendu) -> m.Controle:
    return controle.model_copy(
        update={
            "libelle": rendu.texte(controle.libelle),
            "valeur": rendu.formule(controle.valeur),
            "attendu": rendu.formule(controle.attendu),
        }
    )


def _feuille(
    dossier: Path, classeur: str, ident: str, donnees: Donnees, communs: Communs, fautes: list[Anomalie]
) -> d.Feuille | None:
    source = f"{classeur}/{ident}.yaml"
    brut, document = _lire(dossier, source, m.Feuille, fautes, communs)
    if brut is None or document is None:
        return None
    rendu = Rendu(source, donnees, fautes, _reperes(document))
    if not rendu.si(brut.si):
        return None
    blocs = []
    for rang, bloc in enumerate(brut.blocs):
        if not rendu.si(bloc.si):
            continue
        rendue = _bloc(bloc, rendu, document.lignes.get(("blocs", rang), 1))
        if isinstance(bloc, m.Tableau) and isinstance(rendue, d.Bloc) and rendue.suite is None:
            fautes += fautes_de_colonnes(bloc, rendue, document, ("blocs", rang))
            fautes += fautes_d_exemple(bloc, document, ("blocs", rang))
        blocs.append(rendue)
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
        tuple(blocs),
        tuple(_controle(c, rendu) for c in brut.controles if rendu.si(c.si)),
        source,
        ligne_source=document.lignes.get(("feuille",), 1),
        origines=rendu.origines,
    )


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
    classeurs = []
    for ident in (c for c in retenus if (dossier / c / "_classeur.yaml").is_file()):
        brut, document = _lire(dossier, f"{ident}/_classeur.yaml", m.ClasseurGabarit, fautes)
        if brut is None or document is None:
            continue
        absentes = _manquants(dossier, document, "feuilles", brut.feuilles, f"{ident}/*.yaml", fautes)
        presentes = [f for f in brut.feuilles if f not in absentes]
        feuilles = [_feuille(dossier, ident, f, completes, communs, fautes) for f in presentes]
        classeurs.append(d.Classeur(ident, brut.titre, brut.role, tuple(f for f in feuilles if f)))
    if fautes:
        return None, list(dict.fromkeys(fautes))
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
