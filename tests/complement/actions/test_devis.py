"""Buttons on the devis of the demo film: freeze, compare, send to each reader, payroll; the pack is only read."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from chargeprod_xl.complement.session import AbandonError
from chargeprod_xl.exports.devis import envoi
from chargeprod_xl.exports.devis.lecture import PackLu, lire_pack
from complement.actions.poste import Poste

pytestmark = pytest.mark.xdist_group("actions-devis")


@pytest.fixture(scope="module")
def bureau_du_film(pack_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Poste:
    """One desk for all these tests: none of them changes the pack."""
    poste = Poste(pack_demo.parent, tmp_path_factory.mktemp("bureau"))
    poste.ouvrir("devis")
    return poste


@cache
def lu(chemins: tuple[Path, ...]) -> PackLu:
    """The pack read and computed once: eight clicks here ask for the same figures."""
    return lire_pack(chemins)


@pytest.fixture
def demo(bureau_du_film: Poste, monkeypatch: pytest.MonkeyPatch) -> Poste:
    """Without LibreOffice: the PDF has tests of its own; so has the reading of the pack."""
    monkeypatch.setattr(envoi, "soffice", lambda: None)
    monkeypatch.setattr(envoi, "lire_pack", lambda chemins: lu(tuple(chemins)))
    excel = bureau_du_film.excel
    for liste in (excel.messages, excel.alertes, excel.consultes, excel.questions):
        liste.clear()
    for classeur in excel.ouverts():
        if classeur != bureau_du_film.classeur("devis"):
            excel.fermer(classeur)
    return bureau_du_film


def test_figer_puis_comparer_et_garder_ses_motifs(demo: Poste) -> None:
    avant = demo.octets()
    demo.cliquer("figer", "agrément", "dépôt du dossier")
    assert "Devis figé : agrement.csv" in demo.excel.messages[0]
    demo.cliquer("figer", "agrément", "encore", "Non")
    demo.cliquer("comparer", "agrément", "Le pack tel qu’il est")
    comparatif = demo.film / "devis-figes" / "comparatif agrement - courante.xlsx"
    assert demo.excel.actif() == comparatif
    demo.excel.ouvrir(demo.classeur("devis"))
    demo.cliquer("comparer", "agrément", "Le pack tel qu’il est")
    assert demo.excel.actif() == comparatif, "ouvert dans Excel, le comparatif se referme le temps d’être récrit"
    demo.rien_de_casse()
    assert demo.octets() == avant


@pytest.mark.parametrize(
    ("bouton", "reponses", "fichier"),
    [
        ("exporter_devis", ["Centre national du cinéma et de l’image animée"], "devis-cnc-v"),
        ("devis_banque", [], "devis-banque-v"),
        ("devis_region", ["R1"], "devis-region-R1-v"),
        ("devis_coproducteur", [], "devis-coproducteur-v"),
        ("devis_diffuseur", [], "devis-diffuseur-v"),
    ],
)
def test_un_devis_pour_chaque_lecteur(demo: Poste, bouton: str, reponses: list[Any], fichier: str) -> None:
    demo.cliquer(bouton, *reponses)
    demo.rien_de_casse()
    actif = demo.excel.actif()
    assert actif is not None
    assert actif.name.startswith(fichier)
    assert "Total" in demo.excel.messages[0]
    assert "LibreOffice n’est pas installé" in demo.excel.messages[0]


def test_un_envoi_different_ne_se_remplace_qu_avec_accord(demo: Poste) -> None:
    envois = demo.film / "envois"
    envois.mkdir(exist_ok=True)
    fichier = envois / "devis-banque-v1.xlsx"
    fichier.write_bytes(b"une version annotee")
    demo.cliquer("devis_banque", "Non")
    assert fichier.read_bytes() == b"une version annotee"
    demo.cliquer("devis_banque", "Oui")
    assert fichier.read_bytes().startswith(b"PK")


def test_le_formulaire_d_un_lecteur(demo: Poste, tmp_path: Path) -> None:
    livre = Workbook()
    feuille: Any = livre.active
    for ligne in (
        ("Compte", "Libellé", "Montant HT"),
        ("2311", "Directeur de production", None),
        ("71", "Images", None),
    ):
        feuille.append(ligne)
    livre.save(tmp_path / "formulaire.xlsx")
    demo.cliquer("remplir_formulaire", tmp_path / "formulaire.xlsx", "Établissement de crédit")
    demo.rien_de_casse()
    actif = demo.excel.actif()
    assert actif is not None
    assert load_workbook(actif).active["C2"].value > 0
    assert "montants sans place" in demo.excel.messages[0]


def test_les_scenarios_cote_a_cote(demo: Poste) -> None:
    demo.cliquer("scenarios")
    demo.rien_de_casse()
    assert "Total HT" in demo.derniere_page
    assert "A : " in demo.derniere_page


def test_la_paie_d_un_mois(demo: Poste) -> None:
    demo.cliquer("exporter_paie", "2027-04")
    demo.rien_de_casse()
    assert (demo.film / "paie 2027-04.csv").exists()
    demo.cliquer("exporter_paie", "avril")
    assert "« avril » n’est pas un mois" in demo.excel.alertes[0]
    demo.cliquer("exporter_paie", AbandonError)
