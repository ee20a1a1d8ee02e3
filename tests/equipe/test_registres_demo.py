"""The registers of the demo film, against its rows of « Emplois » counted by another hand."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from equipe.atelier import rangees

Rangee = dict[str, Any]


@pytest.fixture(scope="module")
def emplois(pack_demo: Path) -> list[Rangee]:
    lues = [r for r in rangees(pack_demo, "Emplois") if isinstance(r["Personne n°"], int)]
    return [r for r in lues if r["Profil de paie"] != "auteur" and r["Brut"]]


def _cle(r: Rangee) -> tuple[Any, ...]:
    """Person, function, month."""
    return r["Personne n°"], r["Fonction"], r["Mois"].date().replace(day=1)


def _registre(pack: Path, feuille: str) -> list[Rangee]:
    return [r for r in rangees(pack, feuille) if r["Nom"]]


def test_chaque_attestation_additionne_ses_emplois(pack_demo: Path, emplois: list[Rangee]) -> None:
    sommes: dict[tuple[Any, ...], list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0, 0.0])
    for r in emplois:
        cachets = r["Quantité retenue"] if r["Unité"] == "C" else 0
        montants = (r["Brut"], r["Heures retenues"], r["Jours retenus"], cachets)
        sommes[_cle(r)] = [a + b for a, b in zip(sommes[_cle(r)], montants, strict=True)]
    lues = _registre(pack_demo, "Registre AEM")
    assert len(lues) == len(sommes)
    for r in lues:
        assert [r["Brut"], r["Heures"], r["Jours"], r["Cachets"]] == pytest.approx(sommes[_cle(r)]), r["Nom"]


def _veille(jour: datetime) -> date:
    return jour.date() - timedelta(days=1)


def test_chaque_embauche_est_celle_d_une_personne_et_d_une_fonction(pack_demo: Path, emplois: list[Rangee]) -> None:
    """Extras are hired month by month; in this film nobody else leaves and comes back, but after the shoot."""
    lues = _registre(pack_demo, "Registre DPAE")
    contrats = {_cle(r)[:2] for r in emplois}
    assert {(r["Personne n°"], r["Fonction"]) for r in lues} == contrats
    dates = [r["Embauche"] for r in lues]
    assert dates == sorted(dates)
    assert all(r["Au plus tard le"].date() == _veille(r["Embauche"]) for r in lues)
    extras = [r for r in lues if r["Nom"] == "Figurants"]
    assert len(extras) == len({_cle(r) for r in emplois if r["Nom"] == "Figurants"}) > 1


def test_un_role_est_embauche_le_jour_ou_il_tourne(pack_demo: Path, emplois: list[Rangee]) -> None:
    """Read on the schedule itself: the date above the first « T » of the role."""
    onglet = load_workbook(pack_demo / "plan_de_travail.xlsx", data_only=True)["Plan de travail"]
    lignes = [[c.value for c in r] for r in onglet.iter_rows()]
    dates = next(r for r in lignes if "Date" in r[:2])
    premiers = {r[0]: dates[r.index("T")].date() for r in lignes if isinstance(r[0], int) and "T" in r}
    embauches = {r["Personne n°"]: r["Embauche"].date() for r in _registre(pack_demo, "Registre DPAE")}
    roles = {r["Personne n°"]: r["Rôle n°"] for r in emplois if isinstance(r["Rôle n°"], int)}
    assert len(roles) >= 8
    for personne, role in roles.items():
        assert embauches[personne] == premiers[role], role
    assert len(set(premiers.values())) > 1
