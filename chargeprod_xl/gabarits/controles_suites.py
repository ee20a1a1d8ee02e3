"""Tables that follow others are watched: a row added upstream, or deleted, is seen before anyone rebuilds the pack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chargeprod_xl.gabarits.declaration import Bloc, Classeur, Colonne, Ligne, PackDeclare
from chargeprod_xl.gabarits.suites import RANG, SOURCE

_COLONNES = (
    Colonne("libelle", "Tableaux que d’autres suivent", "texte", "donnee", largeur=54),
    Colonne("valeur", "Lignes", "entier", "calcul", largeur=16),
)


@dataclass(frozen=True)
class Guet:
    """A check to write: what it is called, what it computes."""

    cle: str
    libelle: str
    valeur: str


def _nom(chemin: str) -> str:
    _, feuille, bloc = chemin.split(".")
    return f"suivi_{feuille}_{bloc}"


def guets(feuille: str, nom: str, bloc: Bloc) -> Iterator[Guet]:
    """What watches a following table: rows of the table followed that it does not show, and rows that are gone.

    Rows added by hand bear no identity, or a copied one: neither is found. Among rows that a condition leaves out, one
    deleted and another copied in its place cancel out, until the next rebuild.
    """
    suite = bloc.suite
    if suite is None or not suite.extensible:
        return
    classeur = suite.source.split(".", maxsplit=1)[0]
    suivi = f"{{{classeur}.controles.{_nom(suite.source)}"
    rangs, sources = (f"{{{feuille}.{bloc.id}.{c}}}" for c in (RANG, SOURCE))
    trouvees = f'COUNTIF({rangs},">0")'
    absentes = f'COUNTIFS({sources},"?*",{rangs},0)'
    yield Guet(
        f"{feuille.replace('.', '_')}_{bloc.id}_suite",
        f"{nom} : une ligne pour chaque ligne de « {suite.source} »",
        f"=MAX(ABS({suivi}_lignes}}-{suite.ecartees}-{trouvees}),{suivi}_lignes}}-{suivi}_connues}})+{absentes}",
    )


def suivies(pack: PackDeclare, classeur: Classeur) -> Bloc | None:
    """For each table of a workbook that others follow: how many rows it has today, how many bear an identity."""
    chemins = dict.fromkeys(
        b.suite.source
        for c in pack.classeurs
        for f in c.feuilles
        for b in f.blocs
        if isinstance(b, Bloc) and b.suite and b.suite.extensible
    )
    noms = {f.id: f.nom for f in classeur.feuilles}
    lignes = []
    for chemin in chemins:
        if chemin.split(".", maxsplit=1)[0] != classeur.id:
            continue
        nom, ids = noms[chemin.split(".")[1]], f"{{{chemin}._id}}"
        for fin, libelle, formule in (
            ("lignes", "lignes", f"=ROWS({ids})-1"),
            ("connues", "dont connues à la dernière construction", f'=COUNTIF({ids},"?*")'),
        ):
            valeurs, formules = {"libelle": f"{nom} : {libelle}"}, {"valeur": formule}
            lignes.append(Ligne(f"{_nom(chemin)}_{fin}", valeurs, formules, {"valeur": "entier"}, {"valeur": "calcul"}))
    return Bloc("suivies", "", _COLONNES, tuple(lignes), est_champs=True) if lignes else None
