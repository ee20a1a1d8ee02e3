"""A reader's own form, home-made: filled by code in a copy, its formulas and its look kept, nothing lost silently."""

from __future__ import annotations

import csv
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import PatternFill

from chargeprod_xl.anomalies import DonneesRefuseesError
from chargeprod_xl.exports.devis import envoi
from chargeprod_xl.exports.devis.envoi import Demande
from chargeprod_xl.exports.devis.formulaire import case_de, code_de
from chargeprod_xl.exports.devis.formulaire_envoi import FormulaireRempli, remplir_le_formulaire
from chargeprod_xl.exports.devis.formulaire_feuille import Choix
from chargeprod_xl.exports.devis.lecture import PackLu

JAUNE = PatternFill("solid", fgColor="FFFF00")


def formulaire(chemin: Path, *, titres: bool = True) -> Path:
    """Two sheets; codes written in three ways, a merged amount, a formula by poste, a line of its own for 41."""
    livre = Workbook()
    garde: Any = livre.active
    garde.title = "Notice"
    garde["A1"] = "Remplir l’onglet Devis"
    f: Any = livre.create_sheet("Devis")
    f["B2"] = "DEVIS OFFICIEL"
    if titres:
        f["B4"], f["C4"], f["E4"], f["F4"], f["G4"] = "Compte", "Libellé", "Montant HT", "dont étranger", "Observations"
    lignes: list[tuple[object, str]] = [
        ("12", "Adaptation"),
        (1311, "À-valoir"),
        ("14.11", "Musique"),
        ("1999", "Divers"),
        ("22", "Réalisateur"),
        ("2311", "Directeur de production"),
        ("23", "Équipe, total"),
        ("41", "Charges des auteurs"),
        ("44", "Charges de l’équipe"),
        ("71", "Prise de vues"),
        (None, "Imprévus"),
        (None, "Frais généraux (7 %)"),
    ]
    for n, (code, libelle) in enumerate(lignes, 5):
        f.cell(n, 2, code)
        f.cell(n, 3, libelle)
        f.cell(n, 5).fill = JAUNE
    f.merge_cells("D6:E6")
    f.merge_cells("G5:H6")
    f["E11"] = "=SUM(E10:E10)"
    f["E18"] = "=SUM(D6,E5:E10,E12:E16)"
    f["C18"] = "TOTAL"
    f["G7"] = "remarque du lecteur"
    livre.save(chemin)
    return chemin


