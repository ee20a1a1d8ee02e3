"""Where the lines of a built sheet stand now: rows and columns that people inserted, sheets they renamed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from chargeprod_xl.classeurs.classeur_lu import ClasseurLu, FeuilleLue, Position
from chargeprod_xl.controles.alignement import aligner, signatures
from chargeprod_xl.controles.comparaison import squelette
from chargeprod_xl.controles.meta import FeuilleDeclaree, TableDeclaree
from chargeprod_xl.liens.formules import Tableau

Axe = Mapping[int, int]
#: So few formulas lost were typed over; more may be rows that moved.
_PEU = 2


@dataclass(frozen=True)
class Placement:
    """A built sheet found again in a file.

    Attributes:
        lignes: current row of each built row that stands outside tables; one that was deleted is left out.
        colonnes: the same for columns.
        tableaux: current table of each built one, None when it is gone.
    """

    declaree: FeuilleDeclaree
    lue: FeuilleLue
    tableaux: Mapping[str, Tableau | None]
    lignes: Axe
    colonnes: Axe

    def ou(self, position: Position) -> Position | None:
        """Where a built cell stands now."""
        ligne, colonne = self.lignes.get(position[0]), self.colonnes.get(position[1])
        return None if ligne is None or colonne is None else (ligne, colonne)

    @cached_property
    def stable(self) -> bool:
        """True when nothing was inserted, deleted or moved on this sheet."""
        deplaces = any(k != v for axe in (self.lignes, self.colonnes) for k, v in axe.items())
        tables = all(t is not None and t.plage == d.plage for d, t in self._paires())
        return tables and not deplaces and len(self.lignes) == len({p[0] for p in formules_fixes(self.declaree)})

    def _paires(self) -> list[tuple[TableDeclaree, Tableau | None]]:
        return [(t, self.tableaux[t.nom]) for t in self.declaree.tables]


def formules_fixes(feuille: FeuilleDeclaree) -> dict[Position, str]:
    """The formula that stands in each built cell outside tables, as the first of its group has it."""
    return {position: groupe.formule for groupe in feuille.groupes for position in groupe.positions()}


def colonnes_de_table(declarees: Sequence[str], trouvees: Sequence[str]) -> dict[int, int]:
    """Rank of each built column among those of today: by title, else by place when its title was changed."""
    avant, apres = [t.lower() for t in declarees], [t.lower() for t in trouvees]
    rangs = {titre: rang for rang, titre in enumerate(apres)}
    places = {i: rangs[titre] for i, titre in enumerate(avant) if titre in rangs}
    for genre, i1, i2, j1, j2 in SequenceMatcher(None, avant, apres, autojunk=False).get_opcodes():
        if genre == "replace" and i2 - i1 == j2 - j1:
            for i, j in zip(range(i1, i2), range(j1, j2), strict=True):
                if i not in places and apres[j] not in avant:
                    places[i] = j
    return places


def placer(declaree: FeuilleDeclaree, lue: FeuilleLue, classeur: ClasseurLu) -> Placement:
    """Find the lines of a built sheet: where they were if that explains the file, else where they look alike."""
    par_nom = {t.nom.lower(): t for t in classeur.tableaux}
    tableaux = {t.nom: par_nom.get(t.nom.lower()) for t in declaree.tables}
    return _Recherche(declaree, lue, tableaux).resultat()


class _Recherche:
    """Tries the simplest explanation first."""

    def __init__(self, declaree: FeuilleDeclaree, lue: FeuilleLue, tableaux: Mapping[str, Tableau | None]) -> None:
        self.declaree, self.lue, self.tableaux = declaree, lue, tableaux
        self.attendues = formules_fixes(declaree)
        self.trouvees = {
            position: cellule.formule
            for position, cellule in lue.cellules.items()
            if cellule.formule and not any(t and t.plage.contient(*position) for t in tableaux.values())
        }

    def resultat(self) -> Placement:
        """The placement, rows that were emptied taken for deleted ones."""
        trouve = self._le_plus_simple()
        vides = self._lignes_videes(trouve)
        return self._placement({d: t for d, t in trouve.lignes.items() if d not in vides}, trouve.colonnes)

    def _lignes_videes(self, placement: Placement) -> set[int]:
        """Rows of several formulas where nothing stands any more."""
        par_ligne: dict[int, list[bool]] = {}
        for position in self.attendues:
            la = placement.ou(position)
            par_ligne.setdefault(position[0], []).append(la is None or la not in self.lue.cellules)
        return {ligne for ligne, vides in par_ligne.items() if len(vides) > 1 and all(vides)}

    def _le_plus_simple(self) -> Placement:
        simple = self._placement(self._lignes_identiques(), self._colonnes())
        perdues = self._manquantes(simple)
        if not perdues or (perdues <= _PEU and not self._orphelines(simple)):
            return simple
        essais = [simple, self._placement(self._lignes_alignees(), self._colonnes())]
        if not self.declaree.tables:
            essais.append(self._placement(self._lignes_identiques(), self._colonnes_alignees()))
            essais.append(self._placement(self._lignes_alignees(), self._colonnes_alignees()))
        return min(essais, key=self._defauts)

    def _defauts(self, placement: Placement) -> int:
        """Cells that do not hold their formula, a line that is gone counting for one."""
        lignes = {lg for lg, _ in self.attendues} - placement.lignes.keys()
        colonnes = {c for _, c in self.attendues} - placement.colonnes.keys()
        places = ((self.trouvees.get(la), f) for p, f in self.attendues.items() if (la := placement.ou(p)))
        faux = sum(trouvee is None or squelette(trouvee) != squelette(f) for trouvee, f in places)
        return faux + len(lignes) + len(colonnes)

    def _placement(self, lignes: Axe, colonnes: Axe) -> Placement:
        return Placement(self.declaree, self.lue, self.tableaux, lignes, colonnes)

    def _manquantes(self, placement: Placement) -> int:
        return sum(placement.ou(position) not in self.trouvees for position in self.attendues)

    def _orphelines(self, placement: Placement) -> bool:
        return bool(self.trouvees.keys() - {placement.ou(position) for position in self.attendues})

    def _troncons(self) -> list[tuple[int, int, int, int]]:
        """Rows between tables, as built and today: (first, last, first, last)."""
        fin = max([lg for lg, _ in self.attendues], default=0)
        fin_lue = max([lg for lg, _ in self.trouvees], default=0)
        troncons, debut, debut_lu = [], 1, 1
        for table in sorted(self.declaree.tables, key=lambda t: t.plage.ligne_debut):
            plage = (self.tableaux[table.nom] or table).plage
            troncons.append((debut, table.plage.ligne_debut - 1, debut_lu, plage.ligne_debut - 1))
            debut, debut_lu = table.plage.ligne_fin + 1, plage.ligne_fin + 1
        return [*troncons, (debut, fin, debut_lu, max(fin_lue, debut_lu + fin - debut))]

    def _lignes_identiques(self) -> Axe:
        lignes = {lg for lg, _ in self.attendues}
        return {lg: lg - d1 + t1 for d1, d2, t1, _ in self._troncons() for lg in lignes if d1 <= lg <= d2}

    def _lignes_alignees(self) -> Axe:
        lignes = {lg for lg, _ in self.attendues}
        avant = {p: squelette(f) for p, f in self.attendues.items()}
        apres = {p: squelette(f) for p, f in self.trouvees.items()}
        sortie: dict[int, int] = {}
        for d1, d2, t1, t2 in self._troncons():
            paires = aligner(signatures(avant, 0, d1, d2), signatures(apres, 0, t1, t2))
            sortie |= {d1 + i: t1 + j for i, j in paires.items() if d1 + i in lignes}
        return sortie

    def _colonnes(self) -> dict[int, int]:
        """By the titles of the sheet's table where there is one, else in place."""
        places = {colonne: colonne for _, colonne in self.attendues}
        for table in self.declaree.tables:
            tableau = self.tableaux[table.nom]
            if tableau is not None:
                d, t = table.plage.colonne_debut, tableau.plage.colonne_debut
                rangs = colonnes_de_table(table.colonnes, tableau.colonnes)
                places |= {d + i: t + j for i, j in rangs.items() if d + i in places}
        return places

    def _colonnes_alignees(self) -> Axe:
        colonnes = {colonne for _, colonne in self.attendues}
        avant = {p: squelette(f) for p, f in self.attendues.items()}
        apres = {p: squelette(f) for p, f in self.trouvees.items()}
        largeurs = (max(colonnes, default=0), max([c for _, c in self.trouvees], default=0))
        paires = aligner(signatures(avant, 1, 1, largeurs[0]), signatures(apres, 1, 1, largeurs[1]))
        return {i + 1: j + 1 for i, j in paires.items() if i + 1 in colonnes}
