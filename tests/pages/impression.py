"""The demo pack on paper: every workbook converted to PDF in one go, its pages given back to their sheets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from bureautique.conversion import convertir as enregistrer
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from pages.papier import Page, lire_pdf

PROFIL = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>fr-FR</value></prop></item>
</oor:items>
"""
PIED = re.compile(r"page (\d+) / (\d+)")


def compact(texte: str) -> str:
    """A text without its blanks: on paper a title may be on two lines."""
    return re.sub(r"\s", "", texte)


@dataclass(frozen=True)
class FeuilleImprimee:
    """A visible sheet, and its pages in the PDF."""

    classeur: str
    feuille: Worksheet
    pages: tuple[Page, ...]

    def __str__(self) -> str:
        return f"{self.classeur} › {self.feuille.title}"

    @property
    def etalee(self) -> bool:
        """On two pages side by side, the columns that name its rows on both; pages go down, then right."""
        return self.feuille.print_title_cols is not None

    def de_droite(self) -> list[str]:
        """Texts of the pages that show its last column."""
        return self.textes()[len(self.pages) // 2 if self.etalee else 0 :]

    def textes(self) -> list[str]:
        return [compact(page.texte()) for page in self.pages]

    @property
    def zone(self) -> tuple[int, int, int, int]:
        """First column, first row, last column, last row of the print area."""
        return range_boundaries(self.feuille.print_area.rpartition("!")[2].replace("$", ""))

    def titres(self) -> list[str]:
        """Texts of the header row that repeats, on printed columns; empty when none repeats."""
        if not self.feuille.print_title_rows:
            return []
        ligne = int(self.feuille.print_title_rows.rpartition(":")[2].replace("$", ""))
        cellules = self.feuille[ligne][: self.zone[2]]
        visibles = [c for c in cellules if not self.feuille.column_dimensions[c.column_letter].hidden]
        return [compact(str(c.value)) for c in visibles if str(c.value or "").strip()]


@dataclass(frozen=True)
class Impression:
    """One workbook and its PDF."""

    chemin: Path
    pdf: tuple[Page, ...]
    feuilles: tuple[FeuilleImprimee, ...]
    orphelines: tuple[int, ...]


def convertir(fichiers: list[Path], dossier: Path) -> str:
    """One conversion of all files; returns what LibreOffice had to say."""
    return enregistrer(fichiers, dossier, "pdf", PROFIL)


def lire_impression(chemin: Path, pdf: Path) -> Impression:
    """Give pages back to sheets: a sheet's first page is the one that starts with its title."""
    visibles = [f for f in load_workbook(chemin).worksheets if f.sheet_state == "visible"]
    document = lire_pdf(pdf)
    attente, pages, orphelines = list(visibles), [], []
    for page in document:
        corps = compact(_sans_pied(page.texte()))
        if attente and corps.startswith(compact(str(attente[0]["A1"].value))):
            pages.append([page])
            attente.pop(0)
        elif pages:
            pages[-1].append(page)
        else:
            orphelines.append(page.numero)
    imprimees = zip(visibles, pages, strict=False)
    feuilles = tuple(FeuilleImprimee(chemin.stem, f, tuple(p)) for f, p in imprimees)
    return Impression(chemin, document, feuilles, tuple(orphelines))


def _sans_pied(texte: str) -> str:
    lignes = texte.strip().splitlines()
    pied = next((rang for rang, ligne in enumerate(lignes[:3]) if PIED.search(ligne)), -1)
    return "\n".join(lignes[pied + 1 :])
