"""The cash plan: when each expense is due, when each source pays, and the deepest need by week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from oracle.arrondi import arrondi
from oracle.devis import PHASES, Devis

# What each payment rule of the devis becomes: a due rule of « Règles de paiement ».
NET, COTISATIONS, COMPTANT, TVA = "net", "cotisations", "comptant", "tva"
_REGLES = {
    "cotisations": COTISATIONS, "comptant": COMPTANT, "droits": COMPTANT,
    "30 jours fin de mois": "j30", "45 jours fin de mois": "j45",
}  # fmt: skip


@dataclass(frozen=True)
class Regle:
    """A delay in days, from the Monday of the expense or from the end of that Monday's month."""

    fin_de_mois: bool
    jours: int

    def echeance(self, lundi: date) -> date:
        """The day an expense of that week is paid."""
        depart = fin_de_mois(lundi) if self.fin_de_mois else lundi
        return depart + timedelta(days=self.jours)


@dataclass(frozen=True)
class Besoin:
    """The deepest need and the Monday of its week (None when the account never goes below zero)."""

    montant: float
    lundi: date | None


def fin_de_mois(le: date) -> date:
    """Last day of the month."""
    suivant = (le.replace(day=28) + timedelta(days=4)).replace(day=1)
    return suivant - timedelta(days=1)


def part_par_semaine(lundis: list[date], debut: date, fin: date) -> pd.Series:
    """A phase spread evenly over its calendar days; one that ends before it starts spreads nothing."""
    jours = max(1, (fin - debut).days + 1)
    parts = [max(0, (min(fin, lundi + timedelta(days=6)) - max(debut, lundi)).days + 1) / jours for lundi in lundis]
    return pd.Series(parts, index=lundis)


def part_tournee(lundis: list[date], dates: list[date], jours: int) -> pd.Series:
    """The shoot spread over its shooting days."""
    parts = [sum(lundi <= d <= lundi + timedelta(days=6) for d in dates) / max(jours, 1) for lundi in lundis]
    return pd.Series(parts, index=lundis)


def payer(depenses: pd.DataFrame, regle: Regle) -> pd.DataFrame:
    """Move weekly figures to the week that holds their due date; what falls after the last week is left out."""
    lundis = depenses.index
    payees = [regle.echeance(lundi) for lundi in lundis]
    semaines = [le - timedelta(days=le.weekday()) for le in payees]
    return depenses.groupby(semaines).sum().reindex(lundis, fill_value=0.0)


def a_payer(devis: Devis, parts: Mapping[tuple[int, str], float], usuelle: float) -> pd.DataFrame:
    """Amounts HT by poste (1 to 11), due rule and phase.

    ``parts``: what is paid to people out of gross pay, by poste and phase; ``usuelle``: elsewhere, and of the producer.
    """
    lignes = devis.lignes
    lus = lignes[lignes["poste"].isin(range(1, 10))].groupby(["poste", "paiement"])[list(PHASES)].sum()
    bruts = {(int(p), str(r)): ligne for (p, r), ligne in lus.iterrows()}
    _ajouter(bruts, (2, "producteur"), [0.0, devis.salaire_producteur, 0.0])
    _ajouter(bruts, (4, "cotisations"), list(devis.charges[list(PHASES)].sum()))
    _ajouter(bruts, (4, "cotisations"), [0.0, devis.charges_producteur, 0.0])
    comptes = devis.contractuelles
    _ajouter(bruts, (9, "comptant"), [comptes["assurances"] + comptes["bonne fin"], 0.0, comptes["frais financiers"]])
    _ajouter(bruts, (10, "30 jours fin de mois"), [0.0, devis.imprevus, 0.0])
    tiers = arrondi(devis.frais_generaux / 3, devis.decimales)
    _ajouter(bruts, (11, "comptant"), [tiers, devis.frais_generaux - 2 * tiers, tiers])
    return _par_echeance(bruts, parts, usuelle)


