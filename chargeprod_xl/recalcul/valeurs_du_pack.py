"""Every value of a recomputed pack, by the user's cell; nothing is made until it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from chargeprod_xl.classeurs.valeurs import Valeur
from chargeprod_xl.liens.formules import adresse, lire_borne
from chargeprod_xl.recalcul.calcul import Calcul
from chargeprod_xl.recalcul.fusion import Adresse
from chargeprod_xl.recalcul.rapport import Lieu


class ValeursDuPack(Mapping[Lieu, Valeur]):
    """Inputs as typed, formulas as the engines agree on them."""

    def __init__(self, calcul: Calcul) -> None:
        self._calcul = calcul

    @cached_property
    def _fusionnees(self) -> dict[tuple[str, str], str]:
        """Merged sheet by file and sheet."""
        return {(o.classeur.nom, o.feuille): nom for nom, o in self._calcul.fusion.origines.items()}

    @cached_property
    def _par_nom(self) -> dict[str, str]:
        """Merged sheet by lower-case sheet name: unique in a pack."""
        return {o.feuille.lower(): nom for nom, o in self._calcul.fusion.origines.items()}

    def __getitem__(self, lieu: Lieu) -> Valeur:
        nom = self._fusionnees[lieu.classeur, lieu.feuille]
        borne = lire_borne(lieu.cellule)
        position = (borne.ligne or 0, borne.colonne or 0)
        if position not in self._calcul.fusion.feuilles[nom]:
            raise KeyError(lieu)
        return self._calcul.montree(Adresse(nom, *position))

    def __iter__(self) -> Iterator[Lieu]:
        for nom, origine in self._calcul.fusion.origines.items():
            for position in self._calcul.fusion.feuilles[nom]:
                yield Lieu(origine.classeur.nom, origine.feuille, adresse(*position))

    def __len__(self) -> int:
        return sum(len(self._calcul.fusion.feuilles[nom]) for nom in self._calcul.fusion.origines)

    def sur(self, feuille: str, cellule: str) -> Valeur:
        """The value of a cell (None when empty) by the name of its sheet alone."""
        nom = self._par_nom.get(feuille.lower())
        if nom is None:
            return None
        borne = lire_borne(cellule.upper())
        return self._calcul.montree(Adresse(nom, borne.ligne or 0, borne.colonne or 0))
