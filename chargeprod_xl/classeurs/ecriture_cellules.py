"""What openpyxl keeps of a cell: its look, its note, its link; and how a formula is spelled."""

from __future__ import annotations

import re
from copy import copy
from functools import lru_cache
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from chargeprod_xl.classeurs import palette
from chargeprod_xl.classeurs import styles as s
from chargeprod_xl.liens.fonctions import PREFIXEES, pour_le_fichier
from chargeprod_xl.liens.pose import CellulePosee, FondPose

_JEUNES = sorted((f"{nom}(" for nom in PREFIXEES), key=len, reverse=True)
_PREFIXE = re.compile(r'"(?:[^"]|"")*"|(?<![A-Z0-9._])(' + "|".join(re.escape(nom[:-1]) for nom in _JEUNES) + r")\(")
#: Author of the program's own notes.
AUTEUR = "chargeprod-xl"


def pour_excel(formule: str, patron: str = "") -> str:
    """Spell functions younger than Excel 2007 as the file format wants; ``patron`` is shared by a column."""
    if not (_du_patron(patron) if patron else _nomme_une_jeune(formule)):
        return formule
    return _PREFIXE.sub(lambda m: f"{pour_le_fichier(m[1])}(" if m[1] else m[0], formule)


def _nomme_une_jeune(formule: str) -> bool:
    return any(nom in formule for nom in _JEUNES)


_du_patron = lru_cache(maxsize=1 << 14)(_nomme_une_jeune)


class Aspect(NamedTuple):
    """All that decides how a cell looks; ``citee``: its text begins as a formula does, and stays a text."""

    role: str
    emphase: str
    genre: str
    variante: str = ""
    format: str = ""
    citee: bool = False
    lien: bool = False
    raccourci: bool = False
    fond: FondPose | None = None


class Styles:
    """The number of each look in the file: openpyxl builds it once, every cell that looks so bears it."""

    def __init__(self, livre: Workbook) -> None:
        self.livre = livre
        self.rangs: dict[tuple[Any, ...], int] = {}
        self.de_texte: set[int] = set()
        self.brouillon: Worksheet = livre.create_sheet("_styles")
        for apparence in s.APPARENCES.values():
            livre.add_named_style(s.style_nomme(apparence))

    def rang(self, *aspect: Any) -> int:
        """The number of a look, given as the fields of ``Aspect``: a plain tuple is enough to know it again."""
        connu = self.rangs.get(aspect)
        if connu is not None:
            return connu
        modele = self._modele(Aspect(*aspect))
        self.rangs[aspect] = modele.style_id
        if modele.number_format == s.FORMATS["code"]:
            self.de_texte.add(modele.style_id)
        return self.rangs[aspect]

    def _modele(self, a: Aspect) -> Any:
        modele: Any = self.brouillon.cell(1, len(self.rangs) + 1)
        if a.role:
            role = s.role_visible(a.role, a.emphase)
            modele.style = s.APPARENCES[role].nom
            modele.number_format = s.format_nombre(role, a.genre)
            modele.alignment = s.alignement(role, a.genre, a.variante)
        if a.format not in {"", "General"}:
            modele.number_format = a.format
        if a.citee:
            modele.quotePrefix = True
        if a.lien:
            modele.font = Font(name="Calibri", size=10, color=palette.BLEU, underline="single")
        if a.raccourci:
            modele.font = _souligne(modele.font)
        if a.fond:
            modele.fill = _fond(a.fond)
        return modele

    def finir(self) -> None:
        """Take the prototypes away."""
        self.livre.remove(self.brouillon)


def _souligne(police: Font) -> Font:
    souligne = copy(police)
    souligne.underline = "single"
    return souligne


def _fond(fond: FondPose) -> PatternFill:
    couleur = Color(rgb=fond.rgb) if fond.rgb else Color(theme=fond.theme, tint=fond.teinte)
    return PatternFill("solid", fgColor=couleur)


def accrocher(feuille: Worksheet, ou: tuple[int, int], c: CellulePosee) -> None:
    """Leave in the sheet what goes with a cell without being in its row: a link, a note."""
    cellule: Any = feuille.cell(*ou, 0)  # its stubs fear it merged; a cell without a value would lose its link
    if c.hyperlien:
        cellule.hyperlink = c.hyperlien
    if c.raccourci:
        cellule._hyperlink = Hyperlink(cellule.coordinate, location=c.raccourci.nom, tooltip=c.raccourci.bulle)
    if c.aide:
        noter(cellule, c.aide, AUTEUR)


def noter(cellule: Any, texte: str, auteur: str) -> None:
    """Leave a note on a cell."""
    note = Comment(texte, auteur)
    note.width, note.height = 260, 90
    cellule.comment = note
