"""One run at a time on a film, and a killed run frees it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from chargeprod_xl.anomalies import DonneesRefuseesError
from chargeprod_xl.sauvegarde import verrouiller

UN_AUTRE = """
import sys, time
from pathlib import Path
from chargeprod_xl.sauvegarde import verrouiller
with verrouiller(Path(sys.argv[1])):
    print("tenu", flush=True)
    time.sleep(60)
"""


@pytest.fixture(autouse=True)
def _un_film(tmp_path: Path) -> None:
    """What makes a folder a film's."""
    (tmp_path / "projet.yaml").touch()


@pytest.fixture
def autre(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the film."""
    with subprocess.Popen([sys.executable, "-c", UN_AUTRE, str(tmp_path)], stdout=subprocess.PIPE, text=True) as autre:
        assert autre.stdout is not None
        assert autre.stdout.readline() == "tenu\n"
        yield autre
        autre.kill()


def test_une_autre_commande_en_cours_fait_refuser(tmp_path: Path, autre: subprocess.Popen[str]) -> None:
    with pytest.raises(DonneesRefuseesError, match="une autre commande travaille") as refus, verrouiller(tmp_path):
        pass
    assert "attendez" in refus.value.anomalies[0].remede
    assert autre.poll() is None


def test_une_commande_tuee_libere_le_film(tmp_path: Path, autre: subprocess.Popen[str]) -> None:
    autre.kill()
    autre.wait()
    with verrouiller(tmp_path):
        assert (tmp_path / ".chargeprod.verrou").is_file()


def test_deux_films_ne_se_genent_pas(tmp_path: Path, autre: subprocess.Popen[str]) -> None:
    second = tmp_path / "second"
    (second / "versions").mkdir(parents=True)
    with verrouiller(second):
        assert autre.poll() is None


def test_le_film_se_reprend_apres_une_commande_et_apres_une_faute(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), verrouiller(tmp_path):
        1 / 0  # noqa: B018 - any fault of ours
    with verrouiller(tmp_path), pytest.raises(DonneesRefuseesError), verrouiller(tmp_path):
        pass


def test_un_film_absent_n_est_pas_cree(tmp_path: Path) -> None:
    with pytest.raises(DonneesRefuseesError, match="introuvable"), verrouiller(tmp_path / "absent"):
        pass
    assert not (tmp_path / "absent").exists()


def test_un_dossier_qui_n_est_pas_un_film_reste_vide(tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    with pytest.raises(DonneesRefuseesError, match="pas le dossier d’un film"), verrouiller(photos):
        pass
    assert not list(photos.iterdir())
