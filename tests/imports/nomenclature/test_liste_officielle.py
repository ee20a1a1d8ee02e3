"""The official list: read from whatever file holds it, compared with ours, and the devis then bears its labels."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook

from chargeprod_xl.anomalies import DonneesRefuseesError
from chargeprod_xl.baremes.formes import nomenclature
from chargeprod_xl.baremes.nomenclature import LigneOfficielle, lignes_du_devis
from chargeprod_xl.chargement import charger_film
from chargeprod_xl.gabarits.sources_devis import lignes_de_devis, rubriques
from chargeprod_xl.imports.nomenclature.importation import Demande, Import, importer
from chargeprod_xl.projet.film import nomenclature_du_film, source_de_la_nomenclature

PROJET = """\
# Un film.
projet:
  titre: Film repris
  realisateur: Une réalisatrice
  producteur_delegue: Une société
  date_version: 2027-01-04
budget: budget.yaml   # le nôtre
phases:
  preparation: {debut: 2027-02-01, fin: 2027-04-02}
  tournage: {debut: 2027-04-05, fin: 2027-06-04}
  finitions: {debut: 2027-06-07, fin: 2027-12-17}
  livraison: 2028-01-14
  cloture: 2028-07-31
"""
SOURCE = "Formulaire du CNC de mars 2027"
# 23, 2317 and 2324 have another label, 2, 2311 and 2316 the same; 23241 and 2398 are new; 4411 and 2111 are computed.
LISTE = """\
Devis de production — version de mars 2027
N°;Intitulé;Montant
2;Personnel;
23;Équipe technique ;
2311;Directeur de production;
23.16;Secrétaire de production;
2317;Coordinateur de production;
2324;Scripte et assistant scripte;
23241;Assistant scripte;
2398;Agent de sécurité du plateau;
2111;Producteur délégué;
4411;Charges des techniciens;
;Total équipe technique;
"""


@pytest.fixture
def film(tmp_path: Path) -> Path:
    dossier = tmp_path / "film"
    dossier.mkdir()
    (dossier / "projet.yaml").write_text(PROJET, encoding="utf-8")
    (dossier / "budget.yaml").write_text("lignes: []\n", encoding="utf-8")
    return dossier


def donner(film: Path, texte: str = LISTE, nom: str = "cnc.csv", **options: bool) -> Import:
    fichier = film.parent / nom
    fichier.write_text(texte, encoding="utf-8")
    return importer(Demande(fichier, film, SOURCE, **options))


def constats(fait: Import) -> dict[str, str]:
    return {x.code: x.constat for x in fait.comparees if x.officiel}


def test_la_comparaison_dit_chaque_code(film: Path) -> None:
    fait = donner(film)
    assert constats(fait) == {
        "2": "même libellé",
        "23": "autre libellé",
        "2311": "même libellé",
        "2316": "même libellé",
        "2317": "autre libellé",
        "2324": "autre libellé",
        "23241": "ligne ajoutée",
        "2398": "ligne ajoutée",
        "2111": "calculée par le programme",
        "4411": "calculée par le programme",
    }
    assert fait.comptes["absente de la liste officielle"] > 400
    with (film / "comparaison-nomenclature.csv").open(encoding="utf-8-sig") as flux:
        scripte = next(x for x in csv.DictReader(flux, delimiter=";") if x["Code"] == "2324")
    assert (scripte["Libellé officiel"], scripte["Notre libellé"]) == ("Scripte et assistant scripte", "Scripte")
    assert scripte["Statut au devis"] == "officiel"
    assert "laissées : 13 « Total équipe technique »" in fait.remarques[1]
    assert (film / "projet.yaml").read_text(encoding="utf-8") == PROJET.replace(
        "le nôtre\n", "le nôtre\nnomenclature: nomenclature.csv\n"
    )
    assert (film / "nomenclature.csv").read_text(encoding="utf-8-sig").splitlines()[:2] == [
        "code;libelle;niveau;source",
        f"2;Personnel;poste;{SOURCE}",
    ]


def test_le_devis_porte_les_libelles_et_les_lignes_de_la_liste(film: Path) -> None:
    donner(film)
    (film / "budget.yaml").write_text('lignes:\n  - {code: "23241", taux: 900}\n', encoding="utf-8")
    lu, fautes = charger_film(film)
    assert fautes == []
    assert lu is not None
    assert source_de_la_nomenclature(lu) == SOURCE
    lignes = {x["code"]: x for x in nomenclature_du_film(lu)}
    assert (lignes["2324"]["libelle"], lignes["2324"]["statut"]) == ("Scripte et assistant scripte", "officiel")
    assert (lignes["2324"]["unite"], lignes["2324"]["charges"]) == ("S", 44)
    assistant = lignes["23241"]
    assert (assistant["unite"], assistant["charges"], assistant["paiement"]) == ("F", 44, "salaire")
    assert (assistant["statut"], assistant["rubrique"]) == ("officiel, réglages à vérifier", 23)
    assert lignes["2321"]["statut"] == "reconstruit"
    codes = [x["code"] for x in nomenclature_du_film(lu)]
    assert codes[codes.index("2324") + 1] == "23241"
    assert codes[codes.index("2398") - 1] == "2397"
    assert not {"2111", "4411"} & set(codes)
    devis = {x["code"]: x for x in lignes_de_devis(lu, {})}
    assert (devis["23241"]["taux"], devis["23241"]["phase"]) == (900, "tournage")
    assert {x["rubrique"] for x in rubriques(lu)} >= {23, 47}


def test_sans_liste_rien_ne_change(film: Path) -> None:
    lu, _ = charger_film(film)
    assert lu is not None
    assert nomenclature_du_film(lu) == nomenclature("long-metrage")
    assert source_de_la_nomenclature(lu) == ""


def test_une_rubrique_et_un_groupe_nouveaux() -> None:
    liste = [("30", "Doublages"), ("301", "Voix"), ("3011", "Comédiens de doublage"), ("302", "Groupe sans ligne")]
    lignes = lignes_du_devis("long-metrage", tuple(LigneOfficielle(c, x) for c, x in liste))
    codes = [x["code"] for x in lignes]
    assert codes[codes.index("3") + 1 : codes.index("31")] == ["30", "301", "3011"]
    assert lignes[codes.index("3011")]["charges"] == lignes[codes.index("3111")]["charges"] == 46


def test_une_ligne_que_la_forme_laisse_revient_avec_ses_reglages() -> None:
    codes = {x["code"] for x in nomenclature("documentaire")}
    assert "2411" not in codes
    lignes = {x["code"]: x for x in lignes_du_devis("documentaire", (LigneOfficielle("2411", "Chef décorateur"),))}
    assert (lignes["2411"]["unite"], lignes["2411"]["statut"]) == ("S", "officiel")


@pytest.mark.parametrize(
    ("nom", "texte"),
    [
        ("sans_titres.txt", "2324 Scripte et assistant scripte\n2317 - Coordinateur de production\nPage 1\n"),
        ("tabulations.txt", "2324\tScripte et assistant scripte\n2317\tCoordinateur de production\n"),
        (
            "virgules.csv",
            'Code,Libellé,Total\n23.24,"Scripte et assistant scripte",\n23-17,Coordinateur de production,0\n',
        ),
        (
            "montant_au_milieu.csv",
            "Rang;N° compte;Montant;Désignation\n1;2324;;Scripte et assistant scripte\n"
            "2;2317;;Coordinateur de production\n",
        ),
    ],
)
def test_chaque_ecriture_se_lit(film: Path, nom: str, texte: str) -> None:
    donnees = {x.code: x.officiel for x in donner(film, texte, nom).comparees if x.officiel}
    assert donnees == {"2324": "Scripte et assistant scripte", "2317": "Coordinateur de production"}


def test_un_report_optique_est_une_ligne_un_total_de_rubrique_non(film: Path) -> None:
    fait = donner(film, "Code;Libellé\n8219;Report optique\n82;Total laboratoires\n2324;Scripte\n")
    assert {x.code for x in fait.comparees if x.officiel} == {"8219", "2324"}


def test_un_classeur_aux_codes_en_nombres(film: Path, tmp_path: Path) -> None:
    classeur = Workbook()
    feuille = classeur.active
    assert feuille is not None
    for rangee in (
        ["DEVIS", None],
        [None, 2027],
        ["Comptes", "Libellés", "Montant"],
        [23.24, "Scripte", 0],
        [2317, "X y"],
    ):
        feuille.append(rangee)
    fichier = tmp_path / "cnc.xlsx"
    classeur.save(fichier)
    fait = importer(Demande(fichier, film))
    assert {x.code: x.officiel for x in fait.comparees if x.officiel} == {"2324": "Scripte", "2317": "X y"}
    assert fait.source == "cnc.xlsx"


def test_toutes_les_fautes_d_un_coup_et_rien_d_ecrit(film: Path) -> None:
    avant = {p.name: p.read_bytes() for p in film.iterdir()}
    texte = (
        "Code;Libellé\n2324;Scripte\n2324;Script-girl\n232456;Trop long\n0111;Poste zéro\n2317;\n9911;Sans rubrique\n"
    )
    with pytest.raises(DonneesRefuseesError) as refus:
        donner(film, texte)
    assert [a.quoi for a in refus.value.anomalies] == [
        "code 2324 : « Script-girl » ici, « Scripte » à la ligne 2",
        "code « 232456 »",
        "code « 0111 » : aucun poste 0",
        "code 2317 sans libellé",
        "code 9911 : la rubrique 99 n’est ni dans cette liste ni dans la nôtre",
    ]
    assert all(a.remede for a in refus.value.anomalies)
    assert {p.name: p.read_bytes() for p in film.iterdir()} == avant


def test_une_liste_abimee_arrete_la_construction(film: Path) -> None:
    donner(film)
    (film / "nomenclature.csv").write_text(
        "code;libelle\n2324;Scripte\n2324;Scripte\nA12;x\n9911;y\n2317;\n", encoding="utf-8"
    )
    (film / "budget.yaml").write_text('lignes:\n  - {code: "23241", taux: 900}\n', encoding="utf-8")
    lu, fautes = charger_film(film)
    assert lu is None
    assert [(a.ou.split(", ")[-1], a.quoi) for a in fautes] == [
        ("ligne 3", "code 2324 donné deux fois"),
        ("ligne 4", "code « A12 »"),
        ("ligne 6", "code 2317 sans libellé"),
        ("nomenclature.csv", "code 9911 : la rubrique 99 n’est ni dans cette liste ni dans la nôtre"),
    ]


def test_une_liste_ne_s_ecrase_que_par_force_et_ne_perd_pas_une_ligne_du_budget(film: Path) -> None:
    donner(film)
    (film / "budget.yaml").write_text('lignes:\n  - {code: "23241", taux: 900}\n', encoding="utf-8")
    with pytest.raises(DonneesRefuseesError, match="déjà une liste"):
        donner(film)
    with pytest.raises(DonneesRefuseesError, match="la ligne 23241 n’est plus dans la liste"):
        donner(film, "Code;Libellé\n2324;Scripte\n", force=True)
    assert donner(film, LISTE.replace("Scripte et assistant", "Script et assistant"), force=True).ecrits
    assert donner(film, force=True, a_blanc=True).ecrits == ()


def test_la_commande_en_mots_et_en_json(film: Path, tmp_path: Path) -> None:
    fichier = tmp_path / "cnc.csv"
    fichier.write_text(LISTE, encoding="utf-8")
    commande = [sys.executable, "-m", "chargeprod_xl", "importer", "nomenclature", str(fichier), str(film)]
    dit = subprocess.run([*commande, "--source", SOURCE, "--a-blanc"], capture_output=True, text=True, check=True)
    assert "▲ 2324 « Scripte et assistant scripte » au lieu de « Scripte »" in dit.stdout
    assert "rien n’a été écrit" in dit.stdout
    json_dit = subprocess.run([*commande, "--json"], capture_output=True, text=True, check=True)
    lu = json.loads(json_dit.stdout)
    assert lu["constats"]["autre libellé"] >= 1
    refus = subprocess.run(commande, capture_output=True, text=True, check=False)
    assert refus.returncode == 2
    assert "--force" in refus.stderr
