"""Errors of a spreadsheet: a function refuses with one of them and says why; the reason goes to the log."""

from __future__ import annotations

from dataclasses import dataclass

#: Codes of VBA's CVErr, by what a cell shows.
CODES = {
    "#NULL!": 2000, "#DIV/0!": 2007, "#VALUE!": 2015, "#REF!": 2023, "#NAME?": 2029, "#NUM!": 2036, "#N/A": 2042,
}  # fmt: skip
_EN_FRANCAIS = {"#VALEUR!": "#VALUE!", "#NOMBRE!": "#NUM!", "#NOM?": "#NAME?", "#NUL!": "#NULL!"}


@dataclass(frozen=True)
class Erreur:
    """An error as the value of a cell: ``texte`` is its English writing, the one that files hold."""

    texte: str

    @property
    def code(self) -> int:
        """Its code in VBA."""
        return CODES[self.texte]


class RefusError(Exception):
    """What a function answers when it cannot answer: an error for the cell, a French reason for the log."""

    def __init__(self, erreur: Erreur, motif: str) -> None:
        super().__init__(motif)
        self.erreur = erreur
        self.motif = motif


VALEUR, NOMBRE, INTROUVABLE, DIVISION = Erreur("#VALUE!"), Erreur("#NUM!"), Erreur("#N/A"), Erreur("#DIV/0!")


def valeur_refusee(motif: str) -> RefusError:
    """An argument of the wrong type: #VALUE!."""
    return RefusError(VALEUR, motif)


def nombre_refuse(motif: str) -> RefusError:
    """A number out of bounds: #NUM!."""
    return RefusError(NOMBRE, motif)


def introuvable(motif: str) -> RefusError:
    """A code, a function or a rate that the barèmes do not know: #N/A."""
    return RefusError(INTROUVABLE, motif)


def lire_erreur(texte: str) -> Erreur | None:
    """The error that a text of a cell stands for, in English or in French."""
    anglais = _EN_FRANCAIS.get(texte, texte)
    return Erreur(anglais) if anglais in CODES else None
