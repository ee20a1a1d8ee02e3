"""The button « Régénérer le pack »: nothing typed is lost, no file is written under Excel, everything is open again."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from chargeprod_xl.complement.session import AbandonError, Endroit
from chargeprod_xl.complement.session_memoire import FichierTenuError, octets_du_verrou
from complement.actions.poste import HYPOTHESES, SOLDE, Poste


def test_ce_qui_est_saisi_sans_etre_enregistre_est_garde(poste: Poste) -> None:
    poste.ouvrir("depouillement", "projet")
    poste.saisir("projet", HYPOTHESES, SOLDE, 8000)
    poste.saisir("depouillement", "Éléments", "A5", "Bac à quai")
    assert poste.sur_disque("projet", HYPOTHESES, SOLDE) == 10000, "rien n’est encore enregistré"
    poste.cliquer("regenerer")
    poste.rien_de_casse()
    assert poste.sur_disque("projet", HYPOTHESES, SOLDE) == 8000
    assert poste.sur_disque("depouillement", "Éléments", "A5") == "Bac à quai"
    assert "Pack reconstruit" in poste.excel.messages[0]
    assert [v.name for v in (poste.film / "versions").iterdir()] == ["2027-01-04_09h30m00"]


def test_les_classeurs_se_rouvrent_ou_ils_etaient(poste: Poste) -> None:
    poste.ouvrir("depouillement", "projet")
    poste.choisir_la_cellule("depouillement", "Rôles", "B5")
    poste.choisir_la_cellule("projet", HYPOTHESES, SOLDE)
    poste.saisir("projet", HYPOTHESES, SOLDE, 8000)
    poste.cliquer("regenerer")
    assert {c.name for c in poste.excel.ouverts()} == {"depouillement.xlsx", "projet.xlsx"}
    assert poste.excel.actif() == poste.classeur("projet")
    assert poste.excel.position(poste.classeur("projet")) == Endroit(poste.classeur("projet"), HYPOTHESES, SOLDE)
    assert poste.excel.position(poste.classeur("depouillement"))[1:] == ("Rôles", "B5")


def test_un_classeur_d_ailleurs_qui_etait_devant_y_reste(poste: Poste) -> None:
    envoi = poste.film / "envois" / "devis-cnc-v1.xlsx"
    envoi.parent.mkdir()
    _vide(envoi)
    poste.ouvrir("projet")
    poste.saisir("projet", HYPOTHESES, SOLDE, 8000)
    poste.excel.ouvrir(envoi)
    poste.cliquer("regenerer")
    poste.rien_de_casse()
    assert poste.excel.actif() == envoi, "un classeur du film, hors du pack, mène à son pack"
    assert poste.sur_disque("projet", HYPOTHESES, SOLDE) == 8000


def test_une_seconde_regeneration_ne_change_rien(poste: Poste) -> None:
    poste.ouvrir("projet")
    poste.saisir("projet", HYPOTHESES, SOLDE, 8000)
    poste.cliquer("regenerer")
    apres = poste.octets()
    poste.cliquer("regenerer")
    poste.rien_de_casse()
    assert poste.excel.messages[-1] == "Le pack est déjà ce qu’il doit être : rien n’a été écrit."
    assert poste.octets() == apres
    assert len(list((poste.film / "versions").iterdir())) == 1


@pytest.mark.parametrize(("qui", "reste"), [("Garder le classeur : 8000", 8000), ("Prendre le projet : 500", 500)])
def test_une_valeur_changee_des_deux_cotes_est_demandee(poste: Poste, qui: str, reste: int) -> None:
    poste.ouvrir("projet")
    poste.saisir("projet", HYPOTHESES, SOLDE, 8000)
    poste.changer_projet("solde_initial: 10000", "solde_initial: 500")
    poste.cliquer("regenerer", qui)
    poste.rien_de_casse()
    assert "valait 10000 ; le classeur dit 8000, le projet dit 500" in poste.excel.questions[0]
    assert poste.sur_disque("projet", HYPOTHESES, SOLDE) == reste


def test_une_reponse_peut_valoir_pour_tous_les_conflits(poste: Poste) -> None:
    poste.ouvrir("projet")
    poste.saisir("projet", HYPOTHESES, SOLDE, 8000)
    poste.saisir("projet", HYPOTHESES, "B6", 40)
    poste.changer_projet("solde_initial: 10000", "solde_initial: 500\n  huitiemes_par_jour: 28")
    poste.cliquer("regenerer", "Le projet, pour les 2 conflits")
    assert [poste.sur_disque("projet", HYPOTHESES, c) for c in (SOLDE, "B6")] == [500, 28]


def test_annuler_la_question_laisse_tout_comme_avant(poste: Poste) -> None:
    poste.ouvrir("projet")
    poste.saisir("projet", HYPOTHESES, SOLDE, 8000)
    poste.changer_projet("solde_initial: 10000", "solde_initial: 500")
    poste.cliquer("regenerer", AbandonError)
    poste.rien_de_casse()
    assert poste.excel.actif() == poste.classeur("projet")
    assert poste.sur_disque("projet", HYPOTHESES, SOLDE) == 8000
    assert not (poste.film / "versions").exists()


def test_un_projet_refuse_rouvre_tout_et_dit_quoi_faire(poste: Poste) -> None:
    poste.ouvrir("depouillement", "projet")
    poste.saisir("projet", HYPOTHESES, SOLDE, 8000)
    poste.changer_projet("livraison: 2027-07-30", "livraison: bientôt")
    poste.cliquer("regenerer")
    [refus] = poste.excel.alertes
    assert "« Régénérer le pack » n’a pas abouti" in refus
    assert "projet.yaml, ligne" in refus
    assert "Rien de saisi n’est perdu" in refus
    assert {c.name for c in poste.excel.ouverts()} == {"depouillement.xlsx", "projet.xlsx"}
    assert poste.sur_disque("projet", HYPOTHESES, SOLDE) == 8000


def test_le_titre_change_se_confirme(poste: Poste) -> None:
    poste.ouvrir("projet")
    poste.changer_projet("titre: Le Quai", "titre: Le Bac")
    poste.cliquer("regenerer", "Oui")
    poste.rien_de_casse()
    assert "est-ce le même film" in poste.excel.questions[0]
    assert "Le Bac" in str(poste.sur_disque("projet", HYPOTHESES, "A2"))


def test_un_classeur_ouvert_chez_une_collegue_est_nomme_avec_elle(poste: Poste) -> None:
    (poste.pack / "~$depouillement.xlsx").write_bytes(octets_du_verrou("Inès Côté"))
    poste.ouvrir("projet")
    poste.saisir("projet", HYPOTHESES, SOLDE, 8000)
    avant = poste.octets()
    poste.cliquer("regenerer")
    [refus] = poste.excel.alertes
    assert "depouillement.xlsx : ce classeur est ouvert ailleurs dans Excel par Inès Côté" in refus
    assert poste.octets() == avant
    assert poste.excel.ouverts() == [poste.classeur("projet")]
    poste.excel.enregistrer(poste.classeur("projet"))
    assert poste.sur_disque("projet", HYPOTHESES, SOLDE) == 8000, "ce qui était saisi est encore à l’écran"


def test_un_classeur_ouvert_dans_libreoffice_est_nomme(poste: Poste) -> None:
    (poste.pack / ".~lock.depouillement.xlsx#").write_text(",Paul,poste-2,04.01.2027 09:00,file:///x;")
    poste.ouvrir("projet")
    poste.cliquer("regenerer")
    assert "ouvert ailleurs dans LibreOffice par Paul" in poste.excel.alertes[0]


def test_un_classeur_en_lecture_seule_parce_qu_une_autre_le_tient(poste: Poste) -> None:
    (poste.pack / "~$projet.xlsx").write_bytes(octets_du_verrou("Inès Côté"))
    poste.ouvrir("projet")
    poste.cliquer("regenerer")
    assert "projet.xlsx : ce classeur est ouvert ailleurs dans Excel par Inès Côté" in poste.excel.alertes[0]
    assert (poste.pack / "~$projet.xlsx").exists()


def test_la_session_voit_un_fichier_ecrit_sous_excel(poste: Poste) -> None:
    """Witness: without this, the other tests would prove nothing of the files that Excel holds."""
    poste.ouvrir("projet")
    poste.classeur("projet").write_bytes(poste.classeur("depouillement").read_bytes())
    with pytest.raises(FichierTenuError):
        poste.excel.fermer(poste.classeur("projet"))


def test_le_classeur_d_une_personne_range_dans_le_pack_suit(poste: Poste) -> None:
    perso = poste.pack / "mes calculs.xlsx"
    _vide(perso)
    poste.ouvrir("projet", "mes calculs")
    poste.excel.saisir(perso, "Sheet", "J20", "à moi")
    poste.excel.montrer(Endroit(poste.classeur("projet"), HYPOTHESES, SOLDE))
    poste.saisir("projet", HYPOTHESES, SOLDE, 8000)
    poste.cliquer("regenerer")
    poste.rien_de_casse()
    assert perso in poste.excel.ouverts()
    assert poste.sur_disque("mes calculs", "Sheet", "J20") == "à moi"


def _vide(classeur: Path) -> None:
    Workbook().save(classeur)
