"""The Python witness: the ``formulas`` library on a whole pack, each distinct formula compiled once.

``formulas`` builds a graph per cell, which takes minutes on a pack. A pack of ten thousand formulas has a few
hundred distinct ones in R1C1 form: here each is compiled once, with its references as parameters, and called
cell after cell in dependency order. Only the tests need it (extra ``test``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from importlib.metadata import version
from typing import Any

from chargeprod_xl.classeurs.lecture import Erreur, Valeur
from chargeprod_xl.liens.formules import (
    REFERENCES_A1,
    Genre,
    Plage,
    Prefixe,
    decouper,
    en_r1c1,
    fonctions,
    lire_plage,
    lire_prefixe,
)
from chargeprod_xl.liens.references_a1 import DERNIERE_COLONNE, DERNIERE_LIGNE
from chargeprod_xl.recalcul.fusion import Adresse, Fusion

# These two look at the reference itself, not at its values.
_REGARDENT_LA_REFERENCE = frozenset({"ROWS", "COLUMNS"})
_CIRCULAIRE = Erreur("#CIRC!")
LIGNES_MAX = 10_000
COLONNES_MAX = 200


@dataclass(frozen=True)
class Temoin:
    """The ``formulas`` library behind the engines' protocol."""

    nom: str = "formulas"

    @property
    def version(self) -> str:
        """The installed version."""
        return version("formulas")

    def calculer(self, fusion: Fusion) -> dict[Adresse, Valeur]:
        """The value of every formula cell."""
        atelier = _Atelier(fusion, _Bibliotheque.charger())
        return {ou: atelier.valeur(ou) for ou, _ in fusion.formules()}

    def calculer_modeles(self, fusion: Fusion, connues: Mapping[Adresse, Valeur]) -> dict[Adresse, Valeur]:
        """The first and the last cell of each distinct formula, on what another engine found for what they read."""
        bornes: dict[str, list[Adresse]] = {}
        for ou, cellule in fusion.formules():
            motif = en_r1c1(cellule.formule or "", ou.ligne, ou.colonne)
            bornes[motif] = [bornes.get(motif, [ou])[0], ou]
        choisies = {ou for premiere_et_derniere in bornes.values() for ou in premiere_et_derniere}
        valeurs = {ou: valeur for ou, valeur in connues.items() if ou not in choisies}
        atelier = _Atelier(fusion, _Bibliotheque.charger(), valeurs)
        return {ou: atelier.valeur(ou) for ou in choisies}


def arrondir(nombre: float, decimales: float) -> float:
    """ROUND as spreadsheets do it: halves away from zero, on the 15 digits one sees."""
    pas = Decimal(1).scaleb(-int(decimales))
    return float(Decimal(f"{nombre:.15g}").quantize(pas, ROUND_HALF_UP))


@dataclass(frozen=True)
class _Bibliotheque:
    """What we use of ``formulas``, its ROUND repaired."""

    compiler: Callable[[str], Any]
    plages: Callable[[], Any]
    vide: Any
    erreurs: Mapping[str, Any]
    classe_erreur: type
    tableau: Callable[[list[list[Any]]], Any]

    @classmethod
    def charger(cls) -> _Bibliotheque:
        """Import the library: a second, and only when a witness is asked for."""
        import formulas  # noqa: PLC0415 - test extra
        import numpy as np  # noqa: PLC0415
        import schedula  # noqa: PLC0415
        from formulas.functions import Error, XlError, wrap_ufunc  # noqa: PLC0415
        from formulas.ranges import Ranges  # noqa: PLC0415

        formulas.get_functions()["ROUND"] = wrap_ufunc(arrondir)
        analyseur = formulas.Parser()
        return cls(
            compiler=lambda formule: analyseur.ast("=" + formule)[1].compile(),
            plages=Ranges,
            vide=schedula.EMPTY,
            erreurs=Error.errors,
            classe_erreur=XlError,
            tableau=lambda lignes: np.array(lignes, dtype=object),
        )


@dataclass(frozen=True)
class _Modele:
    """A compiled R1C1 pattern: the function, and for each of its parameters the rank of a reference."""

    appeler: Callable[..., Any]
    parametres: tuple[int, ...]
    avec_references: bool


@dataclass(frozen=True)
class _Operande:
    """A reference of a formula, on its sheet."""

    feuille: str
    plage: Plage

    def cellules(self) -> list[Adresse]:
        """Its cells, row by row."""
        p = self.plage
        return [
            Adresse(self.feuille, ligne, colonne)
            for ligne in range(p.ligne_debut, p.ligne_fin + 1)
            for colonne in range(p.colonne_debut, p.colonne_fin + 1)
        ]


