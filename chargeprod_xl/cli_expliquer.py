"""The command that explains a figure: from a cell to its bases, rates, dates and sources."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from chargeprod_xl.anomalies import DonneesRefuseesError
from chargeprod_xl.cli_sortie import EnJson, ecrire_json, progression, refuser

PROFONDEUR_MAX = 12


def expliquer(
    classeur: Annotated[Path, typer.Argument(help="Classeur d’un pack : mon_film/pack/equipe.xlsx.")],
    cellule: Annotated[str, typer.Argument(help="Feuille et cellule : 'Emplois!K12' ou \"'Taux du mois'!B5\".")],
    profondeur: Annotated[
        int, typer.Option("--profondeur", min=0, max=PROFONDEUR_MAX, help="Combien d’étapes remonter.")
    ] = 2,
    en_json: EnJson = False,
) -> None:
    """Why a cell shows what it shows."""
    from chargeprod_xl.explication import en_json as pour_machine  # noqa: PLC0415 - start-up stays short
    from chargeprod_xl.explication import rendu  # noqa: PLC0415
    from chargeprod_xl.explication.lecture import expliquer_fichier  # noqa: PLC0415

    try:
        with progression(en_json) as progres:
            reponse = expliquer_fichier(classeur, cellule, profondeur, progres)
    except DonneesRefuseesError as refus:
        refuser(refus.anomalies, en_json)
        return
    if en_json:
        ecrire_json(pour_machine.reponse(reponse))
    else:
        rendu.montrer(reponse)
