"""The border sheets: ``Sorties`` (what a workbook offers) and ``Liens`` (what it takes), made by the linker alone.

A row inserted in a closed file silently shifts plain external references. So each value crosses with its key; the
receiver compares the key it gets with the one it expects and takes the value only when they are the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chargeprod_xl.gabarits.types_de_cellule import TYPES_TEXTE
from chargeprod_xl.liens.noms import Cible, adresse, prefixe_feuille

LIGNE_ENTETE, PREMIERE = 4, 5
#: Columns of the scalar part of ``Sorties`` (key, value, unit, weight), then one blank, then the blocks.
DEBUT_BLOCS_SORTIES = 6
#: Columns of the scalar part of ``Liens`` (workbook, expected key, received key, value, state), one blank, blocks.
DEBUT_BLOCS_LIENS = 7


def est_texte(cible: Cible) -> bool:
    """Texts weigh nothing in a fingerprint and have no total."""
    return cible.type in TYPES_TEXTE


@dataclass
class BlocSorti:
    """A table offered to others: its columns in order of first request, and its slots."""

    nom: str
    capacite: int
    colonnes: list[Cible] = field(default_factory=list)
    debut: int = 0

    def rang(self, nom: str) -> int:
        """1-based rank of a column among those offered."""
        return next(i for i, c in enumerate(self.colonnes, 1) if c.nom == nom)


@dataclass
class Sorties:
    """What one workbook offers."""

    classeur: str
    feuille: str
    scalaires: list[tuple[str, Cible | None]] = field(default_factory=list)
    blocs: dict[str, BlocSorti] = field(default_factory=dict)

    def ligne(self, cle: str) -> int:
        """Row of a scalar."""
        return PREMIERE + next(i for i, (c, _) in enumerate(self.scalaires) if c == cle)


@dataclass
class Entrees:
    """What one workbook takes: scalars (provider, key) and blocks (provider, name → columns)."""

    classeur: str
    feuille: str
    scalaires: list[tuple[str, str]] = field(default_factory=list)
    blocs: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    debuts: dict[tuple[str, str], int] = field(default_factory=dict)
    peremptions: list[tuple[str, str]] = field(default_factory=list)

    def ligne(self, fournisseur: str, cle: str) -> int:
        """Row of a received scalar."""
        return PREMIERE + self.scalaires.index((fournisseur, cle))

    def ligne_peremption(self, amont: str, source: str) -> int:
        """Row of a freshness comparison."""
        return PREMIERE + len(self.scalaires) + self.peremptions.index((amont, source))


def nom_bloc(cible: Cible) -> str:
    """Name of the table a column belongs to."""
    return cible.nom[: -len(cible.colonne) - 1]


def capacite(cible: Cible) -> int:
    """Slots reserved for a table: its rows, and room to grow where people add rows."""
    assert cible.bloc is not None
    lignes = cible.bloc.derniere - cible.bloc.premiere + 1
    return lignes + max(20, lignes // 3) if cible.bloc.table else lignes


class Frontieres:
    """All borders of a pack, filled by :meth:`demander` while formulas are scanned, then laid out."""

    def __init__(self, ordre: list[str], titres: Mapping[str, str]) -> None:
        self.ordre = ordre
        self.sorties = {c: Sorties(c, f"Sorties {titres[c].lower()}"[:31]) for c in ordre}
        self.entrees = {c: Entrees(c, f"Liens {titres[c].lower()}"[:31]) for c in ordre}

    def demander(self, consommateur: str, cible: Cible) -> None:
        """Record that ``consommateur`` needs ``cible`` of another workbook."""
        sorties, entrees = self.sorties[cible.classeur], self.entrees[consommateur]
        if cible.bloc is None:
            if all(cle != cible.nom for cle, _ in sorties.scalaires):
                sorties.scalaires.append((cible.nom, cible))
            if (cible.classeur, cible.nom) not in entrees.scalaires:
                entrees.scalaires.append((cible.classeur, cible.nom))
            return
        nom = nom_bloc(cible)
        bloc = sorties.blocs.setdefault(nom, BlocSorti(nom, capacite(cible)))
        if all(c.nom != cible.nom for c in bloc.colonnes):
            bloc.colonnes.append(cible)
        colonnes = entrees.blocs.setdefault((cible.classeur, nom), [])
        if cible.nom not in colonnes:
            colonnes.append(cible.nom)

    def amonts(self, classeur: str) -> list[str]:
        """Workbooks that come before ``classeur`` in the flow and that it reads."""
        entrees = self.entrees[classeur]
        lus = {f for f, _ in entrees.scalaires} | {f for f, _ in entrees.blocs}
        limite = self.ordre.index(classeur)
        return [c for c in self.ordre[:limite] if c in lus]

    def fournisseurs(self, classeur: str) -> list[str]:
        """Every workbook ``classeur`` reads, in the order of its ``[n]`` indexes."""
        entrees = self.entrees[classeur]
        lus = {f for f, _ in entrees.scalaires} | {f for f, _ in entrees.blocs}
        return [c for c in self.ordre if c in lus]

    def tracer_les_amonts(self) -> None:
        """Add what freshness needs: each workbook's fingerprint, and those it was computed from."""
        amonts = {c: self.amonts(c) for c in self.ordre}
        for classeur in self.ordre:
            for amont in amonts[classeur]:
                self._scalaire(classeur, amont, "empreinte")
                for source in amonts[amont]:
                    self._scalaire(classeur, amont, f"amont.{source}")
                    self._scalaire(classeur, source, "empreinte")
                    self.entrees[classeur].peremptions.append((amont, source))

    def _scalaire(self, consommateur: str, fournisseur: str, cle: str) -> None:
        complete = f"{fournisseur}.{cle}"
        if all(c != complete for c, _ in self.sorties[fournisseur].scalaires):
            self.sorties[fournisseur].scalaires.append((complete, None))
        if (fournisseur, complete) not in self.entrees[consommateur].scalaires:
            self.entrees[consommateur].scalaires.append((fournisseur, complete))

    def placer(self) -> None:
        """Give each block its columns: key, presence, values, weight; on the receiving side keys, state, values."""
        for sorties in self.sorties.values():
            colonne = DEBUT_BLOCS_SORTIES
            for bloc in sorties.blocs.values():
                bloc.debut = colonne
                colonne += len(bloc.colonnes) + 4
        for entrees in self.entrees.values():
            colonne = DEBUT_BLOCS_LIENS
            for cle, noms in entrees.blocs.items():
                entrees.debuts[cle] = colonne
                colonne += len(noms) + 5

    # --- addresses for formulas -------------------------------------------------------------------------------

    def adresse(self, consommateur: str, cible: Cible) -> str:
        """Where ``consommateur`` finds ``cible`` on its own ``Liens`` sheet."""
        entrees = self.entrees[consommateur]
        prefixe = prefixe_feuille(entrees.feuille)
        if cible.bloc is None:
            return prefixe + adresse(entrees.ligne(cible.classeur, cible.nom), 4)
        cle = (cible.classeur, nom_bloc(cible))
        bloc = self.sorties[cible.classeur].blocs[cle[1]]
        colonne = entrees.debuts[cle] + 4 + entrees.blocs[cle].index(cible.nom)
        return prefixe + adresse(PREMIERE + 1, colonne, PREMIERE + bloc.capacite, colonne)

    def constat(self, classeur: str, nom: str) -> str:
        """Address of a border check: ``frontieres.liens``, ``.matrices``, ``.perime.a.b``."""
        entrees = self.entrees[classeur]
        prefixe = prefixe_feuille(entrees.feuille)
        if nom == "frontieres.liens":
            return prefixe + "$B$2"
        if nom == "frontieres.matrices":
            return prefixe + "$D$2"
        _, _, amont, source = nom.split(".")
        return prefixe + adresse(entrees.ligne_peremption(amont, source), 4)
