"""The short film of the random rounds, and what may happen to its sources."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

RACINE = Path(__file__).parent.parent.parent
_CHAMPS_DU_PROJET: dict[str, Any] = {
    "projet": {
        "titre": "Le Phare",
        "realisateur": "Ana Roux",
        "producteur_delegue": "Les Films du Quai",
        "date_version": date(2026, 10, 5),
    },
    "scenario": "scenario.fountain",
    "budget": "budget.yaml",
    "phases": {
        "preparation": {"debut": date(2027, 2, 1), "fin": date(2027, 3, 12)},
        "tournage": {"debut": date(2027, 3, 15), "fin": date(2027, 4, 2)},
        "finitions": {"debut": date(2027, 4, 5), "fin": date(2027, 6, 25)},
        "livraison": date(2027, 7, 30),
        "cloture": date(2027, 12, 31),
    },
    "hypotheses": {"solde_initial": 10000, "huitiemes_par_jour": 3},
}
_BUDGET: dict[str, Any] = {
    "lignes": [
        {"code": "1211", "nom": "Traitement", "preparation": 1, "taux": 8000},
        {"code": "2211", "nom": "Réalisatrice", "preparation": 4, "taux": 3020},
        {"code": "2311", "nom": "Directrice de production", "preparation": 6, "taux": 2100},
    ],
    "roles": [{"nom": "LÉA", "comedien": "Ines Favre", "cachet": 420}],
    "figuration": {"cachet": 105},
    "financement": [
        {"code": "A1", "entite": "Films du Quai", "montant": 50000, "statut": "acquis", "date": date(2027, 1, 10)}
    ],
}
#: A scene by a word that its summary keeps whatever happens to it: number, heading, action, speeches.
_SCENES: tuple[tuple[str, str, str, str, str], ...] = (
    ("moka", "1", "INT. CUISINE - JOUR", "Léa prépare le moka et compte les tasses.", "LÉA: Il en manque une."),
    ("bac", "2", "EXT. QUAI - NUIT", "Marc attend le bac sous la pluie battante.", "MARC: Il ne viendra plus."),
    (
        "clefs",
        "3",
        "INT. CAPITAINERIE - JOUR",
        "Léa rend les clefs au capitaine qui soupire.",
        "LÉA: Voilà.|CAPITAINE: Bien.",
    ),
    (
        "valise",
        "4",
        "EXT. QUAI - JOUR",
        "Marc et Léa portent une valise sans se parler.",
        "MARC: Tu pars ?|LÉA: Demain.",
    ),
    ("phare", "5", "EXT. PHARE - SOIR", "Jo grimpe au phare et compte les marches.", "JO: Deux cents."),
    (
        "radio",
        "6",
        "INT. CAPITAINERIE - NUIT",
        "Le capitaine règle la radio de bord.",
        "CAPITAINE: À vous.|JO: Bien reçu.",
    ),
    (
        "filets",
        "7",
        "EXT. PLAGE - AUBE",
        "Sofia ravaude les filets avec sa fille.",
        "SOFIA: Doucement.|MARC: Elle apprend.",
    ),
    (
        "fête",
        "8",
        "INT. CUISINE - SOIR",
        "Tous préparent la fête, gâteau et bougies.",
        "LÉA: Soufflez.|SOFIA: Encore.|MARC: Ah.",
    ),
)
_NOTES = {
    "moka": ["[[accessoire : tasses x6]]"],
    "bac": ["[[véhicule : bac]]"],
    "fête": ["[[figuration : invités x12]]", "[[accessoire : gâteau]]"],
}
MOTS = (*(s[0] for s in _SCENES), "orage", "ancre")
_NEUVES = (
    ("orage", "9", "EXT. DIGUE - NUIT", "Un orage éclate, les barques se cognent.", "TILDA: Rentrez !|LÉA: J’arrive."),
    ("ancre", "10", "INT. HANGAR - JOUR", "Jo peint une ancre rouillée en bleu.", "JO: C’est sec."),
)
Scene = tuple[str, str, str, str, str]


@dataclass
class Sources:
    """What a film's folder says; a change works on a copy."""

    projet: dict[str, Any] = field(default_factory=lambda: deepcopy(_CHAMPS_DU_PROJET))
    budget: dict[str, Any] = field(default_factory=lambda: deepcopy(_BUDGET))
    scenes: list[Scene] = field(default_factory=lambda: list(_SCENES))
    taux: dict[str, float] = field(default_factory=dict)

    def ecrire(self, dossier: Path) -> None:
        """The three files."""
        dossier.mkdir(parents=True, exist_ok=True)
        for nom, contenu in (("projet", self.projet), ("budget", self.budget)):
            texte = yaml.safe_dump(contenu, allow_unicode=True, sort_keys=False)
            (dossier / f"{nom}.yaml").write_text(texte, encoding="utf-8")
        scenes = "\n".join(map(_fountain, self.scenes))
        (dossier / "scenario.fountain").write_text(f"Title: Le Phare\n\n{scenes}", encoding="utf-8")


