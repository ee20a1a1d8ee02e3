"""What the file's own figures say of the hypotheses: rates of what the program computes, and the rounding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from chargeprod_xl.imports.devis.modele import ZERO, Rapprochement
from chargeprod_xl.imports.devis.vocabulaire import CALCULES

_FRAIS_FINANCIERS = "94"
_TAUX_MAX = Decimal("0.5")


@dataclass(frozen=True)
class Proposition:
    """One line to write under ``hypotheses`` of the project file, and why."""

    champ: str
    valeur: Decimal
    raison: str

    def __str__(self) -> str:
        return f"{self.champ}: {self.valeur.normalize():f}   # {self.raison}"


def _calcule(r: Rapprochement, cle: str) -> Decimal:
    return sum((c.montant for c in r.chiffres if c.genre == "calculé" and c.garde == CALCULES[cle]), ZERO)


def _taux_ecrit(r: Rapprochement, cle: str) -> Decimal | None:
    """« Frais généraux 7 % », or 7 % in the column of rates."""
    for c in r.chiffres:
        if c.genre == "calculé" and c.garde == CALCULES[cle]:
            trouve = re.search(r"(\d{1,2}(?:[.,]\d+)?)\s*%", c.rangee.libelle)
            if trouve:
                return Decimal(trouve[1].replace(",", ".")) / 100
    return None


def _taux(r: Rapprochement, cle: str, base: Decimal, nom_de_la_base: str) -> Iterator[Proposition]:
    montant = _calcule(r, cle)
    if montant <= 0 or base <= 0:
        return
    exact = montant / base
    ecrit = _taux_ecrit(r, cle)
    retenu = ecrit if ecrit is not None else exact.quantize(Decimal("0.0001"), ROUND_HALF_UP)
    if not 0 < retenu <= _TAUX_MAX:
        return
    trouve = f"{(exact * 100).quantize(Decimal('0.01'), ROUND_HALF_UP):f} %".replace(".", ",")
    champ = {"imprevus": "taux_imprevus", "frais_generaux": "taux_frais_generaux", "producteur": "taux_producteur"}[cle]
    mots = "écrit dans le libellé ; " if ecrit is not None else ""
    yield Proposition(
        champ, retenu, f"{CALCULES[cle]} : {mots}{montant:f} font {trouve} de {base:f} ({nom_de_la_base})"
    )


def proposer(r: Rapprochement, arrondi_du_film: int) -> list[Proposition]:
    """Hypotheses that would bring the program's figures near the file's."""
    lignes = r.somme("ligne")
    charges = _calcule(r, "charges")
    financiers = sum((c.montant for c in r.chiffres if c.genre == "ligne" and c.garde[:2] == _FRAIS_FINANCIERS), ZERO)
    direct = lignes + charges - financiers
    postes = lignes + charges + _calcule(r, "producteur")
    sortie = []
    if r.arrondi != arrondi_du_film:
        raison = "des montants du fichier ont des centimes ; sans elle le devis arrondit chaque ligne à l’euro"
        sortie.append(Proposition("arrondi", Decimal(r.arrondi), raison))
    sortie += _taux(r, "imprevus", postes, "postes 1 à 9 du fichier")
    sortie += _taux(r, "frais_generaux", direct, "coût direct du fichier")
    sortie += _taux(r, "producteur", direct, "coût direct du fichier, charges du producteur non comptées")
    return sortie
