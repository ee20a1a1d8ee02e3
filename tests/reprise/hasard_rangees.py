"""A rebuilt table taken to pieces: its rows, and what is around them."""

from __future__ import annotations

from typing import Any

from reprise.hasard_attendu import Contenu, egaux
from reprise.hasard_lecture import Calcul, Onglet


def trouvee(ligne: int, onglet: Onglet, titres: list[str]) -> Contenu:
    """A row of the rebuilt table, in the same words as an expected one."""
    assert onglet.cadre
    colonnes = onglet.cadre.colonnes
    sortie = {t: onglet.cellules.get((ligne, colonnes[t])) for t in titres if t in colonnes}
    sortie |= {f"note sur {t}": onglet.notes.get((ligne, c)) for t, c in colonnes.items()}
    droite = max(colonnes.values())
    sortie |= {f"à {c - droite} colonnes": v for (lg, c), v in onglet.cellules.items() if lg == ligne and c > droite}
    return {k: v for k, v in sortie.items() if v is not None}


def pareilles(a: Contenu, b: Contenu) -> bool:
    """True when a row is the expected one."""
    return all(egaux(a.get(k), b.get(k)) for k in {*a, *b})


def accord(a: Contenu, b: Contenu) -> int:
    """How much of an expected row is found."""
    return sum(egaux(v, b.get(k)) for k, v in a.items())


def par_titre(onglet: Onglet, propre: str) -> dict[tuple[str, int, Any], Any]:
    """Constants out of the rows of a table: distance to it, title of the column (its number outside the table)."""
    cadre = onglet.cadre
    assert cadre
    titres = {c: t for t, c in cadre.colonnes.items()}
    rang_propre = cadre.colonnes.get(propre, 10_000)
    sortie: dict[tuple[str, int, Any], Any] = {}
    for (ligne, colonne), contenu in onglet.cellules.items():
        if isinstance(contenu, Calcul) or ligne in cadre.lignes or colonne == rang_propre:
            continue
        titre = titres.get(colonne, colonne - (colonne > rang_propre))
        ou = ("dessus", ligne) if ligne <= cadre.entete else ("dessous", ligne - cadre.sentinelle)
        sortie[*ou, titre] = contenu
    return sortie
