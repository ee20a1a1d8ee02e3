"""What a column of a sheet looks like as a whole: its width, and on which side its cells stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chargeprod_xl.classeurs import lettre
from chargeprod_xl.classeurs import styles as s
from chargeprod_xl.classeurs.mesure import MARGE, PIXELS_PAR_UNITE, RETRAIT, largeur, mot_le_plus_long
from chargeprod_xl.liens.pose import CellulePosee, FeuillePosee

Adresse = tuple[int, int]
LARGEUR_NUE = 8.43
#: Width that the figures of a type need; a column of figures is never made narrower.
_BESOINS = {"euro": 13.0, "euros_cents": 15.0, "montant": 15.0, "date": 11.5, "jour": 11.5, "mois": 11.5, "etat": 15.0}
_BESOIN_AUTRE = 10.0
_VOYANT = 17.0
#: Roles whose text runs over the next cells, as a title does.
_DEBORDENT = {"titre", "sous_titre", "titre_bloc", "phrase", "sentinelle"}
_SANS_COTE = {"etat", "trv", "effet"}


def blocs(f: FeuillePosee) -> Iterator[tuple[int, int, range]]:
    """Header row, last row and columns of each table of a sheet."""
    debuts = sorted(f.entetes)
    for entete, premiere, derniere in debuts:
        dessous = (e for e, c1, c2 in debuts if e > entete and c1 <= derniere and premiere <= c2)
        limite = next(dessous, f.hauteur + 2)
        colonnes = range(premiere, derniere + 1)
        fin = entete
        while fin + 1 < limite and any((fin + 1, c) in f.cellules for c in colonnes):
            fin += 1
        yield entete, fin, colonnes


def largeurs(f: FeuillePosee) -> dict[int, float]:
    """Widths as declared; a column shared by stacked tables takes no more than its content needs."""
    if f.lettre:
        return lettre.largeurs(f)
    sortie = dict(f.largeurs)
    if len(f.entetes) > 1:
        par_colonne: dict[int, list[CellulePosee]] = {}
        for (_, col), cellule in f.cellules.items():
            par_colonne.setdefault(col, []).append(cellule)
        for col, declaree in f.largeurs.items():
            besoin = _besoin(par_colonne.get(col, ()), f.onglet)
            if besoin is not None and col not in f.masquees:
                sortie[col] = min(declaree, besoin)
    sortie[1] = sortie.get(1, LARGEUR_NUE) + _manque(f, sortie)
    return sortie


def _manque(f: FeuillePosee, largeurs: dict[int, float]) -> float:
    """What the printed columns lack for the longest sentence of the sheet, in units of width."""
    tailles = {"titre": 16, "sous_titre": 9, "phrase": 10, "titre_bloc": 12}
    visibles = [c for c in range(1, f.largeur_imprimee + 1) if c not in f.masquees]
    sans_voyant = [c for c in visibles if f.cellules.get((1, c), CellulePosee()).role != "voyant"]
    manque = 0.0
    for c in f.cellules.values():
        if c.role in tailles:
            # The title stops where the light begins.
            place = sum(largeurs.get(x, LARGEUR_NUE) for x in (sans_voyant if c.role == "titre" else visibles))
            besoin = largeur(str(c.valeur or ""), tailles[c.role], gras=c.role.startswith("titre")) + MARGE
            manque = max(manque, besoin / PIXELS_PAR_UNITE - place)
    return manque


def _besoin(cellules: Iterable[CellulePosee], onglet: str) -> float | None:
    """Width for the content of a column; None when it is not known (typed by people, or a computed text)."""
    besoin = 0.0
    for cellule in cellules:
        if cellule.role in _DEBORDENT:
            continue
        tapee = cellule.role in {"saisie", "force"} and onglet != "accueil"
        if tapee or (cellule.formule and cellule.type == "texte"):
            return None
        besoin = max(besoin, _besoin_de(cellule))
    return besoin


def _besoin_de(cellule: CellulePosee) -> float:
    texte = cellule.montree if isinstance(cellule.montree, str) else ""
    if cellule.role in {"entete", "entete_gauche"}:
        return (mot_le_plus_long(texte, gras=True) + RETRAIT + MARGE) / PIXELS_PAR_UNITE
    if cellule.role == "voyant":
        return _VOYANT
    if cellule.type == "texte":
        return (largeur(texte, gras=bool(cellule.style)) + RETRAIT + MARGE) / PIXELS_PAR_UNITE + 0.5
    return _BESOINS.get(cellule.type, _BESOIN_AUTRE)


def cotes(f: FeuillePosee) -> dict[Adresse, str]:
    """``gauche`` or ``droite`` for the cells of columns that mix texts, figures and dates: one side for all."""
    sortie: dict[Adresse, str] = {}
    for entete, fin, colonnes in blocs(f):
        for col in colonnes:
            cotes_propres = {
                ligne: _cote(cellule)
                for ligne in range(entete + 1, fin + 1)
                if (cellule := f.cellules.get((ligne, col))) and _cote(cellule)
            }
            presents = list(cotes_propres.values())
            if len(set(presents)) < 2:
                continue
            cote = "gauche" if 2 * presents.count("gauche") > len(presents) else "droite"
            sortie.update({(ligne, col): cote for ligne in cotes_propres})
            sortie[entete, col] = cote
    return sortie


def _cote(c: CellulePosee) -> str:
    if c.role in {"total", "sentinelle"} or c.type in _SANS_COTE:
        return ""
    return "gauche" if c.type == "texte" else "centre" if c.type in s.CENTRES else "droite"


def debordent(f: FeuillePosee) -> set[Adresse]:
    """Computed texts that have room on their right: they run over it. The others must shrink, or would be cut."""
    sortie = set()
    for (ligne, col), c in f.cellules.items():
        if c.type != "texte" or c.role not in {"calcul", "lien"}:
            continue
        suivante = next((x for x in range(col + 1, f.largeur_imprimee + 1) if x not in f.masquees), None)
        voisine = f.cellules.get((ligne, suivante)) if suivante else None
        if suivante and (voisine is None or _sans_rien(voisine)):
            sortie.add((ligne, col))
    return sortie


def _sans_rien(c: CellulePosee) -> bool:
    return c.tapee is None and c.formule is None and c.valeur in {None, ""}
