"""What a cell can hold."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Erreur:
    """A spreadsheet error value, such as ``#N/A``."""

    code: str

    def __str__(self) -> str:
        """The code itself."""
        return self.code


Valeur = float | str | bool | Erreur | None
"""Dates are serial numbers of the 1900 system, as everywhere in a formula."""
