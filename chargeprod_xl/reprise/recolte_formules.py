"""Is a formula that was found the one the program wrote, once rows and columns have moved? Or what a deletion left?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from chargeprod_xl.classeurs.classeur_lu import FeuilleLue
from chargeprod_xl.controles.comparaison import Element, elements
from chargeprod_xl.controles.meta import FeuilleDeclaree
from chargeprod_xl.gabarits.declaration import Tapee
from chargeprod_xl.liens.formules import Genre, Plage, decaler, decouper, lire_plage
from chargeprod_xl.reprise.plans import PlanFeuille, Position
from chargeprod_xl.reprise.saisies import TableLue
from chargeprod_xl.reprise.situation import Situation

#: ``cassee``: the program's, but what it speaks of was deleted; ``autre``: a person's.
Jugement = Literal["meme", "cassee", "autre"]
_HORS_FEUILLE = 1_000_000


@dataclass(frozen=True)
class Retrouvee:
    """A built sheet and the file's sheet where it was found."""

    situe: Situation
    lue: FeuilleLue

    def place(self, ecrite: Position) -> Position | None:
        """Where a written cell stands now, rows of tables included."""
        bloc = self.situe.plan.bloc_de(*ecrite)
        table = self.situe.tables.get(bloc.id) if bloc else None
        if bloc is None or table is None or not bloc.entete < ecrite[0] < bloc.fin:
            return self.situe.ou(ecrite)
        rang = ecrite[0] - bloc.entete - 1
        ligne = self._rangs[bloc.id].get(bloc.cles[rang]) if rang < len(bloc.cles) else None
        colonne = table.colonnes.get(bloc.colonne_en(ecrite[1]) or "")
        return None if ligne is None or colonne is None else (ligne, colonne)

    @cached_property
    def _rangs(self) -> Mapping[str, Mapping[str, int]]:
        """Row of the file of each row of a table, by its identity."""
        return {ident: {x.id: x.rang for x in t.lignes if x.id} for ident, t in self.situe.tables.items()}

    @cached_property
    def en_ordre(self) -> bool:
        """True when lines are in the order they were written in: addresses of sorted ones say nothing."""
        suites = [[la for _, la in sorted(axe.items())] for axe in (self.situe.axes.lignes, self.situe.axes.colonnes)]
        for ident, table in self.situe.tables.items():
            cles = [c for c in self.situe.plan.blocs[ident].cles if c in self._rangs[ident]]
            suites += [[self._rangs[ident][c] for c in cles], list(table.colonnes.values())]
        return all(suite == sorted(suite) for suite in suites)

    def meme_plage(self, ecrite: Plage, trouvee: Plage) -> bool:
        """True when the second is where the first went; one that grew with lines inserted at its edge is."""
        if ecrite == trouvee or not self.en_ordre or max(ecrite.ligne_fin, trouvee.ligne_fin) > _HORS_FEUILLE:
            return True
        haut, bas, gauche, droite = ecrite.ligne_debut, ecrite.ligne_fin, ecrite.colonne_debut, ecrite.colonne_fin
        colonnes = range(gauche, droite + 1)
        debut = next((p for lg in range(haut, bas + 1) if (p := self._coin(lg, colonnes))), None)
        fin = next((p for lg in range(bas, haut - 1, -1) if (p := self._coin(lg, colonnes[::-1]))), None)
        if debut is None or fin is None or not (trouvee.contient(*debut) and trouvee.contient(*fin)):
            return False
        lignes, connues = self.situe.axes.lignes.values(), self.situe.axes.colonnes.values()
        en_plus = {*range(trouvee.ligne_debut, debut[0]), *range(fin[0] + 1, trouvee.ligne_fin + 1)}
        a_cote = {*range(trouvee.colonne_debut, debut[1]), *range(fin[1] + 1, trouvee.colonne_fin + 1)}
        return en_plus.isdisjoint(lignes) and a_cote.isdisjoint(connues)

    def _coin(self, ligne: int, colonnes: range) -> Position | None:
        return next((p for c in colonnes if (p := self.place((ligne, c)))), None)


