"""Commands on the versions of the devis: freeze, list, compare, see scenarios side by side."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.cli_sortie import EnJson, Silencieux, dire, ecrire_json, progression, refuser
from chargeprod_xl.complement.table import aide

if TYPE_CHECKING:
    from rich.table import Table

    from chargeprod_xl.versions_devis.demande import Fait, Scenarios
    from chargeprod_xl.versions_devis.depot import Trouve

application = typer.Typer(help="Versions du devis : figer, lister, comparer.", no_args_is_help=True)
Film = Annotated[Path, typer.Argument(metavar="FILM", help="Dossier du film (celui de projet.yaml).")]


@application.command(help=aide("devis figer"))
def figer(
    film: Film,
    nom: Annotated[str, typer.Option("--nom", help="Nom de la version : agrément, plan de financement…")],
    motif: Annotated[str, typer.Option("--motif", help="Pourquoi elle est figée.")] = "",
    remplacer: Annotated[bool, typer.Option("--remplacer", help="Remplace la version de ce nom.")] = False,
    quiet: Silencieux = False,
    en_json: EnJson = False,
) -> None:
    """The present devis kept under a name."""
    from chargeprod_xl.versions_devis import depot  # noqa: PLC0415 - start-up stays short

    try:
        with progression(quiet or en_json) as progres:
            fait = depot.figer(film, nom, motif, remplacer=remplacer, progres=progres)
    except DonneesRefuseesError as refus:
        refuser(refus.anomalies, en_json)
        return
    if en_json:
        compte = {"fichier": fait.fichier, "lignes": len(fait.devis.lignes), "total": fait.devis.total}
        ecrire_json({**compte, "avertissements": list(fait.avertissements)})
    elif not quiet:
        dire(f"figé : {fait.fichier}, {len(fait.devis.lignes)} lignes, {_euros(fait.devis.total)} HT")
        dire(f"pour le montrer dans le pack : « devis_fige: {nom} » dans projet.yaml, puis regenerer")
        _avertir(fait.avertissements)


@application.command()
def lister(film: Film, en_json: EnJson = False) -> None:
    """Donne les versions figées d’un film, avec leur date et leur total."""
    from chargeprod_xl.versions_devis import depot  # noqa: PLC0415 - start-up stays short

    try:
        trouves = depot.lister(film)
    except DonneesRefuseesError as refus:
        refuser(refus.anomalies, en_json)
        return
    if en_json:
        ecrire_json({"versions": [_version_en_dict(t) for t in trouves]})
        return
    if not trouves:
        dire(f"aucune version figée ; figez-en une : chargeprod-xl devis figer {film} --nom agrément")
        return
    table = _table("Versions figées du devis", "Fichier", "Nom", "Version du film", "Date", "Total HT", "Motif")
    for t in trouves:
        d = t.devis
        champs = (d.nom, d.version, _jour(d.date), _euros(d.total), d.motif) if d else ("illisible", "", "", "", "")
        table.add_row(t.fichier.stem, *map(_brut, champs))
    _montrer(table)
    _avertir(tuple(x for t in trouves for x in t.doutes))


@application.command(help=aide("devis comparer"))
def comparer(
    film: Film,
    a: Annotated[str, typer.Argument(metavar="A", help="Version figée, ou « courante » : le pack tel qu’il est.")],
    b: Annotated[str, typer.Argument(metavar="B", help="De même ; « courante:B » pour le scénario B.")],
    vers: Annotated[
        Path | None, typer.Option("--vers", help="Classeur à écrire ; sans elle, dans devis-figes.")
    ] = None,
    quiet: Silencieux = False,
    en_json: EnJson = False,
) -> None:
    """Two versions of the devis, compared in a workbook."""
    from chargeprod_xl.versions_devis import classeur, comparaison, demande  # noqa: PLC0415 - start-up stays short

    try:
        with progression(quiet or en_json) as progres:
            fait = demande.demander(film, a, b, vers, progres)
    except DonneesRefuseesError as refus:
        refuser(refus.anomalies, en_json)
        return
    if en_json:
        ecrire_json(
            {
                "fichier": fait.fichier,
                "motifs_gardes": fait.gardes,
                "motifs_a_replacer": fait.a_replacer,
                "ancien": fait.ancien,
                "avertissements": list(fait.avertissements),
                **comparaison.en_dict(fait.comparaison, classeur.titres_des_rubriques()),
            }
        )
    elif not quiet:
        _montrer_comparaison(fait)
    else:
        _avertir(fait.avertissements)


@application.command(help=aide("devis scenarios"))
def scenarios(
    film: Film,
    lesquels: Annotated[str, typer.Option("--scenarios", help="Lesquels, séparés par des virgules.")] = "A,B,C",
    quiet: Silencieux = False,
    en_json: EnJson = False,
) -> None:
    """Totals under each scenario."""
    from chargeprod_xl.versions_devis import demande  # noqa: PLC0415 - start-up stays short

    try:
        noms = [x for x in lesquels.split(",") if x.strip()]
        if not noms:
            raise DonneesRefuseesError([Anomalie("--scenarios", "aucun scénario", "donnez par exemple A,B")])
        with progression(quiet or en_json) as progres:
            lus = demande.lire_scenarios(film, noms, progres)
    except DonneesRefuseesError as refus:
        refuser(refus.anomalies, en_json)
        return
    if en_json:
        ecrire_json(_scenarios_en_dict(lus))
        return
    table = _table("Devis selon le scénario", "Poste", *(f"Scénario {s}" for s in lus.devis), droite=1)
    for libelle, montants in lus.postes():
        table.add_row(libelle, *map(_euros, montants))
    table.add_section()
    table.add_row("Total HT", *(_euros(d.total) for d in lus.devis.values()), style="bold")
    _montrer(table)
    _avertir(lus.avertissements)


def _scenarios_en_dict(lus: Scenarios) -> dict[str, Any]:
    noms = list(lus.devis)
    postes = [{"libelle": p, **dict(zip(noms, map(str, x), strict=True))} for p, x in lus.postes()]
    totaux = {s: str(d.total) for s, d in lus.devis.items()}
    return {"postes": postes, "totaux": totaux, "avertissements": list(lus.avertissements)}


def _version_en_dict(t: Trouve) -> dict[str, Any]:
    d = t.devis
    dits = {"nom": d.nom, "version": d.version, "date_version": d.date, "motif": d.motif, "total": d.total} if d else {}
    return {"fichier": t.fichier, **dits, "intact": bool(d and d.intacte and not t.doutes), "doutes": list(t.doutes)}


def _montrer_comparaison(fait: Fait) -> None:
    c = fait.comparaison
    table = _table(f"{c.a.nom} et {c.b.nom}", "Poste", c.a.nom, c.b.nom, "Écart", "%", droite=1)
    for e in c.postes:
        table.add_row(e.libelle, *_ecart(e.avant, e.apres))
    table.add_section()
    table.add_row("Total HT", *_ecart(c.a.total, c.b.total), style="bold")
    _montrer(table)
    changees = len(c.changees)
    dire(f"{changees} ligne{'s' if changees > 1 else ''} changée{'s' if changees > 1 else ''}, dans {fait.fichier}")
    if fait.gardes:
        dire(f"motifs gardés : {fait.gardes}")
    if fait.a_replacer:
        dire(f"▲ motifs dont la ligne n’est plus là : {fait.a_replacer}, feuille « Motifs à replacer »")
    if fait.ancien:
        dire(f"▲ l’ancien comparatif portait d’autres saisies que des motifs : il est gardé, {fait.ancien}")
    _avertir(fait.avertissements)


def _ecart(avant: Decimal, apres: Decimal) -> tuple[str, str, str, str]:
    part = f"{(apres - avant) / avant:+.1%}".replace(".", ",").replace("%", " %") if avant and apres != avant else "–"
    return _euros(avant), _euros(apres), _euros(apres - avant), part


def _euros(montant: Decimal) -> str:
    return f"{montant:,.2f} €".replace(",", "\u202f").replace(".", ",")


def _jour(texte: str) -> str:
    return "/".join(reversed(texte.split("-")))


def _brut(texte: str) -> str:
    """A text that rich shows as it is."""
    from rich.markup import escape  # noqa: PLC0415 - start-up stays short

    return escape(texte)


def _table(titre: str, *colonnes: str, droite: int = 99) -> Table:
    from rich.table import Table as TableRich  # noqa: PLC0415 - start-up stays short

    table = TableRich(title=_brut(titre))
    for rang, colonne in enumerate(colonnes):
        table.add_column(_brut(colonne), justify="right" if rang >= droite else "left", no_wrap=rang >= droite)
    return table


def _montrer(table: Table) -> None:
    from rich.console import Console  # noqa: PLC0415 - start-up stays short

    Console().print(table)


def _avertir(avertissements: tuple[str, ...]) -> None:
    for avertissement in avertissements:
        dire(f"▲ {avertissement}")
