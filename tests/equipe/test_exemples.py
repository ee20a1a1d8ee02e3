"""The five worked examples of the payroll facts, in the recalculated workbook, line by line, to the cent."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from oracle.test_paie import EX1, EX2, EX2B, EX3, EX3B
from temoins.desaccords import exiger_libreoffice

from chargeprod_xl.baremes.lecture import charger
from chargeprod_xl.recalcul.calcul import recalculer
from chargeprod_xl.recalcul.comparaison import DEMI_CENTIME, comparer
from chargeprod_xl.recalcul.libreoffice import LibreOffice
from equipe.atelier import cotisations, employer, film, regler

JUIN, MARS = date(2026, 6, 1), date(2026, 3, 1)
# Monday 8 to Friday 12 June 2026; 42 effective hours are 43.75 paid ones: 2,758.11 / 40 × 43.75 = 3,016.68.
CHEF_OPERATEUR = {
    "fonction": "Directeur de la photographie cinéma",
    "profil": "technicien cadre",
    "mois": JUIN,
    "du": date(2026, 6, 8),
    "au": date(2026, 6, 12),
    "taux": 3016.68,
    "heures": 42,
}
COMEDIEN = {
    "fonction": "Artiste-interprète",
    "profil": "artiste",
    "categorie": 46,
    "mois": JUIN,
    "unite": "C",
    "engagement": "journée",
    "taux": 500,
}
FIGURANT = {
    "fonction": "Figurant",
    "profil": "figurant",
    "categorie": 46,
    "mois": MARS,
    "unite": "J",
    "engagement": "journée",
    "taux": 107,
}
EMPLOIS = [CHEF_OPERATEUR, COMEDIEN, COMEDIEN | {"abattement": "O"}, FIGURANT]
EXEMPLES = [(1, EX1, 1972.30), (2, EX2, 274.11), (3, EX2B, 252.40), (4, EX3, 60.89)]


def _titres() -> dict[str, str]:
    """Title of each contribution, by its code."""
    table: Any = charger("paie_lignes")
    return {ligne["id"]: ligne["titre"] for ligne in table["lignes"]}


def _par_titre(lignes: dict[str, str]) -> dict[str, float]:
    titres = _titres()
    return {titres[code]: float(montant) for code, montant in lignes.items()}


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pack = film(tmp_path_factory.mktemp("paie") / "film")
    employer(pack, *EMPLOIS)
    return pack


@pytest.mark.parametrize(("rang", "lignes", "total"), EXEMPLES, ids=["EX1", "EX2", "EX2B", "EX3"])
def test_les_exemples_au_centime(pack: Path, rang: int, lignes: dict[str, str], total: float) -> None:
    assert cotisations(pack, rang, list(_titres().values())) == _par_titre(lignes)
    assert cotisations(pack, rang, ["Total des charges"]) == {"Total des charges": total}


def test_un_figurant_au_forfait(tmp_path: Path) -> None:
    pack = film(tmp_path / "film")
    regler(pack, "Assiette forfaitaire des figurants", "O")
    employer(pack, FIGURANT)
    assert cotisations(pack, 1, list(_titres().values())) == _par_titre(EX3B)
    assert cotisations(pack, 1, ["Total des charges"]) == {"Total des charges": 61.06}


@pytest.mark.xdist_group("classeurs")
def test_libreoffice_trouve_les_memes_centimes(pack: Path) -> None:
    """A third engine, on the files a person would open."""
    exiger_libreoffice()
    calcul = recalculer(sorted(pack.glob("*.xlsx")))
    arbitre = LibreOffice(langue="fr-FR").calculer_fichiers(calcul.fusion)
    moteurs = {"formualizer": calcul.resultats["formualizer"], "libreoffice": arbitre}
    assert comparer(calcul.fusion, moteurs, absolue=DEMI_CENTIME) == []
