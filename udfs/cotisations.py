"""What a salary costs, line by line, for one person and one month: ceilings, rates of the month, general reduction.

The lines, their bases and their rates are those of the packs (sheets « Assiettes » and « Cotisations » of ``equipe``).
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from udfs.baremes import donnees, valeur
from udfs.erreurs import introuvable, nombre_refuse, valeur_refusee
from udfs.registre import reconnaitre
from udfs.valeurs import arrondi

_ZERO = Decimal(0)
_CADRES = ("technicien cadre", "réalisateur")
_ANNEXE_10 = ("réalisateur", "artiste", "figurant")
_TECHNICIENS = ("technicien cadre", "technicien non-cadre")
#: Lines that the size of the company decides: from how many people they are due, or up to how many.
LIGNES_A_PARTIR_DE = {"fnal50": 50, "peec": 50, "fs": 11}
LIGNES_JUSQU_A = {"fnal": 49}
#: Lines of the packs that a choice of the company or of the place decides.
LIGNES_AU_CHOIX = {"chom", "vm"}


@dataclass(frozen=True)
class Salaire:
    """A salary of a month. ``jours``: calendar days of the contract in it; ``heures``: paid, for thresholds in Smic."""

    brut: Decimal
    profil: str
    mois: date
    jours: int | None = None
    heures: Decimal | None = None
    effectif: int = 9
    audiovisuel: bool = False
    abattement: bool = False
    versement_mobilite: Decimal = _ZERO
    a_la_journee: bool = False
    contrat_court: bool = True

    @property
    def jours_du_mois(self) -> int:
        """Days of the month."""
        return calendar.monthrange(self.mois.year, self.mois.month)[1]

    @property
    def part(self) -> Decimal:
        """Part of the month that the contract lasts."""
        return Decimal(self.jours_du_mois if self.jours is None else self.jours) / self.jours_du_mois


def profils() -> tuple[str, ...]:
    """The profiles that the barèmes know."""
    return tuple(donnees()["paie"]["profils"])


def lire_profil(texte: str) -> str:
    """A profile however it is written.

    Raises:
        RefusError: #VALUE!, no such profile.
    """
    trouve = reconnaitre(texte, profils())
    if trouve is None:
        raise valeur_refusee(f"profil « {texte} » : {', '.join(profils())}")
    return trouve


def controler(salaire: Salaire) -> Salaire:
    """The same, once its figures are possible.

    Raises:
        RefusError: a negative amount, more days than the month has, a month before the barèmes.
    """
    if salaire.brut < 0:
        raise nombre_refuse("un brut est positif")
    if salaire.jours is not None and not 0 <= salaire.jours <= salaire.jours_du_mois:
        raise nombre_refuse(f"{salaire.jours} jours : le mois en compte {salaire.jours_du_mois}")
    if salaire.effectif < 1:
        raise nombre_refuse("l’effectif est d’un salarié au moins")
    if salaire.profil != "auteur" and not _taux("pmss", salaire.profil, salaire.mois.replace(day=1)):
        raise introuvable(f"aucun plafond connu en {salaire.mois:%m/%Y} : les barèmes commencent en 2024")
    return salaire


@cache
def _taux(nom: str, profil: str, premier: date) -> Decimal:
    """The value of a line or of another value of the month for a profile; two that hold together add up."""
    paie = donnees()["paie"]
    declare = paie["lignes"].get(nom) or paie["valeurs"][nom]
    siens = [ident for ident, des_profils in declare.get("baremes", {}).items() if profil in des_profils]
    trouves = [v for ident in siens if (v := valeur(ident, premier)) is not None]
    return sum(trouves, _ZERO) if trouves else Decimal(str(declare.get("defaut", 0)))


class _Mois:
    """The rates of a salary's month and profile."""

    def __init__(self, salaire: Salaire) -> None:
        self.profil, self.premier = salaire.profil, salaire.mois.replace(day=1)

    def __getitem__(self, nom: str) -> Decimal:
        return _taux(nom, self.profil, self.premier)


def plafond_du_mois(salaire: Salaire) -> Decimal:
    """The ceiling of a month, in proportion of the calendar days of the contract (CSS, art. R242-2)."""
    mois = _Mois(salaire)
    if salaire.a_la_journee and salaire.profil in _ANNEXE_10:
        jours = salaire.jours_du_mois if salaire.jours is None else salaire.jours
        return min(mois["pmss"], arrondi(mois["plafond_jour"] * jours))
    return min(mois["pmss"], arrondi(mois["pmss"] * salaire.part))


def heures_payees(salaire: Salaire) -> Decimal:
    """Hours given, else those of a full month in proportion of the days."""
    return arrondi(Decimal("151.67") * salaire.part) if salaire.heures is None else salaire.heures


