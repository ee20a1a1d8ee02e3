"""A sheet that somebody added goes whole into the fresh workbook."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.defined_name import DefinedName
from recalcul.fabrique import lier, parties_de, remplacer_partie

from chargeprod_xl.classeurs.feuilles_ajoutees import (
    FeuilleAjoutee,
    greffer,
    liens_de_la_personne,
    noms_de_la_personne,
    noms_retenus,
)
from chargeprod_xl.classeurs.lecture import lire_classeur
from chargeprod_xl.recalcul.libreoffice import soffice
from reprise.feuilles_de_la_personne import FEUILLE, carnet
from reprise.greffes import NEUF, inchangee, neuf, par_libreoffice_seul, reprendre


@pytest.fixture
def feuille(tmp_path: Path) -> Any:
    trouvee, pertes, _ = reprendre(carnet(tmp_path / "devis.xlsx"), tmp_path)
    assert pertes == []
    return trouvee


def test_un_nom_deja_pris_devient_deux_sans_depasser_trente_et_un_signes() -> None:
    """Excel refuses a file whose sheet bears a longer name."""
    longue = FeuilleAjoutee(Path("devis.xlsx"), "Comparatif des loueurs de caméra", "")  # 32 signs: a file may say so
    courte = FeuilleAjoutee(Path("devis.xlsx"), "Loueurs", "")
    noms = noms_retenus([longue.nom[:31], longue.nom, "loueurs", "Loueurs (2)"], [longue, courte])
    assert noms == {longue: "Comparatif des loueurs de c (2)", courte: "Loueurs (3)"}
    assert len(noms[longue]) == 31


def test_les_valeurs_restent_de_leur_genre(feuille: Any) -> None:
    assert feuille["A1"].value == "Loueurs à rappeler"
    assert feuille["A3"].value == datetime(2026, 3, 14, 9, 30)
    assert feuille["A4"].value == timedelta(hours=30)
    assert feuille["A5"].value is True
    assert feuille["A6"].value == 12.5
    assert (feuille["A7"].value, feuille["A7"].data_type) == ("#N/A", "e")
    assert feuille["A12"].value == "  deux blancs\net deux lignes "
    riche = feuille["A9"].value
    assert isinstance(riche, CellRichText)
    assert (str(riche), riche[1].font.b) == ("appeler avant lundi", True)


def test_un_texte_qui_commence_par_egal_reste_un_texte(feuille: Any) -> None:
    assert (feuille["A8"].value, feuille["A8"].data_type, feuille["A8"].quotePrefix) == ("=abc", "s", True)


def test_les_formules_suivent_la_feuille_renommee(feuille: Any) -> None:
    assert feuille["A2"].value == f"='{NEUF}'!A1*2"
    assert (feuille["A10"].value.text, feuille["A10"].value.ref) == (f"='{NEUF}'!A1:A2*2", "A10:A11")
    regles = [regle for zone in feuille.conditional_formatting for regle in zone.rules]
    assert regles[0].formula == [f"'{NEUF}'!$A$1"]
    assert regles[0].dxf.font.color.rgb == "FFFF0000"
    assert regles[1].colorScale.cfvo[1].val == f"'{NEUF}'!$A$1"
    assert feuille.data_validations.dataValidation[0].formula1 == f"'{NEUF}'!$A$1:$A$9"
    assert feuille.defined_names["seuil"].attr_text == f"'{NEUF}'!$A$1*0.8"
    assert feuille["B2"].hyperlink.location == f"'{NEUF}'!A1"


def test_le_graphique_suit_la_feuille_renommee(feuille: Any) -> None:
    (serie,) = feuille._charts[0].series
    assert serie.val.numRef.f == "'Carnet'!$E$2:$E$3"
    assert serie.cat.numRef.f == f"'{NEUF}'!$A$1:$A$2"


def test_l_aspect_est_garde(feuille: Any) -> None:
    titre = feuille["A1"]
    assert (titre.font.name, titre.font.b, titre.font.sz, titre.font.color.rgb) == ("Arial", True, 15, "FFAA0000")
    assert titre.fill.start_color.rgb == "FFFFEE00"
    assert titre.border.bottom.style == "thick"
    assert (titre.alignment.horizontal, titre.alignment.wrap_text) == ("center", True)
    assert feuille["A6"].number_format == '#,##0.00\\ "€/j"'
    assert [str(fusion) for fusion in feuille.merged_cells.ranges] == ["G1:H2"]
    assert feuille.column_dimensions["A"].width == 31
    assert feuille.column_dimensions["C"].hidden
    assert feuille.column_dimensions["J"].outlineLevel == 1
    assert feuille.row_dimensions[3].height == 40
    assert feuille.row_dimensions[4].hidden


def test_l_affichage_et_l_impression_sont_gardes(feuille: Any) -> None:
    assert (feuille.freeze_panes, feuille.sheet_view.zoomScale, feuille.sheet_view.showGridLines) == ("B2", 80, False)
    assert not feuille.sheet_view.tabSelected
    assert feuille.sheet_properties.tabColor.rgb == "FFFF8800"
    assert feuille.protection.sheet
    assert feuille.auto_filter.ref == "A1:B12"
    assert (feuille.page_setup.orientation, str(feuille.page_setup.paperSize)) == ("landscape", "8")
    assert feuille.page_margins.left == 0.3
    assert (feuille.oddHeader.left.text, feuille.oddFooter.center.text) == ("Film &A", "&P/&N")
    assert (feuille.print_area, feuille.print_title_rows) == ("'Carnet'!$A$1:$E$12", "$1:$1")
    assert [saut.id for saut in feuille.row_breaks.brk] == [10]


def test_les_notes_gardent_leur_taille_les_liens_et_tableaux_sont_la(feuille: Any, tmp_path: Path) -> None:
    assert (feuille["B3"].comment.text, feuille["B3"].comment.author) == ("à confirmer", "Léa")
    assert "width:300px;height:120px" in parties_de(tmp_path / "neuf.xlsx")["xl/drawings/commentsDrawing1.vml"].decode()
    assert feuille["B1"].hyperlink.target == "https://exemple.fr/?a=1&b=2"
    assert feuille.tables["t_loueurs"].ref == "D1:E3"


def test_un_lien_sur_des_cellules_vides_n_y_ecrit_rien(tmp_path: Path) -> None:
    source = carnet(tmp_path / "devis.xlsx")
    lien = '<hyperlinks><hyperlink ref="M5:N6" location="Devis!A1" tooltip="le devis"/>'
    remplacer_partie(source, FEUILLE, "<hyperlinks>", lien)
    _, _, arrivee = reprendre(source, tmp_path)
    assert f'ref="M5:N6" location="\'{NEUF}\'!A1" tooltip="le devis"' in parties_de(arrivee)[FEUILLE].decode()
    lu, _ = lire_classeur(arrivee)
    assert lu is not None
    assert [ou for ou in lu.feuilles[1].cellules if ou[1] > 12] == []


def test_un_texte_vide_n_est_pas_une_cellule_vide(tmp_path: Path) -> None:
    source = carnet(tmp_path / "devis.xlsx")
    remplacer_partie(source, FEUILLE, '<c r="E2" t="n"><v>800</v></c>', '<c r="E2" t="inlineStr"><is><t/></is></c>')
    _, _, arrivee = reprendre(source, tmp_path)
    lu, _ = lire_classeur(arrivee)
    assert lu is not None
    assert lu.feuilles[1].cellules[(2, 5)].valeur == ""


def test_les_feuilles_reviennent_a_leur_place(tmp_path: Path) -> None:
    source = tmp_path / "devis.xlsx"
    classeur = Workbook()
    for nom in ("Un", "Deux", "Trois", "Caché"):
        classeur.create_sheet(nom)
    classeur["Caché"].sheet_state = "hidden"
    classeur.save(source)
    livre = neuf("Accueil", "Devis")
    places = [("Un", ""), ("Deux", "Accueil"), ("Trois", "Deux"), ("Caché", "une feuille qui n’est plus là")]
    assert greffer(livre, [FeuilleAjoutee(source, nom, apres) for nom, apres in places], inchangee) == []
    assert livre.sheetnames == ["Un", "Accueil", "Deux", "Trois", "Devis", "Caché"]
    assert livre["Caché"].sheet_state == "hidden"


def test_les_jours_comptes_depuis_1904_restent_les_memes_jours(tmp_path: Path) -> None:
    trouvee, _, _ = reprendre(carnet(tmp_path / "mac.xlsx", CALENDAR_MAC_1904), tmp_path)
    assert trouvee["A3"].value == datetime(2026, 3, 14, 9, 30)
    assert trouvee["A4"].value == timedelta(hours=30)
    assert trouvee["A6"].value == 12.5
    assert trouvee.data_validations.dataValidation[1].formula1 == str(46000 + 1462)


def test_un_fichier_de_libreoffice_garde_valeurs_et_aspect(tmp_path: Path) -> None:
    if soffice() is None:
        pytest.skip("LibreOffice n’est pas installé")
    trouvee, _, _ = reprendre(par_libreoffice_seul(tmp_path / "devis.xlsx"), tmp_path)
    assert trouvee["A2"].value == f"='{NEUF}'!A1*2"
    assert trouvee["A8"].value == "=abc"
    assert (trouvee["A1"].font.name, trouvee["A1"].font.b) == ("Arial", True)
    assert len(trouvee._charts) == 1


def test_les_noms_et_les_liens_de_la_personne(tmp_path: Path) -> None:
    classeur = Workbook()
    lier(classeur, "tarifs.xlsx", "Feuil1")
    for nom in ("projet.titre", "Taux_perso"):
        classeur.defined_names[nom] = DefinedName(nom, attr_text="Sheet!$A$1")
    classeur.worksheets[0].print_area = "A1:B2"
    classeur.save(tmp_path / "devis.xlsx")
    assert noms_de_la_personne(tmp_path / "devis.xlsx", ["Projet.Titre"]) == {"Taux_perso": "Sheet!$A$1"}
    (lien,) = liens_de_la_personne(tmp_path / "devis.xlsx").items()
    assert (lien[0], lien[1].file_link.Target) == (1, "tarifs.xlsx")
    suite = Workbook()
    suite._external_links.append(lien[1])
    suite.save(tmp_path / "suite.xlsx")
    assert b"tarifs.xlsx" in parties_de(tmp_path / "suite.xlsx")["xl/externalLinks/_rels/externalLink1.xml.rels"]
