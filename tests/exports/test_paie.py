"""The command on a small pack: what is written, what is refused, and nothing half-written."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from controles.atelier import dans_la_table, ecrire, lire
from equipe.atelier import employer, film
from reprise.atelier import gabarits

from chargeprod_xl.exports.correspondance import Format
from chargeprod_xl.exports.ecrits import depuis_octets
from chargeprod_xl.recalcul import actualiser

AVRIL, MAI = date(2027, 4, 1), date(2027, 5, 1)
MONTEUSE: dict[str, Any] = {
    "fonction": "Chef monteur cinéma",
    "profil": "technicien cadre",
    "phase": "finitions",
    "mois": AVRIL,
    "du": date(2027, 4, 12),
    "au": date(2027, 4, 16),
    "taux": 2000.5,
    "heures": 39,
}
AUTEUR = MONTEUSE | {"profil": "auteur", "categorie": 41, "unite": "F", "fonction": "Scénariste"}
NOM = '@Zoé ; dite "Élan"\nFerrand'
COURTE = """\
colonnes:
  - {titre: N, champ: personne}
  - {titre: Nom, champ: nom}
  - {titre: Profil, champ: profil, table: p}
  - {titre: Début, champ: du}
  - {titre: Brut, champ: brut}
  - {titre: Société, texte: "042"}
tables:
  p: {technicien cadre: TC}
"""


def lancer(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    commande = [sys.executable, "-m", "chargeprod_xl", "exporter", "paie", *map(str, arguments)]
    return subprocess.run(commande, check=False, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def neuf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two people in April, one of them in May too, an author, a row without pay."""
    racine = tmp_path_factory.mktemp("export")
    pack = film(racine / "film", 2027, gabarits(racine, "projet", "depouillement", "plan_de_travail", "equipe"))
    mai = {"mois": MAI, "du": date(2027, 5, 3), "au": date(2027, 5, 7)}
    employer(pack, MONTEUSE, MONTEUSE | {"nombre": 2}, MONTEUSE | mai | {"personne": 1}, AUTEUR, MONTEUSE | {"taux": 0})
    lu = lire(pack / "equipe.xlsx")
    ecrire(pack / "equipe.xlsx", "Personnes", {dans_la_table(lu, "Personnes", "Nom", 1): NOM})
    assert actualiser(sorted(pack.glob("*.xlsx"))).ecrit
    return racine / "film"


@pytest.fixture
def dossier(neuf: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(neuf, tmp_path / "film"))


def courte(tmp_path: Path, texte: str = COURTE) -> Path:
    chemin = tmp_path / "c.yaml"
    chemin.write_text(texte, encoding="utf-8")
    return chemin


def test_les_lignes_sont_celles_d_emplois(dossier: Path, tmp_path: Path) -> None:
    vers = tmp_path / "paie.csv"
    resultat = lancer(dossier, "--vers", vers, "--correspondance", courte(tmp_path), "--json")
    assert resultat.returncode == 0, resultat.stderr
    assert depuis_octets(vers.read_bytes(), Format()) == [
        ["N", "Nom", "Profil", "Début", "Brut", "Société"],
        ["1", f"'{NOM}", "TC", "12/04/2027", "2000,50", "042"],
        ["2", "Personne 2", "TC", "12/04/2027", "4001,00", "042"],
        ["1", f"'{NOM}", "TC", "03/05/2027", "2000,50", "042"],
    ]
    dit = json.loads(resultat.stdout)
    assert (dit["lignes"], Decimal(dit["brut"]), dit["auteurs"], dit["sans_salaire"]) == (3, Decimal("8002.00"), 1, 1)


def test_un_mois_et_la_correspondance_livree(dossier: Path) -> None:
    resultat = lancer(dossier / "pack", "--mois", "2027-05")
    assert resultat.returncode == 0, resultat.stderr
    assert "2 000,50 €" in resultat.stdout
    titres, ligne = depuis_octets((dossier / "paie 2027-05.csv").read_bytes(), Format())
    lue = dict(zip(titres, ligne, strict=True))
    assert [lue[t] for t in ("Code salarié", "Rubrique", "Unité", "Quantité", "Heures", "Période")] == [
        "TECH-C",
        "1000",
        "HEBDO",
        "1",
        "39,00",
        "05/2027",
    ]


def test_la_correspondance_se_copie_et_rien_n_est_ecrase(tmp_path: Path) -> None:
    modele = tmp_path / "m.yaml"
    assert lancer("--modele", modele).returncode == 0
    assert "cabinet de paie" in modele.read_text(encoding="utf-8")
    assert lancer("--modele", modele).returncode == 2


def test_une_valeur_sans_code_est_dite_pour_chaque_ligne_et_rien_n_est_ecrit(dossier: Path, tmp_path: Path) -> None:
    vers = tmp_path / "paie.csv"
    vers.write_text("ancien", encoding="utf-8")
    c = courte(tmp_path, COURTE.replace("technicien cadre: TC", "artiste: AR"))
    resultat = lancer(dossier, "--vers", vers, "--correspondance", c)
    assert resultat.returncode == 2
    assert resultat.stderr.count("« technicien cadre » n’a pas de code dans la table « p »") == 3
    assert "Emplois, ligne 5" in resultat.stderr
    assert vers.read_text(encoding="utf-8") == "ancien"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["c.yaml", "film", "paie.csv"]


def test_un_texte_a_la_place_d_un_nombre_est_refuse_avec_sa_cellule(dossier: Path, tmp_path: Path) -> None:
    equipe = dossier / "pack" / "equipe.xlsx"
    cellule = dans_la_table(lire(equipe), "Emplois", "Taux convenu", 2)
    ecrire(equipe, "Emplois", {cellule: "à voir"})
    resultat = lancer(dossier, "--vers", tmp_path / "paie.csv")
    assert resultat.returncode == 2
    assert f"Emplois!{cellule} (Taux convenu) : « à voir » n’est pas un nombre" in resultat.stderr
    assert not (tmp_path / "paie.csv").exists()


@pytest.mark.parametrize(
    ("options", "faute"),
    [
        (["--mois", "avril"], "« avril » n’est pas un mois"),
        (["--mois", "2031-01"], "aucune ligne à exporter en 01/2031"),
        (["--vers", "paie.xlsx"], "n’est pas un fichier .csv"),
        (["--vers", "nulle/part/paie.csv"], "n’existe pas"),
        (["--correspondance", "absente.yaml"], "fichier introuvable"),
    ],
)
def test_les_refus_se_disent_en_francais(dossier: Path, options: list[str], faute: str) -> None:
    resultat = lancer(dossier, *options)
    assert resultat.returncode == 2
    assert faute in resultat.stderr
    assert "Traceback" not in resultat.stderr
    assert not list(dossier.glob("*.csv"))


def test_un_dossier_sans_pack_est_refuse(tmp_path: Path) -> None:
    assert lancer(tmp_path).returncode == 2
    assert lancer(tmp_path / "rien").returncode == 2
    assert lancer().returncode == 2
