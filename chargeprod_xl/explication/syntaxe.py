"""The skeleton of a formula: its calls with their arguments, its references. Operators are kept as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chargeprod_xl.liens.formules import (
    REFERENCES_A1,
    Genre,
    Jeton,
    Plage,
    Prefixe,
    decouper,
    lire_plage,
    lire_prefixe,
    nom_fonction,
)


@dataclass(frozen=True)
class Reference:
    """A plain reference; ``prefixe`` is None on the formula's own sheet."""

    texte: str
    prefixe: Prefixe | None
    plage: Plage


@dataclass(frozen=True)
class Appel:
    """A call; ``nom`` is the English name without the prefixes of the file."""

    texte: str
    nom: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True)
class Expression:
    """A formula or an argument: its text, and the calls and references inside, in order."""

    texte: str
    enfants: tuple[Reference | Appel, ...]

    @property
    def reference(self) -> Reference | None:
        """The reference, when the expression is one and nothing else."""
        seul = self.enfants[0] if len(self.enfants) == 1 else None
        return seul if isinstance(seul, Reference) and seul.texte == self.texte.strip() else None

    @property
    def appel(self) -> Appel | None:
        """The call, when the expression is one and nothing else."""
        seul = self.enfants[0] if len(self.enfants) == 1 else None
        return seul if isinstance(seul, Appel) and seul.texte == self.texte.strip() else None


def lire(formule: str) -> Expression:
    """A formula as an expression; what is not understood is skipped, never a fault."""
    jetons = decouper(formule)
    enfants: list[Reference | Appel] = []
    rang = 0
    while rang < len(jetons):  # a stray parenthesis or comma ends a run, not the formula
        fin, trouves = _suite(jetons, rang)
        enfants += trouves
        rang = fin + 1
    return Expression(formule, tuple(enfants))


def _texte(jetons: Sequence[Jeton], debut: int, fin: int) -> str:
    return "".join(jeton.texte for jeton in jetons[debut:fin])


def _suite(jetons: Sequence[Jeton], debut: int) -> tuple[int, list[Reference | Appel]]:
    """What stands from ``debut`` to the next separator or closing parenthesis, not included."""
    enfants: list[Reference | Appel] = []
    rang = debut
    while rang < len(jetons):
        genre, texte = jetons[rang]
        if genre is Genre.SEPARATEUR or (genre is Genre.PARENTHESE and texte == ")"):
            break
        if genre is Genre.ACCOLADE and texte == "{":
            while rang < len(jetons) and jetons[rang].texte != "}":
                rang += 1
        elif genre is Genre.PARENTHESE:
            rang, arguments = _arguments(jetons, rang)
            enfants += [enfant for argument in arguments for enfant in argument.enfants]
        elif genre is Genre.FONCTION:
            fin, arguments = _arguments(jetons, rang + 1)
            enfants.append(Appel(_texte(jetons, rang, fin + 1), nom_fonction(texte), arguments))
            rang = fin
        elif genre in REFERENCES_A1:
            enfants.append(_reference(jetons, rang))
        rang += 1
    return rang, enfants


def _arguments(jetons: Sequence[Jeton], ouvrante: int) -> tuple[int, tuple[Expression, ...]]:
    """Arguments of the parenthesis at ``ouvrante``, and the place of the closing one."""
    arguments: list[Expression] = []
    rang = ouvrante
    while rang < len(jetons):
        fin, enfants = _suite(jetons, rang + 1)
        arguments.append(Expression(_texte(jetons, rang + 1, fin), tuple(enfants)))
        rang = fin
        if rang >= len(jetons) or jetons[rang].genre is Genre.PARENTHESE:
            break
    vide = len(arguments) == 1 and not arguments[0].texte.strip()
    return rang, () if vide else tuple(arguments)


def _reference(jetons: Sequence[Jeton], rang: int) -> Reference:
    texte = jetons[rang].texte
    if rang and jetons[rang - 1].genre is Genre.PREFIXE:
        avant = jetons[rang - 1].texte
        return Reference(avant + texte, lire_prefixe(avant), lire_plage(texte))
    return Reference(texte, None, lire_plage(texte))


def appels(expression: Expression) -> Iterator[Appel]:
    """Every call of an expression, outer ones first."""
    for enfant in expression.enfants:
        if isinstance(enfant, Appel):
            yield enfant
            for argument in enfant.arguments:
                yield from appels(argument)


def references(expression: Expression) -> Iterator[Reference]:
    """Every reference of an expression, in order."""
    for enfant in expression.enfants:
        if isinstance(enfant, Reference):
            yield enfant
        else:
            for argument in enfant.arguments:
                yield from references(argument)
