"""The program killed anywhere in a regeneration leaves a whole pack, the former or the new one, that verifies."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import random
import shutil
import signal
import time
from collections import Counter
from pathlib import Path
from typing import Any

from graine import graine

from chargeprod_xl.controles import ILLISIBLE, controler
from chargeprod_xl.sauvegarde import mettre_en_ordre, versions
from reprise.atelier import Film

#: At each run; by the hundred in the long campaign.
MORTS = int(os.environ.get("MORTS", "40"))
#: Steps that a regeneration tells, the last one when it changes the pack.
_ETAPES, _DERNIERE = 8, "Mise en place"
#: How long after a step a kill may fall, in seconds: anywhere, or within the change itself.
_DELAI, _DELAI_COURT = 0.35, 0.015


def _etat(pack: Path) -> str:
    """One hash for the workbooks and the manifest."""
    fichiers = sorted(p for p in pack.iterdir() if p.suffix in {".xlsx", ".json"} and not p.name.startswith("."))
    return hashlib.sha256(b"".join(p.name.encode() + p.read_bytes() for p in fichiers)).hexdigest()


def _travailler(film: Film, etapes: Any) -> None:
    """What the killed process does; each step is told to its killer."""
    from chargeprod_xl.regeneration import Demande, regenerer  # noqa: PLC0415 - already loaded before the fork
    from reprise.atelier import INSTANT  # noqa: PLC0415

    regenerer(film.dossier, Demande(instant=INSTANT, gabarits=film.gabarits), etapes.send)
    etapes.send("fini")


def _tuer(film: Film, hasard: random.Random) -> bool:
    """Start a regeneration and kill it somewhere; False when it was done before."""
    contexte = multiprocessing.get_context("fork")
    ici, la = contexte.Pipe(duplex=False)
    travail = contexte.Process(target=_travailler, args=(film, la))
    travail.start()
    la.close()
    dites: list[str] = []
    au_changement = hasard.random() < 0.5
    nombre = _ETAPES if au_changement else hasard.randint(0, _ETAPES)
    while len(dites) < nombre and "fini" not in dites:
        dites.append(ici.recv())
    assert not au_changement or dites[-1] == _DERNIERE
    time.sleep(hasard.uniform(0, _DELAI_COURT if au_changement else _DELAI))
    assert travail.pid
    os.kill(travail.pid, signal.SIGKILL)
    travail.join()
    return "fini" not in dites and travail.exitcode == -signal.SIGKILL


def test_des_morts_n_importe_ou_laissent_un_pack_entier(tmp_path: Path) -> None:
    film = Film(tmp_path)
    film.saisir("projet", "Hypothèses", "Solde bancaire de départ", "Valeur", 7500)
    edite = tmp_path / "edite"
    shutil.copytree(film.pack, edite)
    avant = _etat(film.pack)
    assert film.regenerer().ecrit
    apres = _etat(film.pack)
    assert avant != apres
    for etat in (edite, film.pack):
        assert controler(sorted(etat.glob("*.xlsx"))).code_sortie != ILLISIBLE
    hasard = random.Random(graine())
    vus: Counter[str] = Counter()
    tues = 0
    while tues < MORTS:
        shutil.rmtree(film.pack)
        shutil.rmtree(film.dossier / "versions", ignore_errors=True)
        shutil.copytree(edite, film.pack)
        tues += _tuer(film, hasard)
        vus[_etat(film.pack)] += 1
        assert set(vus) <= {avant, apres}, f"un mélange après la mort n° {tues}"
        mettre_en_ordre(film.dossier)
        assert not list(film.dossier.glob(".pack*")), "rien ne traîne une fois remis en ordre"
        assert _etat(film.pack) in {avant, apres}
        for version in versions(film.dossier):
            assert _etat(version.dossier) == avant
    assert min(vus[avant], vus[apres]) >= MORTS // 20, f"des morts avant et après le changement : {vus}"
