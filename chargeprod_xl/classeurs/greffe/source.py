"""The file that people's sheets are read from: as parts, as openpyxl sees them, with their last stored values."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from functools import cached_property
from io import BytesIO
from typing import Any

from lxml import etree
from openpyxl import Workbook
from openpyxl.reader.excel import ExcelReader

from chargeprod_xl.classeurs.archive import Archive, FichierRefuseError
from chargeprod_xl.classeurs.greffe.parties import FeuilleBrute, lire_partie
from chargeprod_xl.classeurs.greffe.reduction import reduire
from chargeprod_xl.classeurs.lecture import VRAI, partie_principale
from chargeprod_xl.classeurs.lecture_parties import identifiant, partie_du_genre
from chargeprod_xl.liens.formules import Genre, decouper

_ZONE = frozenset({Genre.PREFIXE, Genre.PLAGE, Genre.CELLULE, Genre.COLONNES, Genre.LIGNES, Genre.SEPARATEUR})
_RESERVES = {"_xlnm.Print_Area": _ZONE, "_xlnm.Print_Titles": _ZONE - {Genre.PLAGE, Genre.CELLULE}}


class _Lecteur(ExcelReader):
    """Numbers stay numbers: openpyxl rounds a date to the millisecond and makes an error of one it cannot show."""

    def read_worksheets(self) -> None:
        livre: Any = self.wb
        livre._date_formats = livre._timedelta_formats = frozenset()
        super().read_worksheets()


class Source:
    """The wanted sheets of an open file."""

    def __init__(self, archive: Archive, noms: Sequence[str]) -> None:
        self.archive = archive
        partie = partie_principale(archive)
        self._classeur = lire_partie(archive, partie)
        self.relations = archive.relations(partie)
        self.feuilles: dict[str, FeuilleBrute] = {}
        #: Sheets that have no cells (chart sheets, macros).
        self.sans_cellules: set[str] = set()
        voulus = {nom.lower() for nom in noms}
        for rang, element in enumerate(self._classeur.iterfind("{*}sheets/{*}sheet")):
            nom = element.get("name", "").lower()
            if nom not in voulus:
                continue
            if self.relations[identifiant(element)].genre == "worksheet":
                self.feuilles[nom] = self._brute(rang, element)
            else:
                self.sans_cellules.add(nom)

    def _brute(self, rang: int, element: etree._Element) -> FeuilleBrute:
        partie = self.relations[identifiant(element)].cible
        noms = self._classeur.iterfind(f"{{*}}definedNames/{{*}}definedName[@localSheetId='{rang}']")
        lisibles: list[etree._Element] = []
        perdus: dict[str, str] = {}
        for nom in noms:
            if _lisible(nom):
                lisibles.append(nom)
            else:
                perdus[nom.get("name", "")] = nom.text or ""
        return FeuilleBrute(
            nom=element.get("name", ""),
            etat=element.get("state", "visible"),
            racine=lire_partie(self.archive, partie),
            relations=self.archive.relations(partie),
            noms=tuple(lisibles),
            noms_perdus=perdus,
        )

    @cached_property
    def date_1904(self) -> bool:
        """True when days are counted from 1904."""
        reglages = self._classeur.find("{*}workbookPr")
        return reglages is not None and reglages.get("date1904") in VRAI

    @cached_property
    def styles_nommes(self) -> dict[int, str]:
        """Names of cell styles by the number cells give them: openpyxl renumbers when some are left out."""
        partie = partie_du_genre(self.relations, "styles")
        if partie is None or not self.archive.contient(partie):
            return {}
        styles = lire_partie(self.archive, partie).iterfind("{*}cellStyles/{*}cellStyle")
        return {int(e.get("xfId", "0")): e.get("name", "") for e in reversed(list(styles))}

    @cached_property
    def livre(self) -> Workbook:
        """The wanted sheets, with formulas."""
        return self._charger(data_only=False)

    @cached_property
    def valeurs(self) -> Workbook:
        """The wanted sheets with the values last stored; read only when a formula is lost."""
        return self._charger(data_only=True)

    @cached_property
    def _reduit(self) -> bytes:
        return reduire(self.archive, self.relations, list(self.feuilles.values()), date_1904=self.date_1904)

    def _charger(self, *, data_only: bool) -> Workbook:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what it would say it drops is reported by name
            try:
                lecteur = _Lecteur(BytesIO(self._reduit), data_only=data_only, rich_text=True)
                lecteur.read()
            except (ValueError, TypeError, KeyError, IndexError, AttributeError) as faute:
                noms = ", ".join(f"« {feuille.nom} »" for feuille in self.feuilles.values())
                quoi = f"une feuille ajoutée ne se lit pas ({noms} : {faute})"
                remede = "ouvrez le classeur dans Excel et réenregistrez-le, ou mettez cette feuille à part"
                raise FichierRefuseError(quoi, remede) from faute
        return lecteur.wb


def _lisible(nom: etree._Element) -> bool:
    """A print area or titles must be plain ranges: openpyxl would misread a formula."""
    permis = _RESERVES.get(nom.get("name", ""))
    return permis is None or {jeton.genre for jeton in decouper(nom.text or "#REF!")} <= permis
