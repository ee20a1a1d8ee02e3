"""What is reckoned on the cost: insurance, bond, producer's fee, overheads, financial costs, contingency.

Each has a rate and a base, chosen poste by poste. None stands in its own base, so they are worked out in this order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from oracle.arrondi import arrondi
from oracle.lecture import Pack, nombre

POSTES = range(1, 10)
ORDRE = ("assurances", "bonne fin", "producteur", "frais généraux", "frais financiers", "imprévus")


@dataclass(frozen=True)
class Regle:
    """A rate on some postes, and on the lines named in ``avec``; ``force`` replaces the product."""

    taux: float = 0.0
    postes: frozenset[int] = frozenset(POSTES)
    avec: frozenset[str] = frozenset()
    force: float | None = None


@dataclass(frozen=True)
class Choix:
    """What is chosen once for the devis."""

    genre: str = "cinéma"
    scenario: str = "A"
    simuler: bool = False


@dataclass(frozen=True)
class Contractuelles:
    """Amounts, and the direct cost that legal caps are taken of."""

    montants: Mapping[str, float]
    bases: Mapping[str, float]
    cout_direct: float
    producteur_saisi: float = 0.0

    def __getitem__(self, nom: str) -> float:
        return self.montants[nom]

    @property
    def remuneration(self) -> float:
        """The fee as the law counts it: what is typed under 2111 and its charges stand with it."""
        return self.montants["producteur"] + self.producteur_saisi


def usuelles(imprevus: float, frais_generaux: float, producteur: float) -> dict[str, Regle]:
    """Rates of a film whose bases nobody has changed."""
    rien = Regle(postes=frozenset())
    return {
        "assurances": rien,
        "bonne fin": rien,
        "producteur": Regle(producteur),
        "frais généraux": Regle(frais_generaux),
        "frais financiers": Regle(0.0, avec=frozenset({"producteur", "frais généraux"})),
        "imprévus": Regle(imprevus, avec=frozenset({"producteur", "frais financiers"})),
    }


def compter(
    directs: Mapping[int, float],
    frais_financiers: float,
    producteur_saisi: float,
    regles: Mapping[str, Regle],
    decimales: int,
) -> Contractuelles:
    """``directs``: cost by poste, without financial costs (rubrique 94) nor a fee typed under 2111."""
    montants: dict[str, float] = {}
    bases: dict[str, float] = {}
    for nom in ORDRE:
        regle = regles[nom]
        base = sum(directs.get(p, 0.0) for p in regle.postes)
        if 9 in regle.postes and nom != "assurances":
            base += montants["assurances"] + (0.0 if nom == "bonne fin" else montants["bonne fin"])
        if "producteur" in regle.avec:
            base += montants["producteur"] + producteur_saisi
        if "frais généraux" in regle.avec:
            base += montants["frais généraux"]
        if "frais financiers" in regle.avec:
            base += montants["frais financiers"] + frais_financiers
        bases[nom] = base
        montants[nom] = arrondi(base * regle.taux, decimales) if regle.force is None else regle.force
    cout_direct = sum(directs.values()) + montants["assurances"] + montants["bonne fin"]
    return Contractuelles(montants, bases, cout_direct, producteur_saisi)


_LIBELLES = {
    "Assurances": "assurances", "Garantie de bonne fin": "bonne fin", "Rémunération": "producteur",
    "Frais généraux": "frais généraux", "Frais financiers": "frais financiers", "Imprévus": "imprévus",
}  # fmt: skip
_AVEC = {"producteur": "producteur", "fg": "frais généraux", "ff": "frais financiers"}


def lire_choix(pack: Pack) -> Choix:
    """« Choix du devis »."""

    def saisi(libelle: str) -> Any:
        return pack.champ("Choix du devis", libelle)

    return Choix(
        genre=str(saisi("Genre du devis")),
        scenario=str(saisi("Scénario compté")),
        simuler=saisi("Compter les montants simulés") == "O",
    )


def lire_regles(pack: Pack, taux_du_film: Mapping[str, float]) -> dict[str, Regle]:
    """Bases, rates and forced amounts; three rates come from « Hypothèses » (``taux_du_film``)."""
    titres = {"Ligne": "ligne", "Taux": "taux", "Prod.": "producteur", "FG": "fg", "FF": "ff", "Montant forcé": "force"}
    titres |= {str(p): f"p{p}" for p in POSTES}
    regles = {}
    for lue in pack.tableau("Lignes contractuelles", titres).itertuples():
        nom = next((n for debut, n in _LIBELLES.items() if str(lue.ligne).startswith(debut)), None)
        if nom is None:
            continue
        regles[nom] = Regle(
            taux=taux_du_film[nom] if nom in taux_du_film else nombre(lue.taux),
            postes=frozenset(p for p in POSTES if getattr(lue, f"p{p}") == "O"),
            avec=frozenset(n for c, n in _AVEC.items() if getattr(lue, c) == "O"),
            force=None if lue.force == "" else nombre(lue.force),
        )
    return regles
