"""Amounts of the devis put against the codes of a reader's own form: what goes where, and what finds no place. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from chargeprod_xl.exports.devis.donnees import Devis
from chargeprod_xl.exports.devis.plan import Poste

Sort = Literal["posé", "sans case", "laissé vide", "formule gardée", "salaires réunis"]
_CODE = re.compile(r"\d{1,5}[A-Z]?")
_DE_RUBRIQUE = 2
#: Rows below the postes have no code: they are known by their first words.
SOUS_LES_POSTES = ("imprévus", "frais généraux", "rémunération du producteur")


@dataclass(frozen=True)
class Atome:
    """An amount that cannot be cut further; ``montant`` is None when masking hides it."""

    code: str
    libelle: str
    montant: float | None
    etranger: float = 0.0


@dataclass(frozen=True)
class Pose:
    """What a code of the form receives."""

    code: str
    atomes: tuple[Atome, ...]

    @property
    def montant(self) -> float:
        """The sum placed."""
        return round(sum(a.montant or 0.0 for a in self.atomes), 2)

    @property
    def etranger(self) -> float:
        """The part spent abroad."""
        return round(sum(a.etranger for a in self.atomes), 2)


@dataclass(frozen=True)
class Rapproche:
    """A row of the reconciliation."""

    sort: Sort
    code: str
    libelle: str
    montant: float | None
    cellule: str = ""
    remarque: str = ""


def code_de(valeur: object) -> str:
    """« 21.11 », 2111.0 or « 2111 » as a code, "" for anything else."""
    if isinstance(valeur, bool) or not isinstance(valeur, (float, int, str)):
        return ""
    if not isinstance(valeur, str):
        return str(int(valeur)) if valeur == int(valeur) and 0 < valeur < 1e5 else ""
    propre = re.sub(r"[\s.\-\u00a0\u202f]", "", valeur).upper()
    return propre if _CODE.fullmatch(propre) else ""


def sans_accent(texte: str) -> str:
    """A text to compare: no accent, no capital, single blanks."""
    nu = "".join(c for c in unicodedata.normalize("NFD", texte) if not unicodedata.combining(c))
    return " ".join(nu.casefold().replace("’", "'").split())


def atomes(postes: Sequence[Poste], devis: Devis) -> list[Atome]:
    """Every amount of the devis, as masked or not, with the finest code it has."""
    sortie = []
    for poste in postes:
        for ligne in poste.lignes():
            code = ligne.code or str(ligne.rubrique or poste.numero)
            if ligne.montant is None or ligne.montant:
                sortie.append(Atome(code, ligne.designation, ligne.montant, ligne.etranger or 0.0))
    return sortie + [Atome("", m.libelle, m.total, m.etranger) for m in devis.dessous if m.total]


def case_de(code: str, cases: Iterable[str]) -> str:
    """The code of the form that takes one of ours: itself, or the nearest that groups it and has nothing finer."""
    codes = set(cases)
    if code in codes:
        return code
    groupes = [c for c in codes if code.startswith(c)]
    plus_fin = max(groupes, key=len, default="")
    if plus_fin and not any(c != plus_fin and c.startswith(plus_fin) for c in codes):
        return plus_fin
    return ""


def _case_du_libelle(libelle: str, libelles: Mapping[str, str]) -> str:
    """The row of the form that speaks of an amount without code."""
    mot = next((m for m in map(sans_accent, SOUS_LES_POSTES) if sans_accent(libelle).startswith(m)), None)
    trouves = [cle for cle, texte in libelles.items() if mot and sans_accent(texte).startswith(mot)]
    return trouves[0] if len(trouves) == 1 else ""


def _incomplete(case: str, tus: Sequence[Atome], reunis: set[str]) -> bool:
    """True when part of what the case should hold is merged elsewhere."""
    if not tus:
        return False
    if len(case) > _DE_RUBRIQUE:
        return True
    return len(case) == _DE_RUBRIQUE and case not in reunis


def repartir(
    a_placer: Sequence[Atome], cases: Sequence[str], libelles: Mapping[str, str]
) -> tuple[list[Pose], list[Rapproche]]:
    """What each case receives, and what finds none. ``libelles``: texts of the rows without code, by a key."""
    par_case: dict[str, list[Atome]] = {}
    perdus: list[Rapproche] = []
    for atome in a_placer:
        case = case_de(atome.code, cases) if atome.code else _case_du_libelle(atome.libelle, libelles)
        if case:
            par_case.setdefault(case, []).append(atome)
        elif atome.montant is not None:
            perdus.append(Rapproche("sans case", atome.code, atome.libelle, atome.montant))
    reunis = {a.code for a in a_placer if a.montant is not None}
    poses = []
    for case, recus in par_case.items():
        if _incomplete(case, [a for a in recus if a.montant is None], reunis):
            remarque = "salaires réunis ailleurs : la case reste vide"
            perdus.append(Rapproche("salaires réunis", case, "", None, remarque=remarque))
            perdus += [Rapproche("sans case", a.code, a.libelle, a.montant) for a in recus if a.montant]
        elif any(a.montant for a in recus):
            poses.append(Pose(case, tuple(a for a in recus if a.montant is not None)))
    return poses, perdus
