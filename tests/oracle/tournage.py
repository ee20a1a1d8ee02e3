"""The shoot: how many days, on which dates, how many cachets for each role."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from oracle.arrondi import arrondi
from oracle.lecture import Pack, entier_ou_rien, jour, nombre, texte


@dataclass(frozen=True)
class Tournage:
    """What the devis and the cash plan take from the schedule."""

    jours: int
    semaines: float
    dates: list[date]
    cachets: dict[int, float]
    figurants_jours: float


def jours_de_tournage(jours_places: Iterable[int | None], grille: int) -> list[int]:
    """A day counts once it has a sequence; a number outside the grid is no day."""
    return sorted({j for j in jours_places if j is not None and 1 <= j <= grille})


def jours_ouvres(debut: date, rythme: str, chomes: Iterable[date], forces: list[str]) -> list[date]:
    """Dates of the days T: worked by the week's rhythm, neither holiday nor rest, unless a type is forced."""
    fermes = set(chomes)
    ouvres = []
    for rang, force in enumerate(forces):
        le = debut + timedelta(days=rang)
        travaille = rythme[le.weekday() : le.weekday() + 1] == "1" and le not in fermes
        if force == "T" or (force == "" and travaille):
            ouvres.append(le)
    return ouvres


def semaines_de_tournage(jours: int, rythme: str) -> float:
    """Shooting days over the days worked in a week, at two decimals."""
    par_semaine = len(rythme.replace("0", ""))
    return arrondi(jours / par_semaine, 2) if par_semaine else 0.0


def roles_presents(roles: str) -> set[int]:
    """«1, 3, 16» → {1, 3, 16}."""
    return {int(r) for r in texte(roles).replace(" ", "").split(",") if r.isdigit()}


def presences(ordre: pd.DataFrame, sequences: Mapping[str, set[int]]) -> set[tuple[int, int]]:
    """(role, day) of each role of each sequence placed on a day."""
    places = zip(ordre["sequence"], ordre["jour"], strict=True)
    return {(role, j) for sequence, j in places for role in sequences.get(sequence.casefold(), set())}


def cachets(
    roles: pd.DataFrame, presents: set[tuple[int, int]], forces: Mapping[tuple[int, int], str], grille: int
) -> dict[int, float]:
    """One cachet a day at T: the forced letter rules, else presence; a forced number rules over all."""
    retenus: dict[int, float] = {}
    for numero, impose in zip(roles["numero"], roles["force"], strict=True):
        if numero is None:
            continue
        lettres = (forces.get((numero, j)) or ("T" if (numero, j) in presents else "") for j in range(1, grille + 1))
        jours_t = sum(lettre == "T" for lettre in lettres)
        retenus[numero] = retenus.get(numero, 0.0) + (jours_t if impose == "" else nombre(impose))
    return retenus


def _cases_forcees(pack: Pack) -> dict[tuple[int, int], str]:
    cases = pack.tableau("Cases forcées", {"Rôle n°": "role", "Jour n°": "jour", "Case": "case"})
    forces: dict[tuple[int, int], str] = {}
    for ligne in cases.itertuples():
        role, le_jour = entier_ou_rien(ligne.role), entier_ou_rien(ligne.jour)
        if role is not None and le_jour is not None:
            forces.setdefault((role, le_jour), str(ligne.case))
    return forces


def _sequences(pack: Pack) -> pd.DataFrame:
    titres = {"Séq.": "sequence", "Rôles (n°)": "roles", "Figurants": "figurants"}
    lues = pack.tableau("Séquences", titres)
    lues["sequence"] = lues["sequence"].map(texte).str.casefold()
    return lues[lues["sequence"] != ""].drop_duplicates("sequence").set_index("sequence")


def lire_tournage(pack: Pack, debut: date, rythme: str) -> Tournage:
    """The shoot of a pack."""
    titres = {"N°": "numero", "Rôle": "nom", "Cachets forcés": "force"}
    roles = pack.tableau("Plan de travail", titres)
    roles["numero"] = roles["numero"].map(entier_ou_rien).astype(object)
    entete = pack.feuilles["Plan de travail"][pack.ligne_de_titres("Plan de travail", titres)]
    grille = sum(str(titre)[:1] == "J" and str(titre)[1:].isdigit() for titre in entete)
    ordre = pack.tableau("Ordre de tournage", {"Séq.": "sequence", "Jour": "jour"})
    ordre["sequence"] = ordre["sequence"].map(texte)
    ordre["jour"] = [entier_ou_rien(j) for j in ordre["jour"]]
    ordre = ordre[ordre["jour"].notna()].astype({"jour": int})
    jours = jours_de_tournage(ordre["jour"], grille)
    sequences = _sequences(pack)
    chomes = pack.tableau("Calendrier", {"Date": "date", "Motif": "motif"})["date"].map(jour).dropna()
    forces = pack.tableau("Calendrier de tournage", {"Type forcé": "force"})["force"].map(str).tolist()
    ouvres = jours_ouvres(debut, rythme, chomes, forces)
    par_sequence = {s: roles_presents(r) for s, r in sequences["roles"].items()}
    sur_la_grille = ordre[ordre["jour"].isin(jours)]["sequence"].str.casefold()
    return Tournage(
        jours=len(jours),
        semaines=semaines_de_tournage(len(jours), rythme),
        dates=[ouvres[j - 1] for j in jours if j <= len(ouvres)],
        cachets=cachets(roles, presences(ordre, par_sequence), _cases_forcees(pack), grille),
        figurants_jours=float(sur_la_grille.map(sequences["figurants"].map(nombre)).fillna(0).sum()),
    )
