"""The oracle shares nothing with what it judges, and reads no computed cell."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

from openpyxl import load_workbook

from oracle import calculer

ICI = Path(__file__).parent


def importes(chemin: Path) -> set[str]:
    """Every module a file imports."""
    noms: set[str] = set()
    for noeud in ast.walk(ast.parse(chemin.read_text(encoding="utf-8"))):
        if isinstance(noeud, ast.Import):
            noms |= {alias.name for alias in noeud.names}
        if isinstance(noeud, ast.ImportFrom):
            noms.add(noeud.module or ".")
    return noms


def test_l_oracle_n_importe_rien_du_programme() -> None:
    modules = [chemin for chemin in ICI.glob("*.py") if not chemin.name.startswith("test_")]
    assert modules
    for chemin in modules:
        etrangers = {nom for nom in importes(chemin) if nom.split(".")[0] in ("chargeprod_xl", "udfs", "edits", ".")}
        assert not etrangers, f"{chemin.name} importe {etrangers}"
        assert "import_module" not in chemin.read_text(encoding="utf-8")


def test_l_oracle_ne_lit_aucune_valeur_calculee(pack_demo: Path, tmp_path: Path) -> None:
    """openpyxl drops every stored result of a formula: the figures must not change."""
    dossier = tmp_path / "pack"
    shutil.copytree(pack_demo, dossier)
    for chemin in dossier.glob("*.xlsx"):
        load_workbook(chemin).save(chemin)
    assert calculer(dossier) == calculer(pack_demo)
