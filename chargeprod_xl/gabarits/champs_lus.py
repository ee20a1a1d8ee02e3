"""How the template language reads a value: kinds of cells, named lists, which of its natures a block has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from decimal import Decimal
from difflib import get_close_matches
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Discriminator, ValidationInfo
from pydantic_core import PydanticCustomError

from chargeprod_xl.gabarits.types_de_cellule import TYPES

#: A block is known by which of these keys it has; unions name their branches « <tableau> », which no key looks like.
NATURES = ("tableau", "champs", "texte", "graphique", "cote_a_cote", "index", "lettre")
#: Natures of the blocks that may stand beside another.
VOISINES = ("tableau", "champs")
#: More names than a person reads through.
BEAUCOUP = 24


def le_plus_proche(nom: str, connus: Iterable[str]) -> str:
    """The known name that ``nom`` looks most like, or nothing."""
    return next(iter(get_close_matches(nom, list(connus), 1)), "")


def proche(nom: str, connus: Iterable[str]) -> str:
    """« voulez-vous dire « type » ? », or nothing."""
    trouve = le_plus_proche(nom, connus)
    return f"voulez-vous dire « {trouve} » ?" if trouve else ""


def choix(nom: str, connus: Iterable[str]) -> str:
    """Remedy of a name that does not exist: the nearest one, and all of them unless they are many."""
    noms = sorted(set(connus))
    voisin = proche(nom, noms)
    if voisin and len(noms) > BEAUCOUP:
        return voisin
    return f"{voisin} il existe : {', '.join(noms) or 'rien de tel'}".strip()


def refus(quoi: str, remede: str, cle: str = "") -> PydanticCustomError:
    """A fault already in words, for ``fautes_de_modele`` to pass on as it is.

    ``cle``: the key where it is shown, when it is not the one that is read but one beside it.
    """
    # Pydantic would read braces as places to fill.
    return PydanticCustomError("gabarit", "{quoi}", {"quoi": quoi, "remede": remede, "cle": cle})


def _type_connu(lu: str) -> str:
    if lu not in TYPES:
        raise refus(f"type de cellule inconnu « {lu} »", choix(lu, TYPES))
    return lu


def _type_connu_ou_modele(lu: str) -> str:
    return lu if "{{" in lu else _type_connu(lu)


#: A kind of cell; in a column, ``{{ … }}`` may say it from the data: it is then looked at once rendered.
TypeDeCellule = Annotated[str, AfterValidator(_type_connu)]
TypeDeColonne = Annotated[str, AfterValidator(_type_connu_ou_modele)]


def est_un_contenu(lu: Any) -> bool:
    """Whether a cell can hold it: a text, a number, a date… or a link, ``{texte: …, feuille: …}``."""
    if isinstance(lu, Mapping):
        return "texte" in lu and ("feuille" in lu or "classeur" in lu)
    return lu is None or isinstance(lu, str | int | float | Decimal | date | time)


def _contenu(lu: Any) -> Any:
    if not est_un_contenu(lu):
        raise refus("une cellule contient un texte, un nombre, une date ou rien", "donnez une seule valeur")
    return lu


Contenu = Annotated[Any, AfterValidator(_contenu)]


def _liste_nommee(lu: Any, info: ValidationInfo) -> Any:
    """``liste: unites`` is the shared list of that name (``communs.py``)."""
    if not isinstance(lu, str):
        return lu
    listes: Mapping[str, tuple[str, ...]] = (info.context or {}).get("listes", {})
    if lu not in listes:
        raise refus(f"aucune liste partagée ne s’appelle « {lu} »", choix(lu, listes))
    return listes[lu]


Liste = Annotated[tuple[str, ...], BeforeValidator(_liste_nommee)]


def _nature(lu: Any) -> str | None:
    trouvee = next((n for n in NATURES if isinstance(lu, Mapping) and n in lu), None)
    return f"<{trouvee}>" if trouvee else None


SELON_SA_NATURE = Discriminator(_nature)


def _genre_de_paragraphe(lu: Any) -> str:
    if isinstance(lu, Mapping):
        return "<liste>" if "liste" in lu else "<paragraphe>"
    return "<phrase>"


SELON_LE_PARAGRAPHE = Discriminator(_genre_de_paragraphe)


def _genre_de_lignes(lu: Any) -> str | None:
    return "<source>" if isinstance(lu, Mapping) else "<lignes>" if isinstance(lu, list | tuple) else None


SELON_LES_LIGNES = Discriminator(_genre_de_lignes)


def lignes_nommees(lu: Any) -> Any:
    """``lignes: postes`` takes the shared rows of that name; each gives its identity as ``cle``."""
    return {"pour": "ligne", "dans": lu, "cle": "cle"} if isinstance(lu, str) else lu
