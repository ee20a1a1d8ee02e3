"""One formula of a linked workbook, rewritten for the merged one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from chargeprod_xl.classeurs.lecture import LienExterne
from chargeprod_xl.liens.formules import RANG, Genre, Jeton, Prefixe, Tableau, decaler, decouper, lire_prefixe
from chargeprod_xl.liens.references_structurees import developper_reference

_MOT = re.compile(r"[^\W\d][\w.?\\]*|\\[\w.?\\]+")
_PREFIXE = re.compile(r"'(?:[^']|'')*'!|[^\W\d][\w.]*!")
_CHIFFRES = re.compile(r"\d+")
PROFONDEUR_MAX = 20
_A_REECRIRE = frozenset({Genre.PREFIXE, Genre.STRUCTUREE, Genre.NOM})
# The file marks so the variables of LET and LAMBDA.
_PARAMETRE = "_xlpm."
_COMPLEMENTS = (".xlam", ".xla", ".xll")


@dataclass(frozen=True)
class Livre:
    """What the formulas of a workbook may mention, and what it is called in the merge.

    Attributes:
        liens: its external links, in ``[n]`` order.
        feuilles: merged sheet name by lower-case sheet name.
        tableaux: tables by lower-case name, on merged sheets.
        noms: definitions by (lower-case sheet or "", lower-case name).
    """

    liens: tuple[LienExterne, ...]
    feuilles: Mapping[str, str]
    tableaux: Mapping[str, Tableau]
    noms: Mapping[tuple[str, str], str]

    @cached_property
    def absolues(self) -> dict[tuple[str, str], str]:
        """Structured references that mean the same on every row, developed so far, by text and sheet."""
        return {}

    @cached_property
    def mots(self) -> frozenset[str]:
        """The words that mean something of this workbook in a formula."""
        return frozenset(self.tableaux) | {nom for _, nom in self.noms}

    @cached_property
    def prefixes_stables(self) -> frozenset[str]:
        """The sheet prefixes that the merge leaves alone, with the exact case (IronCalc minds it)."""
        stables = [nom for cle, nom in self.feuilles.items() if nom.lower() == cle]
        quotes = ("'" + nom.replace("'", "''") + "'!" for nom in stables)
        return frozenset(str(Prefixe(nom)) for nom in stables).union(quotes)

    def concerne(self, formule: str) -> bool:
        """False when a formula holds nothing to rewrite, which a quick look can tell for most of them."""
        if "[" in formule or not self.prefixes_stables.issuperset(_PREFIXE.findall(formule)):
            return True
        return not self.mots.isdisjoint(mot.lower() for mot in _MOT.findall(formule))

    @cached_property
    def mots_sans_chiffres(self) -> frozenset[str]:
        """The words that hold figures, without them: « total_12 » on row 12 is not « total_13 » on row 13."""
        return frozenset(_CHIFFRES.sub("", mot) for mot in self.mots if _CHIFFRES.search(mot))

    def change_avec(self, rang: str, formule: str) -> bool:
        """True when a name in a formula holds the number of its row: filled down, it would be another name."""
        if any(rang in prefixe for prefixe in _PREFIXE.findall(formule)):
            return True
        mots = (mot for mot in _MOT.findall(formule) if rang in mot)
        return not self.mots_sans_chiffres.isdisjoint(_CHIFFRES.sub("", mot.lower()) for mot in mots)

    def definition(self, nom: str, feuille: str) -> str | None:
        """What a name means on a sheet: the sheet's own name first."""
        cle = nom.lower()
        return self.noms.get((feuille.lower(), cle), self.noms.get(("", cle)))


class Ensemble(Protocol):
    """The other workbooks, seen from a formula."""

    def livre_du_lien(self, lien: LienExterne) -> Livre | None:
        """The workbook of the set that a link leads to."""

    def feuille_absente(self, lien: LienExterne, feuille: str) -> str | None:
        """The merged sheet that stands for one of an absent workbook."""


@dataclass(frozen=True)
class Portee:
    """Where a formula stands; ``profondeur`` counts names inside names."""

    livre: Livre
    feuille: str
    feuille_du_livre: str
    ligne: int
    colonne: int
    profondeur: int = 0


@dataclass(frozen=True)
class Reecrite:
    """A rewritten formula; ``motif``: why it cannot be computed ("" when it can).

    ``modele``: the same with its row left open, true of every row that holds the same formula filled down; None when
    another row may mean something else.
    """

    formule: str
    motif: str
    modele: str | None


def reecrire(formule: str, portee: Portee, ensemble: Ensemble) -> Reecrite:
    """The formula with plain references only."""
    atelier = _Atelier(portee, ensemble)
    jetons = decouper(formule)
    rang, fin = 0, len(jetons)
    while rang < fin:
        jeton = jetons[rang]
        if jeton.genre in _A_REECRIRE:
            rang += atelier.avancer(jeton, jetons[rang + 1] if rang + 1 < fin else None)
        else:  # most pieces are signs and numbers
            atelier.poser(jeton.texte, a_la_ligne=True)
            rang += 1
    modele = None if atelier.motif or not atelier.stable else "".join(atelier.modele)
    return Reecrite("".join(atelier.morceaux), atelier.motif, modele)


