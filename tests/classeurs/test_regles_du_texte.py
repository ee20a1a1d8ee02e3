"""Data from outside is data: what looks like a formula stays a text, from the project file to the cell."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from magasin import pack_construit
from openpyxl import load_workbook

from chargeprod_xl.recalcul import verifier

DEMO = Path(__file__).parents[2] / "demo"
TITRE = '=1+1&"<Les Marées> & Cie"'
ROLE = "@NORA +2 -1"
FOURNISSEUR = "=HYPERLINK(A1)"


@pytest.fixture(scope="module")
def pack_piege(tmp_path_factory: pytest.TempPathFactory) -> Path:
    film = tmp_path_factory.mktemp("piege") / "film"
    shutil.copytree(DEMO, film, ignore=shutil.ignore_patterns("pack"))
    projet = film / "projet.yaml"
    contenu = yaml.safe_load(projet.read_text(encoding="utf-8"))
    contenu["projet"]["titre"] = TITRE
    contenu["projet"]["producteur_delegue"] = "-Films du Chenal Gris"
    projet.write_text(yaml.safe_dump(contenu, allow_unicode=True), encoding="utf-8")
    scenario = film / "scenario.fountain"
    texte = scenario.read_text(encoding="utf-8")
    scenario.write_text(texte.replace("\nNORA\n", f"\n{ROLE}\n"), encoding="utf-8")
    depenses = film / "depenses.csv"
    lignes = depenses.read_text(encoding="utf-8").splitlines()
    rang = lignes[0].split(";").index("fournisseur")
    champs = lignes[1].split(";")
    champs[rang] = FOURNISSEUR
    depenses.write_text("\n".join([lignes[0], ";".join(champs), *lignes[2:]]) + "\n", encoding="utf-8")
    return pack_construit(film)


def textes(chemin: Path) -> dict[str, list[str]]:
    """Constant texts by what they start with; a formula of the file is not one of them."""
    cellules = [c for f in load_workbook(chemin) for rang in f.iter_rows() for c in rang]
    return {
        "formules": [str(c.value) for c in cellules if c.data_type == "f"],
        "textes": [c.value for c in cellules if c.data_type == "s"],
        "proteges": [c.value for c in cellules if c.data_type == "s" and c.quotePrefix],
    }


@pytest.mark.parametrize(
    ("classeur", "texte"),
    [
        ("projet", TITRE),
        ("projet", "-Films du Chenal Gris"),
        ("depouillement", ROLE.removeprefix("@")),
        ("bilan", FOURNISSEUR),
    ],
)
def test_ce_qui_ressemble_a_une_formule_reste_un_texte(pack_piege: Path, classeur: str, texte: str) -> None:
    lus = textes(pack_piege / f"{classeur}.xlsx")
    assert texte in lus["textes"]
    assert texte not in lus["formules"]
    if texte.startswith(("=", "+", "-", "@")):
        assert texte in lus["proteges"], "retapé dans Excel, il deviendrait une formule"


def test_le_pack_piege_reste_juste(pack_piege: Path) -> None:
    rapport = verifier(sorted(pack_piege.glob("*.xlsx")))
    assert rapport.a_jour
    assert rapport.erreurs == ()
