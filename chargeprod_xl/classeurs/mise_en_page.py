"""Row heights and paper: what fits on a page, which rows repeat, where pages end; no chart is ever cut."""

from __future__ import annotations

from dataclasses import replace

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooter, HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from chargeprod_xl.classeurs import lettre
from chargeprod_xl.classeurs.colonnes import LARGEUR_NUE, blocs
from chargeprod_xl.classeurs.mesure import CM_PAR_POINT, CM_PAR_UNITE, MARGE, PIXELS_PAR_UNITE, RETRAIT, lignes
from chargeprod_xl.liens.pose import FeuillePosee, GraphePose

HAUTEUR, HAUTEUR_TITRE = 18.0, 26.0
_INTERLIGNE, _ENTOUR = 13.0, 5.0
#: Strips above a grid have narrow columns: dates, settings and light stand upright there.
HAUTEURS_BANDEAU = {"texte": 80.0, "effet": 56.0, "jour": 46.0, "code": 30.0}
#: Roles whose content may ask for more than one line.
_ROLES_HAUTS = {"bandeau", "entete", "entete_gauche", "donnee", "saisie"}
_PAPIERS = {"A4": (21.0, 29.7), "A3": (29.7, 42.0)}
_CODES_PAPIER = {"A4": 9, "A3": 8}
#: Margins in centimetres; the lower one holds the footer.
_COTE, _HAUT, _BAS, _PIED = 1.2, 1.2, 1.6, 0.7
#: Programs and printers do not measure alike: a page is counted a little shorter than it is.
_PRUDENCE = 0.95
#: Where every page end is decided here, less caution is needed: a page counted too short leaves a few rows on the next.
_PRUDENCE_DECIDEE = 0.98
#: Fewer rows on a last page, and the block before them goes there too.
_TROP_PEU = 6
#: What a sheet may exceed its page by to be reduced to it, and the smallest scale then.
_EXCES, _ECHELLE_MIN = 1.35, 0.65
#: A chart may lose a little height to stay with its table.
_REDUCTION = 0.68


def hauteurs(f: FeuillePosee, largeurs: dict[int, float]) -> dict[int, float]:
    """Rows that are not of the standard height, in points."""
    sortie = {1: HAUTEUR_TITRE, **lettre.hauteurs(f, largeurs)}
    for (ligne, col), c in f.cellules.items():
        if c.role not in _ROLES_HAUTS or col in f.masquees or ligne == 1 or (ligne, col) in f.fusions:
            continue
        place = largeurs.get(col, LARGEUR_NUE) * PIXELS_PAR_UNITE - MARGE
        texte = c.montree if isinstance(c.montree, str) else ""
        besoin = HAUTEUR
        if c.role == "bandeau":
            besoin = HAUTEURS_BANDEAU.get(c.type, HAUTEUR)
        elif c.role in {"entete", "entete_gauche"}:
            besoin = _hauteur(lignes(texte, place - (RETRAIT if c.role == "entete_gauche" else 0), gras=True))
        elif texte and c.role in {"donnee", "saisie"} and c.type == "texte":
            besoin = _hauteur(lignes(texte, place - RETRAIT, gras=bool(c.style)))
        if besoin > HAUTEUR:
            sortie[ligne] = max(sortie.get(ligne, 0.0), besoin)
    return sortie


def _hauteur(nombre: int) -> float:
    return HAUTEUR if nombre == 1 else _INTERLIGNE * nombre + _ENTOUR


