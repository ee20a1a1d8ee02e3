"""What a screenplay tells the production office, whatever file it was read from."""

from __future__ import annotations

from dataclasses import dataclass

#: Department names used for breakdown elements, in the order they are printed.
SECTEURS = (
    "Figuration",
    "Silhouettes",
    "Accessoires",
    "Costumes",
    "Maquillage et coiffure",
    "Véhicules",
    "Animaux",
    "Décoration",
    "Effets spéciaux",
    "Effets visuels",
    "Cascades",
    "Machinerie",
    "Lumière",
    "Son et musique",
    "Régie",
)


@dataclass(frozen=True)
class Element:
    """One thing a sequence needs from a department (`secteur`, one of SECTEURS)."""

    secteur: str
    nom: str
    quantite: int = 1


@dataclass(frozen=True)
class Sequence:
    """One sequence of the screenplay.

    Attributes:
        numero: as printed in the script (``12A``), or its rank when the script has no numbers; unique.
        ligne: 1-based line (or paragraph) of the heading in the source file.
        entete: the heading as written.
        int_ext: ``INT``, ``EXT``, ``INT/EXT``, or empty when the heading does not say.
        decor: set, in capitals (``CUISINE DE NORA``).
        sous_decor: sub-set, may be empty.
        effet: ``JOUR``, ``NUIT``, ``AUBE``, ``MATIN``, ``SOIR``, ``CRÉPUSCULE``, or empty: never guessed.
        huitiemes: length in eighths of a page, rounded up, at least 1.
        resume: one sentence of action, at most 120 characters.
        roles: names of speaking or listed characters, in order of appearance.
        repliques: number of speeches of each of ``roles``, same order.
        elements: what departments must supply.
        a_verifier: doubts for a person to settle, in French.
    """

    numero: str
    ligne: int
    entete: str
    int_ext: str
    decor: str
    sous_decor: str
    effet: str
    huitiemes: int
    resume: str
    roles: tuple[str, ...] = ()
    repliques: tuple[int, ...] = ()
    elements: tuple[Element, ...] = ()
    a_verifier: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scenario:
    """A screenplay read: title page fields, sequences in story order, and its length in pages."""

    titre: str
    auteur: str
    sequences: tuple[Sequence, ...]
    pages: float
