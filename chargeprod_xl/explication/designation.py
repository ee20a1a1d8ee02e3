"""What a person types to name a cell: « Emplois!K12 », « 'Taux du mois'!B4 », « Taux du mois!$B$4 »."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.baremes.consultation import proches, sans_accents
from chargeprod_xl.liens.references_a1 import DERNIERE_COLONNE, DERNIERE_LIGNE, indice_colonne

_ADRESSE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})\Z")
FORME = "écrivez la feuille, un point d’exclamation et la cellule : 'Emplois!K12'"


def _refus(ou: str, quoi: str, remede: str) -> DonneesRefuseesError:
    return DonneesRefuseesError([Anomalie(ou, quoi, remede)])


def lire_designation(texte: str) -> tuple[str, int, int]:
    """Sheet, row and column; the sheet may be quoted or not."""
    feuille, separateur, cellule = texte.strip().rpartition("!")
    if not separateur:
        raise _refus(texte, "il manque la feuille", FORME)
    feuille = feuille.strip()
    if len(feuille) > 1 and feuille[0] == feuille[-1] == "'":
        feuille = feuille[1:-1].replace("''", "'")
    if not feuille:
        raise _refus(texte, "il manque la feuille", FORME)
    trouve = _ADRESSE.match(cellule.strip())
    if trouve is None:
        if ":" in cellule:
            raise _refus(texte, "une plage, et non une cellule", "donnez une seule cellule, par exemple sa première")
        raise _refus(texte, f"« {cellule.strip()} » n’est pas une cellule", FORME)
    ligne, colonne = int(trouve[2]), indice_colonne(trouve[1])
    if ligne > DERNIERE_LIGNE or colonne > DERNIERE_COLONNE:
        raise _refus(
            texte, "cette cellule n’existe dans aucune feuille", "la dernière cellule d’une feuille est XFD1048576"
        )
    return feuille, ligne, colonne


def choisir_feuille(demandee: str, feuilles: Sequence[str], classeur: str) -> str:
    """The sheet of that name, case and accents apart; else a refusal that gives the near ones."""
    exactes = [f for f in feuilles if f.lower() == demandee.lower()]
    if exactes:
        return exactes[0]
    cle = sans_accents(demandee)
    voisines = [f for f in feuilles if sans_accents(f) == cle]
    if len(voisines) == 1:
        return voisines[0]
    noms = proches(demandee, feuilles)
    remede = f"vouliez-vous dire : {', '.join(noms)} ?" if noms else f"ses feuilles : {', '.join(feuilles)}"
    raise _refus(f"{classeur} › {demandee}", "ce classeur n’a pas cette feuille", remede)
