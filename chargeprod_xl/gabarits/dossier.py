"""Where the templates are."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def dossier_gabarits() -> Path:
    """The templates: beside the package in a checkout, inside it once installed."""
    dans_le_paquet = Path(str(files("chargeprod_xl"))) / "workbook_templates"
    return dans_le_paquet if dans_le_paquet.is_dir() else Path(__file__).parents[2] / "workbook_templates"
