"""« importer scenario »: the new draft takes the place that projet.yaml gives; nothing of the film is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commande.test_commandes import lancer

from chargeprod_xl.anomalies import DonneesRefuseesError
from chargeprod_xl.imports.nouveau_scenario import importer

PROJET = """\
projet:
  titre: Le Bac
  realisateur: Une réalisatrice
  producteur_delegue: Une société
  date_version: 2027-01-04
{ligne}phases:
  preparation: {{debut: 2027-02-01, fin: 2027-04-02}}
  tournage: {{debut: 2027-04-05, fin: 2027-06-04}}
  finitions: {{debut: 2027-06-07, fin: 2027-12-17}}
  livraison: 2028-01-14
  cloture: 2028-07-31
"""
UNE = "INT. PHARE - NUIT\n\nMarc monte.\n"
DEUX = UNE + "\nEXT. QUAI - JOUR\n\nLéa attend.\n"


def film(dossier: Path, ligne: str, ancien: str = "") -> Path:
    dossier = dossier / "film"
    (dossier / "textes").mkdir(parents=True)
    (dossier / "projet.yaml").write_text(PROJET.format(ligne=ligne), encoding="utf-8")
    if ancien:
        (dossier / ancien).write_text(UNE, encoding="utf-8")
    return dossier


def neuf(dossier: Path, nom: str = "v2.fountain") -> Path:
    (dossier / nom).write_text(DEUX, encoding="utf-8")
    return dossier / nom


def test_le_nom_du_film_est_garde_et_l_ancien_aussi(tmp_path: Path) -> None:
    dossier = film(tmp_path, "scenario: textes/le bac.fountain\n", "textes/le bac.fountain")
    fait = importer(neuf(tmp_path), dossier)
    assert fait.fichier == dossier / "textes" / "le bac.fountain"
    assert fait.fichier.read_text(encoding="utf-8") == DEUX
    assert fait.ancien == dossier / "textes" / "le bac (ancien).fountain"
    assert fait.ancien.read_text(encoding="utf-8") == UNE
    assert fait.sequences == 2
    assert importer(neuf(tmp_path), dossier).ecrits == (), "le même fichier ne s’importe pas deux fois"
    (tmp_path / "v3.fountain").write_text(DEUX + "\nINT. BAC - JOUR\n\nRien.\n", encoding="utf-8")
    troisieme = importer(tmp_path / "v3.fountain", dossier)
    assert troisieme.ancien == dossier / "textes" / "le bac (ancien 2).fountain"


@pytest.mark.parametrize(
    ("ligne", "attendue"),
    [
        ("scenario: le bac.fountain   # version 1\n", "scenario: le bac.txt   # version 1\n"),
        ('scenario: "le bac.fountain"\n', 'scenario: "le bac.txt"\n'),
        ("", "scenario: scenario.txt\n"),
    ],
)
def test_un_autre_genre_de_fichier_change_la_ligne_et_rien_d_autre(tmp_path: Path, ligne: str, attendue: str) -> None:
    dossier = film(tmp_path, ligne, "le bac.fountain" if ligne else "")
    importer(neuf(tmp_path, "v2.txt"), dossier)
    texte = (dossier / "projet.yaml").read_text(encoding="utf-8")
    assert attendue in texte
    assert texte.replace(attendue, ligne) == PROJET.format(ligne=ligne)
    assert (dossier / "le bac.fountain").exists() == bool(ligne)


def test_ce_qui_ne_se_lit_pas_est_refuse_en_entier(tmp_path: Path) -> None:
    dossier = film(tmp_path, "scenario: ../ailleurs.fountain\n")
    (tmp_path / "vide.fountain").write_text("Une note.\n", encoding="utf-8")
    with pytest.raises(DonneesRefuseesError) as refus:
        importer(tmp_path / "vide.fountain", dossier)
    assert [a.quoi for a in refus.value.anomalies] == [
        "Aucun en-tête de séquence trouvé.",
        "« scenario » sort du dossier du film : ../ailleurs.fountain",
    ]
    assert not (tmp_path / "ailleurs.fountain").exists()


def test_a_la_ligne_de_commande(tmp_path: Path) -> None:
    dossier = film(tmp_path, "scenario: bac.fountain\n", "bac.fountain")
    a_blanc = lancer("importer", "scenario", neuf(tmp_path), dossier, "--a-blanc")
    assert "à blanc : rien n’a été écrit" in a_blanc.stdout
    assert (dossier / "bac.fountain").read_text(encoding="utf-8") == UNE
    fait = lancer("importer", "scenario", neuf(tmp_path), dossier, "--json")
    assert json.loads(fait.stdout)["sequences"] == 2
    refus = lancer("importer", "scenario", tmp_path / "absent.fountain", dossier)
    assert refus.returncode == 2
    assert "absent.fountain" in refus.stderr
