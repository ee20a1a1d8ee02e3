"""What a sent devis may hold: the columns of « Détail » and the sheets, by the name the reader's file gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Champ:
    """A column of « Détail »: title, kind, width. ``somme``: headings carry its sub-total."""

    nom: str
    titre: str
    type: str
    largeur: float
    somme: bool = False


_TOUS = (
    Champ("code", "N°", "code", 8),
    Champ("designation", "Désignation", "texte", 52),
    Champ("nom", "Nom ou précision", "texte", 38),
    Champ("unite", "Unité", "code", 7),
    Champ("nombre", "Nombre", "quantite", 9),
    Champ("preparation", "Prépa.", "quantite", 8.5),
    Champ("tournage", "Tournage", "quantite", 10),
    Champ("finitions", "Finitions", "quantite", 10),
    Champ("unites", "Total unités", "quantite", 9),
    Champ("taux", "Taux", "euros_cents", 14),
    Champ("majorations", "Majorations", "euro", 13),
    Champ("montant", "Montant HT", "euro", 14, somme=True),
    Champ("etranger", "dont étranger", "euro", 12, somme=True),
    Champ("france", "France", "euro", 14, somme=True),
    Champ("eligible", "Éligible crédit d’impôt", "euro", 14, somme=True),
    Champ("nature_ci", "Nature CI", "code", 8),
    Champ("territoire", "Dépense dans le territoire", "euro", 14, somme=True),
    Champ("part_territoire", "Part", "pourcent", 9),
    Champ("pays", "Pays", "texte", 14),
    Champ("devise", "Devise", "code", 8),
    Champ("apport", "Apport", "texte", 14),
    Champ("paiement", "Paiement", "texte", 22),
    Champ("statut", "Statut", "texte", 12),
)
CHAMPS: Mapping[str, Champ] = MappingProxyType({c.nom: c for c in _TOUS})
#: Columns without which the totals of the file cannot be.
NECESSAIRES = ("code", "designation", "montant", "etranger")
#: Columns that hold a person's pay, in whole or in part: masking decides on each that is shown.
DE_PAIE = ("montant", "etranger", "eligible", "territoire")

FEUILLES: Mapping[str, str] = MappingProxyType(
    {
        "garde": "Garde",
        "recapitulatif": "Récapitulatif",
        "detail": "Détail",
        "credit_impot": "Crédit d’impôt",
        "financement": "Plan de financement",
        "tresorerie": "Trésorerie mensuelle",
        "territoire": "Dépenses du territoire",
        "pays": "Coût par pays",
        "parts": "Parts de financement",
        "apports": "Apports",
        "plafonds": "Frais et plafonds",
    }
)
#: Sheets that the totals go through.
FEUILLES_NECESSAIRES = ("garde", "recapitulatif", "detail")
