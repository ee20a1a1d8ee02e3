"""A devis as they come: two-row titles, merged and hidden cells, texts for figures, dollars, codes of nobody's."""

from __future__ import annotations

import csv
import tempfile
from decimal import Decimal
from pathlib import Path

import pytest
from devis_de_producteur import DOLLAR, en_xls, film_vide, sommes
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from chargeprod_xl.anomalies import DonneesRefuseesError
from chargeprod_xl.chargement import charger_film
from chargeprod_xl.imports.devis.importation import Demande, Import, importer

# Worked out by hand, in euros: 40 500 + 8 000 + 3 630 (2 × 3 × 605) + 1 234,50 + 350 + 900 (hidden) + 920 (1 000 $ at
# 0,92) + 12 000 (12k) + 1 500 − 500 (discount) + 777 + 600 + 250.
ATTENDU = Decimal("70161.50")


def classeur_difficile(chemin: Path) -> Path:
    classeur = Workbook()
    f = classeur.active
    assert f is not None
    f.title = "Devis 2019"
    f.append(["Le Vieux Film — devis du 12 mars 2019"])
    f.append([])
    f.append(["N°\nCompte", "Désignation", "U", "Qté", "Quantités", None, None, "P.U.", "MONTANT\nH.T. €", "Obs."])
    f.append([None, None, None, None, "Prépa", "Tourn.", "Finit.", None, None, None])
    f.merge_cells("E3:G3")
    lignes: list[list[object]] = [
        ["23", "ÉQUIPE TECHNIQUE", None, None, None, None, None, None, None, None],  # 5
        ["23.11", "Directrice de production", "sem.", 1, 5, 6, 2.5, 3000, 40500, None],  # 6: 13,5 × 3 000
        ["23311", "Casting enfants", None, None, None, None, None, None, 8000, None],  # 7: five digits, parent 2331
        [2393, "Auxiliaires de régie", "S", 2, 1, 2, None, 605, "=D8*(E8+F8+G8)*H8", None],  # 8: never computed
        ["2399", "Renfort bords de Marne", None, None, None, None, None, None, "1 234,50 €", None],  # 9
        [None, "Pigeons du clocher", None, None, None, None, None, None, "\u00a0350", None],  # 10: no code
        ["5421", "Accessoires", None, None, None, None, None, None, 900, None],  # 11: hidden
        ["7111", "Optiques anamorphiques", None, None, None, None, None, None, 1000, None],  # 12: dollars
        ["8211", "Conformation", None, None, None, None, None, None, "12k", None],  # 13
        ["5811", "Location de costumes", None, None, None, None, None, None, 1500, None],  # 14
        ["5811", "Remise du loueur", None, None, None, None, None, None, -500, None],  # 15
        ["9211", "=Presse", None, 3, None, None, None, 250, 777, None],  # 16: 3 × 250 is not 777
        ["6213", "Taxis", None, None, None, None, None, None, 600, None],  # 17 with 18: merged label and code
        [None, None, None, None, None, None, None, None, 250, None],  # 18
        [None, "TOTAL GÉNÉRAL", None, None, None, None, None, None, 70161.5, None],  # 19
        [None, "Frais généraux 7 %", None, None, None, None, None, None, 4911.31, None],  # 20
    ]
    for ligne in lignes:
        f.append(ligne)
    f["B16"].data_type = "s"
    f["I12"].number_format = "[$$-409]#,##0.00"
    f.row_dimensions[11].hidden = True
    f.column_dimensions["D"].hidden = True
    f.merge_cells("B17:B18")
    f.merge_cells("A17:A18")
    classeur.save(chemin)
    return chemin


@pytest.fixture
def film(tmp_path: Path) -> Path:
    return film_vide(tmp_path / "film")


def reprendre(film: Path, fichier: Path, mapping: str = DOLLAR, **options: bool) -> Import:
    (film / "correspondance-devis.yaml").write_text(mapping, encoding="utf-8")
    return importer(Demande(fichier, film, **options))


