"""Renames that the disk refuses: the pack is as before, or the next command finishes."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from chargeprod_xl.anomalies import DonneesRefuseesError
from chargeprod_xl.sauvegarde import echange, mettre_en_ordre, remplacer_pack
from sauvegarde.films import AJOUTS, contenus, fichiers_de, film_construit, noms_de

V = "2026-11-23_14h05m09"


def refuser_de_renommer(monkeypatch: pytest.MonkeyPatch, refuse: Callable[[Path, Path], bool]) -> None:
    vrai = Path.rename

    def rename(soi: Path, cible: Path) -> Path:
        if refuse(soi, cible):
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return vrai(soi, cible)

    monkeypatch.setattr(Path, "rename", rename)


def test_une_version_qui_ne_peut_etre_rangee_laisse_tout_comme_avant(
    film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film_construit(film, "A", AJOUTS)
    refuser_de_renommer(monkeypatch, lambda _, cible: cible.parent.name == "versions")
    with pytest.raises(DonneesRefuseesError, match=r"comme avant \(tout n’est pas sur le même disque\)"):
        remplacer_pack(film / "pack", contenus("B"), V)
    assert fichiers_de(film / "pack") == contenus("A") | AJOUTS
    assert noms_de(film) == ["pack"]


def test_un_pack_qui_ne_peut_etre_mis_en_place_laisse_l_ancien(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    film_construit(tmp_path, "A", AJOUTS)
    monkeypatch.setattr(echange, "echanger", lambda *_: False)
    refuser_de_renommer(monkeypatch, lambda soi, cible: cible.name == "pack" and soi.suffix == ".bascule")
    with pytest.raises(DonneesRefuseesError, match="comme avant"):
        remplacer_pack(tmp_path / "pack", contenus("B"), V)
    assert fichiers_de(tmp_path / "pack") == contenus("A") | AJOUTS
    assert noms_de(tmp_path) == ["pack"]


@pytest.mark.parametrize("refus", [2, 99])
def test_un_disque_qui_refuse_meme_le_retour_ne_fait_rien_perdre(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refus: int
) -> None:
    """The former pack cannot be put away, nor put back: the last try settles it, or the next command."""
    film_construit(tmp_path)
    monkeypatch.setattr(echange, "echanger", lambda *_: False)
    restants = iter(range(refus))

    def refuse(soi: Path, cible: Path) -> bool:
        retour = soi.name == "pack" and cible.suffix == ".bascule"
        return (retour or cible.parent.name == "versions") and next(restants, None) is not None

    refuser_de_renommer(monkeypatch, refuse)
    if refus == 2:
        remplacer_pack(tmp_path / "pack", contenus("B"), V)
    else:
        with pytest.raises(DonneesRefuseesError, match="rien n’est perdu"):
            remplacer_pack(tmp_path / "pack", contenus("B"), V)
        monkeypatch.undo()
        dit = f"Une commande interrompue n’avait pas rangé l’ancien pack : il est dans versions/{V}."
        assert mettre_en_ordre(tmp_path) == [dit]
    assert fichiers_de(tmp_path / "pack") == contenus("B")
    assert fichiers_de(tmp_path / "versions" / V) == contenus("A")
