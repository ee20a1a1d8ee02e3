"""Formulas that were typed over: every cell where a formula was built and where none, or another one, stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.classeurs.classeur_lu import ClasseurLu, FeuilleLue
from chargeprod_xl.classeurs.valeurs import Valeur
from chargeprod_xl.controles.comparaison import meme_formule, squelette
from chargeprod_xl.controles.meta import FeuilleDeclaree, Meta, TableDeclaree, lire_meta
from chargeprod_xl.controles.placement import Placement, colonnes_de_table, placer
from chargeprod_xl.liens.disposition import SENTINELLE
from chargeprod_xl.liens.formules import Tableau, adresse, decaler, en_r1c1
from chargeprod_xl.recalcul.rapport import Lieu

Nature = Literal["manquante", "changee", "disparue"]
_REMEDE = "annulez, ou remettez la formule ={} ; pour imposer une valeur, servez-vous d’une colonne « forcé »"
_LONGUEUR = 120


@dataclass(frozen=True)
class FormuleAlteree:
    """A cell that lost its formula.

    Attributes:
        nature: ``manquante`` (a constant or nothing stands there), ``changee`` (another formula does),
            ``disparue`` (its row, column, table or sheet is gone; the address is that of the build).
        attendue: the formula that was built, without ``=``.
        trouvee: what stands there: value or formula.
    """

    lieu: Lieu
    nature: Nature
    attendue: str
    trouvee: Valeur = None

    @property
    def anomalie(self) -> Anomalie:
        """The same in words."""
        remede = _REMEDE.format(_abrege(self.attendue))
        if self.nature == "changee":
            return Anomalie(str(self.lieu), f"formule changée : ={_abrege(str(self.trouvee))}", remede)
        if self.nature == "disparue":
            quoi = str(self.trouvee or "la cellule de cette formule n’existe plus")
            return Anomalie(str(self.lieu), quoi, "annulez la suppression, ou reconstruisez le pack")
        ecrit = "rien" if self.trouvee in (None, "") else f"« {self.trouvee} »"
        return Anomalie(str(self.lieu), f"formule écrasée : {ecrit} à la place de la formule", remede)


def _abrege(formule: str) -> str:
    return formule if len(formule) <= _LONGUEUR else formule[:_LONGUEUR] + "…"


def formules_manquantes(classeurs: Sequence[ClasseurLu]) -> tuple[FormuleAlteree, ...]:
    """Every altered formula of workbooks we built; a workbook without our meta sheet says nothing."""
    sortie: list[FormuleAlteree] = []
    for classeur in classeurs:
        meta = lire_meta(classeur)
        if meta is not None:
            sortie += _Examen(classeur, meta).alterees()
    return tuple(sortie)


class _Examen:
    """One workbook against its inventory."""

    def __init__(self, classeur: ClasseurLu, meta: Meta) -> None:
        self.classeur, self.meta = classeur, meta

    def alterees(self) -> Iterator[FormuleAlteree]:
        for declaree in self.meta.feuilles:
            placement = self.placements.get(declaree.nom)
            if placement is None:
                if declaree.groupes or declaree.tables:
                    lieu = Lieu(self.classeur.nom, declaree.nom, "A1")
                    yield FormuleAlteree(lieu, "disparue", "", "cette feuille du pack a été supprimée")
                continue
            yield from self._fixes(placement)
            for table in declaree.tables:
                yield from self._table(placement, table)

    @cached_property
    def placements(self) -> dict[str, Placement]:
        """The sheets found again, by the name they were built with."""
        trouvees = retrouver(self.classeur, self.meta)
        return {
            declaree.nom: placer(declaree, trouvees[declaree.nom], self.classeur)
            for declaree in self.meta.feuilles
            if declaree.nom in trouvees
        }

    @cached_property
    def _stables(self) -> frozenset[str]:
        """Sheets, in small letters, whose addresses are still those of the build."""
        return frozenset(
            nom.lower() for nom, p in self.placements.items() if p.stable and p.lue.nom.lower() == nom.lower()
        )

    def _lieu(self, feuille: FeuilleLue, ligne: int, colonne: int) -> Lieu:
        return Lieu(self.classeur.nom, feuille.nom, adresse(ligne, colonne))

    def _stable(self, ici: str, feuille: str) -> bool:
        return (feuille or ici.lower()) in self._stables

    def _fixes(self, placement: Placement) -> Iterator[FormuleAlteree]:
        feuille, ici = placement.lue, placement.declaree.nom
        disparues: dict[int, FormuleAlteree] = {}
        for groupe in placement.declaree.groupes:
            for ligne, colonne in groupe.positions():
                la = placement.ou((ligne, colonne))
                dl, dc = ligne - groupe.origine[0], colonne - groupe.origine[1]
                if la is None:
                    lieu = self._lieu(feuille, ligne, colonne)
                    perdue = "une ligne ou une colonne de formules a été supprimée ou vidée ici"
                    disparues.setdefault(ligne, FormuleAlteree(lieu, "disparue", groupe.formule, perdue))
                    continue
                cellule = feuille.cellules.get(la)
                attendue = decaler(groupe.formule, dl, dc)
                if cellule is None or cellule.formule is None:
                    yield FormuleAlteree(
                        self._lieu(feuille, *la), "manquante", attendue, cellule.valeur if cellule else None
                    )
                elif not meme_formule(attendue, cellule.formule, lambda f: self._stable(ici, f)):
                    yield FormuleAlteree(self._lieu(feuille, *la), "changee", attendue, cellule.formule)
        yield from disparues.values()

    def _table(self, placement: Placement, table: TableDeclaree) -> Iterator[FormuleAlteree]:
        feuille, tableau = placement.lue, placement.tableaux[table.nom]
        if tableau is None:
            lieu = self._lieu(feuille, table.plage.ligne_debut, table.plage.colonne_debut)
            yield FormuleAlteree(lieu, "disparue", "", f"le tableau {table.nom} a été supprimé")
            return
        rangs = colonnes_de_table(table.colonnes, tableau.colonnes)
        lignes = _lignes_de_donnees(feuille, tableau)
        for rang, titre in enumerate(table.colonnes):
            if titre not in table.formules:
                continue
            origine = table.plage.ligne_debut + 1, table.plage.colonne_debut + rang
            if rang not in rangs:
                lieu = self._lieu(feuille, *origine)
                quoi = f"la colonne « {titre} » du tableau a été supprimée"
                yield FormuleAlteree(lieu, "disparue", table.formules[titre], quoi)
                continue
            colonne = tableau.plage.colonne_debut + rangs[rang]
            yield from self._colonne(placement, table.formules[titre], origine, colonne, lignes)

    def _colonne(
        self, placement: Placement, formule: str, origine: tuple[int, int], colonne: int, lignes: Sequence[int]
    ) -> Iterator[FormuleAlteree]:
        """A calculated column: each data row holds its formula, filled down."""
        feuille, ici = placement.lue, placement.declaree.nom
        trouvees = {lg: c.formule for lg in lignes if (c := feuille.cellules.get((lg, colonne))) and c.formule}
        commun = None if placement.stable else _motif_commun(trouvees, formule, colonne)
        for ligne in lignes:
            attendue = decaler(formule, ligne - origine[0], colonne - origine[1])
            trouvee = trouvees.get(ligne)
            if trouvee is None:
                cellule = feuille.cellules.get((ligne, colonne))
                valeur = cellule.valeur if cellule else None
                yield FormuleAlteree(self._lieu(feuille, ligne, colonne), "manquante", attendue, valeur)
            elif not meme_formule(attendue, trouvee, lambda f: self._stable(ici, f)) or (
                commun is not None and en_r1c1(trouvee, ligne, colonne) != commun
            ):
                yield FormuleAlteree(self._lieu(feuille, ligne, colonne), "changee", attendue, trouvee)


def _motif_commun(trouvees: Mapping[int, str], formule: str, colonne: int) -> str | None:
    """What most rows of a column say, when its formula holds addresses: the witness where rows have moved."""
    if "@" not in "".join(squelette(formule)):
        return None
    comptes = Counter(en_r1c1(f, ligne, colonne) for ligne, f in trouvees.items())
    [(motif, nombre)] = comptes.most_common(1) or [("", 0)]
    return motif if nombre > max(1, len(trouvees) // 2) else None


def _lignes_de_donnees(feuille: FeuilleLue, tableau: Tableau) -> list[int]:
    premiere, derniere = tableau.lignes_donnees
    debut = tableau.plage.colonne_debut

    def sentinelle(ligne: int) -> bool:
        cellule = feuille.cellules.get((ligne, debut))
        return cellule is not None and cellule.valeur == SENTINELLE

    return [ligne for ligne in range(premiere, derniere + 1) if not sentinelle(ligne)]


def retrouver(classeur: ClasseurLu, meta: Meta) -> dict[str, FeuilleLue]:
    """Each built sheet in the file: by name, else the unknown sheet that has its tables or most of its formulas."""
    trouvees = {d.nom: f for d in meta.feuilles if (f := classeur.feuille(d.nom)) is not None}
    prises = {f.nom for f in trouvees.values()}
    libres = [f for f in classeur.feuilles if f.nom not in prises]
    plans = meta.brut.get("plans", {})
    for declaree in meta.feuilles:
        textes = plans.get(declaree.nom, {}).get("textes", ())
        renommee = None if declaree.nom in trouvees else _renommee(declaree, libres, classeur, textes)
        if renommee is not None:
            trouvees[declaree.nom] = renommee
            libres.remove(renommee)
    return trouvees


def _renommee(
    declaree: FeuilleDeclaree, libres: Sequence[FeuilleLue], classeur: ClasseurLu, textes: Sequence[Sequence[Any]]
) -> FeuilleLue | None:
    """The unknown sheet that is this one; of those that look alike, the one that holds most of its ``textes``."""
    tables = {t.nom.lower() for t in declaree.tables}
    fixes = Counter({squelette(g.formule): len(g.positions()) for g in declaree.groupes})
    semblables: list[FeuilleLue] = []
    for feuille in libres:
        if tables and tables <= {t.nom.lower() for t in classeur.tableaux if t.feuille == feuille.nom}:
            return feuille
        presents = Counter(squelette(c.formule) for c in feuille.cellules.values() if c.formule)
        if not tables and fixes and 2 * (fixes & presents).total() > fixes.total():
            semblables.append(feuille)
    return max(semblables, key=lambda f: _dits(f, textes), default=None)


def _dits(feuille: FeuilleLue, textes: Sequence[Sequence[Any]]) -> int:
    """How many texts of the program stand where it wrote them."""
    lues = ((feuille.cellules.get((ligne, colonne)), texte) for ligne, colonne, texte in textes)
    return sum(cellule is not None and cellule.valeur == texte for cellule, texte in lues)
