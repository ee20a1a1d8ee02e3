"""Kills at random instants: nobody ever finds a pack that is half one build, half another."""

from __future__ import annotations

import itertools
import os
import random
import shutil
import signal
import sys
import time
import traceback
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from chargeprod_xl.sauvegarde import mettre_en_ordre, nom_de_version, remplacer_pack, versions
from chargeprod_xl.sauvegarde.echange import echanger
from sauvegarde.films import contenus, est_entier, fichiers_de, noms_de

NOMS = ("devis.xlsx", "financement.xlsx", "plan_de_travail.xlsx", "tresorerie.xlsx")
A, B = (contenus(marque, NOMS, taille=200_000) for marque in "AB")
COUPS = 150


def remplacer_sans_fin(film: Path) -> None:
    """A, B, A, B… until the process is killed."""
    debut = datetime(2026, 11, 23)
    try:
        for rang, contenu in enumerate(itertools.cycle((A, B))):
            remplacer_pack(film / "pack", contenu, nom_de_version(debut + timedelta(seconds=rang)))
    except BaseException:
        traceback.print_exc()
    os._exit(1)  # never reached by a run that works


def tuer_apres(film: Path, attente: float) -> None:
    fils = os.fork()
    if fils == 0:
        remplacer_sans_fin(film)
    time.sleep(attente)
    os.kill(fils, signal.SIGKILL)
    assert os.waitstatus_to_exitcode(os.waitpid(fils, 0)[1]) == -signal.SIGKILL


@pytest.mark.skipif(sys.platform != "linux", reason="l’échange de deux dossiers et kill -9")
def test_un_pack_est_entier_quel_que_soit_l_instant(tmp_path: Path) -> None:
    (un := tmp_path / "un").mkdir()
    (autre := tmp_path / "autre").mkdir()
    if not echanger(un, autre):
        pytest.skip("ce disque ne sait pas échanger deux dossiers")
    film = tmp_path / "film"
    film.mkdir()
    remplacer_pack(film / "pack", A, None)
    hasard = random.Random(1895)
    trouves, en_plein_travail, gardees = [], 0, 0
    for _ in range(COUPS):
        tuer_apres(film, hasard.uniform(0, 0.05))
        pack = {nom: octets for nom, octets in fichiers_de(film / "pack").items() if nom in A}
        assert pack in (A, B)
        trouves.append(pack == A)
        en_plein_travail += any(nom.startswith(".pack-") for nom in noms_de(film))
        mettre_en_ordre(film)
        assert fichiers_de(film / "pack") == pack
        assert set(noms_de(film)) <= {"pack", "versions"}
        if (film / "versions").is_dir():
            assert [v.nom for v in versions(film)] == sorted(noms_de(film / "versions"), reverse=True)
            assert all(est_entier(v.dossier) and fichiers_de(v.dossier) in (A, B) for v in versions(film))
            gardees += len(versions(film))
            shutil.rmtree(film / "versions")
    # Otherwise the kills fell between the runs, and this proved nothing.
    assert en_plein_travail > COUPS // 4
    assert gardees
    assert 0 < sum(trouves) < COUPS
