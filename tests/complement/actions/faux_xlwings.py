"""A module that answers like the free part of xlwings, and remembers what it was asked."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any


class FausseCellule:
    """A range of one cell."""

    def __init__(self, feuille: FausseFeuille, adresse: str) -> None:
        self.sheet, self.adresse = feuille, adresse

    @property
    def color(self) -> tuple[int, int, int] | None:
        return self.sheet.couleurs.get(self.adresse)

    @color.setter
    def color(self, rgb: tuple[int, int, int] | None) -> None:
        if self.sheet.protegee:
            raise OSError("com_error")
        self.sheet.couleurs[self.adresse] = rgb

    def select(self) -> None:
        self.sheet.livre.app.choix = self
        self.sheet.livre.app.faits.append(f"select {self.sheet.name}!{self.adresse}")

    def __getitem__(self, _: tuple[int, int]) -> FausseCellule:
        return self

    def get_address(self, ligne: bool, colonne: bool) -> str:
        assert (ligne, colonne) == (False, False)
        return self.adresse


class FausseFeuille:
    """A sheet."""

    def __init__(self, livre: FauxLivre, nom: str) -> None:
        self.livre, self.name = livre, nom
        self.protegee = False
        self.couleurs: dict[str, tuple[int, int, int] | None] = {}

    def range(self, adresse: str) -> FausseCellule:
        return FausseCellule(self, adresse)

    def activate(self) -> None:
        self.livre.app.faits.append(f"feuille {self.name}")


class Feuilles(list[FausseFeuille]):
    """Sheets by rank or by name."""

    def __getitem__(self, nom: Any) -> Any:
        return next(f for f in self if f.name == nom) if isinstance(nom, str) else super().__getitem__(nom)


class FauxLivre:
    """A workbook."""

    def __init__(self, app: FauxExcel, chemin: str) -> None:
        self.app, self._chemin = app, chemin
        self.sheets = Feuilles([FausseFeuille(self, "Détail"), FausseFeuille(self, "Contrôles")])
        self.api = SimpleNamespace(ReadOnly=False, Saved=False)

    @property
    def fullname(self) -> str:
        if self._chemin.startswith("https:"):
            raise RuntimeError("OneDrive")
        return self._chemin

    def activate(self) -> None:
        self.app.faits.append(f"devant {Path(self._chemin).name}")
        self.app.livres.remove(self)
        self.app.livres.append(self)

    def save(self) -> None:
        self.app.faits.append(f"save {Path(self._chemin).name}")
        self.api.Saved = True

    def close(self) -> None:
        self.app.faits.append(f"close {Path(self._chemin).name}")
        self.app.livres.remove(self)


class Livres:
    """The collection of open workbooks."""

    def __init__(self, app: FauxExcel) -> None:
        self.app = app

    def __iter__(self) -> Any:
        return iter(list(self.app.livres))

    def __len__(self) -> int:
        return len(self.app.livres)

    @property
    def active(self) -> FauxLivre:
        return self.app.livres[-1]

    def open(self, chemin: str, update_links: bool) -> FauxLivre:
        assert update_links is False, "Excel ne pose pas de question sur les liaisons"
        self.app.faits.append(f"open {Path(chemin).name}")
        self.app.livres.append(FauxLivre(self.app, chemin))
        return self.app.livres[-1]


class FauxExcel:
    """An application."""

    def __init__(self, *chemins: str) -> None:
        self.faits: list[str] = []
        self.livres = [FauxLivre(self, c) for c in chemins]
        self.choix: FausseCellule | None = None
        self.books = Livres(self)
        self.status_bar: str | bool = False
        self.alertes: list[tuple[Any, ...]] = []
        self.boutons: list[str] = []
        self.api = SimpleNamespace()

    @property
    def selection(self) -> FausseCellule | None:
        return self.choix

    def alert(self, *arguments: Any) -> str:
        self.alertes.append(arguments)
        return self.boutons.pop(0) if self.boutons else "ok"


def module(excel: FauxExcel | None) -> ModuleType:
    """What ``import xlwings`` gives."""
    faux: Any = ModuleType("xlwings")
    faux.apps = SimpleNamespace(active=excel)
    assert isinstance(faux, ModuleType)
    return faux
