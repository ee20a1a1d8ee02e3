"""Runs interrupted at each of their steps: the pack is whole as it stands, and order comes back without loss.

A child process does the work; an audit hook stops it just before its nth change on disk, so that no step is forgotten
when the code changes.
"""

from __future__ import annotations

import errno
import itertools
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from chargeprod_xl.anomalies import DonneesRefuseesError
from chargeprod_xl.sauvegarde import echange, mettre_en_ordre, remplacer_pack
from sauvegarde.films import AJOUTS, contenus, est_entier, fichiers_de, film_construit, noms_de

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="il faut pouvoir tuer un processus fils")
V = "2026-11-23_14h05m09"
ECRITURES = {"os.mkdir", "os.rename", "os.link", "os.remove", "os.rmdir", "os.symlink", "os.chmod", "shutil.copyfile"}
ACHEVE, REFUSE, FAUTE = 0, 3, 4
# The former pack was edited; the new one has the same manifest, as a second build from the same data has.
ANCIEN = contenus("A") | {"devis.xlsx": b"modifie par quelqu'un"}
NEUF = contenus("A")


@dataclass(frozen=True)
class Situation:
    """A replacement to interrupt."""

    echange: bool
    ancien: bool
    version: str | None

    def __str__(self) -> str:
        ancien = ("gardé" if self.version else "jeté") if self.ancien else "aucun"
        return f"{'échange' if self.echange else 'deux renommages'}, ancien pack {ancien}"


SITUATIONS = [Situation(e, a, v) for e in (True, False) for a, v in ((True, V), (True, None), (False, V))]


def _change_le_disque(evenement: str, arguments: tuple[Any, ...]) -> bool:
    # A folder is opened to be flushed: this moment follows each rename, and the exchange that no hook sees.
    return evenement in ECRITURES or (evenement == "open" and (arguments[1] is None or set(arguments[1]) & set("wx+")))


def jusqu_a(etape: int, travail: Callable[[], object], arret: Callable[[], None]) -> int:
    """Work in a child process with ``arret`` before its nth change on disk; its exit code, or minus the signal."""
    fils = os.fork()
    if fils == 0:
        rangs = itertools.count(1)
        sortie = FAUTE
        try:
            sys.addaudithook(lambda e, a: arret() if _change_le_disque(e, a) and next(rangs) >= etape else None)
            travail()
            sortie = ACHEVE
        except DonneesRefuseesError:
            sortie = REFUSE
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(sortie)
    return os.waitstatus_to_exitcode(os.waitpid(fils, 0)[1])


def mourir() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def disque_plein() -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def defaillance_passagere() -> Callable[[], None]:
    restantes = [True]

    def arret() -> None:
        if restantes.pop() if restantes else False:
            disque_plein()

    return arret


