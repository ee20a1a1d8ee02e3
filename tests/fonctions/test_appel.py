"""How a cell calls a function: columns, empty cells, errors and their reasons."""

from __future__ import annotations

import logging
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from udfs.appel import appeler
from udfs.erreurs import Erreur
from udfs.registre import par_nom
from udfs.valeurs import numero_de_serie


def cp(nom: str, *arguments: Any) -> Any:
    fonction = par_nom(nom)
    assert fonction is not None
    return appeler(fonction, arguments)


def test_une_colonne_en_un_seul_appel() -> None:
    assert cp("tva", [[100.0], [200.0], [50.0]], 0.2) == [[Decimal(20)], [Decimal(40)], [Decimal(10)]]


def test_une_ligne_reste_une_ligne() -> None:
    assert cp("tva", [[100.0, 200.0]], 0.2) == [[Decimal(20), Decimal(40)]]


def test_deux_colonnes_de_meme_longueur_vont_ensemble() -> None:
    assert cp("tva", [[100.0], [100.0]], [[0.2], [0.1]]) == [[Decimal(20)], [Decimal(10)]]


def test_une_ligne_et_une_colonne_font_un_tableau() -> None:
    assert cp("tva", [[100.0], [200.0]], [[0.2, 0.1]]) == [[Decimal(20), Decimal(10)], [Decimal(40), Decimal(20)]]


def test_deux_colonnes_de_longueurs_differentes_sont_refusees(caplog: pytest.LogCaptureFixture) -> None:
    assert cp("tva", [[100.0], [200.0]], [[0.2], [0.1], [0.055]]) == Erreur("#VALUE!")
    assert "la même taille" in caplog.text


def test_une_cellule_vide_ne_demande_rien() -> None:
    assert cp("tva", None, 0.2) == ""
    assert cp("tva", [[100.0], [None], [""]], 0.2) == [[Decimal(20)], [""], [""]]


def test_la_cellule_fausse_ne_gate_pas_ses_voisines(caplog: pytest.LogCaptureFixture) -> None:
    assert cp("tva", [[100.0], ["abc"], [200.0]], 0.2) == [[Decimal(20)], [Erreur("#VALUE!")], [Decimal(40)]]
    assert "« abc » n’est pas un nombre" in caplog.text


@pytest.mark.parametrize(
    ("appel", "erreur", "raison"),
    [
        (("tva", "cent euros", 0.2), "#VALUE!", "n’est pas un nombre"),
        (("tva", 100, 20), "#NUM!", "écrivez 0,2 ou 20 %"),
        (("tva", 100, "normal"), "#VALUE!", "donnez aussi la date"),
        (("libelle", "9999"), "#N/A", "absent de la nomenclature"),
        (("bareme", "plafond_pmss", date(1999, 1, 1)), "#N/A", "aucune valeur connue au 01/01/1999"),
        (("minimum", "chef de gare", date(2026, 3, 2)), "#N/A", "absente de la grille"),
        (("echeance", date(2027, 3, 10), 90), "#NUM!", "au-delà du plafond légal"),
        (("cout_employeur", 2000, "technicien", date(2026, 3, 1)), "#VALUE!", "technicien cadre"),
        (("cout_employeur", 2000, "artiste", date(2019, 3, 1)), "#N/A", "aucun plafond connu en 03/2019"),
        (("jours_ouvres", date(2026, 5, 4), date(2026, 5, 1)), "#NUM!", "précède le début"),
    ],
)
def test_un_refus_est_une_erreur_de_tableur_et_sa_raison_est_au_journal(
    appel: tuple[Any, ...], erreur: str, raison: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert cp(*appel) == Erreur(erreur)
    assert raison in caplog.text


def test_une_erreur_donnee_ressort_telle_quelle() -> None:
    """#N/A of a lookup stays #N/A, in English as in French."""
    assert cp("tva", "#N/A", 0.2) == Erreur("#N/A")
    assert cp("tva", "#VALEUR!", 0.2) == Erreur("#VALUE!")
    assert cp("agios", [[-100.0], ["#REF!"]], 0.06) == Erreur("#REF!")


def test_trop_d_arguments_sont_refuses() -> None:
    assert cp("ferie", date(2027, 1, 1), 2) == Erreur("#VALUE!")


def test_les_dates_d_un_tableur_et_celles_qu_on_ecrit_sont_les_memes() -> None:
    serie = numero_de_serie(date(2027, 3, 29))
    assert serie == 46475  # as Excel numbers the days: 46388 is 1 January 2027
    for ecriture in (serie, float(serie), date(2027, 3, 29), datetime(2027, 3, 29), "29/03/2027", "2027-03-29"):
        assert cp("ferie", ecriture) == "Lundi de Pâques"
    assert cp("ferie", "31/02/2027") == Erreur("#VALUE!")
    assert cp("ferie", 0) == Erreur("#NUM!")


def test_un_jour_et_une_heure_tiennent_dans_une_cellule() -> None:
    """15 March 2027 at 22:30 is 46461.9375; back at 8:00, nine hours and a half."""
    assert cp("repos", 46461.9375, 46462 + 8 / 24) == Decimal("9.50")
    assert cp("repos", "15/03/2027 22:30", "16/03/2027 8h") == Decimal("9.50")


def test_les_nombres_ecrits_a_la_francaise_se_lisent() -> None:
    assert cp("tva", "1\u202f234,56 €", "20 %") == Decimal("246.91")


def test_une_faute_du_programme_ne_casse_pas_le_classeur(caplog: pytest.LogCaptureFixture) -> None:
    from dataclasses import replace  # noqa: PLC0415 - a broken function, made for this test alone

    tva = par_nom("tva")
    assert tva is not None
    cassee = replace(tva, calcul=lambda *_: 1 // 0)
    with caplog.at_level(logging.ERROR):
        assert appeler(cassee, (100, 0.2)) == Erreur("#VALUE!")
    assert "faute du programme" in caplog.text
    assert "ZeroDivisionError" in caplog.text


@given(st.lists(st.floats(-1e9, 1e9), min_size=2, max_size=30), st.sampled_from(["0.2", "0.1", "0.055"]))
def test_la_colonne_donne_ce_que_donnerait_chaque_cellule(montants: list[float], taux: str) -> None:
    ensemble = cp("tva", [[m] for m in montants], taux)
    assert [ligne[0] for ligne in ensemble] == [cp("tva", m, taux) for m in montants]


@given(st.text(max_size=20) | st.floats() | st.booleans() | st.none())
def test_aucune_saisie_ne_fait_tomber_une_fonction(saisie: Any) -> None:
    for nom in ("tva", "huitiemes", "ferie", "repos_respecte", "cout_employeur", "en_lettres", "libelle"):
        fonction = par_nom(nom)
        assert fonction is not None
        obtenu = appeler(fonction, [saisie] * sum(p.obligatoire for p in fonction.parametres))
        assert not isinstance(obtenu, float)  # amounts are decimal, never binary
