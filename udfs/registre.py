"""The registry: a function is declared once, typed and documented; every front end is made from it.

A declaration reads::

    @fonction("Fiscal", resultat="€", source="CGI, art. 278", exemples=(Exemple((100, 0.2), Decimal(20)),))
    def tva(ht: Annotated[Decimal, Arg("Montant hors taxes", "€ HT")], ...) -> Decimal:
        "Taxe d’un montant hors taxes, arrondie au centime."

Types of the arguments: ``Decimal``, ``int``, ``str``, ``bool``, ``date``, ``datetime``, ``time`` for one cell,
``Plage`` for a range.
"""

from __future__ import annotations

import inspect
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Any, TypeAlias, get_args, get_origin, get_type_hints

PREFIXE = "CP_"
#: The cells of a range, row by row; None where a cell is empty.
Plage: TypeAlias = tuple[Any, ...]
#: What a function may give back: one cell, or a column of them.
Valeur: TypeAlias = Decimal | int | str | bool | date
_TYPES: Mapping[Any, str] = {
    Decimal: "nombre", int: "entier", str: "texte", bool: "logique", date: "date", datetime: "instant",
    time: "heure", Plage: "plage",
}  # fmt: skip


@dataclass(frozen=True)
class Arg:
    """What a person reads of an argument, beside its name."""

    aide: str
    unite: str = ""
    choix: tuple[str, ...] = ()


@dataclass(frozen=True)
class Parametre:
    """An argument: ``type`` is a word of ``nombre, entier, texte, logique, date, instant, heure, plage``."""

    nom: str
    type: str
    aide: str
    unite: str = ""
    choix: tuple[str, ...] = ()
    obligatoire: bool = True
    defaut: Any = None


@dataclass(frozen=True)
class Exemple:
    """A call and its result, worked out by hand or read in a text; they are run by the tests."""

    arguments: tuple[Any, ...]
    resultat: Any
    dit: str = ""


@dataclass(frozen=True)
class Fonction:
    """A user-defined function. ``en_colonne``: it gives back a column of cells; else one cell per row asked."""

    nom: str
    commande: str
    categorie: str
    resume: str
    details: str
    parametres: tuple[Parametre, ...]
    resultat: str
    source: str
    exemples: tuple[Exemple, ...]
    calcul: Callable[..., Any]
    en_colonne: bool = False

    @property
    def signature(self) -> str:
        """As the function wizard shows it, in French: ``CP_TVA(ht; taux)``, what is optional in brackets."""
        noms = (p.nom if p.obligatoire else f"[{p.nom}]" for p in self.parametres)
        return f"{self.nom}({' ; '.join(noms)})"


_REGISTRE: dict[str, Fonction] = {}


def fonction(
    categorie: str, *, resultat: str, source: str, exemples: tuple[Exemple, ...], en_colonne: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a function; its French docstring is what people read, its annotations say what its arguments are."""

    def inscrire(calcul: Callable[..., Any]) -> Callable[..., Any]:
        resume, _, details = inspect.cleandoc(calcul.__doc__ or "").partition("\n\n")
        commande = calcul.__name__
        nom = PREFIXE + commande.upper()
        if nom in _REGISTRE or not nom.isascii() or not resume:
            raise TypeError(f"declaration of {nom}: declared twice, not ASCII, or not documented")
        _REGISTRE[nom] = Fonction(
            nom, commande, categorie, " ".join(resume.split()), " ".join(details.split()), _parametres(calcul),
            resultat, source, exemples, calcul, en_colonne,
        )  # fmt: skip
        return calcul

    return inscrire


def _parametres(calcul: Callable[..., Any]) -> tuple[Parametre, ...]:
    types = get_type_hints(calcul, include_extras=True)
    sortie = []
    for nom, declare in inspect.signature(calcul).parameters.items():
        if get_origin(types[nom]) is not Annotated:
            raise TypeError(f"{calcul.__name__}({nom}): no Arg")
        genre, arg = get_args(types[nom])
        # « date | None »: a date that may be left out.
        genre = (
            next((g for g in get_args(genre) if g is not type(None)), genre) if type(None) in get_args(genre) else genre
        )
        libre = declare.default is inspect.Parameter.empty
        defaut = None if libre else declare.default
        sortie.append(Parametre(nom, _TYPES[genre], arg.aide, arg.unite, arg.choix, libre, defaut))
    return tuple(sortie)


def fonctions() -> tuple[Fonction, ...]:
    """Every function, by category then name as declared."""
    from udfs import catalogue  # noqa: PLC0415 - the declarations import this module

    return tuple(sorted(_REGISTRE.values(), key=lambda f: (catalogue.CATEGORIES.index(f.categorie), f.nom)))


def par_nom(nom: str) -> Fonction | None:
    """A function by its name in a cell or on the command line, upper or lower case."""
    fonctions()
    cle = nom.upper().replace("-", "_")
    return _REGISTRE.get(cle if cle.startswith(PREFIXE) else PREFIXE + cle)


def reconnaitre(mot: str, possibles: Iterable[str]) -> str | None:
    """The word of a list that someone meant, whatever the accents and the case."""
    nu = sans_accents(mot)
    return next((p for p in possibles if sans_accents(p) == nu), None)


def sans_accents(texte: str) -> str:
    """A text as it is compared: no accent, no case, single spaces, straight apostrophes."""
    nu = "".join(c for c in unicodedata.normalize("NFKD", texte.replace("’", "'")) if not unicodedata.combining(c))
    return " ".join(nu.casefold().split())
