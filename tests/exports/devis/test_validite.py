"""A devis that leaves the house follows the format of its file."""

from __future__ import annotations

from pathlib import Path

from classeurs.validite import erreurs_de_format

from .conftest import Fabrique


def test_un_devis_exporte_suit_son_format(fabrique: Fabrique, tmp_path: Path) -> None:
    fichier = tmp_path / "devis.xlsx"
    fichier.write_bytes(fabrique("region").octets)
    assert erreurs_de_format(fichier) == []
