"""Imported, then built: « Détail » gives back every line to the euro, its salaries taken from the crew."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from devis_de_producteur import (
    DOLLAR,
    NOMENCLATURE,
    ecrire_xlsx,
    film_vide,
    lignes_de_la_demo,
    rangees_de_producteur,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from chargeprod_xl.construction import construire
from chargeprod_xl.gabarits.emplois_du_budget import Poste, emplois_de_la_ligne, pour_chaque_episode
from chargeprod_xl.imports.devis.importation import Demande, importer
from chargeprod_xl.projet.modele import LigneDevis, Periode, Phases

PHASES = Phases(
    preparation=Periode(debut=date(2027, 2, 1), fin=date(2027, 4, 2)),
    tournage=Periode(debut=date(2027, 4, 5), fin=date(2027, 6, 4)),
    finitions=Periode(debut=date(2027, 6, 7), fin=date(2027, 12, 17)),
    livraison=date(2028, 1, 14),
    cloture=date(2028, 7, 31),
)
SCRIPTE = Poste("2324", "Scripte", "Scripte", 44, "S", True, "tournage", "3097")


def ligne(**champs: Any) -> LigneDevis:
    return LigneDevis.model_validate({"code": "2324", "tournage": 0, **champs})


def bruts(lignes: list[dict[str, Any]]) -> list[float]:
    """« Brut » of each row, worked out here again: by person to the cent, times their number."""
    return [
        float(e["nombre"]) * round(float(e["quantite.force"] * e["taux"] + (e["majorations"] or 0)) + 1e-9, 2)
        for e in lignes
    ]


#: A line, decimals of the devis, its amount by hand.
DIFFICILES = [
    # 2.5 people count as one at 2.5 times the rate: 2.5 × 6 × 605.37 + 100.
    (SCRIPTE, ligne(nombre="2.5", preparation="1.3", tournage="4.7", taux="605.37", majorations=100), 2, 9180.55),
    # 100 € of surcharges do not divide by 3: 3 × 7.77 × 605.37 + 100 = 14 211.17; each earns 4 703.72.
    (SCRIPTE, ligne(nombre=3, preparation="7.77", taux="605.37", majorations=100), 2, 14211.17),
    (SCRIPTE, ligne(nombre=3, preparation="7.77", taux="605.37", majorations=100), 0, 14211),
    # Cut by month, each part rounded: 33.33 × 987.65 = 32 918.3745.
    (SCRIPTE, ligne(preparation="33.33", taux="987.65"), 2, 32918.37),
    # Nobody, surcharges alone; a quantity of zero; a rate of zero.
    (SCRIPTE, ligne(nombre=0, preparation=4, taux=1000, majorations=500), 0, 500),
    (SCRIPTE, ligne(taux=1000, majorations=55), 0, 55),
    (SCRIPTE, ligne(preparation=2, taux=0, majorations=777), 0, 777),
    # A month, a lump sum without quantity count once; a line in weeks does not.
    (replace(SCRIPTE, unite="M"), ligne(nombre=2, taux="1500.25"), 2, 3000.50),
    (replace(SCRIPTE, unite="F"), ligne(nombre=2, taux=1500, preparation="0.5", finitions=2), 0, 7500),
    (replace(SCRIPTE, unite="F"), ligne(taux=8000), 0, 8000),
    (SCRIPTE, ligne(taux=8000), 0, 0),
]


@pytest.mark.parametrize(("poste", "saisie", "decimales", "montant"), DIFFICILES)
def test_les_salaires_d_une_ligne_font_son_montant(
    poste: Poste, saisie: LigneDevis, decimales: int, montant: float
) -> None:
    lignes = emplois_de_la_ligne(saisie, poste, PHASES, decimales)
    assert round(sum(bruts(lignes)) + 1e-9, decimales) == montant


def test_une_ligne_par_episode_se_paie_pour_chacun() -> None:
    # 2 weeks at 1 000 € and 50 €, for 8 episodes: 16 400 €; a lump sum of 300 €: 2 400 €.
    une = pour_chaque_episode(ligne(preparation=2, taux=1000, majorations=50), SCRIPTE, 8)
    assert sum(bruts(emplois_de_la_ligne(une, SCRIPTE, PHASES, 0))) == 16400
    forfait = replace(SCRIPTE, unite="F")
    autre = pour_chaque_episode(LigneDevis(code="2324", taux=Decimal(300)), forfait, 8)
    assert sum(bruts(emplois_de_la_ligne(autre, forfait, PHASES, 0))) == 2400


NOMBRES = st.sampled_from(["0", "1", "1", "2", "3", "7", "2.5", "0.33"]).map(Decimal)
QUANTITES = st.just(Decimal(0)) | st.decimals(0, 60, places=2)
TAUX = st.just(Decimal(0)) | st.decimals(0, 9000, places=2)


@settings(max_examples=300)
@given(NOMBRES, *(QUANTITES,) * 3, TAUX, st.sampled_from("SJCMFU"), st.sampled_from([0, 2]), st.booleans())
def test_toute_ligne_salariee_revient_exactement(
    nombre: Decimal,
    preparation: Decimal,
    tournage: Decimal,
    finitions: Decimal,
    taux: Decimal,
    unite: str,
    decimales: int,
    majoree: bool,
) -> None:
    quantites = {"preparation": preparation, "tournage": tournage, "finitions": finitions}
    saisie = ligne(nombre=nombre, taux=taux, majorations="333.34" if majoree else 0, **quantites)
    unites = sum(quantites.values()) or (0 if unite in "SJC" else 1)
    pas = Decimal(1).scaleb(-decimales)
    attendu = (nombre * unites * taux + saisie.majorations).quantize(pas, ROUND_HALF_UP)
    centime = Decimal("0.01")
    total = Decimal(0)
    for e in emplois_de_la_ligne(saisie, replace(SCRIPTE, unite=unite), PHASES, decimales):
        assert e["quantite.force"] >= 0
        par_tete = (e["quantite.force"] * e["taux"] + (e["majorations"] or 0)).quantize(centime, ROUND_HALF_UP)
        total += (e["nombre"] * par_tete).quantize(centime, ROUND_HALF_UP)
    assert total.quantize(pas, ROUND_HALF_UP) == attendu


def test_les_centimes_d_arrondi_ne_se_voient_pas() -> None:
    avec = emplois_de_la_ligne(ligne(preparation="33.33", taux="987.65"), SCRIPTE, PHASES, 2)
    assert all(e["majorations"] is None for e in avec)
    assert abs(sum(e["quantite.force"] for e in avec) - Decimal("33.33")) < Decimal("0.0001")


def test_des_majorations_qui_se_partagent_vont_a_chacun() -> None:
    """Three people, two weeks at 600 € and 300 € more in all: 3,900 €, 100 € of them for each."""
    lignes = emplois_de_la_ligne(ligne(nombre=3, preparation=2, taux=600, majorations=300), SCRIPTE, PHASES, 0)
    assert [e["nombre"] for e in lignes] == [3, 3]  # the preparation is on two months
    assert [e["majorations"] for e in lignes] == [100, None]
    assert 3 * (sum(e["quantite.force"] * e["taux"] for e in lignes) + 100) == 3900


def test_un_complement_ne_compte_ni_jour_ni_semaine() -> None:
    *_, complement = emplois_de_la_ligne(ligne(nombre=3, preparation=2, taux=600, majorations=100), SCRIPTE, PHASES, 0)
    assert [complement[k] for k in ("nombre", "quantite.force", "majorations", "jours.force")] == [1, 0, 100, 0]


def lignes_difficiles() -> list[LigneDevis]:
    """Two lines of one person with an odd total, one person without a name, producers (42), units F and M, zeros."""
    plus = [
        {"code": "2393", "nom": "Renforts", "nombre": "2.5", "preparation": "1.3", "tournage": "4.7", "taux": "605.37"},
        {"code": "2393", "nom": "Renforts", "nombre": 3, "preparation": "7.77", "tournage": 0, "taux": "605.37"},
        {"code": "2393", "nom": "Renforts", "tournage": 0, "taux": 10, "majorations": 55},
        {"code": "2332", "nom": "Personne", "nombre": 0, "preparation": 4, "tournage": 0, "taux": 900},
        {"code": "2311", "nombre": 1, "preparation": 1, "tournage": 2, "taux": "1111.11"},
        {"code": "2112", "nom": "Producteur exécutif", "nombre": 2, "taux": "1000.25", "majorations": 55},
        {"code": "2391", "nom": "Bénévole", "tournage": 5, "taux": 0, "majorations": 777},
    ]
    return sorted([*lignes_de_la_demo(), *map(LigneDevis.model_validate, plus)], key=lambda x: x.code)


def detail(pack: Path) -> list[Mapping[str, Any]]:
    """« Détail » as its stored values show it: title → value, lines only."""
    feuille = load_workbook(pack / "devis.xlsx", data_only=True)["Détail"]
    rangees = feuille.iter_rows(values_only=True)
    titres = next(r for r in rangees if r[0] == "N°")
    lues = (dict(zip(titres, r, strict=True)) for r in rangees)
    return [x for x in lues if x.get("Niveau") == "ligne"]


def par_code(lignes: list[Mapping[str, Any]]) -> dict[str, Decimal]:
    sommes: dict[str, Decimal] = {}
    for x in lignes:
        if x["Montant HT"]:
            sommes[x["N°"]] = sommes.get(x["N°"], Decimal(0)) + Decimal(repr(x["Montant HT"]))
    return sommes


@pytest.mark.xdist_group("devis_construit")
def test_le_devis_importe_puis_construit_revient_a_l_euro(tmp_path: Path) -> None:
    # Totals apart, and two rows more: a bill and a salary of 3 000 $ each.
    rangees = [r for r in rangees_de_producteur(lignes_difficiles()) if r and "total" not in str(r[1]).casefold()]
    titres = next(r for r in rangees if r[0] == "N° de compte")
    vide = [None] * (len(titres) - 4)
    dollars = [[code, nom, *vide, 3000, None, "USD"] for code, nom in ((7111, "Optiques"), (2341, "Cadreuse"))]
    corps = [[*r, "Devise" if r is titres else None] for r in rangees] + dollars
    film = film_vide(tmp_path / "film")
    (film / "correspondance-devis.yaml").write_text(DOLLAR + "ignorer: [imprévus, frais généraux]\n", encoding="utf-8")
    fait = importer(Demande(ecrire_xlsx(corps, tmp_path / "devis.xlsx"), film))
    assert any("salaire" in d.fait for d in fait.doutes)
    lues = detail(construire(film).dossier)
    with (film / "rapprochement-devis.csv").open(encoding="utf-8-sig") as flux:
        rapprochees = [x for x in csv.DictReader(flux, delimiter=";") if x["Nature"] == "ligne"]
    retenus: dict[str, Decimal] = {}
    for x in rapprochees:
        if retenu := Decimal(x["Montant retenu"].replace(",", ".")):
            retenus[x["Va dans"]] = retenus.get(x["Va dans"], Decimal(0)) + retenu
    assert par_code(lues) == retenus
    assert len(retenus) > 280
    # The crew pays every line of a category that « Emplois » pays, once.
    suivies = [x for x in lues if x["Montant HT"] and NOMENCLATURE[x["N°"]]["charges"] in {41, 43, 44, 45, 46}]
    assert all(x["Personne n°"] for x in suivies)
    [optiques] = [x for x in lues if x["N°"] == "7111" and x["Devise"] == "USD"]
    assert (optiques["Taux"], optiques["Montant HT"]) == (3000, 2760)
