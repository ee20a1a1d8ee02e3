"""The pack in the hands of the person of a round: where each row stands now, what was typed, the gestures so far."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from edits.gestes import Geste
from openpyxl.utils import get_column_letter

from reprise.hasard_lecture import LIBRE, Cadre, Calcul, Lu, Onglet
from reprise.hasard_noms import IDENTITE, cles
from reprise.hasard_packs import Genre


@dataclass(frozen=True)
class Acte(Geste):
    """A gesture anywhere, in a named workbook."""

    livre: str = ""

    @property
    def classeur(self) -> str:
        """The workbook that holds the sheet."""
        return self.livre


@dataclass(frozen=True)
class Renvoi:
    """A formula of the person: ``fois`` times another cell, a row of a table or a place of a fixed sheet."""

    fois: int
    feuille: str
    rang: Rang | None = None
    titre: str = ""
    ou: tuple[int, int] = (0, 0)


@dataclass(eq=False)
class Rang:
    """A row of a table: ``base`` as it was built, ``entrees`` the titles under which one may type in it,
    ``tapees`` by title, ``cote`` by distance at the right.

    ``ident`` is its hidden identity, "" once blanked; of two rows that bear one, the second is an added one.
    """

    cle: str
    base: dict[str, Any]
    ident: str = ""
    entrees: Sequence[str] = ()
    tapees: dict[str, Any] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    cote: dict[int, str] = field(default_factory=dict)
    ajoute: bool = False

    def contenu(self, titre: str) -> Any:
        """What stands under a title now."""
        return self.tapees[titre] if titre in self.tapees else self.base.get(titre)

    def copie(self) -> Rang:
        """The same row once more."""
        return replace(
            self, base=dict(self.base), tapees=dict(self.tapees), notes=dict(self.notes), cote=dict(self.cote)
        )


@dataclass(eq=False)
class Tableau:
    """A table now. ``saisies``: titles of its input columns; ``propre``: title of the person's own column."""

    onglet: Onglet
    cadre: Cadre
    rangs: list[Rang]
    saisies: list[str]
    colonnes: dict[str, int]
    premiers: tuple[Rang, ...]
    propre: str = ""
    supprimes: list[Rang] = field(default_factory=list)
    entetes: dict[str, str] = field(default_factory=dict)
    dessous: dict[tuple[int, int], str] = field(default_factory=dict)
    remanie: bool = False
    trie: bool = False
    deplaces: bool = False

    @property
    def nom(self) -> str:
        """Name of its sheet."""
        return self.onglet.nom

    def reconnaitre(self) -> None:
        """Tell rows that were there from rows that were added, and those that are gone."""
        par_ident = {r.ident: r for r in self.premiers}
        for rang in self.rangs:
            premier = par_ident.pop(rang.ident, None)
            rang.ajoute = premier is None
            rang.cle = premier.cle if premier else f"ajout d’après {rang.cle}"
        self.supprimes = list(par_ident.values())

    def ligne(self, rang: Rang) -> int:
        """Row of the file where a row stands now."""
        return self.cadre.entete + 1 + self.rangs.index(rang)

    @property
    def sentinelle(self) -> int:
        """Row of the sentinel now."""
        return self.cadre.entete + 1 + len(self.rangs)


