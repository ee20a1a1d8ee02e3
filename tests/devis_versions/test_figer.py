"""A devis frozen: what its file holds, what is refused, what a damaged file says."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from controles.atelier import ecrire
from hypothesis import given
from hypothesis import strategies as st

from chargeprod_xl.anomalies import DonneesRefuseesError
from chargeprod_xl.projet.devis_fige import DevisFige, LigneFigee, cle_de_nom, depuis_octets, en_octets
from chargeprod_xl.versions_devis.depot import figer, lister
from devis_versions.conftest import FilmFige

pytestmark = pytest.mark.xdist_group("devis_versions")


def test_les_lignes_les_charges_et_les_lignes_contractuelles_font_le_total(fige: FilmFige) -> None:
    devis = fige.gel.devis
    assert devis.total == Decimal(20_832)
    montants = {x.identite: x.montant for x in devis.lignes}
    assert montants == {
        "7111": 15_000, "7211": 1_600, "7311": 2_000,
        "contractuelles.salaire": Decimal("641.38"), "contractuelles.charges": Decimal("288.62"),
        "contractuelles.frais_generaux": 1_302,
    }  # fmt: skip
    camera = devis.lignes[0]
    assert (camera.unite, camera.quantite, camera.taux, camera.eligible) == ("S", 10, 1500, 15_000)
    assert (devis.film, devis.version, devis.date) == ("Les Deux Rives", "2", "2026-01-05")


def test_le_fichier_se_relit_tel_quel_et_le_pack_n_est_pas_touche(fige: FilmFige) -> None:
    octets = fige.gel.fichier.read_bytes()
    assert fige.gel.fichier.name == "agrement.csv"
    assert octets.startswith(b"\xef\xbb\xbfdevis fig")
    devis, doutes = depuis_octets(octets)
    assert (devis, doutes) == (fige.gel.devis, ())
    assert en_octets(devis) == octets


def test_une_version_ne_se_remplace_que_si_on_le_dit(fige: FilmFige) -> None:
    with pytest.raises(DonneesRefuseesError, match="--remplacer"):
        figer(fige.dossier, "AGREMENT")
    [seule] = lister(fige.dossier)
    assert seule.devis == fige.gel.devis


@pytest.mark.parametrize(("nom", "cle"), [
    ("Agrément", "agrement"), ("../../etc/passwd", "etc-passwd"), ("plan de financement v2", "plan-de-financement-v2"),
    ("CON", "devis-con"), ("…", ""), ("a" * 200, "a" * 60),
])  # fmt: skip
def test_un_nom_fait_toujours_un_nom_de_fichier_sans_danger(nom: str, cle: str) -> None:
    assert cle_de_nom(nom) == cle


@pytest.mark.parametrize("nom", ["…", "courante", "Courante"])
def test_un_nom_impossible_est_refuse(fige: FilmFige, nom: str) -> None:
    with pytest.raises(DonneesRefuseesError):
        figer(fige.dossier, nom)


def test_sans_pack_c_est_dit_et_sort_en_2(tmp_path: Path) -> None:
    commande = [sys.executable, "-m", "chargeprod_xl", "devis", "figer", str(tmp_path), "--nom", "x"]
    sorti = subprocess.run(commande, check=False, capture_output=True, text=True, timeout=60)
    assert (sorti.returncode, "n’a pas de pack" in sorti.stderr) == (2, True)
    assert not (tmp_path / "devis-figes").exists()


def test_une_valeur_en_erreur_est_refusee_avec_sa_cellule(fige: FilmFige, tmp_path: Path) -> None:
    dossier = tmp_path / "film"
    shutil.copytree(fige.dossier, dossier)
    ecrire(dossier / "pack" / "devis.xlsx", "Charges sociales", {"H5": "=1/0"})
    with pytest.raises(DonneesRefuseesError, match="DIV/0"):
        figer(dossier, "faux")
    assert [p.name for p in (dossier / "devis-figes").iterdir()] == ["agrement.csv"]


def test_un_fichier_retouche_est_dit_et_se_lit_encore(fige: FilmFige) -> None:
    texte = fige.gel.fichier.read_bytes().decode("utf-8-sig").replace(";1500;0;15000;", ";1500;0;99999;")
    devis, doutes = depuis_octets(texte.encode("utf-8-sig"))
    assert not devis.intacte
    assert "empreinte" in doutes[0]
    assert devis.lignes[0].montant == 99_999


def test_une_ligne_abimee_est_nommee(fige: FilmFige) -> None:
    texte = fige.gel.fichier.read_bytes().decode("utf-8-sig").replace(";1500;0;15000;", ";1500;0;quinze mille;")
    devis, doutes = depuis_octets(texte.encode("utf-8-sig"))
    assert "ligne 3 illisible, laissée de côté" in doutes
    assert len(devis.lignes) == len(fige.gel.devis.lignes) - 1


def test_ce_qu_un_tableur_reecrit_sans_rien_changer_reste_intact(fige: FilmFige) -> None:
    """Quotes, cp1252, trailing separators, useless zeros."""
    texte = fige.gel.fichier.read_bytes().decode("utf-8-sig")
    reecrit = "".join(f"{x};;;\r\n" for x in texte.replace(";15000;", ";15000,00;").splitlines())
    assert depuis_octets(reecrit.encode("cp1252")) == (fige.gel.devis, ())


_TEXTES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=20)


@given(nom=_TEXTES, libelle=_TEXTES, motif=_TEXTES)
def test_tout_texte_se_retrouve_et_aucun_ne_se_calcule(nom: str, libelle: str, motif: str) -> None:
    un = Decimal(1)
    ligne = LigneFigee("x", "ligne", "7111", 7, 71, libelle, nom, "F", un, un, un, un, un, un)
    devis = DevisFige("n", "f", "1", "2026-01-05", motif, (replace(ligne, libelle=libelle),))
    octets = en_octets(devis)
    assert depuis_octets(octets)[0].lignes == devis.lignes
    assert not any(c.startswith(("=", "+", "@")) for x in octets.decode("utf-8-sig").splitlines() for c in x.split(";"))


def test_lister_parle_json(fige: FilmFige) -> None:
    commande = [sys.executable, "-m", "chargeprod_xl", "devis", "lister", str(fige.dossier), "--json"]
    sorti = subprocess.run(commande, check=True, capture_output=True, text=True, timeout=60)
    [version] = json.loads(sorti.stdout)["versions"]
    assert (version["nom"], version["total"], version["intact"]) == ("Agrément", "20832.00", True)
