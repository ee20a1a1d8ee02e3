"""One recalculation, from paths to agreed values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from time import perf_counter

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.classeurs.lecture import ClasseurLu, Erreur, LienExterne, Valeur, lire_classeur
from chargeprod_xl.recalcul.comparaison import comparer, egales, en_ecart
from chargeprod_xl.recalcul.dernieres import Dernieres
from chargeprod_xl.recalcul.fusion import Adresse, Fusion, cle_de_fichier, fusionner
from chargeprod_xl.recalcul.moteurs import CIRCULAIRE, NE_SAIT_PAS, Moteur, moteurs_installes
from chargeprod_xl.recalcul.rapport import CelluleEnErreur, NonVerifiable, RapportRecalcul, ValeurPerimee
from chargeprod_xl.recalcul.verifiabilite import non_verifiables

PROPRES_AUX_MOTEURS = NE_SAIT_PAS | {CIRCULAIRE}


@dataclass(frozen=True)
class Reponses:
    """What engines answered about a merged workbook; of the very same formulas and inputs they are not asked twice.

    ``resultats``: the value of every formula cell, by engine and its version.
    """

    fusion: Fusion
    resultats: Mapping[str, Mapping[Adresse, Valeur]]


@dataclass(frozen=True)
class Calcul:
    """What the engines found on a set of files.

    Attributes:
        fusion: the files as one workbook.
        resultats: the value of every formula cell, by engine.
        motifs: the cells that cannot be checked, and why.
        anomalies: faults of the files and of the engines, after which nothing should be written.
        remarques: faults that a recalculation can live with.
        avertissements: what the reader should know.
        moteurs: engines used, with versions.
        debut: when the recalculation began.
    """

    fusion: Fusion
    resultats: Mapping[str, Mapping[Adresse, Valeur]]
    motifs: Mapping[Adresse, str]
    anomalies: tuple[Anomalie, ...]
    remarques: tuple[Anomalie, ...]
    avertissements: tuple[str, ...]
    moteurs: tuple[str, ...]
    debut: float

    @property
    def reponses(self) -> Reponses:
        """What the engines answered, for who reads the same files again."""
        return Reponses(self.fusion, dict(zip(self.moteurs, self.resultats.values(), strict=True)))

    @cached_property
    def ecarts(self) -> frozenset[Adresse]:
        """The cells on which the engines disagree."""
        return frozenset(en_ecart(self.resultats, self.motifs)) if self.resultats else frozenset()

    @cached_property
    def valeurs(self) -> dict[Adresse, Valeur]:
        """The formula cells whose value is sure."""
        premier = next(iter(self.resultats.values()), {})
        return {ou: valeur for ou, valeur in premier.items() if ou not in self.motifs and ou not in self.ecarts}

    def montree(self, ou: Adresse) -> Valeur:
        """What a cell should show: computed when that is sure, else what the file holds."""
        valeur = self.valeurs.get(ou)
        if ou in self.valeurs and not _propre_au_moteur(valeur):
            return valeur
        cellule = self.fusion.feuilles[ou.feuille].get((ou.ligne, ou.colonne))
        return cellule.valeur if cellule else None

    def rapport(self, *, perimees: bool = True) -> RapportRecalcul:
        """The findings, as the user reads them; in files never computed, all values are stale: not worth telling."""
        fusion = self.fusion
        return RapportRecalcul(
            classeurs=tuple(classeur.nom for classeur in fusion.classeurs),
            moteurs=self.moteurs,
            formules=_nombre_de_formules(fusion.classeurs),
            secondes=perf_counter() - self.debut,
            ecarts=tuple(comparer(fusion, self.resultats, self.motifs)) if self.ecarts else (),
            perimees=tuple(self._perimees()) if perimees else (),
            erreurs=tuple(
                CelluleEnErreur(fusion.lieu(ou), valeur.code, fusion.formule_d_origine(ou))
                for ou, valeur in self.valeurs.items()
                if isinstance(valeur, Erreur)
            ),
            non_verifiables=tuple(NonVerifiable(fusion.lieu(ou), motif) for ou, motif in sorted(self.motifs.items())),
            anomalies=self.anomalies + self.remarques,
            remarques=self.remarques,
            avertissements=self.avertissements,
        )

    def _perimees(self) -> list[ValeurPerimee]:
        perimees = []
        for ou, valeur in self.valeurs.items():
            stockee = self.fusion.feuilles[ou.feuille][(ou.ligne, ou.colonne)].valeur
            jamais_calculee = stockee is None and valeur is not None
            if (jamais_calculee or not egales(stockee, valeur)) and not _propre_au_moteur(valeur):
                perimees.append(ValeurPerimee(self.fusion.lieu(ou), stockee, valeur))
        return perimees

    def formules_de(
        self, classeur: ClasseurLu, dernieres: Dernieres | None = None
    ) -> dict[str, dict[tuple[int, int], Valeur]]:
        """What to write into the formula cells of a workbook, by sheet.

        ``dernieres``: what cells that cannot be checked showed before, for those whose file holds no value.
        """
        noms = {
            fusionnee: origine.feuille
            for fusionnee, origine in self.fusion.origines.items()
            if origine.classeur is classeur
        }
        par_feuille = {nom: dict(self._par_feuille.get(fusionnee, {})) for fusionnee, nom in noms.items()}
        if dernieres is not None:
            for ou in self.motifs:
                if ou.feuille in noms and self.montree(ou) is None:
                    ancienne = dernieres(self.fusion.lieu(ou), self.fusion.formule_d_origine(ou))
                    if ancienne is not None:
                        par_feuille[noms[ou.feuille]][(ou.ligne, ou.colonne)] = ancienne
        return par_feuille

    @cached_property
    def _par_feuille(self) -> dict[str, dict[tuple[int, int], Valeur]]:
        """The sure values by merged sheet, but those that no spreadsheet program stores."""
        feuilles: dict[str, dict[tuple[int, int], Valeur]] = {}
        for (feuille, ligne, colonne), valeur in self.valeurs.items():
            if not _propre_au_moteur(valeur):
                feuilles.setdefault(feuille, {})[ligne, colonne] = valeur
        return feuilles

    def cible(self, lien: LienExterne, feuille: str) -> dict[tuple[int, int], Valeur] | None:
        """What a sheet of a link's target shows, None when the target is not in the set."""
        cle = (cle_de_fichier(lien.cible), feuille.lower())
        nom = self._feuilles_par_origine.get(cle)
        if nom is None:
            return None
        return {position: self.montree(Adresse(nom, *position)) for position in self.fusion.feuilles[nom]}

    @cached_property
    def _feuilles_par_origine(self) -> dict[tuple[str, str], str]:
        return {
            (cle_de_fichier(origine.classeur.nom), origine.feuille.lower()): nom
            for nom, origine in self.fusion.origines.items()
        }


