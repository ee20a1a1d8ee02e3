"""Salaries merged so that nobody's pay can be worked out, by its line, by a sub-total or by a difference.

A group is safe when, in every column shown, nobody or at least two people stand behind its figure, and none of them
is nearly all of it. A rubrique is its own group; one that is not safe joins the others of its poste that are not, then
safe ones, then their bills.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from chargeprod_xl.exports.devis.champs import CHAMPS
from chargeprod_xl.exports.devis.lignes import PRODUCTEUR, Ligne
from chargeprod_xl.exports.devis.plan import Poste, Rubrique

#: Headings of poste 4 fed by wages. Authors (41) are paid rights, that are not wages.
_SALAIRES = range(42, 47)
_ARTISTES = 46
_PERSONNEL, _INTERPRETES, _CHARGES = 2, 3, 4
#: People, or bills, behind a figure that tells nobody's pay, and what one of them may be of it at most.
_ASSEZ, _PART_MAX = 2, 0.9


def est_salaire(ligne: Ligne) -> bool:
    """A line that tells somebody's pay: a wage, or an agent's part of one. The producer's pay is no secret."""
    if ligne.genre != "ligne" or ligne.code == PRODUCTEUR:
        return False
    return ligne.charges in _SALAIRES or (ligne.poste in {_PERSONNEL, _INTERPRETES} and ligne.unite == "%")


def _de_l_agent(ligne: Ligne) -> bool:
    """An agent's part: it hides nobody, since it is a share of somebody's pay."""
    return est_salaire(ligne) and ligne.unite == "%"


def _payeur(ligne: Ligne) -> object:
    """Who a figure is about. People without a number may all be one; each bill stands for itself."""
    return (ligne.personne or "sans numéro") if est_salaire(ligne) else ligne


def _payeurs(lignes: Iterable[Ligne]) -> set[object]:
    """The same for many lines, agents left out."""
    return {_payeur(x) for x in lignes if not _de_l_agent(x)}


def sure(lignes: Sequence[Ligne], colonnes: Iterable[str]) -> bool:
    """True when no column of this group is the figure of one person, or nearly."""
    for colonne in colonnes:
        comptees = [x for x in lignes if getattr(x, colonne)]
        if not any(map(est_salaire, comptees)):
            continue
        parts: dict[object, float] = {}
        for x in comptees:
            if not _de_l_agent(x):
                parts[_payeur(x)] = parts.get(_payeur(x), 0.0) + getattr(x, colonne)
        salaires = [m for qui, m in parts.items() if not isinstance(qui, Ligne)]
        if len(parts) < _ASSEZ or max(salaires, default=0.0) > _PART_MAX * sum(parts.values()):
            return False
    return True


def nombre_de_personnes(lignes: Iterable[Ligne]) -> int:
    """People known to be paid by these lines, those without a number counting for one."""
    return len(_payeurs(x for x in lignes if est_salaire(x) and x.montant))


def _taire(ligne: Ligne) -> Ligne:
    """The line as masked: what it is and how long, not what it pays; a name only for an actor."""
    tue = replace(
        ligne, montant=None, etranger=None, eligible=None, territoire=None, taux=None, majorations=None, nombre=None
    )
    return tue if ligne.charges == _ARTISTES and ligne.poste == _INTERPRETES else replace(tue, nom="")


def _somme(lignes: Sequence[Ligne], colonne: str) -> float:
    return round(sum(getattr(x, colonne) or 0.0 for x in lignes), 2)


def _reunie(lignes: Sequence[Ligne], designation: str, poste: int, rubrique: int) -> Ligne:
    combien = nombre_de_personnes(lignes)
    return Ligne(
        "",
        designation,
        poste,
        rubrique,
        _somme(lignes, "montant"),
        nom=f"{combien} personnes" if combien > 1 else "",
        etranger=_somme(lignes, "etranger"),
        eligible=_somme(lignes, "eligible"),
        territoire=_somme(lignes, "territoire"),
        genre="reunie",
    )


@dataclass
class _Groupe:
    """A rubrique while its poste is masked: lines to merge, lines left as they are."""

    rubrique: Rubrique
    tues: list[Ligne]
    laissees: list[Ligne]

    @property
    def total(self) -> float:
        return _somme(self.tues, "montant")


def _groupes(poste: Poste) -> list[_Groupe]:
    groupes = []
    for rubrique in poste.rubriques:
        tues = [x for x in rubrique.lignes if est_salaire(x) and x.montant]
        groupes.append(_Groupe(rubrique, tues, [x for x in rubrique.lignes if x not in tues]))
    return [g for g in groupes if g.tues]


