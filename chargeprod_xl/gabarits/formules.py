"""A formula as a person writes it in a template → the compact English one that the linker reads.

It may be cut over several lines and spaced (outside texts, spaces say nothing), and written in French as in a French
Excel: ``=SI([a]>0;ARRONDI([b]*1,2;2);0)``. A formula is French when, outside texts, ``{names}`` and ``[columns]``, it
holds a semicolon, a function or a word that only French has (SI, SOMME, VRAI…), or a decimal comma outside every call.
It is then French throughout: an English name, a comma between arguments or a decimal point in it is a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from chargeprod_xl.gabarits.champs_lus import proche
from chargeprod_xl.gabarits.fonctions_francaises import ERREURS_FRANCAISES, FONCTIONS_FRANCAISES

#: English name by French name, both in capitals.
EN_ANGLAIS = {francais: anglais for anglais, francais in FONCTIONS_FRANCAISES.items()}
_ERREURS = {francaise: anglaise for anglaise, francaise in ERREURS_FRANCAISES.items()}
#: Names that Excel knows in French and not in English, and the other way round.
SEULEMENT_FRANCAIS = frozenset(EN_ANGLAIS) - frozenset(FONCTIONS_FRANCAISES)
SEULEMENT_ANGLAIS = frozenset(FONCTIONS_FRANCAISES) - frozenset(EN_ANGLAIS)
_PIECE = re.compile(
    r"""(?P<intact>"(?:[^"]|"")*"|\{[^{}]*\}|\[[^\[\]]*\])   # texts, names, columns
    |(?P<nombre>\d+(?:[.,]\d+)?(?:[Ee][+-]?\d+)?)
    |(?P<mot>[^\W\d][\w.]*)
    |(?P<erreur>\#[A-ZÉ/0?]+[!?]?(?:/[A-Z]+)?)
    |(?P<espace>\s+)
    |(?P<signe>.)""",
    re.VERBOSE | re.DOTALL,
)
_OPERANDES = {"intact", "nombre", "mot", "erreur"}
Piece = tuple[str, str]


class FormuleError(ValueError):
    """A formula that cannot be read; the text says why, in French, with the remedy."""


def _pieces(formule: str) -> list[Piece]:
    return [(str(m.lastgroup), m[0]) for m in _PIECE.finditer(formule)]


def _serrees(pieces: list[Piece]) -> Iterator[Piece]:
    """The pieces without spaces; two values that only a space parted are a fault, not one value."""
    avant: Piece = ("signe", "=")
    espace = False
    for piece in pieces:
        genre, texte = piece
        if genre == "espace":
            espace = True
            continue
        finit = avant[0] in _OPERANDES or avant[1] == ")"
        commence = genre in _OPERANDES or (texte == "(" and avant[0] != "mot")
        if espace and finit and commence:
            raise FormuleError(f"rien n’unit {avant[1]} et {texte} : mettez un opérateur, un séparateur, ou « & »")
        yield piece
        avant, espace = piece, False


def _hors_d_un_appel(pieces: list[Piece]) -> Iterator[Piece]:
    """The pieces that no call of a function holds."""
    ouvertes: list[bool] = []
    avant: Piece = ("signe", "=")
    for piece in pieces:
        if piece[1] == "(":
            ouvertes.append(avant[0] == "mot")
        elif piece[1] == ")" and ouvertes:
            ouvertes.pop()
        elif not any(ouvertes):
            yield piece
        avant = piece


def _est_francaise(pieces: list[Piece]) -> bool:
    return (
        any(p == ("signe", ";") or (p[0] == "mot" and p[1].upper() in SEULEMENT_FRANCAIS) for p in pieces)
        or any(genre == "erreur" and texte in _ERREURS for genre, texte in pieces)
        or any(genre == "nombre" and "," in texte for genre, texte in _hors_d_un_appel(pieces))
    )


def _mot_anglais(mot: str, appelee: bool) -> str:
    nom = mot.upper()
    if nom in EN_ANGLAIS:
        return EN_ANGLAIS[nom]
    if nom in SEULEMENT_ANGLAIS:
        raise FormuleError(f"formule à demi française : « {mot} » s’y écrit {FONCTIONS_FRANCAISES[nom]}")
    if appelee:
        raise FormuleError(f"fonction inconnue « {mot} » ; {proche(nom, EN_ANGLAIS) or 'vérifiez son nom'}")
    raise FormuleError(f"« {mot} » n’est ni une fonction, ni [une colonne], ni {{un nom}}")


def _anglaise(pieces: list[Piece]) -> Iterator[str]:
    for rang, (genre, texte) in enumerate(pieces):
        if genre == "mot":
            yield _mot_anglais(texte, pieces[rang + 1 : rang + 2] == [("signe", "(")])
        elif genre == "nombre" and "." in texte:
            raise FormuleError(f"formule à demi française : « {texte} » s’y écrit {texte.replace('.', ',')}")
        elif genre == "nombre":
            yield texte.replace(",", ".")
        elif genre == "erreur":
            yield _ERREURS.get(texte, texte)
        elif texte == ",":
            raise FormuleError("formule à demi française : la virgule y est décimale, le point-virgule sépare")
        else:
            yield "," if texte == ";" else texte


@lru_cache(maxsize=32_768)
def compacte(formule: str) -> str:
    """The formula on one line, without spaces, in English; raises FormuleError."""
    pieces = list(_serrees(_pieces(formule)))
    return "".join(_anglaise(pieces) if _est_francaise(pieces) else (texte for _, texte in pieces))


_A_GARDER = re.compile(r'"(?:[^"]|"")*"|\{\{.*?\}\}|\{%.*?%\}|\s+', re.DOTALL)


def sur_une_ligne(formule: str) -> str:
    """A formula as a template holds it, its ``{{ … }}`` kept, without the spaces and lines it was cut with."""
    return _A_GARDER.sub(lambda m: "" if m[0].isspace() else m[0], formule)