class Papier:
    """The page of one sheet, in centimetres of the sheet before it is reduced to the width of the paper."""

    def __init__(self, f: FeuillePosee, largeurs: dict[int, float], hautes: dict[int, float]) -> None:
        self.f, self.hautes = f, hautes
        petit, grand = _PAPIERS[f.page.format]
        largeur, hauteur = (grand, petit) if f.page.orientation == "paysage" else (petit, grand)

        def large(colonnes: range) -> float:
            return sum(largeurs.get(c, LARGEUR_NUE) for c in colonnes if c not in f.masquees) * CM_PAR_UNITE

        self.largeur = large(range(1, f.largeur_imprimee + 1))
        # The frozen columns stand again on each further sheet of paper.
        etalee = self.largeur + large(range(1, f.figer[1])) * (f.page.de_large - 1)
        self.cote, haut, bas = (lettre.COTE, lettre.HAUT, lettre.BAS) if f.lettre else (_COTE, _HAUT, _BAS)
        self.haut, self.bas = haut, bas
        self.echelle = min(1.0, f.page.de_large * (largeur - 2 * self.cote) / etalee)
        self.page = (hauteur - haut - bas) / self.echelle * _PRUDENCE
        # A sheet that would spill a few rows on another page is reduced to one, while it can still be read.
        exces = self.haut_de(max(f.hauteur, 4) + 1, f.haut) / self.page
        admis = lettre.EXCES if f.lettre else _EXCES
        self.seule = not f.sauts and 1 < exces <= admis and self.echelle / exces >= _ECHELLE_MIN
        if self.seule:
            self.page *= exces

    def haut_de(self, ligne: int, depuis: int = 1) -> float:
        """Distance from the top of row ``depuis`` to the top of row ``ligne``."""
        return sum(self.hautes.get(i, HAUTEUR) for i in range(depuis, ligne)) * CM_PAR_POINT

    def repete(self) -> bool:
        """Header rows repeat when the long table goes over its first page, or when no chart stands alone on one."""
        if not self.f.titres_impression:
            return False
        fin = next((fin for entete, fin, _ in blocs(self.f) if entete == self.f.titres_impression[1]), 0)
        return not self.f.graphes or self.haut_de(fin + 1) > self.page

    def sauts_solidaires(self) -> list[int]:
        """Rows after which pages end: no heading stands alone at the foot of one, nor a few rows on the last."""
        if not self.f.solidaires or (self.f.lettre and self.seule):
            return []
        bords = sorted(self.f.sauts)
        debuts, fins = [self.f.haut, *(n + 1 for n in bords)], [*bords, self.f.hauteur]
        return [n for debut, fin in zip(debuts, fins, strict=True) for n in self._couper(debut, fin)]

    def _couper(self, debut: int, fin: int) -> list[int]:
        """Where the pages of these rows end, but the last."""
        titres, solidaires = self.f.titres_impression, self.f.solidaires
        page = self.page / _PRUDENCE * _PRUDENCE_DECIDEE
        suivante = page - (self.haut_de(titres[1] + 1, titres[0]) if titres else 0.0)
        debuts = [debut]
        for ligne in range(debut + 1, fin + 1):
            if self.haut_de(ligne + 1, debuts[-1]) <= (page if debuts == [self.f.haut] else suivante):
                continue
            premiere = ligne
            while premiere - 1 in solidaires and premiere - 1 > debuts[-1]:
                premiere -= 1
            debuts.append(premiere)
        if len(debuts) > 1 and fin - debuts[-1] < _TROP_PEU and not self.f.lettre:
            avant = [n for n in solidaires if debuts[-2] < n < debuts[-1] and n - 1 not in solidaires]
            if avant and self.haut_de(fin + 1, max(avant)) <= suivante:
                debuts[-1] = max(avant)
        return [n - 1 for n in debuts[1:]]

    def placer(self) -> tuple[list[GraphePose], list[int]]:
        """Charts at heights that fit their page, and the rows after which a page must end for the others."""
        graphes: list[GraphePose] = []
        sauts: list[int] = []
        haut, page = 0.0, self.page
        titres = self.f.titres_impression
        entete = self.haut_de(titres[1] + 1, titres[0]) if titres and self.repete() else 0.0
        for g in self.f.graphes:
            debut = self.haut_de(g.ligne)
            while debut - haut > page:
                haut, page = haut + page, self.page - entete
            reste = page - (debut - haut)
            if g.hauteur > reste and reste < _REDUCTION * g.hauteur:
                sauts.append(g.ligne - 1)
                haut, page = debut, self.page - entete
                reste = page
            # Never wider than the sheet: its right edge must not fall on another page.
            largeur = min(g.largeur, self.largeur - 0.3)
            graphes.append(replace(g, hauteur=round(min(g.hauteur, reste), 2), largeur=round(largeur, 2)))
        return graphes, sauts


def regler_page(feuille: Worksheet, f: FeuillePosee, papier: Papier, sauts: list[int], pied: str) -> None:
    """Paper, margins, footer, print area, repeated rows, page breaks."""
    page = feuille.page_setup
    page.orientation = "landscape" if f.page.orientation == "paysage" else "portrait"
    page.paperSize = _CODES_PAPIER[f.page.format]
    page.fitToWidth, page.fitToHeight = f.page.de_large, 1 if papier.seule else 0
    feuille.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    marges = feuille.page_margins
    marges.left = marges.right = papier.cote / 2.54
    marges.top, marges.bottom = papier.haut / 2.54, papier.bas / 2.54
    marges.header = marges.footer = _PIED / 2.54
    # A sheet reduced to the width of its paper keeps a footer one can read.
    bas = HeaderFooterItem(_HeaderFooterPart(pied.replace("&", "&&"), size=8), None, None)
    bas.right = _HeaderFooterPart("page &P / &N", size=8)
    feuille.HeaderFooter = HeaderFooter(oddFooter=bas, scaleWithDoc=False, alignWithMargins=True)
    if f.masquee:
        return  # without a print area of its own, a hidden sheet stays out of the printed workbook
    feuille.print_area = f"A{f.haut}:{get_column_letter(f.largeur_imprimee)}{max(f.hauteur, 4)}"
    if f.titres_impression and papier.repete():
        feuille.print_title_rows = f"{f.titres_impression[0]}:{f.titres_impression[1]}"
    if f.page.de_large > 1:
        feuille.print_title_cols = f"A:{get_column_letter(f.figer[1] - 1)}"
    for ligne in sorted({*f.sauts, *sauts}):
        feuille.row_breaks.append(Break(id=ligne))
