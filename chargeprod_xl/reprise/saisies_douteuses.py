"""What people typed that cannot be counted: a text where a number is expected, a formula that gives an error."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from chargeprod_xl.classeurs.valeurs import Erreur
from chargeprod_xl.gabarits.declaration import Tapee
from chargeprod_xl.gabarits.fonctions_francaises import ERREURS_FRANCAISES
from chargeprod_xl.liens.formules import Genre, adresse, decouper, nom_fonction
from chargeprod_xl.liens.pose import ClasseurPose, PackPose
from chargeprod_xl.recalcul import CalculPack
from chargeprod_xl.reprise.appellation import TEXTES

_ATTENDU = {
    "date": "une date",
    "jour": "une date",
    "mois": "une date",
    "duree": "une durée",
    "heure": "une heure, comme 8:30",
}
_DEFINISSENT = frozenset({"LET", "LAMBDA"})
#: What mends each error.
_REMEDES = {
    "#REF!": "la cellule visée n’existe plus : visez-en une autre",
    "#DIV/0!": "le diviseur est nul ou vide : complétez-le",
    "#VALUE!": "un texte est compté comme un nombre : corrigez la cellule visée",
    "#NUM!": "le résultat n’est pas un nombre possible : corrigez les valeurs visées",
    "#N/A": "la valeur cherchée est introuvable : corrigez-la",
}


def textes_en_nombre(pose: PackPose) -> list[str]:
    """Texts typed in cells of numbers: totals leave them out, and checks turn red far from there."""
    return [
        f"{ou} : « {tapee.valeur} » est un texte, les calculs ne le comptent pas ; tapez {attendu}"
        for classeur in pose.classeurs
        for ou, _, tapee, genre in _tapees(classeur)
        if tapee.formule is None and isinstance(tapee.valeur, str) and genre not in TEXTES
        for attendu in [_ATTENDU.get(genre, "un nombre")]
    ]


def noms_inconnus(pose: PackPose) -> list[str]:
    """Formulas of people that speak of a name nobody defined."""
    doutes = []
    for classeur in pose.classeurs:
        tables = {table.nom for feuille in classeur.feuilles for table in feuille.tables}
        connus = {nom.casefold() for nom in (*classeur.noms, *classeur.propre.noms, *tables)}
        for ou, _, tapee, _ in _tapees(classeur):
            for nom in _noms(tapee.formule or ""):
                if nom.casefold() not in connus:
                    remede = f"aucun nom « {nom} » dans ce classeur : corrigez l’orthographe, ou définissez ce nom"
                    doutes.append(f"{ou} : votre formule ={tapee.formule} donne #NOM? ; {remede}")
    return doutes


def _noms(formule: str) -> list[str]:
    """Defined names of the workbook that a formula speaks of; LET and LAMBDA define their own."""
    jetons = [(Genre.ESPACE, ""), *decouper(formule)]
    if any(genre is Genre.FONCTION and nom_fonction(texte) in _DEFINISSENT for genre, texte in jetons):
        return []
    return [b for (avant, _), (genre, b) in pairwise(jetons) if genre is Genre.NOM and avant is not Genre.PREFIXE]


def formules_en_erreur(pose: PackPose, calcul: CalculPack) -> list[str]:
    """Formulas of people that give an error, which everything computed from them shows in turn."""
    doutes = []
    for classeur in pose.classeurs:
        for ou, (feuille, cellule), tapee, _ in _tapees(classeur):
            valeur = calcul.valeur(feuille, cellule) if tapee.formule is not None else None
            if isinstance(valeur, Erreur):
                code = ERREURS_FRANCAISES.get(valeur.code, valeur.code)
                remede = _REMEDES.get(valeur.code, "corrigez la formule")
                doutes.append(f"{ou} : votre formule ={tapee.formule} donne {code} ; {remede}")
    return doutes


def _tapees(classeur: ClasseurPose) -> Iterator[tuple[str, tuple[str, str], Tapee, str]]:
    """Declared cells where something was typed: place in words, sheet and address, content, type of the cell."""
    for feuille in classeur.feuilles:
        for ou, cellule in feuille.cellules.items():
            if cellule.tapee is not None:
                repere = adresse(*ou)
                lieu = f"{classeur.fichier} › {feuille.nom} › {repere}"
                yield lieu, (feuille.nom, repere), cellule.tapee, cellule.type
