"""``actualiser``: values and link caches written into all files, or into none."""

from __future__ import annotations

import os
import stat
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from chargeprod_xl.classeurs.lecture import lire_classeur
from chargeprod_xl.recalcul import actualiser, remplacer_tous
from recalcul.fabrique import ecrire_pack, parties_de, remplacer_partie


def valeurs_montrees(chemin: Path, feuille: str) -> dict[str, object]:
    classeur = load_workbook(chemin, data_only=True)
    return {c.coordinate: c.value for rangee in classeur[feuille].iter_rows() for c in rangee if c.value is not None}


def test_les_valeurs_sont_dans_les_cellules(tmp_path: Path) -> None:
    chemins = ecrire_pack(tmp_path)
    assert actualiser(chemins).ecrit
    assert valeurs_montrees(chemins[0], "Sorties devis")["B2"] == 856.86
    assert valeurs_montrees(chemins[0], "Sorties devis")["B3"] == "L'été & é"
    assert valeurs_montrees(chemins[1], "Liens trésorerie") == {"A1": "total", "B1": 856.86, "C1": "✔"}


def test_les_formules_restent(tmp_path: Path) -> None:
    chemins = ecrire_pack(tmp_path)
    avant = load_workbook(chemins[0])["Détail"]["D2"].value
    actualiser(chemins)
    assert load_workbook(chemins[0])["Détail"]["D2"].value == avant


def test_le_lien_garde_toute_la_feuille_de_sortie(tmp_path: Path) -> None:
    chemins = ecrire_pack(tmp_path)
    actualiser(chemins)
    actualiser(chemins)
    tresorerie, _ = lire_classeur(chemins[1])
    assert tresorerie is not None
    assert tresorerie.liens_externes[0].cache == {
        ("Sorties devis", 1, 1): "clé",
        ("Sorties devis", 1, 2): "valeur",
        ("Sorties devis", 2, 1): "total",
        ("Sorties devis", 2, 2): 856.86,
        ("Sorties devis", 3, 1): "titre",
        ("Sorties devis", 3, 2): "L'été & é",
    }
    assert parties_de(chemins[1])["xl/externalLinks/externalLink1.xml"].count(b"sheetDataSet>") == 2


def test_une_feuille_disparue_de_la_cible_ne_passe_pas_pour_lue_et_vide(tmp_path: Path) -> None:
    chemins = ecrire_pack(tmp_path)
    devis = load_workbook(chemins[0])
    devis["Sorties devis"].title = "Sorties budget"
    devis.save(chemins[0])
    actualiser(chemins)
    tresorerie, _ = lire_classeur(chemins[1])
    assert tresorerie is not None
    assert tresorerie.liens_externes[0].feuilles_en_cache == frozenset()


