"""A ribbon that Excel refuses is dropped without a word: its structure is checked here, every fault told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from chargeprod_xl.complement.ruban import ESPACE

#: Icons of Excel that we use or may use. An unknown name shows no icon, and nothing says so.
ICONES = frozenset({
    "AccountingFormat", "CalculateNow", "DataValidation", "FileCheckIn", "FileNew", "FileOpen", "FilePrint",
    "FileSaveAs", "FileSaveAsPdfOrXps", "FunctionWizard", "Help", "HyperlinkInsert", "ImportTextFile", "Info",
    "MacroPlay", "PivotTableInsert", "Refresh", "RefreshAll", "ReviewShareWorkbook", "TableInsertExcel",
    "Undo", "ZoomToSelection",
})  # fmt: skip
_LONGUEUR = 1024
_IDENTIFIANT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_RAPPEL = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)?\Z")


@dataclass(frozen=True)
class _Regle:
    """What an element may hold: the one kind of child, its required attributes, the others."""

    enfant: str
    requis: tuple[str, ...] = ()
    admis: tuple[str, ...] = ()


_REGLES = {
    "customUI": _Regle("ribbon", ("onLoad",)),
    "ribbon": _Regle("tabs"),
    "tabs": _Regle("tab"),
    "tab": _Regle("group", ("id", "label")),
    "group": _Regle("button", ("id", "label")),
    "button": _Regle("", ("id", "label", "supertip", "imageMso", "onAction"), ("screentip", "size")),
}


def fautes_du_ruban(xml: bytes) -> tuple[str, ...]:
    """Every fault of a ribbon, in words; none: it has the form that Excel takes."""
    try:
        racine = etree.fromstring(xml)
    except etree.XMLSyntaxError as faute:
        return (f"XML illisible : {faute}",)
    if racine.tag != f"{{{ESPACE}}}customUI":
        return (f"la racine est {racine.tag}, customUI de 2009 attendu",)
    return (*_element(racine), *_doublons(racine))


def _element(element: etree._Element) -> Iterator[str]:
    nom = etree.QName(element).localname
    ici = f"{nom} {element.get('id', '')}".strip()
    regle = _REGLES[nom]
    for attribut in regle.requis:
        if not element.get(attribut):
            yield f"{ici} : {attribut} manque"
    for attribut, valeur in ((str(a), str(v)) for a, v in element.attrib.items()):
        if attribut not in (*regle.requis, *regle.admis):
            yield f"{ici} : attribut {attribut} inconnu"
        else:
            yield from _attribut(ici, attribut, valeur)
    if regle.enfant and not len(element):
        yield f"{ici} : vide"
    for enfant in element.iterchildren("*"):
        if enfant.tag == f"{{{ESPACE}}}{regle.enfant}":
            yield from _element(enfant)
        else:
            yield f"{ici} : élément {etree.QName(enfant).localname} inattendu"


def _attribut(ici: str, attribut: str, valeur: str) -> Iterator[str]:
    if len(valeur) > _LONGUEUR:
        yield f"{ici} : {attribut} de {len(valeur)} signes, {_LONGUEUR} au plus"
    if attribut == "id" and not _IDENTIFIANT.match(valeur):
        yield f"{ici} : id « {valeur} » : lettres, chiffres et soulignés"
    if attribut in {"onLoad", "onAction"} and not _RAPPEL.match(valeur):
        yield f"{ici} : {attribut} « {valeur} » n’est pas le nom d’une procédure"
    if attribut == "imageMso" and valeur not in ICONES:
        yield f"{ici} : icône {valeur} inconnue"
    if attribut == "size" and valeur not in {"normal", "large"}:
        yield f"{ici} : size {valeur}, normal ou large attendu"


def _doublons(racine: etree._Element) -> Iterator[str]:
    vus: set[str] = set()
    for element in racine.iter("*"):
        ident = str(element.get("id", ""))
        if ident and ident in vus:
            yield f"id {ident} en double"
        vus.add(ident)
