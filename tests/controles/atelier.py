"""Hands of a person on a pack, made fast: one cell changed in the file itself, and what the pack then says."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from lxml import etree

from chargeprod_xl.classeurs.lecture import ClasseurLu, lire_classeur
from chargeprod_xl.controles.verdicts import Verdict, lire_verdicts
from chargeprod_xl.liens.formules import Tableau, adresse, lire_plage
from chargeprod_xl.recalcul import CalculPack, calculer_lus
from chargeprod_xl.recalcul.moteurs import Formualizer

NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
Contenu = float | str | None


def copier(pack: Path, vers: Path) -> Path:
    """A pack of one's own to spoil."""
    shutil.copytree(pack, vers)
    return vers


def lire(chemin: Path) -> ClasseurLu:
    """A workbook that must be readable."""
    classeur, fautes = lire_classeur(chemin)
    assert classeur is not None, fautes
    return classeur


def lire_pack(dossier: Path) -> list[ClasseurLu]:
    """Every workbook of a folder."""
    return [lire(p) for p in sorted(dossier.glob("*.xlsx"))]


def ecrire(chemin: Path, feuille: str, contenus: Mapping[str, Contenu], lu: ClasseurLu | None = None) -> None:
    """Set cells: a number, a text, a formula (« =… ») or nothing; no formula is shifted, nothing is recomputed.

    ``lu`` is the workbook when the caller has read it already.
    """
    trouvee = (lu or lire(chemin)).feuille(feuille)
    assert trouvee is not None, feuille
    with zipfile.ZipFile(chemin) as fichier:
        parties = {nom: fichier.read(nom) for nom in fichier.namelist()}
    racine = etree.fromstring(parties[trouvee.partie])
    for cellule, contenu in contenus.items():
        _poser(racine, cellule, contenu)
    parties[trouvee.partie] = etree.tostring(racine, xml_declaration=True, encoding="UTF-8", standalone=True)
    with zipfile.ZipFile(chemin, "w") as fichier:
        for nom, octets in parties.items():
            fichier.writestr(nom, octets)


def _poser(racine: etree._Element, cellule: str, contenu: Contenu) -> None:
    element = _cellule(racine, cellule)
    for enfant in list(element):
        element.remove(enfant)
    element.attrib.pop("t", None)
    if isinstance(contenu, str) and contenu.startswith("="):
        etree.SubElement(element, f"{NS}f").text = contenu[1:]
    elif isinstance(contenu, str):
        element.set("t", "inlineStr")
        etree.SubElement(etree.SubElement(element, f"{NS}is"), f"{NS}t").text = contenu
    elif contenu is not None:
        etree.SubElement(element, f"{NS}v").text = repr(contenu)


def _cellule(racine: etree._Element, cellule: str) -> etree._Element:
    """The element of a cell, made in its place when the file has none."""
    donnees = racine.find(f"{NS}sheetData")
    assert donnees is not None
    position = lire_plage(cellule)
    rangee = _dans_l_ordre(donnees, "row", str(position.ligne_debut), lambda e: int(e.get("r", "0")))
    return _dans_l_ordre(rangee, "c", cellule, lambda e: lire_plage(e.get("r", "A1")).colonne_debut)


def _dans_l_ordre(parent: etree._Element, balise: str, repere: str, rang) -> etree._Element:  # type: ignore[no-untyped-def]
    neuf = etree.Element(f"{NS}{balise}", r=repere)
    for i, element in enumerate(parent):
        if rang(element) == rang(neuf):
            return element
        if rang(element) > rang(neuf):
            parent.insert(i, neuf)
            return neuf
    parent.append(neuf)
    return neuf


def formules(classeurs: Iterable[ClasseurLu]) -> list[tuple[str, str, str]]:
    """Every formula cell: file, sheet, address."""
    return [
        (classeur.nom, feuille.nom, adresse(*position))
        for classeur in classeurs
        for feuille in classeur.feuilles
        for position, cellule in sorted(feuille.cellules.items())
        if cellule.formule
    ]


def table(classeur: ClasseurLu, feuille: str) -> Tableau:
    """The Excel table of a sheet."""
    return next(t for t in classeur.tableaux if t.feuille == feuille)


def dans_la_table(classeur: ClasseurLu, feuille: str, titre: str, rang: int = 1) -> str:
    """Address of a column of a table, on its row ``rang`` (from 1; negative ones count from the sentinel row)."""
    t = table(classeur, feuille)
    premiere, derniere = t.lignes_donnees
    return adresse(premiere + rang - 1 if rang > 0 else derniere + rang + 1, t.rangs[titre.lower()])


def reperer(classeur: ClasseurLu, feuille: str, titre: str, quand: Mapping[str, Contenu]) -> str:
    """Address, under ``titre``, of the first row that holds ``quand``: values by the titles of their columns."""
    lue = classeur.feuille(feuille)
    assert lue is not None, feuille
    rangees: dict[int, dict[int, object]] = {}
    for (ligne, colonne), cellule in sorted(lue.cellules.items()):
        rangees.setdefault(ligne, {})[colonne] = cellule.valeur
    entete = next(n for n, r in rangees.items() if {titre, *quand} <= {v for v in r.values() if isinstance(v, str)})
    ou = {v: c for c, v in rangees[entete].items()}
    return adresse(
        next(n for n, r in rangees.items() if n > entete and all(r.get(ou[t]) == v for t, v in quand.items())),
        ou[titre],
    )


def calculer(dossier: Path, *noms: str) -> CalculPack:
    """The values of a pack, or of some of its workbooks (with the values kept in their links)."""
    chemins = [dossier / f"{n}.xlsx" for n in noms] or sorted(dossier.glob("*.xlsx"))
    return calculer_lus([lire(c) for c in chemins])


def verdicts(dossier: Path, *noms: str) -> dict[tuple[str, str], Verdict]:
    """The checks, by workbook and wording."""
    return calculer_et_juger(dossier, *noms)[1]


def calculer_et_juger(dossier: Path, *noms: str) -> tuple[CalculPack, dict[tuple[str, str], Verdict]]:
    """The values and the checks, of one calculation by one engine: that the two agree is proved elsewhere."""
    chemins = [dossier / f"{n}.xlsx" for n in noms] or sorted(dossier.glob("*.xlsx"))
    lus = [lire(c) for c in chemins]
    calcul = calculer_lus(lus, [Formualizer()])
    return calcul, {(v.classeur.removesuffix(".xlsx"), v.libelle): v for v in lire_verdicts(calcul, lus)}


def rouges(dossier: Path, *noms: str) -> set[tuple[str, str]]:
    """The checks that are not fine."""
    return {cle for cle, v in verdicts(dossier, *noms).items() if v.etat != "ok"}
