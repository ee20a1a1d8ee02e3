"""``calculer``: the functions of the Excel add-in on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

import typer

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.baremes.consultation import proches
from chargeprod_xl.cli_sortie import EnJson, dire, ecrire_json, refuser
from udfs.appel import appeler_en_clair
from udfs.erreurs import RefusError
from udfs.presentation import aide_de, liste_des_fonctions
from udfs.registre import Fonction, Parametre, fonctions, par_nom


def calculer(
    nom: Annotated[str | None, typer.Argument(help="Fonction : cout_employeur, tva… Sans nom : leur liste.")] = None,
    arguments: Annotated[
        list[str] | None,
        typer.Argument(help="Ses arguments, dans l’ordre ou nommés (jours=15) ; une plage : « 5000;-12000 »."),
    ] = None,
    aide: Annotated[bool, typer.Option("--aide", help="Explique la fonction au lieu de la calculer.")] = False,
    en_json: EnJson = False,
) -> None:
    """Calcule une fonction du complément Excel, avec les mêmes barèmes : « calculer tva 1000 normal 2027-04-19 »."""
    if nom is None:
        dire(liste_des_fonctions(fonctions()))
        return
    fonction = par_nom(nom)
    if fonction is None:
        noms = proches(nom, [f.commande for f in fonctions()])
        remede = f"voulez-vous dire {', '.join(noms)} ?" if noms else "« calculer » sans rien les donne toutes"
        refuser((Anomalie(nom, "fonction inconnue", remede),), en_json)
        return
    if aide:
        dire(aide_de(fonction))
        return
    bruts, fautes = _ranger(fonction, arguments or [])
    if fautes:
        refuser(tuple(fautes), en_json)
    try:
        resultat = appeler_en_clair(fonction, bruts)
    except RefusError as refus:
        refuser((Anomalie(fonction.commande, refus.motif, f"« calculer {fonction.commande} --aide »"),), en_json)
        return
    if en_json:
        ecrire_json({"fonction": fonction.nom, "resultat": _en_machine(resultat), "unite": fonction.resultat})
    else:
        dire("\n".join(_en_mots(x) for x in (resultat if isinstance(resultat, list | tuple) else [resultat])))


def _ranger(fonction: Fonction, donnes: Sequence[str]) -> tuple[list[Any], list[Anomalie]]:
    """Arguments in the order of the function, and every fault found on the way."""
    places = {p.nom: rang for rang, p in enumerate(fonction.parametres)}
    bruts: list[Any] = [None] * len(places)
    fautes, suivant = [], 0
    for texte in donnes:
        nom, egal, valeur = texte.partition("=")
        if egal and nom in places:
            rang, texte_lu = places[nom], valeur
        elif egal and nom.isidentifier():
            fautes.append(Anomalie(nom, "argument inconnu", f"la fonction attend {', '.join(places)}"))
            continue
        elif suivant >= len(bruts):
            fautes.append(Anomalie(texte, "argument en trop", fonction.signature))
            continue
        else:
            rang, texte_lu = suivant, texte
            suivant += 1
        bruts[rang] = _lire(fonction.parametres[rang], texte_lu)
    fautes += [
        Anomalie(p.nom, "argument manquant", f"{p.aide} — {fonction.signature}")
        for p, brut in zip(fonction.parametres, bruts, strict=True)
        if p.obligatoire and brut is None and not fautes
    ]
    return bruts, fautes


def _lire(parametre: Parametre, texte: str) -> Any:
    if parametre.type == "plage":
        return [[cellule.strip() or None] for cellule in texte.split(";")]
    return texte.strip() or None


def _en_mots(valeur: Any) -> str:
    if isinstance(valeur, bool):
        return "VRAI" if valeur else "FAUX"
    if isinstance(valeur, date | datetime):
        return f"{valeur:%d/%m/%Y}"
    if isinstance(valeur, Decimal):
        entiers, _, decimales = f"{valeur:,f}".partition(".")
        return entiers.replace(",", "\u202f") + (f",{decimales}" if decimales else "")
    return str(valeur)


def _en_machine(valeur: Any) -> Any:
    if isinstance(valeur, list | tuple):
        return [_en_machine(x) for x in valeur]
    return float(valeur) if isinstance(valeur, Decimal) else valeur
