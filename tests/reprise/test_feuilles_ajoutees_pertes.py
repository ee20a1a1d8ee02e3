"""What of somebody's sheet cannot go into the fresh workbook is said; what went there stays there for good."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.table import Table
from recalcul.fabrique import parties_de, remplacer_partie

from chargeprod_xl.classeurs.feuilles_ajoutees import (
    FeuilleAjoutee,
    Perte,
    greffer,
)
from chargeprod_xl.recalcul.libreoffice import soffice
from reprise.feuilles_de_la_personne import FEUILLE, carnet, carnet_d_excel, png
from reprise.greffes import NEUF, inchangee, neuf, par_libreoffice_seul, reprendre, sans_devis, stricte


def test_une_formule_sans_objet_laisse_sa_derniere_valeur(tmp_path: Path) -> None:
    source = carnet(tmp_path / "devis.xlsx")
    remplacer_partie(source, FEUILLE, "<f>Devis!A1*2</f><v></v>", "<f>Devis!A1*2</f><v>2000</v>")
    trouvee, pertes, _ = reprendre(source, tmp_path, sans_devis)
    assert trouvee["A2"].value == 2000
    assert pertes[0] == Perte("Carnet", "A2", "formule", "=Devis!A1*2")


def test_ce_qui_vise_une_feuille_disparue_est_dit(tmp_path: Path) -> None:
    source = carnet(tmp_path / "devis.xlsx")
    trouvee, pertes, _ = reprendre(source, tmp_path, sans_devis)
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
