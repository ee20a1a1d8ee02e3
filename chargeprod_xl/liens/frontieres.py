"""The border sheets: ``Sorties`` (what a workbook offers) and ``Liens`` (what it takes), made by the linker alone.

A row inserted in a closed file silently shifts plain external references. So each value crosses with its key, each
table with the marks of its head and foot, its ranks and its titles; the receiver compares what it gets with what it
expects and takes the values only when they are the same.

A table crosses once, offered to all its readers: their formulas read it where it stands, behind a gate that its state
on ``Liens`` opens.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from chargeprod_xl.gabarits.cles import feuille_du_programme
from chargeprod_xl.liens.noms import Cible, Somme, adresse, prefixe_feuille

LIGNE_ENTETE, PREMIERE = 4, 5
#: Columns of the scalar part of ``Sorties`` (key, value, unit, weight), then one blank, then the blocks.
DEBUT_BLOCS_SORTIES = 6
#: Columns of ``Liens`` (workbook, expected key, titles of a table, value, state), one blank, then the copies.
DEBUT_COPIES = 7
#: Column of a value and of a state on ``Liens``.
VALEUR, ETAT = 4, 5
#: Columns of a block of ``Sorties`` before its values: rank, key (or number of rows).
AVANT_VALEURS = 2


@dataclass
class BlocSorti:
    """A table offered to others: its columns in order of first request, and its slots.

    ``somme``: the sums by key that the block holds; None for the rows of a table.
    """

    nom: str
    capacite: int
    somme: Somme | None = None
    colonnes: list[Cible] = field(default_factory=list)
    debut: int = 0

    @property
    def premiere(self) -> int:
        """Row of the first slot; the one above holds the totals."""
        return PREMIERE + 1

    @property
    def derniere(self) -> int:
        """Row of the last slot; the one below holds the mark of the foot."""
        return PREMIERE + self.capacite

    def colonne(self, cible: Cible) -> int:
        """Where a column of the block stands on the sheet."""
        if cible.cles:
            return self.debut + 1
        nom = _offerte(cible).nom
        return self.debut + AVANT_VALEURS + next(i for i, c in enumerate(self.colonnes) if c.nom == nom)

    @property
    def poids(self) -> int:
        """The column of what the block weighs in the fingerprint."""
        return self.debut + AVANT_VALEURS + len(self.colonnes)


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
    """What one workbook takes: scalars (provider, key), blocks (provider, name), as they stand or copied."""

    classeur: str
    feuille: str
    scalaires: list[tuple[str, str]] = field(default_factory=list)
    blocs: dict[tuple[str, str], list[Cible]] = field(default_factory=dict)
    copies: list[Cible] = field(default_factory=list)
    peremptions: list[tuple[str, str]] = field(default_factory=list)

    def ligne(self, fournisseur: str, cle: str) -> int:
        """Row of a received scalar."""
        return PREMIERE + self.scalaires.index((fournisseur, cle))

    def ligne_peremption(self, amont: str, source: str) -> int:
        """Row of a freshness comparison."""
        return PREMIERE + len(self.scalaires) + self.peremptions.index((amont, source))

    def ligne_bloc(self, fournisseur: str, nom: str) -> int:
        """Row of the state of a table."""
        return PREMIERE + len(self.scalaires) + len(self.peremptions) + list(self.blocs).index((fournisseur, nom))

    def colonne_copie(self, cible: Cible) -> int:
        """Where a copied column stands."""
        return DEBUT_COPIES + next(i for i, c in enumerate(self.copies) if c.nom == cible.nom)


def nom_bloc(cible: Cible) -> str:
    """Name of the block a column belongs to."""
    if cible.somme is not None:
        table = cible.somme.valeurs
        assert cible.somme.cle is not None
        return f"{nom_bloc(table)}.par_{cible.somme.cle.colonne}"
    return cible.nom.removesuffix("#copie")[: -len(cible.colonne) - 1]


def capacite(cible: Cible) -> int:
    """Slots reserved for a table: its rows, and room to grow where people add rows; a sum has one for each key."""
    if cible.somme is not None:
        return len(cible.somme.connues)
    assert cible.bloc is not None
    lignes = cible.bloc.derniere - cible.bloc.premiere + 1
    return lignes + max(20, lignes // 3) if cible.bloc.table else lignes


def en_bloc(cible: Cible) -> bool:
    """True for what crosses as a column of a block, False for what crosses as one value."""
    return cible.bloc is not None if cible.somme is None else cible.somme.cle is not None


class Frontieres:
    """All borders of a pack, filled by :meth:`demander` while formulas are scanned, then laid out."""

    def __init__(self, ordre: list[str], titres: Mapping[str, str]) -> None:
        self.ordre = ordre
        self.sorties = {c: Sorties(c, feuille_du_programme("Sorties", titres[c])) for c in ordre}
        self.entrees = {c: Entrees(c, feuille_du_programme("Liens", titres[c])) for c in ordre}

    def demander(self, consommateur: str, cible: Cible) -> None:
        """Record that ``consommateur`` needs ``cible`` of another workbook."""
        sorties, entrees = self.sorties[cible.classeur], self.entrees[consommateur]
        if not en_bloc(cible):
            if all(cle != cible.nom for cle, _ in sorties.scalaires):
                sorties.scalaires.append((cible.nom, cible))
            if (cible.classeur, cible.nom) not in entrees.scalaires:
                entrees.scalaires.append((cible.classeur, cible.nom))
            return
        nom = nom_bloc(cible)
        bloc = sorties.blocs.setdefault(nom, BlocSorti(nom, capacite(cible), cible.somme))
        offerte = _offerte(cible)
        if not cible.cles and all(c.nom != offerte.nom for c in bloc.colonnes):
            bloc.colonnes.append(offerte)
        prises = entrees.blocs.setdefault((cible.classeur, nom), [])
        if not cible.cles and all(c.nom != offerte.nom for c in prises):
            prises.append(offerte)
        if cible.copie and all(c.nom != cible.nom for c in entrees.copies):
            entrees.copies.append(cible)

    def bloc(self, cible: Cible) -> BlocSorti:
        """The block that offers a column."""
        return self.sorties[cible.classeur].blocs[nom_bloc(cible)]

    def amonts(self, classeur: str) -> list[str]:
        """Workbooks that come before ``classeur`` in the flow and that it reads."""
        limite = self.ordre.index(classeur)
        return [c for c in self.fournisseurs(classeur) if self.ordre.index(c) < limite]

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
        """Give each block its columns: rank, key, values, weight."""
        for sorties in self.sorties.values():
            colonne = DEBUT_BLOCS_SORTIES
            for bloc in sorties.blocs.values():
                bloc.debut = colonne
                colonne = bloc.poids + 2

    # --- addresses for formulas -------------------------------------------------------------------------------

    def adresse(self, consommateur: str, cible: Cible) -> str:
        """Where ``consommateur`` finds ``cible``: on its own ``Liens`` sheet; a whole column, on ``Sorties`` itself."""
        entrees = self.entrees[consommateur]
        prefixe = prefixe_feuille(entrees.feuille)
        if not en_bloc(cible):
            return prefixe + adresse(entrees.ligne(cible.classeur, cible.nom), VALEUR)
        bloc = self.bloc(cible)
        if cible.copie:
            colonne = entrees.colonne_copie(cible)
        else:
            prefixe, colonne = self.distant(consommateur, cible.classeur), bloc.colonne(cible)
        return prefixe + adresse(bloc.premiere, colonne, bloc.derniere, colonne)

    def distant(self, consommateur: str, fournisseur: str) -> str:
        """``'[2]Sorties devis'!``, as ``consommateur`` numbers its links."""
        rang = self.fournisseurs(consommateur).index(fournisseur) + 1
        return prefixe_feuille(self.sorties[fournisseur].feuille, rang)

    def gardes(self, consommateur: str, cibles: list[Cible]) -> list[str]:
        """The cells that say whether the tables behind these columns may be read; a copy is gated cell by cell."""
        entrees = self.entrees[consommateur]
        prefixe = prefixe_feuille(entrees.feuille)
        blocs = dict.fromkeys((c.classeur, nom_bloc(c)) for c in cibles if en_bloc(c) and not c.copie)
        return [prefixe + adresse(entrees.ligne_bloc(*bloc), ETAT) for bloc in blocs]

    def constat(self, classeur: str, nom: str) -> str:
        """Address of a border check: ``frontieres.liens``, ``.matrices``, ``.perime.a.b``."""
        entrees = self.entrees[classeur]
        prefixe = prefixe_feuille(entrees.feuille)
        if nom == "frontieres.liens":
            return prefixe + "$B$2"
        if nom == "frontieres.matrices":
            return prefixe + "$D$2"
        _, _, amont, source = nom.split(".")
        return prefixe + adresse(entrees.ligne_peremption(amont, source), VALEUR)


def _offerte(cible: Cible) -> Cible:
    """The column as its workbook offers it, whoever copies it."""
    return replace(cible, nom=cible.nom.removesuffix("#copie"), copie=False) if cible.copie else cible
