"""What a person would call the rows of a pack fresh from its sources."""

from __future__ import annotations

from typing import Any

from reprise.hasard_film import MOTS
from reprise.hasard_lecture import Lu, Onglet
from reprise.hasard_packs import DEMO, Genre

IDENTITE = "_id"


def cles(onglet: Onglet, lu: Lu, genre: Genre) -> dict[int, str]:
    """What a person would call each row of a table of a pack fresh from its sources, by row number."""
    sortie: dict[int, str] = {}
    vues: dict[str, int] = {}
    for ligne, rangee in onglet.rangees():
        cle = _cle(onglet.nom, rangee, lu, genre)
        vues[cle] = vues.get(cle, 0) + 1
        sortie[ligne] = f"{cle}#{vues[cle]}" if vues[cle] > 1 else cle
    return sortie


def _cle(nom: str, rangee: dict[str, Any], lu: Lu, genre: Genre) -> str:
    ident = str(rangee[IDENTITE])
    if genre is DEMO or "vierge" in ident:
        return ident
    if nom == "Séquences":
        return _mot(rangee["Résumé"])
    if nom == "Ordre de tournage":
        return scenes(lu)[rangee["Séq."]]
    if nom == "Éléments":
        return f"{scenes(lu)[rangee['Séq.']]} {rangee['Secteur']} {rangee['Élément']}"
    if nom == "Plan de travail":
        return str(roles(lu)[rangee["N°"]])
    return str(rangee[{"Rôles": "Rôle", "Décors": "Décor"}.get(nom, IDENTITE)])


def _mot(resume: Any) -> str:
    return next(m for m in MOTS if m in str(resume))


def scenes(lu: Lu) -> dict[str, str]:
    """Word of each scene by its number, in a pack fresh from its sources."""
    return {r["Séq."]: _mot(r["Résumé"]) for _, r in lu.onglets["Séquences"].rangees()}


def roles(lu: Lu) -> dict[float, str]:
    """Name of each role by its number, in a pack fresh from its sources."""
    return {r["N°"]: r["Rôle"] for _, r in lu.onglets["Rôles"].rangees()}
