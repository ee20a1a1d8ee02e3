"""The minima by function, and the devis lines they fill; figures of the grids, or worked out by hand."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest

from chargeprod_xl.baremes.lecture import liste
from chargeprod_xl.baremes.modele_grille import Fonction
from chargeprod_xl.baremes.paie import fonctions, minimum, parametres

CENTIME = Decimal("0.01")


def fonction(convention: str, nom: str) -> Fonction:
    return next(f for f in fonctions() if (f.convention, f.nom) == (convention, nom))


def montant(f: Fonction, jour: date, mesure: str = "hebdo_39h") -> Decimal | None:
    trouve = minimum(f, jour, mesure)
    return trouve.montant if trouve else None


def au_centime(valeur: Decimal) -> Decimal:
    return valeur.quantize(CENTIME, ROUND_HALF_UP)


def test_les_deux_grilles_sont_entieres_et_leurs_noms_uniques() -> None:
    assert Counter(f.convention for f in fonctions()) == {"3097": 103, "2642": 173}
    assert len({(f.convention, f.nom) for f in fonctions()}) == 276


@pytest.mark.parametrize(
    ("jour", "attendu"),
    [
        (date(2022, 3, 31), None),
        (date(2022, 4, 1), "2715.11"),
        (date(2023, 9, 1), "2735.11"),
        (date(2024, 3, 31), "2735.11"),
        (date(2024, 4, 1), "2758.11"),
        (date(2026, 6, 8), "2758.11"),
    ],
)
def test_le_directeur_de_la_photographie_suit_les_hausses(jour: date, attendu: str | None) -> None:
    chef = fonction("3097", "Directeur de la photographie cinéma")
    assert montant(chef, jour) == (attendu and Decimal(attendu))
    assert chef.statut == "cadre_collaborateur_creation"
    assert chef.codes == ("2341",)


def test_une_semaine_de_tournage_paie_ses_heures_au_quarantieme_du_minimum() -> None:
    chef = fonction("3097", "Directeur de la photographie cinéma")
    # 42 heures effectives, 43,75 payées : 2 758,11 / 40 × 43,75 = 3 016,68
    assert chef.heures["tournage_5j"].payees == Decimal("43.75")
    assert montant(chef, date(2026, 6, 8), "tournage_5j") == Decimal("3016.68")
    for f in fonctions():
        for mesure, heures in f.heures.items():
            base = montant(f, date(2026, 1, 1))
            assert base is not None
            assert montant(f, date(2026, 1, 1), mesure) == au_centime(base / 40 * heures.payees), f.nom


def test_les_minima_du_cinema_suivent_la_hausse_declaree() -> None:
    hausses = parametres()["idcc3097_tech_revalorisation"].valeurs
    for f in (f for f in fonctions() if f.convention == "3097"):
        avant, entre, apres = (montant(f, date(*jour)) for jour in ((2022, 4, 1), (2023, 9, 1), (2024, 4, 1)))
        assert avant is not None
        assert entre is not None
        assert apres is not None
        assert [entre - avant, apres - entre] == [h.valeur for h in hausses], f.nom


def test_l_annexe_iii_paie_le_socle_et_37_pour_cent_du_reste() -> None:
    chef = fonction("3097", "Directeur de la photographie cinéma")
    # 850 + 0,37 × (2 758,11 − 850) = 1 556,00 ; intéressement 2 × (2 758,11 − 1 556,00) = 2 404,22
    assert montant(chef, date(2026, 6, 8), "annexe3_hebdo") == Decimal("1556.00")
    assert montant(chef, date(2026, 6, 8), "annexe3_interessement") == Decimal("2404.22")
    assert montant(fonction("3097", "Auxiliaire de régie cinéma"), date(2026, 6, 8), "annexe3_hebdo") is None


def test_les_minima_de_l_audiovisuel_de_2024_suivent_la_hausse_de_fevrier() -> None:
    hausse = next(p for p in parametres()["idcc2642_revalorisation"].valeurs if p.du == date(2024, 2, 1))
    bas, haut, seuil = (hausse.composantes[nom] for nom in ("taux_bas", "taux_haut", "seuil"))
    assert (bas, haut, seuil) == (Decimal("0.05"), Decimal("0.03"), Decimal(1100))
    for f in (f for f in fonctions() if f.convention == "2642"):
        avant = montant(f, date(2024, 1, 31), "hebdo_35h")
        assert avant is not None
        taux = bas if avant <= seuil else haut
        assert montant(f, date(2024, 2, 1), "hebdo_35h") == au_centime(avant * (1 + taux)), f.nom


def test_l_audiovisuel_ne_sait_rien_entre_2016_et_2023() -> None:
    chef = fonction("2642", "Cadreur / OPV")
    assert montant(chef, date(2014, 1, 1), "hebdo_35h") == Decimal("1009.57")
    assert montant(chef, date(2020, 1, 1), "hebdo_35h") is None
    actuel = minimum(chef, date(2026, 1, 1), "hebdo_35h")
    assert actuel is not None
    assert actuel.montant == Decimal("1097.61")
    assert actuel.validite.confiance == "basse"


def test_chaque_code_rapproche_est_une_ligne_de_la_nomenclature_des_postes_2_et_3() -> None:
    lignes = {x["code"] for x in liste("nomenclature") if x["niveau"] == "ligne" and x["poste"] in {2, 3}}
    for f in fonctions():
        assert set(f.codes) <= lignes, f.nom
        assert len(set(f.codes)) == len(f.codes)
        assert f.codes or f.note_code, f.nom


@pytest.mark.parametrize(
    ("nom", "code"),
    [
        ("1er assistant réalisateur cinéma", "2321"),
        ("Régisseur d’extérieurs cinéma", "2422"),
        ("Chef constructeur cinéma", "2611"),
        ("Électricien de prise de vues cinéma", "2723"),
        ("Assistant mixeur cinéma", "2537"),
    ],
)
def test_le_premier_code_est_l_usuel(nom: str, code: str) -> None:
    assert fonction("3097", nom).codes[0] == code
