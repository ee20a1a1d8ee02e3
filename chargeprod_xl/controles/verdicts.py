"""What every « Contrôles » sheet says once recomputed: not what was last stored there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from chargeprod_xl.classeurs.classeur_lu import ClasseurLu, FeuilleLue
from chargeprod_xl.classeurs.valeurs import Valeur
from chargeprod_xl.liens.formules import adresse
from chargeprod_xl.recalcul import CalculPack
from chargeprod_xl.recalcul.rapport import Lieu

Etat = Literal["ok", "a_voir", "erreur"]
PREFIXE_FEUILLE = "contrôles"
_TITRES = ("Contrôle", "Valeur", "Attendu", "État", "Famille", "Feuille")
_REMEDE = "Que faire"
_ETATS: Mapping[str, Etat] = {"●": "ok", "▲": "a_voir"}


@dataclass(frozen=True)
class Verdict:
    """One check of one workbook; ``feuille`` is the sheet it speaks of, ``lieu`` where its state stands."""

    classeur: str
    libelle: str
    valeur: Valeur
    attendu: Valeur
    etat: Etat
    feuille: str
    remede: str
    famille: str
    lieu: Lieu


def lire_verdicts(calcul: CalculPack, classeurs: Sequence[ClasseurLu]) -> tuple[Verdict, ...]:
    """Every check, in the order of files, sheets and rows.

    A state that is neither ● nor ▲ is an error: an emptied or broken check does not pass for a good one. One that
    no engine could recompute is at best ▲.
    """
    douteux = {n.lieu for n in calcul.rapport.non_verifiables}
    return tuple(
        verdict
        for classeur in classeurs
        for feuille in classeur.feuilles
        if feuille.nom.lower().startswith(PREFIXE_FEUILLE)
        for verdict in _Lecture(calcul, classeur, feuille).verdicts(douteux)
    )


class _Lecture:
    """One « Contrôles » sheet."""

    def __init__(self, calcul: CalculPack, classeur: ClasseurLu, feuille: FeuilleLue) -> None:
        self.calcul, self.classeur, self.feuille = calcul, classeur, feuille

    def verdicts(self, douteux: set[Lieu]) -> Iterator[Verdict]:
        entete = self._entete()
        if entete is None:
            return
        ligne_entete, colonnes = entete
        for ligne in sorted({lg for lg, _ in self.feuille.cellules if lg > ligne_entete}):
            if not self._texte(ligne, colonnes["Contrôle"]):
                continue
            lieu = self._lieu(ligne, colonnes["État"])
            etat = _ETATS.get(self._texte(ligne, colonnes["État"])[:1], "erreur")
            yield Verdict(
                classeur=self.classeur.nom,
                libelle=self._texte(ligne, colonnes["Contrôle"]),
                valeur=self._valeur(ligne, colonnes["Valeur"]),
                attendu=self._valeur(ligne, colonnes["Attendu"]),
                etat="a_voir" if etat == "ok" and lieu in douteux else etat,
                feuille=self._texte(ligne, colonnes["Feuille"]),
                remede=self._texte(ligne, colonnes[_REMEDE]),
                famille=self._texte(ligne, colonnes["Famille"]),
                lieu=lieu,
            )

    def _entete(self) -> tuple[int, dict[str, int]] | None:
        """Row and columns of the table of checks, wherever it stands."""
        par_ligne: dict[int, dict[str, int]] = {}
        for (ligne, colonne), cellule in self.feuille.cellules.items():
            if isinstance(cellule.valeur, str):
                titre = _REMEDE if cellule.valeur.startswith(_REMEDE) else cellule.valeur
                par_ligne.setdefault(ligne, {})[titre] = colonne
        return next(((lg, t) for lg, t in sorted(par_ligne.items()) if {*_TITRES, _REMEDE} <= t.keys()), None)

    def _lieu(self, ligne: int, colonne: int) -> Lieu:
        return Lieu(self.classeur.nom, self.feuille.nom, adresse(ligne, colonne))

    def _valeur(self, ligne: int, colonne: int) -> Valeur:
        return self.calcul.valeurs.get(self._lieu(ligne, colonne))

    def _texte(self, ligne: int, colonne: int) -> str:
        valeur = self._valeur(ligne, colonne)
        return "" if valeur is None else str(valeur)
