"""The command that adds workbooks to a film."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from chargeprod_xl.anomalies import DonneesRefuseesError
from chargeprod_xl.cli_sortie import EnJson, Silencieux, dire, ecrire_json, refuser


def ajouter(
    dossier: Annotated[Path, typer.Argument(help="Dossier du film (celui de projet.yaml).")],
    classeurs: Annotated[list[str], typer.Argument(help="Classeurs à ajouter.")],
    quiet: Silencieux = False,
    en_json: EnJson = False,
) -> None:
    """Ajoute des classeurs à ceux du film : les nomme dans projet.yaml, et dit quoi lancer ensuite."""
    from chargeprod_xl.ajout import ajouter as nommer  # noqa: PLC0415 - start-up stays short

    try:
        fait = nommer(dossier, classeurs)
    except DonneesRefuseesError as refus:
        refuser(refus.anomalies, en_json)
        return
    if en_json:
        ecrire_json(asdict(fait))
    elif not quiet:
        for nom in fait.deja:
            dire(f"déjà dans ce film : {nom}")
        for nom in fait.ajoutes:
            dire(f"ajouté : {nom}")
        if fait.ajoutes:
            dire(f"ensuite : {fait.ensuite}")
