"""Small workbooks made by hand, cell by cell."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from chargeprod_xl.classeurs.lecture import CelluleLue, ClasseurLu, FeuilleLue, LienExterne, Valeur
from chargeprod_xl.explication.arbre import expliquer
from chargeprod_xl.explication.modele import Explication, Lecture, Role
from chargeprod_xl.explication.pack import Pack, calculer
from chargeprod_xl.liens.formules import lire_plage
from chargeprod_xl.recalcul.fusion import Adresse
from chargeprod_xl.recalcul.moteurs import Formualizer

EUROS, TAUX, JOUR = '#,##0.00\\ "€"', "0.00\\ %", "dd/mm/yyyy"


def cellule(contenu: Valeur, forme: str = "General") -> CelluleLue:
    """A text that begins with ``=`` is a formula."""
    est_date = forme == JOUR
    if isinstance(contenu, str) and contenu.startswith("="):
        return CelluleLue(None, contenu[1:], est_date, None, forme)
    return CelluleLue(float(contenu) if type(contenu) is int else contenu, None, est_date, None, forme)


def feuille(nom: str, **cellules: Valeur | tuple[Valeur, str]) -> FeuilleLue:
    """``feuille("Paie", A1="Nom", B2=(1200, EUROS))``."""
    lues = {}
    for repere, contenu in cellules.items():
        plage = lire_plage(repere)
        valeur, forme = contenu if isinstance(contenu, tuple) else (contenu, "General")
        lues[plage.ligne_debut, plage.colonne_debut] = cellule(valeur, forme)
    return FeuilleLue(nom, lues)


def classeur(nom: str, *feuilles: FeuilleLue, liens: Mapping[str, tuple[str, ...]] | None = None) -> ClasseurLu:
    """``liens``: sheets by target file, in the order of ``[1]``, ``[2]``…"""
    externes = tuple(LienExterne(cible, noms, {}) for cible, noms in (liens or {}).items())
    return ClasseurLu(Path(nom), feuilles, liens_externes=externes)


def pack(*classeurs: ClasseurLu) -> Pack:
    """One engine is enough here."""
    return calculer(classeurs, [Formualizer()])


def expliquer_ici(pack_lu: Pack, nom: str, repere: str, profondeur: int = 2) -> Explication:
    """A cell of a merged sheet by its A1 address."""
    plage = lire_plage(repere)
    return expliquer(pack_lu, Adresse(nom, plage.ligne_debut, plage.colonne_debut), profondeur)


def lecture(e: Explication, role: Role, nom: str = "") -> Lecture:
    """The only thing read in that way."""
    (seule,) = [x for x in e.lectures if x.role is role and nom in x.nom]
    return seule
