"""Faults found in what the user gave us: collected as values, shown all at once, never a traceback."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Anomalie:
    """One fault of the user's data, in French.

    Attributes:
        ou: where it is (file, line, sheet and cell).
        quoi: what is wrong.
        remede: what to do about it.
    """

    ou: str
    quoi: str
    remede: str

    def __str__(self) -> str:
        return f"{self.ou} : {self.quoi}\n    → {self.remede}"


class DonneesRefuseesError(Exception):
    """Raised at the edge, once every fault has been collected: the command stops with exit code 2."""

    def __init__(self, anomalies: Iterable[Anomalie]) -> None:
        self.anomalies = tuple(anomalies)
        super().__init__("\n".join(map(str, self.anomalies)))
