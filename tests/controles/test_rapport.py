"""``controler``: files that make a pack or not, exit codes, and a report for people and for machines."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from chargeprod_xl.controles import controler, en_dict, en_texte
from chargeprod_xl.controles.meta import lire_meta
from chargeprod_xl.controles.resultat import ILLISIBLE, ROUGE, TOUT_BON, RapportPack
from controles.atelier import copier, ecrire, lire, lire_pack


def _controler(dossier: Path) -> RapportPack:
    return controler(sorted(dossier.glob("*.xlsx")))


def _fautes(rapport: RapportPack) -> dict[str, str]:
    assert rapport.code_sortie == ILLISIBLE
    return {f.ou: f.quoi for f in rapport.fautes}


@pytest.fixture
def dossier(pack_reduit: Path, tmp_path: Path) -> Path:
    return copier(pack_reduit, tmp_path / "pack")


def test_un_pack_neuf_est_juste_dans_l_ordre_des_classeurs_et_rien_n_est_ecrit(dossier: Path) -> None:
    avant = {p: p.read_bytes() for p in dossier.iterdir()}
    rapport = _controler(dossier)
    assert rapport.code_sortie == TOUT_BON
    assert rapport.classeurs[0] == "projet.xlsx"
    assert rapport.classeurs[-1] == "bilan.xlsx"
    assert rapport.recalcul.a_jour
    assert {v.etat for v in rapport.verdicts} <= {"ok", "a_voir"}
    assert {p: p.read_bytes() for p in dossier.iterdir()} == avant


def test_l_inventaire_couvre_chaque_formule_des_classeurs(dossier: Path) -> None:
    for classeur in lire_pack(dossier):
        meta = lire_meta(classeur)
        assert meta is not None
        for declaree in meta.feuilles:
            lue = classeur.feuille(declaree.nom)
            assert lue is not None
            fixes = {p for g in declaree.groupes for p in g.positions()}
            tables = [t.plage for t in declaree.tables]
            formules = {p for p, c in lue.cellules.items() if c.formule}
            assert {p for p in formules if not any(t.contient(*p) for t in tables)} == fixes


def test_un_controle_rouge_et_une_formule_ecrasee_rendent_le_code_un(dossier: Path) -> None:
    ecrire(dossier / "tresorerie.xlsx", "Encaissements", {"D5": 0.4})
    rapport = _controler(dossier)
    assert rapport.code_sortie == ROUGE
    assert "Les parts de chaque source font 100 %" in {v.libelle for v in rapport.rouges}
    assert "→ corrigez les parts de la source" in en_texte(rapport)


def test_une_valeur_perimee_seule_se_dit_sans_faire_echouer(dossier: Path) -> None:
    ecrire(dossier / "devis.xlsx", "Détail", {"L7": 100.0, "E7": 1.0})
    rapport = _controler(dossier)
    assert rapport.recalcul.perimees
    assert rapport.code_sortie == TOUT_BON
    assert "« actualiser »" in en_texte(rapport)


def test_une_cellule_en_erreur_rend_le_code_un(dossier: Path) -> None:
    ecrire(dossier / "projet.xlsx", "Phases", {"H40": "=1/0"})
    rapport = _controler(dossier)
    assert [(e.lieu.cellule, e.code) for e in rapport.recalcul.erreurs] == [("H40", "#DIV/0!")]
    assert rapport.code_sortie == ROUGE


def test_une_fonction_que_personne_ne_connait_n_est_pas_une_erreur(dossier: Path) -> None:
    ecrire(dossier / "projet.xlsx", "Phases", {"H40": "=CP_DEVIS(1)"})
    rapport = _controler(dossier)
    assert rapport.recalcul.non_verifiables
    assert rapport.code_sortie == TOUT_BON


def test_un_controle_que_personne_ne_peut_recalculer_n_est_pas_dit_bon(dossier: Path) -> None:
    """A date of the phases comes from a function of Excel only: what is kept of the check may be old."""
    phases = load_workbook(dossier / "projet.xlsx")["Phases"]
    [ligne] = [n for n in range(1, 30) if phases.cell(n, 1).value == "Fin de tournage"]
    ecrire(dossier / "projet.xlsx", "Phases", {f"B{ligne}": "=CP_DEVIS(1)"})
    [verdict] = [v for v in _controler(dossier).verdicts if v.libelle == "Les phases se suivent"]
    assert verdict.etat == "a_voir"


def test_deux_feuilles_de_meme_nom_ne_sont_qu_une_remarque(dossier: Path) -> None:
    for nom in ("projet.xlsx", "financement.xlsx"):
        livre = load_workbook(dossier / nom)
        livre.create_sheet("Feuil1")
        livre.save(dossier / nom)
    rapport = _controler(dossier)
    assert rapport.remarques
    assert rapport.fautes == ()


def test_un_fichier_abime_et_un_fichier_etranger_sont_dits_ensemble(dossier: Path) -> None:
    (dossier / "devis.xlsx").write_bytes(b"PK\x03\x04 pas un classeur")
    Workbook().save(dossier / "notes.xlsx")
    fautes = _fautes(_controler(dossier))
    assert "abîmé" in fautes["devis.xlsx"]
    assert "n’est pas un classeur du pack" in fautes["notes.xlsx"]


def test_un_classeur_qui_manque_est_nomme(dossier: Path) -> None:
    (dossier / "plan_de_travail.xlsx").unlink()
    assert "manque" in _fautes(_controler(dossier))["plan_de_travail.xlsx"]


def test_un_classeur_donne_seul_se_controle_avec_ses_liaisons(dossier: Path) -> None:
    rapport = controler([dossier / "devis.xlsx"])
    assert rapport.code_sortie == TOUT_BON
    assert "vérifié seul" in rapport.avertissements[0]


def test_un_classeur_renomme_et_une_copie_sont_dits(dossier: Path) -> None:
    shutil.copyfile(dossier / "bilan.xlsx", dossier / "bilan (1).xlsx")
    (dossier / "devis.xlsx").rename(dossier / "devis_v2.xlsx")
    fautes = _fautes(_controler(dossier))
    assert "copie de bilan.xlsx" in fautes["bilan (1).xlsx"]
    assert "renommé" in fautes["devis_v2.xlsx"]


def test_le_classeur_d_un_autre_film_est_refuse(dossier: Path) -> None:
    classeur = lire(dossier / "bilan.xlsx")
    meta = next(f for f in classeur.feuilles if f.nom.startswith("_meta "))
    ligne = next(lg for (lg, col), c in meta.cellules.items() if col == 1 and c.valeur == "pack")
    ecrire(dossier / "bilan.xlsx", meta.nom, {f"B{ligne}": "0123456789abcdef"})
    assert "autre film" in _fautes(_controler(dossier))["bilan.xlsx"]


def test_une_feuille_meta_modifiee_est_dite(dossier: Path) -> None:
    meta = next(f.nom for f in lire(dossier / "bilan.xlsx").feuilles if f.nom.startswith("_meta "))
    ecrire(dossier / "bilan.xlsx", meta, {"D1": "{"})
    assert "a été modifiée" in _fautes(_controler(dossier))["bilan.xlsx"]


def test_rien_a_lire(tmp_path: Path) -> None:
    assert controler([]).code_sortie == ILLISIBLE
    assert "n'existe pas" in _fautes(controler([tmp_path / "absent.xlsx"]))["absent.xlsx"]


def test_le_rapport_se_lit_par_une_machine(dossier: Path) -> None:
    ecrire(dossier / "bilan.xlsx", "Coût définitif", {"F9": 3.0, "G9": "=NA()"})
    rapport = _controler(dossier)
    contenu = json.loads(json.dumps(en_dict(rapport)))
    assert contenu["code_sortie"] == ROUGE
    assert {(f["cellule"], f["nature"]) for f in contenu["formules_alterees"]} == {
        ("F9", "manquante"),
        ("G9", "changee"),
    }
    assert len(contenu["controles"]) == len(rapport.verdicts)
    assert "bilan.xlsx › Coût définitif › F9" in en_texte(rapport)
