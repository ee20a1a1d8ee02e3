"""The linked workbooks of a pack as one neutral workbook that any engine can compute.

Links, names and structured references are what engines disagree on: here they all become plain A1 references.
Each name and each table is resolved in the workbook that defines it, so two workbooks may use one name apart.
"""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.classeurs.lecture import CelluleLue, ClasseurLu, FeuilleLue, LienExterne
from chargeprod_xl.liens.formules import RANG, Tableau, adresse, lire_plage, rang_ouvert
from chargeprod_xl.recalcul.fichier_fusion import ecrire_feuilles
from chargeprod_xl.recalcul.rapport import Lieu
from chargeprod_xl.recalcul.reecriture import Livre, Portee, Reecrite, reecrire

LONGUEUR_NOM_FEUILLE = 31

MATRICE = "formule matricielle sur plusieurs cellules"


class Adresse(NamedTuple):
    """A cell of the merged workbook."""

    feuille: str
    ligne: int
    colonne: int

    def __str__(self) -> str:
        """``Détail!C5``."""
        return f"{self.feuille}!{adresse(self.ligne, self.colonne)}"


Feuille = Mapping[tuple[int, int], CelluleLue]


@dataclass(frozen=True)
class Origine:
    """Where a merged sheet comes from."""

    classeur: ClasseurLu
    feuille: str

    @property
    def cellules(self) -> Feuille:
        """Its cells, as the user's file has them."""
        lue = self.classeur.feuille(self.feuille)
        return lue.cellules if lue else {}


@dataclass(frozen=True)
class Fusion:
    """The merged workbook.

    Attributes:
        classeurs: the workbooks merged.
        feuilles: cells by sheet; sheets of absent workbooks hold what the link caches keep of them.
        origines: for each sheet of the user's files, where it comes from.
        motifs: cells known to be beyond any engine, and why.
        anomalies: workbooks that could not be merged.
        remarques: sheet names that clash; the merge tells them apart, a single workbook could not.
        distinctes: one formula at least of each that is filled down a column, among all those to compute.
        recopies: by sheet, the cells of a column that hold one formula filled down, numbered.
    """

    classeurs: tuple[ClasseurLu, ...]
    feuilles: Mapping[str, Feuille]
    origines: Mapping[str, Origine]
    motifs: Mapping[Adresse, str]
    anomalies: tuple[Anomalie, ...] = ()
    remarques: tuple[Anomalie, ...] = ()
    distinctes: tuple[str, ...] = ()
    recopies: Mapping[str, Mapping[tuple[int, int], int]] = field(default_factory=dict)

    @cached_property
    def octets(self) -> bytes:
        """The merged workbook as an .xlsx file, written once for all engines."""
        return ecrire_feuilles(self.feuilles, self.recopies)

    def formules(self) -> Sequence[tuple[Adresse, CelluleLue]]:
        """Every cell that the engines have to compute."""
        return self._formules

    @cached_property
    def _formules(self) -> tuple[tuple[Adresse, CelluleLue], ...]:
        return tuple(
            (Adresse(feuille, ligne, colonne), cellule)
            for feuille, cellules in self.feuilles.items()
            for (ligne, colonne), cellule in cellules.items()
            if cellule.formule is not None
        )

    def relue(self, lus: Sequence[ClasseurLu]) -> Fusion | None:
        """The same merge of files read again; None when one formula, input or reference is not what it was."""
        if not memes_entrees(self.classeurs, lus):
            return None
        relues = {c.nom: c for c in lus}
        origines = {nom: Origine(relues[o.classeur.nom], o.feuille) for nom, o in self.origines.items()}
        feuilles = {
            nom: _avec_les_valeurs(cellules, origines[nom].cellules) if nom in origines else cellules
            for nom, cellules in self.feuilles.items()
        }
        return dataclasses.replace(self, classeurs=tuple(lus), feuilles=feuilles, origines=origines)

    def lieu(self, ou: Adresse) -> Lieu:
        """The user's cell behind a merged one."""
        origine = self.origines.get(ou.feuille)
        cellule = adresse(ou.ligne, ou.colonne)
        return Lieu(origine.classeur.nom, origine.feuille, cellule) if origine else Lieu("", ou.feuille, cellule)

    def formule_d_origine(self, ou: Adresse) -> str:
        """The formula as the user's file has it."""
        return self.origines[ou.feuille].cellules[ou.ligne, ou.colonne].formule or ""


def _avec_les_valeurs(fusionnees: Feuille, lues: Feuille) -> Feuille:
    return {
        position: cellule if cellule.formule is None else cellule._replace(valeur=lues[position].valeur)
        for position, cellule in fusionnees.items()
    }


def memes_entrees(avant: Sequence[ClasseurLu], apres: Sequence[ClasseurLu]) -> bool:
    """Whether engines would read the same thing: all but what formulas show, in the cells and in the link caches."""
    if len(avant) != len(apres):
        return False
    presents = {cle_de_fichier(c.nom) for c in apres}
    return all(_meme_classeur(a, b, presents) for a, b in zip(avant, apres, strict=True))


