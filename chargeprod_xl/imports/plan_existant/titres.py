"""Which column of a plan is what: sequence, day, date, set, light."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from chargeprod_xl.classeurs.tableur_lu import FeuilleTableur
from chargeprod_xl.liens.references_a1 import lettre_colonne
from chargeprod_xl.tables.mots import plier

_TITRES = {
    "sequence": r"(n |no |num |numeros? )?(de )?(sequences?|seq|scenes?|sc)( n| no| nos| numero| number)?|seqs|scene #",
    "jour": r"(n |no |numero )?(de |du )?(jours?|j|days?|shoot(ing)? days?)( de tournage| tournage| n| no| #)?|jt",
    "date": r"dates?( de tournage)?|date tournage|shoot(ing)? date",
    "decor": r"decors?|lieux?|set|location",
    "effet": r"effets?|i e effet|jour nuit|j n|d n|day night",
}
_RANGS_LUS = 200


@dataclass(frozen=True)
class TitresDuPlan:
    """Last row of the titles, and the column of each role."""

    derniere: int
    colonnes: Mapping[str, int]
    titres: Mapping[int, str]

    @property
    def score(self) -> int:
        """How many columns were understood."""
        return len(self.colonnes)

    @property
    def manquants(self) -> tuple[str, ...]:
        """A sequence and its day: a plan says nothing else that we need."""
        trous = [] if "sequence" in self.colonnes else ["la séquence"]
        return tuple(trous if {"jour", "date"} & set(self.colonnes) else [*trous, "le jour ou la date"])

    def montrer(self) -> str:
        """The titles seen, with their letters."""
        return ", ".join(f"{lettre_colonne(c)} « {t} »" for c, t in sorted(self.titres.items())) or "aucun"


def reconnaitre(feuille: FeuilleTableur) -> TitresDuPlan:
    """The first row that names the most columns."""
    rangees: dict[int, dict[int, str]] = {}
    for (ligne, colonne), cellule in sorted(feuille.cellules.items()):
        if isinstance(cellule.valeur, str) and ligne <= _RANGS_LUS and len(cellule.valeur) <= 60:
            rangees.setdefault(ligne, {})[colonne] = " ".join(cellule.valeur.split())
    essais = []
    for ligne, textes in rangees.items():
        colonnes: dict[str, int] = {}
        for role, motif in _TITRES.items():
            libres = (c for c, t in textes.items() if re.fullmatch(motif, plier(t)) and c not in colonnes.values())
            if (trouve := next(libres, None)) is not None:
                colonnes[role] = trouve
        essais.append(TitresDuPlan(ligne, colonnes, textes))
    vide = TitresDuPlan(1, {}, {})
    return min(essais, key=lambda t: (len(t.manquants), -t.score, t.derniere), default=vide)
