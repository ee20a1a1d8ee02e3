"""The formula that a French Excel shows, and the one that a person reads."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chargeprod_xl.explication.francais import en_clair, en_francais
from chargeprod_xl.gabarits.fonctions_francaises import FONCTIONS_FRANCAISES
from chargeprod_xl.liens.fonctions import FONCTIONS_ECARTEES, FONCTIONS_PERMISES, PREFIXEES, pour_le_fichier
from chargeprod_xl.liens.formules import Genre, decouper, nom_fonction


def test_chaque_fonction_permise_ou_ecartee_a_son_nom_francais() -> None:
    assert set(FONCTIONS_FRANCAISES) >= FONCTIONS_PERMISES | set(FONCTIONS_ECARTEES)


def test_deux_fonctions_n_ont_pas_le_meme_nom_francais() -> None:
    noms = list(FONCTIONS_FRANCAISES.values())
    assert sorted(noms) == sorted(set(noms))


@pytest.mark.parametrize(
    ("anglaise", "francaise"),
    [
        ("IF($B2>0,1.5,0)", "SI($B2>0;1,5;0)"),
        ('SUMIFS(C:C,A:A,"<="&B1)', 'SOMME.SI.ENS(C:C;A:A;"<="&B1)'),
        ("_xlfn.IFNA(VLOOKUP(A1,B1:C9,2,FALSE),NA())", "SI.NON.DISP(RECHERCHEV(A1;B1:C9;2;FAUX);NA())"),
        ("_xlfn.XLOOKUP(A1,B1:B9,C1:C9)", "RECHERCHEX(A1;B1:B9;C1:C9)"),
        ("ROUND(A1*1%,2)", "ARRONDI(A1*1%;2)"),
        ('IF(A1="IF(B1,2)","SUM","")', 'SI(A1="IF(B1,2)";"SUM";"")'),
        ("#NUM!+#N/A", "#NOMBRE!+#N/A"),
        ("SUM({1.5,2;3,4})", "SOMME({1,5.2;3.4})"),
        ("t_x[[#This Row],[Montant HT]]*2", "[@[Montant HT]]*2"),
        ("t_x[[#This Row],[Taux]]", "[@Taux]"),
        ("SUM(t_x[[#Data],[Montant HT]])", "SOMME(t_x[[#Données];[Montant HT]])"),
        ("'[1]Sorties projet'!$B$2", "'[projet.xlsx]Sorties projet'!$B$2"),
    ],
)
def test_la_formule_d_un_excel_francais(anglaise: str, francaise: str) -> None:
    assert en_francais(anglaise, ["projet.xlsx"]) == francaise


@pytest.mark.parametrize(
    ("anglaise", "claire"),
    [
        ("$A2*B2", "<A2> * <B2>"),
        ("-A1+-B1", "-<A1> + -<B1>"),
        ("ROUND((A1-1)/2,2)", "ARRONDI((<A1> - 1) / 2 ; 2)"),
        ("SUM('Taux du mois'!B2:B9)", "SOMME(<Taux du mois!B2:B9>)"),
        ('IF(A1="a,b",1,2)', 'SI(<A1> = "a,b" ; 1 ; 2)'),
    ],
)
def test_la_formule_en_mots(anglaise: str, claire: str) -> None:
    def nommer(prefixe: object, texte: str) -> str:
        feuille = f"{getattr(prefixe, 'feuille', '')}!" if prefixe else ""
        return f"<{feuille}{texte.replace('$', '')}>"

    assert en_clair(anglaise, nommer) == claire


# --- there and back -------------------------------------------------------------------------------------------------

_NOMS = sorted(FONCTIONS_PERMISES)
_feuilles = st.one_of(
    st.sampled_from(
        ["A1", "$B$2:$C$9", "Feuil2!A1", "'Taux du mois'!$B4", "t_x[[#Data],[Montant]]", "TRUE", "#VALUE!"]
    ),
    st.integers(0, 10_000).map(str),
    st.decimals(0, 1000, places=3).map(lambda d: f"{d:.3f}"),
    st.text("ab ,;.()é", max_size=6).map(lambda t: f'"{t}"'),
)


def _composer(enfants: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    appels = st.builds(
        lambda nom, arguments: f"{pour_le_fichier(nom)}({','.join(arguments)})",
        st.sampled_from(_NOMS),
        st.lists(enfants, min_size=1, max_size=4),
    )
    operations = st.builds(
        lambda a, o, b: f"{a}{o}({b})", enfants, st.sampled_from(["+", "*", "&", "<=", "^"]), enfants
    )
    return st.one_of(appels, operations)


def _en_anglais(francaise: str) -> str:
    """Back again, by rules of its own: outside texts and quoted names, ``;`` parts and ``,`` is a decimal sign."""
    anglais = {francais: nom for nom, francais in FONCTIONS_FRANCAISES.items()}

    def retour(nu: str) -> str:
        nu = nu.replace(",", ".").replace(";", ",").replace("#Données", "#Data").replace("#VALEUR!", "#VALUE!")
        nu = re.sub(r"[A-Z][A-Z0-9.]*(?=\()", lambda m: pour_le_fichier(anglais[m[0]]), nu)
        return re.sub(r"\bVRAI\b(?!\()", "TRUE", nu)

    morceaux = re.split(r"(\"[^\"]*\"|'[^']*')", francaise)
    return "".join(m if rang % 2 else retour(m) for rang, m in enumerate(morceaux))


@given(st.recursive(_feuilles, _composer, max_leaves=12))
def test_aller_et_retour_rendent_la_meme_formule(anglaise: str) -> None:
    assert _en_anglais(en_francais(anglaise)) == anglaise


@given(st.recursive(_feuilles, _composer, max_leaves=12))
def test_il_ne_reste_ni_prefixe_du_fichier_ni_nom_anglais(anglaise: str) -> None:
    attendus = [FONCTIONS_FRANCAISES[nom_fonction(j.texte)] for j in decouper(anglaise) if j.genre is Genre.FONCTION]
    assert [j.texte for j in decouper(en_francais(anglaise)) if j.genre is Genre.FONCTION] == attendus
    assert "_xlfn" not in en_francais(anglaise)


def test_les_fonctions_recentes_perdent_leur_prefixe() -> None:
    assert {en_francais(f"_xlfn.{nom}(A1)") for nom in PREFIXEES} == {
        f"{FONCTIONS_FRANCAISES[nom]}(A1)" for nom in PREFIXEES
    }
