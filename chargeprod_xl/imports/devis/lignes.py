"""From a row to a line of the budget whose amount, recomputed as the sheet « Détail » does, is the row's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from chargeprod_xl.baremes.phases import phase_presumee
from chargeprod_xl.imports.devis.codes import Nomenclature
from chargeprod_xl.imports.devis.modele import ZERO, Rangee
from chargeprod_xl.projet.modele import Devise, LigneDevis
from chargeprod_xl.tables.mots import plier

_UN, _CENT = Decimal(1), Decimal(100)
#: Units that are worth nothing without a quantity; the others then count once.
SANS_QUANTITE_NULLES = frozenset("JSC")
_PHASES = ("preparation", "tournage", "finitions")
_CHAMP_DE_PHASE = {"préparation": "preparation", "tournage": "tournage", "finitions": "finitions"}
_UNITES = {
    "F": "f forfait forfaits fft flat allow allowance lump ens ensemble",
    "J": "j jour jours journee journees jr jrs day days d",
    "S": "s sem semaine semaines week weeks wk wks w hebdo",
    "C": "c cachet cachets cach",
    "M": "m mois month months",
    "H": "h heure heures hour hours hr hrs",
    "U": "u unite unites piece pieces pce pces unit units each ea",
    "KM": "km kilometre kilometres kilometer kilometers",
    "MN": "mn min minute minutes",
    "N": "n nuit nuits nuitee nuitees night nights",
    "R": "r repas meal meals couvert couverts",
    "%": "% pourcent pourcentage percent pct",
}
_PAR_MOT = {mot: unite for unite, mots in _UNITES.items() for mot in mots.split()}


def unite_connue(brute: str) -> str:
    """« jours », « Day », « sem. » → the letter of our devis; "" when it is none of ours."""
    return _PAR_MOT.get(plier(brute), "")


def montant_de(ligne: LigneDevis, arrondi: int, n: Nomenclature, cours: Decimal = _UN) -> Decimal:
    """The amount HT of a line in euros, as the column « Montant HT » of the sheet « Détail » computes it."""
    unite = n.lignes[ligne.code]["unite"]
    unites = ligne.preparation + (ligne.tournage or ZERO) + ligne.finitions
    if unites == 0 and unite not in SANS_QUANTITE_NULLES:
        unites = _UN
    brut = ligne.nombre * ligne.taux / _CENT if unite == "%" else ligne.nombre * unites * ligne.taux
    return ((brut + ligne.majorations) * cours).quantize(_UN.scaleb(-arrondi), ROUND_HALF_UP)


def par_code(
    lignes: Sequence[LigneDevis], arrondi: int, n: Nomenclature, devises: Sequence[Devise] = ()
) -> dict[str, Decimal]:
    """Amount of each code of the budget in euros, as the sheet would show it."""
    cours = {"": _UN, **{d.code: d.cours for d in devises}}
    sommes: dict[str, Decimal] = {}
    for x in lignes:
        sommes[x.code] = sommes.get(x.code, ZERO) + montant_de(x, arrondi, n, cours[x.devise])
    return sommes


@dataclass(frozen=True)
class Chiffree:
    """A line of the budget and, when the row's own quantities could not be kept, why."""

    ligne: LigneDevis
    doute: str = ""


def _champ_presume(code: str, n: Nomenclature) -> str:
    return _CHAMP_DE_PHASE[phase_presumee(n.lignes[code]["poste"], n.lignes[code]["rubrique"])]


def _possibles(r: Rangee, code: str, n: Nomenclature) -> Iterator[dict[str, Decimal]]:
    """Ways to read the row's quantities, from the most to the least faithful."""
    q = r.quantites
    nombre, unites = q.get("nombre"), q.get("unites")
    phases = {p: q[p] for p in _PHASES if q.get(p)}
    presume = _champ_presume(code, n)
    if n.lignes[code]["unite"] == "%":
        yield {"nombre": nombre if nombre is not None else unites or _UN}
        return
    if phases:
        yield {"nombre": nombre if nombre is not None else _UN, **phases}
        yield {"nombre": _UN, **phases}
        if unites is not None:
            yield {"nombre": unites, **phases}
        return
    if unites is not None:
        yield {"nombre": nombre if nombre is not None else _UN, presume: unites}
    if nombre is None:
        return
    if n.lignes[code]["unite"] in SANS_QUANTITE_NULLES:
        yield {"nombre": _UN, presume: nombre}
    yield {"nombre": nombre}


def _taux_possibles(r: Rangee, montant: Decimal, quantites: Mapping[str, Decimal], unite: str) -> Iterator[Decimal]:
    if r.taux is not None:
        yield r.taux
        if unite == "%":
            yield r.taux * _CENT
        return
    phases = sum((quantites[p] for p in _PHASES if p in quantites), ZERO)
    produit = quantites["nombre"] * (phases or _UN)
    if produit > 0 and unite != "%":
        deduit = (montant / produit).quantize(Decimal("0.01"), ROUND_HALF_UP)
        if deduit * produit == montant:
            yield deduit


