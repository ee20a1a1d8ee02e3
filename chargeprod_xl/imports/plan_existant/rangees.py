"""Rows of a plan: a sequence (or several), its day by number or by date, whatever way each was typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from chargeprod_xl.classeurs.classeur_lu import CelluleLue
from chargeprod_xl.classeurs.tableur_lu import FeuilleTableur
from chargeprod_xl.imports.plan_existant.titres import TitresDuPlan
from chargeprod_xl.protection import deproteger
from chargeprod_xl.tables.dates import PREMIER_RANG, du_rang, lire_date
from chargeprod_xl.tables.mots import plier, propre
from chargeprod_xl.tables.nombres import du_flottant

_BANDEAU = re.compile(r"(?:jours?|day|j)(?: de tournage| n| no)? ?(\d{1,3})\b(.*)")
_ENTRE_SEQUENCES = re.compile(r"\s*(?:[,;+&/\n]|\bet\b|\band\b)\s*")
_VIDE = CelluleLue(None)
#: A day number (0: none) and a date.
Quand = tuple[int, date | None]


@dataclass(frozen=True)
class SequenceLue:
    """One sequence of one row. ``jour`` and ``date``: as the file says, 0 and None when it does not.

    ``reprise``: its day was written higher up, once for the whole day.
    """

    ligne: int
    numero: str
    jour: int = 0
    date: date | None = None
    illisible: str = ""
    decor: str = ""
    effet: str = ""
    reprise: bool = False


def numero_propre(brut: str) -> str:
    """« Séq. 012A » → « 12A »."""
    nu = re.sub(r"^(?:s[ée]quence|s[ée]q|scène|scene|sc|n°|#)[\s.:#]*(?=\d)", "", brut.strip(), flags=re.IGNORECASE)
    return re.sub(r"^0+(?=\d)", "", nu).rstrip(".")


def _texte(cellule: CelluleLue) -> str:
    valeur = cellule.valeur
    if isinstance(valeur, float):
        return f"{du_flottant(valeur):f}"
    return propre(deproteger(valeur)) if isinstance(valeur, str) else ""


def _jour_et_date(cellule: CelluleLue) -> tuple[int, date | None, str]:
    """A day number, a date, or a text that is neither."""
    valeur = cellule.valeur
    if isinstance(valeur, float) and (cellule.est_date or valeur > PREMIER_RANG):
        rang = du_rang(valeur, montre=cellule.est_date)
        return (0, rang, "") if rang else (0, None, f"{valeur:g}")
    texte = _texte(cellule)
    if not texte:
        return 0, None, ""
    if lu := lire_date(texte):
        return 0, lu, ""
    trouve = re.fullmatch(r"(?:jours?|day|j)? ?#? ?(\d{1,4})", plier(texte))
    return (int(trouve[1]), None, "") if trouve else (0, None, texte)


def lire_rangees(feuille: FeuilleTableur, titres: TitresDuPlan) -> list[SequenceLue]:
    """Every sequence under the titles. A day written once (merged cells, a banner, a list by day) goes on below."""
    lues: list[SequenceLue] = []
    bandeau: Quand | None = None
    courant: Quand = (0, None)
    rangees = _rangees(feuille, titres)
    une_fois = _jour_ecrit_une_fois(rangees, titres)
    for ligne, cellules in rangees.items():
        siennes = {role: cellules.get(c, _VIDE) for role, c in titres.colonnes.items()}
        if tete := _bandeau(cellules, siennes["sequence"]):
            bandeau = tete
            continue
        jour, quand, illisible = _cumuler(siennes)
        reprise = not (jour or quand or illisible)
        if not reprise:
            courant = (jour, quand)
        elif bandeau or une_fois:
            jour, quand = bandeau or courant
        decor, effet = (_texte(siennes.get(x, _VIDE)) for x in ("decor", "effet"))
        for brut in _ENTRE_SEQUENCES.split(_texte(siennes["sequence"])):
            if numero := numero_propre(brut):
                repris = reprise and not bandeau and bool(jour or quand)
                lues.append(SequenceLue(ligne, numero, jour, quand, illisible, decor, effet, repris))
    return lues


def _rangees(feuille: FeuilleTableur, titres: TitresDuPlan) -> dict[int, dict[int, CelluleLue]]:
    """Rows under the titles; a day in merged cells stands in each of its rows."""
    rangees: dict[int, dict[int, CelluleLue]] = {}
    for (ligne, colonne), cellule in sorted(feuille.cellules.items()):
        if ligne > titres.derniere:
            rangees.setdefault(ligne, {})[colonne] = cellule
    jours = {titres.colonnes[r] for r in ("jour", "date") if r in titres.colonnes}
    for plage in feuille.fusions:
        source = feuille.cellules.get((plage.haut, plage.gauche))
        if source is not None and plage.gauche in jours and plage.gauche == plage.droite:
            for ligne in [r for r in rangees if plage.haut < r <= plage.bas]:
                rangees[ligne].setdefault(plage.gauche, source)
    return rangees


def _cumuler(cellules: Mapping[str, CelluleLue]) -> tuple[int, date | None, str]:
    """Column of days and column of dates together; a date in the column of days is a date."""
    jour, quand, illisible = _jour_et_date(cellules.get("jour", _VIDE))
    autre_jour, autre_date, autre = _jour_et_date(cellules.get("date", _VIDE))
    lu = jour or autre_jour
    return lu, quand or autre_date, "" if lu or quand or autre_date else illisible or autre


def _bandeau(cellules: Mapping[int, CelluleLue], sequence: CelluleLue) -> Quand | None:
    """« JOUR 3 — mercredi 7 avril 2027 », alone on its row: a day that heads the rows under it."""
    textes = [t for _, x in sorted(cellules.items()) if (t := _texte(x))]
    if not textes or len(textes) > 2 or (_texte(sequence) and _texte(sequence) != textes[0]):
        return None
    trouve = _BANDEAU.match(plier(textes[0]))
    return (int(trouve[1]), lire_date(" ".join(textes))) if trouve else None


def _jour_ecrit_une_fois(rangees: Mapping[int, Mapping[int, CelluleLue]], titres: TitresDuPlan) -> bool:
    """Each day stands on its first row only: none comes twice, and some rows bear none."""
    dits: list[Quand] = []
    vides = 0
    for cellules in rangees.values():
        if _texte(cellules.get(titres.colonnes["sequence"], _VIDE)):
            jour, quand, illisible = _cumuler({r: cellules.get(c, _VIDE) for r, c in titres.colonnes.items()})
            if jour or quand:
                dits.append((jour, quand))
            vides += not (jour or quand or illisible)
    return vides > 0 and len(dits) > 1 and len(set(dits)) == len(dits)
