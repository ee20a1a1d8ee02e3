"""The border sheets, seen through: from a cell of « Liens … » or « Sorties … » to the cell a person knows."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from chargeprod_xl.explication.pack import Pack
from chargeprod_xl.explication.syntaxe import Appel, Expression, Reference, appels, lire, references
from chargeprod_xl.liens.formules import Plage
from chargeprod_xl.recalcul.fusion import Adresse

#: A value crosses at most: Liens, Sorties, and their like when a workbook hands on what it took.
_ETAPES_MAX = 8
_TITRES = ("Liens — ", "Sorties — ")
#: More than one cell goes into these.
_SOMMES = frozenset({"ROWS", "SUM", "SUMIF", "SUMIFS", "SUMPRODUCT"})

lire_formule = lru_cache(maxsize=4_096)(lire)


def est_un_passage(pack: Pack, feuille: str) -> bool:
    """Whether a sheet is one of the borders that the program lays out."""
    titre = pack.cellule(Adresse(feuille, 1, 1)).valeur
    return isinstance(titre, str) and titre.startswith(_TITRES)


def origine(pack: Pack, ou: Adresse) -> Adresse:
    """The cell a border cell hands on; the last one reached when it hands on more than a cell."""
    for _ in range(_ETAPES_MAX):
        if not est_un_passage(pack, ou.feuille):
            break
        suivante = _suivante(pack, ou)
        if suivante is None:
            break
        ou = suivante
    return ou


def origine_de_plage(pack: Pack, feuille: str, plage: Plage) -> tuple[str, Plage]:
    """The range that a range of a border hands on, when it is one; absent slots at its end are left out."""
    if not est_un_passage(pack, feuille) or plage.ligne_fin - plage.ligne_debut > 5_000:
        return feuille, plage
    sources = [origine(pack, ou) for ou in _cellules(feuille, plage)]
    dehors = [ou for ou in sources if not est_un_passage(pack, ou.feuille)]
    feuilles = {ou.feuille for ou in dehors}
    if len(feuilles) != 1:
        return feuille, plage
    lignes, colonnes = [ou.ligne for ou in dehors], [ou.colonne for ou in dehors]
    couverte = Plage(min(lignes), min(colonnes), max(lignes), max(colonnes))
    surface = (couverte.ligne_fin - couverte.ligne_debut + 1) * (couverte.colonne_fin - couverte.colonne_debut + 1)
    return (feuilles.pop(), couverte) if surface == len(set(dehors)) else (feuille, plage)


def _cellules(feuille: str, plage: Plage) -> Iterable[Adresse]:
    for ligne in range(plage.ligne_debut, plage.ligne_fin + 1):
        for colonne in range(plage.colonne_debut, plage.colonne_fin + 1):
            yield Adresse(feuille, ligne, colonne)


def _suivante(pack: Pack, ou: Adresse) -> Adresse | None:
    formule = pack.cellule(ou).formule
    if formule is None:
        return None
    expression = lire_formule(formule)
    for appel in appels(expression):
        if appel.nom == "INDEX":
            return _de_l_index(pack, appel, ou.feuille)
        if appel.nom in _SOMMES:
            return None
    prise = _prise(expression)
    trouvees = [r for r in references(prise) if r.plage.une_cellule]
    return _adresse(trouvees[0], ou.feuille) if len(trouvees) == 1 else None


def _prise(expression: Expression) -> Expression:
    """What an ``IF(state="✔",value,NA())`` takes; any other formula is itself."""
    appel = expression.appel
    return appel.arguments[1] if appel is not None and appel.nom == "IF" and len(appel.arguments) == 3 else expression


def _de_l_index(pack: Pack, appel: Appel, feuille: str) -> Adresse | None:
    """``INDEX(column,rank)`` as the cell it is; None past the end: the slot is empty."""
    reference = appel.arguments[0].reference
    case = appel.arguments[1].reference if len(appel.arguments) > 1 else None
    if reference is None or case is None:
        return None
    rang = pack.cellule(_adresse(case, feuille)).valeur
    if not isinstance(rang, float):
        return None
    ligne = reference.plage.ligne_debut + int(rang) - 1
    if ligne > reference.plage.ligne_fin:
        return None
    return Adresse(reference.prefixe.feuille if reference.prefixe else feuille, ligne, reference.plage.colonne_debut)


def _adresse(reference: Reference, feuille: str) -> Adresse:
    plage = reference.plage
    return Adresse(reference.prefixe.feuille if reference.prefixe else feuille, plage.ligne_debut, plage.colonne_debut)
