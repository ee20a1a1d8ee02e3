"""What a hand can do in a workbook, and an edit made of such gestures."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import declarees
from oracle.lecture import SENTINELLE, Pack, texte

Saisie = str | float | int | date | list[int] | None


@dataclass(frozen=True)
class Geste:
    """One gesture. ``inserer`` adds a row at ``ligne``, copied from ``modele`` (numbered before insertion).

    ``fin`` and more genres: see the hands, ``main_openpyxl`` and ``pilote_uno``.
    """

    genre: str
    feuille: str
    ligne: int
    colonne: int = 0
    valeur: Saisie = None
    modele: int = 0
    fin: int = 0

    @property
    def classeur(self) -> str:
        """The workbook that holds the sheet."""
        return declarees.classeur_de()[self.feuille]

    def en_dictionnaire(self) -> dict[str, Any]:
        """Plain values, for another process."""
        jours = (self.valeur - date(1899, 12, 30)).days if isinstance(self.valeur, date) else self.valeur
        return {**asdict(self), "valeur": jours}


@dataclass(frozen=True)
class Edition:
    """An edit: what it says it does, its gestures, and the figures it may move (others must not)."""

    phrase: str
    gestes: tuple[Geste, ...]

    @property
    def classeurs(self) -> list[str]:
        """The workbooks it touches, in order."""
        return list(dict.fromkeys(geste.classeur for geste in self.gestes))


class Feuilles:
    """Where things are in the built pack, before any edit."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack

    def colonne(self, feuille: str, titre: str) -> int:
        """1-based column of a title (found on the row of titles)."""
        entete = self.pack.feuilles[feuille][self._entete(feuille, titre)]
        return entete.index(titre) + 1

    def _entete(self, feuille: str, titre: str) -> int:
        return self.pack.ligne_de_titres(feuille, {titre: titre})

    def premiere(self, feuille: str, titre: str) -> int:
        """1-based row of the first data line."""
        return self._entete(feuille, titre) + 2

    def sentinelle(self, feuille: str) -> int:
        """1-based row of «— insérer au-dessus —»."""
        colonne = [ligne[0] for ligne in self.pack.feuilles[feuille]]
        return colonne.index(SENTINELLE) + 1

    def cellule(self, feuille: str, ligne: int, titre: str) -> Any:
        """The stored value of a cell."""
        return self.pack.feuilles[feuille][ligne - 1][self.colonne(feuille, titre) - 1]

    def lignes(self, feuille: str, titre: str) -> list[int]:
        """1-based rows whose column ``titre`` is filled."""
        debut = self.premiere(feuille, titre)
        try:
            fin = self.sentinelle(feuille)
        except ValueError:
            fin = len(self.pack.feuilles[feuille]) + 1
        return [n for n in range(debut, fin) if self.cellule(feuille, n, titre) != ""]

    def ligne(self, feuille: str, titre: str, valeur: object) -> int:
        """1-based row where the column ``titre`` holds a value."""
        return next(n for n in self.lignes(feuille, titre) if texte(self.cellule(feuille, n, titre)) == str(valeur))

    def champ(self, feuille: str, libelle: str) -> int:
        """1-based row of a field by its label."""
        return self.pack.ligne_du_champ(feuille, libelle) + 1

    def poser(self, feuille: str, ligne: int, titre: str, valeur: Saisie) -> Geste:
        """Type a value under a title."""
        return Geste("poser", feuille, ligne, self.colonne(feuille, titre), valeur)

    def poser_champ(self, feuille: str, libelle: str, valeur: Saisie) -> Geste:
        """Type the value of a field."""
        return Geste("poser", feuille, self.champ(feuille, libelle), 2, valeur)

    def inserer(self, feuille: str, titre: str, place: str, saisies: dict[str, Saisie]) -> list[Geste]:
        """A row copied from its neighbour, then typed over: first, in the middle, or last above the sentinel."""
        debut, fin = self.premiere(feuille, titre), self.sentinelle(feuille)
        ligne = {"en tête": debut, "au milieu": (debut + fin) // 2, "en fin": fin}[place]
        modele = ligne - 1 if ligne > debut else ligne
        pose = [self.poser(feuille, ligne, t, v) for t, v in saisies.items()]
        return [Geste("inserer", feuille, ligne, modele=modele), *pose]
