"""Everything that Excel adds to a file without a change of content."""

from __future__ import annotations

import posixpath
from pathlib import Path

from lxml import etree
from recalcul.fabrique import NS, NS_R

from chargeprod_xl.liens.formules import adresse, lire_borne
from reprise.parties import (
    CLASSEUR,
    R_ID,
    TYPES,
    Parties,
    S,
    ajouter_partie,
    arbre,
    en_octets,
    feuilles,
    ouvertes,
)

_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_X14AC = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"
_X15 = "http://schemas.microsoft.com/office/spreadsheetml/2010/11/main"
_X15AC = "http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac"
_XR = "http://schemas.microsoft.com/office/spreadsheetml/2014/revision"
_ESPACES = {None: NS, "r": NS_R, "mc": _MC, "x14ac": _X14AC, "x15": _X15, "xr": _XR}
_APPLICATION = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Microsoft Excel</Application><DocSecurity>0</DocSecurity><ScaleCrop>false</ScaleCrop>"
    "<Company/><LinksUpToDate>false</LinksUpToDate><AppVersion>16.0300</AppVersion></Properties>"
)


def habits_excel(chemin: Path) -> None:
    """Hints on rows, styled empty cells, 17 digits, a calculation chain, relative targets, another order."""
    with ouvertes(chemin) as parties:
        parties["docProps/app.xml"] = _APPLICATION.encode()
        _enchainer_les_calculs(parties)
        for nom in feuilles(parties):
            with arbre(parties, nom) as racine:
                _habiller_les_rangees(racine)
            parties[nom] = en_octets(_aux_espaces_d_excel(racine))
        with arbre(parties, CLASSEUR) as racine:
            _signer(racine)
        parties[CLASSEUR] = en_octets(_aux_espaces_d_excel(racine))
        for nom in [nom for nom in parties if nom.endswith(".rels")]:
            _rendre_relatives(parties, nom)
        _changer_l_ordre(parties)


def _aux_espaces_d_excel(racine: etree._Element) -> etree._Element:
    """The same root, with the namespaces that an older reader may ignore."""
    neuve = etree.Element(racine.tag, dict(racine.attrib), nsmap=_ESPACES)
    neuve.set(f"{{{_MC}}}Ignorable", "x14ac x15 xr")
    neuve.set(f"{{{_XR}}}uid", "{00000000-0001-0000-0000-000000000000}")
    neuve.extend(list(racine))
    return neuve


def _habiller_les_rangees(racine: etree._Element) -> None:
    for rangee in racine.iterfind(f"{S}sheetData/{S}row"):
        cellules = list(rangee)
        if not cellules:
            continue
        colonnes = [lire_borne(cellule.get("r", "")).colonne or 0 for cellule in cellules]
        rangee.set("spans", f"{colonnes[0]}:{colonnes[-1]}")
        rangee.set(f"{{{_X14AC}}}dyDescent", "0.25")
        for cellule in cellules:
            _chiffrer(cellule)
        vide = adresse(int(rangee.get("r", "0")), colonnes[-1] + 1)
        etree.SubElement(rangee, f"{S}c", r=vide, s=cellules[-1].get("s", "0"))


def _chiffrer(cellule: etree._Element) -> None:
    """Excel does not say that a number is one, and writes 17 digits of it."""
    if cellule.get("t", "n") != "n":
        return
    cellule.attrib.pop("t", None)
    valeur = cellule.find(f"{S}v")
    if valeur is not None and valeur.text:
        valeur.text = f"{float(valeur.text):.17g}"


def _enchainer_les_calculs(parties: Parties) -> None:
    """The order in which Excel computed last: here the last cell first."""
    with arbre(parties, "xl/_rels/workbook.xml.rels") as liens:
        cibles = {lien.get("Id"): lien.get("Target", "").lstrip("/") for lien in liens}
    chaine = etree.Element(f"{S}calcChain", nsmap={None: NS})
    for feuille in etree.fromstring(parties[CLASSEUR]).iterfind(f"{S}sheets/{S}sheet"):
        racine = etree.fromstring(parties[cibles[feuille.get(R_ID)]])
        calculees = [c.get("r", "") for c in racine.iter(f"{S}c") if c.find(f"{S}f") is not None]
        for repere in reversed(calculees):
            etree.SubElement(chaine, f"{S}c", r=repere, i=feuille.get("sheetId", ""))
    ajouter_partie(parties, "calcChain", chaine)


def _signer(racine: etree._Element) -> None:
    """The version of Excel, and the folder of the last saving."""
    version = etree.Element(f"{S}fileVersion", appName="xl", lastEdited="7", lowestEdited="7", rupBuild="27328")
    chemin = (
        f'<mc:AlternateContent xmlns:mc="{_MC}"><mc:Choice Requires="x15">'
        f'<x15ac:absPath xmlns:x15ac="{_X15AC}" url="C:\\films\\mon film\\pack\\"/></mc:Choice></mc:AlternateContent>'
    )
    racine.insert(0, version)
    reglages = racine.find(f"{S}workbookPr")
    assert reglages is not None
    reglages.set("defaultThemeVersion", "166925")
    reglages.addnext(etree.fromstring(chemin))


def _rendre_relatives(parties: Parties, nom: str) -> None:
    """Excel names parts from the part that needs them (``../drawings/drawing1.xml``), a pack from the top."""
    dossier = posixpath.dirname(posixpath.dirname(nom))
    with arbre(parties, nom) as liens:
        for lien in liens:
            cible = lien.get("Target", "")
            if lien.get("TargetMode") != "External" and cible.startswith("/"):
                lien.set("Target", posixpath.relpath(cible, f"/{dossier}"))


def _changer_l_ordre(parties: Parties) -> None:
    with arbre(parties, TYPES) as types:
        types[:] = reversed(list(types))
    for nom in sorted(parties, reverse=True):
        if nom != TYPES:
            parties[nom] = parties.pop(nom)
