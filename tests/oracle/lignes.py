"""The lines of «Détail» as they are typed, then priced: from the crew, or from what stands on the line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from oracle.arrondi import arrondi
from oracle.contractuelles import Choix
from oracle.devis import (
    PHASES,
    TERRITOIRES,
    Plafonds,
    eligible_de_ligne,
    montant_de_ligne,
    par_phase,
    quantite_de_tournage,
    unites_payees,
)
from oracle.lecture import Pack, entier_ou_rien, nombre, texte
from oracle.salaires import Cle, Salaire
from oracle.tournage import Tournage

_TITRES = {
    "N°": "code", "Unité": "unite", "Nombre": "nombre", "Prépa.": "prepa", "Tournage forcé": "force",
    "Finitions": "fin", "Taux": "taux", "Majorations": "majorations", "dont étranger": "etranger",
    "Éligible forcé": "eligible_force", "Nature CI": "ci", "Plafond CI": "plafond", "Part R1": "r1", "Part R2": "r2",
    "Part R3": "r3", "Pays": "pays", "Apport": "apport", "Devise": "devise", "Charges": "charges", "TVA": "tva",
    "Paiement": "paiement", "Plan": "plan", "Personne n°": "personne", "Rôle n°": "role", "Phase": "phase",
    "Inclus": "inclus", "Scénario": "scenario", "Montant simulé": "simule", "Poste": "poste", "Rubrique": "rubrique",
}  # fmt: skip


@dataclass(frozen=True)
class Cadre:
    """What every line is priced with."""

    tournage: Tournage
    plafonds: Plafonds
    decimales: int
    salaires: Mapping[Cle, Salaire]
    cours: Mapping[str, float]
    choix: Choix


def lire_cours(pack: Pack) -> dict[str, float]:
    """« Devises »: euros for one unit."""
    lues = pack.tableau("Devises", {"Devise": "code", "Cours": "cours"})
    return {str(x.code): nombre(x.cours) for x in lues.itertuples()}


def lire_lignes(pack: Pack, cadre: Cadre) -> pd.DataFrame:
    """The lines of «Détail», priced."""
    lues = pack.tableau("Détail", _TITRES)
    cles = [_cle(x) for x in lues.itertuples()]
    suivies = [c if c in cadre.salaires else None for c in cles]
    return pd.DataFrame(
        [
            _ligne(x, cle, (suivies[: i + 1].count(cle), suivies.count(cle)), cadre)
            for i, (x, cle) in enumerate(zip(lues.itertuples(), suivies, strict=True))
        ]
    )


def _cle(lue: Any) -> Cle | None:
    """Line and person, when the crew pays it or gives its quantities: no rate is typed, or a rate alone."""
    if lue.charges == "" or lue.personne == "":
        return None
    typees = any(v != "" for v in (lue.nombre, lue.prepa, lue.force, lue.fin))
    return None if lue.taux != "" and typees else (texte(lue.code), texte(lue.personne))


def compte(lue: Any, choix: Choix) -> bool:
    """A line may be left out, or belong to another scenario."""
    return lue.inclus != "N" and lue.scenario in ("", choix.scenario)


def _ligne(lue: Any, cle: Cle | None, parmi: tuple[int, int], cadre: Cadre) -> dict[str, object]:
    """``parmi``: rank of the line among those of its person, and how many they are."""
    rang, partage = parmi
    decimales, choix = cadre.decimales, cadre.choix
    rubrique = entier_ou_rien(lue.rubrique)
    salaire = None if cle is None else cadre.salaires[cle]
    if salaire is None:
        quantites = _quantites(lue, cadre.tournage)
        unites = nombre(lue.nombre) * unites_payees(lue.unite, quantites)
        avant = _montant_saisi(lue, quantites, cadre)
    else:
        quantites = (0.0, 0.0, 0.0)
        unites = sum(salaire.quantites.values()) / partage
        deja, ici = (arrondi(salaire.brut * k / partage, decimales) for k in (rang - 1, rang))
        avant = ici - deja if lue.taux == "" else _au_taux(lue, unites, salaire, partage, cadre)
    montant = avant if lue.simule == "" or not choix.simuler else arrondi(nombre(lue.simule), decimales)
    compte_ = compte(lue, choix)
    montant = montant if compte_ else 0.0
    etranger = nombre(lue.etranger) if compte_ else 0.0
    unitaire = cadre.plafonds.unitaire(lue.ci, lue.unite, rubrique, lue.plafond)
    plafond = None if unitaire is None else arrondi(unites * unitaire, decimales)
    if lue.ci == "I" and salaire is not None and salaire.minimum > 0:
        plafond = arrondi(salaire.minimum / partage, decimales)
    eligible = eligible_de_ligne(lue.ci, montant - etranger, plafond, choix.genre)
    eligible = eligible if lue.eligible_force == "" else nombre(lue.eligible_force)
    parts = _parts(montant, lue, quantites, salaire, decimales)
    locales = (arrondi((montant - etranger) * max(0.0, nombre(getattr(lue, r))), decimales) for r in ("r1", "r2", "r3"))
    return {
        "code": texte(lue.code),
        "poste": entier_ou_rien(lue.poste),
        "rubrique": rubrique,
        "charges": entier_ou_rien(lue.charges),
        "paiement": lue.paiement,
        "ci": lue.ci,
        "apport": lue.apport,
        "pays": lue.pays,
        "montant": montant,
        "etranger": etranger,
        "eligible": eligible if compte_ else 0.0,
        **dict(zip(TERRITOIRES, locales, strict=True)),
        **dict(zip(PHASES, parts, strict=True)),
        **{f"tva {p}": arrondi(m * nombre(lue.tva), 2) for p, m in zip(PHASES, parts, strict=True)},
    }


def _au_taux(lue: Any, unites: float, salaire: Salaire, partage: int, cadre: Cadre) -> float:
    """A rate typed on the quantities of the crew; its surcharges too, unless others are typed."""
    cours = _cours(lue, cadre)
    majorations = salaire.majorations / partage if lue.majorations == "" else nombre(lue.majorations) * cours
    base = nombre(lue.nombre) * nombre(lue.taux) / 100 if lue.unite == "%" else unites * nombre(lue.taux)
    return arrondi(base * cours + majorations, cadre.decimales)


def _cours(lue: Any, cadre: Cadre) -> float:
    return 1.0 if lue.devise in ("", "EUR") else cadre.cours.get(str(lue.devise), 0.0)


def _quantites(lue: Any, tournage: Tournage) -> tuple[float, float, float]:
    du_plan = quantite_de_tournage(lue.plan, lue.unite, entier_ou_rien(lue.role), tournage)
    return nombre(lue.prepa), du_plan if lue.force == "" else nombre(lue.force), nombre(lue.fin)


def _montant_saisi(lue: Any, quantites: tuple[float, float, float], cadre: Cadre) -> float:
    cours = _cours(lue, cadre)
    unites = unites_payees(lue.unite, quantites)
    taux, majorations = nombre(lue.taux) * cours, nombre(lue.majorations) * cours
    return montant_de_ligne(nombre(lue.nombre), lue.unite, unites, taux, majorations, cadre.decimales)


def _parts(
    montant: float, lue: Any, quantites: tuple[float, float, float], salaire: Salaire | None, decimales: int
) -> list[float]:
    if salaire is None:
        return par_phase(montant, quantites, lue.phase, decimales)
    parts = salaire.bruts if lue.taux == "" else salaire.quantites
    somme = salaire.brut if lue.taux == "" else sum(salaire.quantites.values())
    avant, apres = (arrondi(montant * parts[p] / somme, decimales) if somme else 0.0 for p in (PHASES[0], PHASES[2]))
    return [avant, montant - avant - apres, apres]
