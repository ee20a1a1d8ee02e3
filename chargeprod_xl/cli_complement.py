"""Commands on the add-in of Excel: build it, install it, remove it, say why it does not answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.cli_sortie import SORTIE_OK, SORTIE_ROUGE, EnJson, Silencieux, dire, ecrire_json, refuser
from chargeprod_xl.complement.table import aide

if TYPE_CHECKING:
    from chargeprod_xl.complement.installation import Ecriture
    from chargeprod_xl.complement.poste import Poste

application = typer.Typer(
    help="Complément d’Excel : ruban « Chargé de production » et fonctions CP_.", no_args_is_help=True
)
ABlanc = Annotated[bool, typer.Option("--a-blanc", help="Montre ce qui serait fait, sans rien toucher.")]
Systeme = Annotated[
    str | None, typer.Option("--systeme", help="windows ou mac : montre ce qui serait fait sur un tel poste.")
]


@application.command()
def construire(
    sortie: Annotated[Path, typer.Option("--sortie", help="Fichier .xlam à écrire.")] = Path("chargeprod_xl.xlam"),
    quiet: Silencieux = False,
    en_json: EnJson = False,
) -> None:
    """Construit le fichier du complément, sans Excel ; il lance le Python de cette commande."""
    import sys  # noqa: PLC0415 - beside the others of this command

    from chargeprod_xl.complement import assemblage  # noqa: PLC0415 - start-up stays short

    try:
        if sortie.suffix.lower() != ".xlam":
            raise DonneesRefuseesError([Anomalie(str(sortie), "un complément finit par .xlam", "changez --sortie")])
        contenu = assemblage.construire(sys.executable, mac=sys.platform == "darwin")
    except DonneesRefuseesError as refus:
        refuser(refus.anomalies, en_json)
        return
    sortie.write_bytes(contenu)
    if en_json:
        ecrire_json({"fichier": sortie, "octets": len(contenu)})
    elif not quiet:
        dire(f"construit : {sortie} ({len(contenu)} octets)")


@application.command()
def lite(
    adresse: Annotated[str, typer.Argument(help="Adresse https du dossier où le fichier .whl sera déposé.")],
    sortie: Annotated[Path, typer.Option("--sortie", help="Dossier à remplir.")] = Path("chargeprod_xl_lite"),
    quiet: Silencieux = False,
    en_json: EnJson = False,
) -> None:
    """Écrit ce qu’il faut à xlwings Lite (Mac, Excel pour le web) : les fonctions en .whl et deux textes."""
    from chargeprod_xl.complement.lite import trousse  # noqa: PLC0415 - start-up stays short

    if not adresse.startswith("https://"):
        refuser((Anomalie(adresse, "Excel ne charge qu’une adresse https", "donnez https://…"),), en_json)
    fichiers = trousse(adresse)
    sortie.mkdir(parents=True, exist_ok=True)
    for nom, contenu in fichiers.items():
        (sortie / nom).write_bytes(contenu)
    if en_json:
        ecrire_json({"dossier": sortie, "fichiers": list(fichiers)})
    elif not quiet:
        dire("\n".join(f"écrit : {sortie / nom}" for nom in fichiers))


@application.command()
def installer(
    a_blanc: ABlanc = False, systeme: Systeme = None, quiet: Silencieux = False, en_json: EnJson = False
) -> None:
    """Installe le complément pour cette personne, sans droits d’administrateur ; Excel l’ouvre au prochain départ."""
    from chargeprod_xl.complement import installation  # noqa: PLC0415 - start-up stays short
    from chargeprod_xl.complement.poste import poste_courant  # noqa: PLC0415

    try:
        poste = poste_courant(systeme, a_blanc=a_blanc)
        fichiers = installation.plan(poste) if a_blanc else installation.installer(poste)
    except DonneesRefuseesError as refus:
        refuser(refus.anomalies, en_json)
        return
    if en_json:
        ecrire_json({"ecrit": not a_blanc, "fichiers": [_en_dict(poste, f) for f in fichiers]})
    elif not quiet:
        for fichier in fichiers:
            _montrer(poste, fichier, a_blanc)
        if not a_blanc:
            dire("ensuite : fermez et rouvrez Excel ; s’il manque quelque chose, chargeprod-xl complement diagnostic")


@application.command()
def retirer(
    a_blanc: ABlanc = False, systeme: Systeme = None, quiet: Silencieux = False, en_json: EnJson = False
) -> None:
    """Retire le complément et sa configuration ; les classeurs et les films ne sont pas touchés."""
    from chargeprod_xl.complement import installation  # noqa: PLC0415 - start-up stays short
    from chargeprod_xl.complement.poste import poste_courant  # noqa: PLC0415

    try:
        poste = poste_courant(systeme, a_blanc=a_blanc)
        chemins = installation.a_retirer(poste) if a_blanc else installation.retirer(poste)
    except DonneesRefuseesError as refus:
        refuser(refus.anomalies, en_json)
        return
    if en_json:
        ecrire_json({"retire": not a_blanc, "fichiers": [poste.dire(c) for c in chemins]})
    elif not quiet:
        verbe = "serait retiré" if a_blanc else "retiré"
        dire(
            "\n".join(f"{verbe} : {poste.dire(c)}" for c in chemins)
            or "rien à retirer : le complément n’est pas installé"
        )


@application.command(help=aide("complement diagnostic"))
def diagnostic(systeme: Systeme = None, quiet: Silencieux = False, en_json: EnJson = False) -> None:
    """What is wrong, each with its remedy."""
    from chargeprod_xl.complement.diagnostic import SIGNES, diagnostiquer  # noqa: PLC0415 - start-up stays short
    from chargeprod_xl.complement.poste import poste_courant  # noqa: PLC0415

    try:
        poste = poste_courant(systeme, a_blanc=False)
    except DonneesRefuseesError as refus:
        refuser(refus.anomalies, en_json)
        return
    constats = diagnostiquer(poste)
    fautes = [c for c in constats if c.niveau == "faute"]
    if en_json:
        en_liste = [{"ident": c.ident, "niveau": c.niveau, "quoi": c.quoi, "remede": c.remede} for c in constats]
        ecrire_json({"systeme": poste.systeme, "fautes": len(fautes), "constats": en_liste})
    else:
        for constat in fautes if quiet else constats:
            suite = f"\n    → {constat.remede}" if constat.remede else ""
            dire(f"{SIGNES[constat.niveau]} {constat.quoi}{suite}")
    raise typer.Exit(SORTIE_ROUGE if fautes else SORTIE_OK)


def _en_dict(poste: Poste, fichier: Ecriture) -> dict[str, Any]:
    texte = fichier.contenu.decode(poste.encodage, errors="replace") if fichier.texte else None
    compte = {"octets": len(fichier.contenu), "sha256": fichier.empreinte}
    return {"chemin": poste.dire(fichier.chemin), **compte, "texte": texte}


def _montrer(poste: Poste, fichier: Ecriture, a_blanc: bool) -> None:
    verbe = "serait écrit" if a_blanc else "écrit"
    compte = f" ({len(fichier.contenu)} octets, SHA-256 {fichier.empreinte[:16]}…)" if a_blanc else ""
    dire(f"{verbe} : {poste.dire(fichier.chemin)}{compte}")
    if a_blanc and fichier.texte:
        lignes = fichier.contenu.decode(poste.encodage, errors="replace").splitlines()
        dire("\n".join(f"    {ligne}" for ligne in lignes))
