"""A template with a fault stops the build in words: which template, which sheet, what to do; nothing is written."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from chargeprod_xl.anomalies import DonneesRefuseesError
from chargeprod_xl.construction import construire, dossier_gabarits
from chargeprod_xl.construction import nouveau as creer


def film_et_gabarits(tmp_path: Path, fichier: str, avant: str, apres: str) -> tuple[Path, Path]:
    gabarits = tmp_path / "gabarits"
    shutil.copytree(dossier_gabarits(), gabarits)
    cible = gabarits / fichier
    texte = cible.read_text(encoding="utf-8")
    assert avant in texte
    cible.write_text(texte.replace(avant, apres, 1), encoding="utf-8")
    film = tmp_path / "film"
    creer(film, "long-metrage")
    return film, gabarits


CAS = [
    ("nom inconnu", "devis/charges.yaml", "{detail.lignes.charges}", "{detail.lignes.charge}", "detail.lignes.charge"),
    ("colonne inconnue", "devis/detail.yaml", "[montant]-[etranger_compte]", "[montant]-[ailleurs]", "ailleurs"),
    ("fonction écartée", "devis/garde.yaml", "=IF({duree}=0,0,", "=IFS({duree}=0,0,TRUE,", "IFS"),
    ("champ de gabarit inconnu", "devis/garde.yaml", "onglet: accueil", "onglets: accueil", "onglets"),
    ("donnée inconnue", "devis/garde.yaml", "{{ projet.titre }}", "{{ projet.titres }}", "titres"),
    ("titre en double", "devis/detail.yaml", "titre: Désignation", "titre: N°", "déclarée deux fois"),
    ("cycle", "devis/recapitulatif.yaml", "=[montant]-[etranger]", "=[montant]-[etranger]+[france]", "devis.xlsx"),
]


@pytest.mark.parametrize(("quoi", "fichier", "avant", "apres", "nomme"), CAS, ids=[c[0] for c in CAS])
def test_une_faute_de_gabarit_est_nommee(
    tmp_path: Path, quoi: str, fichier: str, avant: str, apres: str, nomme: str
) -> None:
    film, gabarits = film_et_gabarits(tmp_path, fichier, avant, apres)
    with pytest.raises(DonneesRefuseesError) as refus:
        construire(film, gabarits=gabarits)
    assert any(nomme in f"{f.ou} {f.quoi}" for f in refus.value.anomalies), quoi
    assert all(f.remede for f in refus.value.anomalies)
    assert not (film / "pack").exists()


def test_une_colonne_ajoutee_au_gabarit_a_son_style_son_total_et_sa_place(tmp_path: Path) -> None:
    """The promise of the design: one line in a template makes a whole column."""
    film, gabarits = film_et_gabarits(
        tmp_path,
        "devis/detail.yaml",
        "      - {id: france,",
        "      - {id: canada, titre: dont Canada, type: euro, saisie: true, total: true}\n      - {id: france,",
    )
    construire(film, gabarits=gabarits)
    feuille = load_workbook(film / "pack" / "devis.xlsx")["Détail"]
    titres = {c.value: c.column for c in feuille[4]}
    colonne = titres["dont Canada"]
    assert feuille.cell(7, colonne).style == "Saisie"
    assert str(feuille.cell(feuille.max_row, colonne).value).startswith("=SUM(")
    assert "dont Canada" in [c.name for t in feuille.tables.values() for c in t.tableColumns]
