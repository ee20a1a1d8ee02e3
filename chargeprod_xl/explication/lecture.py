"""The edge: from a path and what a person typed to an explanation, or to a refusal in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.classeurs.classeur_lu import FEUILLE_META
from chargeprod_xl.classeurs.lecture import ClasseurLu
from chargeprod_xl.controles.fichiers import lire_fichiers
from chargeprod_xl.explication.arbre import expliquer
from chargeprod_xl.explication.designation import choisir_feuille, lire_designation
from chargeprod_xl.explication.modele import Explication, Nature
from chargeprod_xl.explication.natures import nature
from chargeprod_xl.explication.noms import titre_complet
from chargeprod_xl.explication.pack import Pack, calculer
from chargeprod_xl.liens.formules import Plage, adresse
from chargeprod_xl.manifeste import presents
from chargeprod_xl.recalcul.fusion import Adresse, cle_de_fichier

_DOSSIER = "donnez un classeur du dossier « pack » d’un film : mon_film/pack/equipe.xlsx"


@dataclass(frozen=True)
class Reponse:
    """An explanation and what holds for all of it."""

    explication: Explication
    moteurs: tuple[str, ...]
    avertissements: tuple[str, ...]


def _refus(ou: str, quoi: str, remede: str) -> DonneesRefuseesError:
    return DonneesRefuseesError([Anomalie(ou, quoi, remede)])


def lire_pack(chemin: Path) -> tuple[ClasseurLu, tuple[ClasseurLu, ...], tuple[str, ...]]:
    """The workbook asked about, those of its pack, and what is wrong with their neighbours."""
    if chemin.is_dir():
        raise _refus(str(chemin), "un dossier, et non un classeur", _DOSSIER)
    if not chemin.is_file():
        voisins = sorted(p.name for p in chemin.parent.glob("*.xlsx")) if chemin.parent.is_dir() else []
        remede = f"classeurs de ce dossier : {', '.join(voisins)}" if voisins else "vérifiez le chemin"
        raise _refus(str(chemin), "fichier introuvable", remede)
    freres = presents(chemin.parent)
    if all(p.name != chemin.name for p in freres):
        freres.append(chemin)
    lus = lire_fichiers(freres)
    cle = cle_de_fichier(chemin.name)
    classeur = next((c for c in lus.classeurs if cle_de_fichier(c.nom) == cle), None)
    if classeur is None:
        siennes = [f for f in lus.fautes if cle_de_fichier(Path(f.ou).name) == cle]
        raise DonneesRefuseesError(
            siennes or [Anomalie(str(chemin), "ce fichier n’est pas un classeur d’un pack", _DOSSIER)]
        )
    autres = [f"{f.ou} : {f.quoi}" for f in lus.fautes]
    return classeur, lus.classeurs, (*autres, *lus.avertissements)


def _situer(pack: Pack, classeur: ClasseurLu, designation: str) -> Adresse:
    """The cell in the merge."""
    demandee, ligne, colonne = lire_designation(designation)
    visibles = [f.nom for f in classeur.feuilles if not f.nom.startswith(f"{FEUILLE_META} ")]
    feuille = choisir_feuille(demandee, visibles, classeur.nom)
    return Adresse(pack.noms[cle_de_fichier(classeur.nom), feuille.lower()], ligne, colonne)


def _refuser_le_vide(pack: Pack, ou: Adresse) -> None:
    genre, _ = nature(pack, ou)
    if pack.valeur(ou) is not None or pack.formule_d_origine(ou):
        return
    lieu = pack.lieu(ou)
    if pack.bloc(ou.feuille, ou.ligne, ou.colonne) is not None:
        quoi = f"cellule vide : rien n’est saisi dans « {titre_complet(pack, ou)[0]} »"
        remede = "donnez une cellule qui montre une valeur"
        if genre is Nature.FORCAGE:
            remede = "rien n’est forcé : demandez la colonne calculée ou la colonne retenue, à côté"
        raise _refus(str(lieu), quoi, remede)
    occupee = list(pack.cellules(ou.feuille))
    if not occupee:
        raise _refus(str(lieu), "cette feuille est vide", "donnez une cellule d’une autre feuille")
    plage = Plage(
        min(ligne for ligne, _ in occupee),
        min(colonne for _, colonne in occupee),
        max(ligne for ligne, _ in occupee),
        max(colonne for _, colonne in occupee),
    )
    dehors = not plage.contient(ou.ligne, ou.colonne)
    quoi = "cellule vide, hors du tableau de la feuille" if dehors else "cellule vide, hors de tout tableau"
    raise _refus(str(lieu), quoi, f"la feuille va de A1 à {adresse(plage.ligne_fin, plage.colonne_fin)}")


def expliquer_fichier(
    chemin: Path, designation: str, profondeur: int, progres: Callable[[str], None] = lambda _: None
) -> Reponse:
    """Explain a cell of a workbook on disk; what was typed is checked before anything is computed."""
    lire_designation(designation)
    progres("Lecture du pack")
    classeur, classeurs, avertissements = lire_pack(chemin)
    seul = calculer([classeur], ())  # nothing computed yet: enough to know what stands where
    _refuser_le_vide(seul, _situer(seul, classeur, designation))
    progres("Recalcul par deux moteurs")
    pack = calculer(classeurs)
    ou = _situer(pack, classeur, designation)
    progres("Explication")
    calcul = pack.calcul
    fautes = [f"{f.ou} : {f.quoi}" for f in calcul.anomalies]
    avertis = (*avertissements, *calcul.avertissements, *fautes)
    return Reponse(expliquer(pack, ou, profondeur), calcul.moteurs, avertis)
