"""A sheet that somebody added goes into the fresh workbook whole, or one is told what of it could not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from chargeprod_xl.classeurs.feuilles_ajoutees import (
    FeuilleAjoutee,
    Perte,
    Traduction,
    greffer,
    liens_de_la_personne,
    noms_de_la_personne,
)
from chargeprod_xl.recalcul.libreoffice import soffice
from tests.recalcul.fabrique import classeur_brut, lier, parties_de
from tests.reprise.facons import par_libreoffice
from tests.reprise.feuilles_de_la_personne import FEUILLE, carnet, carnet_d_excel, png
from tests.reprise.parties import ouvertes

NEUF = "Devis 2026"


def suivre(formule: str, _: str) -> str:
    """The budget's sheet has a new name."""
    return formule.replace("Devis!", f"'{NEUF}'!")


def inchangee(formule: str, _: str) -> str:
    return formule


def neuf(*feuilles: str) -> Workbook:
    """The workbook being written, before anybody's sheet joins it."""
    livre = Workbook()
    livre.remove(livre.worksheets[0])
    for nom in feuilles or (NEUF, "Contrôles"):
        livre.create_sheet(nom)
    return livre


def reprendre(
    source: Path, dossier: Path, traduire: Traduction = suivre, livre: Workbook | None = None, nom: str = "Carnet"
) -> tuple[Any, list[Perte], Path]:
    """The sheet as somebody finds it again in the fresh workbook, what was lost, and that workbook."""
    livre = livre or neuf()
    pertes = greffer(livre, [FeuilleAjoutee(source, nom, NEUF)], traduire)
    arrivee = dossier / "neuf.xlsx"
    livre.save(arrivee)
    relu = load_workbook(arrivee, rich_text=True)
    return relu[next(n for n in relu.sheetnames if n.startswith(nom))], pertes, arrivee


@pytest.fixture
def feuille(tmp_path: Path) -> Any:
    trouvee, pertes, _ = reprendre(carnet(tmp_path / "devis.xlsx"), tmp_path)
    assert pertes == []
    return trouvee


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


def test_une_formule_sans_objet_laisse_sa_derniere_valeur(tmp_path: Path) -> None:
    rangees = (
        '<row r="1"><c r="A1"><f>Disparue!B2</f><v>42</v></c><c r="B1" t="str"><f>"a"&amp;"b"</f><v>ab</v></c></row>'
    )
    source = classeur_brut(tmp_path / "devis.xlsx", {"Carnet": rangees})
    trouvee, pertes, _ = reprendre(source, tmp_path, lambda f, _: None if "Disparue" in f else f)
    assert (trouvee["A1"].value, trouvee["B1"].value) == (42, '="a"&"b"')
    assert pertes == [Perte("Carnet", "A1", "formule", "=Disparue!B2")]


def test_ce_qui_vise_une_feuille_disparue_est_dit(tmp_path: Path) -> None:
    source = carnet(tmp_path / "devis.xlsx")
    trouvee, pertes, _ = reprendre(source, tmp_path, lambda f, _: None if "Devis!" in f else f)
    assert {(p.cellule, p.quoi) for p in pertes} == {
        ("A2", "formule"),
        ("A10", "formule"),
        ("E2:E3", "mise en forme conditionnelle"),
        ("B5:B9", "validation de saisie"),
        ("B2", "lien vers un endroit du classeur"),
        ("", "nom « seuil »"),
        ("G5", "référence d’un graphique"),
    }
    assert not trouvee.conditional_formatting
    assert [v.type for v in trouvee.data_validations.dataValidation] == ["date"]
    assert trouvee._charts[0].series[0].cat.numLit is not None


def test_un_nom_de_feuille_deja_pris_est_change_et_suivi(tmp_path: Path) -> None:
    trouvee, pertes, _ = reprendre(carnet(tmp_path / "devis.xlsx"), tmp_path, livre=neuf(NEUF, "CARNET"))
    assert trouvee.title == "Carnet (2)"
    assert pertes == [Perte("Carnet (2)", "", "feuille renommée : son nom était pris", "Carnet")]
    assert trouvee._charts[0].series[0].val.numRef.f == "'Carnet (2)'!$E$2:$E$3"


