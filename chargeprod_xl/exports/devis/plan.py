"""The lines under their postes and rubriques, in the order of the nomenclature."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from chargeprod_xl.exports.devis.donnees import Devis
from chargeprod_xl.exports.devis.lignes import Ligne


@dataclass
class Rubrique:
    """A heading and its lines. ``reunie``: the pay of its people stands at the end of the poste."""

    numero: int
    libelle: str
    lignes: list[Ligne] = field(default_factory=list)
    reunie: bool = False


@dataclass
class Poste:
    """A poste; ``reste`` are lines that belong to several of its rubriques."""

    numero: int
    libelle: str
    rubriques: list[Rubrique]
    reste: list[Ligne] = field(default_factory=list)

    def lignes(self) -> Iterable[Ligne]:
        """Every line of the poste."""
        for rubrique in self.rubriques:
            yield from rubrique.lignes
        yield from self.reste


def _par_rubrique(lignes: Sequence[Ligne], titres: Mapping[int, str]) -> list[Rubrique]:
    rubriques: dict[int, Rubrique] = {}
    for ligne in lignes:
        titre = titres.get(ligne.rubrique) or "Sans rubrique"
        rubriques.setdefault(ligne.rubrique, Rubrique(ligne.rubrique, titre)).lignes.append(ligne)
    return [rubriques[n] for n in sorted(rubriques)]


def mettre_en_ordre(devis: Devis) -> list[Poste]:
    """The nine postes; one without a line keeps its heading."""
    return [
        Poste(p.numero, p.libelle, _par_rubrique([x for x in devis.lignes if x.poste == p.numero], devis.rubriques))
        for p in devis.postes
    ]
