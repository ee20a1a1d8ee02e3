"""Every visible sheet of every workbook, on paper, as a French user prints it."""

from __future__ import annotations

import re

import pytest
from openpyxl import load_workbook

from pages.impression import PIED, FeuilleImprimee, Impression, compact
from pages.papier import Cadre, Page

pytestmark = pytest.mark.xdist_group("pages")

ERREURS = re.compile(r"#(N/A|REF!|NOM\?|NAME\?|VALEUR!|VALUE!|DIV/0!|NUL!|NULL!|NOMBRE!|NUM!)|Err:\d+|#{3,}")
MARGE_BASSE = 45.0  # points: 16 mm, where the footer stands
CM = 72 / 2.54


def feuilles(impressions: list[Impression]) -> list[FeuilleImprimee]:
    return [feuille for impression in impressions for feuille in impression.feuilles]


def test_chaque_feuille_visible_est_imprimee_et_les_cachees_ne_le_sont_pas(impressions: list[Impression]) -> None:
    for impression in impressions:
        livre = load_workbook(impression.chemin)
        visibles = [f.title for f in livre.worksheets if f.sheet_state == "visible"]
        assert [i.feuille.title for i in impression.feuilles] == visibles
        assert impression.orphelines == ()
        assert any(f.sheet_state == "hidden" for f in livre.worksheets)
        texte = "".join(page.texte() for page in impression.pdf)
        assert "_meta" not in texte
        assert "Sorties —" not in texte


#: Too many columns for one page: what each organisation receives, row by row.
ETALEES = ["equipe › Cotisations"]


def test_chaque_feuille_tient_en_une_page_de_large(impressions: list[Impression]) -> None:
    """On its first page stand the title, at the left, and the light, in the last or one of the last columns."""
    assert [str(f) for f in feuilles(impressions) if f.etalee] == ETALEES
    for f in feuilles(impressions):
        assert f.feuille.sheet_properties.pageSetUpPr.fitToPage, str(f)
        assert f.feuille.page_setup.fitToWidth == (2 if f.etalee else 1), str(f)
        premiere = f.de_droite()[0]
        assert re.search("●OK|▲|✖", premiere), f"{f} : le voyant n’est pas sur la première page"
        entetes = f.titres()
        if entetes:
            assert entetes[-1] in premiere, f"{f} : la dernière colonne n’est pas sur la première page"


def test_aucune_page_n_est_la_suite_d_une_autre_en_largeur(impressions: list[Impression]) -> None:
    """Rows go down from page to page: a page that showed the right-hand part of another would start at its rows."""
    for f in feuilles(impressions):
        dessus = ""
        for page in f.pages:
            lignes = _reperes(page, f)
            assert lignes != dessus or len(f.pages) == 1, f"{f} : deux pages montrent les mêmes lignes"
            dessus = lignes


def _reperes(page: Page, f: FeuilleImprimee) -> str:
    """What stands in the first tenth of the page's width, headers aside: the labels of its rows."""
    texte = compact(page.texte(droite=page.largeur / 4, bas=page.hauteur - MARGE_BASSE))
    for titre in f.titres():
        texte = texte.replace(titre, "", 1)
    return texte


def test_les_titres_se_repetent_sur_chaque_page_des_longs_tableaux(impressions: list[Impression]) -> None:
    longues = [f for f in feuilles(impressions) if len(f.pages) > 1]
    assert len(longues) >= 5
    for f in longues:
        entetes = f.titres()
        assert entetes, f"{f} : {len(f.pages)} pages et aucun titre répété"
        for titre, textes in ((entetes[0], f.textes()), (entetes[-1], f.de_droite())):
            for numero, texte in enumerate(textes, 1):
                assert titre in texte, f"{f}, page {numero} : il manque le titre « {titre} »"


def test_le_pied_numerote_chaque_page(impressions: list[Impression]) -> None:
    for impression in impressions:
        for numero, page in enumerate(impression.pdf, 1):
            trouve = PIED.search(page.texte())
            assert trouve, f"{impression.chemin.stem}, page {numero} : pas de pied"
            assert (int(trouve[1]), int(trouve[2])) == (numero, len(impression.pdf))


def test_aucun_diese_ni_erreur_n_est_imprime(impressions: list[Impression]) -> None:
    """Nor hidden under the edge of the page, where a search in the PDF would find it."""
    for f in feuilles(impressions):
        for numero, page in enumerate(f.pages, 1):
            trouve = ERREURS.search(page.texte())
            assert not trouve, f"{f}, page {numero} : « {trouve and trouve[0]} »"


def test_aucun_graphique_n_est_coupe(impressions: list[Impression]) -> None:
    """The frame of a chart, found in the PDF by its proportions, ends above the footer of the page of its title."""
    vus = 0
    for f in feuilles(impressions):
        for graphe in f.feuille._charts:
            titre = compact(graphe.title.tx.rich.p[0].r[0].t)
            pages = [p for p in f.pages if titre in compact(p.texte())]
            assert len(pages) == 1, f"{f} : le titre « {titre} » est sur {len(pages)} page(s)"
            largeur, hauteur = graphe.anchor.ext.width, graphe.anchor.ext.height
            cadre = _cadre(pages[0], largeur / hauteur)
            assert cadre is not None, f"{f} : cadre de « {titre} » introuvable"
            assert cadre.bas <= pages[0].hauteur - MARGE_BASSE, f"{f} : « {titre} » coupé en bas"
            assert cadre.droite <= pages[0].largeur - CM, f"{f} : « {titre} » coupé à droite"
            vus += 1
    assert vus >= 6


def _cadre(page: Page, proportion: float) -> Cadre | None:
    rectangles = [c for c in page.traces() if c.largeur > 150 and c.hauteur > 60]
    return next((r for r in rectangles if abs(r.largeur / r.hauteur / proportion - 1) < 0.02), None)


def test_aucune_phrase_n_est_coupee_au_bord_de_la_page(impressions: list[Impression]) -> None:
    for f in feuilles(impressions):
        phrases = [str(c.value) for rang in f.feuille.iter_rows(max_col=1) for c in rang if _est_phrase(c.style)]
        imprime = "".join(f.textes())
        for phrase in phrases:
            assert compact(phrase) in imprime, f"{f} : « {phrase} » est coupée"


def _est_phrase(style: str) -> bool:
    return style in {"Titre de feuille", "Sous-titre", "Titre de bloc", "Phrase"}
