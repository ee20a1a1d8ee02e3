"""Type lines, rates and choices in an open pack, and read what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import declarees
from controles.atelier import Contenu
from controles.vivant import PackOuvert, Verdicts
from edits.gestes import Feuilles
from oracle.lecture import Pack, texte

from chargeprod_xl.liens.formules import adresse

DETAIL = "Détail"


@dataclass(frozen=True)
class Ligne:
    """A line of the devis: ``montant`` € of one lump sum, unless its quantities are given."""

    poste: int
    montant: float
    ci: str = "N"
    autres: Mapping[str, Contenu] = field(default_factory=dict)


@dataclass(frozen=True)
class Reponse:
    """What the pack shows after the edit."""

    devis: Devis
    valeurs: Mapping[tuple[str, str], Any]
    verdicts: Verdicts

    def champ(self, feuille: str, libelle: str) -> Any:
        """The value of a field by its label."""
        return self._lire(feuille, self.devis.feuilles.champ(feuille, libelle), 2)

    def sous(self, feuille: str, cle: tuple[str, object], titre: str) -> Any:
        """The cell under a title, on the row whose column ``cle[0]`` of the same table holds ``cle[1]``."""
        lignes = self.devis.feuilles.pack.feuilles[feuille]
        entete = self.devis.feuilles.pack.ligne_de_titres(feuille, {cle[0]: "", titre: ""})
        ou, colonne = (lignes[entete].index(t) for t in (cle[0], titre))
        rang = next(n for n in range(entete + 1, len(lignes)) if texte(lignes[n][ou]) == str(cle[1]))
        return self._lire(feuille, rang + 1, colonne + 1)

    def ligne(self, rang: int, titre: str) -> Any:
        """A column of the n-th typed line."""
        return self._lire(DETAIL, self.devis.rangees[rang], self.devis.feuilles.colonne(DETAIL, titre))

    def _lire(self, feuille: str, ligne: int, colonne: int) -> Any:
        return self.valeurs[feuille, adresse(ligne, colonne)]


class Devis:
    """The pack, open; each call types afresh in the pack as it was built."""

    def __init__(self, pack: Path) -> None:
        self.ouvert, self.feuilles = PackOuvert(pack), Feuilles(Pack(pack))
        niveaux = self.feuilles.lignes(DETAIL, "Niveau")
        self.rangees = [n for n in niveaux if self.feuilles.cellule(DETAIL, n, "Niveau") == "ligne"]

    def saisir(self, lignes: Sequence[Ligne] = (), autres: Sequence[tuple[Any, ...]] = ()) -> Reponse:
        """Lines typed from the top; ``autres``: (sheet, label, value) or (sheet, (title, value), title, value)."""
        gestes: dict[tuple[str, str], dict[str, Contenu]] = {}

        def poser(feuille: str, ligne: int, colonne: int, valeur: Contenu) -> None:
            gestes.setdefault((declarees.classeur_de()[feuille], feuille), {})[adresse(ligne, colonne)] = valeur

        f = self.feuilles
        for rang, ligne in zip(self.rangees, lignes, strict=False):
            for titre, valeur in {**_usuels(ligne), **ligne.autres}.items():
                poser(DETAIL, rang, f.colonne(DETAIL, titre), valeur)
        for saisie in autres:
            if len(saisie) == 3:
                feuille, libelle, valeur = saisie
                poser(feuille, f.champ(feuille, libelle), 2, valeur)
            else:
                feuille, cle, titre, valeur = saisie
                poser(feuille, f.ligne(feuille, *cle), f.colonne(feuille, titre), valeur)
        calcul = self.ouvert.calculer(gestes)
        valeurs = {(lieu.feuille, lieu.cellule): v for lieu, v in calcul.valeurs.items()}
        return Reponse(self, valeurs, self.ouvert.verdicts(calcul))


def _usuels(ligne: Ligne) -> dict[str, Contenu]:
    return {
        "N°": f"{ligne.poste}999",
        "Unité": "F",
        "Nombre": 1.0,
        "Taux": ligne.montant,
        "Nature CI": ligne.ci,
        "Charges": None,
        "Plan": "N",
        "Paiement": "comptant",
        "Phase": "tournage",
        "Poste": float(ligne.poste),
        "Rubrique": {1: 15, 2: 28, 3: 38, 4: 47, 5: 59, 6: 69, 7: 76, 8: 81, 9: 93}[ligne.poste] * 1.0,
    }
