"""What cannot be imported: said in words, at once, and the film's folder is as it was."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from devis_de_producteur import LONG_METRAGE, PROJET, film_vide
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.chargement import charger_film
from chargeprod_xl.imports.devis.correspondance import lire_correspondance
from chargeprod_xl.imports.devis.importation import Demande, importer

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SIMPLE = "Code;Libellé;Total\n2311;Directrice;1000\n;TOTAL GÉNÉRAL;1000\n"
EXISTANT = """\
# Mon budget.
lignes:
  - {code: "1211", taux: 10}
# Les rôles, décidés en mars.
roles:
  - {nom: "NORA", cachet: 1900}   # à confirmer
financement:
  - {code: A1, montant: 70000, date: 2026-06-15}
"""


def fautes(fichier: Path, film: Path, **options: object) -> list[Anomalie]:
    with pytest.raises(DonneesRefuseesError) as refus:
        importer(Demande(fichier, film, **options))  # type: ignore[arg-type]
    assert all(a.remede for a in refus.value.anomalies)
    return list(refus.value.anomalies)


@pytest.mark.parametrize(
    ("nom", "octets", "mot"),
    [
        ("a.xlsx", b"", "vide"),
        ("a.xlsx", b"PK\x03\x04 rien", "abîmé"),
        ("a.xlsx", b"<html>", "n’est pas un classeur Excel"),
        ("a.xls", OLE + b"\x00" * 600, "xls"),
        ("a.xls", b"<?xml version='1.0'?>", "n’est pas un classeur Excel"),
        ("a.csv", b"", "vide"),
        ("a.csv", b"\x00\x01\x02\x03", "pas du texte"),
        ("a.csv", b"caf\xe9 \x81", "pas du texte"),
        ("a.csv", b"bonjour", "colonne introuvable"),
        ("a.csv", "Code;Libellé;Total\n".encode(), "aucune ligne chiffrée"),
        ("a.pdf", b"%PDF", "n’est pas un tableau"),
        ("a", b"x", "sans extension"),
    ],
)
def test_un_fichier_illisible_dit_pourquoi(tmp_path: Path, nom: str, octets: bytes, mot: str) -> None:
    (tmp_path / nom).write_bytes(octets)
    film = film_vide(tmp_path / "film")
    assert mot in fautes(tmp_path / nom, film)[0].quoi
    assert not (film / "budget.yaml").exists()
    assert (film / "projet.yaml").read_text(encoding="utf-8") == PROJET


def test_un_dossier_et_un_fichier_absent(tmp_path: Path) -> None:
    film = film_vide(tmp_path / "film")
    (tmp_path / "d.xlsx").mkdir()
    assert "dossier" in fautes(tmp_path / "d.xlsx", film)[0].quoi
    assert "introuvable" in fautes(tmp_path / "absent.csv", film)[0].quoi
    (tmp_path / "b.csv").write_text(SIMPLE, encoding="utf-8")
    assert "introuvable" in fautes(tmp_path / "b.csv", tmp_path / "nulle part")[0].quoi


@settings(max_examples=150)
@given(
    st.binary(max_size=200), st.sampled_from(["a.csv", "a.xls", "a.xlsx"]), st.sampled_from([b"", OLE, b"PK\x03\x04"])
)
def test_aucune_suite_d_octets_ne_fait_lever(octets: bytes, nom: str, debut: bytes) -> None:
    with tempfile.TemporaryDirectory() as dossier:
        film = film_vide(Path(dossier) / "film")
        (Path(dossier) / nom).write_bytes(debut + octets)
        with pytest.raises(DonneesRefuseesError):
            importer(Demande(Path(dossier) / nom, film))


def test_des_titres_inconnus_laissent_une_correspondance_a_completer(tmp_path: Path) -> None:
    film = film_vide(tmp_path / "film")
    fichier = tmp_path / "d.csv"
    fichier.write_text("Ref;Truc;Machin\n2311;Directrice;1000\n;TOTAL GÉNÉRAL;1000\n", encoding="utf-8")
    dit = fautes(fichier, film)[0].quoi
    assert "A « Ref », B « Truc », C « Machin »" in dit
    modele = film / "correspondance-devis.yaml"
    assert lire_correspondance(modele, LONG_METRAGE).colonnes == {}
    texte = modele.read_text(encoding="utf-8").replace(
        "colonnes:\n", "colonnes:\n  code: Ref\n  libelle: B\n  montant: machin\n"
    )
    modele.write_text(texte, encoding="utf-8")
    fait = importer(Demande(fichier, film))
    assert [(x.code, x.taux) for x in fait.rapport.lignes] == [("2311", 1000)]
    assert modele.read_text(encoding="utf-8") == texte


def test_les_fautes_de_la_correspondance_d_un_coup(tmp_path: Path) -> None:
    chemin = tmp_path / "c.yaml"
    chemin.write_text(
        """\