def assiettes(salaire: Salaire) -> Mapping[str, Decimal]:
    """Every base, by the name that the barèmes give it."""
    mois, plafond = _Mois(salaire), plafond_du_mois(salaire)
    deduit = mois["dfs"] if salaire.abattement and salaire.profil == "artiste" else _ZERO
    base = arrondi(salaire.brut * (1 - deduit))
    retraite = plafond if salaire.profil in _CADRES else mois["pmss"]
    tranche_1 = min(base, retraite)
    tranche_2 = min(base, mois["plafonds_t2"] * retraite) - tranche_1
    return {
        "brut": salaire.brut,
        "base": base,
        "base_forfait": base,
        "t1": min(base, plafond),
        "t1_forfait": min(base, plafond),
        "brut_chomage": min(salaire.brut, mois["plafonds_chomage"] * mois["pmss"]),
        "retraite_1": tranche_1,
        "retraite_2": tranche_2,
        "retraite_cet": tranche_1 + tranche_2 if base > retraite else _ZERO,
        "retraite_apec": min(base, mois["plafonds_apec"] * retraite),
    }


def _due(nom: str, salaire: Salaire) -> bool:
    if nom == "chom":
        return salaire.contrat_court
    return LIGNES_A_PARTIR_DE.get(nom, 0) <= salaire.effectif <= LIGNES_JUSQU_A.get(nom, salaire.effectif)


def _taux_de_ligne(nom: str, ligne: Mapping[str, Any], salaire: Salaire, mois: _Mois) -> Decimal:
    if nom == "vm":
        return _ZERO if salaire.effectif < 11 else salaire.versement_mobilite * (mois["coef"] or 1)
    if not _due(nom, salaire):
        return _ZERO
    reduit = ligne.get("taux_reduit")
    if reduit and mois[f"{reduit}_reduit"]:
        seuil = mois[f"{reduit}_seuil"] * mois["smic_taux"] * heures_payees(salaire)
        if salaire.brut <= seuil:
            return mois[f"{reduit}_reduit"]
    return mois[nom]


def cotisations(salaire: Salaire) -> dict[str, Decimal]:
    """What the employer owes, by line; the general reduction, under « reduction », is below zero. € of one person."""
    mois, lignes = _Mois(salaire), donnees()["paie"]["lignes"]
    if salaire.profil == "auteur":
        return {"aut": arrondi(salaire.brut * mois["aut"])}
    bases = assiettes(salaire)
    dus: dict[str, Decimal] = {}
    for nom, ligne in lignes.items():
        autre = ligne.get("audiovisuel", {}) if salaire.audiovisuel else {}
        if nom == "aut" or "sur" in ligne:
            continue
        taux = mois[autre["taux"]] if autre else _taux_de_ligne(nom, ligne, salaire, mois)
        dus[nom] = arrondi(bases[autre.get("assiette", ligne["assiette"])] * taux)
    for nom, ligne in lignes.items():
        if "sur" in ligne and _due(nom, salaire):
            dus[nom] = arrondi(sum((dus[assise] for assise in ligne["sur"]), _ZERO) * mois[nom])
    dus["reduction"] = -_reduction(salaire, mois, sum((dus[n] for n, x in lignes.items() if x.get("reduction")), _ZERO))
    return dus


def _reduction(salaire: Salaire, mois: _Mois, reductibles: Decimal) -> Decimal:
    """The general reduction of technicians, never more than the contributions that it reduces (CSS, art. L241-13)."""
    if salaire.profil not in _TECHNICIENS or not salaire.brut:
        return _ZERO
    brut, heures = salaire.brut, heures_payees(salaire)
    suffixe = "50" if salaire.effectif >= 50 else ""
    nouvelle = mois["ru_seuil"] > 0
    seuil = heures * (mois["ru_seuil"] * mois["ru_smic"] if nouvelle else mois["rg_seuil"] * mois["smic"])
    if brut >= seuil:
        return _ZERO
    if nouvelle:
        maximum = mois["ru_tmin"] + mois[f"ru_tdelta{suffixe}"]
        demi_marge = (seuil / brut - 1) / 2
        coefficient = mois["ru_tmin"] + mois[f"ru_tdelta{suffixe}"] * demi_marge ** mois["ru_puissance"]
        conges = mois["ru_cp"]
    else:
        maximum = mois[f"rg_t{suffixe}"]
        coefficient = maximum / mois["rg_diviseur"] * (seuil / brut - 1)
        conges = mois["rg_cp"]
    retenu = (min(coefficient, maximum) * conges).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    return min(arrondi(brut * retenu), reductibles)
