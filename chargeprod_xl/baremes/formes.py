"""The forms of a film (feature, series, documentary…): what the profession changes from one devis to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from chargeprod_xl.baremes.lecture import liste

Ligne = Mapping[str, Any]
#: Line of the plan de financement that each scheme of tax credit feeds.
CREDITS = {"cinéma": "F1", "audiovisuel": "F2", "international": "F3"}


@dataclass(frozen=True)
class Forme:
    """One form. ``taux``: id of a dated rate, or a value; ``parts``: usual share of a poste in the total (0 to 1)."""

    cle: str
    titre: str
    genre: str
    regime: str
    grille: str
    convention: str
    taux: Mapping[str, str | int]
    serie: bool = False
    pays: tuple[str, ...] = ()
    sans: tuple[str, ...] = ()
    ajouts: tuple[Ligne, ...] = ()
    parts: Mapping[int, tuple[float, float]] | None = None

    @property
    def credit(self) -> str:
        """Code of its tax credit in the plan de financement."""
        return CREDITS[self.regime]

    def taux_usuel(self, nom: str, usages: Mapping[str, Decimal]) -> Decimal:
        """A rate of departure, among those in force."""
        valeur = self.taux[nom]
        return usages[valeur] if isinstance(valeur, str) else Decimal(valeur)


@cache
def formes() -> Mapping[str, Forme]:
    """Every form, by its key in the project file."""
    return {
        x["cle"]: Forme(**{**x, **{k: tuple(x[k]) for k in ("pays", "sans", "ajouts") if k in x}})
        for x in liste("formes")
    }


@cache
def nomenclature(cle: str) -> tuple[Ligne, ...]:
    """The lines of the devis of a form, headings included, in order; those it adds are « reconstruit »."""
    forme = formes()[cle]
    suites: dict[str, list[Ligne]] = {}
    for ajout in forme.ajouts:
        suites.setdefault(ajout["apres"], []).append(ajout)
    lignes: list[Ligne] = []
    for ligne in liste("nomenclature"):
        if not ligne["code"].startswith(forme.sans):
            lignes.append(ligne)
        lignes += _a_la_suite(ligne["code"], suites)
    return tuple(sans_titres_vides(lignes))


def _a_la_suite(code: str, suites: Mapping[str, list[Ligne]]) -> list[Ligne]:
    sortie: list[Ligne] = []
    for ajout in suites.get(code, []):
        sortie += [_complete(ajout), *_a_la_suite(ajout["code"], suites)]
    return sortie


def _complete(ajout: Ligne) -> Ligne:
    code = ajout["code"]
    return {
        "niveau": "ligne",
        "poste": int(code[0]),
        "rubrique": int(code[:2]),
        "plan": False,
        "statut": "reconstruit",
        **{k: v for k, v in ajout.items() if k != "apres"},
    }


def sans_titres_vides(lignes: list[Ligne]) -> list[Ligne]:
    """Groups that lost every line go; a poste or a rubrique stays, empty as it may be on the form."""
    pleins = {x["code"][:3] for x in lignes if x["niveau"] == "ligne"}
    return [x for x in lignes if x["niveau"] != "groupe" or x["code"] in pleins]
