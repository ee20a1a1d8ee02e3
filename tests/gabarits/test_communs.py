"""What templates share: lists, rows and pieces of formulas, each written once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chargeprod_xl.construction import dossier_gabarits
from chargeprod_xl.gabarits.communs import lire_communs
from gabarits.petits_gabarits import DEPENSES, PetitsGabarits

GABARITS = {p: p.read_text(encoding="utf-8") for p in sorted(dossier_gabarits().glob("*/*.yaml"))}
PARTAGE = """\
listes:
  unites: [F, J, S]
lignes:
  postes:
    - {cle: p1, poste: 1, libelle: Droits artistiques}
    - {cle: p2, poste: 2, libelle: Personnel}
  postes_et_frais:
    - postes
    - {cle: p3, poste: 3, libelle: Frais généraux}
fragments:
  ttc(montant): "{{ montant }}*(1+{taux})"
  ttc_arrondi(montant): "ROUND({{ ttc(montant) }},2)"
  seuil: "100"
"""


def pack(tmp_path: Path, avant: str, apres: str, partage: str = PARTAGE) -> PetitsGabarits:
    assert avant in DEPENSES
    petit = PetitsGabarits(tmp_path, {"depenses": DEPENSES.replace(avant, apres, 1)})
    petit.ecrire("communs/essai.yaml", partage)
    return petit


def tableau(petit: PetitsGabarits):  # type: ignore[no-untyped-def]
    return petit.rendre().classeurs[0].feuilles[0].blocs[1]


def test_une_liste_deroulante_par_son_nom(tmp_path: Path) -> None:
    bloc = tableau(pack(tmp_path, "titre: Dépense,", "titre: Dépense, liste: unites,"))
    assert bloc.colonnes[0].liste == ("F", "J", "S")


def test_des_lignes_partagees_par_leur_nom(tmp_path: Path) -> None:
    source = "lignes: {pour: d, dans: depenses, cle: cle}"
    court = pack(tmp_path / "court", source, "lignes: postes_et_frais")
    assert [x.cle for x in tableau(court).lignes] == ["p1", "p2", "p3"]
    choisies = 'lignes: {pour: p, dans: postes_et_frais, cle: "l{{ p.poste }}", si: p.poste != 2}'
    long = pack(tmp_path / "long", source, choisies)
    long.ecrire(
        "comptes/depenses.yaml",
        (long.dossier / "comptes/depenses.yaml")
        .read_text()
        .replace(
            "{id: quoi, titre: Dépense, saisie: true}", "{id: quoi, titre: Dépense, saisie: true, valeur: p.libelle}"
        ),
    )
    assert [(x.cle, x.valeurs["quoi"]) for x in tableau(long).lignes] == [
        ("l1", "Droits artistiques"),
        ("l3", "Frais généraux"),
    ]


def test_un_morceau_de_formule_par_son_nom(tmp_path: Path) -> None:
    ecrite = '"=IF([ht]>{{ seuil }}, {{ ttc_arrondi("[ht]") }}, [ht])"'.replace('"[ht]"', "'[ht]'")
    bloc = tableau(pack(tmp_path, '"=[ht]*(1+{taux})"', ecrite))
    assert bloc.colonnes[2].formule == "=IF([ht]>100,ROUND([ht]*(1+{taux}),2),[ht])"


FAUTES = [
    ("titre: Dépense,", "titre: Dépense, liste: unitess,", PARTAGE, "aucune liste partagée ne s’appelle « unitess »"),
    ("=[ht]*(1+{taux})", "={{ ttc() }}", PARTAGE, "le fragment « ttc » attend 1 paramètre(s) : montant"),
    ("=[ht]*(1+{taux})", "={{ tcc('[ht]') }}", PARTAGE, "nom inconnu « tcc » ; voulez-vous dire « ttc »"),
    ("=[ht]", "={{ a }}*[ht]", "fragments: {a: '{{ b }}', b: '{{ a }}'}", "un fragment s’emploie lui-même"),
    ("=[ht]", "=[ht]", "fragments: {film: '1'}", "le nom « film » est déjà pris par les données du film"),
    ("=[ht]", "=[ht]", "lignes: {a: [b]}", "aucune ligne partagée ne s’appelle « b » avant celles-ci"),
    ("=[ht]", "=[ht]", "lignes: {a: [3]}", "une ligne partagée est illisible"),
    ("=[ht]", "=[ht]", "liste: {a: [b]}", "clé inconnue « liste »"),
]


@pytest.mark.parametrize(("avant", "apres", "partage", "dit"), FAUTES, ids=[f[3] for f in FAUTES])
def test_ce_qui_est_mal_partage_se_dit(tmp_path: Path, avant: str, apres: str, partage: str, dit: str) -> None:
    [faute] = pack(tmp_path, avant, apres, partage).fautes()
    assert dit in faute.quoi
    assert ", ligne " in faute.ou


def test_un_nom_partage_deux_fois_est_refuse(tmp_path: Path) -> None:
    petit = pack(tmp_path, "=[ht]", "=[ht]")
    petit.ecrire("communs/suite.yaml", "listes: {unites: [A]}\n")
    [faute] = petit.fautes()
    assert faute.ou == "communs/suite.yaml, ligne 1"
    assert "communs/essai.yaml, ligne 2" in faute.quoi


def test_aucune_ligne_de_gabarit_n_est_plus_longue_que_quatre_cents_signes() -> None:
    longues = [
        f"{p.name}, ligne {n}" for p, t in GABARITS.items() for n, x in enumerate(t.splitlines(), 1) if len(x) > 400
    ]
    assert not longues


def test_les_neuf_postes_sont_ecrits_a_un_seul_endroit() -> None:
    for poste in ("Droits artistiques", "Postproduction image et son", "Assurances et divers"):
        assert [p.name for p, t in GABARITS.items() if poste in t] == ["postes.yaml"]


def test_chaque_chose_partagee_sert() -> None:
    communs = lire_communs(dossier_gabarits(), (), [])
    textes = "\n".join(GABARITS.values())
    for nom in communs.fragments:
        assert re.search(rf"\{{[{{%][^}}]*\b{nom}\b(?!:)", textes), nom
    for nom in communs.listes:
        assert f"liste: {nom}" in textes, nom
    for nom in communs.lignes:
        assert re.search(rf"(dans|lignes): {nom}\b|- {nom}\b", textes), nom
