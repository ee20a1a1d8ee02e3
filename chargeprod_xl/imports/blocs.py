"""What every reader hands over, whatever the file: a stream of blocks, and additions tied to a place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from chargeprod_xl.imports.entetes import Entete
from chargeprod_xl.projet.scenario import Element


class Genre(Enum):
    """Kind of a block."""

    ENTETE = auto()
    NUMERO = auto()  # a sequence number alone on its line, still waiting for its heading
    ACTION = auto()
    PERSONNAGE = auto()
    DIDASCALIE = auto()
    DIALOGUE = auto()
    TRANSITION = auto()
    SECTION = auto()


@dataclass(frozen=True)
class Bloc:
    """One block of the screenplay.

    Attributes:
        genre: kind of block.
        texte: text, line breaks kept.
        ligne: 1-based line (paragraph in a Final Draft file).
        entete: the heading read, for ENTETE and NUMERO.
        niveau: depth of a section (1 for ``#``), 0 for anything else.
        double: the cue speaks at the same time as the one before.
        huitiemes: length written by the screenwriting software, 0 when it says nothing.
    """

    genre: Genre
    texte: str
    ligne: int
    entete: Entete | None = None
    niveau: int = 0
    double: bool = False
    huitiemes: int = 0


@dataclass(frozen=True)
class Ajout:
    """What a note, a tag or a cast list adds to the sequence found at ``ligne``."""

    ligne: int
    resume: str = ""
    roles: tuple[str, ...] = ()
    elements: tuple[Element, ...] = ()
    doutes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lecture:
    """A file read: title page, blocks in order, additions."""

    titre: str
    auteur: str
    blocs: tuple[Bloc, ...]
    ajouts: tuple[Ajout, ...] = ()