def _propre_au_moteur(valeur: Valeur) -> bool:
    """True for an error that no spreadsheet program stores."""
    return isinstance(valeur, Erreur) and valeur.code in PROPRES_AUX_MOTEURS


def _nombre_de_formules(classeurs: Sequence[ClasseurLu]) -> int:
    return sum(
        cellule.formule is not None
        for classeur in classeurs
        for feuille in classeur.feuilles
        for cellule in feuille.cellules.values()
    )


def recalculer(chemins: Sequence[Path], moteurs: Sequence[Moteur] | None = None) -> Calcul:
    """Read, merge, compute with every engine, compare."""
    debut = perf_counter()
    anomalies: list[Anomalie] = []
    lus: list[ClasseurLu] = []
    for chemin in chemins:
        classeur, fautes = lire_classeur(chemin)
        anomalies += fautes
        if classeur is not None:
            lus.append(classeur)
    return recalculer_lus(lus, moteurs, anomalies, debut)


def recalculer_lus(
    lus: Sequence[ClasseurLu],
    moteurs: Sequence[Moteur] | None = None,
    fautes: Sequence[Anomalie] = (),
    debut: float | None = None,
    deja: Reponses | None = None,
) -> Calcul:
    """The same on workbooks already read. The engines run one after the other (see moteurs).

    ``deja``: what they answered before; it serves only where every formula and every input is the same.
    """
    debut = perf_counter() if debut is None else debut
    anomalies = list(fautes)
    relue = deja.fusion.relue(lus) if deja else None
    connues = deja.resultats if deja and relue else {}
    fusion = relue or fusionner(lus)
    choisis, avertissements = moteurs_installes() if moteurs is None else (tuple(moteurs), ())
    resultats: dict[str, Mapping[Adresse, Valeur]] = {}
    marchent: list[Moteur] = []
    for moteur in choisis if fusion.feuilles else ():
        calculees = connues.get(_version(moteur)) or _calculer(moteur, fusion, anomalies)
        if calculees is not None:
            resultats[moteur.nom] = calculees
            marchent.append(moteur)
    return Calcul(
        fusion=fusion,
        resultats=resultats,
        motifs=non_verifiables(fusion, marchent, resultats),
        anomalies=(*anomalies, *fusion.anomalies),
        remarques=fusion.remarques,
        avertissements=avertissements,
        moteurs=tuple(_version(moteur) for moteur in marchent),
        debut=debut,
    )


def _version(moteur: Moteur) -> str:
    return f"{moteur.nom} {moteur.version}"


def _calculer(moteur: Moteur, fusion: Fusion, anomalies: list[Anomalie]) -> dict[Adresse, Valeur] | None:
    """The engine's values; one that gives up is a fault to report, not a reason to lose the other's work."""
    try:
        return moteur.calculer(fusion)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as faute:  # a Rust panic is no Exception
        quoi = f"le moteur n'a pas pu calculer ces classeurs ({type(faute).__name__} : {faute})"
        anomalies.append(Anomalie(moteur.nom, quoi, "vérifiez chaque classeur seul pour trouver lequel"))
        return None
