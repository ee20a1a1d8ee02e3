"""« importer scenario »: a new draft of the screenplay."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from chargeprod_xl.anomalies import DonneesRefuseesError
from chargeprod_xl.cli_sortie import EnJson, Silencieux, dire, ecrire_json, progression, refuser


def scenario(
    fichier: Annotated[Path, typer.Argument(metavar="FICHIER", help="Scénario .fountain, .txt, .md ou .fdx.")],
    dossier: Annotated[Path, typer.Argument(metavar="DOSSIER", help="Dossier du film (celui de projet.yaml).")],
    a_blanc: Annotated[bool, typer.Option("--a-blanc", help="Lit le scénario, n’écrit rien.")] = False,
    quiet: Silencieux = False,
    en_json: EnJson = False,
) -> None:
    """A new draft of the screenplay, brought into the film."""
    from chargeprod_xl.imports import nouveau_scenario  # noqa: PLC0415 - start-up stays short

    try:
        with progression(quiet or en_json) as progres:
            fait = nouveau_scenario.importer(fichier, dossier, a_blanc=a_blanc, progres=progres)
    except DonneesRefuseesError as refus:
        refuser(refus.anomalies, en_json)
        return
    if en_json:
        ecrire_json(asdict(fait))
    elif not quiet:
        for doute in fait.a_verifier:
            dire(f"▲ {doute}")
        dire(f"{fait.sequences} séquences lues dans {fichier.name}")
        if fait.ecrits or a_blanc:
            dire("\n".join(f"écrit : {chemin}" for chemin in fait.ecrits) or "à blanc : rien n’a été écrit")
            dire(f"ensuite : chargeprod-xl regenerer {dossier}")
        else:
            dire("c’est déjà le scénario du film : rien n’a été écrit")
