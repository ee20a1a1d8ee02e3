"""Looks of a person's sheet, in the style tables of the workbook it joins.

Nothing here asks openpyxl for the style of a cell: files saved by LibreOffice number named styles in a way it does
not follow. A look is found by its numbers, once for all the cells that share it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import copy
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, NamedStyle
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

_HORS_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DUREE = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_DXF_DE_TABLE = ("headerRow", "data", "totalsRow")


class Habilleur:
    """From the style tables of one workbook to those of another."""

    def __init__(self, source: Workbook, livre: Workbook, noms: Mapping[int, str]) -> None:
        self.source: Any = source  # the style tables of a workbook are not in its stubs
        self.livre: Any = livre
        self.noms = noms
        self._styles: dict[tuple[int, ...], Any] = {}

    def habiller(self, objet: Any) -> None:
        """Give a cell, a row or a column its look in the new workbook."""
        if objet._style is not None:
            objet._style = copy(self.style(objet._style))

    def style(self, ancien: Any) -> Any:
        """The same look, by the numbers of the new workbook."""
        cle = tuple(ancien)
        if cle not in self._styles:
            self._styles[cle] = self._traduire(ancien)
        return self._styles[cle]

    def _traduire(self, ancien: Any) -> Any:
        source, livre = self.source, self.livre
        nouveau: Any = StyleArray()
        nouveau.xfId = self._style_nomme(ancien.xfId)
        nouveau.fontId = livre._fonts.add(source._fonts[ancien.fontId])
        nouveau.fillId = livre._fills.add(source._fills[ancien.fillId])
        nouveau.borderId = livre._borders.add(source._borders[ancien.borderId])
        nouveau.alignmentId = livre._alignments.add(source._alignments[ancien.alignmentId])
        nouveau.protectionId = livre._protections.add(source._protections[ancien.protectionId])
        nouveau.numFmtId = ancien.numFmtId
        if ancien.numFmtId >= BUILTIN_FORMATS_MAX_SIZE:
            nouveau.numFmtId = livre._number_formats.add(self._format(ancien.numFmtId)) + BUILTIN_FORMATS_MAX_SIZE
        nouveau.quotePrefix = ancien.quotePrefix
        return nouveau

    def _format(self, numero: int) -> str:
        if numero < BUILTIN_FORMATS_MAX_SIZE:
            return str(BUILTIN_FORMATS.get(numero, "General"))
        return str(self.source._number_formats[numero - BUILTIN_FORMATS_MAX_SIZE])

    def _style_nomme(self, numero: int) -> int:
        """A named style keeps its name; one that the new workbook does not know comes along."""
        nom = self.noms.get(numero, "")
        connus = self.livre._named_styles.names
        if nom and nom not in connus and nom in self.source._named_styles.names:
            s = self.source._named_styles[nom]
            neuf = NamedStyle(
                s.name, s.font, s.fill, s.border, s.alignment, s.number_format, s.protection, s.builtinId, s.hidden
            )
            self.livre.add_named_style(neuf)
            return len(connus)
        return connus.index(nom) if nom in connus else 0

    def montre_un_jour(self, style: Any) -> bool:
        """True when the number format of the file shows a day, a month or a year; a duration does not."""
        code = self._format(style.numFmtId).partition(";")[0]
        lettres = set(_HORS_FORMAT.sub("", code).lower())
        if _DUREE.search(code) or code.lower() in {"general", "standard"}:
            return False
        # « m » alone is a month; next to hours or seconds it is minutes.
        return bool({"d", "y"} & lettres) or ("m" in lettres and not {"h", "s"} & lettres)

    def visible(self, cellule: Any) -> None:
        """Make openpyxl write an empty cell that has no look: « bottom » is where Excel puts everything anyway."""
        if not cellule.has_style:
            cellule.alignment = Alignment(vertical="bottom")

    def regle(self, rang: int | None) -> int | None:
        """The number of a differential style (tables, filters) in the new workbook."""
        anciens = self.source._differential_styles.styles
        if rang is None or rang >= len(anciens):
            return None
        return int(self.livre._differential_styles.add(anciens[rang]))

    def tableau(self, tableau: Any) -> None:
        """The looks of a table and of its columns."""
        for objet in (tableau, *tableau.tableColumns):
            for partie in _DXF_DE_TABLE:
                setattr(objet, f"{partie}DxfId", self.regle(getattr(objet, f"{partie}DxfId")))
                if getattr(objet, f"{partie}CellStyle") not in self.livre._named_styles.names:
                    setattr(objet, f"{partie}CellStyle", None)
        for bord in ("headerRowBorderDxfId", "tableBorderDxfId", "totalsRowBorderDxfId"):
            setattr(tableau, bord, self.regle(getattr(tableau, bord)))

    def filtre(self, filtre: Any) -> None:
        """The colours that a filter or a sort looks for."""
        if filtre is None:
            return
        couleurs = [colonne.colorFilter for colonne in getattr(filtre, "filterColumn", ()) if colonne.colorFilter]
        tri = getattr(filtre, "sortState", None) or filtre
        for objet in (*couleurs, *getattr(tri, "sortCondition", ())):
            objet.dxfId = self.regle(objet.dxfId)
