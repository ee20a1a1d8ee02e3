"""The command line: one command per action. Exit codes: 0 all good, 1 a check is red, 2 the data are refused."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from chargeprod_xl import __version__
from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError

application = typer.Typer(
    help="Classeurs Excel liés d’un film : construire, vérifier, actualiser.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
SORTIE_OK, SORTIE_ROUGE, SORTIE_REFUS = 0, 1, 2

Silencieux = Annotated[bool, typer.Option("--quiet", "-q", help="N’écrit que les fautes.")]
EnJson = Annotated[bool, typer.Option("--json", help="Résultat en JSON, pour une machine.")]


@contextmanager
def _progression(muet: bool) -> Iterator[Callable[[str], None]]:
    """A spinner on the error stream, so that the output stays clean."""
    if muet:
        yield lambda _: None
        return
    colonnes = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*colonnes, console=Console(stderr=True), transient=True) as barre:
        tache = barre.add_task("…")
        yield lambda etape: barre.update(tache, description=etape)


def _dire(texte: str) -> None:
    sys.stdout.write(texte + "\n")


def _json(contenu: dict[str, Any]) -> None:
    _dire(json.dumps(contenu, ensure_ascii=False, indent=1, default=str))


def _refuser(fautes: tuple[Anomalie, ...], en_json: bool) -> None:
    if en_json:
        _json({"fautes": [{"ou": f.ou, "quoi": f.quoi, "remede": f.remede} for f in fautes]})
    else:
        pluriel = "s" if len(fautes) > 1 else ""
        sys.stderr.write(f"{len(fautes)} faute{pluriel}, rien n’a été écrit :\n")
        sys.stderr.write("\n".join(f"  {f}" for f in fautes) + "\n")
    raise typer.Exit(SORTIE_REFUS)


def classeurs_du_pack(pack: Path) -> list[Path]:
    """Workbooks of a pack's folder (or one file), Excel's own lock files left out."""
    if pack.is_dir():
        trouves = sorted(p for p in pack.glob("*.xlsx") if not p.name.startswith("~$"))
        if trouves:
            return trouves
        faute = Anomalie(str(pack), "aucun classeur .xlsx dans ce dossier", "donnez le dossier « pack » d’un film")
    elif pack.is_file():
        return [pack]
    else:
        faute = Anomalie(str(pack), "dossier ou fichier introuvable", "vérifiez le chemin")
    raise DonneesRefuseesError([faute])


@application.command()
def nouveau(
    dossier: Annotated[Path, typer.Argument(help="Dossier du film, à créer.")],
    genre: Annotated[str, typer.Option("--type", help="Genre du film.")] = "long-metrage",
) -> None:
    """Crée le dossier d’un film : un projet.yaml commenté et un début de scénario."""
    from chargeprod_xl.construction import nouveau as creer  # noqa: PLC0415 - start-up stays short

    for fichier in creer(dossier, genre):
        _dire(f"créé : {fichier}")
    _dire(f"ensuite : chargeprod-xl construire {dossier}")


@application.command()
def construire(
    dossier: Annotated[Path, typer.Argument(help="Dossier du film (celui de projet.yaml).")],
    unique: Annotated[
        bool, typer.Option("--classeur-unique", help="Un seul fichier au lieu de classeurs liés.")
    ] = False,
    quiet: Silencieux = False,
    en_json: EnJson = False,
) -> None:
    """Construit le pack du film dans DOSSIER/pack, le recalcule et donne le verdict de chaque contrôle."""
    from chargeprod_xl.construction import construire as batir  # noqa: PLC0415 - start-up stays short
    from chargeprod_xl.controles import controler, en_dict, en_texte  # noqa: PLC0415

    try:
        with _progression(quiet or en_json) as progres:
            resultat = batir(dossier, unique=unique, progres=progres)
            progres("Contrôles")
            rapport = controler(list(resultat.fichiers))
    except DonneesRefuseesError as refus:
        _refuser(refus.anomalies, en_json)
        return
    if en_json:
        _json({"dossier": str(resultat.dossier), **en_dict(rapport)})
    elif not quiet:
        _dire(en_texte(rapport, tous=True))
        _dire(f"pack : {resultat.dossier}")
    raise typer.Exit(rapport.code_sortie)


@application.command()
def verifier(
    pack: Annotated[Path, typer.Argument(help="Dossier d’un pack, ou un classeur.")],
    quiet: Silencieux = False,
    en_json: EnJson = False,
) -> None:
    """Recalcule toutes les formules des fichiers tels qu’ils sont, sans rien écrire."""
    from chargeprod_xl.controles import controler, en_dict, en_texte  # noqa: PLC0415 - start-up stays short

    try:
        with _progression(quiet or en_json) as progres:
            progres("Recalcul par deux moteurs")
            rapport = controler(classeurs_du_pack(pack))
    except DonneesRefuseesError as refus:
        _refuser(refus.anomalies, en_json)
        return
    if en_json:
        _json(en_dict(rapport))
    elif not quiet or rapport.code_sortie:
        (sys.stderr if rapport.code_sortie else sys.stdout).write(en_texte(rapport) + "\n")
    raise typer.Exit(rapport.code_sortie)


@application.command()
def actualiser(
    pack: Annotated[Path, typer.Argument(help="Dossier d’un pack.")],
    quiet: Silencieux = False,
    en_json: EnJson = False,
) -> None:
    """Recalcule, puis écrit valeurs et liaisons dans tous les fichiers, ou dans aucun."""
    from chargeprod_xl.construction import actualiser_pack  # noqa: PLC0415 - start-up stays short

    try:
        chemins = classeurs_du_pack(pack)
        with _progression(quiet or en_json) as progres:
            progres("Recalcul par deux moteurs")
            rapport = actualiser_pack(chemins)
    except DonneesRefuseesError as refus:
        _refuser(refus.anomalies, en_json)
        return
    bilan = {
        "classeurs": list(rapport.classeurs),
        "formules": rapport.formules,
        "valeurs_renouvelees": len(rapport.perimees),
        "desaccords": len(rapport.ecarts),
        "non_verifiables": len(rapport.non_verifiables),
    }
    if en_json:
        _json(bilan)
    elif not quiet:
        _dire(f"{rapport.formules} formules recalculées, {len(rapport.perimees)} valeurs renouvelées")
    raise typer.Exit(SORTIE_ROUGE if rapport.ecarts or rapport.erreurs else SORTIE_OK)


@application.callback(invoke_without_command=True)
def _version(
    version: Annotated[bool, typer.Option("--version", help="Donne la version.")] = False,
) -> None:
    if version:
        _dire(f"chargeprod-xl {__version__}")
        raise typer.Exit


def principal() -> None:
    """Entry point: faults of the data end in words and exit code 2, never in a traceback."""
    try:
        application()
    except DonneesRefuseesError as refus:
        sys.stderr.write("\n".join(str(f) for f in refus.anomalies) + "\n")
        sys.exit(SORTIE_REFUS)
    except OSError as erreur:
        cible = erreur.filename or "le disque"
        sys.stderr.write(f"{cible} : lecture ou écriture impossible ({erreur.strerror})\n")
        sys.exit(SORTIE_REFUS)
