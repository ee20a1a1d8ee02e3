"""« Vérifier » colours what is wrong and nothing else; « Actualiser » and « Expliquer ce chiffre »."""

from __future__ import annotations

from chargeprod_xl.complement.actions_marques import MARQUE
from chargeprod_xl.complement.session import Endroit
from complement.actions.poste import HYPOTHESES, SOLDE, Poste


def test_seules_les_formules_ecrasees_sont_marquees(poste: Poste) -> None:
    poste.ouvrir("depouillement", "projet")
    poste.saisir("projet", HYPOTHESES, "B8", 5)
    poste.saisir("depouillement", "Rôles", "E5", 3)
    poste.saisir("projet", HYPOTHESES, SOLDE, 8000)
    poste.cliquer("verifier")
    ecrasees = {("projet.xlsx", HYPOTHESES, "B8"), ("depouillement.xlsx", "Rôles", "E5")}
    # The checks « formules en place » of both workbooks are red too, on their own sheets.
    assert {x for x in poste.rouges if not x[1].startswith("Contrôles")} == ecrasees
    assert "formule écrasée" in poste.derniere_page
    assert "✖ Le pack a des erreurs" in poste.excel.alertes[0]
    assert list(poste.pack.glob("*.html")) == [], "le pack reste propre"


def test_la_verification_suivante_rend_leur_couleur_aux_cellules_reparees(poste: Poste) -> None:
    poste.ouvrir("projet")
    formule = poste.sur_disque("projet", HYPOTHESES, "B8")
    case = Endroit(poste.classeur("projet"), HYPOTHESES, "B8")
    avant = poste.excel.couleur(case)
    poste.saisir("projet", HYPOTHESES, "B8", 5)
    poste.cliquer("verifier")
    assert ("projet.xlsx", HYPOTHESES, "B8") in poste.rouges
    poste.saisir("projet", HYPOTHESES, "B8", formule)
    poste.cliquer("verifier")
    assert poste.rouges == set()
    assert poste.excel.couleur(case) == avant
    assert "● Tout est juste" in poste.excel.messages[-1]


def test_les_marques_restent_quand_on_demande_pourquoi(poste: Poste) -> None:
    poste.ouvrir("projet")
    poste.saisir("projet", HYPOTHESES, "B8", 5)
    poste.cliquer("verifier")
    poste.choisir_la_cellule("projet", HYPOTHESES, "B8")
    poste.cliquer("expliquer")
    assert "saisie par-dessus une formule" in poste.derniere_page
    case = Endroit(poste.classeur("projet"), HYPOTHESES, "B8")
    assert poste.excel.couleur(case) == MARQUE


def test_une_marque_enregistree_puis_rouverte_se_rend_aussi(poste: Poste) -> None:
    poste.ouvrir("projet")
    case = Endroit(poste.classeur("projet"), HYPOTHESES, "B8")
    formule, avant = poste.sur_disque("projet", HYPOTHESES, "B8"), poste.excel.couleur(case)
    poste.saisir("projet", HYPOTHESES, "B8", 5)
    poste.cliquer("verifier")
    poste.saisir("projet", HYPOTHESES, "B8", formule)
    poste.excel.enregistrer(poste.classeur("projet"))
    poste.excel.fermer(poste.classeur("projet"))
    poste.ouvrir("projet")
    assert poste.excel.couleur(case) == MARQUE
    poste.cliquer("verifier")
    assert poste.excel.couleur(case) == avant


def test_les_marques_ne_passent_pas_dans_le_pack_regenere(poste: Poste) -> None:
    poste.ouvrir("projet")
    poste.saisir("projet", HYPOTHESES, "B8", 5)
    poste.cliquer("verifier")
    poste.cliquer("regenerer")
    assert poste.rouges == set()
    assert poste.excel.couleur(Endroit(poste.classeur("projet"), HYPOTHESES, "B8")) != MARQUE


