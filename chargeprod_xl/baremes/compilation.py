"""The barèmes of the functions inside Excel: YAML compiled to one JSON file that the standard library reads.

python -m chargeprod_xl.baremes.compilation   writes it again; a test keeps it equal to the YAML files.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from chargeprod_xl.baremes.consultation import tous
from chargeprod_xl.baremes.lecture import charger, liste
from chargeprod_xl.baremes.modele import Parametre, Validite
from chargeprod_xl.baremes.modele_grille import Fonction
from chargeprod_xl.baremes.paie import fonctions, sources

FICHIER = "baremes.json"


def compiler() -> str:
    """The text of the file: sorted, amounts written as in the YAML files, dates as 2027-04-19."""
    paie = charger("paie_lignes")
    assert isinstance(paie, Mapping)
    contenu = {
        "sources": dict(sources()),
        "parametres": {p.id: _parametre(p) for p in tous().values() if not p.evenement},
        "fonctions": [_fonction(f) for f in fonctions()],
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


def _fonction(f: Fonction) -> dict[str, Any]:
    return {
        "convention": f.convention,
        "nom": f.nom,
        "statut": f.statut,
        "codes": list(f.codes),
        "heures": {mesure: str(h.payees) for mesure, h in f.heures.items()},
        "minima": [_validite(m.validite) | {"mesure": m.mesure, "valeur": str(m.montant)} for m in f.minima],
    }


def _ligne_de_paie(ligne: Mapping[str, Any]) -> dict[str, Any]:
    gardes = ("libelle", "organisme", "assiette", "reduction", "taux_reduit", "audiovisuel", "sur", "baremes")
    return {nom: ligne[nom] for nom in gardes if nom in ligne}


def chemin() -> Path:
    """Where the file stands, beside the functions."""
    return Path(str(files("udfs").joinpath(FICHIER)))


if __name__ == "__main__":
    chemin().write_text(compiler(), encoding="utf-8")
