"""What the employer owes on a row of « Emplois »: bases, ceilings, rates of the month, reduction.

Everything is decimal and for one person; a line is rounded to the cent, then counted as many times as there are people.
Codes of lines are those of a payslip: ``mal`` maladie, ``vp`` and ``vd`` vieillesse plafonnée and déplafonnée, ``af``
allocations familiales, ``cho`` chômage, ``rt1`` and ``rt2`` retraite, ``cp`` congés spectacles…
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

ZERO = Decimal(0)
TECHNICIENS = ("technicien cadre", "technicien non-cadre")
CADRES = ("technicien cadre", "réalisateur")
ANNEXE_10 = ("réalisateur", "artiste", "figurant")
AUTEUR = "auteur"

#: The base of each line.
ASSIETTES = {
    "mal": "forfait", "csa": "forfait", "vp": "t1", "vd": "base", "af": "forfait", "at": "forfait",
    "fnal": "t1 forfait", "fnal50": "forfait", "ds": "forfait", "vm": "forfait",
    "cho": "chômage", "chom": "chômage", "ags": "chômage",
    "rt1": "retraite 1", "ceg1": "retraite 1", "rt2": "retraite 2", "ceg2": "retraite 2",
    "cet": "cet", "apec": "apec", "prev": "t1", "fcs": "t1", "mt": "t1",
    "cp": "brut", "cchsct": "brut", "parit": "brut", "afdas": "base", "ta": "base", "peec": "base",
}  # fmt: skip
#: Under agreement 2642, the base of a line and the column of its rate.
AUDIOVISUEL = {
    "prev": ("t1", "prev_pav"), "fcs": ("t1", "fcs_pav"),
    "cchsct": ("retraite 1", "hygiene_pav"), "parit": ("retraite 1", "parit_pav"),
}  # fmt: skip
#: What the general reduction can wipe out, and no more.
REDUCTIBLES = ("mal", "csa", "vp", "vd", "af", "fnal", "fnal50", "cho", "rt1", "ceg1")
_JOURS_PAYES = {"S": 5, "J": 1, "C": 1, "M": 30}  # in thirtieths of a month


def arrondir(montant: Decimal, decimales: int = 2) -> Decimal:
    """Half away from zero: 0.225 is 0.23."""
    return montant.quantize(Decimal(1).scaleb(-decimales), ROUND_HALF_UP)


@dataclass(frozen=True)
class Reglages:
    """Choices of the company and of the film."""

    effectif: Decimal = Decimal(9)
    versement_mobilite: Decimal = ZERO
    majoration_cddu: bool = True
    trentiemes: bool = False
    forfait_figurants: bool = False
    heures_semaine: Decimal = Decimal(39)
    heures_tournage: Decimal = Decimal(46)
    heures_jour: Decimal = Decimal(8)
    heures_mois: Decimal = Decimal("151.67")
    prelevement: Decimal = Decimal("0.07")


@dataclass(frozen=True)
class Bareme:
    """A value for some profiles between two dates (``au``: None while it holds)."""

    colonne: str
    profils: tuple[str, ...]
    valeur: Decimal
    du: date
    au: date | None = None

    def vaut(self, profil: str, le: date) -> bool:
        """Whether it holds for this profile on that day."""
        return profil in self.profils and self.du <= le and (self.au is None or le <= self.au)


@dataclass(frozen=True)
class Taux:
    """The values of a profile in a month; what is not due is worth nothing."""

    valeurs: Mapping[str, Decimal] = field(default_factory=dict)

    def __getitem__(self, code: str) -> Decimal:
        return self.valeurs.get(code, ZERO)


@dataclass(frozen=True)
class Emploi:
    """One person (or several alike), one contract, one month."""

    profil: str
    mois: date
    unite: str = "S"
    quantite: Decimal = Decimal(1)
    taux: Decimal = ZERO
    majorations: Decimal = ZERO
    personne: str = ""
    effectif: Decimal = Decimal(1)
    figuration: bool = False
    phase: str = "tournage"
    journee: bool = False
    jours: Decimal = ZERO
    plafond: Decimal | None = None
    heures: Decimal | None = None
    abattement: bool = False
    audiovisuel: bool = False
    poste: int = 0

    @property
    def brut(self) -> Decimal:
        """Gross pay of one person."""
        return arrondir(self.quantite * self.taux + self.majorations)

    @property
    def brut_total(self) -> Decimal:
        """Gross pay of everybody on the row."""
        return arrondir(self.effectif * self.brut)


def taux_du_mois(baremes: Iterable[Bareme], profil: str, mois: date) -> Taux:
    """Values in force on the first day of the month; two for one line add up."""
    premier = mois.replace(day=1)
    valeurs: dict[str, Decimal] = {}
    for b in baremes:
        if b.vaut(profil, premier):
            valeurs[b.colonne] = valeurs.get(b.colonne, ZERO) + b.valeur
    return Taux(valeurs)


def heures_payees(emploi: Emploi, reglages: Reglages) -> Decimal:
    """Hours typed, else those of the unit."""
    if emploi.heures is not None:
        return emploi.heures
    semaine = reglages.heures_tournage if emploi.phase == "tournage" else reglages.heures_semaine
    par_unite = {
        "S": semaine,
        "J": reglages.heures_jour,
        "C": reglages.heures_jour,
        "M": reglages.heures_mois,
    }
    return arrondir(emploi.quantite * par_unite.get(emploi.unite, ZERO))


def plafond_de_ligne(emploi: Emploi, taux: Taux, reglages: Reglages) -> Decimal:
    """Urssaf ceiling of one row: typed, else prorated, never above that of a month."""
    if emploi.plafond is not None:
        return emploi.plafond
    pmss = taux["pmss"]
    if emploi.journee and emploi.profil in ANNEXE_10:
        prorata = taux["plafond_jour"] * emploi.jours
    elif reglages.trentiemes and emploi.unite in _JOURS_PAYES:
        prorata = pmss * emploi.quantite * _JOURS_PAYES[emploi.unite] / 30
    else:
        prorata = pmss * emploi.jours / calendar.monthrange(emploi.mois.year, emploi.mois.month)[1]
    return min(pmss, arrondir(prorata))


def base_de_securite_sociale(emploi: Emploi, taux: Taux) -> Decimal:
    """Gross pay less the « déduction forfaitaire spécifique » of the artists who have it."""
    abattement = taux["dfs"] if emploi.abattement and emploi.profil == "artiste" else ZERO
    return arrondir(emploi.brut * (1 - abattement))


def base_au_forfait(emploi: Emploi, taux: Taux, reglages: Reglages) -> Decimal:
    """An extra paid by the day under 6 % of the ceiling: nine hours of Smic each day, on option."""
    base = base_de_securite_sociale(emploi, taux)
    par_jour = emploi.unite in ("J", "C") and emploi.quantite > 0 and emploi.brut > 0
    if not (reglages.forfait_figurants and emploi.profil == "figurant" and par_jour):
        return base
    sous_le_seuil = emploi.brut / emploi.quantite < taux["forfait_seuil"] * taux["pmss"]
    return arrondir(taux["forfait_smic"] * taux["smic"] * emploi.quantite) if sous_le_seuil else base


def consommer(montants: Sequence[Decimal], plafonds: Sequence[Decimal]) -> list[Decimal]:
    """What of each amount fits under a ceiling that the former ones have begun to use."""
    parts, avant = [], ZERO
    for montant, plafond in zip(montants, plafonds, strict=True):
        parts.append(min(avant + montant, plafond) - min(avant, plafond))
        avant += montant
    return parts


def bases(emplois: Sequence[Emploi], taux: Sequence[Taux], reglages: Reglages) -> list[dict[str, Decimal]]:
    """Every base of the rows of one person in one month, who has one ceiling for all."""
    bruts = [emploi.brut for emploi in emplois]
    sociales = [base_de_securite_sociale(*paire) for paire in zip(emplois, taux, strict=True)]
    forfaits = [base_au_forfait(*paire, reglages) for paire in zip(emplois, taux, strict=True)]
    mensuels = [t["pmss"] for t in taux]
    somme = sum((plafond_de_ligne(*paire, reglages) for paire in zip(emplois, taux, strict=True)), ZERO)
    urssaf = [min(pmss, somme) for pmss in mensuels]
    retraite = [u if e.profil in CADRES else m for e, u, m in zip(emplois, urssaf, mensuels, strict=True)]
    tranche_1 = consommer(sociales, retraite)
    jusqu_a_t2 = consommer(sociales, [t["plafonds_t2"] * p for t, p in zip(taux, retraite, strict=True)])
    au_dessus = [sum(sociales) > p for p in retraite]
    colonnes = {
        "brut": bruts,
        "base": sociales,
        "forfait": forfaits,
        "t1": consommer(sociales, urssaf),
        "t1 forfait": consommer(forfaits, urssaf),
        "chômage": consommer(bruts, [t["plafonds_chomage"] * t["pmss"] for t in taux]),
        "retraite 1": tranche_1,
        "retraite 2": [b - a for a, b in zip(tranche_1, jusqu_a_t2, strict=True)],
        "cet": [b if oui else ZERO for b, oui in zip(jusqu_a_t2, au_dessus, strict=True)],
        "apec": consommer(sociales, [t["plafonds_apec"] * p for t, p in zip(taux, retraite, strict=True)]),
    }
    return [{nom: valeurs[rang] for nom, valeurs in colonnes.items()} for rang in range(len(emplois))]


def taux_des_lignes(emploi: Emploi, taux: Taux, reglages: Reglages) -> dict[str, Decimal]:
    """The rate of each line, once the options and the size of the company have chosen."""
    dus = {ligne: taux[ligne] for ligne in ASSIETTES}
    if emploi.audiovisuel:
        dus |= {ligne: taux[colonne] for ligne, (_, colonne) in AUDIOVISUEL.items()}
    petite, coefficient = reglages.effectif < 50, taux["coef"] or Decimal(1)
    for ligne in ("fnal50", "peec") if petite else ("fnal",):
        dus[ligne] = ZERO
    if not reglages.majoration_cddu:
        dus["chom"] = ZERO
    dus["vm"] = ZERO if reglages.effectif < 11 else reglages.versement_mobilite * coefficient
    for ligne, nom in (("mal", "maladie"), ("af", "af")):
        seuil = taux[f"{nom}_seuil"] * taux["smic_taux"] * heures_payees(emploi, reglages)
        if taux[f"{nom}_reduit"] and emploi.brut <= seuil:
            dus[ligne] = taux[f"{nom}_reduit"]
    return dus


def coefficient_de_reduction(brut: Decimal, heures: Decimal, taux: Taux, reglages: Reglages) -> Decimal:
    """Of the general reduction, at four decimals: the 2026 one (RGDU) when its threshold is in force."""
    suffixe = "" if reglages.effectif < 50 else "50"
    nouvelle = taux["ru_seuil"] > 0
    seuil = heures * (taux["ru_seuil"] * taux["ru_smic"] if nouvelle else taux["rg_seuil"] * taux["smic"])
    if brut <= 0 or brut >= seuil:
        return ZERO
    marge = seuil / brut - 1
    if nouvelle:
        minimum, delta = taux["ru_tmin"], taux[f"ru_tdelta{suffixe}"]
        maximum, coefficient = minimum + delta, minimum + delta * (marge / 2) ** taux["ru_puissance"]
    else:
        maximum = taux[f"rg_t{suffixe}"]
        coefficient = maximum / taux["rg_diviseur"] * marge
    caisse_de_conges = taux["ru_cp" if nouvelle else "rg_cp"]
    return arrondir(min(coefficient, maximum) * caisse_de_conges, 4)


def reduction_generale(emploi: Emploi, dus: Mapping[str, Decimal], taux: Taux, reglages: Reglages) -> Decimal:
    """Of technicians only, for one person; never more than the contributions it reduces."""
    if emploi.profil not in TECHNICIENS:
        return ZERO
    coefficient = coefficient_de_reduction(emploi.brut, heures_payees(emploi, reglages), taux, reglages)
    return min(arrondir(emploi.brut * coefficient), sum((dus.get(ligne, ZERO) for ligne in REDUCTIBLES), ZERO))


def charges(
    emploi: Emploi, taux: Taux, reglages: Reglages, ses_bases: Mapping[str, Decimal] | None = None
) -> dict[str, Decimal]:
    """Each line that is due, and « reduction » below zero. ``ses_bases``: those of a row that shares its ceiling."""
    if emploi.profil == AUTEUR:
        return _multiplier({"aut": arrondir(emploi.brut * taux["aut"])}, emploi.effectif)
    if ses_bases is None:
        ses_bases = bases([emploi], [taux], reglages)[0]
    retenus = taux_des_lignes(emploi, taux, reglages)
    assiettes = ASSIETTES | ({ligne: base for ligne, (base, _) in AUDIOVISUEL.items()} if emploi.audiovisuel else {})
    dus = {ligne: arrondir(ses_bases[assiette] * retenus[ligne]) for ligne, assiette in assiettes.items()}
    dus["reduction"] = -reduction_generale(emploi, dus, taux, reglages)
    tous = _multiplier(dus, emploi.effectif)
    prevoyance = tous.get("prev", ZERO) + tous.get("fcs", ZERO)
    if reglages.effectif >= 11 and prevoyance:
        tous["fs"] = arrondir(prevoyance * taux["fs"])
    return tous


def _multiplier(dus: Mapping[str, Decimal], effectif: Decimal) -> dict[str, Decimal]:
    return {ligne: effectif * montant for ligne, montant in dus.items() if montant}


@dataclass(frozen=True)
class Bulletin:
    """A row of « Emplois » once computed: its bases for one person, what the employer owes for all of them."""

    emploi: Emploi
    taux: Taux
    bases: Mapping[str, Decimal]
    charges: Mapping[str, Decimal]


def bulletins(emplois: Sequence[Emploi], baremes: Iterable[Bareme], reglages: Reglages) -> list[Bulletin]:
    """Every row, in order: the rows of a person in a month share one ceiling, the others stand alone."""
    connus = list(baremes)
    taux = [taux_du_mois(connus, emploi.profil, emploi.mois) for emploi in emplois]
    sortie: dict[int, Bulletin] = {}
    for rangs in _ensembles(emplois):
        communes = bases([emplois[r] for r in rangs], [taux[r] for r in rangs], reglages)
        for rang, ses_bases in zip(rangs, communes, strict=True):
            dus = charges(emplois[rang], taux[rang], reglages, ses_bases)
            sortie[rang] = Bulletin(emplois[rang], taux[rang], ses_bases, dus)
    return [sortie[rang] for rang in range(len(emplois))]


def paie(emplois: Sequence[Emploi], baremes: Iterable[Bareme], reglages: Reglages) -> list[dict[str, Decimal]]:
    """The charges of every row, in order."""
    return [dict(b.charges) for b in bulletins(emplois, baremes, reglages)]


def _ensembles(emplois: Sequence[Emploi]) -> list[list[int]]:
    """Rows that share a ceiling; rights of an author are no salary and share nothing."""
    ensembles: dict[object, list[int]] = {}
    for rang, emploi in enumerate(emplois):
        quelqu_un = emploi.personne and emploi.effectif == 1 and not emploi.figuration and emploi.profil != AUTEUR
        cle = (emploi.personne, emploi.mois.year, emploi.mois.month) if quelqu_un else rang
        ensembles.setdefault(cle, []).append(rang)
    return list(ensembles.values())
