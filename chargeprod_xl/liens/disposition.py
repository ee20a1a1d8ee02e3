"""Lay out: every declared thing gets an address. Blocks are stacked, some side by side; the first stands on row 4."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.gabarits.cles import feuille_du_programme
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
#: Rows looked at under a table for lines written outside it.
FOND_DE_FEUILLE = 3000
#: Blank rows under a block, and under a table where people add rows, before the next one.
_SOUS_UN_BLOC, _SOUS_UNE_TABLE = 1, 3
SENTINELLE = "— insérer au-dessus —"
#: Height of a standard row (18 pt) in centimetres, to reserve rows under a chart.
CM_PAR_LIGNE = 0.635
COLONNE_ID = Colonne("_id", "_id", "texte", "donnee", masquee=True, largeur=10)
_INTERDITS_TABLE = set("[]#'@\n")


@dataclass(frozen=True)
class BlocPose:
    """A table with its addresses. Rows and columns count from 1; ``derniere`` includes the sentinel row.

    ``fond``: last row where a line written under the table is looked for; the first one of the next block, if any.
    """

    bloc: Bloc
    entete: int
    premiere: int
    derniere: int
    total: int | None
    colonnes: Mapping[str, int]
    lignes: Mapping[str, int]
    bandeaux: Mapping[str, int]
    table: str | None
    fond: int = FOND_DE_FEUILLE

    @property
    def gauche(self) -> int:
        """First column."""
        return min(self.colonnes.values())

    @property
    def droite(self) -> int:
        """Last column."""
        return max(self.colonnes.values())

    @property
    def bas(self) -> int:
        """Last row, total included."""
        return self.total or self.derniere

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
    """A sheet whose blocks have their rows. ``titres``: row, column and text of the title of each block."""

    feuille: Feuille
    blocs: tuple[BlocPose, ...]
    titres: tuple[tuple[int, int, str], ...]
    textes: tuple[tuple[int, str], ...]
    graphiques: tuple[tuple[int, BlocGraphique], ...]
    largeur: int
    hauteur: int


def nom_de_table(feuille: Feuille, bloc: Bloc) -> str:
    """Name of the Excel table: unique across the pack, so that a merge of all files cannot clash."""
    return f"t_{feuille.classeur}_{feuille.id.replace('.', '_')}_{bloc.id}"


def _poser(feuille: Feuille, bloc: Bloc, ligne: int, gauche: int = 1) -> BlocPose:
    bandeaux = {b.id: ligne + i for i, b in enumerate(bloc.bandeaux)}
    entete = ligne + len(bandeaux)
    premiere = entete + 1
    nombre = len(bloc.lignes) + (1 if bloc.extensible else 0)
    derniere = premiere + nombre - 1
    colonnes = {c.id: rang for rang, c in enumerate(bloc.colonnes, gauche)}
    if bloc.extensible:
        colonnes["_id"] = len(colonnes) + gauche
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


#: Columns of the sheet that a letter spans when no table says otherwise.
_COLONNES_DE_LETTRE = 4


def colonnes_de_lettre(feuille: Feuille) -> int:
    """How many columns make the width of the page of a letter: those of the widest table in it; 0 without a letter."""
    blocs = [b for b in feuille.blocs if isinstance(b, Bloc)]
    if not any(b.lettre for b in blocs):
        return 0
    tables = [len(b.colonnes) for b in blocs if not b.lettre and b.imprime]
    return max(tables, default=_COLONNES_DE_LETTRE)


@dataclass
class _Pile:
    """Blocks put one under another: ``ligne`` is where the next one goes, ``bas`` the last row so far.

    ``page``: columns on which a letter is written.
    """

    feuille: Feuille
    page: int = 0
    ligne: int = PREMIERE_LIGNE
    bas: int = 0
    blocs: list[BlocPose] = field(default_factory=list)
    titres: list[tuple[int, int, str]] = field(default_factory=list)
    textes: list[tuple[int, str]] = field(default_factory=list)
    graphiques: list[tuple[int, BlocGraphique]] = field(default_factory=list)
    debuts: list[int] = field(default_factory=list)

    def empiler(self, rangee: Sequence[Bloc | BlocTexte | BlocGraphique]) -> None:
        """Blocks that stand in one row; most rows have one."""
        self.debuts.append(self.ligne)
        premier = rangee[0]
        if isinstance(premier, BlocGraphique):
            self.graphiques.append((self.ligne, premier))
            self._finir(self.ligne + math.ceil(premier.hauteur / CM_PAR_LIGNE) - 1)
        elif isinstance(premier, BlocTexte):
            self._titrer(premier.titre, 1)
            self.ligne += bool(premier.titre)
            self.textes += [(self.ligne + i, t) for i, t in enumerate(premier.lignes)]
            self._finir(self.ligne + len(premier.lignes) - 1)
        else:
            self._cote_a_cote([b for b in rangee if isinstance(b, Bloc)])

    def _titrer(self, titre: str, colonne: int) -> None:
        if titre:
            self.titres.append((self.ligne, colonne, titre))

    def _cote_a_cote(self, rangee: list[Bloc]) -> None:
        """Tables in one row, a blank column between them, their headers on one line."""
        titree, colonne = any(b.titre for b in rangee), 1
        poses: list[BlocPose] = []
        for bloc in rangee:
            self._titrer(bloc.titre, colonne)
            pose = _poser(self.feuille, bloc, self.ligne + titree, colonne)
            poses.append(_en_page(pose, self.page) if bloc.lettre else pose)
            colonne = poses[-1].droite + 2
        self.blocs += poses
        self._finir(max(p.bas for p in poses), _SOUS_UNE_TABLE if poses[0].table else _SOUS_UN_BLOC)

    def _finir(self, bas: int, blanches: int = _SOUS_UN_BLOC) -> None:
        self.bas, self.ligne = bas, bas + blanches + 1

    def fonds(self) -> tuple[BlocPose, ...]:
        """The blocks; each table where people add rows is told how far down its own ground goes."""
        return tuple(
            replace(p, fond=min((d for d in self.debuts if d > p.derniere), default=FOND_DE_FEUILLE)) if p.table else p
            for p in self.blocs
        )


def _en_page(pose: BlocPose, colonnes: int) -> BlocPose:
    """A letter: what starts at its left margin, what starts at the middle of its page."""
    gauche, droite = pose.colonnes
    return replace(pose, colonnes={gauche: 1, droite: colonnes // 2 + 1})


def rangees(
    blocs: Sequence[Bloc | BlocTexte | BlocGraphique],
) -> list[list[Bloc | BlocTexte | BlocGraphique]]:
    """Blocks by row of the sheet: those that stand side by side together, each other one alone."""
    sortie: list[list[Bloc | BlocTexte | BlocGraphique]] = []
    for bloc in blocs:
        avant = sortie[-1][0] if sortie else None
        rang = bloc.rangee if isinstance(bloc, Bloc) else 0
        if rang and isinstance(avant, Bloc) and avant.rangee == rang:
            sortie[-1].append(bloc)
        else:
            sortie.append([bloc])
    return sortie


def disposer_feuille(feuille: Feuille) -> FeuilleDisposee:
    """Stack the blocks of one sheet."""
    pile = _Pile(feuille, colonnes_de_lettre(feuille))
    for rangee in rangees(feuille.blocs):
        pile.empiler(rangee)
    blocs = pile.fonds()
    return FeuilleDisposee(
        feuille,
        blocs,
        tuple(pile.titres),
        tuple(pile.textes),
        tuple(pile.graphiques),
        max([2, pile.page, *(p.droite for p in blocs)]),
        max(pile.bas, 4),
    )


def ou_est(feuille: Feuille, bloc: Bloc) -> str:
    """Where a table is declared, for a message."""
    return f"{feuille.source}, ligne {bloc.ligne_source}, tableau « {bloc.id} »"


def _fautes_bloc(feuille: Feuille, bloc: Bloc) -> list[Anomalie]:
    ou = ou_est(feuille, bloc)
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
    elif not bloc.lignes:
        fautes.append(Anomalie(ou, "tableau sans ligne", "donnez ses lignes, ou rendez-le extensible"))
    return fautes


def _lieu(feuille: Feuille) -> str:
    return f"{feuille.source}, ligne {feuille.ligne_source}" if feuille.source.endswith(".yaml") else feuille.source


def _feuilles_du_programme(pack: PackDeclare) -> set[str]:
    """Names that the program keeps for the sheets it adds: borders, and what a file says of itself."""
    titres = [c.titre for c in pack.classeurs]
    return {"_meta"} | {feuille_du_programme(genre, t).casefold() for t in titres for genre in ("Sorties", "Liens")}


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
    tables: dict[str, str] = {}
    for classeur in pack.classeurs:
        for feuille in classeur.feuilles:
            for bloc in (b for b in feuille.blocs if isinstance(b, Bloc)):
                fautes += _fautes_bloc(feuille, bloc)
                table = nom_de_table(feuille, bloc)
                if bloc.extensible and (deja := tables.setdefault(table, feuille.nom)) != feuille.nom:
                    quoi = f"le tableau porterait le même nom, {table}, que celui de la feuille « {deja} »"
                    fautes.append(Anomalie(ou_est(feuille, bloc), quoi, "donnez-lui un autre identifiant"))
    return fautes


def disposer(classeur: Classeur) -> tuple[FeuilleDisposee, ...]:
    """Lay out every sheet of a workbook."""
    return tuple(disposer_feuille(f) for f in classeur.feuilles)
