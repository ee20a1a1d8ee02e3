"""The look: what a cell is can be seen and read, and a sheet opens where one expects."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from chargeprod_xl.classeurs import palette
from chargeprod_xl.classeurs import styles as s
from chargeprod_xl.classeurs.mesure import lignes, mot_le_plus_long

BLANC = "FFFFFF"


@pytest.fixture(scope="module")
def livres(fichiers: list[Path]) -> list[Workbook]:
    return [load_workbook(chemin) for chemin in fichiers]


def visibles(livres: list[Workbook]) -> list[Worksheet]:
    return [f for livre in livres for f in livre.worksheets if f.sheet_state == "visible"]


def luminance(couleur: str) -> float:
    canaux = [int(couleur[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    lineaires = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in canaux]
    return 0.2126 * lineaires[0] + 0.7152 * lineaires[1] + 0.0722 * lineaires[2]


def contraste(encre: str, fond: str) -> float:
    claire, sombre = sorted((luminance(encre), luminance(fond)), reverse=True)
    return (claire + 0.05) / (sombre + 0.05)


def couples() -> list[tuple[str, str, str]]:
    apparences = [
        (nom, a.font.color.rgb[-6:], a.fill.start_color.rgb[-6:] if a.fill else BLANC)
        for nom, a in s.APPARENCES.items()
    ]
    verdicts = [(signe, *couleurs) for signe, couleurs in palette.VERDICTS.items()]
    bandes = [(effet, palette.ENCRE, fond) for effet, fond in palette.BANDES.items()]
    lettres = [(lettre, *couleurs) for lettre, couleurs in palette.LETTRES.items()]
    return apparences + verdicts + bandes + lettres


@pytest.mark.parametrize(("nom", "encre", "fond"), couples())
def test_tout_texte_se_lit_sur_son_fond(nom: str, encre: str, fond: str) -> None:
    assert contraste(encre, fond) >= 4.5, nom


def test_chaque_role_se_distingue_aussi_sans_couleur() -> None:
    """Input: a frame, unlocked; forced: italic; total: bold between bars. And each style says its name in Excel."""
    saisie, force, total = s.APPARENCES["saisie"], s.APPARENCES["force"], s.APPARENCES["total"]
    assert saisie.border is not None
    assert saisie.border.left.style == "thin"
    assert not saisie.verrou
    assert force.font.italic
    assert total.font.bold
    assert total.border is not None
    assert total.border.top.style == total.border.bottom.style == "medium"
    assert len({a.nom for a in s.APPARENCES.values()}) == len(s.APPARENCES)


def test_une_feuille_s_ouvre_en_haut_sans_quadrillage_ses_titres_figes(livres: list[Workbook]) -> None:
    for feuille in visibles(livres):
        vue = feuille.sheet_view
        assert vue.selection[-1].activeCell == "A1", feuille.title
        assert 90 <= vue.zoomScale <= 100, feuille.title
        assert not vue.showGridLines, feuille.title
        assert feuille.freeze_panes, feuille.title
        assert feuille.sheet_properties.tabColor is not None, feuille.title
        assert feuille["A1"].style == "Titre de feuille", feuille.title
        figees = range(1, feuille[feuille.freeze_panes].row)
        hauteur = sum(feuille.row_dimensions[i].height or 18 for i in figees)
        assert hauteur <= 360, f"{feuille.title} : {hauteur} points figés, il ne reste rien à faire défiler"
    for livre in livres:
        assert livre.active == livre.worksheets[0]


def test_chaque_feuille_porte_son_voyant_en_premiere_ligne(livres: list[Workbook]) -> None:
    for feuille in visibles(livres):
        assert [c.style for c in feuille[1] if c.value is not None] == ["Titre de feuille", "Voyant"], feuille.title


def test_une_formule_ne_porte_jamais_le_format_texte(livres: list[Workbook]) -> None:
    """Retyped in such a cell, a formula becomes a text."""
    for feuille in visibles(livres):
        for cellule in (c for rang in feuille.iter_rows() for c in rang if c.data_type == "f"):
            assert cellule.number_format != "@", f"{feuille.title}!{cellule.coordinate}"


def test_aucun_titre_de_colonne_n_est_coupe_en_deux(livres: list[Workbook]) -> None:
    for feuille in visibles(livres):
        for cellule in (c for rang in feuille.iter_rows() for c in rang if c.style in {"En-tête", "En-tête texte"}):
            colonne = feuille.column_dimensions[cellule.column_letter]
            if not colonne.hidden and cellule.value:
                besoin = mot_le_plus_long(str(cellule.value), gras=True)
                assert besoin <= colonne.width * 7, f"{feuille.title} : « {cellule.value} » pour {colonne.width}"


def test_chaque_graphique_a_un_titre_un_texte_et_des_axes(livres: list[Workbook]) -> None:
    graphiques = [(f, g) for f in visibles(livres) for g in f._charts]
    assert len(graphiques) >= 6
    for feuille, g in graphiques:
        assert g.title.tx.rich.p[0].r[0].t, feuille.title
        assert not g.x_axis.delete, feuille.title
        assert not g.y_axis.delete, feuille.title
        assert (g.legend is None) == (len(g.series) == 1), feuille.title
        if "k€" in g.title.tx.rich.p[0].r[0].t:
            assert "k€" in g.y_axis.number_format.formatCode, feuille.title
        if getattr(g, "type", "") == "bar":
            assert g.x_axis.scaling.orientation == "maxMin", f"{feuille.title} : première ligne en haut"


@pytest.mark.parametrize(
    ("texte", "place", "attendu"),
    [("", 100, 1), ("mot", 100, 1), ("deux mots", 30, 2), ("a\nb\nc", 100, 3), ("x" * 40, 50, 5)],
)
def test_le_nombre_de_lignes_d_un_texte(texte: str, place: float, attendu: int) -> None:
    assert lignes(texte, place) == attendu
