"""The allowed functions (design rule 13), in one place, and why a well-known one is not among them.

A name enters here when Excel 2016, LibreOffice 7.4, formualizer, IronCalc and ``formulas`` (its ROUND
repaired) compute it alike: ``tests/recalcul/test_conformite.py`` runs each of them on the four engines we
have. Names are written as people know them; :data:`PREFIXEES` are those the file spells otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


def _noms(texte: str) -> frozenset[str]:
    return frozenset(texte.split())


_ARITHMETIQUE = _noms("""ABS CEILING CEILING.MATH FLOOR INT MOD MROUND POWER PRODUCT ROUND ROUNDDOWN ROUNDUP
    SIGN SQRT SUM SUMSQ TRUNC""")
_STATISTIQUES = _noms("""AVERAGE COUNT COUNTA COUNTBLANK LARGE MAX MEDIAN MIN RANK RANK.EQ SMALL STDEV
    STDEV.S""")
_CONDITIONNELLES = _noms("AVERAGEIF AVERAGEIFS COUNTIF COUNTIFS SUMIF SUMIFS SUMPRODUCT")
_LOGIQUE = _noms("""AND FALSE IF IFERROR IFNA ISBLANK ISERROR ISNA ISNUMBER ISTEXT N NA NOT OR TRUE XOR""")
_RECHERCHE = _noms("CHOOSE COLUMNS HLOOKUP INDEX LOOKUP MATCH ROWS VLOOKUP")
_DATES = _noms("""DATE DATEDIF DAY DAYS DAYS360 EDATE EOMONTH HOUR ISOWEEKNUM MONTH NETWORKDAYS
    NETWORKDAYS.INTL TIME WEEKDAY WEEKNUM WORKDAY.INTL YEAR YEARFRAC""")
_TEXTE = _noms("""CONCATENATE EXACT FIND LEFT LEN MID PROPER REPLACE REPT RIGHT SEARCH SUBSTITUTE UNICHAR""")
_FINANCE = _noms("FV IRR NPV PMT")

FONCTIONS_PERMISES: frozenset[str] = (
    _ARITHMETIQUE | _STATISTIQUES | _CONDITIONNELLES | _LOGIQUE | _RECHERCHE | _DATES | _TEXTE | _FINANCE
)

PREFIXEES: frozenset[str] = _noms("CEILING.MATH DAYS IFNA ISOWEEKNUM RANK.EQ STDEV.S UNICHAR XOR")
"""Allowed functions younger than Excel 2007: the file must say ``_xlfn.IFNA(``, else Excel shows #NAME?."""

_REFUS: tuple[tuple[str, str], ...] = (
    ("n'existe pas dans Excel 2016", "CONCAT IFS MAXIFS MINIFS SWITCH TEXTJOIN XLOOKUP XMATCH"),
    ("n'existe pas dans Excel 2016", "FILTER LAMBDA LET SEQUENCE SORT SORTBY UNIQUE"),
    ("donne un résultat qui change avec la langue du tableur", "DATEVALUE FIXED NUMBERVALUE TEXT VALUE"),
    ("est volatile : elle change sans qu'on touche à rien", "INDIRECT NOW OFFSET RAND RANDBETWEEN TODAY"),
    ("n'est pas calculée pareil par tous les tableurs", "AGGREGATE LOWER SUBTOTAL TRIM UPPER WORKDAY"),
)
FONCTIONS_ECARTEES: Mapping[str, str] = MappingProxyType(
    {fonction: raison for raison, fonctions in _REFUS for fonction in fonctions.split()}
)
"""Well-known functions that are refused, with the reason, ready to follow the name in a message."""


def pour_le_fichier(fonction: str) -> str:
    """The name as the file spells it: ``IFNA`` → ``_xlfn.IFNA``."""
    return f"_xlfn.{fonction}" if fonction in PREFIXEES else fonction
