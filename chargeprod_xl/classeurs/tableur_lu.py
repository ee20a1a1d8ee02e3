"""A workbook of someone else's, as a reader sees it: values, formats, what is hidden, what is merged.

Serves .xlsx and .xlsm (our own reader) and the old .xls (xlrd), which a sheet library of today no longer opens.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from lxml import etree

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.classeurs.archive import FichierRefuseError, ouvrir
from chargeprod_xl.classeurs.classeur_lu import CelluleLue, Position
from chargeprod_xl.classeurs.lecture import ECART_1904, VRAI, lire_classeur
from chargeprod_xl.classeurs.valeurs import Erreur, Valeur
from chargeprod_xl.liens.formules import indice_colonne

_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK"
#: A column or row band wider than this is a whole-sheet format, not a list of hidden rows.
_COLONNES_MAX, _CHIFFRES = 16_384, "0123456789$"
_ABIME = "reprenez une copie saine, ou ouvrez-le dans un tableur et enregistrez-le au format .xlsx"


@dataclass(frozen=True)
class Plage:
    """A merged range, bounds included, 1-based."""

    haut: int
    gauche: int
    bas: int
    droite: int

    def cellules(self) -> Iterator[Position]:
        """Every cell of it."""
        return ((r, c) for r in range(self.haut, self.bas + 1) for c in range(self.gauche, self.droite + 1))


@dataclass(frozen=True)
class FeuilleTableur:
    """A sheet; rows and columns are counted from 1. ``en_texte``: a CSV file, where every number is a text."""

    nom: str
    cellules: Mapping[Position, CelluleLue]
    lignes_cachees: frozenset[int] = frozenset()
    colonnes_cachees: frozenset[int] = frozenset()
    fusions: tuple[Plage, ...] = ()
    cachee: bool = False
    en_texte: bool = False


def lire_tableur(chemin: Path) -> tuple[tuple[FeuilleTableur, ...], list[Anomalie]]:
    """The sheets of a workbook, or why it cannot be read. The kind is told by the content, not by the name."""
    try:
        with chemin.open("rb") as flux:
            debut = flux.read(8)
    except OSError as erreur:
        quoi = f"lecture impossible ({erreur.strerror or erreur})"
        return (), [Anomalie(str(chemin), quoi, "vérifiez le nom et les droits d’accès")]
    if debut.startswith(_OLE):
        return _lire_xls(chemin)
    if debut.startswith(_ZIP):
        return _lire_xlsx(chemin)
    quoi = "le fichier n’est pas un classeur Excel, malgré son nom (page web, ancien XML, ou fichier abîmé)"
    return (), [Anomalie(chemin.name, quoi, _ABIME)]


def _lire_xlsx(chemin: Path) -> tuple[tuple[FeuilleTableur, ...], list[Anomalie]]:
    classeur, fautes = lire_classeur(chemin)
    if classeur is None:
        return (), fautes
    feuilles = []
    try:
        with ouvrir(chemin) as archive:
            for lue in classeur.feuilles:
                # The root of a chart sheet has none of these children: nothing is found, nothing is wrong.
                racine = archive.xml(lue.partie)
                feuilles.append(
                    FeuilleTableur(
                        lue.nom,
                        lue.cellules,
                        _lignes_cachees(racine),
                        _colonnes_cachees(racine),
                        tuple(_fusions(racine)),
                        lue.etat != "visible",
                    )
                )
    except FichierRefuseError as refus:
        return (), [refus.anomalie(chemin.name)]
    except (ValueError, KeyError, IndexError):
        return (), [Anomalie(chemin.name, "le contenu du classeur ne se comprend pas", _ABIME)]
    return tuple(feuilles), []


def _lignes_cachees(racine: etree._Element) -> frozenset[int]:
    """A row may be hidden by hand, by a filter, by a folded outline, or by a height of nothing."""
    cachees, ligne = set(), 0
    for rangee in racine.iterfind("{*}sheetData/{*}row"):
        ligne = int(rangee.get("r") or ligne + 1)
        if rangee.get("hidden") in VRAI or (rangee.get("ht") and float(rangee.get("ht", "1")) == 0):
            cachees.add(ligne)
    return frozenset(cachees)


def _colonnes_cachees(racine: etree._Element) -> frozenset[int]:
    bandes = (
        range(int(c.get("min", "1")), min(int(c.get("max", "1")), _COLONNES_MAX) + 1)
        for c in racine.iterfind("{*}cols/{*}col")
        if c.get("hidden") in VRAI or (c.get("width") and float(c.get("width", "1")) == 0)
    )
    return frozenset(chain.from_iterable(bandes))


def _fusions(racine: etree._Element) -> Iterator[Plage]:
    for element in racine.iterfind("{*}mergeCells/{*}mergeCell"):
        debut, _, fin = element.get("ref", "").replace("$", "").partition(":")
        bouts = [
            (int(x.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")), indice_colonne(x.rstrip(_CHIFFRES))) for x in (debut, fin)
        ]
        (haut, gauche), (bas, droite) = bouts
        yield Plage(haut, gauche, bas, droite)


def _lire_xls(chemin: Path) -> tuple[tuple[FeuilleTableur, ...], list[Anomalie]]:
    import xlrd  # noqa: PLC0415 - start-up stays short

    try:
        with xlrd.open_workbook(str(chemin), formatting_info=True, logfile=io.StringIO()) as classeur:
            return tuple(_feuille_xls(classeur, classeur.sheet_by_index(i)) for i in range(classeur.nsheets)), []
    except xlrd.XLRDError as refus:
        chiffre = any(mot in str(refus).lower() for mot in ("encrypted", "password", "can't find workbook"))
        quoi = "le classeur est protégé par un mot de passe d’ouverture" if chiffre else "classeur .xls illisible"
        remede = "ôtez le mot de passe dans Excel et enregistrez-le sans lui" if chiffre else _ABIME
    except Exception:  # the library lets out whatever it met in a damaged file
        quoi, remede = "classeur .xls abîmé", _ABIME
    return (), [Anomalie(chemin.name, quoi, remede)]


def _feuille_xls(classeur: Any, feuille: Any) -> FeuilleTableur:
    cellules: dict[Position, CelluleLue] = {}
    for ligne in range(feuille.nrows):
        for colonne in range(feuille.row_len(ligne)):
            lue = feuille.cell(ligne, colonne)
            valeur = _valeur_xls(lue)
            if lue.ctype == 3 and classeur.datemode and isinstance(valeur, float):
                valeur += ECART_1904
            if valeur is not None:
                code = classeur.format_map[classeur.xf_list[lue.xf_index].format_key].format_str
                cellules[ligne + 1, colonne + 1] = CelluleLue(valeur, est_date=lue.ctype == 3, format=code)
    return FeuilleTableur(
        feuille.name,
        cellules,
        frozenset(n + 1 for n, r in feuille.rowinfo_map.items() if r.hidden or r.height == 0),
        frozenset(n + 1 for n, c in feuille.colinfo_map.items() if c.hidden or c.width == 0),
        tuple(Plage(haut + 1, gauche + 1, bas, droite) for haut, bas, gauche, droite in feuille.merged_cells),
        feuille.visibility != 0,
    )


def _valeur_xls(cellule: Any) -> Valeur:
    """xlrd's cell types: 1 text, 2 number, 3 date, 4 boolean, 5 error; the rest is empty."""
    if cellule.ctype == 1:
        return str(cellule.value)
    if cellule.ctype in {2, 3}:
        return float(cellule.value)
    if cellule.ctype == 4:
        return bool(cellule.value)
    return Erreur("#ERREUR!") if cellule.ctype == 5 else None
