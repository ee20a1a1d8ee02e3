"""What is refused, in words, with nothing changed."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from chargeprod_xl.anomalies import DonneesRefuseesError
from chargeprod_xl.construction import construire
from chargeprod_xl.sauvegarde import verrouiller
from reprise.atelier import Film


def _refus(film: Film, **options: object) -> str:
    """What the refusal says; the pack must be as it was."""
    avant = film.octets()
    with pytest.raises(DonneesRefuseesError) as refus:
        film.regenerer(**options)
    assert film.octets() == avant
    assert not list(film.dossier.glob("versions/*"))
    return "\n".join(map(str, refus.value.anomalies))


def test_le_pack_d_un_autre_film(film: Film) -> None:
    film.changer_projet("titre: Le Quai", "titre: Le Phare")
    assert "n’est pas celui de « Le Phare »" in _refus(film)


def test_le_meme_film_sous_un_autre_titre(film: Film) -> None:
    film.changer_projet("titre: Le Quai", "titre: Le Phare")
    assert film.regenerer(meme_film=True).ecrit
    assert film.lire("projet", "Fiche projet", "Titre", "Valeur") == "Le Phare"
    assert not film.regenerer(meme_film=True).ecrit


def test_un_classeur_d_un_autre_film_glisse_dans_le_pack(film: Film, tmp_path: Path) -> None:
    (tmp_path / "autre").mkdir()
    autre = Film(tmp_path / "autre")
    shutil.rmtree(autre.pack)
    autre.changer_projet("titre: Le Quai", "titre: Le Phare")
    construire(autre.dossier, gabarits=autre.gabarits)
    shutil.copyfile(autre.pack / "depouillement.xlsx", film.pack / "depouillement.xlsx")
    assert "depouillement.xlsx" in (dit := _refus(film))
    assert "autre film" in dit


def test_un_classeur_manque(film: Film) -> None:
    (film.pack / "depouillement.xlsx").unlink()
    assert "depouillement.xlsx" in (dit := _refus(film))
    assert "manque" in dit


@pytest.mark.parametrize("degat", ["coupé", "vidé", "texte"])
def test_un_fichier_abime(film: Film, degat: str) -> None:
    chemin = film.pack / "depouillement.xlsx"
    octets = chemin.read_bytes()
    chemin.write_bytes({"coupé": octets[: len(octets) // 2], "vidé": b"", "texte": b"bonjour"}[degat])
    assert "depouillement.xlsx" in (dit := _refus(film))
    assert "ce n’est pas une archive, ou elle est coupée" in dit


def test_plusieurs_fautes_sont_dites_ensemble(film: Film) -> None:
    (film.pack / "depouillement.xlsx").unlink()
    (film.pack / "projet.xlsx").write_bytes(b"rien")
    dit = _refus(film)
    assert "depouillement.xlsx" in dit
    assert "projet.xlsx" in dit


@pytest.mark.parametrize("verrou", ["~$projet.xlsx", ".~lock.projet.xlsx#"])
def test_un_classeur_ouvert_ailleurs(film: Film, verrou: str) -> None:
    (film.pack / verrou).write_bytes(b"Claire")
    assert "ouvert" in _refus(film)


def test_deux_regenerations_a_la_fois(film: Film) -> None:
    with verrouiller(film.dossier):
        assert "film" in _refus(film)


def test_la_colonne_des_identites_a_ete_supprimee(film: Film) -> None:
    def supprimer(livre: Any) -> None:
        feuille = livre["Décors"]
        table = feuille.tables["t_depouillement_decors_lignes"]
        colonnes = len(table.tableColumns)
        feuille.delete_cols(colonnes)
        table.tableColumns = table.tableColumns[:-1]
        table.ref = table.ref.replace(table.ref.split(":")[1][0], chr(ord(table.ref.split(":")[1][0]) - 1))

    film.editer("depouillement", supprimer)
    assert "_id" in _refus(film)


def test_un_film_sans_pack(film: Film) -> None:
    shutil.rmtree(film.pack)
    with pytest.raises(DonneesRefuseesError) as refus:
        film.regenerer()
    assert "construire" in str(refus.value.anomalies[0])
