"""The devis: line amounts, charges by category, producer's fee, nine postes, contingency and overheads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from oracle.arrondi import arrondi
from oracle.lecture import Pack, entier_ou_rien, nombre
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
_SANS_FORFAIT = ("J", "S", "C")  # days, weeks and cachets without quantities are worth nothing


@dataclass(frozen=True)
class Plafonds:
    """What the tax credit retains at most, by unit (CGI ann. III, 46 quater-0 YM)."""

    cachet: float
    figurant: float
    repas: float
    nuit: float
    trajet: float

    def unitaire(self, nature: str, unite: str, rubrique: int | None) -> float | None:
        """The cap of one unit; None when nothing caps the line."""
        if nature == "I":
            return {"C": self.cachet, "J": self.figurant}.get(unite, 0.0)
        if nature == "R" and unite in ("R", "N"):
            return self.repas if unite == "R" else self.nuit
        return self.trajet if nature == "R" and unite == "U" and rubrique == 62 else None


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

    @property
    def total(self) -> float:
        """Total général HT."""
        return sum(self.postes.values()) + self.imprevus + self.frais_generaux


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


def eligible_de_ligne(nature: str, france: float, plafond: float | None) -> float:
    """The part of a line the tax credit may retain, out of what is spent in France."""
    if nature not in ("A", "P", "T", "I", "R"):
        return 0.0
    return france if nature in ("A", "P", "T") or plafond is None else min(france, plafond)


def par_phase(montant: float, quantites: tuple[float, float, float], phase: str, decimales: int) -> list[float]:
    """The amount cut between preparation, shooting and finishing, by quantities, else by the «Phase» column."""
    somme = sum(quantites)
    if somme == 0:
        avant, apres = (montant * (phase == nom) for nom in (PHASES[0], PHASES[2]))
    else:
        avant, apres = (arrondi(montant * quantites[i] / somme, decimales) for i in (0, 2))
    return [avant, montant - avant - apres, apres]


def charges_sociales(
    lignes: pd.DataFrame, equipe: pd.DataFrame, taux: Mapping[int, float], decimales: int
) -> pd.DataFrame:
    """Poste 4 by category: the charges of the crew, and a global rate on the salaries that have no row in the crew.

    ``equipe``: salaries («brut») and charges by category, for the whole film and for two phases.
    """
    sommes = lignes.groupby("charges")[["montant", "etranger", "eligible", *PHASES]].sum()
    sommes = sommes.reindex(list(CATEGORIES), fill_value=0.0)
    suivies = equipe.reindex(list(CATEGORIES), fill_value=0.0)
    charges = pd.DataFrame(0.0, index=sommes.index, columns=sommes.columns)
    for categorie, salaires in sommes.iterrows():
        if salaires["montant"] != 0:
            charges.loc[categorie] = _charges_de(salaires, suivies.loc[categorie], taux[categorie], decimales)
    return charges


def _charges_de(salaires: pd.Series, suivi: pd.Series, taux: float, decimales: int) -> pd.Series:
    """One category: salaries abroad and eligible bear its average rate; a phase bears the charges of its own crew."""
    montant = max(0.0, arrondi(suivi["charges"] + (salaires["montant"] - suivi["brut"]) * taux, decimales))
    moyen = montant / salaires["montant"]
    etranger, eligible = (arrondi(salaires[nom] * moyen, decimales) for nom in ("etranger", "eligible"))
    avant, apres = (
        arrondi(suivi[f"charges {phase}"] + (salaires[phase] - suivi[f"brut {phase}"]) * taux, decimales)
        for phase in (PHASES[0], PHASES[2])
    )
    parts = dict(zip(PHASES, (avant, montant - avant - apres, apres), strict=True))
    return pd.Series({"montant": montant, "etranger": etranger, "eligible": min(eligible, montant - etranger)} | parts)


def chiffrer(lignes: pd.DataFrame, equipe: pd.DataFrame, taux: Mapping[int, float], hypotheses: Hypotheses) -> Devis:
    """From priced lines and the crew to the devis."""
    decimales = hypotheses.decimales
    charges = charges_sociales(lignes, equipe, taux, decimales)
    frais_financiers = lignes.loc[lignes["rubrique"] == 94, "montant"].sum()
    cout_direct = lignes["montant"].sum() + charges["montant"].sum() - frais_financiers
    remuneration = arrondi(cout_direct * hypotheses.producteur, decimales)
    salaire = arrondi(remuneration / (1 + taux[42]), decimales)
    sommes = lignes.groupby("poste")["montant"].sum()
    postes = {p: float(sommes.get(p, 0.0)) for p in range(1, 10)}
    postes[2] += salaire
    postes[4] += float(charges["montant"].sum()) + remuneration - salaire
    retenus = lignes[lignes["poste"].isin(range(1, 10))]["eligible"].sum()
    return Devis(
        lignes=lignes,
        charges=charges,
        postes=postes,
        salaire_producteur=salaire,
        charges_producteur=remuneration - salaire,
        imprevus=arrondi(hypotheses.imprevus * sum(postes.values()), decimales),
        frais_generaux=arrondi(hypotheses.frais_generaux * cout_direct, decimales),
        eligible=float(retenus + charges["eligible"].sum()),
        decimales=decimales,
    )


_TITRES = {
    "N°": "code", "Unité": "unite", "Nombre": "nombre", "Prépa.": "prepa", "Tournage forcé": "force",
    "Finitions": "fin", "Taux": "taux", "Majorations": "majorations", "dont étranger": "etranger",
    "Nature CI": "ci", "Charges": "charges", "TVA": "tva", "Paiement": "paiement", "Plan": "plan",
    "Rôle n°": "role", "Phase": "phase", "Poste": "poste", "Rubrique": "rubrique",
}  # fmt: skip


def lire_lignes(pack: Pack, tournage: Tournage, plafonds: Plafonds, decimales: int) -> pd.DataFrame:
    """The lines of «Détail», priced."""
    lues = pack.tableau("Détail", _TITRES)
    for colonne in ("nombre", "prepa", "fin", "taux", "majorations", "etranger", "tva"):
        lues[colonne] = lues[colonne].map(nombre)
    for colonne in ("role", "charges", "poste", "rubrique"):
        lues[colonne] = pd.Series([entier_ou_rien(v) for v in lues[colonne]], dtype=object)
    return pd.DataFrame([_chiffrer_ligne(ligne, tournage, plafonds, decimales) for ligne in lues.itertuples()])


def _chiffrer_ligne(ligne: object, tournage: Tournage, plafonds: Plafonds, decimales: int) -> dict[str, object]:
    du_plan = quantite_de_tournage(ligne.plan, ligne.unite, ligne.role, tournage)
    quantites = (ligne.prepa, du_plan if ligne.force == "" else nombre(ligne.force), ligne.fin)
    unites = unites_payees(ligne.unite, quantites)
    montant = montant_de_ligne(ligne.nombre, ligne.unite, unites, ligne.taux, ligne.majorations, decimales)
    unitaire = plafonds.unitaire(ligne.ci, ligne.unite, ligne.rubrique)
    plafond = None if unitaire is None else arrondi(ligne.nombre * unites * unitaire, decimales)
    parts = par_phase(montant, quantites, ligne.phase, decimales)
    return {
        "code": ligne.code,
        "poste": ligne.poste,
        "rubrique": ligne.rubrique,
        "charges": ligne.charges,
        "paiement": ligne.paiement,
        "montant": montant,
        "etranger": ligne.etranger,
        "eligible": eligible_de_ligne(ligne.ci, montant - ligne.etranger, plafond),
        **dict(zip(PHASES, parts, strict=True)),
        **{f"tva {p}": arrondi(m * ligne.tva, 2) for p, m in zip(PHASES, parts, strict=True)},
    }
