"""The titles of a devis: what was recognised, corrected by the mapping."""

from __future__ import annotations

import re
from dataclasses import replace

from chargeprod_xl.classeurs.tableur_lu import FeuilleTableur
from chargeprod_xl.imports.devis.colonnes import EnTete, reconnaitre, titres_de
from chargeprod_xl.imports.devis.correspondance import Correspondance
from chargeprod_xl.liens.references_a1 import indice_colonne
from chargeprod_xl.tables.mots import plier


def place(valeur: str, en_tete: EnTete, feuille: FeuilleTableur) -> int:
    """A column by its title, else by its letter when the sheet goes that far; 0 when it is neither."""
    for colonne, variantes in en_tete.variantes.items():
        if plier(valeur) and plier(valeur) in variantes:
            return colonne
    if not re.fullmatch(r"[A-Za-z]{1,2}", valeur.strip()):
        return 0
    colonne = indice_colonne(valeur.strip().upper())
    return colonne if any(c >= colonne for _, c in feuille.cellules) else 0


def titres_du_devis(feuille: FeuilleTableur, c: Correspondance) -> EnTete:
    """What was recognised, corrected by the mapping: a column that it names serves one role only."""
    ligne = c.ligne_des_titres
    lu = reconnaitre(feuille) if ligne is None else titres_de(feuille, ligne)
    if not c.colonnes:
        return lu
    if ligne is None and lu.manquants:
        lu = _titres_de_la_correspondance(feuille, c) or lu
    voulues = {role: place(v, lu, feuille) for role, v in c.colonnes.items() if v is not None}
    prises = {x for x in voulues.values() if x}
    gardees = {r: x for r, x in lu.colonnes.items() if x not in prises and r not in c.colonnes}
    return replace(lu, colonnes={**gardees, **{r: x for r, x in voulues.items() if x}}, doubles={})


def _titres_de_la_correspondance(feuille: FeuilleTableur, c: Correspondance) -> EnTete | None:
    """The row that bears the titles named by the mapping, when words of our own did not find it."""
    voulus = {plier(v) for v in c.colonnes.values() if v}
    compte: dict[int, int] = {}
    for (r, _), cellule in feuille.cellules.items():
        if isinstance(cellule.valeur, str) and plier(cellule.valeur) in voulus:
            compte[r] = compte.get(r, 0) + 1
    return titres_de(feuille, max(sorted(compte), key=lambda r: compte[r])) if compte else None