def test_un_tableau_dont_le_nom_est_pris_redevient_une_plage(tmp_path: Path) -> None:
    source = carnet(tmp_path / "devis.xlsx")
    classeur: Any = load_workbook(source)
    classeur["Carnet"]["A13"] = "=SUM(t_loueurs[Montant])"
    classeur.save(source)
    livre: Any = neuf()
    livre[NEUF].append(["Poste"])
    livre[NEUF].add_table(Table(displayName="T_Loueurs", ref="A1:A2"))
    trouvee, pertes, _ = reprendre(source, tmp_path, livre=livre)
    assert pertes == [
        Perte("Carnet", "D1:E3", "tableau : son nom était pris", "t_loueurs"),
        Perte("Carnet", "A13", "formule", "=SUM(t_loueurs[Montant])"),
    ]
    assert (trouvee["E2"].value, len(trouvee.tables)) == (800, 0)


def test_ce_que_seul_excel_sait_faire_est_dit(tmp_path: Path) -> None:
    trouvee, pertes, arrivee = reprendre(carnet_d_excel(tmp_path / "devis.xlsx"), tmp_path)
    assert [(p.cellule, p.quoi, p.contenu) for p in pertes] == [
        ("B5:B9", "plages modifiables malgré la protection", ""),
        ("N1:P9", "tableau croisé dynamique", "Croisé 1"),
        ("F2", "graphique sparkline", "=Carnet!E2:E3"),
        ("A10", "formule qui s’étend seule : sa plage est désormais fixe", "=Devis!A1:A2*2"),
        ("B3", "conversation, devenue une note", "Léa : tarif à confirmer"),
        ("F8", "contrôle ou objet incorporé", "réservé"),
        ("B21", "lien posé sur un dessin", ""),
        ("B22", "forme", "voir le devis"),
        ("B23", "graphique d’un genre récent", ""),
    ]
    assert trouvee["B3"].comment.text == "Léa : tarif à confirmer"
    listes = {str(v.sqref): v.formula1 for v in trouvee.data_validations.dataValidation if v.type == "list"}
    assert listes["C5:C9"] == f"'{NEUF}'!$A$1:$A$5"
    parties = parties_de(arrivee)
    assert parties["xl/media/image1.png"] == png()
    assert 'descr="le décor"' in parties["xl/drawings/drawing1.xml"].decode()
    assert "&amp;8 v2 &amp;R&amp;K01+000&amp;D" in parties[FEUILLE].decode()


def stricte(chemin: Path) -> Path:
    """« Feuille de calcul Open XML Strict », a choice of Excel's dialog."""
    carnet(chemin)
    with ouvertes(chemin) as parties:
        for nom, octets in parties.items():
            for zone in (b"spreadsheetml", b"officeDocument", b"drawingml"):
                avant = b"http://schemas.openxmlformats.org/" + zone + b"/2006/"
                octets = octets.replace(avant, b"http://purl.oclc.org/ooxml/" + zone + b"/")
            parties[nom] = octets
    return chemin


def par_libreoffice_seul(chemin: Path) -> Path:
    carnet(chemin)
    par_libreoffice([chemin], chemin.parent)
    return chemin


@pytest.mark.parametrize(
    "fabriquer",
    [
        carnet,
        carnet_d_excel,
        stricte,
        pytest.param(
            par_libreoffice_seul,
            marks=pytest.mark.skipif(soffice() is None, reason="LibreOffice n’est pas installé"),
        ),
    ],
)
def test_reprendre_ce_qui_fut_repris_ne_change_rien(fabriquer: Callable[[Path], Path], tmp_path: Path) -> None:
    _, _, premier = reprendre(fabriquer(tmp_path / "devis.xlsx"), tmp_path)
    une_fois = parties_de(premier)
    _, pertes, second = reprendre(premier, tmp_path, inchangee)
    deux_fois = parties_de(second)
    assert pertes == []
    assert {nom for nom in une_fois if une_fois[nom] != deux_fois.get(nom)} <= {"docProps/core.xml"}
    assert set(deux_fois) == set(une_fois)


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


def test_une_feuille_qui_n_a_pas_de_cellules_est_dite(tmp_path: Path) -> None:
    classeur = Workbook()
    classeur.create_chartsheet("Courbe")
    classeur.save(tmp_path / "devis.xlsx")
    livre = neuf()
    pertes = greffer(
        livre, [FeuilleAjoutee(tmp_path / "devis.xlsx", nom, NEUF) for nom in ("Courbe", "Rien")], inchangee
    )
    assert [(p.feuille, p.quoi) for p in pertes] == [
        ("Courbe", "feuille sans cellules (graphique ou macro)"),
        ("Rien", "feuille introuvable"),
    ]
    assert livre.sheetnames == [NEUF, "Contrôles"]