def test_chaque_doute_est_dit_et_rien_ne_se_perd(film: Path, tmp_path: Path) -> None:
    fait = reprendre(film, classeur_difficile(tmp_path / "vieux.xlsx"))
    dits = [(d.ligne, d.quoi) for d in fait.doutes]
    assert dits == [
        (4, "colonne cachée D « Qté »"),
        (0, "des montants ont des centimes"),
        (7, "code 23311"),
        (8, "formule jamais calculée ou en erreur"),
        (9, "I9 : nombre saisi en texte « 1 234,50 € »"),
        (9, "code 2399 inconnu"),
        (10, "I10 : nombre saisi en texte « 350 »"),
        (10, "ligne sans code"),
        (11, "ligne cachée dans la feuille"),
        (12, "1000.00 USD"),
        (13, "I13 : « 12k » lu 12000"),
        (15, "montant négatif -500.00"),
        (16, "3 × 250 ne donne pas 777.00"),
        (18, "cellules fusionnées (A17)"),
        (18, "cellules fusionnées (B17)"),
    ]
    assert fait.rapport.somme("ligne") == ATTENDU
    assert sum(x.retenu for x in fait.rapport.chiffres if x.genre == "ligne") == ATTENDU
    lu, fautes = charger_film(film)
    assert fautes == []
    assert lu is not None
    assert sum(sommes(lu.budget, 2).values()) == ATTENDU
    assert {x.code: x.nom for x in lu.budget.lignes}["9211"] == "=Presse [au fichier : 3 × 250]"


@pytest.mark.xdist_group("soffice")
def test_le_meme_en_xls_dit_les_memes_doutes(film: Path, tmp_path: Path) -> None:
    fichier = classeur_difficile(tmp_path / "vieux.xlsx")
    attendus = [str(d) for d in reprendre(film, fichier, a_blanc=True).doutes if d.ligne != 8]
    fait = reprendre(film, en_xls(fichier))  # LibreOffice has computed the formula of row 8
    assert [str(d) for d in fait.doutes] == attendus
    assert fait.rapport.somme("ligne") == ATTENDU


CELLULES = st.tuples(
    st.sampled_from(["", "2311", 23.11, "4", "44", "2111", "A-01", "9399", "23111", "TOTAL", "6213", "1911"]),
    st.sampled_from(
        ["", "Directeur", "TOTAL POSTE 2", "Total général", "Imprévus", "dont x", "Report", "=1", "\u2028x"]
    ),
    st.sampled_from([None, "J", "sem", "%"]),
    st.sampled_from([None, 1, 2.5, 0, "3", "x", "-1", True]),
    st.sampled_from([None, 50, 100, "1 000", 0.1]),
    st.sampled_from([None, 0, 100, 200, 300, 50.5, 1234.567, -20, "100", "12k", "(5)", "=SUM(F3:F5)", "=B2", 1e12]),
)


@settings(max_examples=150)
@given(st.lists(CELLULES, max_size=10), st.sampled_from([None, "A3:A5", "B3:B4", "A4:F4", "F4:F6", "E3:F3"]))
def test_importe_ou_refuse_jamais_perdu(lignes: list[tuple[object, ...]], fusion: str | None) -> None:
    classeur = Workbook()
    f = classeur.active
    assert f is not None
    f.append(["N°", "Désignation", "Unité", "Nb", "Taux", "Montant"])
    for ligne in lignes:
        f.append(list(ligne))
    if fusion:
        f.merge_cells(fusion)
    with tempfile.TemporaryDirectory() as dossier:
        film, fichier = film_vide(Path(dossier) / "film"), Path(dossier) / "d.xlsx"
        classeur.save(fichier)
        try:
            fait = importer(Demande(fichier, film))
        except DonneesRefuseesError as refus:
            assert refus.anomalies
            assert not (film / "budget.yaml").exists()
            return
        lu, fautes = charger_film(film)
    assert fautes == []
    assert lu is not None
    assert sum(sommes(lu.budget, fait.rapport.arrondi).values()) == fait.rapport.somme("ligne")
    lues = {c.rangee.ligne: c.rangee.lue for c in fait.rapport.chiffres}
    for rang in range(2, len(lignes) + 2):
        valeur = f.cell(rang, 6).value
        if isinstance(valeur, int | float) and 0 < abs(valeur) < 1e11:
            assert abs(float(lues[rang] or 0) - valeur) <= 0.005


