"""The journal of real expenses, from a CSV file of any French accounting tool."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.projet.fichier import lire_texte
from chargeprod_xl.projet.film import Depense

COLONNES = ("date", "piece", "code", "fournisseur", "libelle", "ht", "tva", "statut", "lieu")
_STATUTS, _LIEUX = ("engagé", "facturé", "payé"), ("France", "Étranger")


def _montant(texte: str) -> Decimal:
    return Decimal(re.sub(r"[\s\u00a0\u202f€]", "", texte).replace(",", ".") or "0")


def _date(texte: str) -> date:
    for forme in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(texte, forme).date()
        except ValueError:
            continue
    raise ValueError(texte)


def _parmi(choix: tuple[str, ...]) -> Callable[[str], str]:
    def lire(texte: str) -> str:
        for possible in choix:
            if possible.casefold() == texte.casefold():
                return possible
        raise ValueError(texte)

    return lire


def _code(texte: str) -> str:
    if not re.fullmatch(r"\d{2,5}", texte):
        raise ValueError(texte)
    return texte


_LECTEURS: dict[str, tuple[Callable[[str], Any], str]] = {
    "date": (_date, "une date comme 19/04/2027"),
    "code": (_code, "un code de devis de 2 à 5 chiffres"),
    "ht": (_montant, "un montant comme 1234,56"),
    "tva": (_montant, "un montant comme 246,91"),
    "statut": (_parmi(_STATUTS), "engagé, facturé ou payé"),
    "lieu": (_parmi(_LIEUX), "France ou Étranger"),
}


def _ligne(champs: dict[str, str], ou: str, fautes: list[Anomalie]) -> Depense | None:
    valeurs: dict[str, Any] = {}
    for nom in COLONNES:
        brut = champs.get(nom, "").strip()
        lecteur = _LECTEURS.get(nom)
        if lecteur is None:
            valeurs[nom] = brut
            continue
        try:
            valeurs[nom] = lecteur[0](brut)
        except (ValueError, InvalidOperation):
            fautes.append(Anomalie(ou, f"colonne « {nom} » : {brut!r} refusé", f"écrivez {lecteur[1]}"))
    return Depense(**valeurs) if len(valeurs) == len(COLONNES) else None


def lire_depenses(chemin: Path) -> tuple[tuple[Depense, ...], list[Anomalie]]:
    """Read the CSV (``;`` or ``,``, decimal comma or point): its rows, or every fault with its line."""
    import pandas as pd  # noqa: PLC0415 - half a second of start-up that only this command needs

    texte, fautes = lire_texte(chemin)
    if texte is None:
        return (), fautes
    premiere = texte.split("\n", 1)[0]
    separateur = ";" if ";" in premiere else ","
    try:
        table = pd.read_csv(chemin, sep=separateur, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (ValueError, pd.errors.ParserError) as erreur:
        return (), [
            Anomalie(chemin.name, f"tableau illisible ({erreur})", "vérifiez les séparateurs et les guillemets")
        ]
    table.columns = [str(c).strip().casefold() for c in table.columns]
    manquantes = [c for c in COLONNES if c not in table.columns]
    if manquantes:
        return (), [
            Anomalie(
                f"{chemin.name}, ligne 1",
                f"colonnes absentes : {', '.join(manquantes)}",
                f"la première ligne doit nommer {', '.join(COLONNES)}",
            )
        ]
    lignes = [
        _ligne({str(k): str(v) for k, v in rangee.items()}, f"{chemin.name}, ligne {i}", fautes)
        for i, rangee in enumerate(table.to_dict("records"), 2)
    ]
    return tuple(x for x in lignes if x is not None), fautes
