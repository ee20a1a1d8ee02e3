"""The first plan: capacity respected, sets grouped, day and night apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chargeprod_xl.planification.repartition import repartir
from chargeprod_xl.projet.scenario import Sequence


def seq(numero: int, decor: str, effet: str, huitiemes: int) -> Sequence:
    return Sequence(str(numero), numero, "", "INT", decor, "", effet, huitiemes, "")


def test_un_decor_tient_dans_une_journee() -> None:
    jours = repartir([seq(1, "BAR", "JOUR", 8), seq(2, "RUE", "JOUR", 30), seq(3, "BAR", "JOUR", 8)], 32)
    assert jours[0] == jours[2] != jours[1]


def test_le_jour_et_la_nuit_ne_partagent_pas_une_journee() -> None:
    jours = repartir([seq(1, "BAR", "JOUR", 4), seq(2, "BAR", "NUIT", 4)], 32)
    assert jours == [1, 2]


sequences = st.lists(
    st.tuples(st.sampled_from("ABCDE"), st.sampled_from(["JOUR", "NUIT", ""]), st.integers(1, 40)), max_size=60
)


@given(sequences, st.integers(8, 40))
def test_aucune_journee_au_dela_de_sa_charge(lignes: list[tuple[str, str, int]], capacite: int) -> None:
    film = [seq(i, decor, effet, h) for i, (decor, effet, h) in enumerate(lignes)]
    jours = repartir(film, capacite)
    assert sorted(set(jours)) == list(range(1, max(jours, default=0) + 1))
    for jour in set(jours):
        du_jour = [s for s, j in zip(film, jours, strict=True) if j == jour]
        assert sum(s.huitiemes for s in du_jour) <= capacite or len(du_jour) == 1
        assert len({s.effet == "NUIT" for s in du_jour}) == 1