@pytest.fixture(params=SITUATIONS, ids=str)
def situation(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Situation:
    choisie: Situation = request.param
    if not choisie.echange:
        monkeypatch.setattr(echange, "echanger", lambda *_: False)
    return choisie


def depart(tmp_path: Path, situation: Situation) -> Path:
    film = tmp_path / "depart"
    film.mkdir()
    if situation.ancien:
        film_construit(film, "A", AJOUTS | {"devis.xlsx": ANCIEN["devis.xlsx"]})
        (film / "pack" / "raccourci").symlink_to("notes.txt")
    return film


def etats_interrompus(tmp_path: Path, situation: Situation, arret: Callable[[], None]) -> Iterator[tuple[Path, int]]:
    """One film for each step at which the replacement was stopped."""
    origine = depart(tmp_path, situation)
    for etape in itertools.count(1):
        film = tmp_path / f"film{etape}"
        shutil.copytree(origine, film, symlinks=True)
        issue = jusqu_a(etape, lambda f=film: remplacer_pack(f / "pack", NEUF, situation.version), arret)
        assert issue != FAUTE
        yield film, issue
        shutil.rmtree(film)
        if issue == ACHEVE:
            return


def ce_qu_est(pack: Path) -> str:
    """« ancien », « neuf », « absent », or « melange », the one that must never be seen."""
    if not pack.exists():
        return "absent"
    classeurs = {n: o for n, o in fichiers_de(pack).items() if n in NEUF}
    ajouts = {n: o for n, o in fichiers_de(pack).items() if n in AJOUTS}
    connus = {"ancien": (ANCIEN, AJOUTS), "neuf": (NEUF, AJOUTS), "neuf, sans ancien": (NEUF, {})}
    return next((nom for nom, attendu in connus.items() if attendu == (classeurs, ajouts)), "melange")


def verifier_l_ordre(film: Path, situation: Situation) -> None:
    """No leftover, a whole pack, and what somebody typed in the former one still there."""
    etat = ce_qu_est(film / "pack")
    if not situation.ancien:
        assert etat in {"absent", "neuf, sans ancien"}
        assert set(noms_de(film)) <= {"pack"}
    else:
        assert etat in {"ancien", "neuf"}
        gardees = {n: o for n, o in fichiers_de(film).items() if not n.startswith("pack/")}
        gardee = etat == "neuf" and situation.version
        assert gardees == ({f"versions/{V}/{n}": o for n, o in ANCIEN.items()} if gardee else {})
        assert set(noms_de(film)) <= {"pack", "versions"}
        assert set(noms_de(film / "pack")) == {*NEUF, "notes.txt", "perso.xlsx", "photos", "raccourci"}


def test_tue_a_chaque_etape(tmp_path: Path, situation: Situation) -> None:
    etats = []
    for film, issue in etats_interrompus(tmp_path, situation, mourir):
        etats.append(ce_qu_est(film / "pack"))
        pret = any(nom.endswith(".bascule") for nom in noms_de(film))
        faits = mettre_en_ordre(film)
        verifier_l_ordre(film, situation)
        if etats[-1] == "absent" and pret:  # what is ready is put in place, rather than undone
            assert ce_qu_est(film / "pack").startswith("neuf")
        assert mettre_en_ordre(film) == []
        assert issue == -signal.SIGKILL or not faits
    vus = list(dict.fromkeys(etats))
    if not situation.ancien:
        assert vus == ["absent", "neuf, sans ancien"]
    else:
        assert vus == (["ancien", "neuf"] if situation.echange else ["ancien", "absent", "neuf"])


def test_la_commande_suivante_reussit_sans_remise_en_ordre(tmp_path: Path, situation: Situation) -> None:
    for film, _ in etats_interrompus(tmp_path, situation, mourir):
        remplacer_pack(film / "pack", contenus("C"), "2026-11-24_09h00m00")
        assert fichiers_de(film / "pack").items() >= contenus("C").items()
        assert set(noms_de(film)) <= {"pack", "versions"}
        modifies = [p for p in film.rglob("versions/*/devis.xlsx") if p.read_bytes() == ANCIEN["devis.xlsx"]]
        assert len(modifies) == 1 or not (situation.ancien and situation.version)


def test_tue_pendant_la_remise_en_ordre(tmp_path: Path, situation: Situation) -> None:
    """A second kill, at each step of the recovery from each state."""
    essais = 0
    for film, _ in etats_interrompus(tmp_path, situation, mourir):
        for etape in itertools.count(1):
            copie = tmp_path / "copie"
            shutil.copytree(film, copie, symlinks=True)
            issue = jusqu_a(etape, lambda f=copie: mettre_en_ordre(f), mourir)
            assert ce_qu_est(copie / "pack") != "melange"
            mettre_en_ordre(copie)
            verifier_l_ordre(copie, situation)
            shutil.rmtree(copie)
            essais += 1
            if issue == ACHEVE:
                break
    assert essais > 20


@pytest.mark.parametrize("duree", ["passagère", "durable"])
def test_le_disque_refuse_a_chaque_etape(tmp_path: Path, situation: Situation, duree: str) -> None:
    """A refused run leaves the pack as it was; when the disk refuses even to tidy, the next run does."""
    issues = set()
    arret = defaillance_passagere() if duree == "passagère" else disque_plein
    for film, issue in etats_interrompus(tmp_path, situation, arret):
        issues.add(issue)
        if issue == REFUSE and duree == "passagère":
            assert ce_qu_est(film / "pack") == ("ancien" if situation.ancien else "absent")
            assert noms_de(film) == (["pack"] if situation.ancien else [])
        elif issue == ACHEVE:
            assert ce_qu_est(film / "pack").startswith("neuf")
        mettre_en_ordre(film)
        verifier_l_ordre(film, situation)
        assert not (film / "pack").exists() or est_entier(film / "pack") == (ce_qu_est(film / "pack") != "ancien")
    assert issues == {REFUSE, ACHEVE}
