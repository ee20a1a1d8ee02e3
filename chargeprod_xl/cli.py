"""The command line: one command per action. Exit codes: 0 all good, 1 a check is red, 2 the data are refused."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

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
def regenerer(
    dossier: Annotated[Path, typer.Argument(help="Dossier du film (celui de projet.yaml).")],
    a_blanc: Annotated[bool, typer.Option("--a-blanc", help="Dit tout ce qui se passerait, n’écrit rien.")] = False,
    conflits: Annotated[
        Literal["classeur", "projet"] | None,
        typer.Option("--conflits", help="Qui l’emporte quand une valeur a changé des deux côtés."),
    ] = None,
    choisir: Annotated[
        list[str] | None,
        typer.Option("--choisir", help="Tranche un conflit : NOM=classeur ou NOM=projet (répétable)."),
    ] = None,
    meme_film: Annotated[
        bool, typer.Option("--meme-film", help="Le titre ou le réalisateur a changé : c’est le même film.")
    ] = False,
    tout: Annotated[bool, typer.Option("--tout", help="Montre les listes en entier.")] = False,
    quiet: Silencieux = False,
    en_json: EnJson = False,
) -> None:
    """Reconstruit le pack depuis projet.yaml, le scénario et les barèmes du jour, en gardant tout ce qui a été saisi."""
    from chargeprod_xl import regeneration  # noqa: PLC0415 - start-up stays short
    from chargeprod_xl.reprise.bilan import Arbitrage  # noqa: PLC0415
    from chargeprod_xl.reprise.rapport import en_dict, en_texte  # noqa: PLC0415

    try:
        arbitrage = Arbitrage(conflits, _choix(choisir or []))
        demande = regeneration.Demande(arbitrage, a_blanc, meme_film, maintenant())
        with _progression(quiet or en_json) as progres:
            fait = regeneration.regenerer(dossier, demande, progres)
    except DonneesRefuseesError as refus:
        _refuser(refus.anomalies, en_json)
        return
    attente = fait.bilan.en_attente
    if en_json:
        _json({"pack": str(fait.pack), "ecrit": fait.ecrit, "version": fait.version, **en_dict(fait.bilan)})
    elif not quiet or attente:
        for phrase in fait.remis_en_ordre:
            _dire(phrase)
        _dire(en_texte(fait.bilan, tout))
        _dire(_suite(fait.ecrit, fait.version, a_blanc, bool(attente)))
    raise typer.Exit(SORTIE_ROUGE if attente else SORTIE_OK)


def _choix(brut: list[str]) -> dict[str, Literal["classeur", "projet"]]:
    """Choices given by name; the last « = » counts: names may hold one."""
    choix: dict[str, Literal["classeur", "projet"]] = {}
    fautes = []
    for texte in brut:
        nom, _, qui = texte.rpartition("=")
        if nom and qui in {"classeur", "projet"}:
            choix[nom] = "classeur" if qui == "classeur" else "projet"
        else:
            fautes.append(Anomalie(f"--choisir {texte}", "choix incompris", "écrivez NOM=classeur ou NOM=projet"))
    if fautes:
        raise DonneesRefuseesError(fautes)
    return choix


def _suite(ecrit: bool, version: str | None, a_blanc: bool, attente: bool) -> str:
    if a_blanc:
        return "à blanc : rien n’a été écrit"
    if attente:
        return "rien n’a été écrit : tranchez chaque conflit par --choisir, ou tous par --conflits classeur (ou projet)"
    if not ecrit:
        return "le pack est déjà ce qu’il doit être : rien n’a été écrit"
    return f"pack reconstruit ; la version précédente est gardée : versions/{version}"


def maintenant() -> datetime:
    """The present time; SOURCE_DATE_EPOCH, when set, stands for it, so that a server can repeat a run."""
    fixe = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(fixe), UTC).replace(tzinfo=None) if fixe else datetime.now()


@application.command()
def restaurer(
    dossier: Annotated[Path, typer.Argument(help="Dossier du film.")],
    version: Annotated[
        str | None, typer.Option("--version", help="Version à remettre ; sans elle, la dernière.")
    ] = None,
    liste: Annotated[bool, typer.Option("--liste", help="Donne les versions gardées, n’écrit rien.")] = False,
    en_json: EnJson = False,
) -> None:
    """Remet en place une version antérieure du pack ; celle d’aujourd’hui devient une version à son tour."""
    from chargeprod_xl import sauvegarde  # noqa: PLC0415 - start-up stays short

    try:
        if liste:
            noms = [v.nom for v in sauvegarde.versions(dossier)]
            _json({"versions": noms}) if en_json else _dire("\n".join(noms) or "aucune version gardée")
            return
        with sauvegarde.verrouiller(dossier):
            sauvegarde.mettre_en_ordre(dossier)
            remise = sauvegarde.restaurer(dossier, version, maintenant())
    except DonneesRefuseesError as refus:
        _refuser(refus.anomalies, en_json)
        return
    _json({"version": remise.nom}) if en_json else _dire(f"version remise en place : {remise.nom}")


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
