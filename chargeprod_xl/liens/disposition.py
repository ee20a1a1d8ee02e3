"""Lay out: every declared thing gets an address. Blocks are stacked; the first header stands on row 4."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.gabarits.declaration import (
    Bloc,
    BlocGraphique,
    BlocTexte,
    Classeur,
    Colonne,
    Feuille,
    PackDeclare,
)

PREMIERE_LIGNE = 4
SENTINELLE = "— insérer au-dessus —"
#: Height of a standard row (18 pt) in centimetres, to reserve rows under a chart.
CM_PAR_LIGNE = 0.635
COLONNE_ID = Colonne("_id", "_id", "texte", "donnee", masquee=True, largeur=10)
_INTERDITS_TABLE = set("[]#'@\n")


@dataclass(frozen=True)
class BlocPose:
    """A table with its addresses. Rows and columns count from 1; ``derniere`` includes the sentinel row."""

    bloc: Bloc
    entete: int
    premiere: int
    derniere: int
    total: int | None
    colonnes: Mapping[str, int]
    lignes: Mapping[str, int]
    bandeaux: Mapping[str, int]
    table: str | None

    @property
    def declarees(self) -> tuple[Colonne, ...]:
        """Declared columns, the hidden identity of an extensible table included."""
        return (*self.bloc.colonnes, COLONNE_ID) if self.bloc.extensible else self.bloc.colonnes

    @cached_property
    def titres(self) -> Mapping[str, str]:
        """The title of each declared column, by name."""
        return {c.id: c.titre for c in self.declarees}

    @cached_property
    def titres_par_rang(self) -> Mapping[int, str]:
        """The title of each declared column, by its number on the sheet."""
        return {self.colonnes[ident]: titre for ident, titre in self.titres.items()}

    @cached_property
    def familles(self) -> Mapping[str, tuple[int, int]]:
        """First and last column of each family of repeated columns."""
        bornes: dict[str, tuple[int, int]] = {}
        for colonne in self.bloc.colonnes:
            if colonne.famille:
                rang = self.colonnes[colonne.id]
                bornes[colonne.famille] = (bornes.get(colonne.famille, (rang, rang))[0], rang)
        return bornes


@dataclass(frozen=True)
class FeuilleDisposee:
    """A sheet whose blocks have their rows."""

    feuille: Feuille
    blocs: tuple[BlocPose, ...]
    titres: tuple[tuple[int, str], ...]
    textes: tuple[tuple[int, str], ...]
    graphiques: tuple[tuple[int, BlocGraphique], ...]
    largeur: int
    hauteur: int


def nom_de_table(feuille: Feuille, bloc: Bloc) -> str:
    """Name of the Excel table: unique across the pack, so that a merge of all files cannot clash."""
    return f"t_{feuille.classeur}_{feuille.id}_{bloc.id}"


def _poser(feuille: Feuille, bloc: Bloc, ligne: int) -> BlocPose:
    bandeaux = {b.id: ligne + i for i, b in enumerate(bloc.bandeaux)}
    entete = ligne + len(bandeaux)
    premiere = entete + 1
    nombre = len(bloc.lignes) + (1 if bloc.extensible else 0)
    derniere = premiere + nombre - 1
    colonnes = {c.id: rang for rang, c in enumerate(bloc.colonnes, 1)}
    if bloc.extensible:
        colonnes["_id"] = len(colonnes) + 1
    return BlocPose(
        bloc,
        entete,
        premiere,
        derniere,
        derniere + 1 if any(c.total for c in bloc.colonnes) else None,
        colonnes,
        {ligne_.cle: premiere + i for i, ligne_ in enumerate(bloc.lignes)},
        bandeaux,
        nom_de_table(feuille, bloc) if bloc.extensible else None,
    )


def disposer_feuille(feuille: Feuille) -> FeuilleDisposee:
    """Stack the blocks of one sheet."""
    ligne = PREMIERE_LIGNE
    blocs: list[BlocPose] = []
    titres: list[tuple[int, str]] = []
    textes: list[tuple[int, str]] = []
    graphiques: list[tuple[int, BlocGraphique]] = []
    largeur = 2
    for bloc in feuille.blocs:
        if isinstance(bloc, BlocGraphique):
            graphiques.append((ligne, bloc))
            ligne += math.ceil(bloc.hauteur / CM_PAR_LIGNE) + 1
            continue
        if bloc.titre:
            titres.append((ligne, bloc.titre))
            ligne += 1
        if isinstance(bloc, BlocTexte):
            textes += [(ligne + i, t) for i, t in enumerate(bloc.lignes)]
            ligne += len(bloc.lignes) + 1
            continue
        pose = _poser(feuille, bloc, ligne)
        blocs.append(pose)
        largeur = max(largeur, len(pose.colonnes))
        ligne = (pose.total or pose.derniere) + 2
    return FeuilleDisposee(
        feuille, tuple(blocs), tuple(titres), tuple(textes), tuple(graphiques), largeur, max(ligne - 2, 4)
    )


def _fautes_bloc(feuille: Feuille, bloc: Bloc, dernier: bool) -> list[Anomalie]:
    ou = f"{feuille.source}, ligne {bloc.ligne_source}, tableau « {bloc.id} »"
    fautes = []
    for genre, noms in (
        ("colonne", [c.id for c in bloc.colonnes]),
        ("titre de colonne", [c.titre.casefold() for c in bloc.colonnes] if bloc.extensible else []),
        ("ligne", [x.cle for x in bloc.lignes]),
    ):
        for nom in sorted({n for n in noms if noms.count(n) > 1}):
            if genre == "ligne" and bloc.extensible:
                continue  # people type keys there: the workbook's own checks speak of doubles
            fautes.append(Anomalie(ou, f"{genre} « {nom} » déclarée deux fois", "gardez-en une seule"))
    if bloc.extensible:
        for colonne in bloc.colonnes:
            if _INTERDITS_TABLE & set(colonne.titre):
                fautes.append(
                    Anomalie(ou, f"titre « {colonne.titre} » impossible dans un tableau Excel", "ôtez [ ] # ' @")
                )
        if not dernier:
            fautes.append(Anomalie(ou, "un tableau extensible doit finir sa feuille", "placez-le en dernier"))
    elif not bloc.lignes:
        fautes.append(Anomalie(ou, "tableau sans ligne", "donnez ses lignes, ou rendez-le extensible"))
    return fautes


def _lieu(feuille: Feuille) -> str:
    return f"{feuille.source}, ligne {feuille.ligne_source}" if feuille.source.endswith(".yaml") else feuille.source


def _feuilles_du_programme(pack: PackDeclare) -> set[str]:
    """Names that the program keeps for the sheets it adds: borders, and what a file says of itself."""
    return {"_meta"} | {f"{genre} {c.titre}"[:31].casefold() for c in pack.classeurs for genre in ("Sorties", "Liens")}


def _homonymes(pack: PackDeclare) -> list[Anomalie]:
    """Sheets that Excel would not tell apart: the pack may be one workbook, and capitals make no difference there."""
    fautes = []
    reserves = _feuilles_du_programme(pack)
    vues: dict[str, Feuille] = {}
    for feuille in (f for c in pack.classeurs for f in c.feuilles):
        autre = vues.setdefault(feuille.nom.casefold(), feuille)
        if autre is not feuille:
            # The template is at fault, not what the program adds.
            a, b = (feuille, autre) if feuille.source.endswith(".yaml") else (autre, feuille)
            casse = "" if a.nom == b.nom else f", que seules les majuscules distinguent de « {b.nom} »"
            quoi = f"deux feuilles « {a.nom} »{casse} : l’autre est dans {_lieu(b)}"
            fautes.append(Anomalie(_lieu(a), quoi, "renommez l’une des deux (« feuille: »)"))
        elif feuille.nom.casefold() in reserves:
            quoi = f"« {feuille.nom} » est le nom d’une feuille que le programme ajoute"
            fautes.append(Anomalie(_lieu(feuille), quoi, "renommez la feuille (« feuille: »)"))
    return fautes


def fautes_de_disposition(pack: PackDeclare) -> list[Anomalie]:
    """Duplicates and impossible titles, template and line named."""
    fautes = _homonymes(pack)
    for classeur in pack.classeurs:
        for feuille in classeur.feuilles:
            for bloc in (b for b in feuille.blocs if isinstance(b, Bloc)):
                fautes += _fautes_bloc(feuille, bloc, bloc is feuille.blocs[-1])
    return fautes


def disposer(classeur: Classeur) -> tuple[FeuilleDisposee, ...]:
    """Lay out every sheet of a workbook."""
    return tuple(disposer_feuille(f) for f in classeur.feuilles)
