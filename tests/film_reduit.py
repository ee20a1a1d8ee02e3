"""A small complete film, cut out of the demo: eight workbooks, rows in every table, a few scenes and lines.

What a row edit or a large round proves does not depend on how many scenes a film has; their price does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from magasin import pack_construit

DEMO = Path(__file__).parent.parent / "demo"
SCENES = 14
#: One line of the demo in so many is kept, besides low wages and nights that families of edits need; less money too.
_UNE_LIGNE_SUR = 6
_BAS_SALAIRE = 605
_NUITS = {"6113", "6511"}
_UNE_DEPENSE_SUR = 6
_DATES = {
    "preparation": {"debut": date(2027, 3, 22), "fin": date(2027, 4, 16)},
    "tournage": {"debut": date(2027, 4, 19), "fin": date(2027, 5, 28)},
    "finitions": {"debut": date(2027, 5, 31), "fin": date(2027, 7, 30)},
    "livraison": date(2027, 9, 10),
    "cloture": date(2027, 12, 31),
}


def ecrire_film_reduit(dossier: Path) -> Path:
    """Its folder, not built."""
    dossier.mkdir(parents=True)
    projet = _lire("projet") | {"phases": _DATES}
    _ecrire(dossier / "projet.yaml", projet)
    scenes = re.split(r"(?m)^(?=\d+\. (?:INT|EXT))", (DEMO / "scenario.fountain").read_text(encoding="utf-8"))
    (dossier / "scenario.fountain").write_text("".join(scenes[: SCENES + 1]), encoding="utf-8")
    depenses = (DEMO / "depenses.csv").read_text(encoding="utf-8").splitlines()
    (dossier / "depenses.csv").write_text("\n".join([depenses[0], *depenses[1::_UNE_DEPENSE_SUR]]) + "\n", "utf-8")
    budget = _lire("budget")
    lignes = [x for rang, x in enumerate(budget["lignes"]) if _garde(rang, x)]
    sources = [x | {"montant": x["montant"] // _UNE_LIGNE_SUR} for x in budget["financement"]]
    _ecrire(dossier / "budget.yaml", budget | {"lignes": lignes, "financement": sources})
    return dossier


def _garde(rang: int, ligne: Mapping[str, Any]) -> bool:
    return rang % _UNE_LIGNE_SUR == 0 or ligne["taux"] == _BAS_SALAIRE or ligne["code"] in _NUITS


def film_reduit(dossier: Path) -> Path:
    """Its folder, built."""
    pack_construit(ecrire_film_reduit(dossier))
    return dossier


def _lire(nom: str) -> dict[str, Any]:
    lu: dict[str, Any] = yaml.safe_load((DEMO / f"{nom}.yaml").read_text(encoding="utf-8"))
    return lu


def _ecrire(chemin: Path, contenu: dict[str, Any]) -> None:
    chemin.write_text(yaml.safe_dump(contenu, allow_unicode=True, sort_keys=False), encoding="utf-8")
