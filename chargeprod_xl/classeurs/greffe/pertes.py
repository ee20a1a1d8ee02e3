"""What a person's own sheet holds that cannot be carried into a fresh workbook: named, never dropped in silence.

Left out on purpose, because nothing one can see goes with them: printer settings, green triangles made silent,
phonetic hints, chart galleries.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from chargeprod_xl.classeurs.archive import Archive, Relation

_ELEMENTS = {
    "protectedRanges": "plages modifiables malgré la protection",
    "customSheetViews": "affichages personnalisés",
    "dataConsolidate": "consolidation",
    "cellWatches": "espions",
    "picture": "image de fond",
    "legacyDrawingHF": "image d’en-tête ou de pied de page",
    "drawingHF": "image d’en-tête ou de pied de page",
}
_RELATIONS = {
    "pivotTable": "tableau croisé dynamique",
    "queryTable": "requête",
    "namedSheetViews": "affichages de feuille",
    "namedSheetView": "affichages de feuille",
}
#: By the first element of an extension; what stands under "" has no word of its own.
_EXTENSIONS = {
    "conditionalFormattings": "mise en forme conditionnelle récente",
    "sparklineGroups": "graphique sparkline",
    "slicerList": "segments",
    "timelineRefs": "chronologie",
    "protectedRanges": _ELEMENTS["protectedRanges"],
    "": "extension d’Excel",
}
#: ``dataValidations`` are carried; the others show nothing.
_EXTENSIONS_SANS_PERTE = frozenset({"dataValidations", "ignoredErrors", "id"})
_BARRE = "réglages récents d’une barre de données"
_CONTENU_MAX = 500


@dataclass(frozen=True)
class Perte:
    """Something of an added sheet that could not be carried: where, what, and the text or formula it held."""

    feuille: str
    cellule: str
    quoi: str
    contenu: str


def pertes_de_la_feuille(
    nom: str, racine: etree._Element, relations: Mapping[str, Relation], archive: Archive
) -> Iterator[Perte]:
    """Everything of a sheet part and of its relationships that has no place in the new workbook."""
    for balise, mot in _ELEMENTS.items():
        for element in racine.iterchildren(f"{{*}}{balise}"):
            plages = [str(e.get("sqref")) for e in element.iter("{*}*") if e.get("sqref")]
            yield Perte(nom, " ".join(plages), mot, "")
    for relation in relations.values():
        if relation.genre in _RELATIONS:
            yield _relation_perdue(nom, relation, archive)
    for extension in racine.iterfind("{*}extLst/{*}ext"):
        yield from _extension_perdue(nom, extension)
    yield from _cellules_amoindries(nom, racine)


def _relation_perdue(nom: str, relation: Relation, archive: Archive) -> Perte:
    if not archive.contient(relation.cible):
        return Perte(nom, "", _RELATIONS[relation.genre], "")
    partie = archive.xml(relation.cible)
    lieu = partie.find("{*}location")
    return Perte(nom, "" if lieu is None else lieu.get("ref", ""), _RELATIONS[relation.genre], partie.get("name", ""))


def _extension_perdue(nom: str, extension: etree._Element) -> Iterator[Perte]:
    contenu = next(extension.iterchildren("{*}*"), None)
    genre = "" if contenu is None else etree.QName(contenu).localname
    if genre in _EXTENSIONS_SANS_PERTE:
        return
    mot = _EXTENSIONS.get(genre, _EXTENSIONS[""])
    for groupe in contenu if contenu is not None and genre in _EXTENSIONS else [extension]:
        plages = [e.text or "" for e in groupe.iter("{*}sqref")]
        formules = dict.fromkeys(f"={e.text}" for e in groupe.iter("{*}f") if e.text)
        regles = {regle.get("type") for regle in groupe.iterchildren("{*}cfRule")}
        quoi = _BARRE if regles == {"dataBar"} else mot
        yield Perte(nom, " ".join(plages), quoi, abreger(" ".join(formules)))


def _cellules_amoindries(nom: str, racine: etree._Element) -> Iterator[Perte]:
    """Cells of recent versions of Excel: the formula or the value stays, not what spills or hangs from it."""
    for cellule in racine.iterfind("{*}sheetData/{*}row/{*}c"):
        if cellule.get("vm"):
            quoi = "image ou donnée liée dans la cellule"
            yield Perte(nom, cellule.get("r", ""), quoi, cellule.findtext("{*}v") or "")
        elif cellule.get("cm"):
            quoi = "formule qui s’étend seule : sa plage est désormais fixe"
            yield Perte(nom, cellule.get("r", ""), quoi, f"={cellule.findtext('{*}f') or ''}")


def abreger(texte: str) -> str:
    """A text that a report can show."""
    propre = " ".join(texte.split())
    return propre if len(propre) <= _CONTENU_MAX else propre[: _CONTENU_MAX - 1] + "…"