def test_seules_les_parties_changees_sont_recrites(tmp_path: Path) -> None:
    chemins = ecrire_pack(tmp_path)
    avant = parties_de(chemins[0])
    actualiser(chemins)
    apres = parties_de(chemins[0])
    assert list(apres) == list(avant)
    changees = {nom for nom in avant if avant[nom] != apres[nom]}
    assert changees == {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"}


def test_une_feuille_commentee_recoit_les_memes_valeurs(tmp_path: Path) -> None:
    """Text is replaced where a sheet is plain; this one holds what looks like a cell, and is not."""
    chemins = ecrire_pack(tmp_path)
    leurre = '<sheetData><!-- <c r="F3"><f>1+1</f><v></v></c> -->'
    remplacer_partie(chemins[0], "xl/worksheets/sheet1.xml", "<sheetData>", leurre)
    actualiser(chemins)
    assert valeurs_montrees(chemins[0], "Détail")["F3"] == 856.86


def test_memes_entrees_memes_octets(tmp_path: Path) -> None:
    chemins = ecrire_pack(tmp_path)
    actualiser(chemins)
    une_fois = [chemin.read_bytes() for chemin in chemins]
    actualiser(chemins)
    assert [chemin.read_bytes() for chemin in chemins] == une_fois
    with zipfile.ZipFile(chemins[0]) as fichier:
        assert {info.date_time for info in fichier.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_une_cellule_non_verifiable_garde_ce_qu_elle_montre(tmp_path: Path) -> None:
    chemins = ecrire_pack(tmp_path, detail={"G1": "=CP_DEVIS(1)"})
    contenu = parties_de(chemins[0])
    feuille = contenu["xl/worksheets/sheet1.xml"].replace(b"<f>CP_DEVIS(1)</f><v></v>", b"<f>CP_DEVIS(1)</f><v>12</v>")
    assert feuille != contenu["xl/worksheets/sheet1.xml"]
    with zipfile.ZipFile(chemins[0], "w") as fichier:
        for nom, octets in (contenu | {"xl/worksheets/sheet1.xml": feuille}).items():
            fichier.writestr(nom, octets)
    actualiser(chemins)
    montrees = valeurs_montrees(chemins[0], "Détail")
    assert (montrees["G1"], montrees["F3"]) == (12, 856.86)


@pytest.mark.parametrize("verrou", ["~$tresorerie.xlsx", ".~lock.tresorerie.xlsx#"])
def test_un_fichier_ouvert_arrete_tout(tmp_path: Path, verrou: str) -> None:
    chemins = ecrire_pack(tmp_path)
    avant = [chemin.read_bytes() for chemin in chemins]
    (tmp_path / verrou).write_bytes(b"")
    rapport = actualiser(chemins)
    assert not rapport.ecrit
    assert rapport.anomalies[0].ou == "tresorerie.xlsx"
    assert "ouvert dans" in rapport.anomalies[0].quoi
    assert [chemin.read_bytes() for chemin in chemins] == avant


def test_un_fichier_illisible_arrete_tout(tmp_path: Path) -> None:
    chemins = ecrire_pack(tmp_path)
    avant = chemins[0].read_bytes()
    chemins[1].write_bytes(b"rien")
    assert not actualiser(chemins).ecrit
    assert chemins[0].read_bytes() == avant


def trois_fichiers(tmp_path: Path) -> dict[Path, bytes]:
    chemins = [tmp_path / f"{nom}.xlsx" for nom in ("a", "b", "c")]
    for chemin in chemins:
        chemin.write_bytes(b"ancien " + chemin.name.encode())
    return {chemin: b"nouveau " + chemin.name.encode() for chemin in chemins}


def test_remplacer_tous_remplace_tous(tmp_path: Path) -> None:
    contenus = trois_fichiers(tmp_path)
    assert remplacer_tous(contenus) == []
    assert all(chemin.read_bytes() == octets for chemin, octets in contenus.items())
    assert sorted(tmp_path.iterdir()) == sorted(contenus)


@pytest.mark.skipif(os.name != "posix", reason="droits d’un système POSIX")
def test_un_fichier_remplace_garde_ses_droits(tmp_path: Path) -> None:
    """A salary workbook that its owner alone may read stays so."""
    contenus = trois_fichiers(tmp_path)
    prive, commun, _ = contenus
    prive.chmod(0o600)
    commun.chmod(0o660)
    assert remplacer_tous(contenus) == []
    assert [stat.S_IMODE(chemin.stat().st_mode) for chemin in (prive, commun)] == [0o600, 0o660]


@pytest.mark.parametrize("rang", [0, 1, 2])
def test_une_panne_au_milieu_laisse_tous_les_anciens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rang: int
) -> None:
    contenus = trois_fichiers(tmp_path)
    victime = list(contenus)[rang]
    vrai = Path.replace

    def replace(soi: Path, cible: Path) -> Path:
        if cible == victime and soi.suffix == ".tmp":
            raise OSError(28, "No space left on device")
        return vrai(soi, cible)

    monkeypatch.setattr(Path, "replace", replace)
    anomalies = remplacer_tous(contenus)
    assert "tout est resté comme avant" in anomalies[0].quoi
    assert all(chemin.read_bytes().startswith(b"ancien") for chemin in contenus)
    assert sorted(tmp_path.iterdir()) == sorted(contenus)


def test_un_fichier_nouveau_disparait_si_la_suite_echoue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    contenus = trois_fichiers(tmp_path)
    contenus = {tmp_path / "neuf.xlsx": b"neuf"} | contenus
    vrai = Path.replace
    monkeypatch.setattr(
        Path,
        "replace",
        lambda s, c: vrai(s, c) if c.name != "b.xlsx" else (_ for _ in ()).throw(OSError(5, "panne")),
    )
    assert remplacer_tous(contenus)
    assert not (tmp_path / "neuf.xlsx").exists()
    assert (tmp_path / "a.xlsx").read_bytes() == b"ancien a.xlsx"
