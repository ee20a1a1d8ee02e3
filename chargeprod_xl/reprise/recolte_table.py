"""The rows of a table that people extend: kept, moved, copied, added; and the columns they added."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.classeurs.classeur_lu import ClasseurLu, FeuilleLue
from chargeprod_xl.controles.placement import colonnes_de_table
from chargeprod_xl.gabarits.declaration import Tapee
from chargeprod_xl.liens.disposition import SENTINELLE
from chargeprod_xl.reprise.cellules import VIDE, tapee, vide
from chargeprod_xl.reprise.plans import PlanBloc, PlanFeuille
from chargeprod_xl.reprise.saisies import ColonneLue, LigneLue, TableLue

IDENTITE = "_id"
_PREFIXE_COLONNE = "perso"
#: Share of its titles by which the header of a table that is no longer one is known again.
_ENTETE = 0.6


@dataclass(frozen=True)
class LectureTable:
    """A table as written, and the sheet where it is looked for.

    ``calculees``: titles of its calculated columns; ``alterees``: cells (sheet, row, column) that lost their formula;
    ``dessus``: last row of the tables found above it.
    """

    plan: PlanFeuille
    bloc: PlanBloc
    lue: FeuilleLue
    classeur: ClasseurLu
    calculees: Collection[str]
    alterees: Collection[tuple[str, int, int]]
    dessus: int = 0

    def table(self, fautes: list[Anomalie]) -> dict[str, TableLue]:
        """The table by its block, or nothing when it was deleted."""
        cadre = self._cadre()
        if cadre is None:
            return {}
        entete, fin, debut, largeur = cadre
        titres = [self._texte(entete, debut + i) for i in range(largeur)]
        rangs = colonnes_de_table(self.bloc.titres, titres)
        colonnes = {self.bloc.colonnes[i]: debut + j for i, j in rangs.items()}
        if IDENTITE not in colonnes:
            fautes.append(self._sans_identite())
            return {}
        ajoutees = self._ajoutees(titres, debut, rangs)
        places = {**colonnes, **{c.id: c.rang for c in ajoutees}}
        colonnes = {c: rang for c, rang in colonnes.items() if c not in self.bloc.ajoutees}
        premiere = colonnes.get(self.bloc.colonnes[0], debut)
        lignes = [lg for lg in range(entete + 1, fin + 1) if self._texte(lg, premiere) != SENTINELLE]
        return {
            self.bloc.id: TableLue(
                self.plan.id,
                self.bloc.id,
                tuple(self._lignes(lignes, places)),
                self.bloc.cles,
                self.bloc.graines,
                entete,
                fin,
                next((lg for lg in range(fin, entete, -1) if lg not in set(lignes)), None),
                colonnes,
                ajoutees,
                {self.bloc.colonnes[i]: titres[j] for i, j in rangs.items() if titres[j] != self.bloc.titres[i]},
                frozenset(c for c in self.bloc.colonnes if self._calculee(c)),
                self.lue.nom,
                frozenset({*self.bloc.colonnes} - {*places, *self.bloc.ajoutees, IDENTITE}),
            )
        }

    def _texte(self, ligne: int, colonne: int) -> str:
        cellule = self.lue.cellules.get((ligne, colonne))
        return cellule.valeur if cellule and isinstance(cellule.valeur, str) else ""

    def _cadre(self) -> tuple[int, int, int, int] | None:
        """Header row, last row, first column and width: of the Excel table, or of what looks like it."""
        for t in self.classeur.tableaux:
            if t.nom.lower() == str(self.bloc.table).lower() and t.feuille == self.lue.nom:
                return (t.plage.ligne_debut, t.lignes_donnees[1], t.plage.colonne_debut, len(t.colonnes))
        return self._cadre_devine()

    def _cadre_devine(self) -> tuple[int, int, int, int] | None:
        """Some programs drop the table and keep its cells."""
        titres = set(self.bloc.titres)
        par_ligne: dict[int, set[int]] = {}
        for (ligne, colonne), cellule in self.lue.cellules.items():
            if ligne > self.dessus and isinstance(cellule.valeur, str) and cellule.valeur in titres:
                par_ligne.setdefault(ligne, set()).add(colonne)
        entete = max(par_ligne, key=lambda lg: (len(par_ligne[lg]), -lg), default=0)
        if len(par_ligne.get(entete, ())) < _ENTETE * len(titres):
            return None
        debut, dernier = min(par_ligne[entete]), max(par_ligne[entete])
        fins = [lg for (lg, c), x in self.lue.cellules.items() if c == debut and lg > entete and x.valeur == SENTINELLE]
        return (entete, min(fins), debut, dernier - debut + 1) if fins else None

    def _ajoutees(self, titres: list[str], debut: int, rangs: Mapping[int, int]) -> tuple[ColonneLue, ...]:
        """Columns that are none of ours, each after the declared one at its left; those added before keep their id."""
        declarees = {j: self.bloc.colonnes[i] for i, j in rangs.items()}
        connues = {j for j, c in declarees.items() if c in self.bloc.ajoutees}
        siennes = [c for c in self.bloc.ajoutees if c.startswith(_PREFIXE_COLONNE)]
        suivant = 1 + max([int(c.removeprefix(_PREFIXE_COLONNE)) for c in siennes], default=0)
        sortie, apres = [], ""
        for j, titre in enumerate(titres):
            if j in declarees and j not in connues:
                apres = declarees[j]
                continue
            ident = declarees[j] if j in connues else f"{_PREFIXE_COLONNE}{suivant}"
            suivant += j not in connues
            sortie.append(ColonneLue(ident, titre or f"Colonne {j + 1}", apres, debut + j))
        return tuple(sortie)

    def _lignes(self, lignes: list[int], places: Mapping[str, int]) -> list[LigneLue]:
        vues: set[str] = set()
        sortie: list[LigneLue] = []
        connues = {*self.bloc.cles, *self.bloc.graines}
        for ligne in lignes:
            brut = self.lue.cellules.get((ligne, places[IDENTITE]), VIDE).valeur
            marque = f"{brut:g}" if isinstance(brut, float) else str(brut or "")
            garde = marque in connues and marque not in vues
            vues.add(marque)
            sortie.append(
                LigneLue(
                    marque if garde else "",
                    ligne,
                    {c: t for c, rang in places.items() if c != IDENTITE and (t := self._cellule(c, ligne, rang))},
                    marque if not garde and marque in connues else "",
                    frozenset(c for c, rang in places.items() if self._effacee(c, ligne, rang) and garde),
                )
            )
        return sortie

    def _cellule(self, colonne: str, ligne: int, rang: int) -> Tapee | None:
        """What a cell holds; nothing to say of a calculated one that has its formula, or lost it and stands empty."""
        cellule = self.lue.cellules.get((ligne, rang), VIDE)
        if self._calculee(colonne) and (vide(cellule) or (self.lue.nom, ligne, rang) not in self.alterees):
            return None
        return tapee(cellule, self.plan.id, (ligne, rang))

    def _effacee(self, colonne: str, ligne: int, rang: int) -> bool:
        """True for a calculated cell where nothing stands any more."""
        return self._calculee(colonne) and vide(self.lue.cellules.get((ligne, rang), VIDE))

    def _calculee(self, colonne: str) -> bool:
        return colonne in self.bloc.places and self.bloc.titre(colonne) in self.calculees

    def _sans_identite(self) -> Anomalie:
        quoi = "la colonne cachée « _id » de ce tableau a été supprimée : on ne sait plus quelle ligne est laquelle"
        ou = f"{self.classeur.nom} › {self.lue.nom}"
        return Anomalie(ou, quoi, "annulez la suppression, ou reprenez une version antérieure par « restaurer »")