def test_le_rapprochement_montre_chaque_chiffre(film: Path, tmp_path: Path) -> None:
    reprendre(film, classeur_difficile(tmp_path / "vieux.xlsx"))
    octets = (film / "rapprochement-devis.csv").read_bytes()
    assert octets.startswith(b"\xef\xbb\xbf")
    rangees = list(csv.DictReader(octets.decode("utf-8-sig").splitlines(), delimiter=";"))
    par_ligne = {int(r["Ligne"]): r for r in rangees if r["Ligne"] and r["Nature"] != "total déclaré"}
    assert [par_ligne[12][t] for t in ("Montant lu", "Devise", "Montant en euros", "Va dans", "Montant retenu")] == [
        *("1000,00", "USD", "920,00", "7111", "920,00")
    ]
    assert par_ligne[16]["Désignation"] == "'=Presse"
    assert par_ligne[20]["Va dans"] == "frais généraux"
    assert {r["Écart"] for r in par_ligne.values()} <= {"", "0,00"}
    sommes = {r["Désignation"]: r["Montant en euros"] for r in rangees if r["Nature"] == "somme"}
    # 70 161,50 + 4 911,31 computed by the program + 70 161,50 declared.
    assert sommes["Tous les montants lus"] == "145234,31"
    assert sommes["dont lignes importées"] == "70161,50"


def test_les_frais_generaux_proposent_leur_taux(film: Path, tmp_path: Path) -> None:
    fait = reprendre(film, classeur_difficile(tmp_path / "vieux.xlsx"))
    assert [(p.champ, p.valeur) for p in fait.propositions] == [
        ("arrondi", 2),
        ("taux_frais_generaux", Decimal("0.07")),
    ]


def test_une_devise_sans_cours_refuse_tout_et_prepare_la_correspondance(film: Path, tmp_path: Path) -> None:
    with pytest.raises(DonneesRefuseesError) as refus:
        importer(Demande(classeur_difficile(tmp_path / "vieux.xlsx"), film))
    assert any("devise sans cours : 1000.00 USD" in a.quoi for a in refus.value.anomalies)
    assert not (film / "budget.yaml").exists()
    assert "  # USD:" in (film / "correspondance-devis.yaml").read_text(encoding="utf-8")


def test_un_total_faux_refuse_l_import_et_le_dit(film: Path, tmp_path: Path) -> None:
    fichier = classeur_difficile(tmp_path / "vieux.xlsx")
    classeur = load_workbook(fichier)
    classeur["Devis 2019"]["I19"] = 70000
    classeur.save(fichier)
    with pytest.raises(DonneesRefuseesError) as refus:
        reprendre(film, fichier)
    assert "écart de -161.50" in refus.value.anomalies[0].quoi
    assert not (film / "budget.yaml").exists()
    accepte = reprendre(film, fichier, DOLLAR + "ecarts_acceptes: [total général]\n")
    assert str(accepte.doutes[-1]) == (
        "total de 70000.00, ses lignes font 70161.50 : écart accepté par la correspondance"
    )


def test_a_blanc_n_ecrit_rien(film: Path, tmp_path: Path) -> None:
    reprendre(film, classeur_difficile(tmp_path / "vieux.xlsx"), a_blanc=True)
    assert sorted(p.name for p in film.iterdir()) == ["correspondance-devis.yaml", "projet.yaml"]


def test_un_total_qui_oublie_ses_lignes_cachees_s_explique(film: Path, tmp_path: Path) -> None:
    fichier = classeur_difficile(tmp_path / "vieux.xlsx")
    classeur = load_workbook(fichier)
    classeur["Devis 2019"]["I19"] = 70161.5 - 900
    classeur.save(fichier)
    fait = reprendre(film, fichier)
    assert fait.doutes[-1].fait == "le fichier n’y compte pas ses lignes cachées"
    assert fait.rapport.somme("ligne") == ATTENDU
