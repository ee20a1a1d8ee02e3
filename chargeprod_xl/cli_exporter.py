"""Commands that give what a pack holds to others: rows for the payroll program, the devis for its readers."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.cli_exporter_devis import devis
from chargeprod_xl.cli_sortie import EnJson, Silencieux, dire, ecrire_json, progression, refuser
from chargeprod_xl.complement.table import aide

application = typer.Typer(help="Exports vers d’autres lecteurs et d’autres logiciels.", no_args_is_help=True)
application.command(help=aide("exporter devis"))(devis)


@application.command(help=aide("exporter paie"))
def paie(
    chemin: Annotated[
        Path | None, typer.Argument(metavar="FILM_OU_PACK", help="Dossier d’un film ou de son pack.")
    ] = None,
    vers: Annotated[Path | None, typer.Option("--vers", help="Fichier à écrire ; sans elle, paie.csv du film.")] = None,
    correspondance: Annotated[
        Path | None, typer.Option("--correspondance", help="Colonnes, formats et codes du cabinet (YAML).")
    ] = None,
    mois: Annotated[str | None, typer.Option("--mois", help="Seulement ce mois : 2027-04.")] = None,
    modele: Annotated[
        Path | None, typer.Option("--modele", help="Copie ici la correspondance livrée, à adapter, et s’arrête.")
    ] = None,
    quiet: Silencieux = False,
    en_json: EnJson = False,
) -> None:
    """Rows for the payroll firm."""
    from chargeprod_xl.exports import paie as export  # noqa: PLC0415 - start-up stays short

    try:
        if modele is not None:
            export.copier_le_modele(modele)
            if en_json:
                ecrire_json({"fichier": modele})
            elif not quiet:
                dire(f"créé : {modele}")
            return
        if chemin is None:
            raise DonneesRefuseesError([Anomalie("FILM_OU_PACK", "il manque le dossier du film", "donnez-le")])
        with progression(quiet or en_json) as progres:
            fait = export.exporter(chemin, vers, correspondance, mois, progres)
    except DonneesRefuseesError as refus:
        refuser(refus.anomalies, en_json)
        return
    if en_json:
        ecrire_json(asdict(fait))
    elif not quiet:
        _montrer(fait)


def _montrer(fait: object) -> None:
    from rich.console import Console  # noqa: PLC0415 - start-up stays short
    from rich.table import Table  # noqa: PLC0415

    from chargeprod_xl.exports.paie import Export  # noqa: PLC0415

    assert isinstance(fait, Export)
    table = Table(title=str(fait.fichier), show_header=False)
    table.add_row("Lignes", str(fait.lignes))
    table.add_row("Brut", f"{fait.brut:,.2f} €".replace(",", " ").replace(".", ","))
    laisses = {"d’autres mois": fait.autres_mois, "sans salaire": fait.sans_salaire, "d’auteurs": fait.auteurs}
    for raison, nombre in laisses.items():
        if nombre:
            table.add_row(f"Lignes {raison}, laissées", str(nombre))
    Console().print(table)
    for avertissement in fait.avertissements:
        dire(f"▲ {avertissement}")
