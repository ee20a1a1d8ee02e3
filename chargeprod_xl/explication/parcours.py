"""What a formula reads and does with it: branches taken, rows found, rows added up. Pure: answers come from outside.

A formula is walked twice: once to know which of its pieces must be computed, once with their values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from chargeprod_xl.classeurs.valeurs import Valeur
from chargeprod_xl.explication.decisions import (
    Lue,
    Position,
    a_ce_rang,
    bord,
    condition_de_la_ligne,
    croisement,
    en_rang,
    forme,
    genre_de_recherche,
    prise,
    valeurs_et_criteres,
)
from chargeprod_xl.explication.modele import Role
from chargeprod_xl.explication.syntaxe import Appel, Expression, Reference
from chargeprod_xl.liens.formules import Plage

#: Rows of a conditional sum that are asked about one by one; beyond, the ranges are only summed up.
LIGNES_MAX = 3_000
_CONDITIONNELLES = {
    "SUMIF": Role.ADDITION,
    "SUMIFS": Role.ADDITION,
    "AVERAGEIF": Role.MOYENNE,
    "AVERAGEIFS": Role.MOYENNE,
    "COUNTIF": Role.COMPTE,
    "COUNTIFS": Role.COMPTE,
}


@dataclass(frozen=True)
class Parcours:
    """The walk of one formula of ``feuille``; ``demander`` gives the value of a piece, None when unknown."""

    feuille: str
    hauteur: Callable[[str], int]
    demander: Callable[[str], Valeur]

    def expression(self, e: Expression, utilisee: bool = True) -> list[Lue]:
        """Everything an expression reads."""
        lues: list[Lue] = []
        for enfant in e.enfants:
            lues += self._reference(enfant, utilisee) if isinstance(enfant, Reference) else self.appel(enfant, utilisee)
        return lues

    def appel(self, a: Appel, utilisee: bool) -> list[Lue]:
        """Everything a call reads, by what it does with its arguments."""
        arguments = a.arguments
        parcours = self._parcours_de.get(a.nom)
        if parcours is None or len(arguments) < 2:
            return self._toutes(arguments, utilisee)
        return parcours(a, utilisee)

    @property
    def _parcours_de(self) -> Mapping[str, Callable[[Appel, bool], list[Lue]]]:
        choix = dict.fromkeys(("IF", "IFERROR", "IFNA", "CHOOSE"), self._choix)
        recherches = dict.fromkeys(("VLOOKUP", "HLOOKUP", "LOOKUP", "XLOOKUP"), self._recherche)
        equivalences = dict.fromkeys(("MATCH", "XMATCH"), self._equivalence)
        sommes = dict.fromkeys(_CONDITIONNELLES, self._conditionnelle)
        autres = {"INDEX": self._index, "SUMPRODUCT": self._produits}
        return {**choix, **recherches, **equivalences, **sommes, **autres}

    def _toutes(self, arguments: Sequence[Expression], utilisee: bool) -> list[Lue]:
        return [lue for argument in arguments for lue in self.expression(argument, utilisee)]

    def _choisit(self, e: Expression, utilisee: bool) -> list[Lue]:
        """What an expression that only chooses reads."""
        return [replace(lue, accessoire=True) for lue in self.expression(e, utilisee)]

    def _tous_choisissent(self, arguments: Sequence[Expression], utilisee: bool) -> list[Lue]:
        return [lue for argument in arguments for lue in self._choisit(argument, utilisee)]

    def _ou(self, reference: Reference) -> str:
        return reference.prefixe.feuille if reference.prefixe else self.feuille

    def _reference(self, r: Reference, utilisee: bool) -> list[Lue]:
        role = Role.CELLULE if r.plage.une_cellule else Role.PLAGE
        return [Lue(self._ou(r), r.plage, role, utilisee)]

    # --- branches -----------------------------------------------------------------------------------------------

    def _choix(self, a: Appel, utilisee: bool) -> list[Lue]:
        """Branches that are not taken are read all the same, and marked."""
        test = self.demander(a.arguments[0].texte)
        premier = self.expression if a.nom in {"IFERROR", "IFNA"} else self._choisit
        lues = premier(a.arguments[0], utilisee)
        for rang, branche in enumerate(a.arguments[1:], 1):
            lues += self.expression(branche, utilisee and prise(a.nom, test, rang))
        return lues

    # --- lookups ------------------------------------------------------------------------------------------------

    def _index(self, a: Appel, utilisee: bool) -> list[Lue]:
        arguments, r = a.arguments, a.arguments[0].reference
        if r is None:
            return self._toutes(arguments, utilisee)
        plage = r.plage
        rangs = [en_rang(self.demander(x.texte)) if x.texte.strip() else 0 for x in arguments[1:3]]
        en_ligne = plage.ligne_debut == plage.ligne_fin and plage.colonne_debut != plage.colonne_fin
        if len(rangs) == 1:
            rangs = [1, *rangs] if en_ligne else [*rangs, 1 if plage.colonne_debut == plage.colonne_fin else 0]
        ligne, colonne = rangs
        trouvee: tuple[Position, ...] = ()
        if ligne and colonne:
            position = plage.ligne_debut + ligne - 1, plage.colonne_debut + colonne - 1
            trouvee = (position,) if plage.contient(*position) else ()
        lue = Lue(self._ou(r), plage, Role.TROUVEE, utilisee, trouvee or None)
        return [lue, *self._tous_choisissent(arguments[1:], utilisee)]

    def _equivalence(self, a: Appel, utilisee: bool) -> list[Lue]:
        r = a.arguments[1].reference
        if r is None:
            return self._toutes(a.arguments, utilisee)
        rang = en_rang(self.demander(a.texte))
        cherche = self.demander(a.arguments[0].texte)
        lue = Lue(self._ou(r), r.plage, Role.CHERCHEE, utilisee, a_ce_rang(r.plage, rang), cherche)
        return [
            *self._tous_choisissent(a.arguments[:1], utilisee),
            lue,
            *self._tous_choisissent(a.arguments[2:], utilisee),
        ]

    def _recherche(self, a: Appel, utilisee: bool) -> list[Lue]:
        """The three others ask MATCH where they look, and take the cell at that rank."""
        cle, table = a.arguments[0], a.arguments[1].reference
        resultat = a.arguments[2].reference if a.nom in {"LOOKUP", "XLOOKUP"} and len(a.arguments) > 2 else None
        tableau = a.nom in {"VLOOKUP", "HLOOKUP"} and len(a.arguments) > 2
        if table is None or not (tableau or resultat):
            return self._toutes(a.arguments, utilisee)
        ou, prefixe = self._ou(table), str(table.prefixe or "")
        cles = bord(table.plage, a.nom)
        genre = {"LOOKUP": "1", "XLOOKUP": "0"}.get(a.nom) or genre_de_recherche(a)
        rang = en_rang(self.demander(f"MATCH({cle.texte},{prefixe}{cles.absolue},{genre})"))
        lues = self._choisit(cle, utilisee)
        lues.append(Lue(ou, cles, Role.CHERCHEE, utilisee, a_ce_rang(cles, rang), self.demander(cle.texte)))
        if resultat is not None:
            trouvee = a_ce_rang(resultat.plage, rang)
            lues.append(Lue(self._ou(resultat), resultat.plage, Role.TROUVEE, utilisee, trouvee))
        else:
            autre = en_rang(self.demander(a.arguments[2].texte))
            lues.append(Lue(ou, table.plage, Role.TROUVEE, utilisee, croisement(table.plage, a.nom, rang, autre)))
        return lues + self._tous_choisissent(a.arguments[2 if tableau else 3 :], utilisee)

    # --- conditional sums ---------------------------------------------------------------------------------------

    def _conditionnelle(self, a: Appel, utilisee: bool) -> list[Lue]:
        role = _CONDITIONNELLES[a.nom]
        valeurs, paires = valeurs_et_criteres(a)
        lues: list[Lue] = []
        for plage, critere in paires:
            reference = plage.reference
            if reference is not None:
                demande = self.demander(critere.texte)
                lues.append(Lue(self._ou(reference), reference.plage, Role.CRITERE, utilisee, None, demande, True))
            lues += self._choisit(critere, utilisee)
        cible = valeurs.reference
        if cible is not None:
            gardees = self._gardees(cible.plage, self._ou(cible), [(p.reference, c.texte) for p, c in paires])
            lues.insert(0, Lue(self._ou(cible), cible.plage, role, utilisee, gardees))
        return lues

    def _gardees(
        self, plage: Plage, feuille: str, paires: Sequence[tuple[Reference | None, str]]
    ) -> tuple[Position, ...] | None:
        """The cells of ``plage`` that every criterion keeps, asked row by row."""
        fin = min(plage.ligne_fin, self.hauteur(feuille))
        if plage.colonne_debut != plage.colonne_fin or fin - plage.ligne_debut >= LIGNES_MAX:
            return None
        gardees = []
        for ligne in range(plage.ligne_debut, fin + 1):
            condition = condition_de_la_ligne(paires, ligne - plage.ligne_debut)
            reponse = self.demander(condition) if condition else None
            if not isinstance(reponse, float):
                return None
            if reponse:
                gardees.append((ligne, plage.colonne_debut))
        return tuple(gardees)

    def _produits(self, a: Appel, utilisee: bool) -> list[Lue]:
        """``SUMPRODUCT(x,y)`` of plain ranges of one shape: a product for each cell."""
        citees = [argument.reference for argument in a.arguments]
        ranges = [(self._ou(r), r.plage) for r in citees if r is not None]
        if len(ranges) != len(citees) or len({forme(plage) for _, plage in ranges}) != 1:
            return self._toutes(a.arguments, utilisee)
        (feuille, plage), *facteurs = ranges
        return [Lue(feuille, plage, Role.PRODUIT, utilisee, facteurs=tuple(facteurs))]


def demandes(expression: Expression, feuille: str, hauteur: Callable[[str], int]) -> list[str]:
    """The pieces of a formula of ``feuille`` that decide what it reads."""
    textes: list[str] = []

    def noter(texte: str) -> Valeur:
        textes.append(texte)
        # A row kept or not must look known, so that the walk asks about all the rows.
        return 0.0 if texte.startswith("COUNTIFS(") else None

    Parcours(feuille, hauteur, noter).expression(expression)
    return textes


def lectures(
    expression: Expression, feuille: str, hauteur: Callable[[str], int], reponses: Mapping[str, Valeur]
) -> list[Lue]:
    """What a formula of ``feuille`` reads, once its :func:`demandes` are answered."""
    return Parcours(feuille, hauteur, reponses.get).expression(expression)
