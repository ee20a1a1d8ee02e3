"""More people than the pack had places for: rebuilding makes room, as its check says."""

from __future__ import annotations

from pathlib import Path

from edits.familles import edition
from edits.gestes import Geste
from edits.main_openpyxl import jouer

from chargeprod_xl.regeneration import Demande, regenerer
from equipe.atelier import employer, film, rangees, recalculer, rouges
from equipe.test_heures import SCRIPTE

PLACE = "Chaque emploi a sa ligne d’assiettes et de cotisations"


def test_des_emplois_ajoutes_trouvent_leur_place_a_la_regeneration(tmp_path: Path) -> None:
    """Twelve places were made; five rows are ready to be typed in, twenty are added, each a week of a scripte."""
    pack = film(tmp_path / "film")
    employer(pack, SCRIPTE)
    jouer(edition("vingt emplois de plus", *(Geste("inserer", "Emplois", 6, modele=5) for _ in range(20))), pack)
    recalculer(pack)
    assert PLACE in rouges(pack)
    for _ in range(2):
        regenerer(pack.parent, Demande())
        assert PLACE not in rouges(pack)
        payes = [
            r for r in rangees(pack, "Cotisations") if r["Vieillesse déplaf."] and isinstance(r["Rang"], int | float)
        ]
        assert len(payes) == 21
