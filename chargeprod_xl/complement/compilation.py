"""The barèmes of the functions inside Excel: YAML compiled to one JSON file that the standard library reads.

python -m chargeprod_xl.complement.compilation   writes it again; a test keeps it equal to the YAML files.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from chargeprod_xl.baremes.consultation import tous
from chargeprod_xl.baremes.lecture import charger, liste
from chargeprod_xl.baremes.modele import Parametre, Validite
from chargeprod_xl.baremes.paie import sources
from chargeprod_xl.gabarits.sources_minimums import minimums

FICHIER = "baremes.json"
#: Every period that the barèmes know.
_TOUJOURS = (date(1990, 1, 1), date(2100, 12, 31))
_MESURES = ("semaine", "tournage5", "tournage6", "jour", "annexe3", "interessement")


def compiler() -> str:
    """The text of the file: sorted, amounts written as in the YAML files, dates as 2027-04-19."""
    paie = charger("paie_lignes")
    assert isinstance(paie, Mapping)
    contenu = {
        "sources": dict(sources()),
        "parametres": {p.id: _parametre(p) for p in tous().values() if not p.evenement},
        "minimums": [_minimum(x) for x in minimums(*_TOUJOURS)],
        "nomenclature": {
            str(x["code"]): {"libelle": x["libelle"], "niveau": x["niveau"], "statut": x["statut"]}
            for x in liste("nomenclature")
        },
        "paie": {
            "profils": paie["profils"],
            "lignes": {x["id"]: _ligne_de_paie(x) for x in paie["lignes"]},
            "valeurs": {x["id"]: {"baremes": x["baremes"], "defaut": x.get("defaut", 0)} for x in paie["valeurs"]},
        },
    }
    return json.dumps(contenu, ensure_ascii=False, indent=0, sort_keys=True, default=str) + "\n"


def _validite(v: Validite) -> dict[str, Any]:
    return {
        "du": v.du.isoformat(),
        "au": v.au.isoformat() if v.au else "",
        "source": list(v.source),
        "reference": v.reference,
        "confiance": v.confiance,
        "statut": v.statut,
    }


def _parametre(p: Parametre) -> dict[str, Any]:
    return {
        "libelle": p.libelle,
        "unite": p.unite,
        "note": p.note,
        "verifie_le": p.verifie_le.isoformat(),
        "valeurs": [
            _validite(v) | ({"texte": v.texte} if v.valeur is None else {"valeur": str(v.valeur)}) for v in p.valeurs
        ],
    }


def _minimum(ligne: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the sheet « Minimums »."""
    return {
        "convention": ligne["convention"],
        "fonction": ligne["fonction"],
        "du": ligne["du"].isoformat(),
        "au": ligne["au"].isoformat() if ligne["au"] else "",
        "source": ligne["source"],
        "montants": {mesure: str(ligne[mesure]) for mesure in _MESURES if ligne[mesure]},
    }


def _ligne_de_paie(ligne: Mapping[str, Any]) -> dict[str, Any]:
    gardes = ("libelle", "organisme", "assiette", "reduction", "taux_reduit", "audiovisuel", "sur", "baremes")
    return {nom: ligne[nom] for nom in gardes if nom in ligne}


def chemin() -> Path:
    """Where the file stands, beside the functions."""
    return Path(str(files("udfs").joinpath(FICHIER)))


if __name__ == "__main__":
    chemin().write_text(compiler(), encoding="utf-8")
