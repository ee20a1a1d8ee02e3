"""Merge a harvest into a fresh build, before anything has an address: rows, values, columns, in declared terms."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from chargeprod_xl.anomalies import DonneesRefuseesError
from chargeprod_xl.gabarits.declaration import Bloc, Classeur, Feuille, PackDeclare
from chargeprod_xl.gabarits.suites import derivee
from chargeprod_xl.liens.formules import adresse
from chargeprod_xl.liens.plan import canonique
from chargeprod_xl.reprise.appellation_table import Connues
from chargeprod_xl.reprise.bilan import Arbitrage, Bilan, Perte, en_mots
from chargeprod_xl.reprise.cellules import RIEN, inchangee
from chargeprod_xl.reprise.chemins import Chemin, Passage, de_feuille
from chargeprod_xl.reprise.feuilles_des_lignes import feuilles_des_lignes, pertes_de_table
from chargeprod_xl.reprise.fusion_fixe import (
    CLASSEUR_RETIRE,
    SANS_FEUILLE,
    Arbitre,
    fusionner_fixe,
    montre,
    restes,
)
from chargeprod_xl.reprise.fusion_table import FusionTable
from chargeprod_xl.reprise.notes_libres import sans_notes_vides
from chargeprod_xl.reprise.recit_retablis import retablis
from chargeprod_xl.reprise.releve import Releve, relever
from chargeprod_xl.reprise.saisies import Recolte, TableLue

#: Identity of the row that each row of a table became, by (sheet, block) of the former pack.
Identites = Mapping[tuple[str, str], Mapping[int, str]]


@dataclass(frozen=True)
class Fusion:
    """The pack to link, what became of everything, and where the rows of the former files went."""

    pack: PackDeclare
    bilan: Bilan
    identites: Identites


def fusionner(pack: PackDeclare, recolte: Recolte, pas: Passage, arbitrage: Arbitrage) -> Fusion:
    """``pack``, freshly rendered, with everything that people did in the harvested one."""
    ouvrage = _Ouvrage(pack, recolte, relever(recolte, pas), Arbitre(Bilan(), arbitrage))
    classeurs = tuple(ouvrage.classeur(c) for c in pack.classeurs)
    bilan = ouvrage.arbitre.bilan
    mouvement = feuilles_des_lignes(pack, recolte, pas)
    mouvement.raconter(bilan)
    classeurs_du_pack = {c.id for c in pack.classeurs}
    bilan.pertes += restes(ouvrage.releve, ouvrage.arbitre.prises, mouvement.parties, classeurs_du_pack)
    bilan.pertes += ouvrage.tables_orphelines(mouvement.parties)
    for feuille in recolte.feuilles.values():
        partie = feuille.plan.id in mouvement.idents
        for (ligne, colonne), avant, apres in feuille.retouchees:
            raison = SANS_FEUILLE if partie else f"texte du gabarit, remis en l’état : « {avant} »"
            bilan.pertes.append(Perte(feuille.classeur, feuille.nom, adresse(ligne, colonne), apres, raison))
        if feuille.cassees and not partie:
            bilan.doutes.append(f"{feuille.classeur} › {feuille.nom} : {_cassees(feuille.cassees)}")
    bilan.retablies += retablis(f for f in recolte.feuilles.values() if f.plan.id not in mouvement.idents)
    for classeur, nom, ident in recolte.absentes:
        if ident not in mouvement.idents:
            bilan.doutes.append(f"{classeur} › {nom} : cette feuille avait été supprimée, elle revient comme neuve")
    return Fusion(replace(pack, classeurs=classeurs), bilan, ouvrage.identites)


def _cassees(nombre: int) -> str:
    if nombre == 1:
        return "une formule cassée par une suppression, remise"
    return f"{nombre} formules cassées par une suppression, remises"


class _Ouvrage:
    """One merge, workbook by workbook in the order of the flow: what is named stands before what names it."""

    def __init__(self, pack: PackDeclare, recolte: Recolte, releve: Releve, arbitre: Arbitre) -> None:
        self.recolte, self.releve, self.arbitre = recolte, releve, arbitre
        self.identites: dict[tuple[str, str], Mapping[int, str]] = {}
        self.noms: dict[str, Mapping[Any, Any]] = {}
        self.appels: dict[str, Connues] = {}
        self.appelees: dict[str, str] = {}
        self.vues: set[Chemin] = set()
        self.pack = pack
        self.faits: dict[int, Bloc] = {}

    def classeur(self, classeur: Classeur) -> Classeur:
        return replace(classeur, feuilles=tuple(self.feuille(f) for f in classeur.feuilles))

    def feuille(self, feuille: Feuille) -> Feuille:
        return replace(feuille, blocs=tuple(self.bloc(feuille, b) if isinstance(b, Bloc) else b for b in feuille.blocs))

    def bloc(self, feuille: Feuille, bloc: Bloc) -> Bloc:
        """A block with what people did in it. One that follows a table is made again from what it has become."""
        if id(bloc) not in self.faits:
            self.faits[id(bloc)] = self._fusionner(feuille, self._suivante(bloc) if bloc.suite else bloc)
        return self.faits[id(bloc)]

    def _suivante(self, bloc: Bloc) -> Bloc:
        assert bloc.suite is not None
        classeur, feuille, ident = bloc.suite.source.split(".")
        [(ou, suivi)] = [
            (f, b)
            for c in self.pack.classeurs
            for f in c.feuilles
            for b in f.blocs
            if (c.id, f.id) == (classeur, feuille) and isinstance(b, Bloc) and b.id == ident
        ]
        derive, fautes = derivee(bloc, self.bloc(ou, suivi))
        if fautes:
            raise DonneesRefuseesError(fautes)
        return derive

    def _fusionner(self, feuille: Feuille, bloc: Bloc) -> Bloc:
        if not bloc.extensible:
            return fusionner_fixe(feuille, bloc, self.releve, self.arbitre)
        chemin = (*de_feuille(f"{feuille.classeur}.{feuille.id}"), bloc.id)
        lue = self.releve.tables.get(chemin)
        if lue is None:
            return bloc
        self.vues.add(chemin)
        lue = sans_notes_vides(lue)
        cibles = {c: self._cible(feuille, cible) for c, cible in bloc.renvois.items()}
        renvois = {c: self.noms[cible] for c, cible in cibles.items() if cible in self.noms}
        classeur = self.recolte.feuilles[lue.feuille].classeur
        fusion = FusionTable(feuille, bloc, lue, self.arbitre, classeur, renvois, self._connues(bloc, cibles))
        fusionne = fusion.fusionner()
        self.identites[lue.feuille, lue.bloc] = fusion.identites
        self._nommer(".".join(chemin), fusionne, lue, fusion)
        self.appelees = {**fusion.noms, **self.appelees}
        return fusionne

    def _cible(self, feuille: Feuille, cible: str) -> str:
        """The column that a reference names; a target in the same workbook may leave it unsaid."""
        return cible if cible in self.noms else f"{feuille.classeur}.{cible}"

    def _connues(self, bloc: Bloc, cibles: Mapping[str, str]) -> Connues:
        """Names that earlier tables give to the rows of this one."""
        visees = self.appels.get(cibles.get(bloc.colonnes[0].id, ""), Connues())
        return replace(visees, identites=self.appelees)

    def _nommer(self, chemin: str, bloc: Bloc, lue: TableLue, fusion: FusionTable) -> None:
        """For each column: what a row was called, and what it is called now; how a person would name it."""
        identites = fusion.identites
        lignes = {ligne.cle: ligne for ligne in bloc.lignes}
        for colonne in bloc.colonnes:
            apres = {
                cle: x.tapees[colonne.id].valeur if colonne.id in x.tapees else canonique(x.valeurs.get(colonne.id))
                for cle, x in lignes.items()
            }
            pris = set(apres.values())
            noms: dict[Any, Any] = {}
            for ligne in lue.lignes:
                tapee = ligne.cellules.get(colonne.id)
                if tapee is None or tapee.valeur is None:
                    continue
                cle = identites[ligne.rang]
                if cle in apres:
                    noms[tapee.valeur] = apres[cle]
                elif tapee.valeur in pris:
                    noms[tapee.valeur] = f"{en_mots(tapee.valeur)} (supprimée)"
            self.noms[f"{chemin}.{colonne.id}"] = {a: b for a, b in noms.items() if a != b}
            lues = ((x.cellules.get(colonne.id), fusion.noms[identites[x.rang]]) for x in lue.lignes)
            avant = {t.valeur: nom for t, nom in lues if t and t.valeur is not None}
            self.appels[f"{chemin}.{colonne.id}"] = Connues({}, avant, {v: fusion.noms[c] for c, v in apres.items()})

    def tables_orphelines(self, parties: Collection[Chemin]) -> list[Perte]:
        """Tables that no template has any more, or that stood in a workbook left out: what was typed there is told.

        ``parties``: sheets whose row is gone.
        """
        pertes: list[Perte] = []
        for chemin, lue in self.releve.tables.items():
            if chemin in self.vues:
                continue
            classeur = self.recolte.feuilles[lue.feuille].classeur
            if chemin[:3] in parties:
                pertes += pertes_de_table(classeur, lue)
                continue
            raison = "ce tableau n’existe plus dans le gabarit, et aucune migration ne dit où il est passé"
            if chemin[0] not in {c.id for c in self.pack.classeurs}:
                raison = CLASSEUR_RETIRE
            for ligne in lue.lignes:
                graines = lue.graines.get(ligne.id, {})
                tapees = (t for c, t in ligne.cellules.items() if not inchangee(t, graines.get(c)))
                if contenu := " ; ".join(montre(t) for t in tapees if t != RIEN):
                    pertes.append(Perte(classeur, lue.nom, f"ligne {ligne.rang}", contenu, raison))
        return pertes
