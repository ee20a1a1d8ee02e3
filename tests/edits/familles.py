"""The families of edits: each says what it types, and which figures that may move."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from edits.gestes import Edition, Feuilles, Geste

PLACES = ("en tête", "au milieu", "en fin")

# Figures an edit may move, by the beginning of their names; every other one must stay as it was.
RIEN: tuple[str, ...] = ()
CAISSE = ("besoin maximal", "semaine du besoin", "solde au")
BILAN = ("estimé final",)
FINANCE = ("reste à financer", "écrêtement", "dépense exigée", *CAISSE)
CREDIT = ("crédit d’impôt", "éligible", *FINANCE)
LECTEURS = ("dépense", "apport", "étranger")
SOUS_LA_LIGNE = ("total général", *BILAN, *CREDIT)
DEVIS = (
    *("poste", "charges", "coût direct", "rémunération du producteur", "imprévus", "frais généraux"),
    *LECTEURS,
    *SOUS_LA_LIGNE,
)
# The devis takes its salaries from the crew.
EQUIPE = DEVIS
CACHETS = ("cachets", *DEVIS)
PLAN = ("jours de tournage", *CACHETS)


@dataclass
class Tirage:
    """What an edit is drawn with: the built pack, chance, and where a row goes."""

    feuilles: Feuilles
    hasard: random.Random
    place: str

    def un(self, choix: Iterable[object]) -> object:
        """One of these."""
        return self.hasard.choice(list(choix))

    def ligne_chiffree(self, **conditions: Callable[[object], bool] | object) -> int:
        """A line of the devis with an amount, and whose columns are as asked."""
        lignes = self.feuilles.lignes("Détail", "N°")
        return int(self.un(n for n in lignes if self._convient(n, {"Montant HT": _positif, **conditions})))

    def _convient(self, ligne: int, conditions: dict[str, object]) -> bool:
        valeurs = ((self.feuilles.cellule("Détail", ligne, titre), attendu) for titre, attendu in conditions.items())
        return all(attendu(v) if callable(attendu) else v == attendu for v, attendu in valeurs)


def _positif(valeur: object) -> bool:
    return isinstance(valeur, float) and valeur > 0


Fabrique = Callable[[Tirage], Edition]


@dataclass(frozen=True)
class Famille:
    """A family of edits; ``surement``: at least one figure must move, or the test proves nothing."""

    nom: str
    classeur: str
    bouge: tuple[str, ...]
    fabrique: Fabrique
    surement: bool
    lignes: bool

    def tirer(self, feuilles: Feuilles, graine: int) -> Edition:
        """The edit of a seed."""
        return self.fabrique(Tirage(feuilles, random.Random(f"{self.nom} {graine}"), PLACES[graine % 3]))

    def fige(self, figure: str) -> bool:
        """True when this figure must not move."""
        return not figure.startswith(self.bouge) if self.bouge else True


FAMILLES: list[Famille] = []


def famille(
    nom: str, classeur: str, bouge: tuple[str, ...], *, surement: bool = False, lignes: bool = False
) -> Callable[[Fabrique], Fabrique]:
    """Register a family; ``lignes`` when it inserts or deletes rows."""

    def inscrire(fabrique: Fabrique) -> Fabrique:
        FAMILLES.append(Famille(nom, classeur, bouge, fabrique, surement, lignes))
        return fabrique

    return inscrire


def edition(phrase: str, *gestes: Geste | list[Geste]) -> Edition:
    """An edit out of gestures and lists of gestures."""
    plats = [g for geste in gestes for g in (geste if isinstance(geste, list) else [geste])]
    return Edition(phrase, tuple(plats))
