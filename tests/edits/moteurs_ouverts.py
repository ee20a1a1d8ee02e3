"""The pack kept open in both engines, as on two screens: cells are typed, both recompute, the cells are put back.

Files are read, merged and computed once; an edit then costs a second instead of a dozen. formualizer recomputes what
follows from a cell (``suiveur``); IronCalc, each time, the whole workbook: it is its witness. The oracle gets the
sheets as they would be in files that no one has computed: every formula is blank. What the same edits give in files is
proved in ``test_1_essentiel.py`` and by LibreOffice.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import ironcalc
from oracle import calculer
from oracle.lecture import Pack

from chargeprod_xl.classeurs.lecture import lire_classeur
from chargeprod_xl.classeurs.valeurs import Erreur, Valeur
from chargeprod_xl.recalcul.comparaison import egales
from chargeprod_xl.recalcul.fusion import Adresse, Fusion, ecrire_fusion, fusionner
from chargeprod_xl.recalcul.moteurs import Formualizer, valeur_formualizer
from edits.affiche import lire_affiche
from edits.familles import Famille
from edits.gestes import Edition, Geste
from edits.jeu import Base, classeurs_en_aval, juger

Contenu = float | str | None
_ORIGINE = date(1899, 12, 30)
_TELS_QUELS = {float, str, bool}


class Ecran(Protocol):
    """An engine with the pack open in it."""

    nom: str

    def taper(self, saisies: Mapping[Adresse, Contenu]) -> None:
        """Type these cells, without waiting for the answer."""

    def valeurs(self, ou: Sequence[Adresse]) -> list[Valeur]:
        """What these cells show, once recomputed."""


class EcranFormualizer:
    """formualizer: it recomputes what depends on the typed cells."""

    nom = "formualizer"

    def __init__(self, fusion: Fusion) -> None:
        self._classeur = Formualizer().ouvrir(fusion)

    def taper(self, saisies: Mapping[Adresse, Contenu]) -> None:
        for ou, contenu in saisies.items():
            self._classeur.set_value(*ou, contenu)

    def valeurs(self, ou: Sequence[Adresse]) -> list[Valeur]:
        self._classeur.evaluate_all()
        bruts = [self._classeur.get_value(*ici) for ici in ou]
        return [brut if type(brut) in _TELS_QUELS else valeur_formualizer(brut) for brut in bruts]


class EcranIronCalc:
    """IronCalc: it recomputes everything."""

    nom = "ironcalc"

    def __init__(self, fusion: Fusion) -> None:
        with tempfile.TemporaryDirectory(prefix="chargeprod-ecran-") as dossier:
            chemin = Path(dossier) / "fusion.xlsx"
            chemin.write_bytes(ecrire_fusion(fusion))
            self._modele: Any = ironcalc.load_from_xlsx(str(chemin))
        self._rangs = {f["name"]: rang for rang, f in enumerate(self._modele.get_worksheets_properties())}

    def taper(self, saisies: Mapping[Adresse, Contenu]) -> None:
        for ou, contenu in saisies.items():
            ici = (self._rangs[ou.feuille], ou.ligne, ou.colonne)
            if contenu is None:
                self._modele.clear_cell_contents(*ici)
            elif isinstance(contenu, str):
                self._modele.update_cell_with_text(*ici, contenu)
            else:
                self._modele.update_cell_with_number(*ici, contenu)

    def valeurs(self, ou: Sequence[Adresse]) -> list[Valeur]:
        self._modele.evaluate()
        return [self._valeur(self._rangs[ici.feuille], ici.ligne, ici.colonne) for ici in ou]

    def _valeur(self, *ici: int) -> Valeur:
        valeur = self._modele.get_cell_value(*ici)
        if isinstance(valeur, str):
            en_erreur = valeur.startswith("#") and self._modele.get_cell_type(*ici) == ironcalc.CellType.ErrorValue
            return Erreur(valeur) if en_erreur else valeur
        return valeur if valeur is None or isinstance(valeur, bool) else float(valeur) + 0.0


@dataclass(frozen=True)
class Reponse:
    """The pack after an edit: as typed (formulas blank), as shown, and the workbooks where a formula moved."""

    saisi: Pack
    montre: Pack
    bouges: set[str]


class PackOuvert:
    """The pack of a folder, open in both engines."""

    def __init__(self, dossier: Path) -> None:
        lus = [lu for chemin in sorted(dossier.glob("*.xlsx")) if (lu := lire_classeur(chemin)[0])]
        self._fusion = fusionner(lus)
        self._origines = self._fusion.origines
        self._noms = {origine.feuille: nom for nom, origine in self._origines.items()}
        self._formules = [ou for ou, _ in self._fusion.formules()]
        self._de_formule = frozenset(self._formules)
        self._feuilles = Pack(dossier).feuilles
        self._suiveur, self._temoin = EcranFormualizer(self._fusion), EcranIronCalc(self._fusion)
        self._avant = self._suiveur.valeurs(self._formules)
        self.verifier_le_temoin()

    def jouer(self, edition: Edition, *, temoin: bool) -> Reponse:
        """What the pack shows after an edit; ``temoin``: the second engine says the same of every formula."""
        saisies = {self._adresse(g): _contenu(g) for g in edition.gestes}
        ecrans: list[Ecran] = [self._suiveur, self._temoin] if temoin else [self._suiveur]
        for ecran in ecrans:
            ecran.taper(saisies)
        try:
            apres = self._suiveur.valeurs(self._formules)
            if temoin:
                self._accord(apres, edition.phrase)
        finally:
            for ecran in ecrans:
                ecran.taper({ou: self._depart(ou) for ou in saisies})
        assert self._suiveur.valeurs(self._formules) == self._avant, f"{edition.phrase} : la base n’est pas retrouvée"
        return self._reponse(saisies, apres)

    def verifier_le_temoin(self) -> None:
        """The second engine, its last edit taken back, shows the pack as the first one showed it at first."""
        self._accord(self._avant, "pack sans édition")

    def _accord(self, attendues: Sequence[Valeur], quoi: str) -> None:
        trios = zip(self._formules, attendues, self._temoin.valeurs(self._formules), strict=True)
        fautes = [(ou, a, b) for ou, a, b in trios if not egales(a, b)]
        assert not fautes, f"{quoi} : les moteurs ne s’accordent pas {fautes[:3]}"
        erreurs = [(ou, a) for ou, a in zip(self._formules, attendues, strict=True) if isinstance(a, Erreur)]
        assert not erreurs, f"{quoi} : {erreurs[:3]}"

    def _adresse(self, geste: Geste) -> Adresse:
        ou = Adresse(self._noms[geste.feuille], geste.ligne, geste.colonne)
        assert geste.genre == "poser", "ce qui déplace des lignes se joue dans les fichiers"
        assert ou not in self._de_formule, f"{ou} est une formule"
        return ou

    def _depart(self, ou: Adresse) -> Contenu:
        cellule = self._fusion.feuilles[ou.feuille].get((ou.ligne, ou.colonne))
        valeur = cellule.valeur if cellule else None
        assert valeur is None or isinstance(valeur, float | str)
        return valeur

    def _reponse(self, saisies: Mapping[Adresse, Contenu], apres: Sequence[Valeur]) -> Reponse:
        vides = dict.fromkeys(self._formules)
        calculees = dict(zip(self._formules, apres, strict=True))
        bouges = {
            self._origines[ou.feuille].classeur.chemin.stem
            for ou, avant, ici in zip(self._formules, self._avant, apres, strict=True)
            if avant != ici
        }
        return Reponse(self._pack({**saisies, **vides}), self._pack({**saisies, **calculees}), bouges)

    def _pack(self, contenus: Mapping[Adresse, Valeur]) -> Pack:
        """The sheets with these contents, as a reader of files gives them: nothing is an empty text."""
        feuilles = {nom: [list(rangee) for rangee in rangees] for nom, rangees in self._feuilles.items()}
        for ou, contenu in contenus.items():
            feuilles[self._origines[ou.feuille].feuille][ou.ligne - 1][ou.colonne - 1] = (
                "" if contenu is None else contenu
            )
        return Pack(feuilles)


def _contenu(geste: Geste) -> Contenu:
    """What a cell holds once this is typed: dates are serials, numbers have no kind."""
    if isinstance(geste.valeur, date):
        return float((geste.valeur - _ORIGINE).days)
    assert geste.valeur is None or isinstance(geste.valeur, str | int | float)
    return geste.valeur if isinstance(geste.valeur, str | None) else float(geste.valeur)


def prouver_a_l_ecran(base: Base, ouvert: PackOuvert, une: Edition, famille: Famille, *, temoin: bool) -> None:
    """Play in the open engines, compare with the oracle, and check that what should not move has not."""
    reponse = ouvert.jouer(une, temoin=temoin)
    juger(base, une, famille, calculer(reponse.saisi), lire_affiche(reponse.montre))
    ailleurs = reponse.bouges - classeurs_en_aval(une)
    assert not ailleurs, f"{une.phrase} : des formules de {sorted(ailleurs)} ont bougé"
