"""The engines behind one small protocol: a merged workbook in, the value of every formula cell out."""

from __future__ import annotations

import importlib.util
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

from chargeprod_xl.classeurs.lecture import CelluleLue
from chargeprod_xl.classeurs.valeurs import Erreur, Valeur
from chargeprod_xl.recalcul.fusion import Adresse, Fusion, ecrire_fusion

_ORIGINE = datetime(1899, 12, 30)
_ERREURS_FORMUALIZER: Mapping[str, str] = {
    "Na": "#N/A",
    "Value": "#VALUE!",
    "Ref": "#REF!",
    "Name": "#NAME?",
    "Div": "#DIV/0!",
    "Num": "#NUM!",
    "Null": "#NULL!",
    "Spill": "#SPILL!",
    "Calc": "#CALC!",
    "Circ": "#CIRC!",
    "NImpl": "#N/IMPL!",
}
NE_SAIT_PAS = frozenset({"#NAME?", "#N/IMPL!", "#ERROR!", "#SPILL!"})
"""What an engine answers when it does not understand a formula, rather than when the formula is wrong."""
CIRCULAIRE = "#CIRC!"


class Moteur(Protocol):
    """A spreadsheet engine."""

    @property
    def nom(self) -> str:
        """Its name."""

    @property
    def version(self) -> str:
        """Its version."""

    def calculer(self, fusion: Fusion) -> dict[Adresse, Valeur]:
        """The value of every formula cell."""


@dataclass(frozen=True)
class Formualizer:
    """formualizer: fast, indexes lookups."""

    nom: str = "formualizer"

    @property
    def version(self) -> str:
        """The installed version."""
        return version("formualizer")

    def ouvrir(self, fusion: Fusion) -> Any:
        """The merged workbook, computed, in the engine."""
        import formualizer  # noqa: PLC0415 - 0.1 s, and only recalculation needs it

        classeur = _avec_fichier(ecrire_fusion(fusion), formualizer.load_workbook)
        classeur.evaluate_all()
        return classeur

    def calculer(self, fusion: Fusion) -> dict[Adresse, Valeur]:
        """The value of every formula cell."""
        lire = self.ouvrir(fusion).get_value
        return {ou: valeur_formualizer(lire(ou.feuille, ou.ligne, ou.colonne)) for ou, _ in fusion.formules()}


@dataclass(frozen=True)
class IronCalc:
    """IronCalc: independent of the first; optional, its wheels lag behind Python's releases."""

    nom: str = "ironcalc"

    @property
    def version(self) -> str:
        """The installed version."""
        return version("ironcalc")

    def calculer(self, fusion: Fusion) -> dict[Adresse, Valeur]:
        """The value of every formula cell."""
        import ironcalc  # noqa: PLC0415 - optional

        modele = _avec_fichier(ecrire_fusion(fusion), ironcalc.load_from_xlsx)
        modele.evaluate()
        rangs = {feuille["name"]: rang for rang, feuille in enumerate(modele.get_worksheets_properties())}
        erreur = ironcalc.CellType.ErrorValue
        valeurs: dict[Adresse, Valeur] = {}
        for ou, _ in fusion.formules():
            repere = (rangs[ou.feuille], ou.ligne, ou.colonne)
            valeur = modele.get_cell_value(*repere)
            if isinstance(valeur, str) and valeur.startswith("#") and modele.get_cell_type(*repere) == erreur:
                valeurs[ou] = Erreur(valeur)
            else:
                valeurs[ou] = _normaliser(valeur)
        return valeurs


def _avec_fichier(octets: bytes, charger: Callable[[str], Any]) -> Any:
    """Load the merged file from a private folder: both engines want a path."""
    with tempfile.TemporaryDirectory(prefix="chargeprod-") as dossier:
        chemin = Path(dossier) / "fusion.xlsx"
        chemin.write_bytes(octets)
        return charger(str(chemin))


def valeur_formualizer(valeur: Any) -> Valeur:
    """What formualizer answers for a cell, as this program holds values."""
    if isinstance(valeur, dict):
        genre = str(valeur.get("kind"))
        return Erreur(_ERREURS_FORMUALIZER.get(genre, f"#{genre.upper()}!"))
    return _normaliser(valeur)


def _normaliser(valeur: Any) -> Valeur:
    """Numbers as float, dates as serials."""
    if valeur is None or isinstance(valeur, str | bool):
        return valeur
    if isinstance(valeur, int | float):
        return float(valeur) + 0.0
    if isinstance(valeur, time):
        valeur = timedelta(hours=valeur.hour, minutes=valeur.minute, seconds=valeur.second)
    elif isinstance(valeur, datetime):
        valeur = valeur.replace(tzinfo=None) - _ORIGINE
    elif isinstance(valeur, date):
        valeur = valeur - _ORIGINE.date()
    return valeur / timedelta(days=1) if isinstance(valeur, timedelta) else Erreur("#N/IMPL!")


def moteurs_installes() -> tuple[tuple[Moteur, ...], tuple[str, ...]]:
    """The engines this machine has, and a warning for each that is missing."""
    if importlib.util.find_spec("ironcalc") is not None:
        return (Formualizer(), IronCalc()), ()
    avertissement = "IronCalc n'est pas installé : un seul moteur a calculé, aucun second ne l'a contrôlé."
    return (Formualizer(),), (avertissement,)


def fonctions_inconnues(moteur: Moteur, noms: Iterable[str]) -> frozenset[str]:
    """The functions an engine does not have, found by asking it: neither publishes a list.

    One that it has answers anything but ``#NAME?`` when called without argument.
    """
    ordre = sorted(noms)
    if not ordre:
        return frozenset()
    appels: dict[tuple[int, int], CelluleLue] = {}
    for ligne, nom in enumerate(ordre, 1):
        appels[(ligne, 1)] = CelluleLue(None, f"{nom}()")
        appels[(ligne, 2)] = CelluleLue(None, f"_xlfn.{nom}()")
    reponses = moteur.calculer(Fusion((), {"Essai": appels}, {}, {}))
    inconnu = Erreur("#NAME?")
    return frozenset(
        nom
        for ligne, nom in enumerate(ordre, 1)
        if all(reponses[Adresse("Essai", ligne, colonne)] == inconnu for colonne in (1, 2))
    )
