"""Conditional looks: verdicts, forced values, letters of the plan, strips of interior/exterior and light."""

from __future__ import annotations

from collections.abc import Iterable

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.cell import coordinate_from_string
from openpyxl.worksheet.worksheet import Worksheet

from chargeprod_xl.classeurs import palette
from chargeprod_xl.classeurs import styles as s
from chargeprod_xl.liens.pose import FeuillePosee

_SANS_REGLE = {"entete", "entete_gauche", "sentinelle"}


def plages(adresses: Iterable[tuple[int, int]]) -> list[str]:
    """Group cells into ranges, column by column."""
    colonnes: dict[int, list[int]] = {}
    for ligne, col in adresses:
        colonnes.setdefault(col, []).append(ligne)
    sortie = []
    for col, lignes in sorted(colonnes.items()):
        lignes.sort()
        lettre = get_column_letter(col)
        debut = precedente = lignes[0]
        for ligne in [*lignes[1:], -1]:
            if ligne != precedente + 1:
                sortie.append(f"{lettre}{debut}:{lettre}{precedente}")
                debut = ligne
            precedente = ligne
    return sortie


def _par_genre(f: FeuillePosee) -> dict[str, list[str]]:
    """The ranges of each type that takes colours."""
    par_genre: dict[str, list[tuple[int, int]]] = {"etat": [], "trv": [], "effet": []}
    for ou, c in f.cellules.items():
        if c.type in par_genre and c.role not in _SANS_REGLE:
            par_genre[c.type].append(ou)
    return {genre: plages(adresses) for genre, adresses in par_genre.items()}


def colorer(feuille: Worksheet, f: FeuillePosee) -> None:
    """Every conditional format of a sheet."""
    par_genre = _par_genre(f)
    for plage in par_genre["etat"]:
        premiere = plage.split(":")[0]
        for signe, (encre, fond) in palette.VERDICTS.items():
            _regle(feuille, plage, f'LEFT({premiere},1)="{signe}"', Font(color=encre, bold=True), fond)
    for plage in par_genre["trv"]:
        premiere = plage.split(":")[0]
        for lettre, (encre, fond) in palette.LETTRES.items():
            _regle(feuille, plage, f'{premiere}="{lettre}"', Font(color=encre, bold=True), fond)
    for plage in par_genre["effet"]:
        premiere = plage.split(":")[0]
        for texte, couleur in palette.BANDES.items():
            _regle(feuille, plage, f'ISNUMBER(SEARCH("{texte}",{premiere}))', None, couleur)
    _valeurs_forcees(feuille, f)


def _valeurs_forcees(feuille: Worksheet, f: FeuillePosee) -> None:
    """The retained value, at the right of the forced one, shows that it is forced."""
    police = Font(color=palette.ORANGE, italic=True, bold=True)
    retenues = [
        (ligne, col + 1)
        for (ligne, col), c in f.cellules.items()
        if c.role == "force" and (suivante := f.cellules.get((ligne, col + 1))) and suivante.role in {"calcul", "lien"}
    ]
    for plage in plages(retenues):
        lettres, ligne = coordinate_from_string(plage.split(":")[0])
        col = get_column_letter(column_index_from_string(lettres) - 1)
        _regle(feuille, plage, f'{col}{ligne}<>""', police, None)


def _regle(feuille: Worksheet, plage: str, formule: str, police: Font | None, fond: str | None) -> None:
    aspect = DifferentialStyle(font=police, fill=s.fond(fond) if fond else None)
    regle = Rule("expression", formula=[formule], dxf=aspect)
    feuille.conditional_formatting.add(plage, regle)
