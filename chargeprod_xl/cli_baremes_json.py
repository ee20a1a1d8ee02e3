"""How rates are given to a machine: plain fields, exact figures as text, sources written out."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from chargeprod_xl.baremes.consultation import Changement
from chargeprod_xl.baremes.modele import Parametre, Periode, Validite
from chargeprod_xl.baremes.modele_grille import Fonction, Minimum
from chargeprod_xl.baremes.paie import note_de_correspondance, sources


def _validite(validite: Validite) -> dict[str, Any]:
    textes = [sources().get(code, code) for code in validite.source]
    return {**validite.model_dump(exclude_defaults=True), "sources": textes}


def periode(donnee: Periode | None) -> dict[str, Any] | None:
    """A period, or nothing."""
    return None if donnee is None else _validite(donnee)


def bareme(parametre: Parametre, jour: date) -> dict[str, Any]:
    """A rate and the period in force on ``jour``."""
    champs = parametre.model_dump(exclude={"valeurs"}, exclude_defaults=True)
    return {**champs, "en_vigueur": periode(parametre.en_vigueur(jour))}


def bareme_complet(parametre: Parametre, jour: date) -> dict[str, Any]:
    """A rate and all its periods."""
    return {**bareme(parametre, jour), "valeurs": [periode(p) for p in parametre.valeurs]}


def changement(donnee: Changement) -> dict[str, Any]:
    """What a rate was, what it is, and the difference."""
    p = donnee.parametre
    entete = {"id": p.id, "libelle": p.libelle, "unite": p.unite, "evenement": p.evenement}
    return {**entete, "avant": periode(donnee.avant), "apres": periode(donnee.apres), "ecart": donnee.ecart}


def fonction(donnee: Fonction) -> dict[str, Any]:
    """A function, its minima and its devis lines."""
    f = donnee
    champs = {
        "convention": f.convention,
        "fonction": f.nom,
        "branche": f.branche,
        "statut": f.statut,
        "niveau": f.niveau,
        "niveau_a_verifier": f.niveau_a_verifier,
        "hors_fiction_lourde": f.hors_fiction_lourde,
        "codes": list(f.codes),
        "note_code": f.note_code,
        "correspondance": note_de_correspondance(),
        "note": f.note,
        "verifie_le": f.verifie_le,
        "heures": {mesure: heures.model_dump() for mesure, heures in f.heures.items()},
    }
    return {**champs, "minima": [_minimum(m) for m in f.minima]}


def _minimum(donnee: Minimum) -> dict[str, Any]:
    champs = asdict(donnee)
    return {**champs, "validite": _validite(donnee.validite)}
