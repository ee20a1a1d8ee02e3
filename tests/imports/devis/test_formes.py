"""A film of another type has lines of its own: a devis is mapped to them, and the film is accepted as it is written."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from devis_de_producteur import PROJET, film_vide

from chargeprod_xl.anomalies import DonneesRefuseesError
from chargeprod_xl.baremes.formes import formes, nomenclature
from chargeprod_xl.chargement import charger_film
from chargeprod_xl.imports.devis.codes import Nomenclature
from chargeprod_xl.imports.devis.importation import Demande, importer
from chargeprod_xl.imports.devis.lignes import par_code

# 2233 and 1515 belong to the documentary alone; 2411 (décoration) and 3311 (petits rôles) are none of its lines.
DOCUMENTAIRE = """\
Compte;Désignation;Nb;Unité;Taux;Montant HT
2233;Fixeur, stringer, traducteur de terrain;10;jour;250;2500
1515;Archives – recherches, copies, frais techniques;;;;4000
2411;Chef décorateur;;;;3000
3311;Comédiens des reconstitutions;;;;1200
6213;Taxis;;;;300
;TOTAL GÉNÉRAL;;;;11000
"""


def film_de(tmp_path: Path, forme: str) -> Path:
    return film_vide(tmp_path / forme, PROJET.replace("  date_version", f"  type: {forme}\n  date_version"))


def test_un_documentaire_prend_ses_lignes_a_lui(tmp_path: Path) -> None:
    fichier = tmp_path / "devis.csv"
    fichier.write_text(DOCUMENTAIRE, encoding="utf-8")
    film = film_de(tmp_path, "documentaire")
    fait = importer(Demande(fichier, film))
    lu, fautes = charger_film(film)
    assert fautes == []
    assert lu is not None
    n = Nomenclature.de(nomenclature("documentaire"))
    assert {x.code for x in lu.budget.lignes} <= set(n.lignes)
    montants = par_code(lu.budget.lignes, 0, n)
    assert sum(montants.values()) == 11000
    assert (montants["2233"], montants["1515"]) == (2500, 4000)
    inconnus = [(d.ligne, d.quoi) for d in fait.doutes]
    assert inconnus == [(4, "code 2411 inconnu"), (5, "code 3311 inconnu")]
    [decorateur] = [x for x in lu.budget.lignes if "Chef décorateur" in x.nom]
    assert (decorateur.code[0], decorateur.nom) == ("2", "2411 – Chef décorateur")


@pytest.mark.parametrize("forme", sorted(formes()))
def test_chaque_forme_a_une_ligne_pour_ce_qui_est_inconnu(forme: str) -> None:
    n = Nomenclature.de(nomenclature(forme))
    assert all(n.fourre_tout(p) in n.lignes for p in ["", "0", *"123456789", *(str(k) for k in range(10, 1000))])


def test_une_correspondance_ne_vise_que_les_lignes_de_la_forme(tmp_path: Path) -> None:
    film = film_de(tmp_path, "documentaire")
    (film / "correspondance-devis.yaml").write_text('codes: {"A1": "2411", "A2": "2233"}\n', encoding="utf-8")
    fichier = tmp_path / "devis.csv"
    fichier.write_text(DOCUMENTAIRE, encoding="utf-8")
    with pytest.raises(DonneesRefuseesError) as refus:
        importer(Demande(fichier, film))
    assert [a.quoi for a in refus.value.anomalies] == [
        "« A1 » est envoyé vers « 2411 », qui n’est pas une ligne du devis"
    ]


def test_la_meme_ligne_d_un_long_metrage_garde_sa_place(tmp_path: Path) -> None:
    fichier = tmp_path / "devis.csv"
    fichier.write_text(DOCUMENTAIRE, encoding="utf-8")
    fait = importer(Demande(fichier, film_de(tmp_path, "long-metrage")))
    assert {x.code: x.taux for x in fait.rapport.lignes}["2411"] == Decimal(3000)
