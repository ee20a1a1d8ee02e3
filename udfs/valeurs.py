"""Cells in, cells out: what a spreadsheet hands over becomes a number, a date, a text; ranges are spread row by row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from udfs.erreurs import Erreur, RefusError, lire_erreur, nombre_refuse, valeur_refusee
from udfs.registre import Parametre

_ORIGINE = date(1899, 12, 30)
_DERNIER = 2_958_465
_CENTIME = Decimal("0.01")
_JOUR_FRANCAIS = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})\Z")
_HEURE = re.compile(r"(\d{1,2})\s*[h:]\s*(\d{2})?\Z")


def en_grille(brut: Any) -> tuple[tuple[Any, ...], ...] | None:
    """A range as rows of cells; None for one cell."""
    if not isinstance(brut, list | tuple):
        return None
    if brut and isinstance(brut[0], list | tuple):
        return tuple(tuple(ligne) for ligne in brut)
    return tuple((cellule,) for cellule in brut)


def est_vide(cellule: Any) -> bool:
    """A cell that holds nothing: empty, or an empty text."""
    return cellule is None or (isinstance(cellule, str) and not cellule.strip())


def lire(parametre: Parametre, brut: Any) -> Any:
    """A cell as the type that a function asks for.

    Raises:
        RefusError: it is of another type, or it is already an error (which goes through).
    """
    erreur = brut if isinstance(brut, Erreur) else lire_erreur(brut) if isinstance(brut, str) else None
    if erreur:
        raise RefusError(erreur, f"« {parametre.nom} » est déjà une erreur : {erreur.texte}")
    try:
        return _LECTURES[parametre.type](brut)
    except ValueError as faute:
        raise valeur_refusee(f"« {parametre.nom} » : {faute}") from faute


def nombre(brut: Any) -> Decimal:
    """A number, or a text that is one as the French write it: « 1 234,50 »."""
    if isinstance(brut, bool | date | time):
        raise ValueError(f"{brut} n’est pas un nombre")
    if isinstance(brut, str):
        nu = re.sub(r"[\s\u00a0\u202f€]", "", brut).replace(",", ".")
        try:
            lu = Decimal(nu[:-1]) / 100 if nu.endswith("%") else Decimal(nu)
        except InvalidOperation:
            raise ValueError(f"« {brut} » n’est pas un nombre") from None
    else:
        # The shortest writing of a binary float is what the person typed.
        lu = Decimal(str(brut))
    if not lu.is_finite():
        raise ValueError(f"{brut} n’est pas un nombre")
    return lu


def _entier(brut: Any) -> int:
    lu = nombre(brut)
    if lu != int(lu):
        raise ValueError(f"{brut} n’est pas un nombre entier")
    return int(lu)


def _texte(brut: Any) -> str:
    if isinstance(brut, bool):
        return "O" if brut else "N"
    return f"{brut:.15g}" if isinstance(brut, float) else str(brut)


def _logique(brut: Any) -> bool:
    if isinstance(brut, str):
        mot = brut.strip().upper()
        if mot in {"O", "OUI", "VRAI", "TRUE", "1"}:
            return True
        if mot in {"N", "NON", "FAUX", "FALSE", "0"}:
            return False
        raise ValueError(f"« {brut} » : écrivez VRAI ou FAUX, O ou N")
    return bool(brut)


def _date(brut: Any) -> date:
    if isinstance(brut, datetime):
        return brut.date()
    if isinstance(brut, date):
        return brut
    if isinstance(brut, str):
        francais = _JOUR_FRANCAIS.match(brut.strip())
        try:
            if francais:
                jour, mois, annee = map(int, francais.groups())
                return date(annee, mois, jour)
            return date.fromisoformat(brut.strip())
        except ValueError:
            raise ValueError(f"« {brut} » n’est pas une date : écrivez 19/04/2027") from None
    serie = nombre(brut)
    if not 1 <= serie <= _DERNIER:
        raise nombre_refuse(f"{brut} n’est pas un jour du calendrier d’un tableur")
    return _ORIGINE + timedelta(days=int(serie))


def _instant(brut: Any) -> datetime:
    """A day and an hour in one cell; to the minute, as a time sheet is kept."""
    if isinstance(brut, datetime):
        return brut
    if isinstance(brut, str):
        jour, _, heure = brut.strip().partition(" ")
        return datetime.combine(_date(jour), _heure(heure) if heure.strip() else time())
    if isinstance(brut, date):
        return datetime.combine(brut, time())
    minutes = round(nombre(brut) % 1 * 1440)
    return datetime.combine(_date(brut), time()) + timedelta(minutes=minutes)


def _heure(brut: Any) -> time:
    if isinstance(brut, datetime):
        return brut.time()
    if isinstance(brut, time):
        return brut
    if isinstance(brut, str):
        lue = _HEURE.match(brut.strip().lower())
        if not lue or int(lue[1]) > 24 or int(lue[2] or 0) > 59:
            raise ValueError(f"« {brut} » n’est pas une heure : écrivez 19:30")
        return time(int(lue[1]) % 24, int(lue[2] or 0))
    minutes = round(nombre(brut) % 1 * 1440)
    return time(minutes // 60 % 24, minutes % 60)


def _plage(brut: Any) -> tuple[Any, ...]:
    grille = en_grille(brut) or ((brut,),)
    return tuple(None if est_vide(c) else c for ligne in grille for c in ligne)


_LECTURES = {
    "nombre": nombre, "entier": _entier, "texte": _texte, "logique": _logique, "date": _date, "instant": _instant,
    "heure": _heure, "plage": _plage,
}  # fmt: skip


def arrondi(montant: Decimal) -> Decimal:
    """To the cent, half away from zero, as a spreadsheet rounds."""
    return montant.quantize(_CENTIME, ROUND_HALF_UP)


def numero_de_serie(jour: date) -> int:
    """The number by which a spreadsheet knows a day."""
    return (jour - _ORIGINE).days


def forme_commune(grilles: Sequence[tuple[tuple[Any, ...], ...]]) -> tuple[int, int]:
    """Rows and columns of the result; a row, a column or one cell stretches along the others.

    Raises:
        RefusError: ranges of different lengths.
    """
    lignes, colonnes = {len(g) for g in grilles} - {1}, {len(g[0]) for g in grilles} - {1}
    if len(lignes) > 1 or len(colonnes) > 1:
        raise valeur_refusee("les plages données n’ont pas la même taille")
    return (*lignes, 1)[0], (*colonnes, 1)[0]
