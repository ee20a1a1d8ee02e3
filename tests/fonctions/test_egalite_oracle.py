"""Functions whose like in the packs is proved by the oracle: the same rule, written three times, gives one figure."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import holidays
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle.caisse import Regle
from oracle.credit import Bareme, Film, credit

from udfs.appel import appeler
from udfs.baremes import exiger
from udfs.registre import par_nom

JOUR = date(2026, 3, 2)
MILLIONS = st.integers(0, 60_000_000)


def cp(nom: str, *arguments: Any) -> Any:
    fonction = par_nom(nom)
    assert fonction is not None
    return appeler(fonction, arguments)


def taux(nom: str) -> float:
    return float(exiger(nom, JOUR))


#: The oracle takes from the pack what a film may force; here, the rates in force.
BAREME = Bareme(
    seuils_fiction=[(taux(f"cia_seuil_{n}"), taux(f"cia_plafond_{n}")) for n in range(1, 8)],
    plafond_fiction=taux("cia_plafond_8"),
)


@given(MILLIONS, MILLIONS, st.integers(0, 5_000_000), st.sampled_from(["directe", "prorata", "aucune"]), st.booleans())
def test_le_credit_d_impot_cinema(eligible: int, budget: int, subventions: int, mode: str, francais: bool) -> None:
    film = Film(eligible, budget, subventions, mode, langue="français" if francais else "anglais")
    obtenu = cp("credit_impot_cinema", eligible, budget, JOUR, subventions, mode, francais)
    assert float(obtenu) == pytest.approx(credit(film, BAREME), abs=0.011)


@given(
    MILLIONS, MILLIONS, st.integers(1, 1200), st.sampled_from(["fiction", "animation", "documentaire", "spectacle"]),
    st.integers(0, 5_000_000), st.booleans(),
)  # fmt: skip
def test_le_credit_d_impot_audiovisuel(
    eligible: int, budget: int, minutes: int, genre: str, subventions: int, coproduction: bool
) -> None:
    film = Film(
        eligible, budget, subventions, regime="audiovisuel", genre=genre, minutes=minutes, coproduction=coproduction
    )
    arguments = (eligible, budget, minutes, genre, JOUR, subventions, "directe", coproduction)
    obtenu = cp("credit_impot_audiovisuel", *arguments)
    assert float(obtenu) == pytest.approx(credit(film, BAREME), abs=0.011)


@given(MILLIONS, MILLIONS, MILLIONS, st.integers(0, 5_000_000))
def test_le_credit_d_impot_international(eligible: int, budget: int, effets: int, subventions: int) -> None:
    film = Film(eligible, budget, subventions, regime="international", effets_visuels=effets)
    obtenu = cp("credit_impot_international", eligible, budget, JOUR, effets, subventions)
    assert float(obtenu) == pytest.approx(credit(film, BAREME), abs=0.011)


def test_les_trois_credits_sur_des_cas_calcules_a_la_main() -> None:
    """200,000 × 2,789,000 / 3,998,400 = 139,505.80 of grants; 312 minutes at 3,000 €; visual effects at 40 %."""
    assert float(cp("credit_impot_cinema", 2_789_000, 3_998_400, JOUR, 200_000, "prorata")) == 794_848.26
    assert cp("credit_impot_audiovisuel", 4_200_000, 312 * 22_000, 312, "fiction", JOUR) == 936_000
    assert cp("credit_impot_international", 12_000_000, 40_000_000, JOUR, 2_500_000) == 4_800_000


@given(st.dates(date(2024, 1, 1), date(2032, 12, 31)), st.integers(0, 45), st.booleans())
def test_l_echeance_est_celle_des_regles_de_paiement(facture: date, jours: int, fin_de_mois: bool) -> None:
    assert cp("echeance", facture, jours, fin_de_mois) == Regle(fin_de_mois, jours).echeance(facture)


@given(st.dates(date(2024, 1, 1), date(2032, 12, 31)), st.integers(0, 400), st.sampled_from([5, 6]))
def test_les_jours_ouvres_sont_ceux_d_un_autre_calendrier(debut: date, duree: int, par_semaine: int) -> None:
    fin = debut + timedelta(days=duree)
    feries = sorted(holidays.country_holidays("FR", years=range(debut.year, fin.year + 1)))
    semaine = "1111100" if par_semaine == 5 else "1111110"
    attendu = np.busday_count(debut, fin + timedelta(days=1), weekmask=semaine, holidays=feries)
    assert cp("jours_ouvres", debut, fin, par_semaine) == attendu


@given(st.dates(date(2024, 1, 1), date(2032, 12, 31)), st.integers(-60, 60).filter(bool))
def test_avancer_de_jours_ouvres_puis_compter_retombe_juste(depart: date, nombre: int) -> None:
    arrivee = cp("jour_ouvre", depart, nombre)
    premier, dernier = sorted((depart, arrivee))
    comptes = cp("jours_ouvres", premier, dernier)
    assert comptes == abs(nombre) + (cp("jours_ouvres", depart, depart) == 1)


@given(st.integers(0, 5000))
def test_les_huitiemes_s_ecrivent_et_se_relisent(nombre: int) -> None:
    assert cp("huitiemes", cp("en_pages", nombre)) == nombre


@given(st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)), st.integers(0, 2000))
def test_le_repos_est_respecte_a_partir_de_onze_heures(fin: datetime, minutes: int) -> None:
    fin = fin.replace(second=0, microsecond=0)
    reprise = fin + timedelta(minutes=minutes)
    for convention in ("3097", "2642"):
        assert cp("repos_respecte", fin, reprise, convention) == (minutes >= 660)
