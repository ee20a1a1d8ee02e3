"""Manners of saving: the same content, written as Excel, LibreOffice or a library would have left it.

Each function rewrites a workbook in place. A harvest must find the same inputs after any of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

from lxml import etree

from chargeprod_xl.classeurs.archive import ouvrir
from chargeprod_xl.classeurs.lecture_parties import lire_styles
from chargeprod_xl.liens.formules import Genre, adresse, decouper, en_r1c1, lire_borne
from reprise.facons_programmes import par_libreoffice, par_openpyxl
from reprise.facons_textes import textes_en_ligne, textes_partages, textes_riches
from reprise.habits_excel import habits_excel
from reprise.parties import CLASSEUR, Parties, S, arbre, feuilles, ouvertes

__all__ = [
    "FACONS",
    "cibles_absolues",
    "cibles_web",
    "dates_1904",
    "formules_partagees",
    "habits_excel",
    "liens_permutes",
    "par_libreoffice",
    "par_openpyxl",
    "textes_en_ligne",
    "textes_partages",
    "textes_riches",
]

JOURS_DE_1900_A_1904 = 1462
_NUMERO = re.compile(r"\[(\d+)\]")
_FORMULES = {"f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula", "totalsRowFormula"}
_DOSSIER = "C:\\films\\mon%20film\\pack\\"
_SITE = "https://maison.sharepoint.com/sites/films/Documents%20partages/mon%20film/pack/"

Cellule = tuple[int, int, etree._Element]


def formules_partagees(chemin: Path) -> None:
    """A formula filled down is written once; the cells below say whose it is."""
    with ouvertes(chemin) as parties:
        for nom in feuilles(parties):
            with arbre(parties, nom) as racine:
                for indice, suite in enumerate(_suites(racine)):
                    _partager(suite, str(indice))


def _suites(racine: etree._Element) -> Iterator[list[Cellule]]:
    """Cells that follow one another down a column and hold the same formula, two or more."""
    par_colonne: dict[int, list[Cellule]] = {}
    for cellule in racine.iter(f"{S}c"):
        formule = cellule.find(f"{S}f")
        if formule is not None and formule.text and not formule.attrib:
            ou = lire_borne(cellule.get("r", ""))
            ligne, colonne = ou.ligne or 0, ou.colonne or 0
            par_colonne.setdefault(colonne, []).append((ligne, colonne, formule))
    for colonne in par_colonne.values():
        # Row less rank is the same all along cells that touch.
        motifs = [(c[0] - rang, en_r1c1(c[2].text or "", c[0], c[1])) for rang, c in enumerate(colonne)]
        for _, groupe in groupby(zip(motifs, colonne, strict=True), key=lambda paire: paire[0]):
            suite = [cellule for _, cellule in groupe]
            if len(suite) > 1:
                yield suite


def _partager(suite: list[Cellule], indice: str) -> None:
    (debut, colonne, premiere), (fin, _, _) = suite[0], suite[-1]
    premiere.attrib.update({"t": "shared", "ref": f"{adresse(debut, colonne)}:{adresse(fin, colonne)}", "si": indice})
    for _, _, formule in suite[1:]:
        formule.text = None
        formule.attrib.update({"t": "shared", "si": indice})


def liens_permutes(chemin: Path) -> None:
    """The links in the opposite order: what was ``[1]`` is the last."""
    with ouvertes(chemin) as parties:
        with arbre(parties, CLASSEUR) as racine:
            externes = racine.find(f"{S}externalReferences")
            if externes is None:
                return
            externes[:] = reversed(list(externes))
        for nom in [nom for nom in parties if nom.startswith("xl/") and nom.endswith(".xml")]:
            _renumeroter(parties, nom, len(externes))


def _renumeroter(parties: Parties, nom: str, combien: int) -> None:
    def inverse(trouve: re.Match[str]) -> str:
        return f"[{combien + 1 - int(trouve[1])}]"

    with arbre(parties, nom) as racine:
        for element in racine.iter("{*}*"):
            if etree.QName(element).localname in _FORMULES and "[" in (element.text or ""):
                element.text = "".join(
                    _NUMERO.sub(inverse, texte) if genre is Genre.PREFIXE else texte
                    for genre, texte in decouper(element.text or "")
                )


def cibles_absolues(chemin: Path) -> None:
    """Links to a folder of this computer, as Excel writes them when the files are not side by side."""
    _changer_les_cibles(chemin, lambda nom: f"file:///{_DOSSIER}{nom}")


def cibles_web(chemin: Path) -> None:
    """Links to a shared library on the web."""
    _changer_les_cibles(chemin, lambda nom: _SITE + nom)


def _changer_les_cibles(chemin: Path, cible: Callable[[str], str]) -> None:
    with ouvertes(chemin) as parties:
        for nom in [nom for nom in parties if nom.startswith("xl/externalLinks/_rels/")]:
            with arbre(parties, nom) as liens:
                for lien in liens:
                    lien.set("Target", cible(lien.get("Target", "")))


def dates_1904(chemin: Path) -> None:
    """Days counted from 1904, as Excel for Macintosh long did."""
    with ouvrir(chemin) as archive:
        de_date = lire_styles(archive, "xl/styles.xml").dates
    with ouvertes(chemin) as parties:
        with arbre(parties, CLASSEUR) as racine:
            reglages = racine.find(f"{S}workbookPr")
            assert reglages is not None
            reglages.set("date1904", "1")
        for nom in feuilles(parties):
            with arbre(parties, nom) as racine:
                for cellule in racine.iter(f"{S}c"):
                    valeur = cellule.find(f"{S}v")
                    est_date = int(cellule.get("s", "0")) in de_date and cellule.get("t", "n") == "n"
                    if est_date and valeur is not None and valeur.text:
                        valeur.text = f"{float(valeur.text) - JOURS_DE_1900_A_1904:.17g}"


def _comme_excel(chemin: Path) -> None:
    """Everything Excel does at once, on a computer where the pack has been moved about."""
    for facon in (textes_riches, formules_partagees, liens_permutes, cibles_absolues, habits_excel):
        facon(chemin)


FACONS: dict[str, Callable[[Path], None]] = {
    "formules partagées": formules_partagees,
    "textes partagés": textes_partages,
    "textes riches": textes_riches,
    "liens permutés": liens_permutes,
    "cibles absolues": cibles_absolues,
    "cibles sur le web": cibles_web,
    "dates de 1904": dates_1904,
    "habits d’Excel": habits_excel,
    "comme Excel": _comme_excel,
    "par openpyxl": par_openpyxl,
}
