"""The new layouts and the rest of the language: conditions, tables that follow another, mistakes said in French."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from feuilles.atelier import Essai, trouver
from feuilles.test_lettre import CONTRAT, FICHE
from feuilles.test_par_ligne import JOUR, LISTE

SUIVI = """\
feuille: Suivi
onglet: saisie
titre: Suivi
blocs:
  - tableau: gens
    extensible: true
    lignes: [{cle: a, valeurs: {nom: Léa}}, {cle: b, valeurs: {nom: Marc}}]
    colonnes: [{id: nom, titre: Nom, saisie: true}]
"""
COTE = """\
feuille: Côte
onglet: saisie
titre: Côte
blocs:
  - cote_a_cote:
      - champs: f
        liste: [{id: n, libelle: Combien, type: entier, saisie: true, valeur: "3"}]
      - tableau: ici
        lignes: {pour: g, dans: essai.suivi.gens, cle: _id}
        colonnes: [{id: nom, titre: Nom, montre: nom}, {id: age, titre: Âge, type: entier, saisie: true}]
"""
FAUTIVE = """\
feuille: Fautive
dans: jours
onglet: saisie
titre: Fautive
blocs:
  - cote_a_cote:
      - texte: [a]
      - tableau: c
        lignes: [{cle: a}]
        colonnes: [{id: q, titre: Q, type: datte}]
  - lettre: l
    corps: [{id: a}, 3]
    signatures: [{nom: Léa, place: 40}]
  - index: i
    de: fautive
    colonnes: [{id: a, titre: A, chanp: b}]
"""


def test_un_tableau_qui_en_suit_un_autre_reste_a_cote_de_son_voisin(tmp_path: Path) -> None:
    """At the build, and at the rebuild that makes it again: headers on one line, each age with its person."""
    pack = Essai(tmp_path, essai={"suivi": SUIVI, "cote": COTE}).construire()
    marc = trouver(pack.feuille("essai", "Côte", valeurs=True), "Marc")
    pack.editer("essai", lambda livre: setattr(livre["Côte"].cell(marc.row, marc.column + 1), "value", 44))
    assert pack.regenerer().bilan.pertes == []
    lue = pack.feuille("essai", "Côte", valeurs=True)
    entete, marc = trouver(lue, "Libellé").row, trouver(lue, "Marc")
    assert [lue.cell(entete, c).value for c in (1, 6, 7)] == ["Libellé", "Nom", "Âge"]
    assert (marc.row, lue.cell(marc.row, marc.column + 1).value) == (entete + 2, 44)


def test_une_condition_choisit_les_lignes_qui_ont_leur_feuille(tmp_path: Path, lignes: list[dict[str, Any]]) -> None:
    """The condition may speak of the row; in a formula of the index too."""
    jour = JOUR.replace("cle: cle\n", 'cle: cle\nsi: "c.n > 1"\n', 1)
    liste = LISTE + '      - {id: triple, titre: Triple, type: entier, formule: "={{ c.n }} * 3"}\n'
    pack = Essai(tmp_path, essai={"fiche": jour, "sommaire": liste}).construire()
    sommaire = pack.feuille("essai", "Sommaire", valeurs=True)
    assert [(r[0].value, r[4].value) for r in sommaire["A5:E6"]] == [("Marc", 6), ("léa", 9)]
    assert len(lignes) == 3


def test_ce_qui_ne_depend_pas_de_la_ligne_se_demande_avant_elle(tmp_path: Path) -> None:
    """The source of a sheet that the film does not have may be missing."""
    jour = JOUR.replace("dans: competences", "dans: absente\nsi: \"'aval' in pack\"")
    pack = Essai(tmp_path, essai={"suivi": SUIVI, "fiche": jour}).construire()
    assert "Suivi" in pack.feuille("essai", "Suivi").parent.sheetnames


def test_les_meprises_des_nouveaux_blocs_sont_dites_une_fois_avec_leur_ligne(tmp_path: Path) -> None:
    dit = [x.partition(" → ")[0] for x in Essai(tmp_path, essai={"fautive": FAUTIVE}).refus()]
    rangee, lettre = "rangée de blocs n° 1", "lettre « l »"
    assert sorted(dit) == sorted(
        f"essai/fautive.yaml, ligne {ligne} : {quoi}"
        for ligne, quoi in (
            (2, "une feuille par ligne demande « pour », « dans » et « cle » : il manque « pour » et « cle »"),
            (7, f"{rangee}, texte n° 1 : un bloc « texte » ne se met pas à côté d’un autre"),
            (10, f"{rangee}, tableau « c », colonne « q » : type de cellule inconnu « datte »"),
            (12, f"{lettre}, paragraphe « a » : il manque la clé « texte »"),
            (12, f"{lettre} : « corps » : il faut un texte, il y a « 3 »"),
            (13, f"{lettre}, signature « Léa » : « place » vaut « 40 » ; il faut 12 au plus"),
            (16, "index « i », colonne « a » : clé inconnue « chanp »"),
        )
    )


@pytest.mark.parametrize(
    ("avant", "apres", "dit"),
    [
        ("feuille: Contrat", f"feuille: {'x' * 32}", "contrat.yaml, ligne 1 : « feuille » est trop long (31 au plus)"),
        ("feuille: Contrat", "feuille: A/B", "contrat.yaml, ligne 1 : « feuille » vaut « A/B » ; il faut un nom de"),
        ("|euros_cents}", "|euro}", "contrat.yaml, ligne 14 : "),
        ("{essai.fiche.salaire|", "{essai.fiche.salair|", "contrat.yaml, ligne 14, feuille « Contrat » : nom inconnu"),
    ],
)
def test_les_fautes_ont_leur_ligne(tmp_path: Path, avant: str, apres: str, dit: str) -> None:
    refus = Essai(tmp_path, essai={"fiche": FICHE, "contrat": CONTRAT.replace(avant, apres, 1)}).refus()
    assert len(refus) == 1
    assert dit in refus[0]
