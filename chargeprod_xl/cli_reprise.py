"""Commands that rebuild a pack without loss, and put a former version back."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
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
    """The pack rebuilt, everything typed kept."""
    from chargeprod_xl import controles, regeneration  # noqa: PLC0415 - start-up stays short
    from chargeprod_xl.manifeste import classeurs_de  # noqa: PLC0415
    from chargeprod_xl.reprise.bilan import Arbitrage  # noqa: PLC0415
    from chargeprod_xl.reprise.rapport import alerte, en_dict, en_texte  # noqa: PLC0415

    try:
        arbitrage = Arbitrage(conflits, _choix(choisir or []))
        demande = regeneration.Demande(arbitrage, a_blanc, meme_film, maintenant())
        with progression(quiet or en_json) as progres:
            fait = regeneration.regenerer(dossier, demande, progres)
            progres("Contrôles")
            rapport = controles.controler(classeurs_de(fait.pack), fait.reponses) if fait.ecrit else None
    except DonneesRefuseesError as refus:
        refuser(refus.anomalies, en_json)
        return
    attente = fait.bilan.en_attente
    if en_json:
        verdicts = {"controles": controles.en_dict(rapport)} if rapport else {}
        ecrit = {"pack": str(fait.pack), "ecrit": fait.ecrit, "version": fait.version}
        ecrire_json({**ecrit, **verdicts, **en_dict(fait.bilan)})
    elif not quiet:
        for phrase in fait.remis_en_ordre:
            dire(phrase)
        dire(en_texte(fait.bilan, tout))
        dire(_suite(fait.ecrit, fait.version, a_blanc, bool(attente)))
        if rapport:
            dire(controles.en_texte(rapport))
    else:
        alertes = alerte(fait.bilan)
        if attente:
            alertes.append(_suite(fait.ecrit, fait.version, a_blanc, True))
        if rapport and rapport.code_sortie:
            alertes.append(controles.en_texte(rapport))
        sys.stderr.write("".join(f"{a}\n" for a in alertes))
    raise typer.Exit(SORTIE_ROUGE if attente else rapport.code_sortie if rapport else SORTIE_OK)


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
    try:
        return datetime.fromtimestamp(int(fixe), UTC).replace(tzinfo=None) if fixe else datetime.now()
    except (ValueError, OverflowError, OSError) as faute:
        quoi = f"« {fixe} » n’est pas un nombre de secondes depuis 1970"
        remede = "donnez un nombre entier, ou ôtez cette variable"
        raise DonneesRefuseesError([Anomalie("SOURCE_DATE_EPOCH", quoi, remede)]) from faute


def restaurer(
    dossier: Annotated[Path, typer.Argument(help="Dossier du film.")],
    version: Annotated[
        str | None, typer.Option("--version", help="Version à remettre ; sans elle, la dernière.")
    ] = None,
    liste: Annotated[bool, typer.Option("--liste", help="Donne les versions gardées, n’écrit rien.")] = False,
    quiet: Silencieux = False,
    en_json: EnJson = False,
) -> None:
    """A former version put back."""
    from chargeprod_xl import sauvegarde  # noqa: PLC0415 - start-up stays short

    try:
        sauvegarde.exiger_un_film(dossier)
        if liste:
            noms = [v.nom for v in sauvegarde.versions(dossier)]
            ecrire_json({"versions": noms}) if en_json else dire("\n".join(noms) or "aucune version gardée")
            return
        with sauvegarde.verrouiller(dossier):
            sauvegarde.mettre_en_ordre(dossier)
            remise = sauvegarde.restaurer(dossier, version, maintenant())
    except DonneesRefuseesError as refus:
        refuser(refus.anomalies, en_json)
        return
    if en_json:
        ecrire_json({"version": remise.nom})
    elif not quiet:
        dire(f"version remise en place : {remise.nom}")
