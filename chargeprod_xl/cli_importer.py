"""Commands that bring into a film what its people already have: devis, plan de travail, screenplay, official list."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chargeprod_xl.anomalies import DonneesRefuseesError
from chargeprod_xl.cli_importer_scenario import scenario
from chargeprod_xl.cli_sortie import (
    SORTIE_OK,
    SORTIE_ROUGE,
    EnJson,
    Silencieux,
    dire,
    ecrire_json,
    progression,
    refuser,
)
from chargeprod_xl.complement.table import aide

if TYPE_CHECKING:
    from chargeprod_xl.imports.devis.importation import Import

application = typer.Typer(
    help="Reprendre ce qui existe déjà : un scénario, un devis, un plan de travail, la liste officielle des lignes.",
    no_args_is_help=True,
)

application.command(help=aide("importer scenario"))(scenario)

Dossier = Annotated[Path, typer.Argument(metavar="DOSSIER", help="Dossier du film (celui de projet.yaml).")]
Feuille = Annotated[str | None, typer.Option("--feuille", help="Feuille à lire ; sans elle, celle qui convient.")]
ABlanc = Annotated[bool, typer.Option("--a-blanc", help="Lit et rapproche tout, n’écrit rien.")]
Force = Annotated[bool, typer.Option("--force", help="Remplace ce que le film a déjà.")]


@application.command(help=aide("importer devis"))
def devis(
    fichier: Annotated[Path, typer.Argument(metavar="FICHIER", help="Devis .xls, .xlsx, .xlsm ou .csv.")],
    dossier: Dossier,
    feuille: Feuille = None,
    correspondance: Annotated[
        Path | None, typer.Option("--correspondance", help="Colonnes, codes et cours de ce fichier (YAML).")
    ] = None,
    a_blanc: ABlanc = False,
    force: Force = False,
    quiet: Silencieux = False,
    en_json: EnJson = False,
) -> None:
    """An existing devis, brought into the film."""
    from chargeprod_xl.imports.devis import importation  # noqa: PLC0415 - start-up stays short

    try:
        with progression(quiet or en_json) as progres:
            demande = importation.Demande(fichier, dossier, feuille, correspondance, a_blanc, force)
            fait = importation.importer(demande, progres)
    except DonneesRefuseesError as refus:
        refuser(refus.anomalies, en_json)
        return
    if en_json:
        ecrire_json(_en_dict(fait))
    elif not quiet:
        _montrer(fait)
    elif fait.doutes:
        dire(f"{len(fait.doutes)} doutes à voir dans {dossier / 'rapprochement-devis.csv'}")
    raise typer.Exit(SORTIE_ROUGE if fait.doutes else SORTIE_OK)


@application.command(help=aide("importer plan"))
def plan(
    fichier: Annotated[Path, typer.Argument(metavar="FICHIER", help="Plan .xls, .xlsx ou .csv : séquences et jours.")],
    dossier: Dossier,
    feuille: Feuille = None,
    a_blanc: ABlanc = False,
    force: Force = False,
    quiet: Silencieux = False,
    en_json: EnJson = False,
) -> None:
    """The shooting order of the first assistant, brought into the film."""
    from chargeprod_xl.imports.plan_existant import importation  # noqa: PLC0415 - start-up stays short

    try:
        with progression(quiet or en_json) as progres:
            fait = importation.importer(fichier, dossier, feuille, a_blanc=a_blanc, force=force, progres=progres)
    except DonneesRefuseesError as refus:
        refuser(refus.anomalies, en_json)
        return
    if en_json:
        ecrire_json(
            {
                "feuille": fait.feuille,
                "sequences_lues": len(fait.places),
                "placees": fait.placees,
                "sans_jour": list(fait.sans_jour),
                "jours": fait.jours,
                "doutes": list(fait.doutes),
                "ecrits": [str(x) for x in fait.ecrits],
            }
        )
    elif quiet and fait.doutes:
        dire(f"{len(fait.doutes)} doutes à voir dans {dossier / importation.RAPPROCHEMENT}")
    elif not quiet:
        for doute in fait.doutes:
            dire(f"▲ {doute}")
        sans = len(fait.sans_jour)
        dire(f"{len(fait.places)} séquences lues, {fait.placees} placées sur {fait.jours} jours, {sans} sans jour")
        _dire_les_ecrits(fait.ecrits)
    raise typer.Exit(SORTIE_ROUGE if fait.doutes else SORTIE_OK)


@application.command(help=aide("importer nomenclature"))
def nomenclature(
    fichier: Annotated[
        Path, typer.Argument(metavar="FICHIER", help="Formulaire ou liste .xls, .xlsx, .csv ou .txt : codes, libellés.")
    ],
    dossier: Dossier,
    source: Annotated[
        str,
        typer.Option("--source", help="D’où vient la liste, tel que les feuilles le diront (sinon le fichier)."),
    ] = "",
    feuille: Feuille = None,
    a_blanc: ABlanc = False,
    force: Force = False,
    quiet: Silencieux = False,
    en_json: EnJson = False,
) -> None:
    """The official list of lines, brought into the film."""
    from chargeprod_xl.imports.nomenclature import importation  # noqa: PLC0415 - start-up stays short

    try:
        with progression(quiet or en_json) as progres:
            demande = importation.Demande(fichier, dossier, source, feuille, a_blanc, force)
            fait = importation.importer(demande, progres)
    except DonneesRefuseesError as refus:
        refuser(refus.anomalies, en_json)
        return
    if en_json:
        ecrire_json(
            {
                "feuille": fait.feuille,
                "source": fait.source,
                "constats": dict(fait.comptes),
                "a_voir": [{"code": x.code, "quoi": x.quoi} for x in fait.a_voir],
                "remarques": list(fait.remarques),
                "ecrits": [str(x) for x in fait.ecrits],
            }
        )
    elif not quiet:
        for comparee in fait.a_voir:
            dire(f"▲ {comparee.code} {comparee.quoi}")
        for remarque in fait.remarques:
            dire(f"  {remarque}")
        dire(" ; ".join(f"{constat} : {combien}" for constat, combien in fait.comptes.items()))
        _dire_les_ecrits(fait.ecrits)
    raise typer.Exit(SORTIE_OK)


def _dire_les_ecrits(ecrits: Sequence[Path]) -> None:
    for chemin in ecrits:
        dire(f"écrit : {chemin}")
    if not ecrits:
        dire("à blanc : rien n’a été écrit")


def _euros(valeur: Decimal) -> str:
    return f"{valeur:,.2f}".replace(",", "\u202f").replace(".", ",")


def _en_dict(fait: Import) -> dict[str, Any]:
    r = fait.rapport
    return {
        "feuille": fait.feuille,
        "colonnes": dict(fait.en_tete.colonnes),
        "lignes": len(r.lignes),
        "sommes": {
            "lu": r.somme("ligne", "calculé", "total", "ignorée"),
            "importe": r.somme("ligne"),
            "calcule_par_le_programme": r.somme("calculé"),
            "totaux_exclus": r.somme("total"),
            "lignes_laissees": r.somme("ignorée"),
        },
        "doutes": [{"ligne": d.ligne, "quoi": d.quoi, "fait": d.fait} for d in fait.doutes],
        "totaux": [
            {
                "ligne": t.rangee.ligne,
                "libelle": t.rangee.designation,
                "declare": t.rangee.montant,
                "trouve": t.somme,
                "ecart": t.ecart,
                "explication": t.explication,
            }
            for t in r.totaux
        ],
        "propositions": [{"champ": p.champ, "valeur": p.valeur, "raison": p.raison} for p in fait.propositions],
        "remarques": list(fait.remarques),
        "ecrits": [str(x) for x in fait.ecrits],
    }


def _montrer(fait: Import) -> None:
    from rich.console import Console  # noqa: PLC0415 - start-up stays short
    from rich.markup import escape  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    from chargeprod_xl.baremes.lecture import liste  # noqa: PLC0415
    from chargeprod_xl.imports.devis.importation import sommes_par_poste  # noqa: PLC0415

    r = fait.rapport
    postes = {x["code"]: x["libelle"] for x in liste("nomenclature") if x["niveau"] == "poste"}
    table = Table(title=escape(f"Rapprochement de la feuille « {fait.feuille} »"))
    for titre in ("Poste", "Lu", "Importé", "Calculé par le programme", "Écart"):
        table.add_column(titre, justify="left" if titre == "Poste" else "right")
    total = [Decimal(0)] * 3
    for poste, sommes in sommes_par_poste(r).items():
        nom = f"{poste} {postes[poste]}" if poste else "Charges, imprévus, frais généraux, producteur"
        table.add_row(nom, *map(_euros, sommes), _euros(sommes[0] - sommes[1] - sommes[2]))
        total = [a + b for a, b in zip(total, sommes, strict=True)]
    table.add_section()
    table.add_row("Total", *map(_euros, total), _euros(total[0] - total[1] - total[2]))
    Console().print(table)
    for t in r.totaux:
        suite = f" ({t.explication})" if t.explication else ""
        signe = "●" if not t.ecart else "▲"
        montant = _euros(t.rangee.montant) if t.rangee.montant is not None else "?"
        quoi = f"{signe} ligne {t.rangee.ligne}, {t.rangee.designation} : {montant}"
        dire(f"{quoi} ; {t.de}, écart {_euros(t.ecart)}{suite}")
    for doute in fait.doutes:
        dire(f"▲ {f'ligne {doute.ligne} : ' if doute.ligne else ''}{doute}")
    for remarque in fait.remarques:
        dire(f"  {remarque}")
    if fait.propositions:
        dire("à écrire sous « hypotheses » de projet.yaml, si vous en êtes d’accord :")
        for proposition in fait.propositions:
            dire(f"  {proposition}")
    dire(f"{len(r.lignes)} lignes importées, {len(fait.doutes)} doutes à voir")
    _dire_les_ecrits(fait.ecrits)