def _mettre_ensemble(groupes: list[_Groupe], colonnes: Sequence[str]) -> list[_Groupe]:
    """The groups that are merged at the level of their poste; none when each rubrique is safe."""
    ensemble = [g for g in groupes if not sure(g.tues, colonnes)]
    autres = sorted((g for g in groupes if g not in ensemble), key=lambda g: g.total)
    while ensemble and autres and not sure([x for g in ensemble for x in g.tues], colonnes):
        ensemble.append(autres.pop(0))
    for groupe in ensemble:
        if not sure([x for g in ensemble for x in g.tues], colonnes):
            groupe.tues += [x for x in groupe.laissees if x.montant and x.genre == "ligne"]
            groupe.laissees = [x for x in groupe.laissees if x not in groupe.tues]
    return sorted(ensemble, key=lambda g: g.rubrique.numero)


def _masquer_poste(poste: Poste, colonnes: Sequence[str]) -> str | None:
    """Mask a poste in place; what could not be hidden is said."""
    groupes = _groupes(poste)
    ensemble = _mettre_ensemble(groupes, colonnes)
    for groupe in groupes:
        tues, rubrique = groupe.tues, groupe.rubrique
        rubrique.lignes = [_taire(x) if x in tues else x for x in rubrique.lignes]
        rubrique.reunie = groupe in ensemble
        if not rubrique.reunie:
            rubrique.lignes.append(_reunie(tues, "Salaires de la rubrique", poste.numero, rubrique.numero))
    for rubrique in poste.rubriques:
        rubrique.lignes = [_sans_nom(x) for x in rubrique.lignes]
    if not ensemble:
        return None
    numeros = ", ".join(str(g.rubrique.numero) for g in ensemble)
    tout = [x for g in ensemble for x in g.tues]
    quoi = "Salaires" if all(map(est_salaire, tout)) else "Salaires et lignes"
    pluriel = "s" if len(ensemble) > 1 else ""
    titre = f"{quoi} de{'s' if pluriel else ' la'} rubrique{pluriel} {numeros}, réunis"
    poste.reste.append(_reunie(tout, titre, poste.numero, 0))
    if sure(tout, colonnes):
        return None
    return f"poste {poste.numero} : une personne y est payée seule, ou presque : son total la montre"


def _sans_nom(ligne: Ligne) -> Ligne:
    """A bill of the crew's poste keeps its amount, not a person's name; a wage of nothing keeps no rate."""
    if est_salaire(ligne):
        return _taire(ligne)
    return replace(ligne, nom="") if ligne.poste == _PERSONNEL and ligne.genre == "ligne" else ligne


def _masquer_charges(poste: Poste) -> None:
    """Charges on wages in one line: the base and rate of a category are those of one director."""
    reunies: list[Ligne] = []
    for rubrique in poste.rubriques:
        tues = [x for x in rubrique.lignes if x.genre == "charges" and x.rubrique in _SALAIRES]
        reunies += tues
        rubrique.lignes = [x for x in rubrique.lignes if x not in tues]
    poste.rubriques = [r for r in poste.rubriques if r.lignes]
    if reunies:
        numeros = [x.rubrique for x in reunies]
        titre = f"Charges sociales sur salaires ({', '.join(map(str, numeros))}), réunies"
        poste.reste.append(replace(_reunie(reunies, titre, poste.numero, 0), nom=""))


def _parts_d_une_personne(postes: Sequence[Poste], colonnes: Sequence[str]) -> list[str]:
    """Columns to which one wage only contributes: the charges of poste 4 would tell it nearly."""
    salaires = [x for p in postes for x in p.lignes() if est_salaire(x)]
    seules = [c for c in colonnes if len(_payeurs(x for x in salaires if getattr(x, c))) == 1]
    noms = ", ".join(CHAMPS[c].titre for c in seules)
    return (
        [f"« {noms} » ne porte que sur le salaire d’une personne : les charges le laissent deviner"] if seules else []
    )


def masquer(postes: Sequence[Poste], colonnes: Sequence[str]) -> list[str]:
    """Mask in place; the sentences say what no merging could hide. ``colonnes``: those of pay that are shown."""
    avertissements = _parts_d_une_personne(postes, [c for c in colonnes if c != "montant"])
    for poste in postes:
        if poste.numero == _CHARGES:
            _masquer_charges(poste)
        elif dit := _masquer_poste(poste, colonnes):
            avertissements.append(dit)
    return avertissements
