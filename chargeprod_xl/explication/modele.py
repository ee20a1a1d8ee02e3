"""What an explanation is made of: frozen, plain values, ready to be shown or given to a machine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chargeprod_xl.classeurs.valeurs import Valeur
from chargeprod_xl.recalcul.rapport import Lieu


class Nature(StrEnum):
    """What kind of cell it is."""

    SAISIE = "saisie"
    FORCAGE = "saisie qui remplace une valeur calculée"
    DONNEE = "donnée par le programme"
    ECRASEE = "saisie par-dessus une formule"
    CALCULEE = "calculée"
    RETENUE = "retenue : la valeur calculée, rien n’est forcé"
    FORCEE = "retenue : la valeur forcée remplace la valeur calculée"
    PRISE = "prise d’un autre classeur"
    VIDE = "vide"


class Role(StrEnum):
    """What a formula does with something it reads."""

    CELLULE = "cellule"
    PLAGE = "plage"
    TROUVEE = "ligne trouvée"
    CHERCHEE = "ligne reconnue"
    ADDITION = "lignes additionnées"
    COMPTE = "lignes comptées"
    MOYENNE = "lignes moyennées"
    PRODUIT = "produits additionnés"
    CRITERE = "critère"


@dataclass(frozen=True)
class Origine:
    """On whose word a rate or a parameter stands; dates are those between which it holds."""

    libelle: str
    du: date | None = None
    au: date | None = None
    source: str = ""
    reference: str = ""
    confiance: str = ""
    verifie_le: date | None = None
    identifiant: str = ""
    assiette: str = ""
    note: str = ""


@dataclass(frozen=True)
class Montree:
    """A cell in one line."""

    lieu: Lieu
    titre: str
    valeur: Valeur
    texte: str


@dataclass(frozen=True)
class Resume:
    """A range in a few figures; ``somme`` is "" when adding up its cells means nothing (dates, rates, texts)."""

    cellules: int
    remplies: int
    somme: str = ""
    premieres: tuple[Montree, ...] = ()
    autres: int = 0


@dataclass(frozen=True)
class Lecture:
    """Something a formula reads.

    Attributes:
        nom: what the readable formula calls it.
        lieu: workbook, sheet, address.
        role: what the formula does with it.
        utilisee: False when it stands in a branch that is not taken.
        cellules: the cells read, found or added up, explained in turn.
        nombre: how many cells were found or added up; more than ``cellules`` when not all are given.
        resume: a range in a few figures.
        critere: what its cells are compared with.
        par: the border cell through which the value came, "" when it came straight.
    """

    nom: str
    lieu: Lieu
    role: Role
    utilisee: bool = True
    cellules: tuple[Explication, ...] = ()
    nombre: int = 0
    resume: Resume | None = None
    critere: str = ""
    par: str = ""


@dataclass(frozen=True)
class Explication:
    """A cell, what it shows, why, and what it was made from.

    Attributes:
        titre: sheet, column title and row label.
        texte: the value as the cell shows it, in French.
        exacte: the figure behind a rounded one, "" when nothing is hidden.
        formule: with titles in the place of addresses, "" for a constant.
        formule_excel: as a French Excel shows it.
        calcul: the formula in figures, along the branches taken; "" when it would say nothing more.
        remarques: stale value, forced value, engines that disagree…
        deja: True when the same cell is explained higher up in the tree.
    """

    lieu: Lieu
    titre: str
    colonne: str
    ligne: str
    valeur: Valeur
    texte: str
    nature: Nature
    exacte: str = ""
    formule: str = ""
    formule_excel: str = ""
    calcul: str = ""
    origine: Origine | None = None
    remarques: tuple[str, ...] = ()
    lectures: tuple[Lecture, ...] = ()
    deja: bool = False
