"""Carry the sheets that people added to a workbook into the one that is being written.

The sheet itself changes workbooks: whatever openpyxl read of it comes along, its looks renumbered and its formulas
rewritten. What openpyxl would lose on the way is carried as it stands in the file, or reported as a loss.
Grafting what a graft has written gives the same parts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.packaging.relationship import Relationship
from openpyxl.workbook.external_link.external import ExternalLink

from chargeprod_xl.classeurs.archive import ouvrir
from chargeprod_xl.classeurs.greffe.contenu import (
    reprendre_cellules,
    reprendre_la_page,
    reprendre_noms,
    reprendre_regles,
    reprendre_tableaux,
)
from chargeprod_xl.classeurs.greffe.dessins import poser_dessins
from chargeprod_xl.classeurs.greffe.notes import reprendre_liens, reprendre_notes
from chargeprod_xl.classeurs.greffe.parties import lire_partie
from chargeprod_xl.classeurs.greffe.pertes import Perte, pertes_de_la_feuille
from chargeprod_xl.classeurs.greffe.source import Source
from chargeprod_xl.classeurs.greffe.styles import Habilleur
from chargeprod_xl.classeurs.greffe.traduction import Traducteur, Traduction
from chargeprod_xl.classeurs.lecture import ECART_1904, partie_principale
from chargeprod_xl.classeurs.lecture_parties import identifiant
from chargeprod_xl.liens.pose import FeuilleAjoutee

__all__ = [
    "FeuilleAjoutee",
    "Perte",
    "Traduction",
    "greffer",
    "liens_de_la_personne",
    "noms_de_la_personne",
    "noms_retenus",
]

_NOM_MAX = 31
_RESERVE = re.compile(r"_xl\w*\.", re.IGNORECASE)
_RESERVES = {"_xlnm.Print_Area": "zone d’impression", "_xlnm.Print_Titles": "titres à imprimer"}


def noms_retenus(pris: Collection[str], ajoutees: Sequence[FeuilleAjoutee]) -> dict[FeuilleAjoutee, str]:
    """The name each added sheet will have beside those already taken: its own, or « Nom (2) »."""
    occupes = {nom.lower() for nom in pris}
    noms: dict[FeuilleAjoutee, str] = {}
    for ajoutee in ajoutees:
        nom, rang = ajoutee.nom, 2
        while nom.lower() in occupes:
            suffixe = f" ({rang})"
            nom, rang = ajoutee.nom[: _NOM_MAX - len(suffixe)] + suffixe, rang + 1
        occupes.add(nom.lower())
        noms[ajoutee] = nom
    return noms


def greffer(livre: Workbook, ajoutees: Sequence[FeuilleAjoutee], traduire: Traduction) -> list[Perte]:
    """Carry the added sheets into the workbook; what of them cannot be carried is returned.

    ``traduire`` gets formulas as the old file says them. It need not know of added sheets that change names here:
    those are followed. A file that cannot be read raises :class:`FichierRefuseError`, and nothing may be written then.
    """
    pertes: list[Perte] = []
    noms = noms_retenus(livre.sheetnames, ajoutees)
    with ExitStack() as pile:
        sources: dict[Path, Source] = {}
        for chemin in dict.fromkeys(a.source for a in ajoutees):
            archive = pile.enter_context(ouvrir(chemin))
            sources[chemin] = Source(archive, [a.nom for a in ajoutees if a.source == chemin])
        greffe = _Greffe(livre, noms)
        trouvees = [a for a in ajoutees if greffe.trouvee(a, sources[a.source], pertes)]
        for ajoutee in trouvees:
            greffe.placer(ajoutee, sources[ajoutee.source], pertes)
        for ajoutee in trouvees:
            pertes += greffe.reprendre(ajoutee, sources[ajoutee.source], traduire)
    return pertes


class _Greffe:
    """The new workbook and the sheets that have joined it so far."""

    def __init__(self, livre: Workbook, noms: dict[FeuilleAjoutee, str]) -> None:
        self.livre: Any = livre  # the order of sheets is not in its stubs
        self.noms = noms
        self.placees: dict[FeuilleAjoutee, Any] = {}
        self.tableaux_perdus: dict[Path, set[str]] = {}
        self.habilleurs: dict[Path, Habilleur] = {}

    def trouvee(self, ajoutee: FeuilleAjoutee, source: Source, pertes: list[Perte]) -> bool:
        """False, and a loss, when the file has no such sheet with cells."""
        nom = ajoutee.nom.lower()
        if nom in source.feuilles:
            return True
        quoi = "feuille sans cellules (graphique ou macro)" if nom in source.sans_cellules else "feuille introuvable"
        pertes.append(Perte(ajoutee.nom, "", quoi, ajoutee.source.name))
        return False

    def placer(self, ajoutee: FeuilleAjoutee, source: Source, pertes: list[Perte]) -> None:
        """Make a sheet one of the workbook's, in its place, under a name and with tables that nothing else bears."""
        feuille: Any = source.livre[source.feuilles[ajoutee.nom.lower()].nom]
        nom = self.noms[ajoutee]
        feuille._parent = self.livre
        feuille.title = nom
        self.livre._sheets.insert(self._rang(ajoutee), feuille)
        self.placees[ajoutee] = feuille
        if nom != ajoutee.nom:
            pertes.append(Perte(nom, "", "feuille renommée : son nom était pris", ajoutee.nom))
        perdus = self.tableaux_perdus.setdefault(ajoutee.source, set())
        for cle, tableau in list(dict.items(feuille._tables)):
            if self._nom_pris(tableau.displayName, feuille):
                del feuille._tables[cle]
                perdus.add(tableau.displayName.lower())
                pertes.append(Perte(nom, tableau.ref, "tableau : son nom était pris", tableau.displayName))

    def _rang(self, ajoutee: FeuilleAjoutee) -> int:
        """After the sheet it stood after, and after those that were just put there; last when that one is gone."""
        feuilles = self.livre._sheets
        voisine = next(
            (
                f
                for a, f in self.placees.items()
                if (a.source, a.nom.lower()) == (ajoutee.source, ajoutee.apres.lower())
            ),
            self.livre[ajoutee.apres] if ajoutee.apres in self.livre.sheetnames else None,
        )
        if voisine is None and ajoutee.apres:
            return len(feuilles)
        rang = 0 if voisine is None else feuilles.index(voisine) + 1
        while rang < len(feuilles) and any(feuilles[rang] is f for f in self.placees.values()):
            rang += 1
        return rang

    def _nom_pris(self, nom: str, sauf: Any) -> bool:
        tables = {t.displayName.lower() for f in self.livre.worksheets if f is not sauf for t in f._tables.values()}
        return nom.lower() in tables | {defini.lower() for defini in self.livre.defined_names}

    def reprendre(self, ajoutee: FeuilleAjoutee, source: Source, traduire: Traduction) -> list[Perte]:
        """Everything the sheet holds, for its new workbook."""
        feuille, brute = self.placees[ajoutee], source.feuilles[ajoutee.nom.lower()]
        renommees = {a.nom.lower(): n for a, n in self.noms.items() if a.source == ajoutee.source and n != a.nom}
        perdus = frozenset(self.tableaux_perdus[ajoutee.source])
        traducteur = Traducteur(traduire, brute.nom, feuille.title, renommees, perdus)
        traducteur.pertes += pertes_de_la_feuille(feuille.title, brute.racine, brute.relations, source.archive)
        for nom, texte in brute.noms_perdus.items():
            traducteur.perdre("", _RESERVES[nom], f"={texte}")
        habilleur = self.habilleurs.setdefault(
            ajoutee.source, Habilleur(source.livre, self.livre, source.styles_nommes)
        )
        decalage = int(ECART_1904) if source.date_1904 else 0
        reprendre_cellules(feuille, habilleur, traducteur, lambda: source.valeurs[brute.nom], decalage)
        reprendre_regles(feuille, traducteur, decalage)
        reprendre_tableaux(feuille, habilleur, traducteur)
        reprendre_noms(feuille, traducteur)
        reprendre_liens(feuille, brute, habilleur, traducteur)
        reprendre_notes(feuille, brute, source, traducteur)
        reprendre_la_page(feuille, brute.racine, habilleur)
        poser_dessins(feuille, brute, source.archive, traducteur)
        return traducteur.pertes


