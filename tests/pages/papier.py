"""A PDF as a reader looks at it: pages, their texts, the frames drawn on them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from pypdfium2.raw import FPDF_PAGEOBJ_PATH


@dataclass(frozen=True)
class Cadre:
    """What a drawing takes on a page, in points from its top left corner."""

    gauche: float
    haut: float
    droite: float
    bas: float

    @property
    def largeur(self) -> float:
        return self.droite - self.gauche

    @property
    def hauteur(self) -> float:
        return self.bas - self.haut


@dataclass(frozen=True)
class Page:
    """A page of a PDF."""

    numero: int
    _page: pypdfium2.PdfPage

    @property
    def largeur(self) -> float:
        return float(self._page.get_width())

    @property
    def hauteur(self) -> float:
        return float(self._page.get_height())

    def texte(self, droite: float | None = None, bas: float | None = None) -> str:
        """Its whole text, under the edge of the page too; or that of a block from its top left corner."""
        lu = self._page.get_textpage()
        if droite is None or bas is None:
            return str(lu.get_text_range())
        return str(lu.get_text_bounded(left=0, right=droite, top=self.hauteur, bottom=self.hauteur - bas))

    def traces(self) -> list[Cadre]:
        """The frames of what is drawn."""
        bornes = [objet.get_bounds() for objet in self._page.get_objects(filter=[FPDF_PAGEOBJ_PATH])]
        return [Cadre(g, self.hauteur - haut, d, self.hauteur - bas) for g, bas, d, haut in bornes]


def lire_pdf(source: Path | bytes) -> tuple[Page, ...]:
    """The pages of a PDF."""
    document = pypdfium2.PdfDocument(source)
    return tuple(Page(numero, page) for numero, page in enumerate(document, 1))