def _ligne(code: str, champs: Mapping[str, Any], n: Nomenclature) -> LigneDevis | None:
    """The line, or nothing when a field is out of bounds. ``tournage`` is always given to a line of the plan."""
    zero = {"tournage": ZERO} if n.lignes[code]["plan"] else {}
    try:
        return LigneDevis.model_validate({"code": code, **zero, **champs})
    except (ValueError, InvalidOperation):
        return None


def forfait(r: Rangee, code: str, montant: Decimal, n: Nomenclature) -> dict[str, Decimal]:
    """One × the amount, in the phase where the row has most of its quantities, else in the usual one."""
    unite = n.lignes[code]["unite"]
    if unite == "%":
        return {"nombre": montant, "taux": _CENT}
    phases = {p: q for p in _PHASES if (q := r.quantites.get(p, ZERO)) > 0}
    if phases:
        return {max(phases, key=lambda p: phases[p]): _UN, "taux": montant}
    return {_champ_presume(code, n): _UN, "taux": montant} if unite in SANS_QUANTITE_NULLES else {"taux": montant}


def _dire(valeur: Decimal) -> str:
    return f"{valeur.normalize():f}".replace(".", ",")


def quantites_en_mots(r: Rangee) -> str:
    """« 2 × (1 + 4,5) S × 1 250 + 300 »: what the file multiplied, so that nothing of it is lost."""
    morceaux = [_dire(r.quantites[x]) for x in ("nombre", "unites") if x in r.quantites]
    if phases := [_dire(r.quantites[p]) for p in _PHASES if r.quantites.get(p)]:
        morceaux.append(f"({' + '.join(phases)})" if len(phases) > 1 else phases[0])
    if r.taux is not None:
        morceaux.append(_dire(r.taux))
    mots = " × ".join(morceaux) + (f" {r.unite}" if r.unite and morceaux else "")
    return mots + (f" + {_dire(r.majorations)}" if r.majorations else "")


def _unite_etrangere(r: Rangee, code: str, n: Nomenclature) -> bool:
    """The file counts days where our line counts weeks: the figures would be right, their meaning wrong."""
    sienne, notre = unite_connue(r.unite), n.lignes[code]["unite"]
    return bool(r.quantites) and sienne not in {"", "F", notre} and notre not in {"F", "%"}


@dataclass(frozen=True)
class Visee:
    """What a line must come to: ``montant`` in its own currency, ``euros`` once converted at ``cours``."""

    montant: Decimal
    euros: Decimal
    cours: Decimal = _UN

    @classmethod
    def en_euros(cls, montant: Decimal) -> Visee:
        """An amount that needs no rate."""
        return cls(montant, montant)


def _atteint(essai: LigneDevis, visee: Visee, arrondi: int, n: Nomenclature) -> bool:
    """The line comes to the amount in euros and, in a foreign currency, to the amount in that currency too."""
    exact = not essai.devise or montant_de(essai, 2, n) == visee.montant
    return exact and montant_de(essai, arrondi, n, visee.cours) == visee.euros


def chiffrer(r: Rangee, code: str, visee: Visee, textes: Mapping[str, Any], arrondi: int, n: Nomenclature) -> Chiffree:
    """The line that comes to ``visee`` to the cent: the row's own quantities when they give it, else a lump sum.

    ``textes``: name, currency and labels of the line, and its part abroad in euros.
    """
    commun: dict[str, Any] = dict(textes)
    montant = visee.montant
    majorations = [m for m in dict.fromkeys((r.majorations or ZERO, ZERO)) if m >= 0]
    etrangere = _unite_etrangere(r, code, n)
    for quantites in () if etrangere else _possibles(r, code, n):
        for taux in _taux_possibles(r, montant, quantites, n.lignes[code]["unite"]):
            for plus in majorations:
                essai = _ligne(code, {**commun, **quantites, "taux": taux, "majorations": plus}, n)
                if essai is not None and _atteint(essai, visee, arrondi, n):
                    return Chiffree(essai)
    mots = quantites_en_mots(r)
    calculable = r.taux is not None or bool(r.quantites)
    if calculable and montant:
        commun["nom"] = f"{commun.get('nom', '')} [au fichier : {mots}]".strip()
    ligne = _ligne(code, {**commun, **forfait(r, code, montant, n)}, n)
    assert ligne is not None  # the amount was bounded when it was read
    if not calculable or not montant:
        return Chiffree(ligne)
    if etrangere:
        notre = n.lignes[code]["unite"]
        return Chiffree(
            ligne, f"compté en « {r.unite} » au fichier, en {notre} à la ligne {code} : forfait de {montant:f}"
        )
    return Chiffree(ligne, f"{mots} ne donne pas {montant:f} : le montant du fichier l’emporte, en forfait")


def calcul_du_fichier(r: Rangee) -> Decimal | None:
    """Number × units × rate + extra, for a row whose amount was never computed."""
    if r.taux is None or not r.quantites:
        return None
    phases = [r.quantites[p] for p in _PHASES if p in r.quantites]
    unites = sum(phases, ZERO) if phases else r.quantites.get("unites", _UN)
    brut = r.quantites.get("nombre", _UN) * unites * r.taux + (r.majorations or ZERO)
    return brut.quantize(Decimal("0.01"), ROUND_HALF_UP)
