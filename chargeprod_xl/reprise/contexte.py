"""The former files and the rebuilt ones side by side: maps between them, and translators of formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from chargeprod_xl.classeurs.classeur_lu import ClasseurLu
from chargeprod_xl.liens.pose import ClasseurPose, FeuillePosee, PackPose
from chargeprod_xl.recalcul.fusion import cle_de_fichier
from chargeprod_xl.reprise.bilan import Bilan
from chargeprod_xl.reprise.cartes import Carte, Index
from chargeprod_xl.reprise.chemins import Passage, de_cellule, de_colonne, de_feuille, feuille_de
from chargeprod_xl.reprise.fusion import Fusion
from chargeprod_xl.reprise.plans import PlanBloc, PlanFeuille, lire_plans
from chargeprod_xl.reprise.saisies import FeuilleRecoltee, Recolte
from chargeprod_xl.reprise.traduction import Tables, Traducteur


@dataclass(frozen=True)
class Contexte:
    """Everything that putting back needs to know."""

    pose: PackPose
    recolte: Recolte
    fusion: Fusion
    pas: Passage

    @property
    def bilan(self) -> Bilan:
        """The account to complete."""
        return self.fusion.bilan

    @cached_property
    def plans(self) -> dict[str, PlanFeuille]:
        """Rebuilt plans by identity of the sheet."""
        return {ident: p for c in self.pose.classeurs for ident, p in lire_plans(c.meta).items()}

    @cached_property
    def index(self) -> Index:
        """Rebuilt places by path."""
        return Index(self.plans)

    @cached_property
    def posees(self) -> dict[str, tuple[ClasseurPose, FeuillePosee]]:
        """Rebuilt sheets by identity."""
        par_nom = {f.nom: (c, f) for c in self.pose.classeurs for f in c.feuilles}
        return {ident: par_nom[p.nom] for ident, p in self.plans.items()}

    @cached_property
    def cartes(self) -> dict[str, dict[str, Carte]]:
        """Maps by former file, then by sheet name in small letters."""
        sortie: dict[str, dict[str, Carte]] = {}
        for feuille in self.recolte.feuilles.values():
            par_feuille = sortie.setdefault(cle_de_fichier(feuille.classeur), {})
            par_feuille[feuille.nom.lower()] = self.carte(feuille)
        return sortie

    def carte(self, feuille: FeuilleRecoltee) -> Carte:
        """Where the cells of a former sheet went."""
        lignes = {bloc: x for (f, bloc), x in self.fusion.identites.items() if f == feuille.plan.id}
        return Carte(feuille, self.index, self.pas, lignes)

    @cached_property
    def lus(self) -> dict[str, ClasseurLu]:
        """Former files by name."""
        return {c.nom: c for c in self.recolte.classeurs}

    def rebati(self, fichier: str) -> ClasseurPose | None:
        """The rebuilt workbook that stands for a former file."""
        for feuille in self.recolte.feuilles.values():
            if feuille.classeur == fichier:
                ident = feuille_de(self.pas.suivre(de_feuille(feuille.plan.id)), self.posees)
                if ident in self.posees:
                    return self.posees[ident][0]
        return None

    def traducteur(self, fichier: str, pose: ClasseurPose) -> Traducteur:
        """For formulas read in ``fichier`` that will stand in ``pose``."""
        lu = self.lus[fichier]

        def etrangeres(numero: int) -> Mapping[str, Carte]:
            if numero > len(lu.liens_externes):
                return {}
            return self.cartes.get(cle_de_fichier(lu.liens_externes[numero - 1].cible), {})

        chemins = [tuple(n.nom.split(".")) for n in lu.noms]
        definis = {".".join(c): ".".join(self.pas.suivre(c)) for c in chemins}
        return Traducteur(
            self.cartes.get(cle_de_fichier(fichier), {}),
            etrangeres,
            {ident: p.nom for ident, p in self.plans.items()},
            lambda numero: _lien(lu, pose, numero),
            self._tables,
            definis,
        )

    @cached_property
    def _tables(self) -> Tables:
        """Tables that bear another name, columns that bear another title."""
        noms: dict[str, str] = {}
        colonnes: dict[str, dict[str, str]] = {}
        for feuille in self.recolte.feuilles.values():
            for bloc in feuille.plan.blocs.values():
                _, neuf = self.index.blocs.get(self.pas.suivre((*de_feuille(feuille.plan.id), bloc.id)), ("", None))
                if bloc.table and neuf and neuf.table:
                    noms[bloc.table.lower()] = neuf.table
                    colonnes[bloc.table.lower()] = self._titres(feuille, bloc, neuf)
        return Tables(noms, colonnes, frozenset(self._perdus()))

    def _perdus(self) -> Iterator[str]:
        """Names in small letters that stood for things of sheets that are gone."""
        for feuille in self.recolte.feuilles.values():
            if feuille_de(self.pas.suivre(de_feuille(feuille.plan.id)), self.plans) in self.plans:
                continue
            for bloc in feuille.plan.blocs.values():
                if bloc.table:
                    yield bloc.table.lower()
                for cle, colonne in bloc.entrees:
                    yield ".".join(de_cellule(feuille.plan.id, bloc.id, bloc.champs, cle, colonne)).lower()

    def _titres(self, feuille: FeuilleRecoltee, bloc: PlanBloc, neuf: PlanBloc) -> dict[str, str]:
        """Present title of each column, by those it had as written and in the file."""
        changes = feuille.tables[bloc.id].titres if bloc.id in feuille.tables else {}
        sortie: dict[str, str] = {}
        for colonne, titre in zip(bloc.colonnes, bloc.titres, strict=True):
            ident = ".".join(self.pas.suivre(de_colonne(feuille.plan.id, bloc.id, colonne))[3:])
            if ident in neuf.places:
                sortie |= dict.fromkeys((titre.lower(), changes.get(colonne, titre).lower()), neuf.titre(ident))
        return sortie


def _lien(lu: ClasseurLu, pose: ClasseurPose, numero: int) -> int:
    """Rank of a link in the rebuilt workbook; a link of the person's own comes after those of the program."""
    externe = lu.liens_externes[numero - 1]
    cibles = [cle_de_fichier(fichier) for fichier, _ in pose.liens]
    if cle_de_fichier(externe.cible) in cibles:
        rang = cibles.index(cle_de_fichier(externe.cible))
        fichier, feuilles = pose.liens[rang]
        pose.liens[rang] = fichier, tuple(dict.fromkeys((*feuilles, *externe.feuilles)))
        return rang + 1
    if (lu.chemin, numero) not in pose.propre.liens:
        pose.propre.liens.append((lu.chemin, numero))
    return len(pose.liens) + pose.propre.liens.index((lu.chemin, numero)) + 1
