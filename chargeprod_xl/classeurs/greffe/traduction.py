"""Formulas of an added sheet, as the new workbook says them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from chargeprod_xl.classeurs.greffe.pertes import Perte
from chargeprod_xl.liens.formules import Genre, Prefixe, decouper, lire_prefixe, renommer_feuilles

#: (formula without ``=``, name of the added sheet or "") → formula rewritten, None when it refers to something gone.
Traduction = Callable[[str, str], str | None]


@dataclass
class Traducteur:
    """Rewrites what an added sheet holds and keeps account of what is lost.

    Attributes:
        traduire: the caller's translation; it knows nothing of sheets renamed here.
        nom: the sheet's name in its file.
        feuille: its name in the new workbook.
        renommees: new name of added sheets of the same file, by lower-case name, when it had to change.
        tableaux_perdus: lower-case names of tables of the file that could not be carried.
    """

    traduire: Traduction
    nom: str
    feuille: str
    renommees: Mapping[str, str] = field(default_factory=dict)
    tableaux_perdus: frozenset[str] = frozenset()
    pertes: list[Perte] = field(default_factory=list)

    def perdre(self, cellule: str, quoi: str, contenu: str) -> None:
        """Something of this sheet does not come along."""
        self.pertes.append(Perte(self.feuille, cellule, quoi, contenu))

    def formule(self, texte: str, cellule: str, quoi: str = "formule") -> str | None:
        """The formula for the new workbook; None, and a loss, when it cannot be."""
        traduite = None if self._vise_un_tableau_perdu(texte) else self.traduire(texte, self.nom)
        if traduite is None:
            self.perdre(cellule, quoi, f"={texte}")
            return None
        return self._suivre(texte, traduite)

    def _vise_un_tableau_perdu(self, texte: str) -> bool:
        """True when the formula would read a table of the same name that is not the one it meant."""
        return bool(self.tableaux_perdus) and any(
            genre in {Genre.STRUCTUREE, Genre.NOM} and mot.partition("[")[0].lower() in self.tableaux_perdus
            for genre, mot in decouper(texte)
        )

    def _suivre(self, avant: str, apres: str) -> str:
        """Follow added sheets that were renamed; the formula must have named one before it was translated."""
        if not any(
            genre is Genre.PREFIXE and self._renomme(lire_prefixe(mot)) != lire_prefixe(mot)
            for genre, mot in decouper(avant)
        ):
            return apres
        return renommer_feuilles(apres, self._renomme)

    def _renomme(self, prefixe: Prefixe) -> Prefixe:
        if prefixe.lien is not None:
            return prefixe
        derniere = prefixe.derniere and self.renommees.get(prefixe.derniere.lower(), prefixe.derniere)
        return replace(prefixe, feuille=self.renommees.get(prefixe.feuille.lower(), prefixe.feuille), derniere=derniere)
