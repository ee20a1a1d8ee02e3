"""Whatever two drafts are made of: nobody is lost, nobody counted twice, what is the same is found again."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from chargeprod_xl.projet.scenario import Sequence
from chargeprod_xl.reprise.sequences import Appariement, apparier
from reprise.versions import du_pack

lignes = st.tuples(
    st.sampled_from(["CUISINE", "CUISINE DE NORA", "RUE", ""]),
    st.sampled_from(["JOUR", "NUIT", ""]),
    st.sampled_from(["Nora coupe du pain.", "Nora coupe des fleurs.", "Max court.", ""]),
    st.lists(st.sampled_from(["NORA", "MAX"]), unique=True).map(tuple),
    st.integers(1, 9),
)


@st.composite
def scenarios(draw: st.DrawFn) -> tuple[Sequence, ...]:
    corps = draw(st.lists(lignes, max_size=8))
    rangs = [str(n) for n in range(1, len(corps) + 1)]
    numeros = draw(st.just(rangs) | st.permutations([*rangs, "7A", "12 bis"]))
    return tuple(
        Sequence(numero, 1, "", "INT", decor, "", effet, huitiemes, resume, roles)
        for numero, (decor, effet, resume, roles, huitiemes) in zip(numeros, corps, strict=False)
    )


@given(scenarios(), scenarios())
def test_personne_n_est_perdu_ni_compte_deux_fois(avant: tuple[Sequence, ...], apres: tuple[Sequence, ...]) -> None:
    refait = apparier(du_pack(avant), apres)
    gardees = [i for i in refait.ids if i is not None]
    assert len(refait.ids) == len(apres)
    assert sorted([*gardees, *refait.disparues]) == sorted(s.id for s in du_pack(avant))


@given(scenarios())
def test_le_meme_scenario_se_retrouve_sans_doute(sequences: tuple[Sequence, ...]) -> None:
    connues = du_pack(sequences)
    assert apparier(connues, sequences) == Appariement(tuple(s.id for s in connues), (), ())


@given(scenarios(), st.randoms(use_true_random=False))
def test_changer_les_numeros_ne_perd_aucune_scene_unique(sequences: tuple[Sequence, ...], hasard: Random) -> None:
    numeros = [s.numero for s in sequences]
    hasard.shuffle(numeros)
    apres = [replace(s, numero=n) for s, n in zip(sequences, numeros, strict=True)]
    ids = apparier(du_pack(sequences), apres).ids
    contenus = [(s.decor, s.effet, s.resume, set(s.roles)) for s in sequences]
    for s, contenu, garde in zip(du_pack(sequences), contenus, ids, strict=True):
        if contenus.count(contenu) == 1:
            assert garde == s.id