def tva_a_payer(devis: Devis, usuelle: float) -> pd.DataFrame:
    """Deductible VAT by due rule and phase, of all postes together."""
    lignes = devis.lignes[devis.lignes["poste"].isin(range(1, 10))]
    sommes = lignes.groupby("paiement")[[f"tva {p}" for p in PHASES]].sum()
    bruts = {(0, str(r)): pd.Series(list(ligne), index=PHASES) for r, ligne in sommes.iterrows()}
    return _par_echeance(bruts, {}, usuelle)


def _ajouter(bruts: dict[tuple[int, str], pd.Series], cle: tuple[int, str], montants: list[float]) -> None:
    ajout = pd.Series(montants, index=PHASES)
    bruts[cle] = bruts[cle] + ajout if cle in bruts else ajout


def _par_echeance(
    bruts: Mapping[tuple[int, str], pd.Series], parts: Mapping[tuple[int, str], float], usuelle: float
) -> pd.DataFrame:
    """Rows (poste), columns (due rule, phase): salaries are cut between the net and what leaves later."""
    cases: dict[int, dict[tuple[str, str], float]] = {}
    for poste in {poste for poste, _ in bruts}:
        ligne = cases.setdefault(poste, {})
        for phase in PHASES:
            siens = {paiement: float(x[phase]) for (p, paiement), x in bruts.items() if p == poste}
            salaire, producteur = siens.pop("salaire", 0.0), siens.pop("producteur", 0.0)
            net = arrondi(salaire * parts.get((poste, phase), usuelle) + producteur * usuelle, 2)
            dus = [(NET, net), (COTISATIONS, salaire + producteur - net)]
            dus += [(_REGLES[paiement], montant) for paiement, montant in siens.items() if paiement in _REGLES]
            for regle, montant in dus:
                ligne[regle, phase] = ligne.get((regle, phase), 0.0) + montant
    return pd.DataFrame.from_dict(cases, orient="index").fillna(0.0)


def cumuls_payes(montants: pd.DataFrame, parts: pd.DataFrame, regles: Mapping[str, Regle]) -> pd.DataFrame:
    """Cumulated payments, week by week and row by row of ``montants``, rounded to the cent."""
    payes = {regle: payer(parts, regles[regle]).cumsum() for regle in {r for r, _ in montants.columns}}
    cumul = sum(
        payes[regle][[phase]].to_numpy() * montants[[(regle, phase)]].to_numpy().T for regle, phase in montants.columns
    )
    return pd.DataFrame(cumul, index=parts.index, columns=montants.index).map(arrondi)


@dataclass(frozen=True)
class Recettes:
    """Receipts by week, without and with their VAT."""

    ht: pd.Series
    tva: pd.Series


def plan_de_caisse(
    payes: pd.DataFrame, tva_payee: pd.Series, recettes: Recettes, industrie: float, total: float, regle_tva: Regle
) -> pd.Series:
    """Net flow by week: receipts and their VAT, less payments and their VAT, less VAT settled with the State.

    Contributions in kind are no cash: they are taken off in the proportion of what is paid so far.
    """
    en_nature = (payes.sum(axis=1) * industrie / total if total else 0.0 * payes.sum(axis=1)).map(arrondi)
    due = (recettes.tva - _flux(tva_payee)).to_frame()
    versee = payer(due, regle_tva)[due.columns[0]].cumsum().map(arrondi)
    decaisse = _flux(payes.sum(axis=1)) + _flux(tva_payee) - _flux(en_nature) + _flux(versee)
    return recettes.ht + recettes.tva - decaisse


def _flux(cumul: pd.Series) -> pd.Series:
    return cumul.diff().fillna(cumul)


def soldes_cumules(flux: pd.Series, solde_initial: float) -> pd.Series:
    """The bank balance at the end of each week, to the cent."""
    soldes, solde = [], solde_initial
    for montant in flux:
        solde = arrondi(solde + montant)
        soldes.append(solde)
    return pd.Series(soldes, index=flux.index)


def besoin_maximal(soldes: pd.Series) -> Besoin:
    """The deepest overdraft, the first week it is reached."""
    pire = soldes.min()
    return Besoin(-pire, soldes.idxmin()) if pire < 0 else Besoin(0.0, None)
