import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chargeprod_xl.imports import lire_scenario

EXTENSIONS = (".fountain", ".txt", ".md", ".fdx")
DTD = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><FinalDraft><Content>&a;</Content></FinalDraft>'
VIDE = "<FinalDraft><Content/></FinalDraft>"


@pytest.mark.parametrize(
    ("nom", "octets", "mot"),
    [
        ("a.pdf", b"%PDF", "Format de scénario non reconnu"),
        ("a", b"x", "sans extension"),
        ("a.fountain", b"", "vide"),
        ("a.fountain", b" \n\n", "vide"),
        ("a.fountain", b"\x00\x01\x02", "pas du texte"),
        ("a.txt", b"\xff\xfe\x00", "pas du texte"),
        ("a.txt", b"caf\xe9 \x81", "pas du texte"),
        ("a.md", b"# Titre\n\nUne phrase.\n", "Aucun en-tête"),
        ("a.fdx", b"<FinalDraft><Content>", "abîmé"),
        ("a.fdx", b"pas du xml", "abîmé"),
        ("a.fdx", b"<html/>", "pas un scénario Final Draft"),
        ("a.fdx", DTD.encode(), "refusé par sécurité"),
        ("a.fdx", DTD.encode("utf-16"), "refusé par sécurité"),
        ("a.fdx", VIDE.encode(), "Aucun en-tête"),
    ],
)
def test_un_fichier_refuse_dit_pourquoi(tmp_path: Path, nom: str, octets: bytes, mot: str) -> None:
    fichier = tmp_path / nom
    fichier.write_bytes(octets)
    scenario, anomalies = lire_scenario(fichier)
    assert scenario is None
    assert len(anomalies) == 1
    assert anomalies[0].ou.startswith(nom)
    assert mot in anomalies[0].quoi
    assert anomalies[0].remede


def test_un_xml_casse_donne_sa_ligne(tmp_path: Path) -> None:
    fichier = tmp_path / "a.fdx"
    fichier.write_text("<FinalDraft>\n<Content>\n</Oups>\n", encoding="utf-8")
    assert lire_scenario(fichier)[1][0].ou == "a.fdx, ligne 3"


def test_un_dossier_et_un_fichier_absent_sont_des_anomalies(tmp_path: Path) -> None:
    dossier = tmp_path / "d.fdx"
    dossier.mkdir()
    for chemin in (dossier, tmp_path / "absent.fountain", Path("nul\x00.txt")):
        scenario, anomalies = lire_scenario(chemin)
        assert scenario is None
        assert "introuvable" in anomalies[0].quoi


def verifier(octets: bytes, extension: str) -> None:
    with tempfile.TemporaryDirectory() as dossier:
        fichier = Path(dossier) / f"essai{extension}"
        fichier.write_bytes(octets)
        scenario, anomalies = lire_scenario(fichier)
    assert (scenario is None) == bool(anomalies)
    if scenario is None:
        return
    numeros = [s.numero.casefold() for s in scenario.sequences]
    assert len(set(numeros)) == len(numeros)
    for sequence in scenario.sequences:
        assert sequence.numero
        assert sequence.huitiemes >= 1
        assert len(sequence.resume) <= 120
        assert not sequence.resume.startswith(("=", "+", "-", "@"))
        assert len(sequence.roles) == len(sequence.repliques) == len(set(sequence.roles))
        assert not any(role.startswith(("=", "+", "-", "@")) or not role for role in sequence.roles)


@pytest.mark.parametrize("extension", EXTENSIONS)
@settings(max_examples=100, deadline=None)
@given(octets=st.binary(max_size=300))
def test_aucune_suite_d_octets_ne_fait_lever(extension: str, octets: bytes) -> None:
    verifier(octets, extension)


MORCEAUX = st.sampled_from(
    [
        *(
            "INT. ",
            "EXT",
            "I/E ",
            "12",
            "12A ",
            "SÉQ. 3 ",
            "#",
            "#4#",
            " - ",
            "JOUR",
            "NUIT",
            "CUISINE",
            "(",
            ")",
        ),
        *(
            "\n",
            "\n\n",
            "  \n",
            "NORA",
            "@",
            ".",
            "!",
            ">",
            "<",
            "~",
            "^",
            "[[",
            "]]",
            "/*",
            "*/",
            "**",
            "_",
            "=",
        ),
        *(
            "accessoire : ",
            "x3",
            ";",
            "résumé : ",
            "rôles : ",
            "Title:",
            "'S VOICE",
            " & ",
            "VOIX DE ",
            "(OFF)",
        ),
    ]
)


@pytest.mark.parametrize("extension", EXTENSIONS[:3])
@settings(max_examples=300, deadline=None)
@given(morceaux=st.lists(MORCEAUX | st.text(max_size=5), max_size=40))
def test_aucun_melange_de_signes_ne_fait_lever(extension: str, morceaux: list[str]) -> None:
    verifier(("INT. BAR - JOUR\n\n" + "".join(morceaux)).encode("utf-8", "replace"), extension)


TYPES = st.sampled_from(["Scene Heading", "Action", "Character", "Dialogue", "Parenthetical", "Transition", "?"])
LETTRES = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="<>&\"'"), max_size=12)


@settings(max_examples=300, deadline=None)
@given(paragraphes=st.lists(st.tuples(TYPES, LETTRES, LETTRES), max_size=12))
def test_aucun_final_draft_ne_fait_lever(paragraphes: list[tuple[str, str, str]]) -> None:
    corps = "".join(
        f'<Paragraph Type="{genre}" Number="{numero}"><SceneProperties Length="{numero}"/>'
        f"<Text>{texte}</Text></Paragraph>"
        for genre, numero, texte in paragraphes
    )
    verifier(f"<FinalDraft><Content>{corps}</Content></FinalDraft>".encode(), ".fdx")
