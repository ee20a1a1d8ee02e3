"""The shoot month by month: what the rows of the crew take from the schedule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

from oracle.lecture import Pack, entier_ou_rien, jour, nombre, texte
from oracle.tournage import (
    _cases_forcees,
    _sequences,
    jours_de_tournage,
    jours_ouvres,
    presences,
    roles_presents,
)

_TITRES_DES_ROLES = {"N°": "numero", "Rôle": "nom", "Cachets forcés": "force"}


@dataclass
class MoisDeTournage:
    """One calendar month of the shoot."""

    dates: list[date] = field(default_factory=list)
    semaines: Decimal = Decimal(0)
    figurants: Decimal = Decimal(0)
    cachets: dict[int, Decimal] = field(default_factory=dict)

    @property
    def jours(self) -> int:
        """Shooting days."""
        return len(self.dates)

    @property
    def calendaires(self) -> int:
        """From the first shooting day to the last."""
        return (max(self.dates) - min(self.dates)).days + 1 if self.dates else 0


Mois = dict[date, MoisDeTournage]


def exact(valeur: Any) -> Decimal:
    """A typed number, on the fifteen digits a spreadsheet keeps."""
    return Decimal(f"{nombre(valeur):.15g}")


def premier_du_mois(le: date) -> date:
    """The month of a day."""
    return le.replace(day=1)


def par_mois(dates: Sequence[date], par_semaine: int) -> Mois:
    """Days of each month, and the weeks they add to those shot before."""
    mois: Mois = {}
    avant = 0
    for le in sorted(dates):
        mois.setdefault(premier_du_mois(le), MoisDeTournage()).dates.append(le)
    for un in mois.values():
        un.semaines = _semaines(avant + un.jours, par_semaine) - _semaines(avant, par_semaine)
        avant += un.jours
    return mois


def _semaines(jours: int, par_semaine: int) -> Decimal:
    return (Decimal(jours) / par_semaine).quantize(Decimal("0.01"), ROUND_HALF_UP) if par_semaine else Decimal(0)


def cachets_par_mois(
    jours_t: Sequence[date], garantis: Decimal | None, premier_mois: date | None
) -> dict[date, Decimal]:
    """One cachet a day at T, in its month; guaranteed ones go to the month of the first day, or of the shoot.

    Fewer guaranteed cachets than days at T: the last days are not paid.
    """
    payes = sorted(jours_t) if garantis is None else sorted(jours_t)[: max(0, int(garantis))]
    compte: dict[date, Decimal] = {}
    for le in payes:
        mois = premier_du_mois(le)
        compte[mois] = compte.get(mois, Decimal(0)) + 1
    reste = Decimal(0) if garantis is None else garantis - len(payes)
    ou = premier_du_mois(min(jours_t)) if jours_t else premier_mois
    if reste and ou is not None:
        compte[ou] = compte.get(ou, Decimal(0)) + reste
    return compte


def jours_a_t(
    role: int, presents: set[tuple[int, int]], forces: Mapping[tuple[int, int], str], grille: int
) -> list[int]:
    """Numbers of the days a role is at T: the forced letter, else presence."""
    lettres = ((j, forces.get((role, j)) or ("T" if (role, j) in presents else "")) for j in range(1, grille + 1))
    return [j for j, lettre in lettres if lettre == "T"]


def _ordre(pack: Pack) -> pd.DataFrame:
    ordre = pack.tableau("Ordre de tournage", {"Séq.": "sequence", "Jour": "jour"})
    ordre["sequence"] = ordre["sequence"].map(texte).str.casefold()
    ordre["jour"] = [entier_ou_rien(j) for j in ordre["jour"]]
    return ordre[ordre["jour"].notna()].astype({"jour": int})


def _dates(pack: Pack, debut: date, rythme: str) -> dict[int, date]:
    """The date of each working day, by its number."""
    chomes = pack.tableau("Calendrier", {"Date": "date", "Motif": "motif"})["date"].map(jour).dropna()
    types = pack.tableau("Calendrier de tournage", {"Type forcé": "force"})["force"].map(str).tolist()
    return dict(enumerate(jours_ouvres(debut, rythme, chomes, types), 1))


def _ajouter_figurants(mois: Mois, ordre: pd.DataFrame, dates: Mapping[int, date], effectifs: pd.Series) -> None:
    """Extras × days: those of each sequence, on the day it is shot."""
    for une in ordre.itertuples():
        mois[premier_du_mois(dates[une.jour])].figurants += exact(effectifs.get(une.sequence, 0))


def _ajouter_cachets(mois: Mois, roles: pd.DataFrame, jours_t: Mapping[int, list[date]]) -> None:
    """Cachets of each role; a role that stands twice has those of both rows."""
    premier = min(mois, default=None)
    for role in roles.itertuples():
        garantis = None if role.force == "" else exact(role.force)
        for quand, combien in cachets_par_mois(jours_t[role.numero], garantis, premier).items():
            du_mois = mois.setdefault(quand, MoisDeTournage()).cachets
            du_mois[role.numero] = du_mois.get(role.numero, Decimal(0)) + combien


def lire_mois(pack: Pack, debut: date, rythme: str) -> Mois:
    """The months of a pack's shoot."""
    entete = pack.feuilles["Plan de travail"][pack.ligne_de_titres("Plan de travail", _TITRES_DES_ROLES)]
    grille = sum(str(titre)[:1] == "J" and str(titre)[1:].isdigit() for titre in entete)
    ordre, dates, sequences = _ordre(pack), _dates(pack, debut, rythme), _sequences(pack)
    tournes = [j for j in jours_de_tournage(ordre["jour"], grille) if j in dates]
    mois = par_mois([dates[j] for j in tournes], len(rythme.replace("0", "")))
    _ajouter_figurants(mois, ordre[ordre["jour"].isin(tournes)], dates, sequences["figurants"])
    presents = presences(ordre, {s: roles_presents(r) for s, r in sequences["roles"].items()})
    forces = _cases_forcees(pack)
    roles = pack.tableau("Plan de travail", _TITRES_DES_ROLES)
    roles["numero"] = pd.Series([entier_ou_rien(n) for n in roles["numero"]], dtype=object)
    roles = roles[roles["numero"].notna()]
    jours_t = {r: [dates[j] for j in jours_a_t(r, presents, forces, grille) if j in dates] for r in roles["numero"]}
    _ajouter_cachets(mois, roles, jours_t)
    return mois
