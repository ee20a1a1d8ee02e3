"""The first assistant's order and days: read, told when wrong, imported from what she has, and followed by the pack."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.chargement import charger_film
from chargeprod_xl.gabarits.sources import donnees_du_film
from chargeprod_xl.imports.plan_existant.importation import ImportPlan, importer
from chargeprod_xl.imports.plan_existant.rangees import lire_date, numero_propre

# The phase starts on Monday 5 April 2027, a rest day of the film: day 1 is Tuesday the 6th.
PROJET = """\
projet:
  titre: Film repris
  realisateur: Une réalisatrice
  producteur_delegue: Une société
  date_version: 2027-01-04
scenario: s.fountain   # cinq séquences
phases:
  preparation: {debut: 2027-02-01, fin: 2027-04-02}
  tournage: {debut: 2027-04-05, fin: 2027-06-04}
  finitions: {debut: 2027-06-07, fin: 2027-12-17}
  livraison: 2028-01-14
  cloture: 2028-07-31
calendrier: {repos: [2027-04-05]}
"""
SCENARIO = "".join(f"{n}. INT. DÉCOR {n} - JOUR\n\nQuelqu’un passe.\n\n" for n in ("1", "2", "2A", "3", "4"))


@pytest.fixture
def film(tmp_path: Path) -> Path:
    dossier = tmp_path / "film"
    dossier.mkdir()
    (dossier / "projet.yaml").write_text(PROJET, encoding="utf-8")
    (dossier / "s.fountain").write_text(SCENARIO, encoding="utf-8")
    return dossier


def avec_plan(film: Path, plan: str) -> tuple[list[tuple[str, int]], list[Anomalie]]:
    (film / "projet.yaml").write_text(PROJET.replace("phases:", "plan: plan.csv\nphases:"), encoding="utf-8")
    (film / "plan.csv").write_text(plan, encoding="utf-8")
    return ordre(film)


def ordre(film: Path) -> tuple[list[tuple[str, int]], list[Anomalie]]:
    """Rows of the sheet « Ordre de tournage »: sequence and day."""
    lu, fautes = charger_film(film)
    if lu is None:
        return [], fautes
    return [(x["sequence"], x["jour"]) for x in donnees_du_film(lu, [])["plan_sequences"]], fautes


def test_le_pack_suit_l_ordre_et_les_jours_du_plan(film: Path) -> None:
    places, fautes = avec_plan(film, "sequence;jour\n4;1\n2a;1\n1;3\n2;2\n3;2\n")
    assert fautes == []
    assert places == [("4", 1), ("2A", 1), ("2", 2), ("3", 2), ("1", 3)]


def test_une_sequence_sans_jour_se_place_apres_le_dernier(film: Path) -> None:
    places, _ = avec_plan(film, "séquence,jour\n4,1\n3,2\n2,\n")
    assert places[:2] == [("4", 1), ("3", 2)]
    assert sorted(n for n, _ in places[2:]) == ["1", "2", "2A"]
    assert {jour for _, jour in places[2:]} == {3}


def test_une_date_est_un_jour_du_calendrier(film: Path) -> None:
    places, _ = avec_plan(film, "sequence;jour\n1;06/04/2027\n2;2027-04-12\n")
    assert places[:2] == [("1", 1), ("2", 5)]


def test_toutes_les_fautes_du_plan_d_un_coup(film: Path) -> None:
    _, fautes = avec_plan(
        film, "sequence;jour\n1;10/04/2027\n9;1\n2;zut\n3;1\n3;2\n4;0\n2A;05/04/2027\n2A;01/03/2027\n"
    )
    assert [(f.ou, f.quoi) for f in fautes] == [
        ("plan.csv, ligne 2", "le samedi 10/04/2027 n’est pas un jour de tournage"),
        ("plan.csv, ligne 3", "séquence « 9 » inconnue du scénario"),
        ("plan.csv, ligne 4", "« zut » n’est pas un jour"),
        ("plan.csv, ligne 6", "séquence 3 déjà placée"),
        ("plan.csv, ligne 7", "jour 0 impossible"),
        ("plan.csv, ligne 8", "le lundi 05/04/2027 n’est pas un jour de tournage"),
        ("plan.csv, ligne 9", "le 01/03/2027 précède le début du tournage (05/04/2027)"),
    ]
    assert all(f.remede for f in fautes)


@pytest.mark.parametrize(
    ("plan", "mot"), [("", "colonnes absentes"), ("a;b\n", "colonnes absentes"), ("\x00", "colonnes")]
)
def test_un_plan_illisible_se_dit(film: Path, plan: str, mot: str) -> None:
    assert mot in avec_plan(film, plan)[1][0].quoi


def test_sans_plan_rien_ne_change(film: Path) -> None:
    places, fautes = ordre(film)
    assert fautes == []
    assert sorted(n for n, _ in places) == ["1", "2", "2A", "3", "4"]


def classeur(chemin: Path, rangees: list[list[Any]], *fusions: str) -> Path:
    livre = Workbook()
    feuille = livre.active
    assert feuille is not None
    for rangee in rangees:
        feuille.append(rangee)
    for fusion in fusions:
        feuille.merge_cells(fusion)
    livre.save(chemin)
    return chemin


def reprendre(film: Path, fichier: Path) -> tuple[ImportPlan, list[tuple[str, int]]]:
    fait = importer(fichier, film)
    places, fautes = ordre(film)
    assert fautes == []
    return fait, places


def test_un_tableau_par_sequence_avec_des_dates(film: Path, tmp_path: Path) -> None:
    rangees: list[list[Any]] = [
        ["PLAN DE TRAVAIL v3"],
        ["N° Séq.", "Décor", "Effet", "Date"],
        [4, "CUISINE", "JOUR", date(2027, 4, 6)],
        ["2A", "CUISINE", "JOUR", date(2027, 4, 6)],
        ["Séq. 1", "RUE", "NUIT", "mercredi 7 avril 2027"],
        [2, "RUE", "JOUR", date(2027, 4, 8)],
        ["3", "RUE", "JOUR", "08/04/2027"],
    ]
    fait, places = reprendre(film, classeur(tmp_path / "p.xlsx", rangees))
    assert places == [("4", 1), ("2A", 1), ("1", 2), ("2", 3), ("3", 3)]
    assert (len(fait.places), fait.placees, fait.sans_jour, fait.jours, fait.doutes) == (5, 5, (), 3, ())
    assert "plan: plan.csv\n" in (film / "projet.yaml").read_text(encoding="utf-8")
    assert "scenario: s.fountain   # cinq séquences\n" in (film / "projet.yaml").read_text(encoding="utf-8")


def test_un_jour_en_cellules_fusionnees_ou_en_bandeau(film: Path, tmp_path: Path) -> None:
    fusionne = [["Jour", "Séquence"], [1, "3"], [None, "4"], [2, "1"], [None, "2"], [None, "2A"]]
    _, places = reprendre(film, classeur(tmp_path / "f.xlsx", fusionne, "A2:A3", "A4:A6"))
    assert places == [("3", 1), ("4", 1), ("1", 2), ("2", 2), ("2A", 2)]
    (film / "plan.csv").unlink()
    bandeau = [
        ["Jour", "Scène"],
        ["JOUR 1 — mardi 6 avril 2027"],
        [None, "4, 2A"],
        ["JOUR 2"],
        [None, "1"],
        [None, "2 et 3"],
    ]
    fait, places = reprendre(film, classeur(tmp_path / "b.xlsx", bandeau))
    assert places == [("4", 1), ("2A", 1), ("1", 2), ("2", 2), ("3", 2)]
    assert fait.doutes == ()


def test_chaque_doute_d_un_plan(film: Path, tmp_path: Path) -> None:
    rangees: list[list[Any]] = [
        ["Jour", "Date", "Séquences"],
        [1, date(2027, 4, 6), "4"],
        [2, date(2027, 4, 8), "3"],  # the film's day 2 is the 7th
        [3, None, "4"],  # a second day of the same sequence
        [3, None, "77"],
        ["bientôt", None, "1"],
    ]
    fait, places = reprendre(film, classeur(tmp_path / "d.xlsx", rangees))
    assert list(fait.doutes) == [
        "ligne 3, séquence 3 : le jour 2 tombe le 07/04/2027 au calendrier du film, le fichier dit le 08/04/2027",
        "ligne 4, séquence 4 : déjà au jour 1, aussi au jour 3 : le premier est gardé",
        "ligne 5, séquence 77 : inconnue du scénario : non placée",
        "ligne 6, séquence 1 : « bientôt » n’est pas un jour : non placée",
        "sans jour, placées par le programme après le dernier : 1, 2, 2A",
    ]
    assert places[:2] == [("4", 1), ("3", 2)]
    csv_ecrit = (film / "rapprochement-plan.csv").read_text(encoding="utf-8-sig")
    assert csv_ecrit.count("\n") == 1 + 5 + 3


def test_une_date_qui_n_est_pas_un_jour_de_tournage_est_refusee(film: Path, tmp_path: Path) -> None:
    fichier = classeur(tmp_path / "d.xlsx", [["Séq", "Date"], ["1", date(2027, 4, 10)], ["2", date(2027, 4, 11)]])
    with pytest.raises(DonneesRefuseesError) as refus:
        importer(fichier, film)
    assert len(refus.value.anomalies) == 2
    assert not (film / "plan.csv").exists()


def test_la_commande(film: Path, tmp_path: Path) -> None:
    fichier = tmp_path / "p.csv"
    fichier.write_text("séquence;jour\n1;1\n2;1\n2A;1\n3;2\n4;2\n", encoding="utf-8")

    def lancer(*options: str) -> subprocess.CompletedProcess[str]:
        commande = [sys.executable, "-m", "chargeprod_xl", "importer", "plan", str(fichier), str(film), *options]
        return subprocess.run(commande, check=False, capture_output=True, text=True, timeout=120)

    blanc = lancer("--a-blanc")
    assert (blanc.returncode, (film / "plan.csv").exists()) == (0, False)
    assert json.loads(lancer("--json").stdout)["placees"] == 5
    assert lancer().returncode == 2
    assert lancer("--force", "--quiet").stdout == ""


def test_dates_et_numeros_en_toutes_ecritures() -> None:
    for texte in (
        "19/04/2027",
        "2027-04-19",
        "lundi 19 avril 2027",
        "lun. 19/04/27",
        "Monday 19 April 2027",
        "19.04.2027",
    ):
        assert lire_date(texte) == date(2027, 4, 19)
    assert lire_date("bientôt") is lire_date("31/02/2027") is None
    assert [numero_propre(x) for x in ("Séq. 012A", "SC 3", "7.", "12A")] == ["12A", "3", "7", "12A"]
