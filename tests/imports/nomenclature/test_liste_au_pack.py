"""A documentary with an official list: its devis bears it, and a label that changes follows at the next rebuild."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from chargeprod_xl.construction import construire
from chargeprod_xl.imports.devis.importation import Demande as DemandeDeDevis
from chargeprod_xl.imports.devis.importation import importer as importer_devis
from chargeprod_xl.imports.nomenclature.importation import Demande, importer
from chargeprod_xl.regeneration import Demande as DemandeDeRegeneration
from chargeprod_xl.regeneration import regenerer

PROJET = """\
projet:
  titre: Le fleuve
  type: documentaire
  realisateur: Une réalisatrice
  producteur_delegue: Une société
  date_version: 2027-01-04
phases:
  preparation: {debut: 2027-02-01, fin: 2027-04-02}
  tournage: {debut: 2027-04-05, fin: 2027-06-04}
  finitions: {debut: 2027-06-07, fin: 2027-12-17}
  livraison: 2028-01-14
  cloture: 2028-07-31
"""
LISTE = "Code;Libellé\n2324;Scripte et assistante\n2398;Agent de sécurité\n6213;Voitures et taxis\n"
# 4 weeks at 1 500 €, a lump sum on the line that the list adds, a fixer of the documentary: 6 000 + 900 + 2 500.
DEVIS = """\
Compte;Désignation;Nb;Prépa;Tournage;Taux;Montant HT
2324;Scripte et assistante;1;1;3;1500;6000
2398;Agent de sécurité;;;;;900
2233;Fixeur;1;;10;250;2500
;TOTAL;;;;;9400
"""


def rangees(classeur: Path, feuille: str) -> list[dict[str, Any]]:
    lues = load_workbook(classeur, data_only=True)[feuille].iter_rows(values_only=True)
    titres = next(r for r in lues if r[0] == "N°")
    return [dict(zip(titres, r, strict=True)) for r in lues]


def saisir(classeur: Path, feuille: str, cle: Any, titre: str, valeur: str) -> None:
    """Type in the row whose first column holds ``cle``."""
    livre = load_workbook(classeur)
    onglet = livre[feuille]
    entete = next(r for r in onglet.iter_rows() if r[0].value == "N°")
    colonne = next(c.column for c in entete if c.value == titre)
    ligne = next(r[0].row for r in onglet.iter_rows(min_row=entete[0].row + 1) if r[0].value == cle)
    onglet.cell(ligne, colonne).value = valeur
    livre.save(classeur)


@pytest.mark.xdist_group("liste_au_pack")
def test_le_devis_suit_la_liste_et_garde_ce_qui_est_tape(tmp_path: Path) -> None:
    film = tmp_path / "film"
    film.mkdir()
    (film / "projet.yaml").write_text(PROJET, encoding="utf-8")
    liste, devis = tmp_path / "cnc.csv", tmp_path / "devis.csv"
    liste.write_text(LISTE, encoding="utf-8")
    devis.write_text(DEVIS, encoding="utf-8")
    importer(Demande(liste, film, "CNC, mars 2027"))
    # The scripte and the guard have no name: they are known by the label of their line.
    assert [d.quoi for d in importer_devis(DemandeDeDevis(devis, film)).doutes] == []
    pack = construire(film).dossier

    lignes = {x["N°"]: x for x in rangees(pack / "devis.xlsx", "Détail") if x["N°"]}
    assert {c: lignes[c]["Montant HT"] for c in ("2324", "2398", "2233")} == {"2324": 6000, "2398": 900, "2233": 2500}
    assert (lignes["2324"]["Désignation"], lignes["2324"]["Statut"]) == ("Scripte et assistante", "officiel")
    assert (lignes["2398"]["Unité"], lignes["2398"]["Statut"]) == ("F", "officiel, réglages à vérifier")
    assert lignes["2311"]["Statut"] == "reconstruit"
    livre = load_workbook(pack / "devis.xlsx", data_only=True)
    dites = [str(c) for f in ("Détail", "Garde") for r in livre[f].iter_rows(values_only=True) for c in r if c]
    assert sum("omenclature : CNC, mars 2027 ; lignes marquées « reconstruit »" in x for x in dites) == 2

    scripte = next(x["N°"] for x in rangees(pack / "equipe.xlsx", "Personnes") if x["Nom"] == "Scripte et assistante")
    saisir(pack / "equipe.xlsx", "Personnes", scripte, "Note", "Rappeler en mars")
    saisir(pack / "devis.xlsx", "Détail", "6213", "Désignation", "Taxis de nuit")
    neuve = LISTE.replace("Scripte et assistante", "Script et assistante").replace("Agent de", "Agente de")
    liste.write_text(neuve, encoding="utf-8")
    importer(Demande(liste, film, "CNC, mai 2027", force=True))
    regenerer(film, DemandeDeRegeneration())

    apres = {x["N°"]: x for x in rangees(pack / "devis.xlsx", "Détail") if x["N°"]}
    libelles = [apres[c]["Désignation"] for c in ("2324", "2398", "6213")]
    assert libelles == ["Script et assistante", "Agente de sécurité", "Taxis de nuit"]
    assert {c: apres[c]["Montant HT"] for c in ("2324", "2398", "2233")} == {"2324": 6000, "2398": 900, "2233": 2500}
    personnes = {x["Nom"]: x["Note"] for x in rangees(pack / "equipe.xlsx", "Personnes") if x["Nom"]}
    assert personnes["Script et assistante"] == "Rappeler en mars"
    assert "Scripte et assistante" not in personnes