@dataclass(frozen=True)
class Formulaire:
    """The sheets of one workbook, by the name they were written with, in small letters."""

    feuilles: Mapping[str, Retrouvee]

    def juger(self, plan: PlanFeuille, attendue: str, trouvee: str, glisse: int = 0) -> Jugement:
        """What became of a formula; ``glisse``: its row has moved that far down since it was written."""
        if attendue == trouvee:
            return "meme"
        if _erreurs(trouvee) and not _erreurs(attendue):
            return "cassee"
        a, b = elements(attendue), elements(trouvee)
        if len(a) != len(b):
            return "autre"
        differents = [(x, y) for x, y in zip(a, b, strict=True) if not self._meme(plan, x, y, glisse)]
        if not differents:
            return "meme"
        perdues = all(x.genre == y.genre == Genre.STRUCTUREE and self._perdue(x.texte) for x, y in differents)
        return "cassee" if perdues else "autre"

    def _meme(self, plan: PlanFeuille, ecrite: Element, trouvee: Element, glisse: int) -> bool:
        if ecrite == trouvee:
            return True
        ici, cible = self.feuilles.get(plan.nom.lower()), self.feuilles.get(ecrite.feuille or plan.nom.lower())
        if not (ecrite.genre == trouvee.genre == "reference") or ici is None or cible is None:
            return False
        if (trouvee.feuille or ici.lue.nom.lower()) != cible.lue.nom.lower():
            return False
        avant, apres = lire_plage(ecrite.texte), lire_plage(trouvee.texte)
        if glisse and cible is ici:
            debut, fin = avant.ligne_debut + glisse, avant.ligne_fin + glisse
            if (debut, fin) == (apres.ligne_debut, apres.ligne_fin):
                return _memes_colonnes(ici, avant, apres)
        return cible.meme_plage(avant, apres)

    def _perdue(self, reference: str) -> bool:
        """True for a structured reference, in small letters, to a column or a table that is gone."""
        nom, _, reste = reference.partition("[")
        for retrouvee in self.feuilles.values():
            for bloc in retrouvee.situe.plan.blocs.values():
                if bloc.table and bloc.table.lower() == nom:
                    table = retrouvee.situe.tables.get(bloc.id)
                    parties = {x.lower().replace(" ", "") for x in _parties(reste)}
                    return table is None or any(
                        titre.lower().replace(" ", "") in parties
                        for c, titre in zip(bloc.colonnes, bloc.titres, strict=True)
                        if c not in table.colonnes and c not in bloc.ajoutees
                    )
        return False


def _memes_colonnes(ici: Retrouvee, avant: Plage, apres: Plage) -> bool:
    """The columns of a row that slid along."""
    bornes = ((avant.colonne_debut, apres.colonne_debut), (avant.colonne_fin, apres.colonne_fin))
    bloc = ici.situe.plan.bloc_de(avant.ligne_debut, avant.colonne_debut)
    table = ici.situe.tables.get(bloc.id) if bloc else None
    if bloc is None or table is None:
        return all(a == b for a, b in bornes)
    return all(table.colonnes.get(bloc.colonne_en(a) or "") == b for a, b in bornes)


def _erreurs(formule: str) -> bool:
    return any(genre is Genre.ERREUR for genre, _ in decouper(formule))


def _parties(crochets: str) -> list[str]:
    """What stands between the innermost brackets of a structured reference."""
    return crochets.replace("[", "]").split("]")


class FormulesJugees:
    """The formulas of one sheet: the program's, wherever they went, and a person's. ``cassees``: how many broke."""

    def __init__(self, situe: Situation, lue: FeuilleLue, declaree: FeuilleDeclaree, formulaire: Formulaire) -> None:
        self.situe, self.lue, self.declaree, self.formulaire = situe, lue, declaree, formulaire
        self.cassees = 0

    def fixes(self) -> dict[Position, bool]:
        """Each written formula outside tables, and whether its cell still holds it, broken or not."""
        sortie: dict[Position, bool] = {}
        for groupe in self.declaree.groupes:
            for ou in groupe.positions():
                la = self.situe.ou(ou)
                cellule = self.lue.cellules.get(la) if la else None
                attendue = decaler(groupe.formule, ou[0] - groupe.origine[0], ou[1] - groupe.origine[1])
                sortie[ou] = bool(cellule and cellule.formule and self._est_du_programme(attendue, cellule.formule))
        return sortie

    def table(self, table: TableLue) -> TableLue:
        """A table without the formulas of the program that were taken for a person's."""
        bloc = self.situe.plan.blocs[table.bloc]
        declaree = next(t for t in self.declaree.tables if t.nom == bloc.table)
        formules = {c: f for c in table.calculees if (f := declaree.formules.get(bloc.titre(c)))}
        premiere = declaree.plage.ligne_debut + 1

        def garde(colonne: str, tapee: Tapee, rang: int) -> bool:
            if colonne not in formules or tapee.formule is None:
                return True
            return not self._est_du_programme(formules[colonne], tapee.formule, rang - premiere)

        lignes = (
            replace(x, cellules={c: t for c, t in x.cellules.items() if garde(c, t, x.rang)}) for x in table.lignes
        )
        return replace(table, lignes=tuple(lignes))

    def _est_du_programme(self, attendue: str, trouvee: str, glisse: int = 0) -> bool:
        jugement = self.formulaire.juger(self.situe.plan, attendue, trouvee, glisse)
        self.cassees += jugement == "cassee"
        return jugement != "autre"
