"""The command line: one command per action. Exit codes: 0 all good, 1 a check is red, 2 the data are refused."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import Annotated

import typer

from chargeprod_xl import __version__
from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.cli_ajouter import ajouter
from chargeprod_xl.cli_baremes import application as baremes
from chargeprod_xl.cli_calculer import calculer
from chargeprod_xl.cli_complement import application as complement
from chargeprod_xl.cli_devis import application as devis
from chargeprod_xl.cli_expliquer import expliquer
from chargeprod_xl.cli_exporter import application as exporter
from chargeprod_xl.cli_importer import application as importer
from chargeprod_xl.cli_reprise import regenerer, restaurer
from chargeprod_xl.cli_sortie import (
    SORTIE_OK,
    SORTIE_REFUS,
    SORTIE_ROUGE,
    EnJson,
    Silencieux,
    dire,
    ecrire_json,
    progression,
    refuser,
)
from chargeprod_xl.complement.table import aide

application = typer.Typer(
    help="Classeurs Excel liés d’un film : construire, vérifier, actualiser.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def classeurs_du_pack(pack: Path) -> list[Path]:
    """Workbooks of a pack's folder (or one file), Excel's own lock files left out."""
    from chargeprod_xl.manifeste import presents  # noqa: PLC0415 - start-up stays short

    if pack.is_dir():
        trouves = presents(pack)
        if trouves:
            return trouves
        faute = Anomalie(str(pack), "aucun classeur .xlsx dans ce dossier", "donnez le dossier « pack » d’un film")
    elif pack.is_file():
        return [pack]
    else:
        faute = Anomalie(str(pack), "dossier ou fichier introuvable", "vérifiez le chemin")
    raise DonneesRefuseesError([faute])


@application.command(help=aide("nouveau"))
def nouveau(
    dossier: Annotated[Path, typer.Argument(help="Dossier du film, à créer.")],
    genre: Annotated[str, typer.Option("--type", help="Genre du film.")] = "long-metrage",
) -> None:
    """A new film's folder."""
    from chargeprod_xl.construction import nouveau as creer  # noqa: PLC0415 - start-up stays short

    for fichier in creer(dossier, genre):
        dire(f"créé : {fichier}")
    dire(f"ensuite : chargeprod-xl construire {dossier}")


@application.command(help=aide("construire"))
def construire(
    dossier: Annotated[Path, typer.Argument(help="Dossier du film (celui de projet.yaml).")],
    unique: Annotated[
        bool, typer.Option("--classeur-unique", help="Un seul fichier au lieu de classeurs liés.")
    ] = False,
    quiet: Silencieux = False,
    en_json: EnJson = False,
) -> None:
    """The pack, from the sources of the film."""
    from chargeprod_xl.construction import construire as batir  # noqa: PLC0415 - start-up stays short
    from chargeprod_xl.controles import controler, en_dict, en_texte  # noqa: PLC0415

    try:
        with progression(quiet or en_json) as progres:
            resultat = batir(dossier, unique=unique, progres=progres)
            progres("Contrôles")
            rapport = controler(list(resultat.fichiers), resultat.reponses)
    except DonneesRefuseesError as refus:
        refuser(refus.anomalies, en_json)
        return
    if en_json:
        ecrire_json({"dossier": str(resultat.dossier), **en_dict(rapport)})
    elif not quiet:
        dire(en_texte(rapport, tous=True))
        dire(f"pack : {resultat.dossier}")
    raise typer.Exit(rapport.code_sortie)


@application.command(help=aide("verifier"))
def verifier(
    pack: Annotated[Path, typer.Argument(help="Dossier d’un pack, ou un classeur.")],
    quiet: Silencieux = False,
    en_json: EnJson = False,
) -> None:
    """What the files say once recomputed."""
    from chargeprod_xl.controles import controler, en_dict, en_texte  # noqa: PLC0415 - start-up stays short

    try:
        with progression(quiet or en_json) as progres:
            progres("Recalcul par deux moteurs")
            rapport = controler(classeurs_du_pack(pack))
    except DonneesRefuseesError as refus:
        refuser(refus.anomalies, en_json)
        return
    if en_json:
        ecrire_json(en_dict(rapport))
    elif not quiet or rapport.code_sortie:
        (sys.stderr if rapport.code_sortie else sys.stdout).write(en_texte(rapport) + "\n")
    raise typer.Exit(rapport.code_sortie)


@application.command(help=aide("actualiser"))
def actualiser(
    pack: Annotated[Path, typer.Argument(help="Dossier d’un pack.")],
    quiet: Silencieux = False,
    en_json: EnJson = False,
) -> None:
    """Values and links renewed in the files."""
    from chargeprod_xl.construction import actualiser_pack  # noqa: PLC0415 - start-up stays short

    try:
        chemins = classeurs_du_pack(pack)
        with progression(quiet or en_json) as progres:
            progres("Recalcul par deux moteurs")
            rapport = actualiser_pack(chemins)
    except DonneesRefuseesError as refus:
        refuser(refus.anomalies, en_json)
        return
    bilan = {
        "classeurs": list(rapport.classeurs),
        "formules": rapport.formules,
        "valeurs_renouvelees": len(rapport.perimees),
        "desaccords": len(rapport.ecarts),
        "non_verifiables": len(rapport.non_verifiables),
    }
    if en_json:
        ecrire_json(bilan)
    elif not quiet:
        dire(f"{rapport.formules} formules recalculées, {len(rapport.perimees)} valeurs renouvelées")
    raise typer.Exit(SORTIE_ROUGE if rapport.ecarts or rapport.erreurs else SORTIE_OK)


application.command()(ajouter)
application.command(help=aide("regenerer"))(regenerer)
application.command(help=aide("restaurer"))(restaurer)
application.command(help=aide("expliquer"))(expliquer)
# A negative amount is no option.
application.command(context_settings={"ignore_unknown_options": True})(calculer)
application.add_typer(baremes, name="baremes")
application.add_typer(complement, name="complement")
application.add_typer(devis, name="devis")
application.add_typer(exporter, name="exporter")
application.add_typer(importer, name="importer")


@application.callback(invoke_without_command=True)
def _version(
    version: Annotated[bool, typer.Option("--version", help="Donne la version.")] = False,
) -> None:
    if version:
        dire(f"chargeprod-xl {__version__}")
        raise typer.Exit


def principal() -> None:
    """Entry point: faults of the data end in words and exit code 2, never in a traceback."""
    # A pack is hundreds of thousands of small objects that live together: looking for cycles among them at every turn
    # costs an eighth of a build.
    gc.set_threshold(300_000, 50, 100)
    try:
        application()
    except DonneesRefuseesError as refus:
        sys.stderr.write("\n".join(str(f) for f in refus.anomalies) + "\n")
        sys.exit(SORTIE_REFUS)
    except OSError as erreur:
        cible = erreur.filename or "le disque"
        sys.stderr.write(f"{cible} : lecture ou écriture impossible ({erreur.strerror})\n")
        sys.exit(SORTIE_REFUS)
