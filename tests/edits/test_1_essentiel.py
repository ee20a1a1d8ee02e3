"""A handful of edits along the whole chain, before the two hundred others."""

from __future__ import annotations

import shutil
from pathlib import Path

import declarees
import pytest
from oracle import calculer
from oracle.lecture import Pack

from chargeprod_xl.recalcul import actualiser
from edits.affiche import ecarts
from edits.familles import PLACES, edition
from edits.jeu import PAR_NOM, Base, prouver
from edits.main_openpyxl import jouer

CHAINE = [
    "taux d’imprévus",
    "séquence ajoutée",
    "cachets forcés",
    "taux convenu d’un emploi",
    "ligne ajoutée",
    "source ajoutée",
    "délai d’une règle de paiement",
    "dépense ajoutée",
]


def test_le_pack_tel_que_construit_montre_les_chiffres_de_la_regle(base: Base) -> None:
    assert not ecarts(calculer(base.dossier), base.affiche)


@pytest.mark.parametrize("nom", CHAINE)
def test_une_edition_par_maillon_de_la_chaine(base: Base, tmp_path: Path, nom: str) -> None:
    prouver(base, tmp_path, PAR_NOM[nom].tirer(base.feuilles, 100), jouer, PAR_NOM[nom])


@pytest.mark.parametrize("place", PLACES)
def test_une_ligne_inseree_et_recopiee_ne_rougit_aucun_controle_de_tableau(
    base: Base, tmp_path: Path, place: str
) -> None:
    dossier = tmp_path / "pack"
    shutil.copytree(base.dossier, dossier)
    tables = declarees.extensibles()
    inserees = [base.feuilles.inserer(t.feuille, t.titre, place, declarees.exemple(t)) for t in tables]
    jouer(edition(f"une ligne {place} partout", *inserees), dossier)
    assert actualiser(sorted(dossier.glob("*.xlsx"))).ecrit
    feuilles = Pack(dossier).feuilles
    lignes = [ligne for nom in feuilles if nom.startswith("Contrôles") for ligne in feuilles[nom]]
    controles = [ligne for ligne in lignes if str(ligne[0]).endswith(("hors du tableau", "a ses formules"))]
    assert len(controles) == 2 * len(tables)
    rouges = [ligne[0] for ligne in controles if "✖" in str(ligne)]
    assert not rouges, rouges
