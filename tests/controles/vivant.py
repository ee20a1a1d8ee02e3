"""A pack kept open in an engine, as on a screen: cells are typed, the pack answers, the cells are put back.

The files are read, merged and computed once; an edit then costs a fraction of a second. What the same edit gives in
files is compared in ``test_vivant.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from chargeprod_xl.controles.verdicts import Verdict, lire_verdicts
from chargeprod_xl.liens.formules import lire_plage
from chargeprod_xl.recalcul import CalculPack, calculer_lus
from chargeprod_xl.recalcul.fusion import Adresse, fusionner
from chargeprod_xl.recalcul.moteurs import Formualizer, valeur_formualizer
from controles.atelier import Contenu, lire_pack

Gestes = Mapping[tuple[str, str], Mapping[str, Contenu]]
"""What to type: by workbook and sheet, the content of cells."""
Verdicts = dict[tuple[str, str], Verdict]


class PackOuvert:
    """The open pack; ``avant`` is what it says before any edit."""

    def __init__(self, dossier: Path) -> None:
        self._lus = lire_pack(dossier)
        self._fusion = fusionner(self._lus)
        self.avant = calculer_lus(self._lus, [Formualizer()])
        self._noms = {(o.classeur.nom, o.feuille): nom for nom, o in self._fusion.origines.items()}
        self._formules = [(ou, self._fusion.lieu(ou)) for ou, _ in self._fusion.formules()]
        self._classeur = Formualizer().ouvrir(self._fusion)

    def calculer(self, gestes: Gestes) -> CalculPack:
        """Every value of the pack after the edit."""
        with self._saisis(gestes) as saisies:
            valeurs = {**self.avant.valeurs, **saisies}
            valeurs |= {lieu: self._valeur(ou) for ou, lieu in self._formules if lieu not in saisies}
        return CalculPack(valeurs, self.avant.rapport)

    def juger(self, gestes: Gestes) -> Verdicts:
        """The checks after the edit, by workbook and wording."""
        return self.verdicts(self.calculer(gestes))

    def verdicts(self, calcul: CalculPack) -> Verdicts:
        """The checks of a calculation, by workbook and wording."""
        return {(v.classeur.removesuffix(".xlsx"), v.libelle): v for v in lire_verdicts(calcul, self._lus)}

    @contextmanager
    def _saisis(self, gestes: Gestes) -> Iterator[dict[Any, Contenu]]:
        cellules = {
            Adresse(self._noms[f"{classeur}.xlsx", feuille], lieu.ligne_debut, lieu.colonne_debut): contenu
            for (classeur, feuille), contenus in gestes.items()
            for lieu, contenu in ((lire_plage(cellule), contenu) for cellule, contenu in contenus.items())
        }
        anciens = {ou: self._contenu(ou) for ou in cellules}
        for ou, contenu in cellules.items():
            self._classeur.set_value(*ou, contenu)
        self._classeur.evaluate_all()
        try:
            yield {self._fusion.lieu(ou): contenu for ou, contenu in cellules.items()}
        finally:
            for ou, (formule, contenu) in anciens.items():
                if formule:
                    self._classeur.set_formula(*ou, formule)
                else:
                    self._classeur.set_value(*ou, contenu)
            self._classeur.evaluate_all()

    def _contenu(self, ou: Adresse) -> tuple[str | None, Any]:
        return self._classeur.get_formula(*ou), self._classeur.get_value(*ou)

    def _valeur(self, ou: Adresse) -> Any:
        return valeur_formualizer(self._classeur.get_value(*ou))