def noms_de_la_personne(source: Path, connus: Collection[str]) -> dict[str, str]:
    """Names of the whole workbook, by name, that are neither ``connus`` nor the spreadsheet program's own."""
    a_nous = {nom.lower() for nom in connus}
    with ouvrir(source) as archive:
        racine = lire_partie(archive, partie_principale(archive))
        elements = [e for e in racine.iterfind("{*}definedNames/{*}definedName") if e.get("localSheetId") is None]
    noms = {e.get("name", ""): e.text or "" for e in elements}
    return {nom: texte for nom, texte in noms.items() if nom.lower() not in a_nous and not _RESERVE.match(nom)}


def liens_de_la_personne(source: Path) -> dict[int, ExternalLink]:
    """Links to other workbooks with the values kept from them, by the number that formulas give them.

    A link to another program leads to no workbook: its number is missing.
    """
    liens: dict[int, ExternalLink] = {}
    with ouvrir(source) as archive:
        partie = partie_principale(archive)
        relations = archive.relations(partie)
        references = lire_partie(archive, partie).iterfind("{*}externalReferences/{*}externalReference")
        for numero, reference in enumerate(references, 1):
            cible = relations[identifiant(reference)].cible
            element: Any = lire_partie(archive, cible)  # its stubs want an element of their own
            lien: Any = ExternalLink.from_tree(element)
            chemin = None if lien.externalBook is None else archive.relations(cible).get(lien.externalBook.id)
            if chemin is not None:
                lien.externalBook.id = "rId1"
                lien.file_link = Relationship(
                    "rId1", type="externalLinkPath", Target=chemin.cible, TargetMode="External"
                )
                liens[numero] = lien
    return liens
