"""What was typed for the registers stays with its contract when the pack is rebuilt."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from reprise.atelier import Film

CLASSEURS = ("projet", "depouillement", "plan_de_travail", "equipe")
MONTEUSE = '- {code: "2521", nom: Lou Ferrand, nombre: 1, preparation: 0, finitions: 2, taux: 2000}'
#: Before hers in the nomenclature: its rows are inserted above.
REGISSEUR = '- {code: "2391", nom: Sacha Blin, nombre: 1, preparation: 2, taux: 1700}'
FAITE, ENVOYEE = datetime(2027, 4, 2), datetime(2027, 5, 12)


@pytest.fixture
def film(tmp_path: Path) -> Film:
    film = Film(tmp_path, *CLASSEURS)
    film.changer_projet("scenario: scenario.fountain", "scenario: scenario.fountain\nbudget: budget.yaml")
    chiffrer(film, MONTEUSE)
    film.regenerer()
    return film


def chiffrer(film: Film, *lignes: str) -> None:
    texte = "lignes:\n" + "".join(f"  {x}\n" for x in lignes)
    (film.dossier / "budget.yaml").write_text(texte, encoding="utf-8")


def par_nom(film: Film, feuille: str, titre: str) -> dict[str, Any]:
    """What a sheet shows under a title, by name."""
    onglet = load_workbook(film.pack / "equipe.xlsx", data_only=True)[feuille]
    lignes = [[c.value for c in r] for r in onglet.iter_rows()]
    entete = next(r for r in lignes if "Nom" in r)
    nom, colonne = entete.index("Nom"), entete.index(titre)
    return {r[nom]: r[colonne] for r in lignes[lignes.index(entete) + 1 :] if r[nom]}


def test_les_dates_saisies_suivent_leur_contrat(film: Film) -> None:
    film.saisir("equipe", "Emplois", "Chef monteur cinéma", "DPAE faite le", FAITE)
    film.saisir("equipe", "Emplois", "Chef monteur cinéma", "AEM envoyée le", ENVOYEE)
    film.saisir("equipe", "Réglages paie", "Situation des registres au", "Valeur", datetime(2027, 4, 20))
    chiffrer(film, REGISSEUR, MONTEUSE)
    for _ in range(2):
        film.regenerer()
        assert film.colonne("equipe", "Emplois", "Fonction")[0] == "Régisseur général cinéma"
        declarees = par_nom(film, "Registre DPAE", "Déclarée le")
        assert declarees["Lou Ferrand"] == FAITE
        assert not isinstance(declarees["Sacha Blin"], datetime)
        assert par_nom(film, "Registre DPAE", "État") == {"Sacha Blin": "✖ En retard", "Lou Ferrand": "● Faite"}
        assert par_nom(film, "Registre AEM", "État")["Lou Ferrand"] == "● Envoyée"
