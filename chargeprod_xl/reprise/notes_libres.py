"""The free columns that the program gives to a table so that it is as wide as another of its sheet."""

from __future__ import annotations

from dataclasses import replace

from chargeprod_xl.liens.empilement import NOTE
from chargeprod_xl.reprise.cellules import RIEN
from chargeprod_xl.reprise.saisies import ColonneLue, TableLue


def sans_notes_vides(lue: TableLue) -> TableLue:
    """The table without those that nobody used: they come back if they are still needed."""

    def vide(colonne: ColonneLue) -> bool:
        return all(x.cellules.get(colonne.id, RIEN) == RIEN for x in lue.lignes)

    libres = {c.id for c in lue.ajoutees if c.id.startswith(NOTE) and c.titre.startswith("Note") and vide(c)}
    if not libres:
        return lue
    lignes = (replace(x, cellules={c: t for c, t in x.cellules.items() if c not in libres}) for x in lue.lignes)
    return replace(lue, ajoutees=tuple(c for c in lue.ajoutees if c.id not in libres), lignes=tuple(lignes))