couleur: bleu
colonnes: {code: A, montan: F}
codes: {"A12": "9999", B: imprevus}
devises: {dollar: 0.9, USD: {cours: 0, date: 2027-03-01, source: x}, GBP: {cours: 1.1},
  EUR: {cours: 1, date: 2027-03-01, source: x}}
ignorer: ["(", ok]
""",
        encoding="utf-8",
    )
    with pytest.raises(DonneesRefuseesError) as refus:
        lire_correspondance(chemin, LONG_METRAGE)
    assert [(a.ou.split(", ")[1], a.quoi) for a in refus.value.anomalies] == [
        (
            "ligne 4",
            "« devises.dollar » : un cours figé a sa date et sa source : écrivez "
            "{cours: 0.9, date: 2027-03-01, source: Banque de France}",
        ),
        ("ligne 4", "« devises.USD.cours » vaut 0"),
        ("ligne 4", "il manque « devises.GBP.date »"),
        ("ligne 4", "il manque « devises.GBP.source »"),
        ("ligne 1", "champ inconnu « couleur »"),
        ("ligne 2", "rôle de colonne inconnu « montan »"),
        ("ligne 3", "« A12 » est envoyé vers « 9999 », qui n’est pas une ligne du devis"),
        ("ligne 4", "devise « dollar »"),
        ("ligne 5", "devise « EUR »"),
        ("ligne 6", "« ( » n’est pas un motif (missing ), unterminated subpattern)"),
    ]


def test_un_budget_existant_ne_s_ecrase_que_par_force_et_garde_ses_roles(tmp_path: Path) -> None:
    film = film_vide(tmp_path / "film", PROJET.replace("# budget:", "budget:"))
    (film / "budget.yaml").write_text(EXISTANT, encoding="utf-8")
    fichier = tmp_path / "d.csv"
    fichier.write_text(SIMPLE, encoding="utf-8")
    assert "déjà un budget de 1 lignes" in fautes(fichier, film)[0].quoi
    assert (film / "budget.yaml").read_text(encoding="utf-8") == EXISTANT
    for _ in range(2):
        importer(Demande(fichier, film, force=True))
    neuf = (film / "budget.yaml").read_text(encoding="utf-8")
    assert neuf == (
        "# Mon budget.\n"
        "# Lignes reprises de « d.csv » ; le rapprochement est dans rapprochement-devis.csv.\n"
        "lignes:\n  # Poste 2 – personnel\n"
        '  - {code: "2311", nom: "Directrice", nombre: 1, tournage: 1, taux: 1000}\n'
        + EXISTANT[EXISTANT.index("# Les rôles") :]
    )
    lu, dites = charger_film(film)
    assert dites == []
    assert lu is not None
    assert lu.budget.roles[0].cachet == 1900


@pytest.mark.parametrize(
    ("avant", "apres"),
    [
        ("# budget: budget.yaml\n", "budget: budget.yaml\n"),
        ("scenario: s.fountain  # le mien\n", "scenario: s.fountain  # le mien\nbudget: budget.yaml\n"),
        ("budget:   # plus tard\n", "budget: budget.yaml # plus tard\n"),
    ],
)
def test_la_ligne_budget_entre_dans_le_projet_sans_toucher_au_reste(tmp_path: Path, avant: str, apres: str) -> None:
    projet = PROJET.replace("# budget: budget.yaml\n", avant)
    film = film_vide(tmp_path / "film", projet)
    (tmp_path / "d.csv").write_text(SIMPLE, encoding="utf-8")
    importer(Demande(tmp_path / "d.csv", film))
    assert (film / "projet.yaml").read_text(encoding="utf-8") == projet.replace(avant, apres)


def test_sans_scenario_la_ligne_budget_se_met_devant_les_phases(tmp_path: Path) -> None:
    projet = PROJET.replace("# budget: budget.yaml\n", "").replace("\n", "\r\n")
    film = film_vide(tmp_path / "film")
    (film / "projet.yaml").write_bytes(projet.encode())
    (tmp_path / "d.csv").write_text(SIMPLE, encoding="utf-8")
    importer(Demande(tmp_path / "d.csv", film))
    attendu = projet.replace("phases:", "budget: budget.yaml\r\nphases:")
    assert (film / "projet.yaml").read_bytes() == attendu.encode()


def test_plusieurs_feuilles(tmp_path: Path) -> None:
    classeur = Workbook()
    garde = classeur.active
    assert garde is not None
    garde.append(["Production", "Titre", "Total"])
    for nom, prix in (("Version 1", 100), ("Version 2", 200)):
        feuille = classeur.create_sheet(nom)
        feuille.append(["N°", "Désignation", "Total HT"])
        feuille.append(["2311", "Directrice", prix])
    classeur.save(tmp_path / "d.xlsx")
    film = film_vide(tmp_path / "film")
    fait = importer(Demande(tmp_path / "d.xlsx", film))
    assert fait.feuille == "Version 1"
    assert [d.quoi for d in fait.doutes] == ["la feuille « Version 2 » ressemble aussi à un devis"]
    assert importer(Demande(tmp_path / "d.xlsx", film, feuille="version 2", force=True)).rapport.somme("ligne") == 200
    assert "choisissez parmi" in fautes(tmp_path / "d.xlsx", film, feuille="X", force=True)[0].remede


def test_une_formule_sans_valeur_et_sans_quantites_est_refusee(tmp_path: Path) -> None:
    classeur = Workbook()
    feuille = classeur.active
    assert feuille is not None
    feuille.append(["N°", "Désignation", "Total HT"])
    feuille.append(["2311", "Directrice", "='autre feuille'!B3"])
    classeur.save(tmp_path / "d.xlsx")
    assert "montant inconnu : formule sans valeur" in fautes(tmp_path / "d.xlsx", film_vide(tmp_path / "film"))[0].quoi


def test_un_classeur_protege_par_mot_de_passe_se_dit(tmp_path: Path) -> None:
    # What an encrypted .xlsx is: an OLE container without a « Workbook » stream.
    (tmp_path / "d.xlsx").write_bytes(OLE + b"\x00" * 2000)
    assert fautes(tmp_path / "d.xlsx", film_vide(tmp_path / "film"))[0].ou == "d.xlsx"


def lancer(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    commande = [sys.executable, "-m", "chargeprod_xl", "importer", *map(str, arguments)]
    return subprocess.run(commande, check=False, capture_output=True, text=True, timeout=120)


def test_la_commande_et_ses_codes(tmp_path: Path) -> None:
    film = film_vide(tmp_path / "film")
    (tmp_path / "d.csv").write_text(SIMPLE, encoding="utf-8")
    bon = lancer("devis", tmp_path / "d.csv", film)
    assert (bon.returncode, bon.stderr.strip()) == (0, "")
    assert "1 lignes importées" in bon.stdout
    refus = lancer("devis", tmp_path / "d.csv", film)
    assert refus.returncode == 2
    assert "Traceback" not in refus.stderr
    (tmp_path / "d.csv").write_text(SIMPLE.replace("2311", "2399"), encoding="utf-8")
    doute = lancer("devis", tmp_path / "d.csv", film, "--force", "--json")
    assert doute.returncode == 1
    dit = json.loads(doute.stdout)
    assert dit["sommes"]["importe"] == "1000.00"
    assert dit["doutes"][0]["quoi"] == "code 2399 inconnu"
    muet = lancer("devis", tmp_path / "d.csv", film, "--force", "--quiet")
    assert (muet.returncode, muet.stdout.count("\n")) == (1, 1)


def test_le_projet_peut_deja_avoir_une_feuille_masquee(tmp_path: Path) -> None:
    classeur = Workbook()
    feuille = classeur.active
    assert feuille is not None
    feuille.append(["N°", "Désignation", "Total HT"])
    feuille.append(["2311", "Directrice", 100])
    cachee = classeur.create_sheet("Ancien")
    cachee.append(["N°", "Désignation", "Nombre", "Taux", "Total HT"])
    cachee.append(["2311", "Directrice", 1, 900, 900])
    cachee.sheet_state = "hidden"
    classeur.save(tmp_path / "d.xlsx")
    assert load_workbook(tmp_path / "d.xlsx")["Ancien"].sheet_state == "hidden"
    fait = importer(Demande(tmp_path / "d.xlsx", film_vide(tmp_path / "film")))
    assert (fait.rapport.somme("ligne"), fait.doutes) == (100, ())


def test_une_correspondance_gardee_pour_un_autre_fichier_se_dit(tmp_path: Path) -> None:
    film = film_vide(tmp_path / "film")
    (film / "correspondance-devis.yaml").write_text('colonnes: {taux: "PU", montant: "Total HT"}\n', encoding="utf-8")
    (tmp_path / "d.csv").write_text(SIMPLE, encoding="utf-8")
    dites = fautes(tmp_path / "d.csv", film)
    assert [f.quoi.split(" ; ")[0] for f in dites] == [
        "la colonne « PU » (taux) n’est pas dans ce fichier",
        "la colonne « Total HT » (montant) n’est pas dans ce fichier",
    ]
