"""A code of someone's devis → a line of ours. Nothing is left aside: what is unknown goes to a line of its rubrique."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from typing import Any

from chargeprod_xl.baremes.lecture import liste
from chargeprod_xl.imports.devis.vocabulaire import plier

#: Lines of our devis, by code; then every heading (poste, rubrique, groupe).
LIGNES: Mapping[str, Mapping[str, Any]] = {x["code"]: x for x in liste("nomenclature") if x["niveau"] == "ligne"}
TITRES: Mapping[str, str] = {x["code"]: x["libelle"] for x in liste("nomenclature") if x["niveau"] != "ligne"}
#: Where a line that nothing classes goes: « Frais de change, frais postaux, divers ».
_DERNIER_RECOURS = "9322"
#: Lines of the CNC form that the workbooks compute.
_PRODUCTEUR = "2111"


@dataclass(frozen=True)
class Affectation:
    """The line kept, and why when there is a doubt. ``suggestion``: a likely better line, never taken alone."""

    code: str
    doute: str = ""
    suggestion: str = ""


def normaliser(brut: str) -> str:
    """« 23.11 », « 23-11 », « 2311.0 », « n° 2311 » → « 2311 »; what is no number is kept, in capitals."""
    texte = brut.strip().lstrip("'").strip()
    texte = re.sub(r"^(?:compte|cpte|code|n°|no|n)[\s.:]*(?=\d)", "", texte, flags=re.IGNORECASE)
    texte = re.sub(r"(?<=\d{3})\.0+\Z", "", texte)
    serre = re.sub(r"(?<=\d)[\s.\-_/\u00a0\u202f]+(?=\d|\Z)", "", texte)
    return serre if serre.isascii() and serre.isdigit() else serre.upper()


def du_nombre(valeur: Decimal) -> str:
    """A code that a spreadsheet program kept as a number."""
    return normaliser(f"{valeur.normalize():f}")


def calcule_par_code(code: str) -> str:
    """What the program computes, when the code says so: 41xx to 46xx, 2111."""
    if code == _PRODUCTEUR:
        return "producteur"
    return "charges" if re.fullmatch(r"4[1-6]\d{0,3}", code) else ""


@cache
def _par_libelle() -> Mapping[str, list[str]]:
    connus: dict[str, list[str]] = {}
    for code, ligne in LIGNES.items():
        connus.setdefault(plier(ligne["libelle"]), []).append(code)
    return connus


@cache
def code_du_titre(libelle: str) -> str:
    """« ÉQUIPE DÉCORATION » → « 24 »: a heading of the file that is one of ours."""
    return next((code for code, titre in TITRES.items() if plier(titre) == plier(libelle)), "")


def _suggestion(libelle: str, poste: str) -> str:
    proches = get_close_matches(plier(libelle), list(_par_libelle()), n=5, cutoff=0.7) if libelle else []
    codes = [code for proche in proches for code in _par_libelle()[proche]]
    return next((c for c in codes if not poste or c.startswith(poste)), "")


@cache
def fourre_tout(prefixe: str) -> str:
    """The line that takes what is unknown in a group, a rubrique or a poste: « divers », a forfait, the last."""
    for longueur in range(min(len(prefixe), 3), 0, -1):
        siennes = [c for c in LIGNES if c.startswith(prefixe[:longueur])]
        for retenues in (
            [c for c in siennes if " divers" in f" {plier(LIGNES[c]['libelle'])}"],
            [c for c in siennes if LIGNES[c]["unite"] == "F"],
            [c for c in siennes if LIGNES[c]["unite"] != "%"],
        ):
            if retenues:
                return retenues[-1]
    return _DERNIER_RECOURS


def _parent(code: str) -> str:
    """The line of four digits that a longer code details: « 23111 », « 2311A »."""
    trouve = re.match(r"(\d{4})", code)
    return trouve[1] if trouve and trouve[1] in LIGNES and len(code) > 4 else ""


def _sans_code(contexte: str) -> Affectation | None:
    """A detail without a code under a line that has one: « 2311 Directeur de production », then « Jeanne D. »."""
    if contexte not in LIGNES:
        return None
    return Affectation(contexte, f"ligne sans code : rangée dans {contexte}, le compte qui la précède")


def affecter(code: str, libelle: str, contexte: str, codes: Mapping[str, str]) -> Affectation:
    """The line of ours for a line of theirs. ``contexte``: code of the heading above, ``codes``: the mapping's."""
    voulu = codes.get(code)
    if voulu is not None:
        return Affectation(voulu)
    if code in LIGNES:
        return Affectation(code)
    if parent := _parent(code):
        return Affectation(parent, f"code {code} : rangé dans {parent} ({LIGNES[parent]['libelle']})")
    if not code and (detail := _sans_code(contexte)):
        return detail
    memes = _par_libelle().get(plier(libelle), [])
    proches = [c for c in memes if c[0] == (code or contexte)[:1]] or memes
    nomme = f"code {code} inconnu" if code else "ligne sans code"
    if len(proches) == 1:
        return Affectation(proches[0], f"{nomme} : reconnue par son libellé, rangée dans {proches[0]}")
    prefixe = code if code[:1].isdigit() and code[:1] != "0" else contexte
    choisi = fourre_tout(prefixe)
    if code in TITRES:
        nomme = f"code {code} ({TITRES[code]}) qui porte un montant sans détail"
    return Affectation(
        choisi, f"{nomme} : rangée dans {choisi} ({LIGNES[choisi]['libelle']})", _suggestion(libelle, prefixe[:1])
    )
