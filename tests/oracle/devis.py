"""The devis: line amounts, charges by category, producer's fee, nine postes, contingency and overheads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from oracle.arrondi import arrondi
from oracle.contractuelles import Contractuelles, Regle, compter, usuelles
from oracle.tournage import Tournage

CATEGORIES = {
    41: "Cotisations du diffuseur sur les droits d’auteur",
    42: "Cotisations patronales du producteur (salarié permanent)",
    43: "Cotisations patronales du réalisateur (salaire de technicien)",
    44: "Cotisations patronales de l’équipe technique",
    45: "Cotisations patronales des ouvriers",
    46: "Cotisations patronales des artistes et figurants",
}
PHASES = ("préparation", "tournage", "finitions")
TERRITOIRES = ("R1", "R2", "R3")
_SANS_FORFAIT = ("J", "S", "C")  # days, weeks and cachets without quantities are worth nothing


@dataclass(frozen=True)
class Plafonds:
    """What the tax credit retains at most, by unit (CGI ann. III, 46 quater-0 YM)."""

    cachet: float
    figurant: float
    repas: float
    nuit: float
    trajet: float

    nuit_paris: float = 0.0
    trajet_lointain: float = 0.0
    hotels_a_paris: bool = False

    def unitaire(self, nature: str, unite: str, rubrique: int | None, choisi: str = "") -> float | None:
        """The cap of one unit; None when nothing caps the line. ``choisi``: the cap named on the line."""
        if nature == "I":
            return {"C": self.cachet, "J": self.figurant}.get(unite, 0.0)
        if nature != "R" or choisi == "sans plafond":
            return None
        nuit = self.nuit_paris if self.hotels_a_paris else self.nuit
        if choisi:
            nommes = {"repas": self.repas, "nuit": self.nuit, "nuit Paris": self.nuit_paris}
            return {**nommes, "trajet": self.trajet, "trajet lointain": self.trajet_lointain}.get(choisi, 0.0)
        par_unite = {"R": self.repas, "N": nuit} | ({"U": self.trajet} if rubrique == 62 else {})
        return par_unite.get(unite)


@dataclass(frozen=True)
class Hypotheses:
    """Rates typed for the film."""

    decimales: int
    imprevus: float
    frais_generaux: float
    producteur: float


@dataclass(frozen=True)
class Devis:
    """The devis and what the next workbooks take from it."""

    lignes: pd.DataFrame
    charges: pd.DataFrame
    postes: dict[int, float]
    salaire_producteur: float
    charges_producteur: float
    imprevus: float
    frais_generaux: float
    eligible: float
    decimales: int
    contractuelles: Contractuelles
    producteur_dans_postes: bool = True

    @property
    def producteur_sous_postes(self) -> float:
        """The producer's fee when it stands below the postes, as in television."""
        return 0.0 if self.producteur_dans_postes else self.salaire_producteur + self.charges_producteur

    @property
    def total(self) -> float:
        """Total général HT."""
        return sum(self.postes.values()) + self.imprevus + self.frais_generaux + self.producteur_sous_postes


def quantite_de_tournage(plan: str, unite: str, role: int | None, tournage: Tournage) -> float:
    """What the schedule feeds: days, weeks, the role's cachets (Plan = O), extras × days (Plan = F)."""
    if plan == "F":
        return tournage.figurants_jours
    if plan != "O":
        return 0.0
    du_role = 0.0 if role is None else tournage.cachets.get(role, 0.0)
    return {"J": float(tournage.jours), "S": tournage.semaines, "C": du_role}.get(unite, 0.0)


def unites_payees(unite: str, quantites: tuple[float, float, float]) -> float:
    """Units over the three phases; a lump sum without quantity counts once."""
    somme = sum(quantites)
    return 1.0 if somme == 0 and unite not in _SANS_FORFAIT else somme


def montant_de_ligne(
    nombre_: float, unite: str, unites: float, taux: float, majorations: float, decimales: int
) -> float:
    """Number × units × rate (a line in % : base × rate / 100), overtime added, rounded on the line."""
    base = nombre_ * taux / 100 if unite == "%" else nombre_ * unites * taux
    return arrondi(base + majorations, decimales)


def eligible_de_ligne(nature: str, france: float, plafond: float | None, genre: str = "cinéma") -> float:
    """The part of a line the tax credit may retain, out of what is spent in France."""
    if nature == "D":
        return france if genre == "documentaire" else 0.0
    if nature not in ("A", "P", "T", "V", "I", "R"):
        return 0.0
    return france if nature in ("A", "P", "T", "V") or plafond is None else min(france, plafond)


def par_phase(montant: float, quantites: tuple[float, float, float], phase: str, decimales: int) -> list[float]:
    """The amount cut between preparation, shooting and finishing, by quantities, else by the «Phase» column."""
    somme = sum(quantites)
    if somme == 0:
        avant, apres = (montant * (phase == nom) for nom in (PHASES[0], PHASES[2]))
    else:
        avant, apres = (arrondi(montant * quantites[i] / somme, decimales) for i in (0, 2))
    return [avant, montant - avant - apres, apres]


