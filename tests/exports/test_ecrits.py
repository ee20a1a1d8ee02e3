"""Written then read, a value is the same; and no text of ours becomes a formula in a spreadsheet program."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chargeprod_xl.exports.correspondance import Format
from chargeprod_xl.exports.ecrits import Valeur, deproteger, depuis_octets, ecrire, en_octets, lire, proteger

FORMATS = st.builds(
    Format,
    separateur=st.sampled_from([";", "|", "tabulation"]),
    decimale=st.sampled_from([",", "."]),
    date=st.sampled_from(["JJ/MM/AAAA", "AAAA-MM-JJ", "AAAAMMJJ", "JJMMAAAA"]),
    mois=st.sampled_from(["MM/AAAA", "AAAA-MM", "AAAAMM", "MMAAAA"]),
    encodage=st.sampled_from(["utf-8 avec BOM", "utf-8"]),
    proteger_du_tableur=st.booleans(),
)
#: What a cell of a workbook may hold; the worst signs come more often.
TEXTES = st.text(
    st.one_of(
        st.sampled_from(";,|\t\n\r\"'=+-@ éŒ€’ﬁ"),
        st.characters(exclude_categories=["Cs"], exclude_characters="\x00"),
    ),
    min_size=1,
    max_size=40,
)
MONTANTS = st.decimals(-10_000_000, 10_000_000, places=2)
JOURS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
RANGEES = st.lists(st.tuples(TEXTES, st.none() | TEXTES, MONTANTS, JOURS, JOURS), max_size=8)
GENRES = ("texte", "code", "montant", "date", "mois")


@given(RANGEES, FORMATS)
def test_ecrire_puis_lire_rend_les_memes_valeurs(rangees: list[tuple[Valeur, ...]], forme: Format) -> None:
    ecrites = [[ecrire(v, g, forme) for v, g in zip(r, GENRES, strict=True)] for r in rangees]
    relues = depuis_octets(en_octets(ecrites, forme), forme)
    attendues = [(*r[:4], r[4].replace(day=1)) for r in rangees if isinstance(r[4], date)]
    assert [tuple(lire(t, g, forme) for t, g in zip(r, GENRES, strict=True)) for r in relues] == attendues


@given(TEXTES)
def test_aucun_texte_protege_ne_se_calcule(texte: str) -> None:
    protege = proteger(texte)
    assert not protege.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert deproteger(protege) == texte


@pytest.mark.parametrize(
    ("texte", "ecrit"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-Léa", "'-Léa"),
        (" =1", "' =1"),
        ("'=1", "''=1"),
        ("l’été ; dit « l'aube »", "l’été ; dit « l'aube »"),
        ("'68", "'68"),
    ],
)
def test_l_apostrophe_ne_va_que_devant_ce_qui_se_calculerait(texte: str, ecrit: str) -> None:
    assert proteger(texte) == ecrit
    assert ecrire(texte, "texte", Format(proteger_du_tableur=False)) == texte


@pytest.mark.parametrize(
    ("valeur", "genre", "decimales", "ecrit"),
    [
        (Decimal("4832"), "montant", None, "4832,00"),
        (Decimal("0.125"), "montant", None, "0,13"),
        (Decimal("-12.5"), "montant", 0, "-13"),  # a number is never protected: it is no text
        (Decimal("2.40"), "nombre", None, "2,4"),
        (Decimal("10.0"), "nombre", None, "10"),
        (Decimal("1.6"), "nombre", 2, "1,60"),
        (Decimal("44"), "entier", None, "44"),
        (date(2027, 4, 12), "date", None, "12/04/2027"),
        (date(2027, 4, 12), "mois", None, "04/2027"),
        (None, "montant", None, ""),
    ],
)
def test_les_valeurs_a_la_francaise(valeur: Valeur, genre: str, decimales: int | None, ecrit: str) -> None:
    assert ecrire(valeur, genre, Format(), decimales) == ecrit  # type: ignore[arg-type]


def test_le_fichier_commence_par_la_marque_d_utf_8_et_ses_lignes_finissent_comme_sous_windows() -> None:
    octets = en_octets([["Nom", "Brut"], ['Zoé ; dite "Zo"', "1,50"]], Format())
    assert octets == b"\xef\xbb\xbfNom;Brut\r\n" + '"Zoé ; dite ""Zo""";1,50\r\n'.encode()
