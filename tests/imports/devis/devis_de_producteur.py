"""The demo film's budget laid out as producers do: headings, lines, sub-totals, a grand total, imprévus, overheads."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from bureautique.conversion import convertir
from openpyxl import Workbook

from chargeprod_xl.baremes.formes import nomenclature
from chargeprod_xl.imports.devis.codes import Nomenclature
from chargeprod_xl.imports.devis.lignes import par_code
from chargeprod_xl.projet.modele import Budget, LigneDevis
from chargeprod_xl.recalcul.libreoffice import soffice

RACINE = Path(__file__).parents[3]
TITRES = [
    "N° de compte",
    "Désignation",
    "Nom",
    "Unité",
    "Nbre",
    "Prépa.",
    "Tournage",
    "Finitions",
    "Taux",
    "Majorations",
]
NOMENCLATURE = {x["code"]: x for x in nomenclature("long-metrage")}
LONG_METRAGE = Nomenclature.de(nomenclature("long-metrage"))
DOLLAR = "devises: {USD: {cours: 0.92, date: 2027-03-01, source: Banque de France}}\n"
# 24 days in 5 weeks: what the plan would give to the lines that follow it.
TOURNAGE_DU_PLAN = {"S": Decimal(5), "J": Decimal(24), "C": Decimal(8)}

PROJET = """\
# Un film vide.
projet:
  titre: Film repris
  realisateur: Une réalisatrice
  producteur_delegue: Une société
  date_version: 2027-01-04

# budget: budget.yaml

phases:
  preparation: {debut: 2027-02-01, fin: 2027-04-02}
  tournage: {debut: 2027-04-05, fin: 2027-06-04}
  finitions: {debut: 2027-06-07, fin: 2027-12-17}
  livraison: 2028-01-14
  cloture: 2028-07-31
"""


def en_xls(fichier: Path) -> Path:
    """The same workbook in the format of before 2007, saved by LibreOffice."""
    if soffice() is None:
        assert "CI" not in os.environ, "LibreOffice est demandé en CI"
        pytest.skip("LibreOffice absent : aucun .xls à lire")
    convertir([fichier], fichier.parent, "xls")
    vieux = fichier.with_suffix(".xls")
    assert vieux.read_bytes().startswith(b"\xd0\xcf\x11\xe0")
    return vieux


def sommes(budget: Budget, arrondi: int) -> dict[str, Decimal]:
    """Amount of each code of a feature film's budget, in euros."""
    return par_code(budget.lignes, arrondi, LONG_METRAGE, budget.devises)


def film_vide(dossier: Path, projet: str = PROJET) -> Path:
    """A film folder with its project file only."""
    dossier.mkdir(parents=True, exist_ok=True)
    (dossier / "projet.yaml").write_text(projet, encoding="utf-8")
    return dossier


def lignes_de_la_demo() -> list[LigneDevis]:
    """Its lines, with shooting quantities where the plan would have given them, sorted by code."""
    budget = Budget.model_validate(yaml.safe_load((RACINE / "demo" / "budget.yaml").read_text(encoding="utf-8")))
    lignes = []
    for ligne in budget.lignes:
        du_plan = NOMENCLATURE[ligne.code]["plan"] and ligne.tournage is None
        tournage = TOURNAGE_DU_PLAN[NOMENCLATURE[ligne.code]["unite"]] if du_plan else ligne.tournage
        lignes.append(ligne.model_copy(update={"tournage": tournage}))
    return sorted(lignes, key=lambda x: x.code)


def montant(ligne: LigneDevis) -> int:
    """Worked out here again, on the euro, and not with the code under test."""
    unite = NOMENCLATURE[ligne.code]["unite"]
    unites = ligne.preparation + (ligne.tournage or 0) + ligne.finitions
    if unite == "%":
        brut = ligne.nombre * ligne.taux / 100
    elif unites == 0 and unite not in "JSC":
        brut = ligne.nombre * ligne.taux
    else:
        brut = ligne.nombre * unites * ligne.taux
    return int((brut + ligne.majorations + Decimal("0.5")) // 1)


def rangees_de_producteur(lignes: list[LigneDevis]) -> list[list[Any]]:
    """Titles, then poste and rubrique headings that bear their total, lines, totals of poste, and what is below."""
    titre: list[Any] = [*TITRES, "Montant HT", "dont étranger"]
    sortie: list[list[Any]] = [["DEVIS DÉTAILLÉ", "Le Dernier Bac"], [], titre]
    vide = [None] * len(TITRES)
    par_prefixe: dict[str, int] = {}
    for x in lignes:
        for longueur in (1, 2):
            par_prefixe[x.code[:longueur]] = par_prefixe.get(x.code[:longueur], 0) + montant(x)
    poste = rubrique = ""
    for x in lignes:
        if x.code[0] != poste:
            if poste:
                sortie.append([None, f"TOTAL POSTE {poste}", *vide[2:], par_prefixe[poste], None])
            poste = x.code[0]
            sortie.append([int(poste), NOMENCLATURE[poste]["libelle"], *vide[2:], None, None])
        if x.code[:2] != rubrique:
            rubrique = x.code[:2]
            sortie.append([int(rubrique), NOMENCLATURE[rubrique]["libelle"], *vide[2:], par_prefixe[rubrique], None])
        quantites = [x.nombre, x.preparation or None, x.tournage or None, x.finitions or None]
        n = NOMENCLATURE[x.code]
        sortie.append(
            [
                *(int(x.code), n["libelle"], x.nom, n["unite"], *quantites, x.taux, x.majorations or None),
                *(montant(x), x.etranger or None),
            ]
        )
    sortie.append([None, f"TOTAL POSTE {poste}", *vide[2:], par_prefixe[poste], None])
    direct = sum(map(montant, lignes))
    sortie += [
        [None, "Total des postes 1 à 9", *vide[2:], direct, None],
        [None, "Imprévus 5 %", *vide[2:], 50000, None],
        [None, "Frais généraux 7 %", *vide[2:], 70000, None],
        [None, "TOTAL GÉNÉRAL HT", *vide[2:], direct + 120000, None],
    ]
    return sortie


def ecrire_xlsx(rangees: list[list[Any]], chemin: Path) -> Path:
    """A workbook with one sheet « Devis »; figures as numbers."""
    classeur = Workbook()
    feuille = classeur.active
    assert feuille is not None
    feuille.title = "Devis"
    for rangee in rangees:
        feuille.append([float(x) if isinstance(x, Decimal) else x for x in rangee])
    classeur.save(chemin)
    return chemin