@dataclass
class _Atelier:
    """Values and compiled patterns of one calculation."""

    fusion: Fusion
    biblio: _Bibliotheque
    valeurs: dict[Adresse, Valeur] = field(default_factory=dict)
    modeles: dict[str, _Modele | None] = field(default_factory=dict)
    en_cours: set[Adresse] = field(default_factory=set)

    def valeur(self, ou: Adresse) -> Valeur:
        """The value of a cell, precedents first; the stack is ours, chains run deeper than Python allows."""
        pile = [ou]
        while pile:
            ici = pile[-1]
            if ici in self.valeurs:
                pile.pop()
                continue
            formule = self._formule(ici)
            if formule is None:
                self.valeurs[ici] = self._constante(ici)
                continue
            operandes = _operandes(formule, ici.feuille)
            manquent = self._manquantes(operandes)
            if not manquent:
                self.valeurs[ici] = self._evaluer(ici, formule, operandes)
                self.en_cours.discard(ici)
            elif ici in self.en_cours and any(m in self.en_cours for m in manquent):
                self.valeurs[ici] = _CIRCULAIRE
            else:
                self.en_cours.add(ici)
                pile.extend(manquent)
        return self.valeurs[ou]

    def _formule(self, ou: Adresse) -> str | None:
        cellule = self.fusion.feuilles.get(ou.feuille, {}).get((ou.ligne, ou.colonne))
        return cellule.formule if cellule else None

    def _constante(self, ou: Adresse) -> Valeur:
        cellule = self.fusion.feuilles.get(ou.feuille, {}).get((ou.ligne, ou.colonne))
        return cellule.valeur if cellule else None

    def _manquantes(self, operandes: Sequence[_Operande]) -> list[Adresse]:
        return [
            ou
            for operande in operandes
            for ou in operande.cellules()
            if ou not in self.valeurs and self._formule(ou) is not None
        ]

    def _evaluer(self, ou: Adresse, formule: str, operandes: Sequence[_Operande]) -> Valeur:
        motif = en_r1c1(formule, ou.ligne, ou.colonne)
        if motif not in self.modeles:
            self.modeles[motif] = self._compiler(formule)
        modele = self.modeles[motif]
        if modele is None:
            return Erreur("#N/IMPL!")
        arguments = [self._argument(operandes[rang], modele.avec_references) for rang in modele.parametres]
        try:
            return self._resultat(modele.appeler(*arguments))
        except Exception as faute:  # the library's own faults are answers of a witness, not ours
            return Erreur(f"#PYTHON {type(faute).__name__}")

    def _compiler(self, formule: str) -> _Modele | None:
        """The formula with its n-th reference as the parameter ``REF_n``; None when it cannot be read."""
        morceaux: list[str] = []
        rang = 0
        for genre, texte in decouper(formule):
            if genre in REFERENCES_A1:
                morceaux.append(f"REF_{rang}")
                rang += 1
            elif genre is not Genre.PREFIXE:
                morceaux.append(texte)
        try:
            fonction = self.biblio.compiler("".join(morceaux))
        except Exception:
            return None
        parametres = tuple(int(nom.removeprefix("REF_")) for nom in fonction.inputs or ())
        return _Modele(fonction, parametres, bool(fonctions(formule) & _REGARDENT_LA_REFERENCE))

    def _argument(self, operande: _Operande, avec_reference: bool) -> Any:
        largeur = operande.plage.colonne_fin - operande.plage.colonne_debut + 1
        plates = [self._vers_python(ou) for ou in operande.cellules()]
        valeurs = self.biblio.tableau([plates[debut : debut + largeur] for debut in range(0, len(plates), largeur)])
        return self.biblio.plages().push(str(operande.plage), valeurs) if avec_reference else valeurs

    def _vers_python(self, ou: Adresse) -> Any:
        valeur = self.valeurs[ou] if ou in self.valeurs else self._constante(ou)
        if valeur is None:
            return self.biblio.vide
        if isinstance(valeur, Erreur):
            return self.biblio.erreurs.get(valeur.code, self.biblio.erreurs["#VALUE!"])
        return valeur

    def _resultat(self, brut: Any) -> Valeur:
        """The one value of a result, whatever array it comes in."""
        while hasattr(brut, "ravel") and not isinstance(brut, self.biblio.classe_erreur):
            plat = brut.ravel()
            brut = plat[0] if plat.dtype == object else plat[0].item()
        if hasattr(brut, "item"):
            brut = brut.item()
        if brut is self.biblio.vide:
            return 0.0
        if isinstance(brut, self.biblio.classe_erreur):
            return Erreur(str(brut))
        return brut if isinstance(brut, bool | str) else float(brut)


def _operandes(formule: str, feuille: str) -> list[_Operande]:
    """The references of a formula in order, each on its sheet."""
    trouvees = []
    prefixe: Prefixe | None = None
    for genre, texte in decouper(formule):
        if genre in REFERENCES_A1:
            trouvees.append(_Operande(prefixe.feuille if prefixe else feuille, _bornee(lire_plage(texte))))
        prefixe = lire_prefixe(texte) if genre is Genre.PREFIXE else None
    return trouvees


def _bornee(plage: Plage) -> Plage:
    """Whole columns and rows, cut to a size that can be listed; no sheet of ours goes further."""
    return Plage(
        plage.ligne_debut,
        plage.colonne_debut,
        LIGNES_MAX if plage.ligne_fin == DERNIERE_LIGNE else plage.ligne_fin,
        COLONNES_MAX if plage.colonne_fin == DERNIERE_COLONNE else plage.colonne_fin,
    )
