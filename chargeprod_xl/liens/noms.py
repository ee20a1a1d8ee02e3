"""Every name of the pack and the address behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from chargeprod_xl.gabarits.declaration import Bloc, Ligne
from chargeprod_xl.liens.disposition import BlocPose, FeuilleDisposee
from chargeprod_xl.liens.references_a1 import lettre_colonne


@dataclass(frozen=True)
class Somme:
    """A sum made where the table stands, for who reads it from another workbook.

    Attributes:
        valeurs: the column added up.
        cle: the column whose values tell the sums apart; None for one sum alone.
        criteres: conditions known when the pack is built: column, and the literal it must equal.
        connues: the values of ``cle``, each once.
    """

    valeurs: Cible
    cle: Cible | None
    criteres: tuple[tuple[Cible, str], ...]
    connues: tuple[Any, ...]


@dataclass(frozen=True)
class Cible:
    """An address: one cell, a column of a table, or a rectangle. ``bloc`` is set for a whole column of a table.

    ``copie``: a column of another workbook that its reader copies; ``somme``: a sum asked of another workbook, or its
    keys when ``cles``.
    """

    nom: str
    classeur: str
    feuille: str
    l1: int
    c1: int
    l2: int
    c2: int
    type: str
    bloc: BlocPose | None = None
    colonne: str = ""
    saisie: bool = False
    copie: bool = False
    somme: Somme | None = None
    cles: bool = False

    @property
    def cellule(self) -> bool:
        """True for one cell alone that is not a column of a table."""
        return self.bloc is None and (self.l1, self.c1) == (self.l2, self.c2)


def prefixe_feuille(nom: str, livre: int | None = None) -> str:
    """``Feuille!`` quoted as Excel wants it; ``livre`` is the index of an external workbook."""
    texte = f"[{livre}]{nom}" if livre else nom
    if livre is None and nom.isidentifier() and nom.isascii():
        return f"{nom}!"
    return "'" + texte.replace("'", "''") + "'!"


def adresse(l1: int, c1: int, l2: int | None = None, c2: int | None = None) -> str:
    """Absolute A1 reference."""
    debut = f"${lettre_colonne(c1)}${l1}"
    if l2 is None or c2 is None or (l1, c1) == (l2, c2):
        return debut
    return f"{debut}:${lettre_colonne(c2)}${l2}"


def _declarees(bloc: Bloc) -> list[Ligne]:
    """Rows of the template: those that a person inserted have no name."""
    return [ligne for ligne in bloc.lignes if not ligne.ajoutee]


def _noms_bloc(f: FeuilleDisposee, pose: BlocPose) -> Iterable[Cible]:
    classeur, feuille = f.feuille.classeur, f.feuille.nom
    racine = f"{classeur}.{f.feuille.id}"
    bloc = pose.bloc
    if bloc.est_champs:
        for ligne in _declarees(bloc):
            rang, col = pose.lignes[ligne.cle], pose.colonnes["valeur"]
            yield Cible(
                f"{racine}.{ligne.cle}",
                classeur,
                feuille,
                rang,
                col,
                rang,
                col,
                ligne.types.get("valeur", "texte"),
                saisie=ligne.roles.get("valeur") == "saisie",
            )
        return
    base = f"{racine}.{bloc.id}"
    for colonne in bloc.colonnes:
        rang = pose.colonnes[colonne.id]
        alias = [colonne.id, colonne.base] if colonne.id.endswith(".retenu") else [colonne.id]
        for nom in alias:
            yield Cible(
                f"{base}.{nom}",
                classeur,
                feuille,
                pose.premiere,
                rang,
                pose.derniere,
                rang,
                colonne.type,
                pose,
                nom,
            )
            for ligne in () if bloc.extensible else _declarees(bloc):
                lg = pose.lignes[ligne.cle]
                genre = ligne.types.get(colonne.id, colonne.type)
                role = ligne.roles.get(colonne.id, colonne.role)
                entree = role in {"saisie", "force"} and f.feuille.onglet != "accueil"  # the legend only looks like one
                yield Cible(
                    f"{base}.{ligne.cle}.{nom}",
                    classeur,
                    feuille,
                    lg,
                    rang,
                    lg,
                    rang,
                    genre,
                    saisie=entree,
                )
            if pose.total and colonne.total:
                yield Cible(f"{base}.total.{nom}", classeur, feuille, pose.total, rang, pose.total, rang, colonne.type)
    if bloc.extensible:
        rang = pose.colonnes["_id"]
        nom = f"{base}._id"
        yield Cible(nom, classeur, feuille, pose.premiere, rang, pose.derniere, rang, "code", pose, "_id")
    familles = pose.familles
    for famille, (c1, c2) in familles.items():
        yield Cible(f"{base}.{famille}", classeur, feuille, pose.premiere, c1, pose.derniere, c2, "")
    for bandeau in bloc.bandeaux:
        rangs = [pose.colonnes[i] for i in (*bandeau.formules, *bandeau.valeurs)]
        if rangs:
            lg = pose.bandeaux[bandeau.id]
            yield Cible(f"{base}.{bandeau.id}", classeur, feuille, lg, min(rangs), lg, max(rangs), bandeau.type)


def indexer(feuilles: Iterable[FeuilleDisposee]) -> dict[str, Cible]:
    """All names of the pack; the first declaration of a name wins (doubles are faults found before)."""
    index: dict[str, Cible] = {}
    for f in feuilles:
        for pose in f.blocs:
            for cible in _noms_bloc(f, pose):
                index.setdefault(cible.nom, cible)
    return index


def chercher(index: Mapping[str, Cible], nom: str, classeur: str, feuille: str) -> list[Cible]:
    """What ``nom`` may mean on a sheet: in it, in its workbook, or anywhere. More than one is ambiguous."""
    candidats = (f"{classeur}.{feuille}.{nom}", f"{classeur}.{nom}", nom)
    trouves = {index[c].nom: index[c] for c in candidats if c in index}
    return list(trouves.values())
