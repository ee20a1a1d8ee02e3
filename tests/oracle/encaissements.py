"""Receipts: each source pays by instalments, at a milestone plus a delay, or at a forced date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from oracle.arrondi import arrondi
from oracle.caisse import Recettes
from oracle.lecture import Pack, jour, nombre, texte


@dataclass(frozen=True)
class Jalons:
    """Dates instalments hang on."""

    debut_preparation: date
    premier_jour: date
    dernier_jour: date
    fin_finitions: date
    livraison: date
    cloture: date
    avance_signature: int = 14

    def date_de(self, jalon: str, semaines: int) -> date:
        """A milestone plus weeks; a contract is signed some days before preparation; unknown: closing."""
        base = {
            "signature": self.debut_preparation - timedelta(days=self.avance_signature),
            "début de préparation": self.debut_preparation,
            "début de tournage": self.premier_jour,
            "fin de tournage": self.dernier_jour,
            "fin des finitions": self.fin_finitions,
            "livraison": self.livraison,
        }.get(jalon, self.cloture)
        return base + timedelta(weeks=semaines)


def recettes(echeances: pd.DataFrame, numeraire: Mapping[str, float], jalons: Jalons, lundis: list[date]) -> Recettes:
    """Weekly receipts; an instalment outside the weeks of the plan is in none of them."""
    ht = dict.fromkeys(lundis, 0.0)
    tva = dict.fromkeys(lundis, 0.0)
    for e in echeances.itertuples():
        le = e.force or jalons.date_de(e.jalon, e.delai)
        lundi = le - timedelta(days=le.weekday())
        if lundi in ht:
            montant = arrondi(e.part * numeraire.get(e.code.upper(), 0.0), 2)
            ht[lundi] += montant
            tva[lundi] += arrondi(montant * e.tva, 2)
    return Recettes(pd.Series(ht), pd.Series(tva))


def lire_echeances(pack: Pack) -> pd.DataFrame:
    """The typed instalments."""
    titres = {
        "Code": "code", "Jalon": "jalon", "Part": "part", "Délai (semaines)": "delai",
        "Date forcée": "force", "TVA": "tva",
    }  # fmt: skip
    lues = pack.tableau("Encaissements", titres)
    lues["code"] = lues["code"].map(texte)
    lues["force"] = pd.Series([jour(v) for v in lues["force"]], dtype=object)
    for colonne in ("part", "tva"):
        lues[colonne] = lues[colonne].map(nombre)
    lues["delai"] = lues["delai"].map(nombre).astype(int)
    return lues
