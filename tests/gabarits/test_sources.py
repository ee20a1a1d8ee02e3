"""Rows that the program makes for its templates: dated minima one after the other, the countries of a budget."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

from chargeprod_xl.gabarits.sources_devis import pays
from chargeprod_xl.gabarits.sources_minimums import minimums


def test_un_minimum_finit_la_veille_du_suivant() -> None:
    """On no day do two minima of a function hold, and none falls between two."""
    lignes = minimums(date(2025, 1, 1), date(2026, 12, 31), None)
    suites = [
        (a, b)
        for a, b in pairwise(lignes)
        if (a["fonction"], a["convention"], a["statut"]) == (b["fonction"], b["convention"], b["statut"])
    ]
    assert len(suites) > 50
    assert [(a["fonction"], a["au"], b["du"]) for a, b in suites if a["au"] + timedelta(days=1) != b["du"]] == []


def test_les_pays_du_budget_passent_avant_ceux_de_la_forme() -> None:
    def noms(du_budget: tuple[str, ...]) -> list[str]:
        projet = SimpleNamespace(forme=SimpleNamespace(pays=("Canada",)))
        film: Any = SimpleNamespace(budget=SimpleNamespace(pays=du_budget), projet=projet)
        return [p["nom"] for p in pays(film)]

    assert noms(("Belgique", "Maroc")) == ["Belgique", "Maroc", "", "", "", "Pays non dit"]
    assert noms(()) == ["Canada", "", "", "", "", "Pays non dit"]
