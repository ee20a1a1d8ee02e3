"""What a formula reads, and what the arguments of a call decide: branch taken, rank found, rows compared. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chargeprod_xl.classeurs.valeurs import Erreur, Valeur
from chargeprod_xl.explication.modele import Role
from chargeprod_xl.explication.syntaxe import Appel, Expression, Reference
from chargeprod_xl.liens.formules import Plage
from chargeprod_xl.liens.references_a1 import lettre_colonne

Position = tuple[int, int]


@dataclass(frozen=True)
class Lue:
    """A range that a formula reads, and the cells of it that count; ``positions`` is None when nobody can tell.

    ``accessoire``: it chooses (a test, a rank, a criterion) and is no part of the figure;
    ``facteurs`` are the ranges whose cells, one by one, multiply those of this one.
    """

    feuille: str
    plage: Plage
    role: Role
    utilisee: bool = True
    positions: tuple[Position, ...] | None = None
    critere: Valeur = None
    accessoire: bool = False
    facteurs: tuple[tuple[str, Plage], ...] = ()


def forme(plage: Plage) -> tuple[int, int]:
    """Height and width, less one."""
    return plage.ligne_fin - plage.ligne_debut, plage.colonne_fin - plage.colonne_debut


def prise(nom: str, test: Valeur, rang: int) -> bool:
    """Whether branch ``rang`` (1, 2…) is the one that ``test`` chooses; True when nobody can tell."""
    if nom in {"IFERROR", "IFNA"}:
        return isinstance(test, Erreur) and (nom == "IFERROR" or test.code == "#N/A")
    if test is None or isinstance(test, str | Erreur):
        return True
    return rang == int(test) if nom == "CHOOSE" else (rang == 1) == bool(test)


def branche_prise(a: Appel, test: Valeur, connu: bool) -> Expression | None:
    """The branch of IF, IFERROR, IFNA or CHOOSE that gives the value; None when nobody can tell."""
    if a.nom in {"IFERROR", "IFNA"}:
        if not connu:
            return None
        return a.arguments[1] if prise(a.nom, test, 1) else a.arguments[0]
    if test is None or isinstance(test, str | Erreur):
        return None
    prises = [x for rang, x in enumerate(a.arguments[1:], 1) if prise(a.nom, test, rang)]
    return prises[0] if len(prises) == 1 else None


def en_rang(valeur: Valeur) -> int:
    """A rank, 0 when it is not one."""
    return int(valeur) if isinstance(valeur, float) and 1 <= valeur < 2**31 else 0


def a_ce_rang(plage: Plage, rang: int) -> tuple[Position, ...] | None:
    """The cell at a rank of a column or of a row."""
    if not rang:
        return None
    en_ligne = plage.ligne_debut == plage.ligne_fin
    position = (
        (plage.ligne_debut, plage.colonne_debut + rang - 1)
        if en_ligne
        else (plage.ligne_debut + rang - 1, plage.colonne_debut)
    )
    return (position,) if plage.contient(*position) else None


def bord(plage: Plage, nom: str) -> Plage:
    """Where a lookup looks: first column, first row, or the whole vector."""
    if nom == "VLOOKUP":
        return Plage(plage.ligne_debut, plage.colonne_debut, plage.ligne_fin, plage.colonne_debut)
    if nom == "HLOOKUP":
        return Plage(plage.ligne_debut, plage.colonne_debut, plage.ligne_debut, plage.colonne_fin)
    return plage


def genre_de_recherche(a: Appel) -> str:
    """The last argument of VLOOKUP as MATCH wants it: near unless it says otherwise."""
    return f"IF({a.arguments[3].texte},1,0)" if len(a.arguments) > 3 and a.arguments[3].texte.strip() else "1"


def croisement(plage: Plage, nom: str, rang: int, autre: int) -> tuple[Position, ...] | None:
    """The cell of a table at a rank along its keys, and at another across."""
    if not (rang and autre):
        return None
    ligne, colonne = (rang, autre) if nom == "VLOOKUP" else (autre, rang)
    position = plage.ligne_debut + ligne - 1, plage.colonne_debut + colonne - 1
    return (position,) if plage.contient(*position) else None


def valeurs_et_criteres(a: Appel) -> tuple[Expression, list[tuple[Expression, Expression]]]:
    """What is added up (or counted), and the pairs range, criterion."""
    arguments = a.arguments
    if a.nom in {"SUMIFS", "AVERAGEIFS"}:
        return arguments[0], list(zip(arguments[1::2], arguments[2::2], strict=False))
    paires = list(zip(arguments[0::2], arguments[1::2], strict=False))
    if a.nom in {"SUMIF", "AVERAGEIF"}:
        return arguments[2] if len(arguments) > 2 else arguments[0], paires[:1]
    return arguments[0], paires


def condition_de_la_ligne(paires: Sequence[tuple[Reference | None, str]], rang: int) -> str:
    """The criteria on the row ``rang`` of their ranges, as a formula that gives 1 or 0; "" when it cannot be put."""
    conditions = []
    for reference, critere in paires:
        if reference is None or reference.plage.colonne_debut != reference.plage.colonne_fin:
            return ""
        colonne = lettre_colonne(reference.plage.colonne_debut)
        conditions.append(f"{reference.prefixe or ''}${colonne}${reference.plage.ligne_debut + rang},{critere}")
    return f"COUNTIFS({','.join(conditions)})"
