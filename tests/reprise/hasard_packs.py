"""Packs fresh from the sources, each built once per process: what a round starts from, and what it is compared with."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import yaml
from magasin import pack_construit

from chargeprod_xl.anomalies import DonneesRefuseesError
from chargeprod_xl.baremes import lecture
from chargeprod_xl.construction import dossier_gabarits
from reprise.atelier import gabarits as gabarits_de
from reprise.hasard_film import CHANGEMENTS, Sources

RACINE = Path(__file__).parent.parent.parent
Variante = tuple[str, ...]
Imposes = tuple[tuple[str, Any], ...]
_SANS_SCENARIO = {"des dates déplacées", "des hypothèses changées", "un budget changé", "des barèmes changés"}


@dataclass(frozen=True)
class Genre:
    """A kind of round: the workbooks of its pack, and the film; ``demo``: the whole demo film."""

    nom: str
    classeurs: tuple[str, ...]
    demo: bool = False

    @property
    def changements(self) -> list[str]:
        """What may happen to its sources."""
        return [c for c in CHANGEMENTS if not self.demo or c in _SANS_SCENARIO]


PETIT = Genre("petit", ("projet", "depouillement", "plan_de_travail"))
MOYEN = Genre("moyen", ("projet", "depouillement", "plan_de_travail", "equipe", "devis", "financement"))
DEMO = Genre("démo", (), demo=True)


@contextmanager
def taux_en_vigueur(taux: Mapping[str, float]) -> Iterator[None]:
    """The rates as a later version of the program would have them."""
    brut = deepcopy(lecture.charger("chaine"))
    for entree in brut:
        if entree["id"] in taux:
            for valeur in entree["valeurs"]:
                valeur["valeur"] = taux[entree["id"]]
    charger = lecture.charger
    with patch.object(lecture, "charger", lambda nom: brut if nom == "chaine" else charger(nom)):
        lecture.baremes.cache_clear()
        try:
            yield
        finally:
            lecture.baremes.cache_clear()


@cache
def _atelier() -> Path:
    return Path(tempfile.mkdtemp(prefix="chargeprod-rondes-"))


@cache
def gabarits(genre: Genre) -> Path:
    """The templates of a kind of pack."""
    if genre.demo:
        return dossier_gabarits()
    dossier = _atelier() / genre.nom
    dossier.mkdir()
    return gabarits_de(dossier, *genre.classeurs)


def sources(genre: Genre, variante: Variante, imposes: Imposes = ()) -> Sources:
    """The sources after some changes; ``imposes``: values of the project file by dotted path."""
    s = Sources()
    if genre.demo:
        s.projet, s.budget = (
            yaml.safe_load((RACINE / "demo" / f"{n}.yaml").read_text(encoding="utf-8")) for n in ("projet", "budget")
        )
    for nom, changer in CHANGEMENTS.items():
        if nom in variante:
            changer(s)
    for chemin, valeur in imposes:
        *parents, champ = chemin.split(".")
        ici = s.projet
        for parent in parents:
            ici = ici.setdefault(parent, {})
        ici[champ] = valeur
    return s


def ecrire_sources(genre: Genre, dossier: Path, s: Sources) -> None:
    """A film's folder; the demo film keeps its screenplay and its expenses."""
    s.ecrire(dossier)
    if genre.demo:
        for nom in ("scenario.fountain", "depenses.csv"):
            shutil.copyfile(RACINE / "demo" / nom, dossier / nom)


@cache
def pack_neuf(genre: Genre, variante: Variante = (), imposes: Imposes = ()) -> Path | None:
    """The folder of a film freshly built from changed sources, shared: copy it. None when they are refused."""
    dossier = Path(tempfile.mkdtemp(dir=_atelier())) / "film"
    s = sources(genre, variante, imposes)
    ecrire_sources(genre, dossier, s)
    with taux_en_vigueur(s.taux):
        try:
            pack_construit(dossier, gabarits=gabarits(genre), plus=f"taux {sorted(s.taux.items())}")
        except DonneesRefuseesError:
            return None
    return dossier