def charges_sociales(
    lignes: pd.DataFrame,
    equipe: pd.DataFrame,
    taux: Mapping[int, float],
    decimales: int,
    obligatoires: Mapping[int, float] | None = None,
    forces: Mapping[int, float] | None = None,
) -> pd.DataFrame:
    """Poste 4 by category: the charges of the crew, and a global rate on the salaries that have no row in the crew.

    ``equipe``: salaries («brut») and charges by category, for the whole film and for two phases. ``obligatoires``: what
    contributions are without taxes on wages; ``forces``: eligible charges typed over the computed ones.
    """
    territoires = [r for r in TERRITOIRES if r in lignes]
    sommes = lignes.groupby("charges")[["montant", "etranger", "eligible", *PHASES, *territoires]].sum()
    sommes = sommes.reindex(list(CATEGORIES), fill_value=0.0)
    suivies = equipe.reindex(list(CATEGORIES), fill_value=0.0)
    charges = pd.DataFrame(0.0, index=sommes.index, columns=sommes.columns)
    for categorie, salaires in sommes.iterrows():
        if salaires["montant"] != 0:
            part = (obligatoires or {}).get(categorie, 1.0)
            charges.loc[categorie] = _charges_de(salaires, suivies.loc[categorie], taux[categorie], decimales, part)
        if categorie in (forces or {}):
            charges.loc[categorie, "eligible"] = (forces or {})[categorie]
    return charges


def _charges_de(salaires: pd.Series, suivi: pd.Series, taux: float, decimales: int, part: float) -> pd.Series:
    """One category: salaries abroad and eligible bear its average rate; a phase bears the charges of its own crew."""
    montant = max(0.0, arrondi(suivi["charges"] + (salaires["montant"] - suivi["brut"]) * taux, decimales))
    moyen = montant / salaires["montant"]
    etranger = arrondi(salaires["etranger"] * moyen, decimales)
    eligible = arrondi(salaires["eligible"] * moyen * part, decimales)
    avant, apres = (
        arrondi(suivi[f"charges {phase}"] + (salaires[phase] - suivi[f"brut {phase}"]) * taux, decimales)
        for phase in (PHASES[0], PHASES[2])
    )
    parts = dict(zip(PHASES, (avant, montant - avant - apres, apres), strict=True))
    locales = {r: min(montant, arrondi(salaires[r] * moyen, decimales)) for r in TERRITOIRES if r in salaires}
    return pd.Series(
        {"montant": montant, "etranger": etranger, "eligible": min(eligible, montant - etranger)} | parts | locales
    )


@dataclass(frozen=True)
class Saisies:
    """What is typed for the whole devis, beside its lines."""

    regles: Mapping[str, Regle]
    genre: str = "cinéma"
    obligatoires: Mapping[int, float] | None = None
    eligibles_forces: Mapping[int, float] | None = None


def chiffrer(
    lignes: pd.DataFrame,
    equipe: pd.DataFrame,
    taux: Mapping[int, float],
    hypotheses: Hypotheses,
    saisies: Saisies | None = None,
) -> Devis:
    """From priced lines and the crew to the devis."""
    decimales = hypotheses.decimales
    saisies = saisies or Saisies(usuelles(hypotheses.imprevus, hypotheses.frais_generaux, hypotheses.producteur))
    charges = charges_sociales(lignes, equipe, taux, decimales, saisies.obligatoires, saisies.eligibles_forces)
    comptes = _compter(lignes, charges, saisies.regles, decimales)
    salaire = arrondi(comptes["producteur"] / (1 + taux[42]), decimales)
    dans_postes = saisies.genre == "cinéma"
    sommes = lignes.groupby("poste")["montant"].sum()
    postes = {p: float(sommes.get(p, 0.0)) for p in range(1, 10)}
    postes[4] += float(charges["montant"].sum())
    postes[9] += comptes["assurances"] + comptes["bonne fin"] + comptes["frais financiers"]
    if dans_postes:
        postes[2] += salaire
        postes[4] += comptes["producteur"] - salaire
    retenus = lignes[lignes["poste"].isin(range(1, 10))]["eligible"].sum()
    return Devis(
        lignes=lignes,
        charges=charges,
        postes=postes,
        salaire_producteur=salaire,
        charges_producteur=comptes["producteur"] - salaire,
        imprevus=comptes["imprévus"],
        frais_generaux=comptes["frais généraux"],
        eligible=float(retenus + charges["eligible"].sum()),
        decimales=decimales,
        contractuelles=comptes,
        producteur_dans_postes=dans_postes,
    )


def _compter(
    lignes: pd.DataFrame, charges: pd.DataFrame, regles: Mapping[str, Regle], decimales: int
) -> Contractuelles:
    """Direct cost by poste: without financial costs, nor what is typed under 2111 and its charges."""
    par_poste = lignes.groupby("poste")["montant"].sum()
    directs = {p: float(par_poste.get(p, 0.0)) for p in range(1, 10)}
    directs[4] += float(charges["montant"].sum())
    financiers = float(lignes.loc[lignes["rubrique"] == 94, "montant"].sum())
    directs[9] -= financiers
    salaire, siennes = _producteur_saisi(lignes, charges, decimales)
    directs[2] -= salaire
    directs[4] -= siennes
    return compter(directs, financiers, salaire + siennes, regles, decimales)


def _producteur_saisi(lignes: pd.DataFrame, charges: pd.DataFrame, decimales: int) -> tuple[float, float]:
    """A fee typed under 2111, and the charges it bears."""
    if "code" not in lignes:
        return 0.0, 0.0
    siennes = lignes[lignes["code"] == "2111"]
    base = float(lignes.loc[lignes["charges"] == 42, "montant"].sum())
    cotisee = float(siennes.loc[siennes["charges"] == 42, "montant"].sum())
    total = float(charges.loc[42, "montant"])
    return float(siennes["montant"].sum()), min(total, arrondi(cotisee * total / base, decimales)) if base else 0.0
