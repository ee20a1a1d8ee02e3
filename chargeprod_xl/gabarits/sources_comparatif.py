"""The frozen devis beside the present one: amounts by poste and by rubrique; none when nothing is frozen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from chargeprod_xl.baremes.lecture import liste
from chargeprod_xl.gabarits.sources_devis import rubriques
from chargeprod_xl.projet.devis_fige import SOUS_LES_POSTES
from chargeprod_xl.projet.film import Film

Ligne = Mapping[str, Any]
_AUCUNE = "aucune version figée"


def _date(texte: str) -> date | str:
    try:
        return date.fromisoformat(texte)
    except ValueError:
        return texte


def titres_des_postes() -> dict[int, str]:
    """Titles of the nine postes, then of what stands under them."""
    postes = {x["poste"]: x["libelle"].capitalize() for x in liste("nomenclature") if x["niveau"] == "poste"}
    return {**postes, **SOUS_LES_POSTES}


def donnees_du_comparatif(film: Film) -> dict[str, Any]:
    """What the « Comparatif » sheet asks for. Amounts are blank, not zero, when nothing is frozen."""
    fige = film.fige
    par_poste, par_rubrique = (fige.par("poste"), fige.par("rubrique")) if fige else ({}, {})
    zero = 0 if fige else None
    return {
        "fige": {
            "nom": fige.nom if fige else _AUCUNE,
            "version": fige.version if fige else "",
            "date": _date(fige.date) if fige else None,
            "motif": fige.motif if fige else "",
            "total": fige.total if fige else None,
            "alteree": int(not fige.intacte) if fige else 0,
        },
        "figes_postes": [
            {"cle": f"p{n}", "poste": n, "libelle": libelle, "fige": par_poste.get(n, zero)}
            for n, libelle in titres_des_postes().items()
        ],
        "figes_rubriques": [{**r, "fige": par_rubrique.get(r["rubrique"], zero), "motif": ""} for r in rubriques(film)],
    }
