"""Read templates, render them with Jinja2 (sandboxed, strict), and give declarations or faults."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.gabarits import declaration as d
from chargeprod_xl.gabarits import modele as m
from chargeprod_xl.gabarits.blocs import Donnees, Rendu, rendre_champs, rendre_tableau
from chargeprod_xl.gabarits.feuilles_par_ligne import (
    Exemplaire,
    IndexEnAttente,
    completer_index,
    exemplaires,
    nommer,
    place_tenue,
)
from chargeprod_xl.gabarits.lettre import Lettre
from chargeprod_xl.gabarits.lettre_rendue import Citations, rendre_lettre
from chargeprod_xl.projet.fichier import Document, lire_yaml

M = TypeVar("M", bound=BaseModel)
_Index = dict[tuple[str, str, str], IndexEnAttente]


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
    bloc: m.Tableau | m.Champs | m.Texte | m.Graphique | m.CoteACote | m.Index | Lettre,
    rendu: Rendu,
    ligne_source: int,
    page: _Page,
) -> list[d.Bloc | d.BlocTexte | d.BlocGraphique]:
    """What a declared block becomes: one, several side by side, none when its condition is false."""
    if isinstance(bloc, m.CoteACote):
        page.rangees += 1
        poses = [_simple(b, rendu, ligne_source) for b in bloc.cote_a_cote if _garde(b, rendu)]
        return [replace(b, rangee=page.rangees) if isinstance(b, d.Bloc) else b for b in poses]
    if isinstance(bloc, m.Index):
        page.index[*page.chemin, bloc.index] = IndexEnAttente(bloc, rendu, ligne_source)
        return [place_tenue(bloc, ligne_source)]
    if isinstance(bloc, Lettre):
        return [rendre_lettre(bloc, rendu, ligne_source, page.citations)]
    return [_simple(bloc, rendu, ligne_source)] if _garde(bloc, rendu) else []


def _garde(bloc: m.Tableau | m.Champs | m.Texte | m.Graphique, rendu: Rendu) -> bool:
    return not isinstance(bloc, m.Tableau) or rendu.si(bloc.si)


def _simple(
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


@dataclass
class _Page:
    """What the blocks of a sheet share: workbook and identity, cited values, indexes to complete, rows of blocks."""

    chemin: tuple[str, str]
    citations: Citations
    index: _Index
    rangees: int = 0


def _feuilles(
    dossier: Path,
    classeur: str,
    ident: str,
    donnees: Donnees,
    fautes: list[Anomalie],
    index: _Index,
) -> list[d.Feuille]:
    """The sheets of a template: one, or one for each row of its source."""
    source = f"{classeur}/{ident}.yaml"
    document, erreurs = lire_yaml(dossier / classeur / f"{ident}.yaml")
    fautes += erreurs
    if document is None:
        return []
    brut = _valide(document, m.Feuille, source, fautes)
    if brut is None:
        return []
    lignes = [document.lignes.get(("blocs", i), 1) for i in range(len(brut.blocs))]
    return [
        _feuille(classeur, x, brut, lignes, Rendu(source, x.donnees, fautes), index)
        for x in exemplaires(brut, ident, Rendu(source, donnees, fautes))
    ]


def _feuille(
    classeur: str,
    exemplaire: Exemplaire,
    brut: m.Feuille,
    lignes: list[int],
    rendu: Rendu,
    index: _Index,
) -> d.Feuille:
    page = _Page((classeur, exemplaire.id), Citations(rendu), index)
    blocs = [b for bloc, ligne in zip(brut.blocs, lignes, strict=True) for b in _bloc(bloc, rendu, ligne, page)]
    citees = page.citations.bloc()
    return d.Feuille(
        classeur,
        exemplaire.id,
        exemplaire.nom,
        brut.onglet,
        rendu.texte(brut.titre),
        rendu.texte(brut.unite),
        brut.page,
        brut.protegee,
        brut.figer,
        (*blocs, citees) if citees else tuple(blocs),
        tuple(_controle(c, exemplaire, rendu) for c in brut.controles),
        rendu.source,
        par=exemplaire.par,
    )


def _controle(controle: m.Controle, exemplaire: Exemplaire, rendu: Rendu) -> m.Controle:
    """A check; each sheet of a row has its own."""
    textes = {nom: rendu.texte(getattr(controle, nom)) for nom in ("libelle", "valeur", "attendu", "remede")}
    suffixe = f"_{exemplaire.id.rpartition('.')[2]}" if exemplaire.par else ""
    return controle.model_copy(update={**textes, "id": controle.id + suffixe})


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
    classeurs: list[d.Classeur] = []
    index: _Index = {}
    for ident in pack.classeurs:
        doc, erreurs = lire_yaml(dossier / ident / "_classeur.yaml")
        fautes += erreurs
        brut = _valide(doc, m.ClasseurGabarit, f"{ident}/_classeur.yaml", fautes) if doc else None
        if brut is None:
            continue
        feuilles = [x for f in brut.feuilles for x in _feuilles(dossier, ident, f, donnees, fautes, index)]
        classeurs.append(d.Classeur(ident, brut.titre, brut.role, tuple(feuilles)))
    complets = tuple(completer_index(c, index) for c in nommer(classeurs))
    if fautes:
        return None, fautes
    return d.PackDeclare(nom, pack.titre, pack.schema_version, complets, pack.migrations, pack.reperes), []
