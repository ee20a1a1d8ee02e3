"""A file of rates with faults: all of them at once, in French, with the name of the entry."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.baremes.modele import Parametre, lire
from chargeprod_xl.baremes.modele_grille import Grille
from chargeprod_xl.baremes.paie import doublons

CONTEXTE = {"sources": {"A"}, "codes": {"2341"}}


def periode(du: str, au: str | None, **champs: Any) -> dict[str, Any]:
    commun = {"valeur": 0.13, "source": "A", "confiance": "haute", "statut": "source"}
    return {"du": date.fromisoformat(du), "au": date.fromisoformat(au) if au else None, **commun, **champs}


def entree(ident: str, *valeurs: dict[str, Any], **champs: Any) -> dict[str, Any]:
    commun = {"libelle": "Essai", "unite": "ratio", "domaine": "essai", "verifie_le": date(2026, 11, 22)}
    return {"id": ident, **commun, "valeurs": list(valeurs), **champs}


JUSTE = entree("juste", periode("2024-01-01", "2024-12-31"), periode("2025-01-01", None))


def fautes(*entrees: dict[str, Any]) -> list[Anomalie]:
    return lire(Parametre, list(entrees), "essai.yaml", CONTEXTE)[1]


def test_une_entree_juste_passe() -> None:
    lus, dites = lire(Parametre, [JUSTE], "essai.yaml", CONTEXTE)
    assert dites == []
    assert [p.id for p in lus] == ["juste"]


def test_toutes_les_fautes_du_fichier_sont_dites_d_un_coup() -> None:
    dites = fautes(
        entree("recouvre", periode("2024-01-01", "2024-12-31"), periode("2024-12-31", None)),
        entree("troue", periode("2024-01-01", "2024-11-30"), periode("2025-01-01", None)),
        entree("mal_mesure", periode("2024-01-01", None), unite="livres"),
        entree("sans_source", periode("2024-01-01", None, source="B")),
        JUSTE,
    )
    assert [(f.ou, f.quoi) for f in dites] == [
        ("essai.yaml, « recouvre »", "« valeurs » : deux périodes se recouvrent au 31/12/2024"),
        ("essai.yaml, « troue »", "« valeurs » : il y a un trou avant le 01/01/2025 sans raison déclarée"),
        ("essai.yaml, « mal_mesure »", "« unite » : valeur 'livres' non prévue"),
        ("essai.yaml, « sans_source »", "« valeurs » : source inconnue : B"),
    ]
    assert all(f.remede for f in dites)


def test_toutes_les_fautes_d_une_entree_sont_dites_d_un_coup() -> None:
    dites = fautes(
        entree("tout", periode("2024-01-01", None), periode("2025-01-01", None, source="B"), unite="livres", couleur=1)
    )
    quoi = " | ".join(f.quoi for f in dites)
    assert "« unite »" in quoi
    assert "champ inconnu « couleur »" in quoi
    assert "deux périodes se recouvrent au 01/01/2025 ; source inconnue : B" in quoi


@pytest.mark.parametrize(
    ("valeurs", "champs", "attendu"),
    [
        ([periode("2024-01-01", None, valeur=13)], {}, "écrivez 0.13 pour 13 %"),
        ([periode("2024-01-01", "2023-01-01")], {}, "finit avant de commencer"),
        ([periode("2024-01-01", None, trou="oubli")], {}, "avant la première période"),
        ([periode("2024-01-01", "2024-12-31"), periode("2025-01-01", None, trou="oubli")], {}, "il n’y en a pas"),
        ([periode("2024-01-01", None, texte="mots")], {}, "un seul des deux"),
        ([periode("2024-01-01", None)], {"unite": "regle"}, "ne va pas avec l’unité « regle »"),
        ([periode("2024-01-01", "2024-12-31")], {"evenement": True}, "n’a pas de fin"),
        ([periode("2024-01-01", None, source=[])], {}, "aucune source"),
        ([periode("2024-01-01", None, confiance="totale")], {}, "'totale' non prévue"),
        ([periode("2024-01-01", None) | {"du": "hier"}], {}, "pas une date possible"),
        ([], {}, "valeurs"),
    ],
)
def test_une_valeur_impossible_est_expliquee(
    valeurs: list[dict[str, Any]], champs: dict[str, Any], attendu: str
) -> None:
    dites = fautes(entree("essai", *valeurs, **champs))
    assert any(attendu in f.quoi for f in dites), dites


def test_un_trou_declare_passe_et_ne_vaut_rien() -> None:
    troue = entree("troue", periode("2024-01-01", "2024-11-30"), periode("2025-01-01", None, trou="texte non retrouvé"))
    [parametre], dites = lire(Parametre, [troue], "essai.yaml", CONTEXTE)
    assert dites == []
    assert parametre.en_vigueur(date(2024, 12, 15)) is None


def test_un_fichier_qui_n_est_pas_une_liste_est_refuse() -> None:
    assert lire(Parametre, {"id": "x"}, "essai.yaml", CONTEXTE)[1][0].quoi == "le fichier n’est pas une liste"


def test_un_identifiant_donne_deux_fois_est_refuse() -> None:
    lus, _ = lire(Parametre, [JUSTE, JUSTE], "essai.yaml", CONTEXTE)
    assert [f.ou for f in doublons(lus)] == ["juste"]


def test_une_grille_dit_toutes_ses_fautes() -> None:
    mesure = periode("2024-01-01", None)
    del mesure["valeur"]
    ligne = {"branche": "image", "statut": "cadre", "codes": ["2341"], "montants": {"hebdo": [100]}}
    grille = {
        "convention": "3097",
        "titre": "Essai",
        "verifie_le": date(2026, 11, 22),
        "mesures": [{"id": "hebdo", "libelle": "Semaine", "unite": "EUR/semaine", "periodes": [mesure]}],
        "fonctions": [
            {**ligne, "fonction": "Cadreur", "codes": ["9999"]},
            {**ligne, "fonction": "Scripte", "codes": []},
            {**ligne, "fonction": "Chef", "montants": {"hebdo": [100, 200], "jour": [10]}},
        ],
    }
    _, [faute] = lire(Grille, [grille], "essai.yaml", CONTEXTE, cle="convention")
    for attendu in (
        "Cadreur : code de devis inconnu 9999",
        "Scripte : aucun code de devis, et rien ne dit pourquoi",
        "Chef : nombre de montants en « hebdo », 2 au lieu de 1",
        "Chef : colonne inconnue « jour »",
    ):
        assert attendu in faute.quoi
    deux = {**grille, "fonctions": [{**ligne, "fonction": "Cadreur"}, {**ligne, "fonction": "Cadreur"}]}
    _, [faute] = lire(Grille, [deux], "essai.yaml", CONTEXTE, cle="convention")
    assert "fonction écrite deux fois : Cadreur" in faute.quoi
