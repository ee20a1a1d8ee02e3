"""Sheets that a template makes one a row: those whose row is gone, those whose row is new."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chargeprod_xl.gabarits.declaration import PackDeclare
from chargeprod_xl.liens.formules import adresse
from chargeprod_xl.reprise.bilan import Bilan, Element, Perte
from chargeprod_xl.reprise.cellules import RIEN, inchangee
from chargeprod_xl.reprise.chemins import Chemin, Passage, de_feuille, feuille_de
from chargeprod_xl.reprise.fusion_fixe import SANS_FEUILLE, montre
from chargeprod_xl.reprise.saisies import Recolte, TableLue

#: Names in the identity of such a sheet: workbook, template, key of the row.
_NOMS = 3


@dataclass(frozen=True)
class Mouvement:
    """What came and went.

    Attributes:
        idents: identities, in the former pack, of the sheets that are gone.
        parties: their present paths.
        retirees, nouvelles: how a person calls those that are gone, those that come.
    """

    idents: frozenset[str]
    parties: frozenset[Chemin]
    retirees: tuple[str, ...]
    nouvelles: tuple[str, ...]

    def raconter(self, bilan: Bilan) -> None:
        """Tell it."""
        bilan.retirees += [Element(nom, "feuille dont la source n’a plus la ligne") for nom in self.retirees]
        bilan.nouvelles += [Element(nom, "feuille d’une ligne nouvelle de la source") for nom in self.nouvelles]


def feuilles_des_lignes(pack: PackDeclare, recolte: Recolte, pas: Passage) -> Mouvement:
    """Compare the sheets of the former pack with those of ``pack``, freshly rendered."""
    presentes = {f"{c.id}.{f.id}": f for c in pack.classeurs for f in c.feuilles}
    classeurs = {c.id for c in pack.classeurs}  # what was typed in a workbook left out is told as such
    avant = {x: pas.suivre(de_feuille(x)) for x in (*recolte.feuilles, *(ident for *_, ident in recolte.absentes))}
    connues = {feuille_de(chemin, presentes) for chemin in avant.values()}
    parties = {
        ident: chemin
        for ident, chemin in avant.items()
        if len(chemin) == _NOMS and chemin[0] in classeurs and feuille_de(chemin, presentes) not in presentes
    }
    return Mouvement(
        frozenset(parties),
        frozenset(parties.values()),
        tuple(recolte.feuilles[x].nom for x in parties if x in recolte.feuilles),
        tuple(f.nom for ident, f in presentes.items() if f.par is not None and ident not in connues),
    )


def pertes_de_table(classeur: str, lue: TableLue) -> Iterator[Perte]:
    """What was typed in a table whose sheet is gone."""
    for ligne in lue.lignes:
        graines = lue.graines.get(ligne.id, {})
        for colonne, tapee in ligne.cellules.items():
            if tapee == RIEN or inchangee(tapee, graines.get(colonne)):
                continue
            rang = lue.colonnes.get(colonne) or next(c.rang for c in lue.ajoutees if c.id == colonne)
            yield Perte(classeur, lue.nom, adresse(ligne.rang, rang), montre(tapee), SANS_FEUILLE)
