"""A pack replaced as a whole: what the new one holds, what is kept of the former one, what forbids it."""

from __future__ import annotations

import errno
import os
import stat
from datetime import datetime
from pathlib import Path

import pytest

from chargeprod_xl.anomalies import DonneesRefuseesError
from chargeprod_xl.sauvegarde import echange, fichiers, mettre_en_ordre, nom_de_version, remplacer_pack
from sauvegarde.films import AJOUTS, LIBREOFFICE_OU_EXCEL, contenus, fichiers_de, film_construit, noms_de, poser

V = "2026-11-23_14h05m09"
sur_un_systeme_posix = pytest.mark.skipif(os.name != "posix", reason="droits et liens d’un système POSIX")


def test_le_nom_d_une_version_est_sa_date() -> None:
    assert nom_de_version(datetime(2026, 11, 23, 14, 5, 9)) == V


def test_la_premiere_construction_ne_laisse_que_le_pack(film: Path) -> None:
    remplacer_pack(film / "pack", contenus("A"), V)
    assert fichiers_de(film / "pack") == contenus("A")
    assert noms_de(film) == ["pack"]


@sur_un_systeme_posix
def test_tout_est_sur_le_disque_avant_que_le_pack_change(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A power cut after the exchange finds each file, the pack and the version whole: all were flushed by then."""
    film_construit(film)
    fixes: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda poignee: fixes.append(os.fstat(poignee).st_ino))
    remplacer_pack(film / "pack", contenus("B"), V)
    neufs = [p.stat().st_ino for p in (film / "pack").iterdir()]
    dossiers = [p.stat().st_ino for p in (film, film / "pack", film / "versions")]
    assert {*neufs, *dossiers} <= set(fixes)
    assert max(map(fixes.index, neufs)) < len(fixes) - 1 - fixes[::-1].index(film.stat().st_ino)


def test_l_ancien_pack_devient_une_version(film: Path) -> None:
    film_construit(film)
    remplacer_pack(film / "pack", contenus("B"), V)
    assert fichiers_de(film / "pack") == contenus("B")
    assert fichiers_de(film / "versions" / V) == contenus("A")
    assert noms_de(film) == ["pack", "versions"]


def test_un_classeur_modifie_est_garde_tel_quel(film: Path) -> None:
    film_construit(film, "A", {"devis.xlsx": b"modifie"})
    remplacer_pack(film / "pack", contenus("A"), V)
    assert fichiers_de(film / "pack") == contenus("A")
    assert fichiers_de(film / "versions" / V) == contenus("A") | {"devis.xlsx": b"modifie"}


def test_sans_version_l_ancien_n_est_pas_garde(film: Path) -> None:
    film_construit(film)
    remplacer_pack(film / "pack", contenus("B"), None)
    assert fichiers_de(film) == {f"pack/{nom}": octets for nom, octets in contenus("B").items()}


def test_deux_versions_de_la_meme_seconde_ont_deux_noms(film: Path) -> None:
    film_construit(film)
    for marque in "BCD":
        remplacer_pack(film / "pack", contenus(marque), V)
    assert noms_de(film / "versions") == [V, f"{V}-2", f"{V}-3"]
    assert fichiers_de(film / "versions" / f"{V}-3") == contenus("C")


@pytest.mark.parametrize("version", [V, None])
def test_ce_que_l_utilisateur_a_ajoute_suit_le_pack(film: Path, version: str | None) -> None:
    film_construit(film, "A", AJOUTS)
    (film / "pack" / "vide").mkdir()
    remplacer_pack(film / "pack", contenus("B"), version)
    assert fichiers_de(film / "pack") == contenus("B") | AJOUTS
    assert (film / "pack" / "vide").is_dir()
    gardes = {f"versions/{V}/{nom}": octets for nom, octets in contenus("A").items()} if version else {}
    assert {n: o for n, o in fichiers_de(film).items() if not n.startswith("pack/")} == gardes


def test_ils_suivent_aussi_sur_un_disque_sans_liens(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    film_construit(film, "A", AJOUTS)
    date = (film / "pack" / "notes.txt").stat().st_mtime
    monkeypatch.setattr(os, "link", link)
    remplacer_pack(film / "pack", contenus("B"), V)
    assert fichiers_de(film / "pack") == contenus("B") | AJOUTS
    assert (film / "pack" / "notes.txt").stat().st_mtime == date
    assert fichiers_de(film / "versions" / V) == contenus("A")


def test_un_classeur_de_l_ancienne_disposition_ne_reste_que_dans_la_version(film: Path) -> None:
    film_construit(film)
    remplacer_pack(film / "pack", contenus("B", ("film.xlsx",)), V)
    assert fichiers_de(film / "pack") == contenus("B", ("film.xlsx",))
    assert fichiers_de(film / "versions" / V) == contenus("A")


@pytest.mark.parametrize("version", [V, None])
def test_un_classeur_de_l_utilisateur_qui_porte_le_nom_d_un_des_notres_est_garde(
    film: Path, version: str | None
) -> None:
    film_construit(film, "A", {"film.xlsx": b"a moi"})
    remplacer_pack(film / "pack", contenus("B", ("film.xlsx",)), version)
    assert fichiers_de(film / "pack") == contenus("B", ("film.xlsx",))
    (gardee,) = (film / "versions").iterdir()
    assert fichiers_de(gardee) == contenus("A") | {"film.xlsx": b"a moi"}


def test_un_fichier_change_pendant_la_preparation_est_garde(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vrai = echange.basculer

    def basculer(pack: Path, neuf: Path, ancien: Path) -> Path:
        (pack / "notes.txt").unlink()  # as programs save: a new file under the same name
        poser(film, {"notes.txt": b"plus recent", "arrive.pdf": b"pdf"})
        return vrai(pack, neuf, ancien)

    film_construit(film, "A", {"notes.txt": b"note"})
    monkeypatch.setattr("chargeprod_xl.sauvegarde.remplacement.basculer", basculer)
    remplacer_pack(film / "pack", contenus("B"), V)
    assert fichiers_de(film / "versions" / V) == contenus("A") | {"notes.txt": b"plus recent", "arrive.pdf": b"pdf"}


@pytest.mark.parametrize("verrou", LIBREOFFICE_OU_EXCEL)
def test_un_classeur_ouvert_arrete_tout(film: Path, verrou: str) -> None:
    film_construit(film, "A", AJOUTS | {verrou: b""})
    with pytest.raises(DonneesRefuseesError, match=r"devis\.xlsx : le classeur est ouvert dans"):
        remplacer_pack(film / "pack", contenus("B"), V)
    assert fichiers_de(film / "pack") == contenus("A") | AJOUTS | {verrou: b""}
    assert noms_de(film) == ["pack"]


def test_un_classeur_ouvert_pendant_la_preparation_aussi(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vrai = fichiers.porter

    def porter(ancien: Path, neuf: Path) -> None:
        vrai(ancien, neuf)
        poser(film, {"~$devis.xlsx": b""})

    film_construit(film)
    monkeypatch.setattr("chargeprod_xl.sauvegarde.remplacement.porter", porter)
    with pytest.raises(DonneesRefuseesError, match="ouvert dans Excel"):
        remplacer_pack(film / "pack", contenus("B"), V)
    assert fichiers_de(film) == {f"pack/{n}": o for n, o in (contenus("A") | {"~$devis.xlsx": b""}).items()}


def test_les_verrous_des_autres_programmes_ne_sont_pas_portes(film: Path) -> None:
    film_construit(film, "A", {".~lock.notes.odt#": b"", "sous/~$lettre.docx": b""})
    remplacer_pack(film / "pack", contenus("B"), V)
    assert fichiers_de(film) == (
        {f"pack/{n}": o for n, o in contenus("B").items()} | {f"versions/{V}/{n}": o for n, o in contenus("A").items()}
    )


@sur_un_systeme_posix
def test_droits_et_liens_symboliques_sont_gardes(film: Path) -> None:
    film_construit(film, "A", {"photos/face.jpg": b"jpeg"})
    (film / "pack" / "devis.xlsx").chmod(0o640)
    (film / "pack" / "raccourci").symlink_to("photos")
    (film / "pack" / "photos").chmod(0o550)
    (film / "pack").chmod(0o2770)
    remplacer_pack(film / "pack", contenus("B"), V)
    assert stat.S_IMODE((film / "pack").stat().st_mode) == 0o2770
    assert stat.S_IMODE((film / "pack" / "devis.xlsx").stat().st_mode) == 0o640
    assert stat.S_IMODE((film / "pack" / "photos").stat().st_mode) == 0o550
    assert (film / "pack" / "raccourci").readlink() == Path("photos")
    assert noms_de(film / "versions" / V) == sorted(contenus("A"))


@sur_un_systeme_posix
def test_un_pack_qui_est_un_lien_est_refuse(film: Path) -> None:
    ailleurs = film_construit(film / "ailleurs")
    (film / "pack").symlink_to(ailleurs / "pack")
    with pytest.raises(DonneesRefuseesError, match="pas un dossier ordinaire"):
        remplacer_pack(film / "pack", contenus("B"), V)
    assert fichiers_de(ailleurs / "pack") == contenus("A")


@pytest.mark.parametrize("nom", ["../devis.xlsx", "sous/devis.xlsx", "/devis.xlsx"])
def test_un_nom_ne_sort_pas_du_pack(film: Path, nom: str) -> None:
    with pytest.raises(ValueError, match="plain names"):
        remplacer_pack(film / "pack", {nom: b""}, V)


def test_rien_a_mettre_en_ordre_apres_une_commande_achevee(film: Path) -> None:
    film_construit(film, "A", AJOUTS)
    remplacer_pack(film / "pack", contenus("B"), V)
    assert mettre_en_ordre(film) == []
