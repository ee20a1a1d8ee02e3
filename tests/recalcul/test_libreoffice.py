"""The referee: real linked files, recalculated for sure."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from bureautique.conversion import convertir

from chargeprod_xl.classeurs.lecture import lire_classeur
from chargeprod_xl.recalcul import actualiser, verifier
from chargeprod_xl.recalcul.calcul import recalculer
from chargeprod_xl.recalcul.comparaison import DEMI_CENTIME, comparer
from chargeprod_xl.recalcul.libreoffice import ArbitreError, LibreOffice, autotest, soffice
from recalcul.fabrique import classeur_brut, ecrire_pack, parties_de, remplacer_partie

pytestmark = pytest.mark.skipif(soffice() is None, reason="LibreOffice n'est pas installé")

FAUX = '<row r="1"><c r="A1"><f>2*21</f><v>1</v></c><c r="B1"><v>3</v></c></row>'


def test_une_valeur_fausse_plantee_est_corrigee(tmp_path: Path) -> None:
    chemin = classeur_brut(tmp_path / "faux.xlsx", {"F": FAUX})
    lu = LibreOffice().lire([chemin])["faux.xlsx"]
    assert lu.feuilles[0].cellules[(1, 1)].valeur == 42.0
    assert b"<v>1</v>" in parties_de(chemin)["xl/worksheets/s1.xml"]


def test_sans_recalcul_la_valeur_stockee_est_lue_telle_quelle(tmp_path: Path) -> None:
    chemin = classeur_brut(tmp_path / "faux.xlsx", {"F": FAUX})
    lu = LibreOffice(recalculer=False).lire([chemin])["faux.xlsx"]
    assert lu.feuilles[0].cellules[(1, 1)].valeur == 1.0


def test_l_autotest_passe_ici() -> None:
    assert autotest()


def test_l_autotest_echoue_quand_le_reglage_n_est_pas_suivi(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chargeprod_xl.recalcul.libreoffice._TOUJOURS", 1)
    assert not autotest()


def test_l_arbitre_donne_raison_aux_moteurs_sur_les_fichiers_lies(tmp_path: Path) -> None:
    chemins = ecrire_pack(tmp_path)
    actualiser(chemins)
    calcul = recalculer(chemins)
    arbitre = LibreOffice(langue="fr-FR").calculer_fichiers(calcul.fusion)
    resultats = {"formualizer": calcul.resultats["formualizer"], "libreoffice": arbitre}
    assert len(arbitre) == 10
    assert comparer(calcul.fusion, resultats, absolue=DEMI_CENTIME) == []


def test_l_arbitre_voit_un_cache_de_lien_faux(tmp_path: Path) -> None:
    chemins = ecrire_pack(tmp_path)
    actualiser(chemins)
    calcul = recalculer(chemins)
    remplacer_partie(chemins[1], "xl/externalLinks/externalLink1.xml", "<v>856.86</v>", "<v>900</v>")
    arbitre = LibreOffice().calculer_fichiers(calcul.fusion)
    ecarts = comparer(calcul.fusion, {"f": calcul.resultats["formualizer"], "lo": arbitre}, absolue=DEMI_CENTIME)
    assert {ecart.lieu.cellule for ecart in ecarts} == {"B1", "A1"}


def test_un_pack_enregistre_par_libreoffice_se_verifie(tmp_path: Path) -> None:
    chemins = ecrire_pack(tmp_path)
    actualiser(chemins)
    dossier = tmp_path / "libreoffice"
    convertir(chemins, dossier)
    sauves = sorted(dossier.glob("*.xlsx"))
    tresorerie, _ = lire_classeur(dossier / "tresorerie.xlsx")
    assert tresorerie is not None
    assert tresorerie.liens_externes[0].cible == "devis.xlsx"
    rapport = verifier(sauves)
    assert rapport.a_jour
    assert rapport.formules == 10


def test_un_delai_depasse_est_dit() -> None:
    with pytest.raises(ArbitreError, match="pas répondu"):
        LibreOffice(delai=0.01).lire([])


def test_libreoffice_absent_est_dit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _nom: None)
    with pytest.raises(ArbitreError, match="pas installé"):
        LibreOffice().lire([])
