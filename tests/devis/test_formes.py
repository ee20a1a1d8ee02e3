"""Each form of film builds, is verified, and differs where the profession says it must."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from magasin import pack_construit

from chargeprod_xl.construction import nouveau
from chargeprod_xl.controles import controler
from devis.atelier import DETAIL, Devis, Ligne

Film = Callable[[str], Devis]


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Film:
    """The open pack of a form, built once from what « nouveau » gives."""

    @cache
    def construit(forme: str) -> Devis:
        dossier: Path = tmp_path_factory.mktemp("formes") / forme
        nouveau(dossier, forme)
        projet = dossier / "projet.yaml"
        texte = projet.read_text(encoding="utf-8").replace("scenario: scenario.fountain", "")
        projet.write_text(texte, encoding="utf-8")
        rapport = controler(sorted(pack_construit(dossier).glob("*.xlsx")))
        assert rapport.code_sortie == 0, [v.libelle for v in rapport.verdicts if v.etat == "erreur"]
        return Devis(dossier / "pack")

    return construit


def _codes(devis: Devis) -> set[str]:
    f = devis.feuilles
    return {str(f.cellule(DETAIL, n, "N°")) for n in f.lignes(DETAIL, "N°")}


def _hypothese(devis: Devis, libelle: str) -> float:
    return float(devis.feuilles.pack.champ("Hypothèses", libelle))


@pytest.mark.parametrize(
    ("forme", "frais_generaux", "imprevus", "code_du_credit"),
    [
        ("court-metrage", 0.07, 0.10, "F1"),
        ("fiction-tv", 0.10, 0.07, "F2"),
        ("serie", 0.10, 0.07, "F2"),
        ("documentaire", 0.15, 0.07, "F2"),
        ("animation", 0.10, 0.07, "F2"),
        ("captation", 0.15, 0.07, "F2"),
    ],
)
def test_les_taux_et_le_credit_d_impot_sont_ceux_de_la_forme(
    film: Film, forme: str, frais_generaux: float, imprevus: float, code_du_credit: str
) -> None:
    devis = film(forme)
    assert _hypothese(devis, "Frais généraux") == frais_generaux
    assert _hypothese(devis, "Imprévus") == imprevus
    assert devis.saisir().champ("Crédit d’impôt", "Ligne du plan de financement") == code_du_credit


def test_le_devis_d_un_court_metrage_est_raccourci(film: Film) -> None:
    codes = _codes(film("court-metrage"))
    assert len(codes) < 400
    assert {"1", "2", "3", "4", "5", "6", "7", "8", "9", "2311", "2521"} <= codes
    assert not {"5141", "9121", "3911"} & codes


def test_en_television_le_producteur_est_une_ligne_sous_les_postes(film: Film) -> None:
    devis = film("fiction-tv")
    taux = ("Hypothèses", "Rémunération du producteur délégué", 0.05)
    r = devis.saisir([Ligne(7, 100_000, "T")], [taux])
    # 100,000 + 5,000 of producer + 10,000 of overheads; contingency 7 % of 105,000.
    assert r.sous("Récapitulatif", ("N°", 2), "Total") == 0
    assert r.sous("Récapitulatif", ("Ligne", "Rémunération du producteur délégué, charges comprises"), "Total") == 5_000
    assert r.sous("Récapitulatif", ("Ligne", "TOTAL GÉNÉRAL HT"), "Total") == 122_350
    assert "7611" not in _codes(devis)
    assert "1314" in _codes(devis)  # prime d’inédit


def test_une_serie_distingue_l_amorti_de_ce_qui_revient_a_chaque_episode(film: Film) -> None:
    devis = film("serie")
    lignes = [Ligne(7, 10_000, "T", {"Imputation": "épisode"}), Ligne(7, 24_000, "T", {"Imputation": "amorti"})]
    r = devis.saisir(lignes, [("Fiche projet", "Nombre d’épisodes", 6.0)])
    assert r.ligne(0, "Montant HT") == 60_000
    moyens = ("Poste", "Moyens techniques")
    assert r.sous("Récapitulatif", moyens, "Amorti") == 24_000
    assert r.sous("Récapitulatif", moyens, "Un épisode") == 10_000
    assert r.sous("Récapitulatif", moyens, "Tous les épisodes") == 60_000


def test_un_documentaire_prend_ses_archives_au_credit_d_impot_et_montre_sa_structure(film: Film) -> None:
    devis = film("documentaire")
    codes = _codes(devis)
    assert {"1511", "1515", "2233", "3713"} <= codes
    assert not {"3111", "3413", "5311"} & codes
    r = devis.saisir([Ligne(1, 30_000, "D"), Ligne(7, 70_000, "T")])
    assert r.ligne(0, "Éligible retenu") == 30_000
    # 30,000 of 125,350 (15 % of overheads, 7 % of contingency on 100,000): over 15 % of the total.
    assert r.sous("Récapitulatif", ("Poste", "Droits artistiques"), "État") == "▲ À voir"


def test_hors_documentaire_les_archives_ne_sont_pas_eligibles(film: Film) -> None:
    assert film("fiction-tv").saisir([Ligne(1, 30_000, "D")]).ligne(0, "Éligible retenu") == 0


def test_l_animation_a_ses_equipes_par_phase_et_le_canada(film: Film) -> None:
    devis = film("animation")
    f = devis.feuilles
    libelles = {str(f.cellule(DETAIL, n, "Désignation")) for n in f.lignes(DETAIL, "N°")}
    assert "Fabrication – animation clé" in libelles
    assert "Préparation – scénarimage (storyboard)" in libelles
    assert not {"7111", "2711", "5211"} & _codes(devis)
    canada = {"dont étranger": 4_000.0, "Pays": "Canada"}
    r = devis.saisir([Ligne(7, 10_000, "T", canada)])
    assert r.sous("Lecteurs", ("Pays", "Canada"), "Étranger") == 4_000


def test_une_captation_paie_les_droits_du_spectacle_et_le_car_regie(film: Film) -> None:
    codes = _codes(film("captation"))
    assert {"1522", "7124", "7125"} <= codes
    assert not {"3111", "5311", "2411"} & codes
