"""Every Office file we hand over follows its format, says someone else's validator."""

from __future__ import annotations

from pathlib import Path

import declarees
import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from chargeprod_xl.complement.assemblage import construire
from classeurs.validite import erreurs_de_format


@pytest.mark.parametrize("nom", tuple(declarees.feuilles()))
def test_un_classeur_du_pack_suit_son_format(nom: str, pack_demo: Path) -> None:
    assert erreurs_de_format(pack_demo / f"{nom}.xlsx") == []


def test_le_complement_suit_son_format(tmp_path: Path) -> None:
    complement = tmp_path / "chargeprod_xl.xlam"
    complement.write_bytes(construire(r"C:\p\Scripts\python.exe"))
    assert erreurs_de_format(complement) == []


def test_le_validateur_voit_une_faute(tmp_path: Path) -> None:
    """A font as openpyxl writes it: the bold mark after the name."""
    livre = Workbook()
    livre.active["A1"].font = Font(name="Calibri", bold=True)
    livre.save(tmp_path / "faute.xlsx")
    assert "/xl/styles.xml : Unexpected element 'b' found" in erreurs_de_format(tmp_path / "faute.xlsx")
