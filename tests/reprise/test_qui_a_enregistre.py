"""Whoever saved the files, an opened and saved pack is one nobody edited: no false change, nothing lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from chargeprod_xl.regeneration import Demande, regenerer
from chargeprod_xl.reprise.bilan import Bilan
from reprise.atelier import INSTANT, Film
from reprise.facons import FACONS, par_libreoffice

#: Only the journal of the pack may say that it was rebuilt.
DU_JOURNAL = {"projet.xlsx", "manifeste.json"}


def _rien_a_dire(bilan: Bilan) -> bool:
    listes = (v for nom, v in vars(bilan).items() if nom != "ecarts")
    return not any(listes) and all(e.avant == pytest.approx(e.apres) for e in bilan.ecarts)


def _changes(avant: dict[str, bytes], dossier: Path) -> set[str]:
    return {p.name for p in dossier.iterdir() if avant.get(p.name) != p.read_bytes()}


@pytest.mark.parametrize("facon", FACONS)
def test_un_pack_reenregistre_sans_rien_changer(tmp_path: Path, facon: str) -> None:
    film = Film(tmp_path)
    avant = film.octets()
    for chemin in sorted(film.pack.glob("*.xlsx")):
        FACONS[facon](chemin)
    fait = film.regenerer()
    assert _rien_a_dire(fait.bilan), fait.bilan
    assert _changes(avant, film.pack) <= DU_JOURNAL


@pytest.mark.parametrize("facon", ["comme Excel", "LibreOffice"])
def test_un_pack_complet_reenregistre(tmp_path: Path, pack_reduit: Path, facon: str) -> None:
    film = tmp_path / "film"
    shutil.copytree(pack_reduit.parent, film)
    avant = {p.name: p.read_bytes() for p in (film / "pack").iterdir()}
    chemins = sorted((film / "pack").glob("*.xlsx"))
    if facon == "LibreOffice":
        par_libreoffice(chemins, film / "pack")
    else:
        for chemin in chemins:
            FACONS[facon](chemin)
    fait = regenerer(film, Demande(instant=INSTANT))
    assert _rien_a_dire(fait.bilan), fait.bilan
    assert _changes(avant, film / "pack") <= DU_JOURNAL