def _fountain(scene: Scene) -> str:
    mot, numero, entete, action, paroles = scene
    repliques = "".join("{}\n{}\n\n".format(*x.split(": ")) for x in paroles.split("|"))
    notes = "".join(f"{n}\n" for n in _NOTES.get(mot, ()))
    return f"{numero}. {entete}\n\n{action}\n\n{notes}\n{repliques}"


def _couper(s: Sources) -> None:
    del s.scenes[2]


def _inserer(s: Sources) -> None:
    s.scenes.insert(4, (_NEUVES[0][0], "4A", *_NEUVES[0][2:]))


def _ajouter(s: Sources) -> None:
    s.scenes.append(_NEUVES[1])


def _echanger(s: Sources) -> None:
    s.scenes[1], s.scenes[5] = s.scenes[5], s.scenes[1]


def _renumeroter(s: Sources) -> None:
    s.scenes = [(mot, str(rang), *reste) for rang, (mot, _, *reste) in enumerate(s.scenes, 2)]  # type: ignore[misc]


def _reecrire(s: Sources) -> None:
    mot, numero, entete, action, paroles = s.scenes[3]
    s.scenes[3] = (mot, numero, entete, action.replace("sans se parler", "à deux, en riant"), paroles)


def _dates(s: Sources) -> None:
    s.projet["phases"]["tournage"] = {"debut": date(2027, 3, 22), "fin": date(2027, 4, 9)}
    s.projet["phases"]["finitions"]["debut"] = date(2027, 4, 12)


def _hypotheses(s: Sources) -> None:
    s.projet["hypotheses"] |= {"solde_initial": 12500, "taux_imprevus": 0.06, "nuit_paris": "O"}
    s.projet["projet"] |= {"lieux": "la côte, en hiver", "duree_visee": 52}


def _budget(s: Sources) -> None:
    s.budget["lignes"][0]["taux"] = 8800
    del s.budget["lignes"][1]
    s.budget["lignes"].append({"code": "1213", "nom": "Coscénariste", "preparation": 1, "taux": 12000})
    s.budget["roles"][0]["comedien"] = "Maud Keller"
    s.budget["financement"][0]["montant"] = 62000


def _baremes(s: Sources) -> None:
    s.taux |= {"charges_auteurs": 0.0125, "charges_producteurs": 0.46, "imprevus_usage": 0.07}


CHANGEMENTS: dict[str, Callable[[Sources], None]] = {
    "une scène coupée": _couper,
    "une scène insérée": _inserer,
    "une scène ajoutée à la fin": _ajouter,
    "deux scènes échangées": _echanger,
    "une action réécrite": _reecrire,
    "des dates déplacées": _dates,
    "des hypothèses changées": _hypotheses,
    "un budget changé": _budget,
    "des barèmes changés": _baremes,
    # Last: what precedes goes by rank.
    "les scènes renumérotées": _renumeroter,
}