def _meme_classeur(avant: ClasseurLu, apres: ClasseurLu, presents: set[str]) -> bool:
    return (
        (avant.nom, avant.tableaux, avant.noms, avant.date_1904, avant.iteration)
        == (apres.nom, apres.tableaux, apres.noms, apres.date_1904, apres.iteration)
        and [_vu(lien, presents) for lien in avant.liens_externes]
        == [_vu(lien, presents) for lien in apres.liens_externes]
        and [f.nom for f in avant.feuilles] == [f.nom for f in apres.feuilles]
        and all(map(_meme_feuille, avant.feuilles, apres.feuilles))
    )


def _vu(lien: LienExterne, presents: set[str]) -> tuple[object, ...]:
    """What a merge takes of a link: its cache serves only when the target is not in the set."""
    absente = cle_de_fichier(lien.cible) not in presents
    return lien.cible, lien.feuilles, (lien.cache, lien.feuilles_en_cache) if absente else ()


def _meme_feuille(avant: FeuilleLue, apres: FeuilleLue) -> bool:
    lues = apres.cellules
    return avant.cellules.keys() == lues.keys() and all(
        cellule == lues[ou]
        if cellule.formule is None or cellule.matrice is not None
        else cellule.formule == lues[ou].formule and lues[ou].matrice is None
        for ou, cellule in avant.cellules.items()
    )


def ecrire_fusion(fusion: Fusion) -> bytes:
    """The merged workbook as a minimal .xlsx."""
    return fusion.octets


def cle_de_fichier(nom: str) -> str:
    """File names are compared without case, and with one way to write accents (macOS has another)."""
    return unicodedata.normalize("NFC", nom).casefold()


@dataclass
class _Chantier:
    """The merge while it is being built."""

    livres: dict[str, Livre] = field(default_factory=dict)
    feuilles: dict[str, dict[tuple[int, int], CelluleLue]] = field(default_factory=dict)
    origines: dict[str, Origine] = field(default_factory=dict)
    motifs: dict[Adresse, str] = field(default_factory=dict)
    anomalies: list[Anomalie] = field(default_factory=list)
    remarques: list[Anomalie] = field(default_factory=list)
    pris: set[str] = field(default_factory=set)
    distinctes: list[str] = field(default_factory=list)
    recopies: dict[str, dict[tuple[int, int], int]] = field(default_factory=dict)
    absentes: dict[tuple[str, str], str] = field(default_factory=dict)

    def nom_libre(self, souhait: str) -> str:
        """A sheet name nobody has yet, without case, within Excel's 31 characters."""
        nom, rang = souhait[:LONGUEUR_NOM_FEUILLE], 1
        while nom.lower() in self.pris:
            rang += 1
            suffixe = f" ({rang})"
            nom = souhait[: LONGUEUR_NOM_FEUILLE - len(suffixe)] + suffixe
        self.pris.add(nom.lower())
        return nom

    def livre_du_lien(self, lien: LienExterne) -> Livre | None:
        """The workbook of the set that a link leads to."""
        return self.livres.get(cle_de_fichier(lien.cible))

    def feuille_absente(self, lien: LienExterne, feuille: str) -> str | None:
        """The sheet that stands for one of an absent workbook; None when the link keeps nothing of it."""
        nom_en_cache = next((nom for nom in lien.feuilles_en_cache if nom.lower() == feuille.lower()), None)
        if nom_en_cache is None:
            return None
        cle = (lien.partie + "\0" + lien.cible.lower(), feuille.lower())
        if cle not in self.absentes:
            nom = self.absentes[cle] = self.nom_libre(f"absent {len(self.absentes) + 1} {feuille}")
            self.feuilles[nom] = {
                (ligne, colonne): CelluleLue(valeur)
                for (nom_feuille, ligne, colonne), valeur in lien.cache.items()
                if nom_feuille == nom_en_cache
            }
        return self.absentes[cle]


def fusionner(classeurs: Sequence[ClasseurLu]) -> Fusion:
    """Merge workbooks; what links out of the set is taken from the link caches."""
    chantier = _Chantier()
    retenus = [classeur for classeur in classeurs if _inscrire(classeur, chantier)]
    for classeur in retenus:
        livre = chantier.livres[cle_de_fichier(classeur.nom)]
        for feuille in classeur.feuilles:
            nom = livre.feuilles[feuille.nom.lower()]
            chantier.feuilles[nom] = _cellules_fusionnees(feuille, livre, nom, chantier)
    return Fusion(
        classeurs=tuple(retenus),
        feuilles=chantier.feuilles,
        origines=chantier.origines,
        motifs=chantier.motifs,
        anomalies=tuple(chantier.anomalies),
        remarques=tuple(chantier.remarques),
        distinctes=tuple(chantier.distinctes),
        recopies=chantier.recopies,
    )


