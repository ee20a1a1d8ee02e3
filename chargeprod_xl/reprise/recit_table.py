"""What happened to the rows of a table, for the account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chargeprod_xl.liens.plan import canonique
from chargeprod_xl.reprise.bilan import Bilan, Element
from chargeprod_xl.reprise.cellules import egales
from chargeprod_xl.reprise.plans import Valeurs
from chargeprod_xl.reprise.saisies import LigneLue, TableLue

#: Identity of rows that people add.
AJOUT = "ajout"


@dataclass(frozen=True)
class RecitTable:
    """One table; ``noms``: how a person would name each row."""

    feuille: str
    lue: TableLue
    noms: Mapping[str, str]
    bilan: Bilan

    def _element(self, cle: str, quoi: str) -> Element:
        return Element(f"{self.feuille} › {self.noms.get(cle, cle)}", quoi)

    def par_la_personne(
        self, lues: Mapping[str, LigneLue], deplacees: Sequence[str], supprimees: Sequence[str]
    ) -> None:
        """Rows and columns added, rows moved and deleted."""
        bilan, connues = self.bilan, {*self.lue.ecrites}
        for cle, ligne in lues.items():
            if cle not in connues:
                modele = self.noms.get(ligne.copie_de, "une autre")
                bilan.ajoutees.append(self._element(cle, f"copie de {modele}" if ligne.copie_de else "ligne ajoutée"))
        for colonne in self.lue.ajoutees:
            bilan.ajoutees.append(Element(f"{self.feuille} › {colonne.titre}", "colonne ajoutée"))
        bilan.deplacees += [self._element(cle, "ligne déplacée") for cle in deplacees]
        bilan.supprimees += [self._element(cle, "ligne supprimée, elle le reste") for cle in supprimees]
        presentes = {*lues, *supprimees}
        bilan.supprimees += [
            self._element(cle, "ligne ajoutée naguère, supprimée depuis")
            for cle in self.lue.ecrites
            if cle.startswith(AJOUT) and cle not in presentes
        ]

    def retablies(self, colonnes: Mapping[str, str], lues: Mapping[str, LigneLue]) -> None:
        """What the program puts back: its columns that were deleted, its formulas that were erased.

        ``colonnes``: titles by identity.
        """
        retablies = self.bilan.retablies
        for ident, titre in colonnes.items():
            if ident in self.lue.perdues:
                retablies.append(Element(f"{self.feuille} › {titre}", "colonne du programme supprimée, elle revient"))
        for cle, ligne in lues.items():
            titres = [titre for ident, titre in colonnes.items() if ident in ligne.effacees]
            retablies += [self._element(cle, f"formule effacée en « {titre} », elle revient") for titre in titres]

    def par_la_source(self, nouvelles: Sequence[str], remaniee: bool, supprimees: Mapping[str, Valeurs]) -> None:
        """Rows that the sources bring; those that a person deleted and that the sources have changed since."""
        self.bilan.nouvelles += [self._element(cle, "ligne nouvelle de la source") for cle in nouvelles]
        if nouvelles and remaniee:
            placees = "placées" if len(nouvelles) > 1 else "placée"
            quoi = f"{placees} par le programme dans un ordre que vous avez remanié : voyez où"
            combien = f"{len(nouvelles)} lignes nouvelles" if len(nouvelles) > 1 else "une ligne nouvelle"
            self.bilan.doutes.append(f"{self.feuille} : {combien}, {quoi}")
        for cle, valeurs in supprimees.items():
            avant = self.lue.graines[cle]
            if any(not egales(v, canonique(valeurs.get(c))) for c, v in avant.items()):
                quoi = "supprimée du classeur, elle a changé dans la source ; elle reste supprimée"
                self.bilan.doutes.append(f"{self.feuille} › {self.noms.get(cle, cle)} : {quoi}")