class _Atelier:
    """The pieces of one rewritten formula, as they are and with the row left open."""

    def __init__(self, portee: Portee, ensemble: Ensemble) -> None:
        self.portee = portee
        self.ensemble = ensemble
        self.ligne = str(portee.ligne)
        self.morceaux: list[str] = []
        self.modele: list[str] = []
        self.motif = ""
        self.stable = True

    def poser(self, texte: str, *, a_la_ligne: bool = False) -> None:
        """A piece; ``a_la_ligne``: its figures that are those of the row change with it."""
        self.morceaux.append(texte)
        self.modele.append(texte.replace(self.ligne, RANG) if a_la_ligne else texte)

    def avancer(self, jeton: Jeton, suivant: Jeton | None) -> int:
        """Rewrite a prefix or a word, with the next token when they belong together; the number of tokens consumed."""
        genre, texte = jeton
        # « Jour 12 » on row 12 is another sheet than « Jour 13 » on row 13.
        self.stable = self.stable and self.ligne not in texte
        if genre is Genre.PREFIXE:
            return self._prefixe(lire_prefixe(texte), suivant)
        if genre is Genre.STRUCTUREE or (genre is Genre.NOM and texte.lower() in self.portee.livre.tableaux):
            self._structuree(texte, self.portee.livre)
        else:
            self._nom(texte, self.portee.livre, self.portee.feuille_du_livre)
        return 1

    def _prefixe(self, prefixe: Prefixe, suivant: Jeton | None) -> int:
        lien = self._lien(prefixe)
        livre = self._livre(prefixe, lien)
        if suivant is not None and suivant.genre in {Genre.NOM, Genre.STRUCTUREE}:
            return self._mot_d_un_classeur(prefixe, suivant, livre, lien)
        feuille = self._feuille(prefixe.feuille, livre, lien)
        derniere = self._feuille(prefixe.derniere, livre, lien) if prefixe.derniere else None
        if feuille is None or (prefixe.derniere and derniere is None):
            self._perdre(prefixe, lien, livre)
            return 2
        self.poser(str(Prefixe(feuille, None, derniere)))
        return 1

    def _livre(self, prefixe: Prefixe, lien: LienExterne | None) -> Livre | None:
        if prefixe.lien is None:
            return self.portee.livre
        return self.ensemble.livre_du_lien(lien) if lien else None

    def _feuille(self, nom: str, livre: Livre | None, lien: LienExterne | None) -> str | None:
        """The merged sheet that a prefix means."""
        if livre is not None:
            return livre.feuilles.get(nom.lower())
        return self.ensemble.feuille_absente(lien, nom) if lien else None

    def _lien(self, prefixe: Prefixe) -> LienExterne | None:
        liens = self.portee.livre.liens
        return liens[prefixe.lien - 1] if prefixe.lien and prefixe.lien <= len(liens) else None

    def _perdre(self, prefixe: Prefixe, lien: LienExterne | None, livre: Livre | None) -> None:
        """A sheet that is not there: an error when its workbook is, unknown when the workbook is absent."""
        self.poser("#REF!")
        if livre is None:
            classeur = lien.cible if lien else f"[{prefixe.classeur}]"
            self.motif = (
                f"appelle une fonction du complément « {classeur} », que seul Excel calcule"
                if classeur.lower().endswith(_COMPLEMENTS)
                else f"le classeur « {classeur} » est absent et le lien n'en garde aucune valeur"
            )

    def _mot_d_un_classeur(self, prefixe: Prefixe, jeton: Jeton, livre: Livre | None, lien: LienExterne | None) -> int:
        """``[1]!nom``, ``Feuille!nom`` or ``[1]!t_x[col]``: a word that another workbook or sheet defines."""
        if livre is None:
            self._perdre(prefixe, lien, livre)
        elif jeton.genre is Genre.STRUCTUREE or jeton.texte.lower() in livre.tableaux:
            self._structuree(jeton.texte, livre)
        else:
            self._nom(jeton.texte, livre, prefixe.feuille)
        return 2

    def _structuree(self, texte: str, livre: Livre) -> None:
        portee = self.portee
        cle = (texte, portee.feuille)
        absolue = livre.absolues.get(cle)
        if absolue is None:
            absolue = developper_reference(texte, livre.tableaux, portee.ligne, portee.feuille, portee.colonne)
            if texte[0] != "[" and "@" not in texte and "#" not in texte:
                livre.absolues[cle] = absolue
        # Of this row: letters of columns and the number of the row, unless a sheet is named.
        de_la_ligne = cle not in livre.absolues
        self.stable = self.stable and not (de_la_ligne and "!" in absolue)
        self.poser(absolue, a_la_ligne=de_la_ligne)

    def _nom(self, texte: str, livre: Livre, feuille: str) -> None:
        definition = livre.definition(texte, feuille)
        if texte.lower().startswith(_PARAMETRE):
            self.poser(texte)
            return
        if definition is None or self.portee.profondeur >= PROFONDEUR_MAX:
            self.motif = f"nom inconnu « {texte} »"
            self.poser(texte)
            return
        # Relative references of a name are stored as seen from A1.
        vue = decaler(definition, self.portee.ligne - 1, self.portee.colonne - 1)
        portee = replace(self.portee, livre=livre, profondeur=self.portee.profondeur + 1)
        dedans = reecrire(vue, portee, self.ensemble)
        self.motif = self.motif or dedans.motif
        # A name that means the same from any cell is a constant text; any other is worked out row by row.
        self.stable = self.stable and decaler(definition, 1, 1) == definition
        nue = _se_passe_de_parentheses(dedans.formule)
        self.poser(dedans.formule if nue else f"({dedans.formule})")


def _se_passe_de_parentheses(formule: str) -> bool:
    """True for a reference or a constant: parentheses around a range confuse some engines."""
    genres = [jeton.genre for jeton in decouper(formule)]
    return len(genres) == 1 or (len(genres) == 2 and genres[0] is Genre.PREFIXE)