def _inscrire(classeur: ClasseurLu, chantier: _Chantier) -> bool:
    """Give a workbook its sheet names in the merge; False when another of the set has its file name."""
    cle = cle_de_fichier(classeur.nom)
    if cle in chantier.livres:
        quoi = "deux classeurs de l'ensemble portent ce nom : les liens ne sauraient pas lequel lire"
        chantier.anomalies.append(Anomalie(classeur.nom, quoi, "vérifiez-les l'un après l'autre"))
        return False
    feuilles: dict[str, str] = {}
    for feuille in classeur.feuilles:
        nom = chantier.nom_libre(feuille.nom)
        if nom.lower() != feuille.nom.lower():
            quoi = "une autre feuille de l'ensemble porte déjà ce nom"
            ou = f"{classeur.nom} › {feuille.nom}"
            chantier.remarques.append(Anomalie(ou, quoi, "renommez l'une des deux dans Excel"))
        feuilles[feuille.nom.lower()] = nom
        chantier.origines[nom] = Origine(classeur, feuille.nom)
    tableaux = {t.nom.lower(): _tableau_fusionne(t, feuilles) for t in classeur.tableaux}
    chantier.livres[cle] = Livre(
        liens=classeur.liens_externes,
        feuilles=feuilles,
        tableaux=tableaux,
        noms={((n.feuille or "").lower(), n.nom.lower()): n.formule for n in classeur.noms},
    )
    return True


def _tableau_fusionne(tableau: Tableau, feuilles: Mapping[str, str]) -> Tableau:
    nom = feuilles[tableau.feuille.lower()]
    return tableau if nom == tableau.feuille else dataclasses.replace(tableau, feuille=nom)


def _cellules_fusionnees(
    lue: FeuilleLue, livre: Livre, feuille: str, chantier: _Chantier
) -> dict[tuple[int, int], CelluleLue]:
    fusionnees = dict(lue.cellules)
    recopies = chantier.recopies.setdefault(feuille, {})
    tables = [t for t in livre.tableaux.values() if t.feuille == feuille]
    ou: dict[int, tuple[bool, ...]] = {}
    colonnes: dict[tuple[int, str, tuple[bool, ...]], _Recopie] = {}
    for (ligne, colonne), cellule in lue.cellules.items():
        if cellule.formule is None:
            continue
        if cellule.matrice is not None and not lire_plage(cellule.matrice).une_cellule:
            # Its other cells are constants in the file: kept as such, and nobody can say more.
            chantier.motifs[Adresse(feuille, ligne, colonne)] = MATRICE
            fusionnees[(ligne, colonne)] = CelluleLue(cellule.valeur)
            continue
        # Down a column most rows hold one formula: it is rewritten once. In a table and under it, two things.
        rang = str(ligne)
        if ligne not in ou:
            ou[ligne] = _dans_les_tables(tables, ligne)
        cle = (colonne, cellule.formule.replace(rang, RANG), (*ou[ligne], cellule.matrice is not None))
        connue = colonnes.get(cle)
        if connue is not None and connue.reecrite.modele is not None:
            formule = connue.reecrite.modele.replace(RANG, rang)
            if cellule.matrice is None and connue.se_recopie:
                recopies[connue.ou] = recopies[ligne, colonne] = connue.numero
        else:
            reecrite = _reecrite(cellule.formule, Portee(livre, feuille, lue.nom, ligne, colonne), chantier)
            formule = reecrite.formule
            colonnes.setdefault(cle, _Recopie(reecrite, (ligne, colonne), len(chantier.distinctes)))
            chantier.distinctes.append(formule)
            if reecrite.motif:
                chantier.motifs[Adresse(feuille, ligne, colonne)] = reecrite.motif
        if formule != cellule.formule:
            fusionnees[(ligne, colonne)] = CelluleLue(cellule.valeur, formule, cellule.est_date, cellule.matrice)
    return fusionnees


class _Recopie:
    """A formula that the rows of a column share, as first met in the cell ``ou``."""

    def __init__(self, reecrite: Reecrite, ou: tuple[int, int], numero: int) -> None:
        self.reecrite, self.ou, self.numero = reecrite, ou, numero

    @cached_property
    def se_recopie(self) -> bool:
        """Filled down by a spreadsheet program it says the same: nothing but its references holds the row."""
        modele = self.reecrite.modele
        return modele is not None and modele == rang_ouvert(self.reecrite.formule, self.ou[0])


def _dans_les_tables(tables: Sequence[Tableau], ligne: int) -> tuple[bool, ...]:
    """What a structured reference may mean on a row: in each table, and among its data."""
    dedans = [t.plage.ligne_debut <= ligne <= t.plage.ligne_fin for t in tables]
    donnees = [t.lignes_donnees[0] <= ligne <= t.lignes_donnees[1] for t in tables]
    return (*dedans, *donnees)


def _reecrite(formule: str, portee: Portee, chantier: _Chantier) -> Reecrite:
    """A formula as the merge wants it; one that holds nothing to rewrite is itself on every row."""
    if portee.livre.concerne(formule):
        return reecrire(formule, portee, chantier)
    rang = str(portee.ligne)
    return Reecrite(formule, "", None if portee.livre.change_avec(rang, formule) else formule.replace(rang, RANG))
