"""The meta sheet of a workbook: which pack it belongs to, and which formulas it was given."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chargeprod_xl.classeurs.classeur_lu import FEUILLE_META, ClasseurLu, FeuilleLue
from chargeprod_xl.liens.formules import Plage, lire_plage

Position = tuple[int, int]
_CLE, _VALEUR, _INVENTAIRE = 1, 2, 4


@dataclass(frozen=True)
class Groupe:
    """Cells that hold one formula filled along; ``formule`` is as ``origine``, the first of them, has it."""

    formule: str
    origine: Position
    plages: tuple[Plage, ...]

    def positions(self) -> list[Position]:
        """Every cell of the group."""
        return [
            (ligne, colonne)
            for p in self.plages
            for ligne in range(p.ligne_debut, p.ligne_fin + 1)
            for colonne in range(p.colonne_debut, p.colonne_fin + 1)
        ]


@dataclass(frozen=True)
class TableDeclaree:
    """An Excel table as it was built: place, titles, and the formula of its calculated columns on its first row."""

    nom: str
    plage: Plage
    colonnes: tuple[str, ...]
    formules: Mapping[str, str]


@dataclass(frozen=True)
class FeuilleDeclaree:
    """A sheet as it was built."""

    nom: str
    groupes: tuple[Groupe, ...]
    tables: tuple[TableDeclaree, ...]


@dataclass(frozen=True)
class Meta:
    """What the meta sheet of a workbook says; ``brut`` is all of it, as plain values."""

    pack: str
    classeur: str
    fichiers: tuple[str, ...]
    feuilles: tuple[FeuilleDeclaree, ...]
    identite: Mapping[str, str] = field(default_factory=dict)
    brut: Mapping[str, Any] = field(default_factory=dict)


def feuille_meta(classeur: ClasseurLu) -> FeuilleLue | None:
    """The meta sheet of a workbook, None when it has none: it is not one of ours."""
    return next((f for f in classeur.feuilles if f.nom.startswith(f"{FEUILLE_META} ")), None)


def lire_meta(classeur: ClasseurLu) -> Meta | None:
    """What the workbook was built with, None when it is not one of ours or when the sheet was damaged."""
    feuille = feuille_meta(classeur)
    if feuille is None:
        return None
    lignes = sorted({ligne for ligne, _ in feuille.cellules})
    identite = {
        str(feuille.cellules[ligne, _CLE].valeur): _texte(feuille, ligne, _VALEUR)
        for ligne in lignes
        if (ligne, _CLE) in feuille.cellules
    }
    try:
        brut = json.loads("".join(_texte(feuille, ligne, _INVENTAIRE) for ligne in lignes))
        feuilles = tuple(_feuille(nom, contenu) for nom, contenu in brut["feuilles"].items())
        return Meta(identite["pack"], identite["classeur"], tuple(brut["classeurs"]), feuilles, identite, brut)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _texte(feuille: FeuilleLue, ligne: int, colonne: int) -> str:
    cellule = feuille.cellules.get((ligne, colonne))
    if cellule is None or cellule.valeur is None:
        return ""
    valeur = cellule.valeur
    # A program may have taken « 1 » for a number.
    return f"{valeur:g}" if isinstance(valeur, float) else str(valeur)


def _feuille(nom: str, brut: Mapping[str, Any]) -> FeuilleDeclaree:
    return FeuilleDeclaree(
        nom,
        tuple(_groupe(plages, formule) for plages, formule in brut["formules"]),
        tuple(_table(nom_table, table) for nom_table, table in brut["tables"].items()),
    )


def _groupe(texte: str, formule: str) -> Groupe:
    plages = tuple(lire_plage(p) for p in texte.split())
    premiere = min(plages)
    return Groupe(formule.removeprefix("="), (premiere.ligne_debut, premiere.colonne_debut), plages)


def _table(nom: str, brut: Mapping[str, Any]) -> TableDeclaree:
    colonnes: Sequence[str] = brut["colonnes"]
    formules = {titre: formule.removeprefix("=") for titre, formule in brut["formules"].items()}
    return TableDeclaree(nom, lire_plage(brut["plage"]), tuple(colonnes), formules)


__all__ = ["FeuilleDeclaree", "Groupe", "Meta", "TableDeclaree", "feuille_meta", "lire_meta"]
