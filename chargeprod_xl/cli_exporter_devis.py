"""« exporter devis »: the devis for one reader, or a reader's own form filled."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.cli_sortie import (
    SORTIE_ROUGE,
    EnJson,
    Silencieux,
    dire,
    ecrire_json,
    progression,
    refuser,
)

if TYPE_CHECKING:
    from chargeprod_xl.exports.devis.envoi import Envoi
    from chargeprod_xl.exports.devis.formulaire_envoi import FormulaireRempli

_MONTREES = 12


def devis(
    chemin: Annotated[
        Path | None, typer.Argument(metavar="FILM_OU_PACK", help="Dossier d’un film ou de son pack.")
    ] = None,
    pour: Annotated[
        str | None, typer.Option("--pour", help="Lecteur : cnc, banque, region, coproducteur, diffuseur.")
    ] = None,
    territoire: Annotated[str, typer.Option("--territoire", help="R1, R2 ou R3, pour une collectivité.")] = "",
    vers: Annotated[Path | None, typer.Option("--vers", help="Fichier à écrire ; sans elle, envois/ du film.")] = None,
    masquer: Annotated[
        bool | None,
        typer.Option("--masquer-salaires/--salaires", help="Réunit les salaires par rubrique, ou les montre tous."),
    ] = None,
    toutes: Annotated[bool, typer.Option("--toutes", help="Aussi les lignes à zéro.")] = False,
    pdf: Annotated[bool, typer.Option("--pdf/--sans-pdf", help="Un PDF à côté, par LibreOffice.")] = True,
    remplacer: Annotated[bool, typer.Option("--remplacer", help="Remplace un envoi différent du même nom.")] = False,
    correspondance: Annotated[
        Path | None, typer.Option("--correspondance", help="Ce que reçoit chaque lecteur (YAML).")
    ] = None,
    modele: Annotated[
        Path | None, typer.Option("--modele", help="Copie ici le fichier livré, à adapter, et s’arrête.")
    ] = None,
    formulaire: Annotated[
        Path | None, typer.Option("--formulaire", help="Formulaire du lecteur à remplir par codes, dans une copie.")
    ] = None,
    feuille: Annotated[str, typer.Option("--feuille", help="Feuille du formulaire.")] = "",
    colonne_code: Annotated[str, typer.Option("--colonne-code", help="Lettre de la colonne des codes.")] = "",
    colonne_montant: Annotated[str, typer.Option("--colonne-montant", help="Lettre de la colonne des montants.")] = "",
    colonne_france: Annotated[str, typer.Option("--colonne-france", help="Lettre de la colonne France.")] = "",
    colonne_etranger: Annotated[str, typer.Option("--colonne-etranger", help="Lettre de la colonne étranger.")] = "",
    quiet: Silencieux = False,
    en_json: EnJson = False,
) -> None:
    """The devis for one reader, or its own form filled."""
    from chargeprod_xl.exports.devis import envoi  # noqa: PLC0415 - start-up stays short
    from chargeprod_xl.exports.devis.formulaire_envoi import remplir_le_formulaire  # noqa: PLC0415
    from chargeprod_xl.exports.devis.formulaire_feuille import Choix  # noqa: PLC0415

    fait: Envoi | FormulaireRempli
    try:
        if modele is not None:
            envoi.copier_le_modele(modele)
            _dire_le_modele(modele, quiet, en_json)
            return
        if chemin is None:
            raise DonneesRefuseesError([Anomalie("FILM_OU_PACK", "il manque le dossier du film", "donnez-le")])
        demande = envoi.Demande(chemin, pour, territoire, vers, masquer, toutes, pdf, remplacer, correspondance)
        choix = Choix(feuille, colonne_code, colonne_montant, colonne_france, colonne_etranger)
        if formulaire is None and choix != Choix():
            quoi = "une feuille ou une colonne est donnée sans formulaire"
            raise DonneesRefuseesError([Anomalie("--formulaire", quoi, "ajoutez --formulaire F.xlsx")])
        with progression(quiet or en_json) as progres:
            if formulaire is None:
                fait = envoi.envoyer(demande, progres)
            else:
                fait = remplir_le_formulaire(demande, formulaire, choix, progres)
    except DonneesRefuseesError as refus:
        refuser(refus.anomalies, en_json)
        return
    if en_json:
        ecrire_json(asdict(fait))
    elif not quiet:
        _montrer(fait)
    if fait.rouges:
        raise typer.Exit(SORTIE_ROUGE)


def _dire_le_modele(modele: Path, quiet: bool, en_json: bool) -> None:
    if en_json:
        ecrire_json({"fichier": modele})
    elif not quiet:
        dire(f"créé : {modele}")


def _en_euros(montant: float) -> str:
    return f"{montant:,.2f} €".replace(",", " ").replace(".", ",")


def _montrer(fait: Envoi | FormulaireRempli) -> None:
    from rich.console import Console  # noqa: PLC0415 - start-up stays short
    from rich.table import Table  # noqa: PLC0415

    from chargeprod_xl.exports.devis.envoi import Envoi  # noqa: PLC0415

    table = Table(title=str(fait.fichier), show_header=False)
    if isinstance(fait, Envoi):
        table.add_row("Pour", fait.pour + ("" if fait.etat == "écrit" else " (déjà écrit, inchangé)"))
        table.add_row("Total général HT", _en_euros(fait.total))
        table.add_row("Lignes", str(fait.lignes))
        table.add_row("PDF", str(fait.pdf) if fait.pdf else "non fait")
    else:
        table.add_row("Feuille", fait.feuille)
        table.add_row("Cases remplies", str(fait.cases))
        table.add_row("Total posé", _en_euros(fait.pose))
        table.add_row("Total HT du devis", _en_euros(fait.total))
        table.add_row("Écart", _en_euros(fait.ecart))
        table.add_row("Rapprochement", str(fait.rapprochement))
    table.add_row("Salaires", "réunis par rubrique" if fait.masque else "montrés un par un")
    Console().print(table)
    if not isinstance(fait, Envoi):
        _montrer_les_restes(fait)
    if fait.rouges:
        pluriel = "s" if fait.rouges > 1 else ""
        dire(f"✖ document de travail : {fait.rouges} contrôle{pluriel} du pack en erreur (chargeprod-xl verifier)")
    for avertissement in fait.avertissements:
        dire(f"▲ {avertissement}")


def _montrer_les_restes(fait: FormulaireRempli) -> None:
    """What found no place, first of all; the file beside says everything."""
    restes = [x for x in fait.lignes if x.sort not in {"posé", "laissé vide"}]
    for x in restes[:_MONTREES]:
        montant = "" if x.montant is None else f", {_en_euros(x.montant)}"
        dire(f"▲ {x.sort} : {x.code or '—'} {x.libelle}{montant} {x.cellule}".rstrip())
    if len(restes) > _MONTREES:
        dire(f"▲ et {len(restes) - _MONTREES} autres : voyez le rapprochement")
    vides = sum(x.sort == "laissé vide" for x in fait.lignes)
    if vides:
        dire(f"{vides} codes du formulaire laissés vides")
