"""A new draft arrives: each sequence keeps the row where people typed, whatever its number has become."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence as Suite
from dataclasses import replace
from pathlib import Path
from random import Random
from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from chargeprod_xl.imports import lire_scenario
from chargeprod_xl.projet.scenario import Sequence
from chargeprod_xl.reprise.sequences import Appariement, SequenceConnue, apparier, connue

CUISINE = "INT. CUISINE - JOUR\n\nNORA coupe du pain pour les enfants.\n\nNORA\nÀ table !"
RUE = "EXT. RUE DU PORT - NUIT\n\nMAX court sous la pluie, un sac à la main.\n\nMAX\nAttendez-moi !"
BUREAU = "INT. BUREAU DE POSTE - JOUR\n\nUne lettre tombe derrière le guichet.\n\nLE FACTEUR\nElle est perdue."
GARE = "EXT. GARE - AUBE\n\nLe premier train entre en gare, vide.\n\nCHEF DE GARE\nTerminus."
FERME = "INT. FERME - GRANGE - SOIR\n\nDes ombres dansent sur les bottes de foin.\n\nÉLISE\nQui est là ?"
GUET = "EXT. PHARE - NUIT\n\nLe faisceau balaie la mer."
QUATRE = (CUISINE, RUE, BUREAU, GARE)


def lire(*scenes: str) -> tuple[Sequence, ...]:
    with tempfile.TemporaryDirectory() as dossier:
        fichier = Path(dossier) / "scenario.fountain"
        fichier.write_text("\n\n".join(scenes), encoding="utf-8")
        scenario, fautes = lire_scenario(fichier)
    assert scenario is not None and fautes == []
    return scenario.sequences


def numeroter(**scenes: str) -> list[str]:
    """``_12A=RUE`` is the scene RUE, numbered 12A on the page."""
    return [f"{numero[1:]}. {scene}" for numero, scene in scenes.items()]


def du_pack(sequences: Suite[Sequence]) -> list[SequenceConnue]:
    """What the former breakdown sheet was seeded with."""
    return [replace(connue(s), id=f"seq{s.numero}") for s in sequences]


def refaire(avant: Suite[str], apres: Suite[str]) -> Appariement:
    return apparier(du_pack(lire(*avant)), lire(*apres))


def test_les_memes_faits_des_deux_cotes() -> None:
    assert connue(lire(FERME)[0]) == SequenceConnue(
        "", "1", "INT", "FERME – GRANGE", "SOIR", "Des ombres dansent sur les bottes de foin.", ("ÉLISE",), 1
    )


def test_la_meme_version_ne_change_rien() -> None:
    assert refaire(QUATRE, QUATRE) == Appariement(("seq1", "seq2", "seq3", "seq4"), (), ())


def test_une_scene_ajoutee_dans_un_scenario_sans_numeros() -> None:
    refait = refaire(QUATRE, (CUISINE, GUET, RUE, BUREAU, GARE))
    assert refait == Appariement(("seq1", None, "seq2", "seq3", "seq4"), (), ())


def test_une_scene_coupee() -> None:
    assert refaire(QUATRE, (CUISINE, BUREAU, GARE)) == Appariement(("seq1", "seq3", "seq4"), ("seq2",), ())


def test_des_scenes_deplacees() -> None:
    refait = refaire(QUATRE, (GARE, CUISINE, BUREAU, RUE))
    assert refait == Appariement(("seq4", "seq1", "seq3", "seq2"), (), ())


def test_une_12a_ajoutee_dans_un_scenario_numerote() -> None:
    refait = refaire(numeroter(_12=CUISINE, _13=RUE), numeroter(_12=CUISINE, _12A=GUET, _13=RUE))
    assert refait == Appariement(("seq12", None, "seq13"), (), ())


def test_un_scenario_renumerote_se_dit_en_une_phrase() -> None:
    avant = numeroter(_1=CUISINE, _2=RUE, _3=BUREAU, _4=GARE)
    refait = refaire(avant, numeroter(_1=CUISINE, _2=GUET, _3=RUE, _4=BUREAU, _5=GARE))
    assert refait.ids == ("seq1", None, "seq2", "seq3", "seq4")
    assert refait.doutes == (
        "Séquences 3 (RUE DU PORT) à 5 (GARE) : ce sont les anciennes 2 (RUE DU PORT) à 4 (GARE) d’après leur contenu, "
        "malgré les numéros.",
    )


def test_une_action_recrite_sous_le_meme_en_tete() -> None:
    recrite = "INT. CUISINE - JOUR\n\nLa vaisselle vole par la fenêtre ouverte.\n\nNORA\nDehors !"
    assert refaire(QUATRE, (recrite, *QUATRE[1:])) == Appariement(("seq1", "seq2", "seq3", "seq4"), (), ())
    tout_autre = "INT. CUISINE - JOUR\n\nUn chat dort sur la chaise.\n\nLA VOISINE\nMinou ?"
    refait = refaire(QUATRE, (tout_autre, *QUATRE[1:]))
    assert refait.ids == ("seq1", "seq2", "seq3", "seq4")
    assert refait.doutes == ("Séquence 1 (CUISINE) : prise pour l’ancienne 1 (CUISINE), qui lui ressemble peu.",)


def test_un_decor_renomme_partout() -> None:
    avant = (CUISINE, RUE, CUISINE.replace("coupe du pain", "épluche des pommes"), GARE)
    refait = refaire(avant, [scene.replace("CUISINE", "CUISINE DE NORA") for scene in avant])
    assert refait == Appariement(("seq1", "seq2", "seq3", "seq4"), (), ())


def test_le_contenu_l_emporte_sur_le_numero_et_le_dit() -> None:
    refait = refaire(numeroter(_7=CUISINE, _8=RUE, _9=GARE), numeroter(_7=GUET, _8=RUE, _9=GARE, _10=CUISINE))
    assert refait.ids == (None, "seq8", "seq9", "seq7")
    assert refait.doutes == (
        "Séquence 10 (CUISINE) : c’est l’ancienne 7 (CUISINE) d’après son contenu, malgré le numéro.",
    )


def test_le_numero_departage_ce_que_le_contenu_ne_distingue_pas() -> None:
    refait = refaire(numeroter(_5=GUET, _6=RUE, _7=GUET, _8=GARE), numeroter(_6=RUE, _7=GUET, _8=GARE))
    assert refait == Appariement(("seq6", "seq7", "seq8"), ("seq5",), ())


LONGUE = "\n\n".join([CUISINE, *["Elle pose les bols, un à un, et compte à voix basse."] * 5])
SUITE = "\n\n".join(["Les enfants entrent en criant.", *["NORA\nDoucement, votre père dort encore là-haut."] * 5])


def test_une_scene_coupee_en_deux() -> None:
    refait = refaire((f"{LONGUE}\n\n{SUITE}", RUE, GARE), (LONGUE, f"INT. CUISINE - SOIR\n\n{SUITE}", RUE, GARE))
    assert refait.ids == ("seq1", None, "seq2", "seq3")
    assert refait.doutes == (
        "Séquence 2 (CUISINE) : nouvelle, mais semble tirée de l’ancienne 1 (CUISINE), gardée par la 1 (CUISINE).",
    )


def test_deux_scenes_reunies_en_une() -> None:
    refait = refaire((LONGUE, f"INT. CUISINE - SOIR\n\n{SUITE}", RUE, GARE), (f"{LONGUE}\n\n{SUITE}", RUE, GARE))
    assert (refait.ids, refait.disparues) == (("seq1", "seq3", "seq4"), ("seq2",))
    assert refait.doutes == (
        "Séquence 1 (CUISINE) : garde l’ancienne 1 (CUISINE) et semble avoir absorbé l’ancienne 2 (CUISINE).",
    )


def test_deux_scenes_identiques_gardent_leur_ordre() -> None:
    refait = refaire((GUET, RUE, GUET, GARE), (CUISINE, GUET, RUE, GUET, GARE))
    assert refait == Appariement((None, "seq1", "seq2", "seq3", "seq4"), (), ())


def test_une_de_deux_scenes_identiques_est_coupee() -> None:
    refait = refaire((GUET, GUET, GARE), (GUET, GARE))
    assert set(refait.ids) | set(refait.disparues) == {"seq1", "seq2", "seq3"}
    assert len(refait.doutes) == 1 and "convenait presque autant" in refait.doutes[0]


def test_tout_est_recrit_sous_les_memes_numeros() -> None:
    avant = numeroter(_1=CUISINE, _2=RUE, _3=BUREAU)
    autre_cuisine = "INT. CUISINE - JOUR\n\nUn chat dort sur la chaise.\n\nLA VOISINE\nMinou ?"
    refait = refaire(avant, numeroter(_1=autre_cuisine, _2=FERME, _3=GUET))
    assert (refait.ids, refait.disparues) == (("seq1", None, None), ("seq2", "seq3"))
    assert refait.doutes[1:] == (
        "Séquence 2 (FERME – GRANGE) : tenue pour nouvelle, l’ancienne 2 (RUE DU PORT) ne lui ressemble pas.",
        "Séquence 3 (PHARE) : tenue pour nouvelle, l’ancienne 3 (BUREAU DE POSTE) ne lui ressemble pas.",
    )


def test_rien_ne_se_retrouve() -> None:
    refait = refaire((CUISINE, RUE), (GUET, GARE))
    assert (refait.ids, refait.disparues) == ((None, None), ("seq1", "seq2"))
    assert refait.doutes == ("Aucune séquence de l’ancien scénario n’a été retrouvée dans le nouveau.",)


def test_un_cote_vide() -> None:
    assert apparier([], lire(CUISINE)) == Appariement((None,), (), ())
    assert apparier(du_pack(lire(CUISINE)), []) == Appariement((), ("seq1",), ())
    assert apparier([], []) == Appariement((), (), ())


def test_sans_scenario_jusque_la_les_lignes_suivent_les_numeros() -> None:
    vierges = [SequenceConnue(f"seq{n}", str(n), "", "", "", "", (), 0) for n in range(1, 4)]
    refait = apparier(vierges, lire(CUISINE, RUE))
    assert (refait.ids, refait.disparues) == (("seq1", "seq2"), ("seq3",))
    assert len(refait.doutes) == 1 and "n’avait pas de scénario" in refait.doutes[0]


def test_cent_cinquante_sequences_sans_rien_de_commun_en_moins_d_une_demi_seconde() -> None:
    avant = [f"INT. LIEU {n} - JOUR\n\n{f'chaise {n} ' * 10}\n\nPAUL {n}\nOui." for n in range(150)]
    apres = [f"INT. ENDROIT {n} - JOUR\n\n{f'voiture {n} ' * 10}\n\nANNE {n}\nNon." for n in range(150)]
    connues, lues = du_pack(lire(*avant)), lire(*apres)
    debut = process_time()
    refait = apparier(connues, lues)
    assert len(refait.ids) == 150
    assert process_time() - debut < 0.5


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
