"""Write one cell with openpyxl: what was declared, or what a person typed in its place."""

from __future__ import annotations

import re
from copy import copy
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from chargeprod_xl.classeurs import palette
from chargeprod_xl.classeurs import styles as s
from chargeprod_xl.classeurs.valeurs import Erreur
from chargeprod_xl.gabarits.declaration import Tapee
from chargeprod_xl.liens.fonctions import PREFIXEES, pour_le_fichier
from chargeprod_xl.liens.pose import CellulePosee

_PREFIXE = re.compile(
    r'"(?:[^"]|"")*"|(?<![A-Z0-9._])(' + "|".join(sorted(map(re.escape, PREFIXEES), key=len, reverse=True)) + r")\("
)
_COMME_UNE_FORMULE = ("=", "+", "-", "@")
#: Author of the program's own notes.
AUTEUR = "chargeprod-xl"


def pour_excel(formule: str) -> str:
    """Spell functions younger than Excel 2007 as the file format wants."""
    return _PREFIXE.sub(lambda m: f"{pour_le_fichier(m[1])}(" if m[1] else m[0], formule)


class Styles:
    """One prototype cell for each look: copying its style index is much faster than building style objects."""

    def __init__(self, livre: Workbook) -> None:
        self.livre = livre
        self.cache: dict[tuple[str, str, str], Any] = {}
        self.brouillon: Worksheet = livre.create_sheet("_styles")
        for apparence in s.APPARENCES.values():
            livre.add_named_style(s.style_nomme(apparence))

    def appliquer(self, cellule: Any, role: str, genre: str, variante: str = "") -> None:
        """Give a cell its look."""
        cle = (role, genre, variante)
        if cle not in self.cache:
            proto: Any = self.brouillon.cell(1, len(self.cache) + 1)
            proto.style = s.APPARENCES[role].nom
            proto.number_format = s.format_nombre(role, genre)
            proto.alignment = s.alignement(role, genre, variante)
            self.cache[cle] = proto._style
        cellule._style = copy(self.cache[cle])

    def finir(self) -> None:
        """Take the prototypes away."""
        self.livre.remove(self.brouillon)


def _ecrire_valeur(cellule: Any, valeur: Any) -> None:
    if isinstance(valeur, Erreur):
        cellule.value, cellule.data_type = valeur.code, "e"
        return
    cellule.value = float(valeur) if isinstance(valeur, Decimal) else valeur
    if isinstance(valeur, str):
        cellule.data_type = "s"  # a text that starts with « = » stays a text


def _formule_tapee(tapee: Tapee) -> Any:
    """A person's own formula, spelled as her file had it."""
    return ArrayFormula(tapee.matrice, f"={tapee.formule}") if tapee.matrice else f"={tapee.formule}"


def ecrire_cellule(feuille: Worksheet, ou: tuple[int, int], c: CellulePosee, styles: Styles, variante: str) -> None:
    """One cell: content, look, note."""
    cellule: Any = feuille.cell(*ou)  # a cell, that its stubs fear merged
    valeur = c.valeur if c.tapee is None else c.tapee.valeur
    if c.tapee is not None and c.tapee.formule is not None:
        cellule.value = _formule_tapee(c.tapee)
    elif c.tapee is None and c.formule is not None:
        cellule.value = pour_excel(c.formule)
    elif valeur is not None and valeur != "":
        _ecrire_valeur(cellule, valeur)
    styles.appliquer(cellule, s.role_visible(c.role, c.style), c.type, variante)
    if c.format not in {"", "General"}:
        cellule.number_format = c.format
    if isinstance(cellule.value, str) and cellule.data_type == "s" and valeur.startswith(_COMME_UNE_FORMULE):
        cellule.quotePrefix = True  # a text that starts with « = » stays a text even when someone types it again
    if c.hyperlien:
        cellule.hyperlink = c.hyperlien
        cellule.font = Font(name="Calibri", size=10, color=palette.BLEU, underline="single")
    if c.raccourci:
        # Set below its property, which would write the name in a cell that a person emptied.
        cellule._hyperlink = Hyperlink(cellule.coordinate, location=c.raccourci.nom, tooltip=c.raccourci.bulle)
        police = copy(cellule.font)
        police.underline = "single"
        cellule.font = police
    if c.aide:
        noter(cellule, c.aide, AUTEUR)


def noter(cellule: Any, texte: str, auteur: str) -> None:
    """Leave a note on a cell."""
    note = Comment(texte, auteur)
    note.width, note.height = 260, 90
    cellule.comment = note
