"""The demo film looks like a film: its shares, its charges, its size."""

from __future__ import annotations

from pathlib import Path

import pytest

from chargeprod_xl.chargement import charger_film
from chargeprod_xl.recalcul import CalculPack, calculer_pack

DEMO = Path(__file__).parents[2] / "demo"
pytestmark = pytest.mark.xdist_group("demo")
#: Parts d’un devis au-delà desquelles un diffuseur public alerte (relevées dans son outil de saisie).
FOURCHETTES = {1: (0.02, 0.15), 2: (0.15, 0.55), 4: (0.05, 0.25), 6: (0.02, 0.25), 7: (0.05, 0.25)}


@pytest.fixture(scope="module")
def pack(pack_demo: Path) -> CalculPack:
    return calculer_pack(sorted(pack_demo.glob("*.xlsx")))


def ligne(pack: CalculPack, feuille: str, libelle: str, colonne: str) -> float:
    """The figure of ``colonne`` on the row whose first cell says ``libelle``."""
    for lieu, valeur in pack.valeurs.items():
        if lieu.feuille == feuille and lieu.cellule.startswith("A") and valeur == libelle:
            trouve = pack.valeur(feuille, f"{colonne}{lieu.cellule[1:]}")
            assert isinstance(trouve, float)
            return trouve
    raise AssertionError(libelle)


def test_le_scenario_de_demonstration_est_un_vrai_scenario() -> None:
    film, fautes = charger_film(DEMO)
    assert fautes == []
    assert film is not None
    assert film.scenario is not None
    sequences = film.scenario.sequences
    assert len(sequences) >= 25
    assert len({s.decor for s in sequences}) >= 6
    assert len({r for s in sequences for r in s.roles}) >= 8
    assert {"JOUR", "NUIT"} <= {s.effet for s in sequences}


def test_les_parts_des_postes_sont_dans_les_fourchettes_connues(pack: CalculPack) -> None:
    total = ligne(pack, "Récapitulatif", "TOTAL GÉNÉRAL HT", "E")
    noms = {
        1: "Droits artistiques",
        2: "Personnel",
        4: "Charges sociales et fiscales",
        6: "Transports, défraiements, régie",
        7: "Moyens techniques",
    }
    for poste, (bas, haut) in FOURCHETTES.items():
        part = ligne(pack, "Récapitulatif", noms[poste], "E") / total
        assert bas <= part <= haut, (poste, part)


def test_les_charges_font_au_moins_la_moitie_des_salaires_des_techniciens(pack: CalculPack) -> None:
    salaires = ligne(pack, "Charges sociales", "Techniciens", "C")
    charges = ligne(pack, "Charges sociales", "Techniciens", "E")
    assert salaires > 300_000
    assert charges >= 0.5 * salaires


def test_aucun_controle_en_erreur(pack: CalculPack) -> None:
    assert ligne(pack, "Contrôles", "Erreurs dans tout le pack", "B") == 0
