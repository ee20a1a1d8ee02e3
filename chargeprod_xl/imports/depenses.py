"""The journal of real expenses, from a table of any French accounting tool."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.classeurs.classeur_lu import CelluleLue
from chargeprod_xl.projet.film import Depense
from chargeprod_xl.tables.cellules import DATE, EUROS, Genre, RefuseeError, en_texte, parmi
from chargeprod_xl.tables.colonnes import Colonne, lire_table

_STATUTS, _ACCORDS = ("engagé", "facturé", "payé"), ("e", "s", "es")


def _code(cellule: CelluleLue, _: str) -> str:
    code = en_texte(cellule)
    if not re.fullmatch(r"\d{2,5}", code):
        raise RefuseeError
    return code


COLONNES = (
    Colonne("date", DATE, remplie=True),
    Colonne("piece", titres=("pièce", "n° de pièce")),
    Colonne("code", Genre(_code, "un code de devis de 2 à 5 chiffres"), remplie=True),
    Colonne("fournisseur"),
    Colonne("libelle", titres=("libellé",)),
    Colonne("ht", EUROS, titres=("montant HT",), vide=Decimal(0)),
    Colonne("tva", EUROS, titres=("montant TVA",), vide=Decimal(0)),
    Colonne("statut", parmi(*_STATUTS, autres={f"{s}{fin}": s for s in _STATUTS for fin in _ACCORDS}), remplie=True),
    Colonne("lieu", parmi("France", "Étranger"), remplie=True),
)


def lire_depenses(chemin: Path) -> tuple[tuple[Depense, ...], list[Anomalie]]:
    """The expenses of a file, those in fault left out, and every fault with its line."""
    rangees, fautes = lire_table(chemin, COLONNES)
    return tuple(Depense(**r.valeurs) for r in rangees), fautes
