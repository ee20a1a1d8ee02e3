"""Commands that ask the rates: list them, explain one, tell what changes between two dates."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from chargeprod_xl.anomalies import DonneesRefuseesError
from chargeprod_xl.cli_reprise import maintenant
from chargeprod_xl.cli_sortie import EnJson, Silencieux, dire, ecrire_json, progression, refuser

application = typer.Typer(
    help="Barèmes datés et sourcés : les lister, les expliquer, les comparer.", no_args_is_help=True
)

Domaine = Annotated[str | None, typer.Option("--domaine", help="Seulement ce domaine (smic, retraite, minima…).")]
Au = Annotated[str | None, typer.Option("--au", help="2026-01-01 ou 01/01/2026 ; sans elle, aujourd’hui.")]


def _jour(texte: str | None) -> date:
    from chargeprod_xl.baremes.consultation import lire_date  # noqa: PLC0415 - start-up stays short

    return maintenant().date() if texte is None else lire_date(texte)


def _effet(film: Path, de: date, a: date, quiet: bool, en_json: bool) -> None:
    """The effect on a film, poste by poste, from its sources."""
    from chargeprod_xl import cli_baremes_vues  # noqa: PLC0415 - start-up stays short
    from chargeprod_xl.effet_bareme import effet_sur_le_film  # noqa: PLC0415

    with progression(quiet or en_json) as progres:
        ecarts = effet_sur_le_film(film, de, a, progres)
    if en_json:
        ecrire_json({"de": de, "a": a, "postes": [asdict(e) for e in ecarts]})
    elif not quiet:
        cli_baremes_vues.montrer(cli_baremes_vues.table_de_l_effet(ecarts, de, a))
        dire("d’après projet.yaml, le budget et le scénario ; les saisies des classeurs ne sont pas lues")


@application.command()
def lister(
    domaine: Domaine = None,
    au: Au = None,
    cherche: Annotated[str | None, typer.Option("--cherche", help="Mot de l’identifiant ou du libellé.")] = None,
    quiet: Silencieux = False,
    en_json: EnJson = False,
) -> None:
    """Donne les barèmes : identifiant, libellé, valeur en vigueur, dates, confiance."""
    from chargeprod_xl import cli_baremes_json, cli_baremes_vues  # noqa: PLC0415 - start-up stays short
    from chargeprod_xl.baremes.consultation import choisir  # noqa: PLC0415

    try:
        jour, retenus = _jour(au), choisir(domaine, cherche)
    except DonneesRefuseesError as refus:
        refuser(refus.anomalies, en_json)
        return
    if en_json:
        ecrire_json({"au": jour, "baremes": [cli_baremes_json.bareme(p, jour) for p in retenus]})
    elif not quiet:
        if retenus:
            cli_baremes_vues.montrer(cli_baremes_vues.table_des_baremes(retenus, jour))
        dire(f"{len(retenus)} barème{'s' if len(retenus) > 1 else ''} au {jour:%d/%m/%Y}")


@application.command()
def expliquer(
    nom: Annotated[str, typer.Argument(metavar="ID", help="Identifiant d’un barème, ou nom d’une fonction.")],
    au: Au = None,
    quiet: Silencieux = False,
    en_json: EnJson = False,
) -> None:
    """Dit tout d’un barème (périodes, assiette, payeur, source, doutes) ou des minima d’une fonction."""
    from chargeprod_xl import cli_baremes_json, cli_baremes_vues  # noqa: PLC0415 - start-up stays short
    from chargeprod_xl.baremes.consultation import trouver  # noqa: PLC0415

    try:
        jour, trouve = _jour(au), trouver(nom)
    except DonneesRefuseesError as refus:
        refuser(refus.anomalies, en_json)
        return
    if isinstance(trouve, tuple):
        contenu = {"au": jour, "fonctions": [cli_baremes_json.fonction(f) for f in trouve]}
        fiches = [cli_baremes_vues.fiche_fonction(f, jour) for f in trouve]
    else:
        contenu = {"au": jour, **cli_baremes_json.bareme_complet(trouve, jour)}
        fiches = [cli_baremes_vues.fiche(trouve, jour)]
    if en_json:
        ecrire_json(contenu)
    elif not quiet:
        dire("\n\n".join("\n".join(lignes) for lignes in fiches))


@application.command()
def comparer(
    debut: Annotated[str, typer.Argument(metavar="DATE", help="Première date : 2026-01-01 ou 01/01/2026.")],
    fin: Annotated[str, typer.Argument(metavar="DATE", help="Seconde date.")],
    domaine: Domaine = None,
    film: Annotated[
        Path | None, typer.Option("--film", help="Dossier d’un film : l’effet sur son devis, poste par poste.")
    ] = None,
    quiet: Silencieux = False,
    en_json: EnJson = False,
) -> None:
    """Dit ce qui change entre deux dates : avant, après, écart ; et, pour un film, l’effet sur chaque poste."""
    from chargeprod_xl import cli_baremes_json, cli_baremes_vues  # noqa: PLC0415 - start-up stays short
    from chargeprod_xl.baremes import consultation  # noqa: PLC0415

    try:
        de, a = consultation.lire_date(debut), consultation.lire_date(fin)
        if film is not None:
            _effet(film, de, a, quiet, en_json)
            return
        changements = consultation.comparer(de, a, domaine)
    except DonneesRefuseesError as refus:
        refuser(refus.anomalies, en_json)
        return
    if en_json:
        ecrire_json({"de": de, "a": a, "changements": [cli_baremes_json.changement(c) for c in changements]})
    elif not quiet and changements:
        cli_baremes_vues.montrer(cli_baremes_vues.table_des_changements(changements, de, a))
    elif not quiet:
        dire("aucun changement")
