"""One cell as what its column declares: a text, a day, a sum, a share, a choice; or why it is none of these."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from chargeprod_xl.classeurs.classeur_lu import CelluleLue
from chargeprod_xl.protection import deproteger
from chargeprod_xl.tables.dates import du_rang, lire_date
from chargeprod_xl.tables.mots import plier, propre
from chargeprod_xl.tables.nombres import PLAFOND, du_flottant, lire_nombre

#: What a cell says → its value. ``decimale``: the decimal sign of the file, "" when nothing tells it.
Lecteur = Callable[[CelluleLue, str], Any]


class RefuseeError(ValueError):
    """The cell is none of what its column holds; the message, when there is one, says more than « refusé »."""


@dataclass(frozen=True)
class Genre:
    """A kind of column: how its cells are read, what to write there, what an empty one is worth; is it a figure?"""

    lire: Lecteur
    attendu: str
    vide: Any = None
    chiffre: bool = False


def en_texte(cellule: CelluleLue) -> str:
    """What a cell shows, on one line."""
    valeur = cellule.valeur
    if isinstance(valeur, bool):
        return "VRAI" if valeur else "FAUX"
    if isinstance(valeur, float):
        jour = du_rang(valeur, montre=True) if cellule.est_date else None
        return f"{jour:%d/%m/%Y}" if jour else f"{du_flottant(valeur):f}"
    return propre(deproteger(valeur)) if isinstance(valeur, str) else "" if valeur is None else str(valeur)


def _texte(cellule: CelluleLue, _: str) -> str:
    return en_texte(cellule)


def _date(cellule: CelluleLue, _: str) -> date:
    valeur = cellule.valeur
    lue = du_rang(valeur, montre=cellule.est_date) if isinstance(valeur, float) else lire_date(en_texte(cellule))
    if lue is None or isinstance(valeur, bool):
        raise RefuseeError
    return lue


def _nombre(cellule: CelluleLue, decimale: str) -> Decimal:
    """A figure in euros or in no unit; one that reads two ways is refused: nobody would look at a doubt here."""
    nombre, pourcent = _lu(cellule, decimale)
    if pourcent:
        raise RefuseeError("un pourcentage n’est pas un montant")
    return nombre


def _lu(cellule: CelluleLue, decimale: str) -> tuple[Decimal, bool]:
    valeur = cellule.valeur
    if isinstance(valeur, bool) or cellule.est_date:
        raise RefuseeError
    if isinstance(valeur, float):
        if abs(valeur) > PLAFOND:
            raise RefuseeError("nombre trop grand")
        return du_flottant(valeur), False
    lu = lire_nombre(en_texte(cellule), decimale)
    if lu.valeur is None:
        raise RefuseeError
    if lu.remarque:
        raise RefuseeError("ce nombre a deux lectures")
    if lu.devise not in {"", "EUR"}:
        raise RefuseeError(f"montant en {lu.devise}, non en euros")
    return lu.valeur, lu.pourcent


def _entier(cellule: CelluleLue, decimale: str) -> int:
    nombre = _nombre(cellule, decimale)
    if nombre != nombre.to_integral_value():
        raise RefuseeError
    return int(nombre)


def _part(cellule: CelluleLue, decimale: str) -> Decimal:
    """« 12 % » and 0,12 say the same; 12 alone may say either."""
    nombre, pourcent = _lu(cellule, decimale)
    if pourcent:
        return nombre / 100
    if abs(nombre) > 1:
        raise RefuseeError
    return nombre


def parmi(*choix: str, autres: Mapping[str, str] | None = None) -> Genre:
    """One of a few words, whatever their case and accents; ``autres``: other words for the same."""
    connus = {plier(c): c for c in choix} | {plier(a): c for a, c in (autres or {}).items()}

    def lire(cellule: CelluleLue, _: str) -> str:
        if (choisi := connus.get(plier(en_texte(cellule)))) is None:
            raise RefuseeError
        return choisi

    *debut, dernier = choix
    return Genre(lire, f"{', '.join(debut)} ou {dernier}" if debut else dernier)


TEXTE = Genre(_texte, "un texte", "")
DATE = Genre(_date, "une date comme 19/04/2027")
ENTIER = Genre(_entier, "un nombre entier", chiffre=True)
NOMBRE = Genre(_nombre, "un nombre comme 12,5", chiffre=True)
EUROS = Genre(_nombre, "un montant comme 1234,56", chiffre=True)
PART = Genre(_part, "un taux comme 12 % ou 0,12", chiffre=True)
OUI_NON = parmi("O", "N", autres={"oui": "O", "non": "N", "vrai": "O", "faux": "N", "x": "O"})
