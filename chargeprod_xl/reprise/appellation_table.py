"""Names of the rows of a table that people extend: what the file says, what the sources say, what other tables know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chargeprod_xl.gabarits.declaration import Bloc, Tapee
from chargeprod_xl.liens.plan import canonique
from chargeprod_xl.reprise.appellation import Rangee, appeler
from chargeprod_xl.reprise.recit_table import AJOUT
from chargeprod_xl.reprise.saisies import TableLue


@dataclass(frozen=True)
class Connues:
    """Names that rows of earlier tables have.

    ``identites``: by identity; ``avant``, ``apres``: by what the first column names, as the file and as the sources
    have it.
    """

    identites: Mapping[str, str] = field(default_factory=dict)
    avant: Mapping[Any, str] = field(default_factory=dict)
    apres: Mapping[Any, str] = field(default_factory=dict)


def noms_de_table(bloc: Bloc, lue: TableLue, identites: Sequence[str], connues: Connues) -> dict[str, str]:
    """A name for each row of the file, each row that was deleted from it, each row that the sources bring."""
    rangees = {
        cle: _rangee(bloc, cle, ligne.cellules, f"ligne {ligne.rang}", connues, connues.avant)
        for cle, ligne in zip(identites, lue.lignes, strict=True)
    }
    ecrites = {cle: f"ligne {lue.entete + rang} à la construction" for rang, cle in enumerate(lue.ecrites, 1)}
    for rang, ligne in enumerate(bloc.lignes, 1):
        if ligne.cle not in rangees:
            cellules = {c: Tapee(canonique(v)) for c, v in ligne.valeurs.items()}
            place = ecrites.get(ligne.cle, f"rang {rang} dans la source")
            rangees[ligne.cle] = _rangee(bloc, ligne.cle, cellules, place, connues, connues.apres)
    for cle, place in ecrites.items():
        if cle not in rangees and cle.startswith(AJOUT):
            rangees[cle] = Rangee({}, place)  # added before the last build, deleted since: nothing of it is left
    return appeler(rangees, bloc.colonnes, reconnait=bloc.reconnait)


def _rangee(
    bloc: Bloc, cle: str, cellules: Mapping[str, Tapee], place: str, connues: Connues, visees: Mapping[Any, str]
) -> Rangee:
    """A row to name; one that has no words of its own takes the name of the row it speaks of."""
    premiere, *suivantes = bloc.colonnes
    tapee = cellules.get(premiere.id)
    nom = visees.get(tapee.valeur, "") if tapee and tapee.valeur is not None else ""
    a_des_mots = any(c.type == "texte" and c.role != "calcul" and not c.ajoutee for c in suivantes)
    if not nom and not a_des_mots and not cle.startswith(AJOUT):
        nom = connues.identites.get(cle, "")
    return Rangee(cellules, place, nom)
