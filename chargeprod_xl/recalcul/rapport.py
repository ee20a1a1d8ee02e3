"""What a recalculation has to say, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.classeurs.valeurs import Valeur


class Lieu(NamedTuple):
    """A cell of the user's files."""

    classeur: str
    feuille: str
    cellule: str

    def __str__(self) -> str:
        """``devis.xlsx › Détail › C5``."""
        return f"{self.classeur} › {self.feuille} › {self.cellule}"


@dataclass(frozen=True)
class Ecart:
    """A cell on which engines disagree: one value per engine, in the engines' order."""

    lieu: Lieu
    valeurs: tuple[tuple[str, Valeur], ...]


@dataclass(frozen=True)
class ValeurPerimee:
    """A cell whose stored value is not what its formula gives; ``stockee`` is None when never computed."""

    lieu: Lieu
    stockee: Valeur
    calculee: Valeur


@dataclass(frozen=True)
class CelluleEnErreur:
    """A cell whose formula gives an error on every engine."""

    lieu: Lieu
    code: str
    formule: str


@dataclass(frozen=True)
class NonVerifiable:
    """A cell that no two engines here can compute, and why (in French)."""

    lieu: Lieu
    motif: str


@dataclass(frozen=True)
class RapportRecalcul:
    """The outcome of a recalculation.

    Attributes:
        classeurs: the file names, in the order given.
        moteurs: engines used, with their versions.
        formules: number of formula cells.
        secondes: wall time.
        ecarts: engines disagree.
        perimees: the stored value is not the computed one.
        erreurs: the formula gives an error.
        non_verifiables: exotic functions, UDFs, and what depends on them; never a disagreement.
        anomalies: faults of the files and of the engines, remarks included.
        remarques: those of ``anomalies`` that a recalculation can live with (two sheets of one name).
        avertissements: what the reader should know (an engine that is not installed…).
        ecrit: the files were brought up to date (``actualiser`` only).
    """

    classeurs: tuple[str, ...]
    moteurs: tuple[str, ...]
    formules: int
    secondes: float
    ecarts: tuple[Ecart, ...] = ()
    perimees: tuple[ValeurPerimee, ...] = ()
    erreurs: tuple[CelluleEnErreur, ...] = ()
    non_verifiables: tuple[NonVerifiable, ...] = ()
    anomalies: tuple[Anomalie, ...] = ()
    remarques: tuple[Anomalie, ...] = ()
    avertissements: tuple[str, ...] = ()
    ecrit: bool = False

    @property
    def fautes(self) -> tuple[Anomalie, ...]:
        """Faults that leave nothing to read: the remarks are not among them."""
        return tuple(a for a in self.anomalies if a not in self.remarques)

    @property
    def accord(self) -> bool:
        """True when the engines agree on every cell they can compute."""
        return not self.ecarts

    @property
    def a_jour(self) -> bool:
        """True when what the files show is what their formulas give."""
        return self.accord and not self.perimees and not self.anomalies