class Etat:
    """A pack being edited."""

    def __init__(self, lu: Lu, genre: Genre, hasard: random.Random, par_libreoffice: bool) -> None:
        self.lu, self.genre, self.hasard, self.par_libreoffice = lu, genre, hasard, par_libreoffice
        self.tableaux = {o.nom: _tableau(o, lu, genre) for o in lu.onglets.values() if o.cadre}
        self.champs: dict[str, dict[tuple[int, int], Any]] = {}
        self.notes: dict[str, dict[tuple[int, int], str]] = {}
        self.feuilles: dict[str, dict[tuple[int, int], Any]] = {}
        self.noms: dict[str, tuple[str, Renvoi]] = {}
        self.actes: list[Acte] = []
        self.phrases: list[str] = []
        self._suivant = 0

    @property
    def fixes(self) -> list[Onglet]:
        """Sheets without a table that have inputs."""
        return [o for o in self.lu.onglets.values() if o.entrees and not o.cadre]

    def numero(self) -> int:
        """A number that no other edit of the round has."""
        self._suivant += 1
        return self._suivant

    def faire(self, genre: str, onglet: str, ligne: int, colonne: int = 0, valeur: Any = None, **plus: Any) -> None:
        """One more gesture."""
        livre = plus.pop("livre", None) or self.lu.onglets[onglet].livre
        self.actes.append(Acte(genre, onglet, ligne, colonne, valeur, livre=livre, **plus))

    def poser(self, onglet: str, ligne: int, colonne: int, valeur: Any, livre: str | None = None) -> None:
        """Type a content; a formula is written for the places of now."""
        if isinstance(valeur, Renvoi):
            self.faire("formule", onglet, ligne, colonne, self.formule(valeur, onglet), livre=livre)
        else:
            genre = "texte" if isinstance(valeur, str) else "poser"
            self.faire(genre, onglet, ligne, colonne, valeur, livre=livre)

    def un_tableau(self) -> Tableau:
        """Any of the tables."""
        return self.hasard.choice(list(self.tableaux.values()))

    def taper(self, t: Tableau, rang: Rang, titre: str, valeur: Any) -> None:
        """Type in a row, and remember it."""
        self.poser(t.nom, t.ligne(rang), t.colonnes[titre], valeur)
        rang.tapees[titre] = valeur
        self.phrases.append(f"{t.nom} › {rang.cle} › {titre} := {montre(valeur)}")

    def adresse(self, renvoi: Renvoi) -> tuple[int, int]:
        """Where the cell that a formula reads stands now."""
        if renvoi.rang is None:
            return renvoi.ou
        tableau = self.tableaux[renvoi.feuille]
        return tableau.ligne(renvoi.rang), tableau.colonnes[renvoi.titre]

    def formule(self, renvoi: Renvoi, depuis: str) -> str:
        """Text of a formula, as Excel spells it."""
        ligne, colonne = self.adresse(renvoi)
        prefixe = "" if renvoi.feuille == depuis else f"'{renvoi.feuille}'!"
        return f"={prefixe}${get_column_letter(colonne)}${ligne}*{renvoi.fois}"

    def renvois(self) -> Iterator[Renvoi]:
        """Every formula and name of the person."""
        for t in self.tableaux.values():
            for rang in t.rangs:
                yield from (v for v in rang.tapees.values() if isinstance(v, Renvoi))
        for contenus in (*self.champs.values(), *self.feuilles.values()):
            yield from (v for v in contenus.values() if isinstance(v, Renvoi))
        yield from (r for _, r in self.noms.values())

    def vise(self, tableau: Tableau, rang: Rang | None = None) -> bool:
        """True when a formula of the person reads this table (or this row)."""
        return any(r.feuille == tableau.nom and (rang is None or r.rang is rang) for r in self.renvois())


def montre(valeur: Any) -> str:
    """A content in a sentence."""
    texte = f"{valeur.fois} × {valeur.feuille}" if isinstance(valeur, Renvoi) else repr(valeur)
    return texte if len(texte) < 50 else f"{texte[:40]}…"


def _tableau(onglet: Onglet, lu: Lu, genre: Genre) -> Tableau:
    assert onglet.cadre
    noms = cles(onglet, lu, genre)
    places = onglet.cadre.colonnes
    saisies = [t for t, c in places.items() if t != IDENTITE and any((lg, c) in onglet.entrees for lg in noms)]
    rangs = [
        Rang(
            noms[lg],
            {t: Calcul("", LIBRE) if isinstance(r[t], Calcul) else r[t] for t in saisies},
            str(r[IDENTITE]),
            [t for t in saisies if (lg, places[t]) in onglet.entrees],
        )
        for lg, r in onglet.rangees()
    ]
    return Tableau(onglet, onglet.cadre, rangs, saisies, dict(onglet.cadre.colonnes), tuple(r.copie() for r in rangs))
