"""A formula of the file format as a French Excel shows it, or with words in the place of addresses.

Pure: text in, text out. What a reference is called is asked of the caller.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from chargeprod_xl.gabarits.fonctions_francaises import ERREURS_FRANCAISES, FONCTIONS_FRANCAISES
from chargeprod_xl.liens.formules import REFERENCES_A1, Genre, Jeton, decouper, lire_prefixe, nom_fonction
from chargeprod_xl.liens.references_a1 import Prefixe

_ZONES = {
    "#this row": "#Cette ligne",
    "#all": "#Tout",
    "#data": "#Données",
    "#headers": "#En-têtes",
    "#totals": "#Totaux",
}
_ZONE = re.compile(r"\[(#[^\[\]]+)\]")
_CETTE_LIGNE = re.compile(r"[^\[]*\[\[#This Row\],\[((?:[^\[\]']|'.)*)\]\]\Z", re.IGNORECASE)

Nommer = Callable[[Prefixe | None, str], str]


def fonction_francaise(nom: str) -> str:
    """``_xlfn.IFNA`` → ``SI.NON.DISP``; one that nobody listed keeps its name."""
    usuel = nom_fonction(nom)
    return FONCTIONS_FRANCAISES.get(usuel, usuel)


def _structuree(texte: str) -> str:
    """``t[[#This Row],[Taux]]`` → ``[@Taux]``, ``t[[#Data],[Taux]]`` → ``t[[#Données];[Taux]]``; titles are kept."""
    if ici := _CETTE_LIGNE.match(texte):
        return f"[@{ici[1]}]" if ici[1].isalnum() else f"[@[{ici[1]}]]"
    zones = _ZONE.sub(lambda m: f"[{_ZONES.get(m[1].lower(), m[1])}]", texte)
    return zones.replace("],[", "];[")


def _jeton(jeton: Jeton, en_matrice: bool) -> str:
    genre, texte = jeton
    if genre is Genre.FONCTION:
        return fonction_francaise(texte)
    if genre is Genre.SEPARATEUR:
        # Between braces a French Excel parts columns with a full stop: the comma is taken by decimals.
        return ("." if texte == "," else ";") if en_matrice else ";"
    if genre is Genre.NOMBRE:
        return texte.replace(".", ",")
    if genre is Genre.LOGIQUE:
        return FONCTIONS_FRANCAISES[texte.upper()]
    if genre is Genre.ERREUR:
        return ERREURS_FRANCAISES.get(texte, texte)
    return _structuree(texte) if genre is Genre.STRUCTUREE else texte


def en_francais(formule: str, classeurs: Sequence[str] = ()) -> str:
    """The formula as it stands in the formula bar of a French Excel, addresses kept, without ``=``.

    ``classeurs`` are the file names that ``[1]``, ``[2]``… stand for.
    """
    morceaux: list[str] = []
    en_matrice = False
    for jeton in decouper(formule):
        if jeton.genre is Genre.ACCOLADE:
            en_matrice = jeton.texte == "{"
        if jeton.genre is Genre.PREFIXE:
            morceaux.append(_prefixe(jeton.texte, classeurs))
        else:
            morceaux.append(_jeton(jeton, en_matrice))
    return "".join(morceaux)


def _prefixe(texte: str, classeurs: Sequence[str]) -> str:
    prefixe = lire_prefixe(texte)
    if prefixe.lien is None or prefixe.lien > len(classeurs):
        return texte
    return str(Prefixe(prefixe.feuille, classeurs[prefixe.lien - 1], prefixe.derniere))


def en_clair(formule: str, nommer: Nommer) -> str:
    """The formula in French with each A1 reference called by ``nommer(sheet prefix, address)``; spaced for reading."""
    morceaux: list[str] = []
    prefixe: Prefixe | None = None
    en_matrice = False
    for jeton in decouper(formule):
        genre, texte = jeton
        if genre is Genre.PREFIXE:
            prefixe = lire_prefixe(texte)
            continue
        if genre in REFERENCES_A1:
            morceaux.append(nommer(prefixe, texte))
        elif genre is Genre.ACCOLADE:
            en_matrice = texte == "{"
            morceaux.append(texte)
        elif genre is Genre.SEPARATEUR and not en_matrice:
            morceaux.append(" ; ")
        elif genre is Genre.OPERATEUR and texte not in {"%", ":", "@", "#"}:
            morceaux.append(texte if _signe(morceaux) else f" {texte} ")
        elif genre is Genre.ESPACE:
            continue
        else:
            morceaux.append((str(prefixe) if prefixe else "") + _jeton(jeton, en_matrice))
        prefixe = None
    return "".join(morceaux).strip()


def _signe(avant: Sequence[str]) -> bool:
    """Whether an operator here is a sign: nothing stands before it that it could join."""
    return not avant or avant[-1] == "(" or (avant[-1].startswith(" ") and avant[-1].endswith(" "))


__all__ = ["Nommer", "en_clair", "en_francais", "fonction_francaise"]
