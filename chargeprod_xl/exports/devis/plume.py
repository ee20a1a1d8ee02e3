"""Rows laid one under the other on a sheet, in the roles and types of the house style; addresses known at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chargeprod_xl.gabarits.modele import Page
from chargeprod_xl.liens.disposition import PREMIERE_LIGNE
from chargeprod_xl.liens.formules import adresse
from chargeprod_xl.liens.noms import prefixe_feuille
from chargeprod_xl.liens.pose import CellulePosee, FeuillePosee

_LARGEUR = 14.0


@dataclass(frozen=True)
class Formule:
    """A cell computed by the file."""

    texte: str


@dataclass(frozen=True)
class Titre:
    """A column of a table: title, kind, width."""

    texte: str
    type: str = "texte"
    largeur: float = _LARGEUR


def somme(cellules: Sequence[str]) -> Formule:
    """The sum of cells or ranges that stand apart."""
    return Formule(f"=SUM({','.join(cellules)})" if cellules else "=0")


class Plume:
    """One sheet being written, from top to bottom."""

    def __init__(
        self, nom: str, titre: str, sous_titre: str, papier: str = "A4", orientation: str = "portrait"
    ) -> None:
        page = Page.model_validate({"format": papier, "orientation": orientation})
        self.feuille = FeuillePosee(nom, "restitution", page=page)
        self.titres: Sequence[Titre] = ()
        self.ligne = PREMIERE_LIGNE
        self._poser(1, 1, CellulePosee(titre, role="titre"))
        self._poser(2, 1, CellulePosee(sous_titre, role="sous_titre"))

    def _poser(self, ligne: int, colonne: int, cellule: CellulePosee) -> None:
        self.feuille.cellules[ligne, colonne] = cellule
        self.feuille.hauteur = max(self.feuille.hauteur, ligne)
        self.feuille.largeur_imprimee = max(self.feuille.largeur_imprimee, colonne)

    def sauter(self) -> None:
        """A blank row."""
        self.ligne += 1

    def bloc(self, titre: str) -> None:
        """The title of a block."""
        self._poser(self.ligne, 1, CellulePosee(titre, role="titre_bloc"))
        self.ligne += 1

    def phrase(self, texte: str, *, discrete: bool = False) -> None:
        """A sentence that runs over the columns."""
        self._poser(self.ligne, 1, CellulePosee(texte, role="sous_titre" if discrete else "phrase"))
        self.ligne += 1

    def entete(self, titres: Sequence[Titre], *, repetee: bool = False, large: bool = False) -> None:
        """The header of a table; the next rows have its columns.

        ``repetee``: at the top of each page. ``large``: columns keep the width of the first table, whatever they hold.
        """
        self.titres = titres
        for rang, titre in enumerate(titres, 1):
            role = "entete_gauche" if titre.type == "texte" else "entete"
            self._poser(self.ligne, rang, CellulePosee(titre.texte, role=role))
            self.feuille.largeurs[rang] = max(titre.largeur, self.feuille.largeurs.get(rang, 0.0))
        if not large:
            self.feuille.entetes.append((self.ligne, 1, len(titres)))
        if repetee:
            self.feuille.titres_impression = (self.ligne, self.ligne)
            if self.ligne == PREMIERE_LIGNE:
                self.feuille.figer = (self.ligne + 1, 3)
        self.ligne += 1

    def rangee(self, valeurs: Sequence[Any], style: str = "", types: Mapping[int, str] | None = None) -> int:
        """A row of the table; ``types``: kinds of the cells that are not of their column's. Returns its number."""
        for rang, (titre, valeur) in enumerate(zip(self.titres, valeurs, strict=True), 1):
            genre = (types or {}).get(rang, titre.type)
            formule = valeur.texte if isinstance(valeur, Formule) else None
            role = "calcul" if formule else "donnee"
            self._poser(self.ligne, rang, CellulePosee(None if formule else valeur, formule, role, genre, style))
        self.ligne += 1
        return self.ligne - 1

    def libre(self, libelle: str, texte: str) -> None:
        """A label, and a text that runs over the columns at its right."""
        self._poser(self.ligne, 1, CellulePosee(libelle))
        self._poser(self.ligne, 2, CellulePosee(texte, role="phrase"))
        self.ligne += 1

    def avis(self, texte: str) -> None:
        """A sentence; one that starts with a sign of verdict has its colours."""
        genre = "etat" if texte[:1] in "●▲✖" else "texte"
        self._poser(self.ligne, 1, CellulePosee(texte, role="phrase", type=genre))
        self.ligne += 1

    def cadre(self, libelles: Sequence[str], colonnes: int) -> None:
        """Framed cells to fill by hand, each under its label; the last one is tall enough for a signature."""
        for rang, libelle in enumerate(libelles, 1):
            self._poser(self.ligne, rang, CellulePosee(libelle, role="entete"))
        for rang in range(1, colonnes + 1):
            self._poser(self.ligne + 1, rang, CellulePosee(None, role="bandeau"))
        self.ligne += 2

    def couper(self) -> None:
        """The next row begins a page."""
        self.feuille.sauts.append(self.ligne - 1)

    def ici(self, ligne: int, colonne: int) -> str:
        """A cell of this sheet, in its formulas."""
        return adresse(ligne, colonne).replace("$", "")

    def plage(self, debut: int, fin: int, colonne: int) -> str:
        """Cells of a column, in the formulas of this sheet."""
        return f"{self.ici(debut, colonne)}:{self.ici(fin, colonne)}"

    def ailleurs(self, ligne: int, colonne: int) -> str:
        """A cell of this sheet, in the formulas of the others."""
        return prefixe_feuille(self.feuille.nom) + self.ici(ligne, colonne)
