"""A new draft arrives: each sequence keeps the row where people typed, whatever its number has become."""

from __future__ import annotations

import pytest

from chargeprod_xl.reprise import sequences, sequences_ressemblance
from chargeprod_xl.reprise.sequences import Appariement, SequenceConnue, apparier, connue
from chargeprod_xl.reprise.sequences_ressemblance import Faits
from reprise.versions import (
    BUREAU,
    CUISINE,
    FERME,
    GARE,
    GUET,
    QUATRE,
    RUE,
    du_pack,
    lire,
    numeroter,
    refaire,
)


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


def test_cent_cinquante_sequences_sans_rien_de_commun_se_comparent_deux_a_deux_une_seule_fois(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A feature film rewritten from end to end: what it costs is the number of comparisons."""
    comparees: list[tuple[Faits, Faits]] = []

    def ressemblance(a: Faits, b: Faits, tenue: float) -> float:
        comparees.append((a, b))
        return sequences_ressemblance.ressemblance(a, b, tenue)

    monkeypatch.setattr(sequences, "ressemblance", ressemblance)
    avant = [f"INT. LIEU {n} - JOUR\n\n{f'chaise {n} ' * 10}\n\nPAUL {n}\nOui." for n in range(150)]
    apres = [f"INT. ENDROIT {n} - JOUR\n\n{f'voiture {n} ' * 10}\n\nANNE {n}\nNon." for n in range(150)]
    refait = apparier(du_pack(lire(*avant)), lire(*apres))
    assert refait.ids == (None,) * 150
    assert 0 < len(comparees) == len(set(comparees)) <= 150 * 150
