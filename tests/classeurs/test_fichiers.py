"""The same files for everyone: same bytes at each build, same figures for whoever opens them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import python_calamine
from bureautique.conversion import convertir

from chargeprod_xl.classeurs.lecture import Erreur, lire_classeur
from chargeprod_xl.classeurs.paquet import styles_de_texte, taire_codes
from chargeprod_xl.construction import construire
from chargeprod_xl.recalcul import calculer_pack
from classeurs.parties import MAIN, Paquet

pytestmark = pytest.mark.xdist_group("classeurs")
ORIGINE = 25569.0  # 1 January 1970, in days of the 1900 system


def test_deux_constructions_donnent_les_memes_octets(pack_demo: Path, tmp_path: Path) -> None:
    film = tmp_path / "ailleurs"
    shutil.copytree(pack_demo.parent, film, ignore=shutil.ignore_patterns("pack"))
    for fichier in construire(film).fichiers:
        assert fichier.read_bytes() == (pack_demo / fichier.name).read_bytes(), fichier.name


def test_les_valeurs_stockees_sont_celles_des_moteurs(fichiers: list[Path]) -> None:
    calcul = calculer_pack(fichiers)
    assert calcul.rapport.accord
    assert calcul.rapport.perimees == ()
    assert calcul.rapport.erreurs == ()
    assert calcul.rapport.formules > 10_000


def test_calamine_lit_les_valeurs_stockees(fichiers: list[Path]) -> None:
    for chemin in fichiers:
        lu, _ = lire_classeur(chemin)
        assert lu is not None
        calamine = python_calamine.CalamineWorkbook.from_path(chemin)
        assert calamine.sheet_names == [f.nom for f in lu.feuilles]
        for feuille in lu.feuilles:
            grille = calamine.get_sheet_by_name(feuille.nom)
            lignes = grille.to_python(skip_empty_area=False)
            for (ligne, colonne), cellule in feuille.cellules.items():
                if cellule.valeur is None or isinstance(cellule.valeur, Erreur):
                    continue
                vue = lignes[ligne - 1][colonne - 1]
                assert _meme(vue, cellule.valeur), f"{chemin.name} › {feuille.nom} {ligne},{colonne}: {vue!r}"


def _meme(vue: object, stockee: float | str | bool) -> bool:
    """Calamine gives dates and durations as such: as a number of days they are the stored value."""
    if hasattr(vue, "total_seconds"):
        vue = vue.total_seconds() / 86400
    elif hasattr(vue, "hour") and not hasattr(vue, "year"):
        vue = (vue.hour * 3600 + vue.minute * 60 + vue.second + vue.microsecond / 1e6) / 86400
    elif hasattr(vue, "toordinal"):
        jour = vue.toordinal() - 719163 + ORIGINE
        seconde = vue.hour * 3600 + vue.minute * 60 + vue.second if hasattr(vue, "hour") else 0
        vue = jour + seconde / 86400
    if isinstance(stockee, float) and isinstance(vue, int | float):
        return abs(vue - stockee) < 1e-5
    return vue == stockee


@pytest.mark.usefixtures("libreoffice")
def test_libreoffice_convertit_chaque_fichier_sans_un_mot(fichiers: list[Path], tmp_path: Path) -> None:
    assert convertir(fichiers, tmp_path) == ""
    assert sorted(p.name for p in tmp_path.glob("*.xlsx")) == [p.name for p in fichiers]


def test_les_codes_gardes_en_texte_n_ont_pas_de_triangle_vert(paquets: list[Paquet]) -> None:
    for p in paquets:
        de_texte = styles_de_texte(p.octets["xl/styles.xml"].decode())
        for nom, feuille in p.feuilles().items():
            tus = " ".join(e.get("sqref", "") for e in feuille.iter(f"{MAIN}ignoredError"))
            for cellule in feuille.iterfind(f"{MAIN}sheetData/{MAIN}row/{MAIN}c"):
                texte = p.texte(cellule)
                if texte and re.fullmatch(r"\d+", texte) and cellule.get("s") in de_texte:
                    assert _dans(cellule.get("r", ""), tus), f"{p.nom} › {nom} › {cellule.get('r')}"


def _dans(adresse: str, plages: str) -> bool:
    lettres, ligne = re.fullmatch(r"([A-Z]+)(\d+)", adresse).groups()
    trouvees = re.findall(rf"(?<![A-Z]){lettres}(\d+):{lettres}(\d+)", plages)
    return any(int(debut) <= int(ligne) <= int(fin) for debut, fin in trouvees)


def test_taire_les_codes_place_l_element_la_ou_le_schema_le_veut() -> None:
    xml = '<worksheet><sheetData><row r="1"><c r="A1" s="3"/></row></sheetData><pageMargins/><tableParts/></worksheet>'
    attendu = '<pageMargins/><ignoredErrors><ignoredError sqref="A1:A1" numberStoredAsText="1"/></ignoredErrors>'
    assert attendu + "<tableParts/>" in taire_codes(xml, {"3"})
    assert taire_codes(xml, {"4"}) == xml
