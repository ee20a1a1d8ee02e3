"""The formula with figures in the place of words, along the branches taken: « 2 971,45 € × 3,940 % »."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from chargeprod_xl.classeurs.valeurs import Valeur
from chargeprod_xl.explication.decisions import branche_prise
from chargeprod_xl.explication.francais import en_clair, fonction_francaise
from chargeprod_xl.explication.modele import Role
from chargeprod_xl.explication.nombres import en_valeur, precision
from chargeprod_xl.explication.pack import Pack
from chargeprod_xl.explication.parcours import Parcours
from chargeprod_xl.explication.syntaxe import Appel, Expression, Reference
from chargeprod_xl.liens.formules import Genre, Prefixe, decouper
from chargeprod_xl.recalcul.fusion import Adresse

# Calls that give one figure of the workbook: that figure stands for them.
_RECHERCHES = {"INDEX", "VLOOKUP", "HLOOKUP", "LOOKUP", "XLOOKUP", "MATCH"}
_SOMMES = {"SUMIF", "SUMIFS", "COUNTIF", "COUNTIFS", "AVERAGEIF", "AVERAGEIFS", "SUMPRODUCT"}
RESOLUES = frozenset(_RECHERCHES | _SOMMES)
_SIGNES = {"*": " × ", "/": " ÷ "}
#: Past this, the line explains nothing any more.
LONGUEUR_MAX = 400


@dataclass(frozen=True)
class Chiffrage:
    """Writes the formula of a cell of ``feuille`` with the values of what it reads."""

    pack: Pack
    feuille: str
    reponses: Mapping[str, Valeur]
    nommer: Callable[[Prefixe | None, str], str]

    def expression(self, e: Expression, seule: bool = True) -> str:
        """An expression; the pieces between its calls and references are only put in French."""
        morceaux: list[str] = []
        rang = 0
        for enfant in e.enfants:
            place = e.texte.index(enfant.texte, rang)
            morceaux.append(self._entre(e.texte[rang:place], bool(morceaux)))
            seul = seule and enfant.texte == e.texte.strip()
            morceaux.append(self._reference(enfant) if isinstance(enfant, Reference) else self._appel(enfant, seul))
            rang = place + len(enfant.texte)
        morceaux.append(self._entre(e.texte[rang:], bool(morceaux)))
        return "".join(morceaux)

    def _entre(self, texte: str, suite: bool) -> str:
        """Signs and constants between two figures."""
        if not texte:
            return ""
        sortie = []
        for rang, (genre, jeton) in enumerate(decouper(texte)):
            if genre is Genre.OPERATEUR:
                est_signe = rang == 0 and not suite
                sortie.append(jeton if est_signe or jeton == "%" else _SIGNES.get(jeton, f" {jeton} "))
            else:
                sortie.append(" ; " if genre is Genre.SEPARATEUR else en_clair(jeton, self.nommer))
        return "".join(sortie)

    def _reference(self, r: Reference) -> str:
        feuille = r.prefixe.feuille if r.prefixe else self.feuille
        if not r.plage.une_cellule:
            return self.nommer(r.prefixe, r.texte.rpartition("!")[2])
        return self._montrer(Adresse(feuille, r.plage.ligne_debut, r.plage.colonne_debut))

    def _montrer(self, ou: Adresse, valeur: Valeur = None) -> str:
        cellule = self.pack.cellule(ou)
        montree = self.pack.valeur(ou) if valeur is None else valeur
        if isinstance(montree, str):
            return f'"{montree}"'
        # Not the rounded figure that the cell shows: the sum must fall right.
        exacte = precision(montree, cellule.format, cellule.est_date)
        return exacte or en_valeur(0.0 if montree is None else montree, cellule.format, cellule.est_date)

    def _appel(self, a: Appel, seul: bool) -> str:
        if a.nom in RESOLUES and a.texte in self.reponses:
            return self._resolu(a)
        if a.nom in {"IF", "IFERROR", "IFNA", "CHOOSE"} and len(a.arguments) > 1:
            prise = branche_prise(a, self.reponses.get(a.arguments[0].texte), a.arguments[0].texte in self.reponses)
            if prise is not None:
                texte = self.expression(prise, seul)
                return texte if seul or not _compose(prise) else f"({texte})"
        arguments = " ; ".join(self.expression(x) for x in a.arguments)
        return f"{fonction_francaise(a.nom)}({arguments})"

    def _resolu(self, a: Appel) -> str:
        """The figure that a lookup or a conditional sum gives, shown as the cells it comes from."""
        valeur = self.reponses[a.texte]
        lues = Parcours(self.feuille, self.pack.hauteur, self.reponses.get).appel(a, True)
        roles = {Role.TROUVEE, Role.ADDITION, Role.MOYENNE, Role.PRODUIT}
        modele = next((lue for lue in lues if lue.role in roles), None)
        if modele is None or valeur is None:
            return f'"{valeur}"' if isinstance(valeur, str) else en_valeur(0.0 if valeur is None else valeur)
        feuille, plage = modele.facteurs[-1] if modele.facteurs else (modele.feuille, modele.plage)
        ligne, colonne = modele.positions[0] if modele.positions else (plage.ligne_debut, plage.colonne_debut)
        return self._montrer(Adresse(feuille, ligne, colonne), valeur)


def _compose(e: Expression) -> bool:
    """Whether an expression is more than a value or a call."""
    texte = e.texte.strip()
    return any(genre is Genre.OPERATEUR for genre, _ in decouper(texte)) and e.appel is None


def parlant(calcul: str) -> bool:
    """Whether a line of figures says more than its result: it has an operation or a call."""
    return len(calcul) <= LONGUEUR_MAX and any(x in calcul for x in ("(", " × ", " ÷ ", " + ", " - ", " & ", " ^ "))


def demandes(e: Expression) -> list[str]:
    """The calls whose value is needed, in the whole formula."""
    textes: list[str] = []
    for enfant in e.enfants:
        if isinstance(enfant, Appel):
            if enfant.nom in RESOLUES:
                textes.append(enfant.texte)
            for argument in enfant.arguments:
                textes += demandes(argument)
    return textes
