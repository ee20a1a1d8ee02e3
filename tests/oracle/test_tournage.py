"""The shoot, by hand: days, dates, weeks, cachets."""

from __future__ import annotations

from datetime import date

import pandas as pd

from oracle.tournage import (
    cachets,
    jours_de_tournage,
    jours_ouvres,
    presences,
    roles_presents,
    semaines_de_tournage,
)

LUNDI = date(2027, 4, 19)


def test_un_jour_compte_une_fois_quel_que_soit_le_nombre_de_sequences() -> None:
    assert jours_de_tournage([1, 1, 2, 5, None, 40], grille=30) == [1, 2, 5]


def test_semaine_de_cinq_jours_samedi_et_dimanche_sautes() -> None:
    ouvres = jours_ouvres(LUNDI, "1111100", [], [""] * 8)
    assert [le.day for le in ouvres] == [19, 20, 21, 22, 23, 26]


def test_un_ferie_est_saute_et_un_jour_force_l_emporte() -> None:
    types = ["", "", "T", "R", "", "T", "", ""]  # Wednesday is off but forced T, Thursday forced R, Saturday forced T
    ouvres = jours_ouvres(LUNDI, "1111100", [date(2027, 4, 21)], types)
    assert [le.day for le in ouvres] == [19, 20, 21, 23, 24, 26]


def test_vingt_quatre_jours_en_semaines_de_cinq_font_4_virgule_8() -> None:
    assert semaines_de_tournage(24, "1111100") == 4.8
    assert semaines_de_tournage(25, "1111110") == 4.17
    assert semaines_de_tournage(3, "0000000") == 0


def test_les_roles_d_une_sequence_se_lisent_avec_ou_sans_espaces() -> None:
    assert roles_presents("1, 3,16") == {1, 3, 16}
    assert roles_presents("") == set()


def test_cachets_presence_case_forcee_et_cachets_garantis() -> None:
    ordre = pd.DataFrame({"sequence": ["1", "2", "12a", "99"], "jour": [1, 1, 2, 3]})
    presents = presences(ordre, {"1": {1, 2}, "2": {1}, "12a": {1, 3}})
    assert presents == {(1, 1), (2, 1), (1, 2), (3, 2)}
    roles = pd.DataFrame({"numero": [1, 2, 3], "force": ["", "", 6]})
    # Role 1 works days 1 and 2, but is forced at rest on day 2; role 2 rehearses (E) on day 3 and is called (T) on 4;
    # role 3 has six guaranteed cachets.
    forces = {(1, 2): "R", (2, 3): "E", (2, 4): "T"}
    assert cachets(roles, presents, forces, grille=5) == {1: 1, 2: 2, 3: 6}


def test_une_case_sans_lettre_ne_force_rien() -> None:
    roles = pd.DataFrame({"numero": [1], "force": [""]})
    assert cachets(roles, {(1, 1)}, {(1, 1): ""}, grille=5) == {1: 1}
