"""Link a pack: scan what crosses between workbooks, lay out the borders, resolve every formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.gabarits.controles import CONTROLES, ajouter_controles
from chargeprod_xl.gabarits.declaration import Bloc, Classeur, Feuille, PackDeclare
from chargeprod_xl.liens import frontieres as fr
from chargeprod_xl.liens.disposition import FeuilleDisposee, disposer, disposer_feuille, fautes_de_disposition
from chargeprod_xl.liens.empilement import elargir, fautes_d_empilement
from chargeprod_xl.liens.feuilles_frontieres import feuille_liens, feuille_sorties
from chargeprod_xl.liens.inventaire import inventorier
from chargeprod_xl.liens.mise_en_cellules import mettre_en_cellules
from chargeprod_xl.liens.navigation import fautes_de_navigation, naviguer
from chargeprod_xl.liens.noms import Cible, adresse, chercher, indexer, prefixe_feuille
from chargeprod_xl.liens.plan import plans
from chargeprod_xl.liens.pose import ClasseurPose, FeuillePosee, PackPose
from chargeprod_xl.liens.resolution import adresse_locale, noms_de
from chargeprod_xl.liens.traversee import Traversee

LIES, UNIQUE = "lies", "unique"


@dataclass
class Edition:
    """State of one link: names, borders, faults."""

    pack: PackDeclare
    disposition: str
    sous_titre: str
    feuilles: dict[str, tuple[FeuilleDisposee, ...]]
    index: dict[str, Cible]
    frontieres: fr.Frontieres
    fautes: list[Anomalie] = field(default_factory=list)

    def adapter(self, formule: str, classeur: str, feuille: str) -> str:
        """A declared formula as this layout needs it (see ``traversee``)."""
        return formule if self.disposition == UNIQUE else Traversee(self.index).adapter(formule, classeur, feuille)

    def gardes(self, formule: str, classeur: str, feuille: str) -> list[str]:
        """The cells that must be « ✔ » for an adapted formula to be computed at all."""
        if self.disposition == UNIQUE:
            return []
        return self.frontieres.gardes(classeur, list(_etrangeres(self.index, formule, classeur, feuille)))

    def feuille(self, classeur: str, ident: str) -> Feuille:
        """A declared sheet."""
        return next(f.feuille for f in self.feuilles[classeur] if f.feuille.id == ident)

    def etranger(self, consommateur: str, cible: Cible) -> str:
        """Address of a thing of another workbook."""
        if self.disposition == UNIQUE:
            return adresse_locale(cible, "")
        return self.frontieres.adresse(consommateur, cible)

    def frontiere(self, classeur: str, nom: str) -> str:
        """A border check; in a single workbook there is no border, hence no fault."""
        return "0" if self.disposition == UNIQUE else self.frontieres.constat(classeur, nom)


def formules_de(classeur: Classeur) -> Iterable[tuple[Feuille, str]]:
    """Every declared formula of a workbook, with the sheet whose names it speaks of."""
    for feuille in classeur.feuilles:
        for bloc in feuille.blocs:
            if isinstance(bloc, Bloc):
                for bandeau in bloc.bandeaux:
                    yield from ((feuille, x) for x in bandeau.formules.values())
                yield from ((feuille, c.formule) for c in bloc.colonnes if c.formule)
                for ligne in bloc.lignes:
                    yield from ((feuille, x) for x in ligne.formules.values())
        for controle in feuille.controles:
            yield feuille, controle.valeur
            yield feuille, controle.attendu


def _etrangeres(index: Mapping[str, Cible], formule: str, classeur: str, feuille: str) -> Iterator[Cible]:
    """What a formula takes from other workbooks."""
    for nom in noms_de(formule):
        trouves = chercher(index, nom, classeur, feuille)
        if len(trouves) == 1 and trouves[0].classeur != classeur:
            yield trouves[0]


def _recenser(pack: PackDeclare, index: dict[str, Cible], f: fr.Frontieres, *, suite: bool = False) -> None:
    """Ask each border for what the formulas of each workbook need from the others.

    ``suite``: all was asked already but what « Contrôles » sheets read, and what others read of them.
    """
    traversee = Traversee(index)
    for classeur in pack.classeurs:
        for feuille, formule in formules_de(classeur):
            if suite and feuille.id != CONTROLES and f"{CONTROLES}." not in formule:
                continue
            adaptee = traversee.adapter(formule, classeur.id, feuille.id)
            for cible in _etrangeres(index, adaptee, classeur.id, feuille.id):
                f.demander(classeur.id, cible)


def _preparer(pack: PackDeclare, disposition: str, sous_titre: str) -> Edition:
    """Two passes: what crosses decides the border checks, which are themselves rows of « Contrôles »."""
    pack = elargir(pack)
    ordre = [c.id for c in pack.classeurs]
    titres = {c.id: c.titre for c in pack.classeurs}
    f = fr.Frontieres(ordre, titres)
    nus = {c.id: disposer(c) for c in pack.classeurs}
    index = indexer(x for fs in nus.values() for x in fs)
    _recenser(pack, index, f)
    amonts = {c: f.amonts(c) for c in ordre if f.amonts(c)}
    complet = ajouter_controles(pack, amonts)
    ajoutees = {c.id: disposer_feuille(c.feuilles[-1]) for c in complet.classeurs}
    feuilles = {c: (*nus[c], ajoutees[c]) for c in ordre}
    index = indexer(ajoutees.values()) | index
    _recenser(complet, index, f, suite=True)
    f.tracer_les_amonts()
    f.placer()
    fautes = [*fautes_de_disposition(complet), *fautes_d_empilement(complet), *fautes_de_navigation(complet)]
    return Edition(complet, disposition, sous_titre, feuilles, index, f, fautes)


def _noms_definis(edition: Edition, classeur: str) -> dict[str, str]:
    """One defined name for each scalar input."""
    return {
        cible.nom: prefixe_feuille(cible.feuille) + adresse(cible.l1, cible.c1)
        for cible in edition.index.values()
        if cible.classeur == classeur and cible.saisie and cible.cellule
    }


def _meta(
    feuilles: list[FeuillePosee], fichiers: list[str], plan: Mapping[str, Any], raccourcis: Iterable[str]
) -> dict[str, Any]:
    """What a file says of itself: its formulas, where declared things stand, the names that its links lead to."""
    meta = {**inventorier(feuilles, fichiers), "plans": plan}
    return {**meta, "raccourcis": sorted(raccourcis)} if raccourcis else meta


def _poser_classeur(edition: Edition, classeur: Classeur) -> ClasseurPose:
    disposees = edition.feuilles[classeur.id]
    feuilles = [mettre_en_cellules(edition, f) for f in disposees]
    paires = list(zip(disposees, feuilles, strict=True))
    raccourcis = naviguer(classeur, paires)
    plan = plans(paires)
    liens: list[tuple[str, tuple[str, ...]]] = []
    if edition.disposition == LIES:
        feuilles.append(feuille_sorties(edition.frontieres, classeur.id, classeur.titre))
        entrees = feuille_liens(edition.frontieres, classeur.id, classeur.titre)
        if entrees:
            feuilles.append(entrees)
        for fournisseur in edition.frontieres.fournisseurs(classeur.id):
            liens.append((f"{fournisseur}.xlsx", (edition.frontieres.sorties[fournisseur].feuille,)))
    return ClasseurPose(
        classeur.id,
        f"{classeur.id}.xlsx",
        classeur.titre,
        feuilles,
        _noms_definis(edition, classeur.id) | raccourcis,
        liens,
        _meta(feuilles, [f"{c.id}.xlsx" for c in edition.pack.classeurs], plan, raccourcis),
    )


def editer_liens(
    pack: PackDeclare, disposition: str, sous_titre: str, nom_unique: str = "pack"
) -> tuple[PackPose | None, list[Anomalie]]:
    """Link ``pack`` in one of its two layouts (``lies``: a file each; ``unique``: one file for all)."""
    edition = _preparer(pack, disposition, sous_titre)
    if edition.fautes:
        # Names are looked up all the same: every mistake is told at once.
        for feuille in (f for feuilles in edition.feuilles.values() for f in feuilles):
            mettre_en_cellules(edition, feuille)
        return None, sorted(set(edition.fautes))
    classeurs = [_poser_classeur(edition, c) for c in edition.pack.classeurs]
    if edition.fautes:
        return None, sorted(set(edition.fautes))
    if disposition == UNIQUE:
        tout = [f for c in classeurs for f in c.feuilles]
        noms = {k: v for c in classeurs for k, v in c.noms.items()}
        fichier = f"{nom_unique}.xlsx"
        plan = {nom: p for c in classeurs for nom, p in c.meta["plans"].items()}
        raccourcis = [nom for c in classeurs for nom in c.meta.get("raccourcis", ())]
        meta = _meta(tout, [fichier], plan, raccourcis)
        classeurs = [ClasseurPose("pack", fichier, pack.titre, tout, noms, [], meta)]
    return PackPose(classeurs, disposition, pack.schema_version, pack.reperes), []
