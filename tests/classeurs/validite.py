"""What an independent validator, a port of the checks of Microsoft's Open XML SDK, holds against an Office file."""

from __future__ import annotations

from pathlib import Path

from openxml_audit import FileFormat, OpenXmlValidator, ValidationSeverity

_VALIDATEUR = OpenXmlValidator(file_format=FileFormat.OFFICE_2019)


def erreurs_de_format(fichier: Path) -> list[str]:
    """Its errors, each with its part; advice is left aside."""
    lues = _VALIDATEUR.validate(str(fichier)).errors
    return [f"{e.part_uri} : {e.description}" for e in lues if e.severity is ValidationSeverity.ERROR]