def test_une_marque_enregistree_dans_un_classeur_ferme_ne_survit_pas_a_la_regeneration(poste: Poste) -> None:
    poste.ouvrir("depouillement", "projet")
    poste.saisir("projet", HYPOTHESES, "B8", 5)
    poste.cliquer("verifier")
    poste.excel.enregistrer(poste.classeur("projet"))
    poste.excel.fermer(poste.classeur("projet"))
    poste.cliquer("regenerer")
    poste.ouvrir("projet")
    assert poste.sur_disque("projet", HYPOTHESES, "B8") == 5, "la formule écrasée à la main reste telle, et se dit"
    assert poste.excel.couleur(Endroit(poste.classeur("projet"), HYPOTHESES, "B8")) != MARQUE


def test_un_classeur_ferme_est_dit_et_non_marque(poste: Poste) -> None:
    poste.ouvrir("depouillement")
    poste.saisir("depouillement", "Rôles", "E5", 3)
    poste.excel.enregistrer(poste.classeur("depouillement"))
    poste.excel.fermer(poste.classeur("depouillement"))
    poste.ouvrir("projet")
    poste.cliquer("verifier")
    assert poste.rouges == set()
    assert "dans des classeurs fermés" in poste.excel.alertes[0]


def test_une_fonction_du_complement_est_non_verifiable_et_jamais_une_faute(poste: Poste) -> None:
    poste.ouvrir("projet")
    poste.saisir("projet", HYPOTHESES, "F6", "=CP_COUT_EMPLOYEUR(3000)")
    poste.saisir("projet", HYPOTHESES, "F7", "=F6*2")
    poste.cliquer("verifier")
    assert poste.excel.alertes == []
    assert poste.rouges == set()
    assert "● Tout est juste" in poste.excel.messages[0]
    assert "2 cellules non vérifiables" in poste.excel.messages[0]
    assert "CP_COUT_EMPLOYEUR" in poste.derniere_page
    assert "projet.xlsx › Hypothèses › F7" in poste.derniere_page, "ce qui en dépend est dit aussi"


def test_un_texte_du_classeur_reste_un_texte_dans_le_rapport(poste: Poste) -> None:
    poste.ouvrir("projet")
    poste.saisir("projet", HYPOTHESES, "B8", "<script>alert(1)</script>")
    poste.cliquer("verifier")
    assert "<script>" not in poste.derniere_page
    assert "&lt;script&gt;" in poste.derniere_page


def test_actualiser_renouvelle_les_valeurs_et_rouvre(poste: Poste) -> None:
    poste.ouvrir("depouillement", "projet")
    poste.saisir("projet", HYPOTHESES, "B7", "1111110")
    poste.cliquer("actualiser")
    poste.rien_de_casse()
    assert "valeurs renouvelées" in poste.excel.messages[0]
    assert len(poste.excel.ouverts()) == 2


def test_expliquer_raconte_le_chiffre_choisi(poste: Poste) -> None:
    poste.ouvrir("projet")
    poste.choisir_la_cellule("projet", HYPOTHESES, "B8")
    poste.cliquer("expliquer")
    poste.rien_de_casse()
    assert "Jours de tournage par semaine" in poste.derniere_page
    assert "Jours travaillés de la semaine" in poste.derniere_page
    poste.choisir_la_cellule("projet", HYPOTHESES, "F40")
    poste.cliquer("expliquer")
    assert "cellule vide" in poste.excel.alertes[0]


def test_expliquer_dit_ce_qui_vient_d_etre_saisi(poste: Poste) -> None:
    poste.ouvrir("projet")
    poste.saisir("projet", HYPOTHESES, SOLDE, 8123)
    poste.choisir_la_cellule("projet", HYPOTHESES, SOLDE)
    poste.cliquer("expliquer")
    assert "8\u202f123" in poste.derniere_page or "8123" in poste.derniere_page
