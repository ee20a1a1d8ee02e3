"""Where everything declared stands in a written sheet, and what it was seeded with: what a rebuild starts from.

Both are kept on the file's own meta sheet. The plan says which thing each cell is; the seeds say what the program put
there, so that a rebuild tells what a person typed from what she left as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from chargeprod_xl.gabarits.declaration import Bloc, Ligne
from chargeprod_xl.liens.disposition import BlocPose, FeuilleDisposee
from chargeprod_xl.liens.pose import FeuillePosee

_ORIGINE = date(1899, 12, 30)


def canonique(valeur: Any) -> str | float | bool | None:
    """A value as a cell holds it: nothing for an empty text, a serial for a date, a float for any number."""
    if isinstance(valeur, dict):
        valeur = valeur["texte"]  # a link of the « Accueil » sheet
    if valeur is None or valeur == "":
        return None
    if isinstance(valeur, bool | str):
        return valeur
    if isinstance(valeur, date):
        return float((valeur - _ORIGINE).days)
    return float(valeur) if isinstance(valeur, int | float | Decimal) else str(valeur)


def _bloc(pose: BlocPose) -> dict[str, Any]:
    sortie: dict[str, Any] = {
        "entete": pose.entete,
        "fin": pose.derniere,
        "colonnes": list(pose.colonnes),
        "titres": [c.titre for c in pose.declarees],
    }
    if pose.bloc.rangee or pose.bloc.lettre:
        sortie["places"] = list(pose.colonnes.values())
    if pose.bloc.est_champs:
        sortie["champs"] = True
    if pose.total:
        sortie["total"] = pose.total
    if pose.bandeaux:
        sortie["bandeaux"] = dict(pose.bandeaux)
    if pose.table:
        sortie["table"] = pose.table
        sortie["ids"] = [ligne.cle for ligne in pose.bloc.lignes]
    else:
        sortie["lignes"] = [ligne.cle for ligne in pose.bloc.lignes]
        sortie["entrees"] = [
            [ligne.cle, colonne.id]
            for ligne in pose.bloc.lignes
            for colonne in pose.bloc.colonnes
            if not ligne.ajoutee and ligne.roles.get(colonne.id, colonne.role) in {"saisie", "force"}
        ]
    ajoutees = [c.id for c in pose.bloc.colonnes if c.ajoutee]
    return {**sortie, "ajoutees": ajoutees} if ajoutees else sortie


def _semees(bloc: Bloc) -> list[Ligne]:
    """Rows that the program seeded, in its order: those a person deleted are still known, hers never were."""
    lignes = [*(ligne for ligne in bloc.lignes if not ligne.ajoutee), *bloc.supprimees]
    rangs = {cle: rang for rang, cle in enumerate(bloc.source)}
    return sorted(lignes, key=lambda ligne: rangs.get(ligne.cle, 0)) if rangs else lignes


def _graines(bloc: Bloc) -> dict[str, Any]:
    """Seeds of a table: identities, and one list of values by column that has any."""
    lignes = _semees(bloc)
    colonnes: dict[str, list[Any]] = {}
    for colonne in bloc.colonnes:
        valeurs = [canonique(ligne.graines.get(colonne.id)) for ligne in lignes]
        if any(v is not None for v in valeurs):
            colonnes[colonne.id] = valeurs
    return {"ids": [ligne.cle for ligne in lignes], "colonnes": colonnes}


def _corps(f: FeuilleDisposee) -> list[tuple[int, int, int, int]]:
    """First and last row, first and last column of the data of each block: what is outside is text of the program."""
    return [(p.premiere, p.premiere + len(p.bloc.lignes) - 1, p.gauche, p.droite) for p in f.blocs]


def plan_de_feuille(f: FeuilleDisposee, posee: FeuillePosee) -> dict[str, Any]:
    """Places and seeds of one sheet, in plain values."""
    corps = _corps(f)
    textes = [
        [*ou, texte]
        for ou, c in sorted(posee.cellules.items())
        if (texte := canonique(c.valeur)) is not None
        and not c.formule
        and not any(haut <= ou[0] <= bas and gauche <= ou[1] <= droite for haut, bas, gauche, droite in corps)
    ]
    return {
        "id": f"{f.feuille.classeur}.{f.feuille.id}",
        "hauteur": f.hauteur,
        "largeur": f.largeur,
        "textes": textes,
        "blocs": {pose.bloc.id: _bloc(pose) for pose in f.blocs},
        "graines": {pose.bloc.id: _graines(pose.bloc) for pose in f.blocs},
        "dessins": len(f.graphiques) + (posee.image is not None),
        "notes": [[*ou, c.aide] for ou, c in sorted(posee.cellules.items()) if c.aide],
    }


def plans(feuilles: Iterable[tuple[FeuilleDisposee, FeuillePosee]]) -> Mapping[str, Any]:
    """Plans by sheet name."""
    return {posee.nom: plan_de_feuille(f, posee) for f, posee in feuilles}
