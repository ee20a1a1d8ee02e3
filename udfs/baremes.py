"""The packs' barèmes, by date, read from one JSON file beside this module (compiled from the YAML files)."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from udfs.erreurs import introuvable, valeur_refusee
from udfs.registre import Arg, Exemple, fonction, sans_accents

_FICHIER = Path(__file__).with_name("baremes.json")


@cache
def donnees() -> Any:
    """The whole file, parsed once."""
    return json.loads(_FICHIER.read_text(encoding="utf-8"))


def periode(periodes: list[dict[str, Any]], jour: date) -> dict[str, Any] | None:
    """The period that holds on a day; None when nothing is known."""
    iso = jour.isoformat()
    return next((p for p in periodes if p["du"] <= iso and (not p["au"] or iso <= p["au"])), None)


@cache
def valeur(ident: str, jour: date) -> Decimal | None:
    """The number of a parameter on a day; None when none is known."""
    parametre = donnees()["parametres"].get(ident)
    en_vigueur = periode(parametre["valeurs"], jour) if parametre else None
    return Decimal(en_vigueur["valeur"]) if en_vigueur and "valeur" in en_vigueur else None


def exiger(ident: str, jour: date) -> Decimal:
    """The number of a parameter on a day.

    Raises:
        RefusError: #N/A, unknown parameter, or no value known on that day.
    """
    trouve = valeur(ident, jour)
    if trouve is None:
        raise introuvable(f"barème « {ident} » : aucune valeur connue au {jour:%d/%m/%Y}")
    return trouve


def _en_vigueur(ident: str, jour: date) -> dict[str, Any]:
    parametre = donnees()["parametres"].get(ident.strip().lower())
    if parametre is None:
        raise introuvable(f"barème « {ident} » inconnu : « chargeprod-xl baremes lister » donne les noms")
    en_vigueur = periode(parametre["valeurs"], jour)
    if en_vigueur is None:
        raise introuvable(f"barème « {ident} » : aucune valeur connue au {jour:%d/%m/%Y}")
    return en_vigueur


@fonction(
    "Barèmes",
    resultat="dans l’unité du barème : € , ratio, heures, jours",
    source="celle de chaque valeur : voir CP_BAREME_SOURCE",
    exemples=(
        Exemple(("plafond_pmss", date(2026, 3, 2)), Decimal(4005), "plafond mensuel de la sécurité sociale de 2026"),
        Exemple(("tva_normal", date(2026, 3, 2)), Decimal("0.2")),
    ),
)
def bareme(
    nom: Annotated[str, Arg("Nom du barème, comme dans « Barèmes » : plafond_pmss, tva_normal, cic_repas…")],
    jour: Annotated[date, Arg("Date à laquelle il vaut")],
) -> Decimal:
    """Donne la valeur d’un barème des packs à une date.

    Un barème sans valeur connue ce jour-là donne #N/A : aucune valeur n’est prolongée en silence.
    """
    en_vigueur = _en_vigueur(nom, jour)
    if "valeur" not in en_vigueur:
        raise valeur_refusee(f"« {nom} » est une règle en mots : « {en_vigueur['texte']} »")
    return Decimal(en_vigueur["valeur"])


@fonction(
    "Barèmes",
    resultat="texte",
    source="fichiers de barèmes du produit, relus à la date qu’ils portent",
    exemples=(
        Exemple(
            ("plafond_horaire", date(2026, 3, 2)),
            "MS ; CSS art. D242-19 ; valable depuis le 01/01/2026 ; confiance haute",
        ),
    ),
)
def bareme_source(
    nom: Annotated[str, Arg("Nom du barème")], jour: Annotated[date, Arg("Date à laquelle il vaut")]
) -> str:
    """Dit d’où vient la valeur d’un barème : source, texte, dates et confiance."""
    lu = _en_vigueur(nom, jour)
    du, au = (date.fromisoformat(lu[x]) if lu[x] else None for x in ("du", "au"))
    dates = f"valable du {du:%d/%m/%Y} au {au:%d/%m/%Y}" if au else f"valable depuis le {du:%d/%m/%Y}"
    return " ; ".join(filter(None, (", ".join(lu["source"]), lu["reference"], dates, f"confiance {lu['confiance']}")))


@cache
def minimums() -> dict[tuple[str, str], list[dict[str, Any]]]:
    """The periods of each function's minima, by agreement and name without accents."""
    par_fonction: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for ligne in donnees()["minimums"]:
        par_fonction.setdefault((ligne["convention"], sans_accents(ligne["fonction"])), []).append(ligne)
    return par_fonction
