"""The versions kept: listed, put back, and put back again."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from chargeprod_xl.anomalies import DonneesRefuseesError
from chargeprod_xl.sauvegarde import remplacer_pack, restaurer, versions
from sauvegarde.films import AJOUTS, MANIFESTE, contenus, fichiers_de, film_construit, poser

LUNDI, MARDI = "2026-11-23_14h05m09", "2026-11-24_09h00m00"
MERCREDI = datetime(2026, 11, 25, 18, 30)


@pytest.fixture
def film_suivi(tmp_path: Path) -> Path:
    """Three builds: A replaced on Monday, B on Tuesday, C now."""
    film_construit(tmp_path, "A")
    remplacer_pack(tmp_path / "pack", contenus("B"), LUNDI)
    remplacer_pack(tmp_path / "pack", contenus("C"), MARDI)
    return tmp_path


def test_la_plus_recente_d_abord(film_suivi: Path) -> None:
    assert [v.nom for v in versions(film_suivi)] == [MARDI, LUNDI]
    assert versions(film_suivi)[0].dossier == film_suivi / "versions" / MARDI
    assert versions(film_suivi)[0].fichiers == ("devis.xlsx", "tresorerie.xlsx")


def test_la_dixieme_d_une_meme_seconde_suit_la_neuvieme(film_suivi: Path) -> None:
    for _ in range(9):
        remplacer_pack(film_suivi / "pack", contenus("D"), MARDI)
    assert [v.nom for v in versions(film_suivi)][:3] == [f"{MARDI}-10", f"{MARDI}-9", f"{MARDI}-8"]


def test_un_dossier_sans_manifeste_n_est_pas_une_version(film_suivi: Path) -> None:
    (film_suivi / "versions" / "2027 à trier").mkdir()
    (film_suivi / "versions" / "liste.txt").write_bytes(b"")
    assert [v.nom for v in versions(film_suivi)] == [MARDI, LUNDI]


def test_un_film_sans_version_n_en_a_aucune(tmp_path: Path) -> None:
    assert versions(tmp_path) == []
    with pytest.raises(DonneesRefuseesError, match="aucune version de ce pack"):
        restaurer(tmp_path, None, MERCREDI)


def test_la_derniere_version_revient_et_ce_retour_se_defait(film_suivi: Path) -> None:
    assert restaurer(film_suivi, None, MERCREDI).nom == MARDI
    assert fichiers_de(film_suivi / "pack") == contenus("B")
    assert [v.nom for v in versions(film_suivi)] == ["2026-11-25_18h30m00", MARDI, LUNDI]
    restaurer(film_suivi, None, MERCREDI)
    assert fichiers_de(film_suivi / "pack") == contenus("C")


def test_une_version_nommee_revient_telle_qu_elle_etait_modifiee(film_suivi: Path) -> None:
    modifie = contenus("modifié avant d’être remplacé")["devis.xlsx"]
    (film_suivi / "versions" / LUNDI / "devis.xlsx").write_bytes(modifie)
    assert restaurer(film_suivi, LUNDI, MERCREDI).nom == LUNDI
    assert fichiers_de(film_suivi / "pack") == contenus("A") | {"devis.xlsx": modifie}
    assert fichiers_de(film_suivi / "versions" / LUNDI) == fichiers_de(film_suivi / "pack")


def test_ce_que_l_utilisateur_a_ajoute_reste(film_suivi: Path) -> None:
    poser(film_suivi, AJOUTS)
    restaurer(film_suivi, LUNDI, MERCREDI)
    assert fichiers_de(film_suivi / "pack") == contenus("A") | AJOUTS


def test_un_pack_disparu_revient(film_suivi: Path) -> None:
    (film_suivi / "pack").rename(film_suivi / "perdu")
    restaurer(film_suivi, None, MERCREDI)
    assert fichiers_de(film_suivi / "pack") == contenus("B")


def test_un_classeur_d_une_version_ouvert_pour_le_regarder_n_y_change_rien(film_suivi: Path) -> None:
    (film_suivi / "versions" / LUNDI / "~$devis.xlsx").write_bytes(b"")
    restaurer(film_suivi, LUNDI, MERCREDI)
    assert fichiers_de(film_suivi / "pack") == contenus("A")


@pytest.mark.parametrize("nom", ["2020-01-01_00h00m00", "../pack", ""])
def test_un_nom_inconnu_est_refuse_avec_la_liste(film_suivi: Path, nom: str) -> None:
    with pytest.raises(DonneesRefuseesError, match=f"choisissez parmi {MARDI}, {LUNDI}"):
        restaurer(film_suivi, nom, MERCREDI)
    assert fichiers_de(film_suivi / "pack") == contenus("C")


def test_une_version_incomplete_est_refusee(film_suivi: Path) -> None:
    (film_suivi / "versions" / LUNDI / "devis.xlsx").unlink()
    with pytest.raises(DonneesRefuseesError, match=r"devis\.xlsx : ce fichier de la version .* manque") as refus:
        restaurer(film_suivi, LUNDI, MERCREDI)
    assert len(refus.value.anomalies) == 1
    assert fichiers_de(film_suivi / "pack") == contenus("C")
    assert [v.nom for v in versions(film_suivi)] == [MARDI, LUNDI]


@pytest.mark.parametrize("manifeste", [b"", b"[]", b'{"fichiers": 3}', b"\xff"])
def test_un_manifeste_illisible_est_refuse(film_suivi: Path, manifeste: bytes) -> None:
    (film_suivi / "versions" / LUNDI / MANIFESTE).write_bytes(manifeste)
    with pytest.raises(DonneesRefuseesError, match="illisible"):
        restaurer(film_suivi, LUNDI, MERCREDI)
    assert fichiers_de(film_suivi / "pack") == contenus("C")
