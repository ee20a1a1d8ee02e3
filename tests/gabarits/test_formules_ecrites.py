"""A formula as a person writes it: cut over lines, in French, and what cannot be read said in words."""

from __future__ import annotations

from functools import cache

import declarees
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chargeprod_xl.explication.francais import en_francais
from chargeprod_xl.gabarits.fonctions_francaises import FONCTIONS_FRANCAISES
from chargeprod_xl.gabarits.formules import FormuleError, compacte
from chargeprod_xl.liens.edition import formules_de
from chargeprod_xl.liens.formules import Genre, decouper

ECRITES = [
    ("=SI([a]>0;ARRONDI([b];2);0)", "=IF([a]>0,ROUND([b],2),0)"),
    ("=SOMME({lignes.ht})", "=SUM({lignes.ht})"),
    ("=[a]*1,5", "=[a]*1.5"),
    ("=MAX([a];1,5)", "=MAX([a],1.5)"),
    ("=MAX(1,5)", "=MAX(1,5)"),
    ("=si(vrai;1;0)", "=IF(TRUE,1,0)"),
    ("=SIERREUR([a]/[b];#N/A)", "=IFERROR([a]/[b],#N/A)"),
    ('=SI([a]="SI(1;2,5) SUM";{x.si};[oui;non])', '=IF([a]="SI(1;2,5) SUM",{x.si},[oui;non])'),
    ('=IF( [a] = "d’un\n bout",\n  1,\n  - 2 )', '=IF([a]="d’un\n bout",1,-2)'),
    ('=[a] & " " & [b]', '=[a]&" "&[b]'),
    ("=ET([a]>0;OU([b];NON([c])))", "=AND([a]>0,OR([b],NOT([c])))"),
]


@pytest.mark.parametrize(("ecrite", "lue"), ECRITES, ids=[e[0] for e in ECRITES])
def test_une_formule_ecrite_et_celle_qui_est_lue(ecrite: str, lue: str) -> None:
    assert compacte(ecrite) == lue


REFUSEES = [
    ("=SI([a]>0,1,2)", "la virgule y est décimale, le point-virgule sépare"),
    ("=SI(SUM([a])>0;1;2)", "« SUM » s’y écrit SOMME"),
    ("=SI([a]>0.5;1;2)", "« 0.5 » s’y écrit 0,5"),
    ("=ARRONDIR([a];2)", "fonction inconnue « ARRONDIR » ; voulez-vous dire « ARRONDI »"),
    ("=SI([a];oui;non)", "« oui » n’est ni une fonction, ni [une colonne], ni {un nom}"),
    ("=[a] [b]", "rien n’unit [a] et [b]"),
    ("=1 000+[a]", "rien n’unit 1 et 000"),
]


@pytest.mark.parametrize(("ecrite", "dit"), REFUSEES, ids=[r[0] for r in REFUSEES])
def test_une_formule_illisible_le_dit_en_francais(ecrite: str, dit: str) -> None:
    with pytest.raises(FormuleError) as refus:
        compacte(ecrite)
    assert dit in str(refus.value)


def test_aucun_nom_francais_n_est_celui_d_une_autre_fonction_en_anglais() -> None:
    """Else a formula without separator would be read two ways."""
    francais = {f: a for a, f in FONCTIONS_FRANCAISES.items()}
    assert len(francais) == len(FONCTIONS_FRANCAISES)
    assert not {f for f, a in francais.items() if f in FONCTIONS_FRANCAISES and f != a}


@cache
def formules_des_gabarits() -> tuple[str, ...]:
    """Every formula of the demo pack, as declared."""
    return tuple(dict.fromkeys(f for classeur in declarees.pack().classeurs for _, f in formules_de(classeur)))


def test_chaque_formule_des_gabarits_traduite_en_francais_revient_la_meme() -> None:
    formules = formules_des_gabarits()
    traduites = [en_francais(f) for f in formules]
    assert [f for f, t in zip(formules, traduites, strict=True) if compacte(t) != f] == []
    assert sum(t != f for f, t in zip(formules, traduites, strict=True)) > 1000


@given(st.data())
def test_les_espaces_et_les_lignes_ne_changent_rien(data: st.DataObject) -> None:
    """Between two pieces of a formula, in French or in English."""
    formule = data.draw(st.sampled_from(formules_des_gabarits()))
    ecrite = data.draw(st.sampled_from([formule, en_francais(formule)]))
    blancs = st.sampled_from(["", " ", "\n  ", "\t"])
    morceaux, accolade = [], False
    for genre, texte in decouper(ecrite):
        morceaux.append(texte)
        accolade = texte == "{" or (accolade and texte != "}")
        if not accolade and genre in {Genre.SEPARATEUR, Genre.OPERATEUR, Genre.PARENTHESE}:
            morceaux.append(data.draw(blancs))
    assert compacte("".join(morceaux)) == formule
