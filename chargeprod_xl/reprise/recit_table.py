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
                copie = f"copie de {ligne.copie_de}" if ligne.copie_de else "ligne ajoutée"
                bilan.ajoutees.append(self._element(cle, copie))
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

    def par_la_source(self, nouvelles: Sequence[str], remaniee: bool, supprimees: Mapping[str, Valeurs]) -> None:
        """Rows that the sources bring; those that a person deleted and that the sources have changed since."""
        self.bilan.nouvelles += [self._element(cle, "ligne nouvelle de la source") for cle in nouvelles]
        if nouvelles and remaniee:
            quoi = "placées par le programme dans un ordre que vous avez remanié : voyez où"
            self.bilan.doutes.append(f"{self.feuille} : {len(nouvelles)} lignes nouvelles, {quoi}")
        for cle, valeurs in supprimees.items():
            avant = self.lue.graines[cle]
            if any(not egales(v, canonique(valeurs.get(c))) for c, v in avant.items()):
                quoi = "supprimée du classeur, elle a changé dans la source ; elle reste supprimée"
                self.bilan.doutes.append(f"{self.feuille} › {self.noms.get(cle, cle)} : {quoi}")
