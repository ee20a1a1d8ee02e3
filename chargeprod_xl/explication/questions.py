"""Pieces of a formula, computed apart by the engine: a condition, a row found, the rows that a criterion keeps.

The cells they read are given their values of the whole recalculation, so that the pieces agree with the figures shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from chargeprod_xl.classeurs.lecture import CelluleLue, Valeur
from chargeprod_xl.classeurs.valeurs import Erreur
from chargeprod_xl.explication.pack import Pack
from chargeprod_xl.liens.formules import REFERENCES_A1, Genre, Plage, Prefixe, decouper, lire_plage, lire_prefixe
from chargeprod_xl.recalcul.fusion import Adresse, Fusion
from chargeprod_xl.recalcul.moteurs import NE_SAIT_PAS, Formualizer, Moteur

FEUILLE_DES_QUESTIONS = "Questions posées"
_MILLE = 1_000


def qualifier(texte: str, feuille: str) -> str:
    """The piece as it reads from any other sheet."""
    morceaux: list[str] = []
    prefixe = str(Prefixe(feuille))
    avant = None
    for genre, jeton in decouper(texte):
        if genre in REFERENCES_A1 and avant is not Genre.PREFIXE:
            morceaux.append(prefixe)
        morceaux.append(jeton)
        avant = genre
    return "".join(morceaux)


def repondre(pack: Pack, feuille: str, textes: Iterable[str], moteur: Moteur | None = None) -> dict[str, Valeur]:
    """The value of each piece of a formula of ``feuille``; one that the engine does not understand is left out."""
    ordre = list(dict.fromkeys(textes))
    if not ordre:
        return {}
    formules = [qualifier(texte, feuille) for texte in ordre]
    contenu: dict[str, dict[tuple[int, int], CelluleLue]] = {}
    for formule in formules:
        for nom, plage in _lues(formule):
            _copier(pack, nom, plage, contenu.setdefault(nom, {}))
    contenu[FEUILLE_DES_QUESTIONS] = {(n, 1): CelluleLue(None, formule) for n, formule in enumerate(formules, 1)}
    try:
        trouvees = (moteur or Formualizer()).calculer(Fusion((), contenu, {}, {}))
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # a Rust panic is no Exception; without an answer the explanation says less
        return {}
    reponses = {texte: trouvees[Adresse(FEUILLE_DES_QUESTIONS, n, 1)] for n, texte in enumerate(ordre, 1)}
    return {t: v for t, v in reponses.items() if not (isinstance(v, Erreur) and v.code in NE_SAIT_PAS)}


def _lues(formule: str) -> Iterable[tuple[str, Plage]]:
    prefixe: Prefixe | None = None
    for genre, texte in decouper(formule):
        if genre in REFERENCES_A1 and prefixe is not None:
            yield prefixe.feuille, lire_plage(texte)
        prefixe = lire_prefixe(texte) if genre is Genre.PREFIXE else None


def _copier(pack: Pack, feuille: str, plage: Plage, vers: dict[tuple[int, int], CelluleLue]) -> None:
    for position in positions(pack.cellules(feuille), plage):
        if position not in vers:
            vers[position] = CelluleLue(pack.valeur(Adresse(feuille, *position)))


def positions(cellules: Mapping[tuple[int, int], CelluleLue], plage: Plage) -> list[tuple[int, int]]:
    """The cells of a range that hold something, row by row, however tall the range is written."""
    lignes, colonnes = plage.ligne_fin - plage.ligne_debut + 1, plage.colonne_fin - plage.colonne_debut + 1
    if lignes * colonnes <= max(_MILLE, len(cellules)):
        toutes = (
            (ligne, colonne)
            for ligne in range(plage.ligne_debut, plage.ligne_fin + 1)
            for colonne in range(plage.colonne_debut, plage.colonne_fin + 1)
        )
        return [position for position in toutes if position in cellules]
    return sorted(position for position in cellules if plage.contient(*position))
