"""The rows of a sheet, spelled as the file has them.

openpyxl makes an object of every cell, then an element of every object: that took a quarter of a build. Here a cell is
a piece of text whose look is a number that openpyxl gave (see ``Styles``); the rest of a sheet stays openpyxl's.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from datetime import date, time, timedelta
from typing import Any, NamedTuple

from openpyxl.utils.datetime import to_excel

from chargeprod_xl.classeurs.ecriture_cellules import Styles, pour_excel
from chargeprod_xl.classeurs.en_xml import formule_en_xml, texte_du_nombre, texte_en_xml
from chargeprod_xl.classeurs.valeurs import Erreur
from chargeprod_xl.liens.formules import lettre_colonne
from chargeprod_xl.liens.pose import CellulePosee, FeuillePosee

Position = tuple[int, int]
_COMME_UNE_FORMULE = ("=", "+", "-", "@")
#: Longest text a cell may hold.
_TEXTE_MAX = 32767
#: Under a ground or a note that a person gave to an empty cell.
_NUE = CellulePosee(role="")


class Rangees(NamedTuple):
    """The rows of a sheet: the range they take, their XML, the cells that keep figures as texts on purpose."""

    etendue: str
    xml: bytes
    codes: list[Position]


def rangees(
    f: FeuillePosee, styles: Styles, variantes: Mapping[Position, str], hauteurs: Mapping[int, float]
) -> Rangees:
    """Every row of a sheet that holds a cell, or is not as high or as deep as the others."""
    codes: list[Position] = []
    lignes: dict[int, list[str]] = {}
    positions = sorted({*f.cellules, *f.fonds, *f.notes})
    for ou in positions:
        c = f.cellules.get(ou, _NUE)
        if c.tapee is None and c.formule is not None:
            citee, contenu = False, _formule(pour_excel(c.formule, c.patron)[1:])
        else:
            citee, contenu = _contenu(c)
        rang = styles.rang(
            *(c.role, c.style, c.type, variantes.get(ou, ""), c.format, citee),
            *(c.hyperlien is not None, c.raccourci is not None, f.fonds.get(ou)),
        )
        if rang in styles.de_texte:
            codes.append(ou)
        lignes.setdefault(ou[0], []).append(f'<c r="{lettre_colonne(ou[1])}{ou[0]}" s="{rang}"{contenu}')
    xml = [
        f'<row r="{n}"{_attributs(f.niveaux.get(n), hauteurs.get(n))}>{"".join(lignes.get(n, ()))}</row>'.encode()
        for n in sorted({*lignes, *hauteurs, *f.niveaux})
    ]
    return Rangees(_etendue(positions), b"".join(xml), codes)


def _etendue(positions: Collection[Position]) -> str:
    lignes, colonnes = [ligne for ligne, _ in positions] or [1], [colonne for _, colonne in positions] or [1]
    return f"{lettre_colonne(min(colonnes))}{min(lignes)}:{lettre_colonne(max(colonnes))}{max(lignes)}"


def _attributs(niveau: int | None, hauteur: float | None) -> str:
    pli = f' outlineLevel="{niveau}"' if niveau else ""
    return pli if hauteur is None else f'{pli} ht="{texte_du_nombre(hauteur)}" customHeight="1"'


def _contenu(c: CellulePosee) -> tuple[bool, str]:
    """Whether a cell needs an apostrophe, and what it holds: a constant, or a formula spelled as its author did."""
    if c.tapee is not None and c.tapee.formule is not None:
        matrice = f' t="array" ref="{c.tapee.matrice}"' if c.tapee.matrice else ""
        return False, _formule(c.tapee.formule, matrice)
    constante = c.valeur if c.tapee is None else c.tapee.valeur
    if constante is None or constante == "":
        constante = c.hyperlien  # the text of a link that has none is where it leads
    # A text that starts with « = » stays a text even when someone types it again.
    return isinstance(constante, str) and constante.startswith(_COMME_UNE_FORMULE), _valeur(constante)


def _formule(formule: str, attributs: str = "") -> str:
    """A formula and the place of its value, which is still to come."""
    return f"><f{attributs}>{formule_en_xml(formule)}</f><v></v></c>"


def _valeur(constante: Any) -> str:
    """Type and content of a constant."""
    if constante is None:
        return "/>"
    if isinstance(constante, str):
        garde = "" if constante == constante.strip() else ' xml:space="preserve"'
        return f' t="inlineStr"><is><t{garde}>{texte_en_xml(constante[:_TEXTE_MAX])}</t></is></c>'
    if isinstance(constante, bool):
        return f' t="b"><v>{int(constante)}</v></c>'
    if isinstance(constante, Erreur):
        return f' t="e"><v>{constante.code}</v></c>'
    serie: Callable[[Any], float] = to_excel  # without types of its own
    nombre = float(serie(constante) if isinstance(constante, date | time | timedelta) else constante)
    return f"><v>{texte_du_nombre(nombre)}</v></c>" if math.isfinite(nombre) else "/>"
