"""A salaried line of the first budget → its rows of « Emplois », by month, whose pay adds up to the line's amount."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from chargeprod_xl.planification.emplois import JOURS_PAR_UNITE, Part, couvrir, repartir_quantite
from chargeprod_xl.projet.modele import LigneDevis, Phases

_PHASES = ("préparation", "tournage", "finitions")
#: Units that are worth nothing without a quantity; a month, a lump sum then count once.
_NULLES_SANS_QUANTITE = frozenset("SJC")
_UN, _ZERO, _CENTIME = Decimal(1), Decimal(0), Decimal("0.01")


@dataclass(frozen=True)
class Poste:
    """What the nomenclature says of a line: its category, its unit, whether the schedule feeds it, its phase.

    ``usuel``: the label that its people are known by, whatever an official list calls it.
    """

    code: str
    libelle: str
    usuel: str
    categorie: int
    unite: str
    plan: bool
    phase: str
    grille: str


@dataclass(frozen=True)
class _Tranche:
    """A part of a line: where it falls, and whether the schedule says its quantity."""

    phase: str
    part: Part
    suit: bool = False


def _parts(quantite: Decimal, poste: Poste, phase: str, phases: Phases) -> list[Part]:
    """Where a quantity falls: preparation is worked at the end of its phase, the others from their first day."""
    if phase == "préparation":
        return repartir_quantite(quantite, poste.unite, phases.preparation.fin, a_rebours=True)
    depuis = phases.tournage.debut if phase == "tournage" else phases.finitions.debut
    return repartir_quantite(quantite, poste.unite, depuis)


def _forfait(quantite: Decimal, phase: str, phases: Phases) -> Part:
    """A lump sum falls in the last month of its phase, the whole of it being its contract."""
    periode = {"préparation": phases.preparation, "tournage": phases.tournage, "finitions": phases.finitions}[phase]
    derniere = couvrir(periode.debut, periode.fin)[-1]
    return Part(derniere.mois, derniere.debut, derniere.fin, quantite)


def _tranches(saisie: LigneDevis, poste: Poste, phases: Phases) -> Iterator[_Tranche]:
    quantites = dict(zip(_PHASES, (saisie.preparation, saisie.tournage or _ZERO, saisie.finitions), strict=True))
    du_plan = poste.plan and saisie.tournage is None and poste.unite in JOURS_PAR_UNITE
    if not any(quantites.values()) and not du_plan:
        if poste.unite not in _NULLES_SANS_QUANTITE:
            quantites[poste.phase] = _UN
        elif saisie.majorations:
            yield _Tranche(poste.phase, _forfait(_ZERO, poste.phase, phases))
    for phase, quantite in quantites.items():
        if phase == "tournage" and du_plan:
            yield from (_Tranche(phase, p, suit=True) for p in couvrir(phases.tournage.debut, phases.tournage.fin))
        elif quantite and poste.unite in JOURS_PAR_UNITE:
            yield from (_Tranche(phase, p) for p in _parts(quantite, poste, phase, phases))
        elif quantite:
            yield _Tranche(phase, _forfait(quantite, phase, phases))


def emploi_type(poste: Poste, phase: str, part: Part, *, suit_le_plan: bool) -> dict[str, Any]:
    """A row of « Emplois » for one part of a line, without its pay."""
    return {
        "code": poste.code,
        "categorie": poste.categorie,
        "phase": phase,
        "mois": part.mois,
        "debut": None if suit_le_plan else part.debut,
        "fin": None if suit_le_plan else part.fin,
        "suit": "O" if suit_le_plan else "N",
        "unite": poste.unite,
        "quantite.force": None if suit_le_plan else part.quantite,
        "role": None,
        "nombre": Decimal(1),
        "majorations": None,
        "engagement": "continu",
        "dfs": "N",
        "convention": "" if poste.categorie == 41 else poste.grille,
    }


def _arrondi(valeur: Decimal, decimales: int) -> Decimal:
    return valeur.quantize(_UN.scaleb(-decimales), ROUND_HALF_UP)


def _brut(e: dict[str, Any]) -> Decimal:
    """« Brut » of a row, as the sheet works it out: by person to the cent, then for all of them."""
    par_personne = _arrondi(e["quantite.force"] * e["taux"] + (e["majorations"] or _ZERO), 2)
    return _arrondi(e["nombre"] * par_personne, 2)


def _montant(saisie: LigneDevis, poste: Poste) -> Decimal:
    """What the line comes to in the devis, before it is rounded."""
    unites = saisie.preparation + (saisie.tournage or _ZERO) + saisie.finitions
    if not unites and poste.unite not in _NULLES_SANS_QUANTITE:
        unites = _UN
    return saisie.nombre * unites * saisie.taux + saisie.majorations


def _complement(e: dict[str, Any], part: Part, montant: Decimal) -> dict[str, Any]:
    """A row of pay alone, on the dates of another one: no unit, no day."""
    plus = {"nombre": _UN, "quantite.force": _ZERO, "majorations": montant, "jours.force": _ZERO, "suit": "N"}
    return {**e, **plus, "debut": part.debut, "fin": part.fin}


def _ecart(lignes: list[dict[str, Any]], saisie: LigneDevis, poste: Poste, decimales: int) -> Decimal:
    """Cents that rounding each month took from the line or gave to it, when its rounded amount shows it."""
    exact = _montant(saisie, poste)
    voulu, compte = _arrondi(exact, decimales), sum(map(_brut, lignes), _ZERO)
    if _arrondi(compte, decimales) == voulu:
        return _ZERO
    proche = _arrondi(exact, 2)
    but = next((x for x in (proche, proche - _CENTIME, proche + _CENTIME) if _arrondi(x, decimales) == voulu), voulu)
    return but - compte


def pour_chaque_episode(saisie: LigneDevis, poste: Poste, episodes: int) -> LigneDevis:
    """A line given for one episode, worked as many times; what it takes from the schedule stays as it says."""
    fois = Decimal(episodes)
    quantites = {p: getattr(saisie, p) * fois for p in ("preparation", "finitions")}
    quantites["tournage"] = None if saisie.tournage is None else saisie.tournage * fois
    if not any(quantites.values()) and poste.unite not in _NULLES_SANS_QUANTITE:
        quantites[dict(zip(_PHASES, ("preparation", "tournage", "finitions"), strict=True))[poste.phase]] = fois
    return saisie.model_copy(update={**quantites, "majorations": saisie.majorations * fois})


def emplois_de_la_ligne(saisie: LigneDevis, poste: Poste, phases: Phases, decimales: int) -> list[dict[str, Any]]:
    """Its rows. ``decimales``: of the amounts of the devis, which these rows must give back."""
    tranches = list(_tranches(saisie, poste, phases))
    if not tranches:
        return []
    # Surcharges belong to the shoot; a line without shooting has them on its first row.
    porteur = next((i for i, t in enumerate(tranches) if t.phase == "tournage"), 0)
    entier = saisie.nombre == int(saisie.nombre)
    nombre, taux = (saisie.nombre, saisie.taux) if entier else (_UN, saisie.taux * saisie.nombre)
    lignes = [emploi_type(poste, t.phase, t.part, suit_le_plan=t.suit) for t in tranches]
    for e in lignes:
        e |= {"taux": taux, "nombre": nombre}
        if poste.unite in {"J", "C"}:
            e["engagement"] = "journée"
    # A line of the devis adds its surcharges once, whatever the number of people.
    reste = saisie.majorations
    if reste and nombre and (reste / nombre) % _CENTIME == 0:
        lignes[porteur]["majorations"], reste = reste / nombre, _ZERO
    if not any(t.suit for t in tranches):
        reste += _absorber(lignes, reste, saisie, poste, decimales)
    return [*lignes, _complement(lignes[porteur], tranches[porteur].part, reste)] if reste else lignes


def _absorber(
    lignes: list[dict[str, Any]], reste: Decimal, saisie: LigneDevis, poste: Poste, decimales: int
) -> Decimal:
    """Cents of rounding go to the longest quantity, out of sight of two decimals; what it cannot take is left over."""
    longue = max(lignes, key=lambda e: Decimal(e["quantite.force"]))
    complet = [*lignes, {"quantite.force": _ZERO, "taux": _ZERO, "nombre": _UN, "majorations": reste}]
    ecart = _ecart(complet, saisie, poste, decimales)
    if ecart and longue["nombre"] == 1 and longue["taux"] >= 1 and longue["quantite.force"] >= 1:
        longue["quantite.force"] += _arrondi(ecart / longue["taux"], 8)
        ecart = _ecart(complet, saisie, poste, decimales)
    return ecart
