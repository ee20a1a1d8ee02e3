"""Structured references of Excel tables: ``t_x[[#This Row],[Montant HT]]`` to ``$D5``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from chargeprod_xl.liens.references_a1 import Plage, Prefixe, lettre_colonne

_ECHAPPE = re.compile(r"'(.)", re.DOTALL)
_MORCEAU = re.compile(r"\[((?:[^\[\]']|'.)*)\]", re.DOTALL)
_ZONES = {"#all": "tout", "#data": "donnees", "#headers": "entete", "#totals": "totaux", "#this row": "ligne"}


@dataclass(frozen=True)
class Tableau:
    """An Excel table; ``plage`` includes its header and total rows."""

    nom: str
    feuille: str
    plage: Plage
    colonnes: tuple[str, ...]
    lignes_entete: int = 1
    lignes_total: int = 0

    @cached_property
    def rangs(self) -> Mapping[str, int]:
        """Column number on the sheet by lower-case column title."""
        debut = self.plage.colonne_debut
        return {titre.lower(): debut + rang for rang, titre in enumerate(self.colonnes)}

    @property
    def lignes_donnees(self) -> tuple[int, int]:
        """First and last data row."""
        return self.plage.ligne_debut + self.lignes_entete, self.plage.ligne_fin - self.lignes_total

    def lignes(self, zones: frozenset[str]) -> tuple[int, int] | None:
        """The rows that ``zones`` cover, None when the table has no such row."""
        premiere, derniere = self.lignes_donnees
        if not zones:
            return premiere, derniere
        possibles = {
            "tout": (self.plage.ligne_debut, self.plage.ligne_fin),
            "donnees": (premiere, derniere),
            "entete": (self.plage.ligne_debut, premiere - 1),
            "totaux": (derniere + 1, self.plage.ligne_fin),
        }
        choisies = [possibles[zone] for zone in zones if possibles[zone][0] <= possibles[zone][1]]
        if not choisies:
            return None
        return min(debut for debut, _ in choisies), max(fin for _, fin in choisies)


class _Structuree(NamedTuple):
    """A structured reference, read: table (empty when implied), zones, first and last column title."""

    tableau: str
    zones: frozenset[str]
    debut: str | None
    fin: str | None


def _titre(brut: str) -> str:
    return _ECHAPPE.sub(r"\1", brut).lower()


@lru_cache(maxsize=8_192)
def _lire(texte: str) -> _Structuree:
    nom, crochet, reste = texte.partition("[")
    dedans = reste[:-1].strip() if crochet else ""
    zones: set[str] = set()
    if dedans.startswith("@"):
        zones.add("ligne")
        dedans = dedans[1:].strip()
    if not dedans.startswith("["):
        dedans = f"[{dedans}]" if dedans else ""
    titres: list[str] = []
    for brut in _MORCEAU.findall(dedans):
        zone = _ZONES.get(brut.strip().lower())
        if zone:
            zones.add(zone)
        else:
            titres.append(_titre(brut))
    return _Structuree(nom.lower(), frozenset(zones), titres[0] if titres else None, titres[-1] if titres else None)


def developper_reference(
    texte: str,
    tableaux: Mapping[str, Tableau],
    ligne: int,
    feuille: str,
    colonne: int | None = None,
) -> str:
    """One structured reference, or a bare table name, as an A1 reference seen from a cell of ``feuille``."""
    lue = _lire(texte)
    tableau = tableaux.get(lue.tableau) if lue.tableau else _tableau_ici(tableaux, ligne, feuille, colonne)
    if tableau is None:
        return "#REF!"
    debut = tableau.plage.colonne_debut if lue.debut is None else tableau.rangs.get(lue.debut)
    fin = tableau.plage.colonne_fin if lue.fin is None else tableau.rangs.get(lue.fin)
    if debut is None or fin is None:
        return "#REF!"
    debut, fin = min(debut, fin), max(debut, fin)
    prefixe = "" if tableau.feuille == feuille else str(Prefixe(tableau.feuille))
    if "ligne" in lue.zones:
        premiere, derniere = tableau.lignes_donnees
        if not premiere <= ligne <= derniere:
            return "#VALUE!"
        gauche, droite = f"${lettre_colonne(debut)}{ligne}", f"${lettre_colonne(fin)}{ligne}"
        return prefixe + (gauche if debut == fin else f"{gauche}:{droite}")
    lignes = tableau.lignes(lue.zones)
    if lignes is None:
        return "#REF!"
    return prefixe + Plage(lignes[0], debut, lignes[1], fin).absolue


def _tableau_ici(tableaux: Mapping[str, Tableau], ligne: int, feuille: str, colonne: int | None) -> Tableau | None:
    """The table a reference without a table name means: the one the formula stands in."""
    candidats = [
        tableau
        for tableau in tableaux.values()
        if tableau.feuille == feuille
        and tableau.plage.contient(ligne, colonne if colonne is not None else tableau.plage.colonne_debut)
    ]
    return candidats[0] if len(candidats) == 1 else None
