"""The estimated net in the recalculated workbook, and what the cash plan takes of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from oracle.test_net import NET_EX1, NET_EX2B

from chargeprod_xl.baremes.lecture import charger
from equipe.atelier import cotisations, employer, film, rangees, regler
from equipe.test_exemples import CHEF_OPERATEUR, COMEDIEN

MOIS_ENTIER: dict[str, Any] = {
    "profil": "technicien non-cadre",
    "fonction": "Machiniste",
    "mois": date(2026, 3, 1),
    "du": date(2026, 3, 1),
    "au": date(2026, 3, 31),
    "unite": "M",
    "taux": 4000,
    "heures": 0,
}
AUDIOVISUEL = MOIS_ENTIER | {"convention": "2642"}


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pack = film(tmp_path_factory.mktemp("net") / "film")
    regler(pack, "Effectif de la société", 11.0)
    cadre = {"profil": "technicien cadre"}
    employer(
        pack,
        CHEF_OPERATEUR,
        COMEDIEN | {"abattement": "O", "nombre": 2},
        MOIS_ENTIER,
        AUDIOVISUEL,
        AUDIOVISUEL | cadre,
    )
    return pack


@pytest.mark.parametrize(
    ("rang", "lignes", "personnes", "verse"),
    [(1, NET_EX1, 1, 2168.43), (2, NET_EX2B, 2, 742.68)],
    ids=["chef opérateur", "deux comédiens avec abattement"],
)
def test_le_net_au_centime(pack: Path, rang: int, lignes: dict[str, str], personnes: int, verse: float) -> None:
    """Two people: 798.58 before tax, less 55.90."""
    table: Any = charger("paie_lignes")
    ligne = rangees(pack, "Net estimé")[rang - 1]
    trouvees = {c["id"]: ligne[c["titre"]] for c in table["retenues"] if ligne[c["titre"]]}
    assert trouvees == pytest.approx({code: personnes * float(m) for code, m in lignes.items()}, abs=0.001)
    assert ligne["Net versé"] == pytest.approx(verse, abs=0.001)


def test_la_convention_2642_et_le_forfait_social(pack: Path) -> None:
    """4,000 under one ceiling: 65.99 % in cinema, 65.51 and 66.12 % in television, and 8 % of the prévoyance."""
    forfait = [cotisations(pack, n, ["Forfait social"])["Forfait social"] for n in (3, 4, 5)]
    assert forfait == [4.80, 3.33, 5.18]  # of 60.00, of 13.60 + 28.00, of 35.20 + 29.60
    totaux = [cotisations(pack, n, ["Total des charges"])["Total des charges"] for n in (3, 4, 5)]
    assert totaux == [2644.44, 2623.57, 2650.06]
