"""What is read of a devis, row by row, before anyone decides what it is worth to us."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.projet.modele import Devise, LigneDevis

Genre = Literal["ligne", "calculé", "total", "titre", "ignorée"]
ZERO = Decimal(0)


@dataclass(frozen=True)
class Doute:
    """Something a person must look at: where, what was found, what was done."""

    ligne: int
    quoi: str
    fait: str

    def __str__(self) -> str:
        return f"{self.quoi} : {self.fait}" if self.fait else self.quoi


@dataclass(frozen=True)
class Rangee:
    """One row of the sheet. Quantities are None when their cell is empty; money is in euros, to the cent.

    Attributes:
        origine: the row in its own currency, before it was converted.
        pays, apport, note: what the file says besides; ``industrie`` and ``participation``: parts brought in kind.
        lue: the amount as the file gives it, in ``devise`` when it is not the euro.
        somme: rows that a formula adds up, (0, 0) when the amount is no vertical sum.
        muette: the amount is a formula that was never computed, an error, a date, a figure beyond all measure.
        illisible: the amount holds a text that is no figure.
    """

    ligne: int
    code: str = ""
    code_lu: str = ""
    libelle: str = ""
    nom: str = ""
    unite: str = ""
    quantites: dict[str, Decimal] = field(default_factory=dict)
    taux: Decimal | None = None
    majorations: Decimal | None = None
    montant: Decimal | None = None
    etranger: Decimal | None = None
    devise: str = ""
    origine: Rangee | None = None
    pays: str = ""
    apport: str = ""
    note: str = ""
    industrie: Decimal | None = None
    participation: Decimal | None = None
    lue: Decimal | None = None
    somme: tuple[int, int] = (0, 0)
    muette: bool = False
    illisible: bool = False
    cachee: bool = False
    doutes: tuple[Doute, ...] = ()

    @property
    def designation(self) -> str:
        """What messages call it."""
        return self.libelle or self.nom or self.code_lu or "sans libellé"

    @property
    def a_des_quantites(self) -> bool:
        """It is worked out from a number and a rate: no total is."""
        return self.taux is not None and bool(self.quantites)


@dataclass(frozen=True)
class Classee:
    """A row and what it is.

    ``calcule``: which figure of the program, if any; ``contexte``: the heading above; ``attache``: the last code above,
    for a row that has none of its own.
    """

    rangee: Rangee
    genre: Genre
    attache: str = ""
    calcule: str = ""
    contexte: str = ""

    @property
    def montant(self) -> Decimal:
        """Its amount, nothing when it has none."""
        return self.rangee.montant or ZERO

    @property
    def compte(self) -> bool:
        """It is a figure of its own, not the sum of others."""
        return self.genre in {"ligne", "calculé"}


@dataclass(frozen=True)
class TotalLu:
    """A total of the file, and what its rows come to.

    ``de``: what was added up; ``explication``: why the gap is no fault ("" when there is none, or when it is one).
    """

    rangee: Rangee
    somme: Decimal
    de: str
    explication: str = ""

    @property
    def ecart(self) -> Decimal:
        """Declared less found."""
        return (self.rangee.montant or ZERO) - self.somme

    @property
    def accorde(self) -> bool:
        """No gap, or one that is explained."""
        return not self.ecart or bool(self.explication)


@dataclass(frozen=True)
class Chiffre:
    """One figure of the file and what it becomes. ``garde``: our code, or what the program computes."""

    rangee: Rangee
    genre: Genre
    garde: str = ""
    retenu: Decimal = ZERO
    doutes: tuple[Doute, ...] = ()
    suggestion: str = ""

    @property
    def montant(self) -> Decimal:
        """The amount read, in euros."""
        return self.rangee.montant or ZERO

    @property
    def ecart(self) -> Decimal:
        """Read less kept; a total, or a row that the mapping leaves out, keeps nothing and is no gap."""
        return self.montant - self.retenu if self.genre in {"ligne", "calculé"} else ZERO


@dataclass(frozen=True)
class Rapprochement:
    """The whole import, before anything is written. ``arrondi``: decimals that the amounts need.

    ``devises``: rates of the currencies that lines keep; ``pays``: countries of the film, those of the file included.
    """

    lignes: tuple[LigneDevis, ...]
    chiffres: tuple[Chiffre, ...]
    totaux: tuple[TotalLu, ...]
    fautes: tuple[Anomalie, ...]
    arrondi: int
    devises_sans_cours: tuple[str, ...] = ()
    devises: tuple[Devise, ...] = ()
    pays: tuple[str, ...] = ()

    def somme(self, *genres: Genre) -> Decimal:
        """What the rows of these kinds come to."""
        return sum((c.montant for c in self.chiffres if c.genre in genres), ZERO)

    @property
    def doutes(self) -> list[Doute]:
        """Every doubt, in the order of the sheet; then the totals whose gap has a reason."""
        de_totaux = [
            Doute(t.rangee.ligne, f"total de {t.rangee.montant:f}, ses lignes font {t.somme:f}", t.explication)
            for t in self.totaux
            if t.ecart and t.rangee.montant is not None
        ]
        return [d for c in self.chiffres for d in c.doutes] + de_totaux
