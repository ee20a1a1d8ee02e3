"""The demo pack as a person would have it before sending: a region, a country, apports, notes, a name; read once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from controles.atelier import ecrire, lire, reperer

from chargeprod_xl.exports.devis.classeur import Document, fabriquer
from chargeprod_xl.exports.devis.donnees import lire_devis
from chargeprod_xl.exports.devis.envoi import envois_livres
from chargeprod_xl.exports.devis.lecture import PackLu, lire_pack
from chargeprod_xl.exports.devis.modele import Envois, choisir, lire_envois
from chargeprod_xl.recalcul import actualiser

NOTE = "NOTE-PRIVEE-Q7 : ne pas dire"
NOM = "Anselme Vautrepied"
CASSEE = "Ligne retirée de la négociation"
PAYS = "Belgique"
REGION = "Région du Littoral-Nord"
LECTEURS = ("cnc", "banque", "region", "coproducteur", "diffuseur")
Fabrique = Callable[..., Document]


def _etiqueter(pack: Path) -> None:
    devis, equipe = lire(pack / "devis.xlsx"), lire(pack / "equipe.xlsx")

    def ou(titre: str, code: str) -> str:
        return reperer(devis, "Détail", titre, {"N°": code})

    regionales = {ou("Part R1", c): 1.0 for c in ("2313", "2341", "5211", "6511", "7111")}
    detail = {
        **regionales,
        ou("Part R1", "2341"): 0.5,
        ou("Note interne", "2341"): NOTE,
        ou("Nom ou précision", "1423"): CASSEE,
        ou("Inclus", "1423"): "N",
        ou("Apport", "8111"): "industrie",
        ou("Apport", "8112"): "diffuseur",
        ou("Apport", "2341"): "participation",
        ou("dont étranger", "7111"): 1500.0,
        ou("Pays", "7111"): PAYS,
    }
    ecrire(pack / "devis.xlsx", "Détail", detail, devis)
    lecteurs = {
        reperer(devis, "Lecteurs", "Lecteur", {"Repère": "R1"}): REGION,
        reperer(devis, "Lecteurs", "Pays", {"N°": 1.0}): PAYS,
    }
    ecrire(pack / "devis.xlsx", "Lecteurs", lecteurs, devis)
    # One red check: nothing in the devis pays for what the broadcaster requires.
    livrable = {"Livrable": "Making-of, entretiens, bonus"}
    exige = {reperer(devis, "Livrables", t, livrable): v for t, v in (("Exigé", "O"), ("Ligne du devis", "9299"))}
    ecrire(pack / "devis.xlsx", "Livrables", exige, devis)
    ecrire(pack / "equipe.xlsx", "Personnes", {reperer(equipe, "Personnes", "Nom", {"N°": 24.0}): NOM}, equipe)
    plan = lire(pack / "financement.xlsx")
    aide = reperer(plan, "Plan de financement", "Territoire", {"Code": "D1"})
    ecrire(pack / "financement.xlsx", "Plan de financement", {aide: "R1"}, plan)


@pytest.fixture(scope="session")
def film_pret(pack_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The film's folder, its pack labelled and its values renewed; never written by a test."""
    film = tmp_path_factory.mktemp("envoi") / "film"
    pack = Path(shutil.copytree(pack_demo, film / "pack"))
    _etiqueter(pack)
    assert actualiser(sorted(pack.glob("*.xlsx"))).ecrit
    return film


@pytest.fixture(scope="session")
def pack_lu(film_pret: Path) -> PackLu:
    return lire_pack(sorted((film_pret / "pack").glob("*.xlsx")))


@pytest.fixture(scope="session")
def envois() -> Envois:
    return lire_envois(envois_livres())


@pytest.fixture(scope="session")
def fabrique(pack_lu: PackLu, envois: Envois) -> Fabrique:
    """The workbook of a reader, each made once."""
    faits: dict[tuple[str, bool | None, bool], Document] = {}

    def faire(pour: str, masque: bool | None = None, toutes: bool = False) -> Document:
        cle = (pour, masque, toutes)
        if cle not in faits:
            lecteur = choisir(envois, pour)
            devis = lire_devis(pack_lu, "R1" if lecteur.territorial else "", toutes)
            faits[cle] = fabriquer(devis, lecteur, envois, lecteur.masquer_salaires if masque is None else masque)
        return faits[cle]

    return faire
