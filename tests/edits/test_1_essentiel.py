"""A handful of edits along the whole chain, before the two hundred others."""

from __future__ import annotations

from pathlib import Path

import pytest
from oracle import calculer

from edits.affiche import ecarts
from edits.jeu import PAR_NOM, Base, prouver
from edits.main_openpyxl import jouer

CHAINE = [
    "taux d’imprévus",
    "séquence ajoutée",
    "cachets forcés",
    "ligne ajoutée",
    "source ajoutée",
    "délai d’une règle de paiement",
    "dépense ajoutée",
]


def test_le_pack_tel_que_construit_montre_les_chiffres_de_la_regle(base: Base) -> None:
    assert not ecarts(calculer(base.dossier), base.affiche)


@pytest.mark.parametrize("nom", CHAINE)
def test_une_edition_par_maillon_de_la_chaine(base: Base, tmp_path: Path, nom: str) -> None:
    prouver(base, tmp_path, PAR_NOM[nom].tirer(base.feuilles, 100), jouer, PAR_NOM[nom])