@pytest.fixture
def film(film_pret: Path, tmp_path: Path, pack_lu: PackLu, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A film of one's own whose pack is already read."""
    monkeypatch.setattr(envoi, "lire_pack", lambda _: pack_lu)
    return Path(shutil.copytree(film_pret, tmp_path / "film"))


def remplir(film: Path, f: Path, choix: Choix | None = None, **options: Any) -> FormulaireRempli:
    return remplir_le_formulaire(Demande(film, "cnc", **options), f, choix or Choix())


def test_un_code_se_lit_comme_on_l_ecrit() -> None:
    assert [code_de(x) for x in ("2111", 2111.0, "21.11", "21 11", "21-11", "2111a")] == ["2111"] * 5 + ["2111A"]
    assert [code_de(x) for x in ("Total", "", None, True, 21.5, "123456", -4.0)] == [""] * 7


def test_un_groupe_ne_prend_la_somme_que_s_il_n_a_rien_de_plus_fin() -> None:
    cases = ["12", "21", "2111", "3"]
    assert case_de("1211", cases) == "12"
    assert case_de("2111", cases) == "2111"
    assert case_de("2112", cases) == ""
    assert case_de("3211", cases) == "3"
    assert case_de("4111", cases) == ""


def test_les_codes_recoivent_leurs_montants(film: Path, tmp_path: Path) -> None:
    original = formulaire(tmp_path / "officiel.xlsx")
    avant = original.read_bytes()
    fait = remplir(film, original)
    assert original.read_bytes() == avant
    assert fait.fichier == film / "envois" / "officiel-rempli-v1.xlsx"
    f = load_workbook(fait.fichier)["Devis"]
    assert [f[f"E{n}"].value for n in (5, 7, 9, 10)] == [58_000, 13_000, 35_636, 30_396]
    assert f["D6"].value == 28_000  # the only cell of a merged range that shows
    assert f["E8"].value is None
    assert f["E12"].value == 1_153
    assert f["E11"].value == "=SUM(E10:E10)"
    assert f["F14"].value == 4_300
    assert f["E15"].value > 180_000
    assert f["E16"].value > 118_000
    assert f["E5"].fill.fgColor.rgb == "00FFFF00"
    assert "G5:H6" in {str(m) for m in f.merged_cells.ranges}
    assert f["G7"].value == "remarque du lecteur"


def test_les_formules_sont_recalculees(film: Path, tmp_path: Path) -> None:
    fait = remplir(film, formulaire(tmp_path / "officiel.xlsx"))
    vues = load_workbook(fait.fichier, data_only=True)["Devis"]
    assert vues["E18"].value == fait.pose
    assert vues["E11"].value == 30_396
    with zipfile.ZipFile(fait.fichier) as fichier:
        assert 'fullCalcOnLoad="1"' in fichier.read("xl/workbook.xml").decode()


def test_le_rapprochement_dit_tout(film: Path, tmp_path: Path) -> None:
    fait = remplir(film, formulaire(tmp_path / "officiel.xlsx"))
    assert {x.code for x in fait.lignes if x.sort == "laissé vide"} == {"1999"}
    sans_case = [x for x in fait.lignes if x.sort == "sans case"]
    perdus = {x.code: x.montant for x in sans_case}
    assert perdus["2321"] == 14_928  # 23 has something finer in the form: it takes no sum
    assert "2111" in perdus
    assert round(fait.pose + sum(x.montant or 0 for x in sans_case), 2) == fait.total
    assert fait.ecart == round(fait.total - fait.pose, 2)
    lignes = list(csv.reader(fait.rapprochement.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert lignes[0][:2] == ["Résultat", "Code"]
    assert lignes[-1][0] == "Écart"


def test_une_formule_n_est_jamais_ecrasee(film: Path, tmp_path: Path) -> None:
    f = formulaire(tmp_path / "officiel.xlsx")
    livre = load_workbook(f)
    livre["Devis"]["E7"] = "=E5*2"
    livre.save(f)
    fait = remplir(film, f)
    assert load_workbook(fait.fichier)["Devis"]["E7"].value == "=E5*2"
    gardee = next(x for x in fait.lignes if x.sort == "formule gardée")
    assert (gardee.code, gardee.cellule, gardee.montant) == ("1411", "E7", 13_000)


def test_les_salaires_reunis_ne_se_lisent_pas_dans_le_formulaire(film: Path, tmp_path: Path) -> None:
    fait = remplir(film, formulaire(tmp_path / "officiel.xlsx"), masquer=True)
    f = load_workbook(fait.fichier)["Devis"]
    assert f["E9"].value is None
    assert f["E10"].value is None
    assert {x.code for x in fait.lignes if x.sort == "salaires réunis"} == {"22", "2311"}
    texte = fait.rapprochement.read_text("utf-8-sig")
    assert "30396" not in texte
    assert "35636" not in texte


def test_les_colonnes_se_donnent_par_leur_lettre(film: Path, tmp_path: Path) -> None:
    f = formulaire(tmp_path / "sans_titres.xlsx", titres=False)
    with pytest.raises(DonneesRefuseesError) as refus:
        remplir(film, f)
    assert "la colonne des montants" in str(refus.value.anomalies[0])
    fait = remplir(film, f, Choix("devis", "B", "E"))
    assert load_workbook(fait.fichier)["Devis"]["E5"].value == 58_000


@pytest.mark.parametrize(
    ("choix", "dit"),
    [
        (Choix(feuille="Annexe"), "feuille inconnue « Annexe »"),
        (Choix(codes="7"), "n’est pas une colonne"),
        (Choix(feuille="Notice"), "aucune colonne de « Notice »"),
        (Choix(codes="E", montant="E"), "ne porte aucun code"),
    ],
)
def test_ce_qui_ne_se_trouve_pas_est_dit(film: Path, tmp_path: Path, choix: Choix, dit: str) -> None:
    with pytest.raises(DonneesRefuseesError) as refus:
        remplir(film, formulaire(tmp_path / "officiel.xlsx"), choix)
    assert dit in str(refus.value.anomalies[0])
    assert not (film / "envois").exists()


def test_l_original_n_est_jamais_ecrit(film: Path, tmp_path: Path) -> None:
    f = formulaire(tmp_path / "officiel.xlsx")
    with pytest.raises(DonneesRefuseesError) as refus:
        remplir(film, f, vers=f, remplacer=True)
    assert "jamais écrit" in str(refus.value.anomalies[0])
    abime = tmp_path / "abime.xlsx"
    abime.write_bytes(b"PK rien")
    with pytest.raises(DonneesRefuseesError):
        remplir(film, abime)
    with pytest.raises(DonneesRefuseesError):
        remplir(film, tmp_path / "absent.xls")
