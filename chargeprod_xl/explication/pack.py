"""The pack behind an explanation: its files read, merged and recomputed once, then asked cell by cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from chargeprod_xl.classeurs.lecture import CelluleLue, ClasseurLu, Valeur
from chargeprod_xl.controles.formules_ecrasees import FormuleAlteree, formules_manquantes
from chargeprod_xl.controles.meta import lire_meta
from chargeprod_xl.explication.blocs import Bloc, blocs_de
from chargeprod_xl.explication.gardes import sans_garde
from chargeprod_xl.recalcul.calcul import Calcul, recalculer_lus
from chargeprod_xl.recalcul.fusion import Adresse, cle_de_fichier
from chargeprod_xl.recalcul.moteurs import Moteur
from chargeprod_xl.recalcul.rapport import Lieu

_VIDE = CelluleLue(None)


@dataclass(frozen=True)
class Pack:
    """A recomputed pack. Cells are known by their address in the merge, where every reference is a plain one."""

    calcul: Calcul

    @cached_property
    def noms(self) -> Mapping[tuple[str, str], str]:
        """Merged sheet name by file and lower-case sheet name."""
        origines = self.calcul.fusion.origines.items()
        return {(cle_de_fichier(o.classeur.nom), o.feuille.lower()): nom for nom, o in origines}

    @cached_property
    def perimees(self) -> Mapping[Lieu, Valeur]:
        """What the file still shows, for the cells where it is not the value computed."""
        return {p.lieu: p.stockee for p in self.calcul.rapport().perimees}

    @cached_property
    def _alterees(self) -> dict[str, Mapping[Lieu, FormuleAlteree]]:
        return {}

    def alteree(self, ou: Adresse) -> FormuleAlteree | None:
        """The formula that someone replaced in a cell of ours, None when it is as built."""
        classeur = self.classeur(ou.feuille)
        if classeur is None:
            return None
        if classeur.nom not in self._alterees:
            self._alterees[classeur.nom] = {f.lieu: f for f in formules_manquantes([classeur])}
        return self._alterees[classeur.nom].get(self.lieu(ou))

    @cached_property
    def douteuses(self) -> Mapping[Lieu, str]:
        """Why a value is not sure, for the cells that no two engines could check alike."""
        lieu = self.calcul.fusion.lieu
        motifs = {lieu(ou): f"valeur non vérifiée : {motif}" for ou, motif in self.calcul.motifs.items()}
        ecarts = {lieu(ou): "les deux moteurs ne trouvent pas la même valeur" for ou in self.calcul.ecarts}
        return motifs | ecarts

    def lieu(self, ou: Adresse) -> Lieu:
        """The user's cell."""
        return self.calcul.fusion.lieu(ou)

    def classeur(self, feuille: str) -> ClasseurLu | None:
        """The workbook of a merged sheet; None for one that only the link caches know."""
        origine = self.calcul.fusion.origines.get(feuille)
        return origine.classeur if origine else None

    def feuille(self, feuille: str) -> str:
        """The user's name of a merged sheet."""
        origine = self.calcul.fusion.origines.get(feuille)
        return origine.feuille if origine else feuille

    def cellules(self, feuille: str) -> Mapping[tuple[int, int], CelluleLue]:
        """The cells of a merged sheet."""
        return self.calcul.fusion.feuilles.get(feuille, {})

    def cellule(self, ou: Adresse) -> CelluleLue:
        """A cell as merged: plain references only, and no gate before them; the format is the file's."""
        cellule = self.cellules(ou.feuille).get((ou.ligne, ou.colonne), _VIDE)
        if cellule.formule is None:
            return cellule
        return cellule._replace(formule=sans_garde(cellule.formule), format=self._du_fichier(ou).format)

    def _du_fichier(self, ou: Adresse) -> CelluleLue:
        origine = self.calcul.fusion.origines.get(ou.feuille)
        feuille = origine.classeur.feuille(origine.feuille) if origine else None
        return feuille.cellules.get((ou.ligne, ou.colonne), _VIDE) if feuille else _VIDE

    def formule_d_origine(self, ou: Adresse) -> str:
        """The formula as the user's file has it, but for the gate; "" for a constant."""
        return sans_garde(self._du_fichier(ou).formule or "")

    def valeur(self, ou: Adresse) -> Valeur:
        """The value computed, or typed."""
        return self.calcul.montree(ou)

    def bloc(self, feuille: str, ligne: int, colonne: int) -> Bloc | None:
        """The titled block a cell stands in."""
        trouves = [b for b in self._blocs(feuille) if b.contient(ligne, colonne)]
        return trouves[-1] if trouves else None

    @cached_property
    def _connus(self) -> dict[str, tuple[Bloc, ...]]:
        return {}

    def _blocs(self, feuille: str) -> tuple[Bloc, ...]:
        if feuille not in self._connus:
            nom = self.feuille(feuille)
            classeur = self.classeur(feuille)
            tableaux = [t for t in classeur.tableaux if t.feuille.lower() == nom.lower()] if classeur else []
            plan = self.plans(classeur).get(nom, {}) if classeur else {}
            self._connus[feuille] = blocs_de(self.cellules(feuille), tableaux, plan)
        return self._connus[feuille]

    @cached_property
    def _plans_lus(self) -> dict[str, Mapping[str, Any]]:
        return {}

    def plans(self, classeur: ClasseurLu) -> Mapping[str, Any]:
        """What the program laid out in a workbook, by sheet."""
        if classeur.nom not in self._plans_lus:
            meta = lire_meta(classeur)
            self._plans_lus[classeur.nom] = meta.brut.get("plans", {}) if meta else {}
        return self._plans_lus[classeur.nom]

    def hauteur(self, feuille: str) -> int:
        """The last row of a merged sheet that holds something."""
        return max((ligne for ligne, _ in self.cellules(feuille)), default=0)


def calculer(classeurs: Sequence[ClasseurLu], moteurs: Sequence[Moteur] | None = None) -> Pack:
    """Recompute workbooks already read, as ``verifier`` does."""
    return Pack(recalculer_lus(classeurs, moteurs))
