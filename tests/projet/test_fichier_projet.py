"""A project file with faults: all of them at once, in French, with their line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from chargeprod_xl.chargement import charger_film
from chargeprod_xl.gabarits.sources import donnees_du_film
from chargeprod_xl.projet.calendrier import jours_feries, jours_ouvres
from chargeprod_xl.projet.modele import Calendrier

VALIDE = """\
projet:
  titre: Les Marées hautes
  realisateur: A. Untel
  producteur_delegue: Société X
  date_version: 2026-12-01
phases:
  preparation: {debut: 2027-02-01, fin: 2027-04-02}
  tournage: {debut: 2027-04-05, fin: 2027-06-04}
  finitions: {debut: 2027-06-07, fin: 2027-12-17}
  livraison: 2028-01-14
  cloture: 2028-07-31
"""


def dossier(tmp_path: Path, texte: str) -> Path:
    (tmp_path / "projet.yaml").write_text(texte, encoding="utf-8")
    return tmp_path


def test_un_fichier_valide_donne_un_film(tmp_path: Path) -> None:
    film, fautes = charger_film(dossier(tmp_path, VALIDE))
    assert fautes == []
    assert film is not None
    assert film.projet.projet.duree_visee == 90
    assert film.projet.phases.tournage.debut == date(2027, 4, 5)


def test_toutes_les_fautes_sont_dites_d_un_coup_avec_leur_ligne(tmp_path: Path) -> None:
    texte = VALIDE.replace("2027-06-04", "2027-03-01").replace("  realisateur: A. Untel\n", "") + "couleur: rouge\n"
    film, fautes = charger_film(dossier(tmp_path, texte))
    assert film is None
    dites = {(f.ou, f.quoi) for f in fautes}
    assert ("projet.yaml, ligne 1", "il manque « projet.realisateur »") in dites
    assert ("projet.yaml, ligne 11", "champ inconnu « couleur »") in dites
    assert any(ou == "projet.yaml, ligne 7" and "précède le début" in quoi for ou, quoi in dites)
    assert all(f.remede for f in fautes)


@pytest.mark.parametrize(
    ("avant", "apres", "attendu"),
    [
        ("2027-04-05", "2027-02-30", "impossible"),
        ("livraison: 2028-01-14", "livraison: 2027-01-14", "précède"),
        ("  titre: Les Marées hautes", "  titre: [", "YAML"),
        ("  titre: Les Marées hautes", "  titre: A\n  titre: B", "deux fois"),
        ("cloture: 2028-07-31", "cloture: hier", "date"),
    ],
)
def test_une_valeur_impossible_est_expliquee(tmp_path: Path, avant: str, apres: str, attendu: str) -> None:
    film, fautes = charger_film(dossier(tmp_path, VALIDE.replace(avant, apres)))
    assert film is None
    assert any(attendu in f.quoi for f in fautes), fautes


def test_un_dossier_sans_fichier_projet(tmp_path: Path) -> None:
    film, fautes = charger_film(tmp_path)
    assert film is None
    assert "introuvable" in fautes[0].quoi


def test_un_fichier_hors_du_dossier_est_refuse(tmp_path: Path) -> None:
    film, fautes = charger_film(dossier(tmp_path, VALIDE + "scenario: ../ailleurs.fountain\n"))
    assert film is None
    assert "sort du dossier" in fautes[0].quoi


def test_un_code_de_devis_inconnu_est_nomme(tmp_path: Path) -> None:
    (tmp_path / "budget.yaml").write_text("lignes:\n  - {code: '9999', taux: 10}\n", encoding="utf-8")
    film, fautes = charger_film(dossier(tmp_path, VALIDE + "budget: budget.yaml\n"))
    assert film is None
    assert "9999" in fautes[0].quoi


def test_depenses_chaque_cellule_refusee_est_dite(tmp_path: Path) -> None:
    (tmp_path / "depenses.csv").write_text(
        "date;piece;code;fournisseur;libelle;ht;tva;statut;lieu\n"
        "31/02/2027;F1;2311;X;Y;12,50;2,50;payé;France\n"
        "01/03/2027;F2;2311;X;Y;douze;0;soldé;France\n",
        encoding="utf-8",
    )
    film, fautes = charger_film(dossier(tmp_path, VALIDE + "depenses: depenses.csv\n"))
    assert film is None
    assert [(f.ou, f.quoi.split("»")[0]) for f in fautes] == [
        ("depenses.csv, ligne 2", "colonne « date "),
        ("depenses.csv, ligne 3", "colonne « ht "),
        ("depenses.csv, ligne 3", "colonne « statut "),
    ]


@pytest.mark.parametrize(
    "ligne",
    [
        "22/02/27;F1;2311;Étoile;Décor;1.234,56;(200,00);payée;étranger;".encode("cp1252"),
        "22 février 2027\tF1\t2311\tÉtoile\tDécor\t1 234,56 €\t-200\tPayé\tEtranger".encode(),
    ],
    ids=["Windows-1252", "tabulations"],
)
def test_depenses_le_csv_d_un_excel_francais_se_lit(tmp_path: Path, ligne: bytes) -> None:
    """What the importer of a devis reads, the journal of expenses reads too."""
    separateur = b"\t" if b"\t" in ligne else b";"
    titres = separateur.join(
        [b"date", b"piece", b"code", b"fournisseur", b"libelle", b"ht", b"tva", b"statut", b"lieu"]
    )
    (tmp_path / "depenses.csv").write_bytes(titres + b"\r\n" + ligne + b"\r\n")
    film, fautes = charger_film(dossier(tmp_path, VALIDE + "depenses: depenses.csv\n"))
    assert fautes == []
    assert film is not None
    [d] = film.depenses
    assert (d.date, d.fournisseur, d.ht, d.tva) == (date(2027, 2, 22), "Étoile", Decimal("1234.56"), Decimal(-200))
    assert (d.statut, d.lieu) == ("payé", "Étranger")


def test_les_onze_jours_feries_de_2027() -> None:
    feries = jours_feries(date(2027, 1, 1), date(2027, 12, 31))
    # Pâques tombe le 28 mars 2027 : lundi 29 mars, Ascension le 6 mai, lundi de Pentecôte le 17 mai.
    assert sorted(feries) == [
        date(2027, 1, 1),
        date(2027, 3, 29),
        date(2027, 5, 1),
        date(2027, 5, 6),
        date(2027, 5, 8),
        date(2027, 5, 17),
        date(2027, 7, 14),
        date(2027, 8, 15),
        date(2027, 11, 1),
        date(2027, 11, 11),
        date(2027, 12, 25),
    ]
    alsace = jours_feries(date(2027, 1, 1), date(2027, 12, 31), alsace_moselle=True)
    assert set(alsace) - set(feries) == {date(2027, 3, 26), date(2027, 12, 26)}


def test_une_periode_comprend_son_premier_et_son_dernier_jour() -> None:
    assert list(jours_feries(date(2027, 5, 1), date(2027, 5, 8))) == [
        date(2027, 5, 1),
        date(2027, 5, 6),
        date(2027, 5, 8),
    ]


def test_jours_ouvres_sautent_week_end_ferie_et_repos() -> None:
    calendrier = Calendrier(repos=(date(2027, 5, 4),))
    jours = jours_ouvres(calendrier, date(2027, 4, 30))
    assert [next(jours) for _ in range(4)] == [
        date(2027, 4, 30),  # vendredi
        date(2027, 5, 3),  # lundi ; le 1er mai est un samedi
        date(2027, 5, 5),  # le 4 est un repos du film
        date(2027, 5, 7),  # le 6 est l’Ascension
    ]


def test_une_hypothese_inconnue_est_refusee_une_hypothese_absente_vient_des_baremes(tmp_path: Path) -> None:
    film, fautes = charger_film(dossier(tmp_path, VALIDE + "hypotheses: {taux_imprevu: 0.08}\n"))
    assert film is None
    assert fautes[0].quoi == "champ inconnu « hypotheses.taux_imprevu »"
    film, _ = charger_film(dossier(tmp_path, VALIDE))
    assert film is not None
    hypotheses = donnees_du_film(film, [])
    assert hypotheses["hypotheses"].taux_frais_generaux is None
    assert hypotheses["usages"]["fg_plafond_cinema"] == Decimal("0.07")  # protocole du 16/12/2010, art. 2
