"""The lines of a film's devis: those of its form, under the labels of an official list when the film has one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from chargeprod_xl.baremes.formes import Ligne, nomenclature, sans_titres_vides
from chargeprod_xl.baremes.lecture import liste

#: Categories of poste 4 whose people are paid in « Emplois », in euros; producers (42) are permanents of the company.
CATEGORIES_DE_L_EQUIPE = (41, 43, 44, 45, 46)
OFFICIEL, A_VERIFIER = "officiel", "officiel, réglages à vérifier"
#: By number of digits of the code.
NIVEAUX = {1: "poste", 2: "rubrique", 3: "groupe", 4: "ligne", 5: "ligne"}
_PRODUCTEUR = "2111"


@dataclass(frozen=True)
class LigneOfficielle:
    """One row of an official list: the code, its label, where the list comes from."""

    code: str
    libelle: str
    source: str = ""

    @property
    def niveau(self) -> str:
        """What its number of digits makes it."""
        return NIVEAUX[len(self.code)]


def calcule_par_code(code: str) -> str:
    """What the workbooks compute, when the code says so: 41xx to 46xx, 2111."""
    if code.startswith(_PRODUCTEUR):
        return "producteur"
    return "charges" if re.fullmatch(r"4[1-6]\d{0,3}", code) else ""


def _est_une_ligne_calculee(officielle: LigneOfficielle) -> bool:
    return officielle.niveau == "ligne" and bool(calcule_par_code(officielle.code))


@cache
def _generales() -> Mapping[str, Ligne]:
    return {x["code"]: x for x in liste("nomenclature")}


def sans_rubrique(forme: str, officielles: Sequence[LigneOfficielle]) -> Iterator[LigneOfficielle]:
    """Rows of the list whose rubrique (two digits) is nowhere: nothing could total them."""
    connues = {x["code"] for x in nomenclature(forme)} | {x.code for x in officielles}
    yield from (x for x in officielles if len(x.code) > 2 and x.code[:2] not in connues)


@cache
def lignes_du_devis(forme: str, officielles: tuple[LigneOfficielle, ...] = ()) -> tuple[Ligne, ...]:
    """The lines of a form in order, headings included, then what the official list says of them.

    A code of both takes the official label; a code of the list alone comes at its place. A line that the list lacks
    stays as it is. ``usuel`` is what a line is known by, whatever a list calls it.
    """
    lignes: list[Ligne] = list(nomenclature(forme))
    rangs = {x["code"]: i for i, x in enumerate(lignes)}
    for o in officielles:
        if o.code in rangs:
            ligne = lignes[rangs[o.code]]
            lignes[rangs[o.code]] = {**ligne, "libelle": o.libelle, "usuel": ligne["libelle"], "statut": OFFICIEL}
    for o in sorted(officielles, key=lambda x: x.code):
        if o.code not in rangs and not _est_une_ligne_calculee(o):
            place = max((i for i, x in enumerate(lignes) if x["code"] < o.code), default=-1)
            lignes.insert(place + 1, _nouvelle(o, lignes))
    return tuple(sans_titres_vides(lignes))


def _nouvelle(o: LigneOfficielle, lignes: Sequence[Ligne]) -> Ligne:
    """A row that the form lacks: ours when the form only left it out, else as its nearest neighbour is paid."""
    if laissee := _generales().get(o.code):
        return {**laissee, "libelle": o.libelle, "usuel": laissee["libelle"], "statut": OFFICIEL}
    place: dict[str, Any] = {
        "code": o.code,
        "libelle": o.libelle,
        "usuel": o.code,
        "niveau": o.niveau,
        "poste": int(o.code[0]),
        "rubrique": int(o.code[:2]) if len(o.code) > 1 else None,
        "plan": False,
    }
    if o.niveau != "ligne":
        return {**place, **dict.fromkeys(("unite", "charges", "ci", "tva", "paiement")), "statut": OFFICIEL}
    voisine = _voisine(o.code, lignes)
    reglages = {k: voisine[k] for k in ("charges", "ci", "tva", "paiement")}
    return {**place, **reglages, "unite": "F", "statut": A_VERIFIER}


def _voisine(code: str, lignes: Sequence[Ligne]) -> Ligne:
    """The line that a detail of five digits goes under, else the nearest of its group, rubrique or poste."""
    reelles = [x for x in lignes if x["niveau"] == "ligne"]
    for longueur in (4, 3, 2, 1, 0):
        siennes = [x for x in reelles if x["code"].startswith(code[:longueur])]
        if siennes:
            return min(siennes, key=lambda x: abs(int(x["code"][:4]) - int(code[:4])))
    raise AssertionError("une forme a toujours des lignes")
