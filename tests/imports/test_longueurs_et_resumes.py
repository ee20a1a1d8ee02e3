import pytest

from chargeprod_xl.imports.blocs import Bloc, Genre
from chargeprod_xl.imports.pagination import huitiemes, lignes, lignes_pliees
from chargeprod_xl.imports.personnages import membres, nom_de_role, voix_de
from chargeprod_xl.imports.resume import couper, premiere_phrase, resumer


@pytest.mark.parametrize(
    ("texte", "colonnes", "attendu"),
    [
        ("", 61, 1),
        ("a" * 61, 61, 1),
        ("a" * 62, 61, 2),
        ("aa bb cc", 5, 2),
        ("aa\nbb", 61, 2),
        ("a " * 40, 35, 3),
    ],
)
def test_le_pliage_entre_les_mots(texte: str, colonnes: int, attendu: int) -> None:
    assert lignes_pliees(texte, colonnes) == attendu


def test_les_lignes_comptees_a_la_main() -> None:
    blocs = [
        Bloc(Genre.ENTETE, "INT. BAR - JOUR", 1),  # 1
        Bloc(Genre.ACTION, "Bruit.", 3),  # a blank line and 1
        Bloc(Genre.PERSONNAGE, "NORA", 5),  # a blank line and 1
        Bloc(Genre.DIDASCALIE, "(bas)", 6),  # 1
        Bloc(Genre.DIALOGUE, "a" * 36, 7),  # 2
        Bloc(Genre.TRANSITION, "CUT TO:", 9),  # a blank line and 1
    ]
    assert lignes(blocs) == 10


def test_deux_repliques_simultanees_prennent_la_place_de_la_plus_longue() -> None:
    blocs = [
        Bloc(Genre.PERSONNAGE, "NORA", 1),  # 2
        Bloc(Genre.DIALOGUE, "Oui.", 2),  # 1
        Bloc(Genre.PERSONNAGE, "MAX", 4, double=True),  # 2
        Bloc(Genre.DIALOGUE, "Non.\nNon.\nNon.", 5),  # 3
    ]
    assert lignes(blocs) == 5


@pytest.mark.parametrize(("nombre", "attendu"), [(0, 1), (6, 1), (7, 2), (13, 2), (14, 3), (54, 8), (55, 9)])
def test_les_huitiemes_sont_arrondis_au_dessus(nombre: int, attendu: int) -> None:
    assert huitiemes(nombre) == attendu


@pytest.mark.parametrize(
    ("replique", "nom"),
    [
        ("NORA (V.O.) (CONT'D)", "NORA"),
        ("NORA (SUITE)", "NORA"),
        ("NORA (CONT.)", "NORA"),
        ("NORA OFF", "NORA"),
        ("NORA, V.O.", "NORA"),
        ("**ANABELLE (Voix off)**", "ANABELLE"),
        ("L’HOMME (O. S.)", "L'HOMME"),
        ("GUY ^", "GUY"),
        ("VOIX OFF (Anabelle)", "VOIX DE ANABELLE"),
        ("VOIX (OFF)", "VOIX"),
        ("(OFF)", ""),
    ],
)
def test_le_nom_d_un_role(replique: str, nom: str) -> None:
    assert nom_de_role(replique) == nom


def test_les_repliques_collectives_et_possessives() -> None:
    assert membres("TEX & GIDEON") == ("TEX", "GIDEON")
    assert membres("ADAM AND REGGIE") == membres("ADAM ET REGGIE") == ("ADAM", "REGGIE")
    assert membres("COLETTE") == ()
    assert voix_de("ADAM'S VOICE") == "ADAM"
    assert voix_de("VOIX DE ZOÉ") == "ZOÉ"
    assert voix_de("NOAH'S EVA SUIT") == ""


def test_le_resume() -> None:
    assert premiere_phrase("M. Dupont entre. Il rit.") == "M. Dupont entre."
    assert premiere_phrase("L'A.I. parle. Noir.") == "L'A.I. parle."
    assert resumer(["12", "- *Elle* entre. Puis sort."]) == "Elle entre."
    assert resumer(["@=+-"]) == ""
    assert couper("x" * 120) == "x" * 120
    assert couper("mot " * 40) == ("mot " * 30).strip() + "…"
    assert len(couper("x" * 500)) == 120
