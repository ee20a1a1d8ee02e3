"""How a formula reads another workbook: as it stands, from a copy, or as a sum made at the source.

Excel computes INDEX, MATCH, SUM or SUMPRODUCT over a closed file, but not SUMIF and its like. So a column read by the
former crosses once, offered to all; by the latter it is copied by its reader. A sum by a key whose values are known
(a fixed table's, or those that ``parmi`` names) is made at the source: a dozen sums cross, not a thousand rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from chargeprod_xl.gabarits.types_de_cellule import TYPES_TEXTE
from chargeprod_xl.liens.appels import Appel, Nom, Suite, ecrire, lire
from chargeprod_xl.liens.noms import Cible, Somme, chercher

#: Functions that compute over a closed workbook, whatever the spreadsheet program.
DIRECTES = frozenset(
    {"AND", "AVERAGE", "COUNT", "COUNTA", "INDEX", "LARGE", "LOOKUP", "MATCH", "MAX", "MEDIAN", "MIN", "OR", "ROWS"}
    | {"SMALL", "SUM", "SUMPRODUCT", "SUMSQ"}
)
#: In a criterion they mean more than themselves.
_SIGNES = set("<>=*?~")
#: Sums are made at the source when they are so many times fewer than the rows: rows are easier to explain.
_AU_MOINS = 5
_COMPARAISONS = frozenset({">", ">=", "<", "<="})


def est_texte(cible: Cible) -> bool:
    """Texts weigh nothing in a fingerprint and have no total."""
    return cible.type in TYPES_TEXTE


@dataclass
class Traversee:
    """Rewrites formulas for the linked layout; ``index`` gains the names of what they ask of other workbooks."""

    index: dict[str, Cible]

    def adapter(self, formule: str, classeur: str, feuille: str) -> str:
        """The formula with copies and sums named for what they are; alone in its workbook, it stays as it was."""
        if "{" not in formule:
            return formule
        lecture = _Lecture(self, classeur, feuille)
        return ecrire(lecture.suite(lire(formule), "")) if lecture.etrangeres(formule) else formule

    def inscrire(self, cible: Cible) -> Nom:
        """A name for a thing that no template declares."""
        return Nom(self.index.setdefault(cible.nom, cible).nom)


@dataclass(frozen=True)
class _Lecture:
    """One formula, seen from the sheet it stands on."""

    traversee: Traversee
    classeur: str
    feuille: str

    def cible(self, nom: str) -> Cible | None:
        """The column of another workbook that a name means."""
        trouvees = chercher(self.traversee.index, nom, self.classeur, self.feuille)
        if len(trouvees) != 1 or trouvees[0].classeur == self.classeur or trouvees[0].bloc is None:
            return None
        return trouvees[0]

    def etrangeres(self, formule: str) -> bool:
        return any(self.cible(nom.texte) for nom in _noms(lire(formule)))

    def suite(self, pieces: Suite, fonction: str) -> Suite:
        return tuple(self._piece(p, fonction) for p in pieces)

    def _piece(self, piece: str | Nom | Appel, fonction: str) -> str | Nom | Appel:
        if isinstance(piece, Nom):
            cible = self.cible(piece.texte)
            if cible is None or fonction in DIRECTES:
                return piece
            return self.traversee.inscrire(replace(cible, nom=f"{cible.nom}#copie", copie=True))
        return self._appel(piece, fonction) if isinstance(piece, Appel) else piece

    def _appel(self, appel: Appel, fonction: str) -> str | Nom | Appel:
        demande = _demande(appel, self.cible)
        if demande is not None:
            return self._sommee(demande)
        dedans = appel.fonction or fonction
        rendu = Appel(appel.fonction, tuple(self.suite(a, dedans) for a in appel.arguments))
        # LibreOffice reads the empty text of another file as 0.
        return Appel("", ((rendu, '&""'),)) if appel.fonction == "INDEX" and self._texte(appel.arguments[0]) else rendu

    def _texte(self, argument: Suite) -> bool:
        cible = _seule(argument, self.cible)
        return cible is not None and est_texte(cible)

    def _sommee(self, demande: Demande) -> Nom | Appel:
        """A sum or a count under conditions, as SUMPRODUCT makes it over a closed workbook."""
        somme = _au_fournisseur(demande, self.traversee.index)
        if somme is not None and somme.cle is None:
            return self.traversee.inscrire(_cible_de(somme))
        if somme is not None:
            cles = self.traversee.inscrire(_cible_de(somme, cles=True))
            voulue = next(c for c in demande.conditions if c.litteral is None)
            facteurs = [self._egale(cles, voulue), (self.traversee.inscrire(_cible_de(somme)),)]
        else:
            facteurs = [self._comparee(c) for c in demande.conditions]
            facteurs.append((Nom(demande.valeurs.nom) if demande.valeurs is not None else "1",))
        return Appel(
            "SUMPRODUCT", (tuple(p for rang, f in enumerate(facteurs) for p in (*(["*"] if rang else []), *f)),)
        )

    def _comparee(self, condition: Condition) -> Suite:
        if condition.signe == "=":
            return self._egale(Nom(condition.colonne.nom), condition)
        bornes = self.suite(condition.voulu, "")
        return (Appel("", ((Nom(condition.colonne.nom), condition.signe, Appel("", (bornes,))),)),)

    def _egale(self, colonne: Nom, condition: Condition) -> Suite:
        """Compared as SUMIF does: 12 and « 12 » are one key."""
        voulu = self.suite(condition.voulu, "")
        return (Appel("", ((colonne, '&""=', Appel("", (voulu,)), '&""'),)),)


@dataclass(frozen=True)
class Condition:
    """What a column must be: ``signe`` and the pieces of the value; ``litteral``: that value, when it is known now."""

    colonne: Cible
    signe: str
    voulu: Suite
    litteral: str | None


@dataclass(frozen=True)
class Demande:
    """A sum (a count without ``valeurs``) over one table of another workbook, under conditions."""

    valeurs: Cible | None
    conditions: tuple[Condition, ...]


def _noms(suite: Suite) -> list[Nom]:
    noms = []
    for piece in suite:
        if isinstance(piece, Nom):
            noms.append(piece)
        elif isinstance(piece, Appel):
            noms += [n for argument in piece.arguments for n in _noms(argument)]
    return noms


def _seule(argument: Suite, cible: Callable[[str], Cible | None]) -> Cible | None:
    """The foreign column that an argument is, when it is nothing else."""
    return cible(argument[0].texte) if len(argument) == 1 and isinstance(argument[0], Nom) else None


def _condition(colonne: Cible, critere: Suite) -> Condition | None:
    """A criterion of SUMIF and its like; None when it is neither an equality nor a comparison of numbers."""
    premier = critere[0] if critere else ""
    if isinstance(premier, str) and premier[:1] == '"':
        signe = premier.strip('"')
        if signe in _COMPARAISONS and not est_texte(colonne) and critere[1:2] and str(critere[1])[:1] == "&":
            return Condition(colonne, signe, (str(critere[1])[1:], *critere[2:]), None)
    if any(isinstance(p, str) and p[:1] == '"' and _SIGNES & set(p) for p in critere):
        return None
    seul = premier if len(critere) == 1 and isinstance(premier, str) else ""
    return Condition(colonne, "=", critere, seul if seul[:1] == '"' or seul.isdigit() else None)


def _arguments(appel: Appel) -> tuple[Suite | None, tuple[Suite, ...]] | None:
    """Values (None for a count), then the columns and criteria by turns, of SUMIF and its like."""
    a = appel.arguments
    if appel.fonction == "SUMIF" and len(a) == 3:
        return a[2], (a[0], a[1])
    if appel.fonction == "SUMIFS" and len(a) >= 3 and len(a) % 2:
        return a[0], a[1:]
    if appel.fonction in {"COUNTIF", "COUNTIFS"} and len(a) % 2 == 0:
        return None, a
    return None


def _demande(appel: Appel, cible: Callable[[str], Cible | None]) -> Demande | None:
    """What a call asks of one table of another workbook; None when it must be copied to be read."""
    lus = _arguments(appel)
    if lus is None:
        return None
    valeurs = _seule(lus[0], cible) if lus[0] is not None else None
    conditions = []
    for colonne, critere in zip(lus[1][::2], lus[1][1::2], strict=True):
        ou = _seule(colonne, cible)
        condition = _condition(ou, critere) if ou is not None else None
        if condition is None:
            return None
        conditions.append(condition)
    tables = {id(c.bloc) for c in [*(x.colonne for x in conditions), *([valeurs] if valeurs else [])]}
    complete = len(tables) == 1 and (valeurs is not None or lus[0] is None)
    return Demande(valeurs, tuple(conditions)) if complete else None


def _au_fournisseur(demande: Demande, index: dict[str, Cible]) -> Somme | None:
    """The same made at the source, when its keys are known there."""
    libres = [c for c in demande.conditions if c.litteral is None]
    if demande.valeurs is None or len(libres) > 1 or any(c.signe != "=" for c in libres):
        return None
    criteres = tuple((c.colonne, c.litteral) for c in demande.conditions if c.litteral is not None)
    cle = libres[0].colonne if libres else None
    connues = cles_connues(cle, index) if cle is not None else ()
    if connues is None or _AU_MOINS * max(1, len(connues)) > _rangs(demande.valeurs):
        return None
    return Somme(demande.valeurs, cle, criteres, connues)


def _rangs(colonne: Cible) -> int:
    return colonne.l2 - colonne.l1 + 1


def cles_connues(cle: Cible, index: dict[str, Cible]) -> tuple[Any, ...] | None:
    """The values that a key column can take, each once; None when people may type others."""
    assert cle.bloc is not None
    colonne = cle.bloc.bloc.colonne(cle.colonne)
    if colonne is not None and colonne.parmi:
        trouvees = chercher(index, colonne.parmi, cle.classeur, _feuille_de(cle))
        return valeurs_fixes(trouvees[0]) if len(trouvees) == 1 else None
    return valeurs_fixes(cle)


def _feuille_de(cle: Cible) -> str:
    """The name of the sheet of a column; that of a row has two parts."""
    assert cle.bloc is not None
    dedans = cle.nom.removesuffix("#copie").removesuffix(f".{cle.bloc.bloc.id}.{cle.colonne}")
    return dedans.removeprefix(f"{cle.classeur}.")


def valeurs_fixes(cible: Cible) -> tuple[Any, ...] | None:
    """The distinct constants of a column of a fixed table; None when it is typed, calculated or extensible."""
    constantes = constantes_de(cible)
    return None if constantes is None else tuple(dict.fromkeys(v for v in constantes if v not in {None, ""}))


def constantes_de(cible: Cible) -> list[Any] | None:
    """What each row of a fixed table holds in a column that is only given, in order."""
    assert cible.bloc is not None
    bloc = cible.bloc.bloc
    colonne = bloc.colonne(cible.colonne)
    if bloc.extensible or colonne is None or colonne.role != "donnee" or colonne.formule:
        return None
    if any(ligne.ajoutee or colonne.id in ligne.roles or colonne.id in ligne.formules for ligne in bloc.lignes):
        return None
    return [ligne.valeurs.get(colonne.id) for ligne in bloc.lignes]


def _cible_de(somme: Somme, *, cles: bool = False) -> Cible:
    """The name of a sum, or of its keys."""
    v = somme.valeurs
    conditions = "".join(f" {c.colonne}={texte}" for c, texte in somme.criteres)
    par = f" par {somme.cle.colonne}" if somme.cle else ""
    nom = f"{v.nom.removesuffix('.' + v.colonne)}#clés{par}" if cles else f"{v.nom}#somme{par}{conditions}"
    genre = somme.cle.type if cles and somme.cle else v.type
    return Cible(nom, v.classeur, v.feuille, v.l1, v.c1, v.l2, v.c2, genre, colonne=v.colonne, somme=somme, cles=cles)
