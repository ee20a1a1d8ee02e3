"""What became of everything: one list by fate, in plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal

Choix = Literal["classeur", "projet"]
#: Dates are day numbers in a file; no program shows those beyond the year 9999.
_ORIGINE, _JOURS_AFFICHABLES = datetime(1899, 12, 30), 2_958_466
#: What a message says of a cell where nothing stands.
RIEN_ECRIT = "(vide)"


@dataclass(frozen=True)
class Element:
    """Something of the pack: where it is, what it says, what it said before."""

    ou: str
    quoi: str
    avant: str = ""


@dataclass(frozen=True)
class Conflit:
    """A value changed on both sides. ``nom`` is what ``--choisir`` takes; ``choix`` is None while nobody chose."""

    nom: str
    ou: str
    depart: str
    classeur: str
    projet: str
    choix: Choix | None


@dataclass(frozen=True)
class Perte:
    """What could not be put back: where it was, what it said, why. It is kept in a file beside the workbooks."""

    classeur: str
    feuille: str
    repere: str
    contenu: str
    raison: str


@dataclass(frozen=True)
class Ecart:
    """A figure before and after."""

    titre: str
    libelle: str
    avant: float | None
    apres: float | None


@dataclass
class Bilan:
    """Everything a rebuild has to say.

    Attributes:
        gardees: typed values put back.
        remplacees: formulas of the program that were typed over, kept as they were found.
        ajoutees, deplacees, supprimees: rows and columns, by the hand of people.
        retablies: what the program wrote, that people renamed, deleted or erased, and that is as it was again.
        renouvelees: values that follow the project file, the screenplay, the rates or the templates.
        nouvelles, retirees: rows that these brought or took away.
        notes, feuilles: notes and sheets of people put back.
        doutes: decisions that someone should look at.
    """

    gardees: list[Element] = field(default_factory=list)
    remplacees: list[Element] = field(default_factory=list)
    ajoutees: list[Element] = field(default_factory=list)
    deplacees: list[Element] = field(default_factory=list)
    supprimees: list[Element] = field(default_factory=list)
    retablies: list[Element] = field(default_factory=list)
    renouvelees: list[Element] = field(default_factory=list)
    nouvelles: list[Element] = field(default_factory=list)
    retirees: list[Element] = field(default_factory=list)
    notes: list[Element] = field(default_factory=list)
    feuilles: list[Element] = field(default_factory=list)
    conflits: list[Conflit] = field(default_factory=list)
    pertes: list[Perte] = field(default_factory=list)
    doutes: list[str] = field(default_factory=list)
    ecarts: list[Ecart] = field(default_factory=list)

    @property
    def en_attente(self) -> list[Conflit]:
        """Conflicts that nobody settled: nothing is written while there is one."""
        return [c for c in self.conflits if c.choix is None]


@dataclass(frozen=True)
class Arbitrage:
    """How conflicts are settled: one rule for all, and choices by name that come before it."""

    tous: Choix | None = None
    par_nom: dict[str, Choix] = field(default_factory=dict)

    def choix(self, nom: str) -> Choix | None:
        """What was chosen for a conflict."""
        return self.par_nom.get(nom, self.tous)


def en_mots(valeur: Any, est_date: bool = False) -> str:
    """A value as a message shows it; ``est_date``: its cell shows a date, whatever number it holds."""
    if valeur is None or valeur == "":
        return RIEN_ECRIT
    if est_date and _est_un_jour(valeur):
        return f"{_ORIGINE + timedelta(days=valeur):%d/%m/%Y}"
    if isinstance(valeur, date):
        return f"{valeur:%d/%m/%Y}"
    if isinstance(valeur, bool):
        return "VRAI" if valeur else "FAUX"
    if isinstance(valeur, float):
        return f"{valeur:.15g}".replace(".", ",")
    return str(valeur)


def en_mois(valeur: Any) -> str:
    """A date as « 04/2027 »."""
    return f"{_ORIGINE + timedelta(days=valeur):%m/%Y}" if _est_un_jour(valeur) else en_mots(valeur)


def en_montant(valeur: float | None) -> str:
    """A sum in euros."""
    return "—" if valeur is None else f"{valeur:,.2f} €".replace(",", "\u202f").replace(".", ",")


def _est_un_jour(valeur: Any) -> bool:
    return isinstance(valeur, int | float) and 0 < valeur < _JOURS_AFFICHABLES
