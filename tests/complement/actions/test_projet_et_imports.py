"""Buttons that make a film, bring into it what people have, follow the rates, and go back."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from reprise.atelier import SCENES, scenario

from chargeprod_xl.complement.session import AbandonError
from complement.actions.poste import HYPOTHESES, SOLDE, Poste

PLAN = "séquence;jour\n2;1\n1;1\n3;2\n4;2\n"
DEVIS = "Compte;Désignation;Nb;Tournage;Taux;Montant HT\n2324;Scripte;1;3;1500;4500\n;TOTAL;;;;4500\n"
LISTE = "Code;Libellé\n2324;Scripte et assistante\n"


def ecrire(dossier: Path, nom: str, texte: str) -> Path:
    fichier = dossier / nom
    fichier.write_text(texte, encoding="utf-8")
    return fichier


def test_un_film_nouveau_puis_son_pack(poste: Poste, tmp_path: Path) -> None:
    poste.cliquer("nouveau", tmp_path, "mon film", "Long métrage de fiction")
    assert poste.excel.consultes == [tmp_path / "mon film" / "projet.yaml"]
    poste.cliquer("construire", tmp_path / "mon film")
    poste.rien_de_casse()
    assert (tmp_path / "mon film" / "pack" / "manifeste.json").exists()
    assert poste.excel.actif() == tmp_path / "mon film" / "pack" / "projet.xlsx"


def test_un_nom_de_dossier_ne_sort_pas_du_dossier_choisi(poste: Poste, tmp_path: Path) -> None:
    poste.cliquer("nouveau", tmp_path, "../ailleurs")
    assert "« ../ailleurs » n’est pas un nom de dossier" in poste.excel.alertes[0]


def test_construire_n_ecrase_jamais_ce_qui_est_saisi(poste: Poste) -> None:
    poste.ouvrir("projet")
    poste.saisir("projet", HYPOTHESES, SOLDE, 8000)
    poste.cliquer("construire", poste.pack)
    assert "« Régénérer le pack »" in poste.excel.alertes[0], "le remède nomme le bouton, non la commande"
    assert poste.sur_disque("projet", HYPOTHESES, SOLDE) == 8000


def test_les_baremes_se_montrent_avant_d_etre_pris(poste: Poste) -> None:
    poste.ouvrir("projet")
    poste.cliquer("baremes")
    assert "rien ne changerait" in poste.excel.messages[0]
    poste.changer_projet("solde_initial: 10000", "solde_initial: 12000")
    poste.cliquer("baremes", "Ne rien changer")
    assert "Solde bancaire de départ : 10000 → 12000" in poste.derniere_page
    assert "barèmes, 0 ; autres valeurs, 1" in poste.excel.questions[-1]
    assert poste.sur_disque("projet", HYPOTHESES, SOLDE) == 10000
    poste.cliquer("baremes", "Régénérer maintenant")
    poste.rien_de_casse()
    assert poste.sur_disque("projet", HYPOTHESES, SOLDE) == 12000


def test_un_tournage_avance_change_les_baremes_du_pack(poste: Poste) -> None:
    projet = poste.film / "projet.yaml"
    texte = projet.read_text(encoding="utf-8").replace("2027-12-31", "2028-12-31").replace("2027-", "2025-")
    projet.write_text(texte, encoding="utf-8")
    poste.ouvrir("projet")
    poste.cliquer("baremes", "Ne rien changer")
    poste.rien_de_casse()
    assert re.search(r"barèmes, [1-9]", poste.excel.questions[-1])
    assert "Cotisations patronales des ouvriers" in poste.derniere_page


def test_un_conflit_laisse_apres_un_import_le_dit(poste: Poste, tmp_path: Path) -> None:
    poste.ouvrir("projet")
    poste.saisir("projet", HYPOTHESES, SOLDE, 8000)
    poste.changer_projet("solde_initial: 10000", "solde_initial: 500")
    poste.cliquer("importer_plan", ecrire(tmp_path, "plan.csv", PLAN), AbandonError)
    assert "Import fait : 4 séquences placées sur 2 jours" in poste.excel.messages[-1]


def test_la_version_precedente_revient_et_repart(poste: Poste) -> None:
    poste.ouvrir("projet")
    poste.saisir("projet", HYPOTHESES, SOLDE, 8000)
    poste.cliquer("regenerer")
    poste.saisir("projet", HYPOTHESES, SOLDE, 9000)
    poste.cliquer("restaurer", "2027-01-04_09h30m00")
    poste.rien_de_casse()
    assert poste.sur_disque("projet", HYPOTHESES, SOLDE) == 8000
    poste.cliquer("restaurer", "2027-01-04_09h30m00-2")
    assert poste.sur_disque("projet", HYPOTHESES, SOLDE) == 9000, "ce qui n’était pas enregistré ne s’est pas perdu"


def test_sans_version_gardee_restaurer_le_dit(poste: Poste) -> None:
    poste.ouvrir("projet")
    poste.cliquer("restaurer")
    assert "aucune version de ce pack n’est gardée" in poste.excel.alertes[0]


def test_un_nouveau_scenario_entre_dans_le_pack_et_l_ancien_est_garde(poste: Poste, tmp_path: Path) -> None:
    neuf = ecrire(tmp_path, "version 2.fountain", scenario(*SCENES, "EXT. PHARE - NUIT\n\nMarc monte seul.\n"))
    avant = (poste.film / "scenario.fountain").read_bytes()
    poste.ouvrir("depouillement")
    poste.saisir("depouillement", "Éléments", "A5", "Bac à quai")
    poste.cliquer("importer_scenario", neuf)
    poste.rien_de_casse()
    assert (poste.film / "scenario.fountain").read_bytes() == neuf.read_bytes()
    assert (poste.film / "scenario (ancien).fountain").read_bytes() == avant
    assert poste.sur_disque("depouillement", "Séquences", "A9") is not None
    assert poste.sur_disque("depouillement", "Éléments", "A5") == "Bac à quai"
    poste.cliquer("importer_scenario", neuf)
    assert "C’est déjà le scénario du film" in poste.excel.messages[-1]


def test_un_scenario_final_draft_prend_la_place_du_fountain(poste: Poste, tmp_path: Path) -> None:
    fdx = (
        '<?xml version="1.0" encoding="UTF-8"?><FinalDraft DocumentType="Script" Version="4"><Content>'
        '<Paragraph Type="Scene Heading" Number="1"><Text>INT. PHARE - NUIT</Text></Paragraph>'
        '<Paragraph Type="Action"><Text>Marc monte.</Text></Paragraph></Content></FinalDraft>'
    )
    poste.ouvrir("projet")
    poste.cliquer("importer_scenario", ecrire(tmp_path, "v2.fdx", fdx))
    poste.rien_de_casse()
    assert "scenario: scenario.fdx\n" in (poste.film / "projet.yaml").read_text(encoding="utf-8")
    assert (poste.film / "scenario.fountain").exists()


def test_un_scenario_illisible_ne_change_rien(poste: Poste, tmp_path: Path) -> None:
    poste.ouvrir("projet")
    avant = {p: p.read_bytes() for p in poste.film.rglob("*") if p.is_file()}
    poste.cliquer("importer_scenario", ecrire(tmp_path, "vide.fountain", "Une note, sans séquence.\n"))
    assert "Aucun en-tête de séquence trouvé" in poste.excel.alertes[0]
    assert {p: p.read_bytes() for p in poste.film.rglob("*") if p.is_file()} == avant


def test_un_import_fait_dont_le_pack_ne_peut_suivre_le_dit(poste: Poste, tmp_path: Path) -> None:
    (poste.pack / "~$depouillement.xlsx").write_bytes(b"\x04Paul")
    neuf = ecrire(tmp_path, "v2.fountain", scenario(*SCENES[:3]))
    poste.ouvrir("projet")
    poste.cliquer("importer_scenario", neuf)
    assert "fait : 3 séquences sont dans scenario.fountain" in poste.excel.alertes[0]
    assert "par Paul" in poste.excel.alertes[0]


def test_le_plan_du_premier_assistant(poste: Poste, tmp_path: Path) -> None:
    plan = ecrire(tmp_path, "plan.csv", PLAN)
    poste.ouvrir("plan_de_travail")
    poste.cliquer("importer_plan", plan)
    poste.rien_de_casse()
    assert "plan: plan.csv" in (poste.film / "projet.yaml").read_text(encoding="utf-8")
    assert "Pack reconstruit" in poste.excel.messages[-1]
    poste.cliquer("importer_plan", plan, "Non")
    assert "ce film a déjà un plan" in poste.excel.questions[-1]
    poste.cliquer("importer_plan", plan, "Oui")
    poste.rien_de_casse()


@pytest.mark.parametrize(
    ("bouton", "fichier", "texte", "reponses", "ecrit"),
    [
        ("importer_devis", "devis.csv", DEVIS, ["Non"], "budget.yaml"),
        ("importer_nomenclature", "liste.csv", LISTE, [None, "Oui"], "nomenclature.csv"),
    ],
)
def test_un_devis_et_une_liste_officielle(
    poste: Poste, tmp_path: Path, bouton: str, fichier: str, texte: str, reponses: list[Any], ecrit: str
) -> None:
    poste.ouvrir("projet")
    poste.cliquer(bouton, ecrire(tmp_path, fichier, texte), *reponses)
    poste.rien_de_casse()
    assert (poste.film / ecrit).exists()


def test_fermer_la_question_du_fichier_ne_fait_rien(poste: Poste) -> None:
    poste.ouvrir("projet")
    avant = poste.octets()
    poste.cliquer("importer_plan", AbandonError)
    poste.rien_de_casse()
    assert poste.octets() == avant
