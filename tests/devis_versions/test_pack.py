"""The frozen version in the pack: constants beside the live devis; reasons survive a rebuild."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from controles.atelier import ecrire
from edits.gestes import Feuilles
from oracle.lecture import Pack

from chargeprod_xl.anomalies import DonneesRefuseesError
from chargeprod_xl.chargement import charger_film
from chargeprod_xl.controles import controler
from chargeprod_xl.liens.formules import adresse
from chargeprod_xl.regeneration import Demande, regenerer
from chargeprod_xl.versions_devis.depot import figer
from devis_versions.conftest import FilmFige

pytestmark = pytest.mark.xdist_group("devis_versions")
COMPARATIF = "Comparatif"


def _colonne(pack: Path, titres: dict[str, str]) -> dict[str, tuple[object, ...]]:
    lus = Pack(pack).tableau(COMPARATIF, titres)
    return {str(x[0]): tuple(x[1:]) for x in lus.itertuples(index=False)}


RUBRIQUES = {"Rubrique": "nom", "Montant figé": "fige", "Montant actuel": "actuel", "Écart": "ecart", "Motif": "motif"}


def test_sans_version_figee_la_feuille_le_dit_sans_erreur_ni_alerte(fige: FilmFige) -> None:
    pack = fige.dossier / "pack"
    assert Pack(pack).champ(COMPARATIF, "Nom") == "aucune version figée"
    assert {x[0] for x in _colonne(pack, RUBRIQUES).values()} == {""}
    verdicts = [v for v in controler(sorted(pack.glob("*.xlsx"))).verdicts if v.feuille == COMPARATIF]
    assert [v.etat for v in verdicts] == ["ok"] * 3


def test_une_version_nommee_qui_n_existe_pas_est_une_faute_qui_dit_les_autres(fige: FilmFige, tmp_path: Path) -> None:
    dossier = tmp_path / "film"
    shutil.copytree(fige.dossier, dossier, ignore=shutil.ignore_patterns("pack"))
    _nommer(dossier, "dépôt")
    film, fautes = charger_film(dossier)
    assert film is None
    assert "aucun devis figé « dépôt »" in str(fautes[0])
    assert "agrement" in str(fautes[0])


def _nommer(dossier: Path, nom: str) -> None:
    projet = dossier / "projet.yaml"
    texte = projet.read_text(encoding="utf-8").split("devis_fige:")[0]
    projet.write_text(f"{texte}devis_fige: {nom}\n", encoding="utf-8")


def test_regenerer_apporte_les_chiffres_figes_et_garde_les_motifs(modifie: Path, tmp_path: Path) -> None:
    """The pack, edited after it was frozen, then compared with one version, then with the next."""
    dossier = tmp_path / "film"
    shutil.copytree(modifie, dossier)
    _nommer(dossier, "Agrément")
    regenerer(dossier, Demande(instant=datetime(2026, 2, 1)))
    pack = dossier / "pack"
    rubriques = _colonne(pack, RUBRIQUES)
    assert rubriques["Prise de vues"] == (15_000, 16_000, 1_000, "")
    assert rubriques["Machinerie"] == (1_600, 0, -1_600, "")
    assert rubriques["Éclairage"] == (2_000, 3_000, 1_000, "")
    lu = Pack(pack)
    assert [lu.champ(COMPARATIF, x) for x in ("Total HT figé", "Total HT actuel", "Écart")] == [20_832, 21_280, 448]
    # 1,000 of 15,000 is over 5 %, as are the two others; overheads gain 2.2 %.
    assert lu.champ(COMPARATIF, "Rubriques à motiver") == 3
    _motiver(pack, "Machinerie", "plus de grue")
    figer(dossier, "Plan de financement")
    _nommer(dossier, "Plan de financement")
    regenerer(dossier, Demande(instant=datetime(2026, 3, 1)))
    rubriques = _colonne(pack, RUBRIQUES)
    assert rubriques["Machinerie"] == (0, 0, 0, "plus de grue")
    assert rubriques["Éclairage"] == (3_000, 3_000, 0, "")
    assert Pack(pack).champ(COMPARATIF, "Rubriques à motiver") == 0


def _motiver(pack: Path, rubrique: str, motif: str) -> None:
    f = Feuilles(Pack(pack))
    ou = adresse(f.ligne(COMPARATIF, "Rubrique", rubrique), f.colonne(COMPARATIF, "Motif"))
    ecrire(pack / "devis.xlsx", COMPARATIF, {ou: motif})


def test_un_fichier_illisible_refuse_la_construction(fige: FilmFige, tmp_path: Path) -> None:
    dossier = tmp_path / "film"
    shutil.copytree(fige.dossier, dossier, ignore=shutil.ignore_patterns("pack"))
    (dossier / "devis-figes" / "agrement.csv").write_text("rien", encoding="utf-8")
    _nommer(dossier, "agrément")
    _, fautes = charger_film(dossier)
    assert "n’est pas celle d’un devis figé" in str(fautes[0])
    with pytest.raises(DonneesRefuseesError):
        regenerer(dossier, Demande())
