"""Harvest an edited pack: everything people may have typed, whoever saved the files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.classeurs.classeur_lu import FEUILLE_META, ClasseurLu, FeuilleLue, NoteLue
from chargeprod_xl.controles.formules_ecrasees import formules_manquantes, retrouver
from chargeprod_xl.controles.meta import FeuilleDeclaree, Meta, lire_meta
from chargeprod_xl.controles.placement import formules_fixes
from chargeprod_xl.gabarits.declaration import Tapee
from chargeprod_xl.liens.formules import lire_plage, references
from chargeprod_xl.reprise.cellules import VIDE, tapee, vide
from chargeprod_xl.reprise.plans import PlanFeuille, Position, lire_plans
from chargeprod_xl.reprise.recolte_formules import Formulaire, FormulesJugees, Retrouvee
from chargeprod_xl.reprise.recolte_inserees import est_libre, lignes_inserees
from chargeprod_xl.reprise.recolte_table import LectureTable
from chargeprod_xl.reprise.reperage import reperer
from chargeprod_xl.reprise.saisies import FeuillePropre, FeuilleRecoltee, Recolte, TableLue
from chargeprod_xl.reprise.situation import Situation

CelluleFixe = tuple[str, str, str]
_UNIQUE = "pack"


def recolter(classeurs: Sequence[ClasseurLu]) -> tuple[Recolte | None, list[Anomalie]]:
    """Everything typed in these workbooks of one pack, or why it cannot be told."""
    fautes: list[Anomalie] = []
    feuilles: dict[str, FeuilleRecoltee] = {}
    propres: list[FeuillePropre] = []
    absentes: list[tuple[str, str, str]] = []
    raccourcis: set[str] = set()
    schema, unique = 0, False
    for classeur in classeurs:
        meta = lire_meta(classeur)
        if meta is None or "plans" not in meta.brut:
            fautes.append(_sans_plan(classeur))
            continue
        schema, unique = int(meta.identite.get("schema", "0")), meta.classeur == _UNIQUE
        examen = _Classeur(classeur, meta, fautes)
        feuilles |= examen.feuilles()
        propres += examen.propres()
        absentes += examen.absentes()
        raccourcis |= {nom.casefold() for nom in meta.brut.get("raccourcis", ())}
    if fautes:
        return None, fautes
    lus = tuple(classeurs)
    return Recolte(lus, schema, unique, feuilles, tuple(propres), tuple(absentes), frozenset(raccourcis)), []


def _sans_plan(classeur: ClasseurLu) -> Anomalie:
    quoi = "ce classeur vient d’une version du programme qui ne gardait pas ses valeurs de départ"
    return Anomalie(classeur.nom, quoi, "construisez un pack neuf à côté et recopiez-y les saisies, une fois")


class _Classeur:
    """One workbook against its plans."""

    def __init__(self, classeur: ClasseurLu, meta: Meta, fautes: list[Anomalie]) -> None:
        self.classeur, self.meta, self.fautes = classeur, meta, fautes
        self.plans = lire_plans(meta.brut)
        self.trouvees = retrouver(classeur, meta)
        self.declarees = {d.nom: d for d in meta.feuilles}
        self.alterees = {
            (a.lieu.feuille, lire_plage(a.lieu.cellule).ligne_debut, lire_plage(a.lieu.cellule).colonne_debut)
            for a in formules_manquantes([classeur])
            if a.nature != "disparue"
        }

    def feuilles(self) -> dict[str, FeuilleRecoltee]:
        retrouvees = {
            ident: self._retrouver(plan, self.trouvees[plan.nom], self.declarees[plan.nom])
            for ident, plan in self.plans.items()
            if plan.nom in self.trouvees
        }
        formulaire = Formulaire({x.situe.plan.nom.lower(): x for x in retrouvees.values()})
        return {ident: self._feuille(x, formulaire) for ident, x in retrouvees.items()}

    def _retrouver(self, plan: PlanFeuille, lue: FeuilleLue, declaree: FeuilleDeclaree) -> Retrouvee:
        """The tables and the fixed lines of a sheet, in the file."""
        tables: dict[str, TableLue] = {}
        for bloc in sorted(plan.blocs.values(), key=lambda b: b.entete):
            if bloc.table:
                calculees = next(frozenset(t.formules) for t in declaree.tables if t.nom == bloc.table)
                dessus = max([t.fin for t in tables.values()], default=0)
                lecture = LectureTable(plan, bloc, lue, self.classeur, calculees, self.alterees, dessus)
                tables |= lecture.table(self.fautes)
        en_tables = {ligne for t in tables.values() for ligne in range(t.entete + 1, t.fin + 1)}
        axes = reperer(plan, lue, self._noms(plan, lue), formules_fixes(declaree), en_tables)
        return Retrouvee(Situation(plan, axes, tables), lue)

    def absentes(self) -> list[tuple[str, str, str]]:
        return [(self.classeur.nom, p.nom, ident) for ident, p in self.plans.items() if p.nom not in self.trouvees]

    def propres(self) -> list[FeuillePropre]:
        """Sheets that are none of ours, each after the last built sheet that is visible before it."""
        construites = {f.nom: nom for nom, f in self.trouvees.items()}
        idents = {plan.nom: ident for ident, plan in self.plans.items()}
        apres, sortie = "", []
        for feuille in self.classeur.feuilles:
            if feuille.nom in construites:
                apres = idents.get(construites[feuille.nom], apres)
            elif not feuille.nom.startswith(f"{FEUILLE_META} "):
                sortie.append(FeuillePropre(self.classeur.nom, feuille.nom, apres))
        return sortie

    def _feuille(self, retrouvee: Retrouvee, formulaire: Formulaire) -> FeuilleRecoltee:
        situe, lue = retrouvee.situe, retrouvee.lue
        plan, declaree = situe.plan, self.declarees[situe.plan.nom]
        jugees = FormulesJugees(situe, lue, declaree, formulaire)
        situe = replace(situe, tables={ident: jugees.table(t) for ident, t in situe.tables.items()})
        formules = jugees.fixes()
        fixes, ecrasees = _fixes(situe, lue, formules)
        places = (*plan.textes, *formules, *(ou for _, ou in _places_fixes(plan)))
        prises = {la for ou in places if (la := situe.ou(ou))}
        inserees = lignes_inserees(situe, lue)
        prises |= {(x.rang, la) for x in inserees for la in situe.colonnes_de(x.bloc)}
        libres = {
            ou: tapee(c, plan.id, ou)
            for ou, c in lue.cellules.items()
            if ou not in prises and not vide(c) and not situe.dans_une_table(ou)
        }
        return FeuilleRecoltee(
            plan,
            self.classeur.nom,
            lue.nom,
            situe.axes,
            situe.tables,
            fixes,
            libres,
            _notes(situe, lue),
            ecrasees,
            tuple(_retouchees(situe, lue)),
            lue.dessins,
            tuple(inserees),
            lue.fonds,
            jugees.cassees,
            tuple(sorted(la for ou in formules if (la := situe.ou(ou)) and vide(lue.cellules.get(la, VIDE)))),
        )

    def _noms(self, plan: PlanFeuille, lue: FeuilleLue) -> dict[Position, Position]:
        """Written and present place of the inputs that bear a defined name."""
        ecrits = {
            f"{plan.id}.{cle}" if bloc.champs else f"{plan.id}.{bloc.id}.{cle}.{colonne}": (
                bloc.ligne(bloc.rangs[cle]),
                bloc.places[colonne],
            )
            for bloc in plan.blocs.values()
            for cle, colonne in bloc.entrees
        }
        sortie: dict[Position, Position] = {}
        for nom in self.classeur.noms:
            trouvees = references(nom.formule) if nom.nom in ecrits else ()
            for prefixe, plage in trouvees:
                if prefixe and prefixe.feuille.lower() == lue.nom.lower() and plage.une_cellule:
                    sortie[ecrits[nom.nom]] = plage.ligne_debut, plage.colonne_debut
        return sortie


def _fixes(
    situe: Situation, lue: FeuilleLue, formules: Mapping[Position, bool]
) -> tuple[dict[CelluleFixe, Tapee], frozenset[CelluleFixe]]:
    """Cells of fixed blocks that are still there, one that holds its formula left out; those that lost theirs.

    ``formules``: cells where the program wrote a formula, and whether it is still there.
    """
    sortie: dict[CelluleFixe, Tapee] = {}
    ecrasees: set[CelluleFixe] = set()
    for ident, ecrite in _places_fixes(situe.plan):
        la = situe.ou(ecrite)
        cellule = lue.cellules.get(la, VIDE) if la else VIDE
        calculee = ecrite in formules
        if la is None or (calculee and (vide(cellule) or formules[ecrite])):
            continue
        sortie[ident] = tapee(cellule, situe.plan.id, la)
        if calculee:
            ecrasees.add(ident)
    return sortie, frozenset(ecrasees)


def _places_fixes(plan: PlanFeuille) -> list[tuple[CelluleFixe, Position]]:
    return [
        ((bloc.id, cle, colonne), (bloc.ligne(rang), col))
        for bloc in plan.blocs.values()
        if not bloc.table
        for cle, rang in bloc.rangs.items()
        if not est_libre(cle)
        for colonne, col in bloc.places.items()
    ]


def _notes(situe: Situation, lue: FeuilleLue) -> dict[Position, NoteLue]:
    """Notes of people: all but those of the program that are as it wrote them."""
    du_programme = {la: texte for ou, texte in situe.plan.notes.items() if (la := situe.ou(ou))}
    return {ou: n for ou, n in lue.notes.items() if _uni(n.texte) != _uni(du_programme.get(ou, ""))}


def _uni(texte: str) -> str:
    return " ".join(texte.split())


def _retouchees(situe: Situation, lue: FeuilleLue) -> Iterator[tuple[Position, str, str]]:
    """Titles and sentences of the program that someone rewrote."""
    for ou, texte in situe.plan.textes.items():
        la = situe.ou(ou)
        cellule = lue.cellules.get(la) if la else None
        if la and cellule is not None and not vide(cellule) and cellule.valeur != texte:
            yield la, str(texte), str(cellule.formule or cellule.valeur)
