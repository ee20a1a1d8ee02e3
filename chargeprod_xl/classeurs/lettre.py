"""How a letter stands on its page: columns stretched to it, rows as high as their texts, cells merged across."""

from __future__ import annotations

from typing import Any, Literal

from openpyxl.styles import Alignment

from chargeprod_xl.classeurs.images import image
from chargeprod_xl.classeurs.mesure import CM_PAR_POINT, MARGE, PIXELS_PAR_UNITE, RETRAIT, lignes
from chargeprod_xl.liens.pose import CellulePosee, FeuillePosee

TAILLE = 11
#: Margins in centimetres, and the width in units of column that they leave on A4, programs measuring as they do.
COTE, HAUT, BAS = 2.3, 2.0, 2.0
_LARGEUR = 82.0
#: A letter that exceeds its page by so little is reduced to it.
EXCES = 1.06
_INTERLIGNE = 14.5
#: Programs do not cut lines alike: a text is measured on a little less than its place.
_PRUDENCE = 0.97
#: Room above the text, under it, and where the text stands in its row.
_ALLURES: dict[str, tuple[float, float, Literal["top", "center", "bottom"]]] = {
    "adresse": (0.0, 1.5, "top"),
    "adresse_debut": (26.0, 1.5, "bottom"),
    "lieu": (18.0, 18.0, "center"),
    "objet": (4.0, 16.0, "top"),
    "paragraphe": (0.0, 8.0, "top"),
    "puce": (0.0, 4.0, "top"),
    "signature_debut": (20.0, 1.5, "bottom"),
    "signature": (0.0, 1.5, "top"),
}
#: Largest width and height of a logo, in pixels; its row has as much room.
_LOGO = (260.0, 76.0)
_SOUS_LE_LOGO = 10.0
_PLACE = "signature_place_"
_AUTRE = (0.0, 4.0, "top")
_MAX = 409.0


def alignement(genre: str) -> Alignment:
    """A text wrapped in its row; an item of a list is set in."""
    _, _, cote = _ALLURES.get(genre, _AUTRE)
    return Alignment(horizontal="left", vertical=cote, wrap_text=True, indent=2 if genre == "puce" else 0)


def largeurs(f: FeuillePosee) -> dict[int, float]:
    """The columns of the page, stretched to its width; those beyond it as they are."""
    page = range(1, f.largeur_imprimee + 1)
    facteur = _LARGEUR / sum(f.largeurs[c] for c in page)
    return {c: round(large * facteur, 2) if c in page else large for c, large in f.largeurs.items()}


def hauteurs(f: FeuillePosee, larges: dict[int, float]) -> dict[int, float]:
    """Rows of a letter, in points: what the longest of their texts needs."""
    sortie: dict[int, float] = {}
    if f.lettre:
        for (ligne, col), fin in f.fusions.items():
            cellule = f.cellules[ligne, col]
            place = sum(larges[c] for c in range(col, fin + 1)) * PIXELS_PAR_UNITE - MARGE
            sortie[ligne] = max(sortie.get(ligne, 0.0), _hauteur(cellule, place))
    return sortie


def _hauteur(cellule: CellulePosee, place: float) -> float:
    if cellule.type == "logo":
        return _LOGO[1] * 0.75 + _SOUS_LE_LOGO
    if cellule.type.startswith(_PLACE):
        return float(cellule.type.removeprefix(_PLACE)) / CM_PAR_POINT
    avant, apres, _ = _ALLURES.get(cellule.type, _AUTRE)
    texte = cellule.montree if isinstance(cellule.montree, str) else cellule.mesure
    if cellule.type == "puce":
        place -= 2 * RETRAIT
    nombre = lignes(texte, place * _PRUDENCE, TAILLE, gras=cellule.style == "lettre_objet")
    return min(avant + nombre * _INTERLIGNE + apres, _MAX)


def composer(feuille: Any, f: FeuillePosee, seule: bool) -> None:
    """Merge the cells of a written letter; its pages are of their true size, unless it was reduced to one."""
    if not f.lettre:
        return
    for (ligne, col), fin in sorted(f.fusions.items()):
        if fin > col:
            feuille.merge_cells(start_row=ligne, end_row=ligne, start_column=col, end_column=fin)
    if f.image:
        ligne, octets = f.image
        feuille.add_image(image(octets, f"A{ligne}", *_LOGO))
    if not seule:
        feuille.sheet_properties.pageSetUpPr.fitToPage = False
    feuille.print_options.horizontalCentered = True
