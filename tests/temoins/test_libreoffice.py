"""LibreOffice, the referee: it opens the linked files as shipped and recalculates every formula."""

from __future__ import annotations

from pathlib import Path

import pytest

from chargeprod_xl.classeurs.valeurs import Erreur
from chargeprod_xl.recalcul.calcul import Calcul, recalculer
from chargeprod_xl.recalcul.comparaison import DEMI_CENTIME, comparer
from chargeprod_xl.recalcul.libreoffice import LibreOffice, autotest
from temoins.desaccords import exiger_libreoffice

pytestmark = pytest.mark.xdist_group("classeurs")


@pytest.fixture(scope="module")
def calcul(pack_demo: Path) -> Calcul:
    exiger_libreoffice()
    return recalculer(sorted(pack_demo.glob("*.xlsx")))


def test_une_valeur_fausse_plantee_est_corrigee() -> None:
    """Without this, an agreement would prove nothing: LibreOffice may simply show what it finds."""
    exiger_libreoffice()
    assert autotest("fr-FR")


def test_l_arbitre_donne_les_memes_valeurs_sans_aucune_erreur(calcul: Calcul) -> None:
    arbitre = LibreOffice(langue="fr-FR").calculer_fichiers(calcul.fusion)
    assert len(arbitre) > 10_000
    assert {ou: v for ou, v in arbitre.items() if isinstance(v, Erreur)} == {}
    moteurs = {"formualizer": calcul.resultats["formualizer"], "libreoffice": arbitre}
    assert comparer(calcul.fusion, moteurs, absolue=DEMI_CENTIME) == []


def test_sans_recalcul_libreoffice_lit_les_valeurs_des_moteurs(calcul: Calcul) -> None:
    vues = LibreOffice(recalculer=False).calculer_fichiers(calcul.fusion)
    moteurs = {"formualizer": calcul.resultats["formualizer"], "vues": vues}
    assert comparer(calcul.fusion, moteurs, absolue=DEMI_CENTIME) == []
