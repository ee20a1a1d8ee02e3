"""What the linker adds to a formula that reads another workbook, taken away: people explain the formula they know.

The gate « keys are right » goes; a sum made by SUMPRODUCT, since SUMIFS does not read a closed workbook, is one again.
"""

from __future__ import annotations

import re
from functools import lru_cache

from chargeprod_xl.liens.appels import Appel, Nom, Suite, ecrire, lire

_ETAT = r"'?Liens [^'!]*'?!\$E\$\d+=\"✔\""
_GARDE = re.compile(rf"IF\((?:{_ETAT}|AND\({_ETAT}(?:,{_ETAT})*\)),(.*),NA\(\)\)", re.DOTALL)
_EGALITE = re.compile(r'(.+?)&""=\((.*)\)&""', re.DOTALL)
_COMPARAISON = re.compile(r"([^<>=]+)(>=|<=|>|<)\((.*)\)", re.DOTALL)


@lru_cache(maxsize=8192)
def sans_garde(formule: str) -> str:
    """A formula as its author thought it; one that reads no other workbook is itself."""
    garde = _GARDE.fullmatch(formule)
    return ecrire(_suite(lire(garde[1]))) if garde else formule


def _suite(pieces: Suite) -> Suite:
    return tuple(_appel(p) if isinstance(p, Appel) else p for p in pieces)


def _appel(appel: Appel) -> Appel:
    dedans = Appel(appel.fonction, tuple(_suite(a) for a in appel.arguments))
    return _somme(dedans) or dedans


def _facteurs(pieces: Suite) -> list[Suite]:
    """What a product multiplies."""
    facteurs: list[list[str | Nom | Appel]] = [[]]
    for piece in pieces:
        if piece == "*":
            facteurs.append([])
        else:
            facteurs[-1].append(piece)
    return [tuple(f) for f in facteurs]


def _somme(appel: Appel) -> Appel | None:
    """``SUMPRODUCT((K&""=(e)&"")*V)`` as ``SUMIFS(V,K,e)``; None for any other call."""
    if appel.fonction != "SUMPRODUCT" or len(appel.arguments) != 1:
        return None
    *conditions, valeurs = _facteurs(appel.arguments[0])
    paires = [_paire(c) for c in conditions]
    if not paires or None in paires:
        return None
    arguments = [(texte,) for paire in paires if paire is not None for texte in paire]
    if ecrire(valeurs) == "1":
        return Appel("COUNTIFS", tuple(arguments))
    return Appel("SUMIFS", (valeurs, *arguments))


def _paire(facteur: Suite) -> tuple[str, str] | None:
    """Column and criterion of a condition between parentheses."""
    seul = facteur[0] if len(facteur) == 1 else None
    if not isinstance(seul, Appel) or seul.fonction or len(seul.arguments) != 1:
        return None
    texte = ecrire(seul.arguments[0])
    if egale := _EGALITE.fullmatch(texte):
        return egale[1], egale[2]
    compare = _COMPARAISON.fullmatch(texte)
    return (compare[1], f'"{compare[2]}"&{compare[3]}') if compare else None
