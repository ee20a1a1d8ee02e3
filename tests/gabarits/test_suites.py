"""A table that follows another: one row for each of its rows, found by identity, watched, followed by a rebuild."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from chargeprod_xl.anomalies import DonneesRefuseesError
from chargeprod_xl.construction import construire
from chargeprod_xl.controles import controler
from gabarits.petit_pack import PetitPack, petit_pack

FICHIERS = {
    "equipe/_classeur.yaml": """\
classeur: equipe
titre: Équipe
role: Qui travaille
feuilles: [personnes]
entrees:
  gens:
    fichier: gens.csv
    cle: nom
    colonnes: {nom: texte, metier: texte, salaire: euro}
""",
    "equipe/personnes.yaml": """\
feuille: Personnes
onglet: saisie
titre: Personnes
blocs:
  - tableau: liste
    extensible: true
    lignes: {pour: p, dans: gens, cle: cle}
    colonnes:
      - {id: nom, titre: Nom, saisie: true}
      - {id: metier, titre: Métier, saisie: true}
      - {id: salaire, titre: Salaire, type: euro, saisie: true, total: true}
""",
    "contrats/_classeur.yaml": """\
classeur: contrats
titre: Contrats
role: Un contrat par personne
feuilles: [suivi]
""",
    "contrats/suivi.yaml": """\
feuille: Suivi
onglet: saisie
titre: Suivi des contrats
blocs:
  - tableau: liste
    extensible: true
    lignes: {pour: p, dans: equipe.personnes.liste, cle: _id}
    colonnes:
      - {id: nom, titre: Nom, montre: nom}
      - {id: signe, titre: Signé, saisie: true}
      - {id: salaire, titre: Salaire, montre: salaire, total: true}
controles:
  - {id: somme, libelle: Somme des salaires, famille: arithmétique, remede: "regenerer",
     valeur: "={liste.total.salaire}", attendu: "={equipe.personnes.liste.total.salaire}"}
""",
}
GENS = "nom;salaire\nAnna;1000\nBorisov;3000\nBoris*;2000\n"
SUITE = "Suivi : une ligne pour chaque ligne de « equipe.personnes.liste »"


@pytest.fixture
def pack(tmp_path: Path) -> PetitPack:
    neuf = petit_pack(tmp_path, FICHIERS, "classeurs: [equipe, contrats]\n")
    (neuf.film / "gens.csv").write_text(GENS, encoding="utf-8")
    neuf.construire()
    return neuf


def montres(pack: PetitPack) -> list[tuple[Any, Any, Any]]:
    lignes = itertools.takewhile(lambda x: "insérer" not in str(x["Nom"]), pack.tableau("contrats", "Suivi"))
    return [(x["Nom"], x["Salaire"], x["Signé"]) for x in lignes]


def modifier(pack: PetitPack, classeur: str, feuille: str, *cellules: tuple[str, Any]) -> None:
    chemin = pack.film / "pack" / f"{classeur}.xlsx"
    livre = load_workbook(chemin)
    for ou, valeur in cellules:
        livre[feuille][ou] = valeur
    livre.save(chemin)


def test_a_la_construction_une_ligne_par_ligne_lue_a_travers_la_frontiere(pack: PetitPack) -> None:
    """« Boris* », read as a pattern, would find « Borisov »."""
    assert montres(pack) == [("Anna", 1000, None), ("Borisov", 3000, None), ("Boris*", 2000, None)]
    assert pack.etats() == {}


def test_en_un_seul_classeur_la_suite_montre_les_memes_lignes(pack: PetitPack) -> None:
    shutil.rmtree(pack.film / "pack")
    construire(pack.film, unique=True, gabarits=pack.gabarits)
    assert [x["Salaire"] for x in pack.tableau("pack", "Suivi")[:3]] == [1000, 3000, 2000]
    assert pack.etats() == {}


def test_trier_en_amont_ne_change_pas_ce_que_montre_une_ligne(pack: PetitPack) -> None:
    lu = pack.feuille("equipe", "Personnes")
    rangees = [[c.value for c in lu[r]] for r in (5, 6, 7)]
    places = [
        (f"{lu.cell(5 + i, c).coordinate}", v) for i, r in enumerate(reversed(rangees)) for c, v in enumerate(r, 1)
    ]
    modifier(pack, "equipe", "Personnes", *places, ("C5", 2500))
    pack.actualiser()
    assert montres(pack) == [("Anna", 1000, None), ("Borisov", 3000, None), ("Boris*", 2500, None)]
    assert pack.etats() == {}


def test_une_personne_ajoutee_se_voit_puis_se_suit_et_ce_qui_est_saisi_reste(pack: PetitPack) -> None:
    modifier(pack, "contrats", "Suivi", ("B5", "oui"))
    chemin = pack.film / "pack" / "equipe.xlsx"
    livre = load_workbook(chemin)
    feuille = livre["Personnes"]
    # A row typed above « insérer au-dessus », as Excel inserts it: the table grows, the identity stays blank.
    feuille.insert_rows(8)
    feuille["A8"], feuille["C8"] = "Chloé", 4000
    feuille.tables["t_equipe_personnes_liste"].ref = feuille.tables["t_equipe_personnes_liste"].ref.replace("8", "9")
    livre.save(chemin)
    pack.actualiser()
    assert pack.etats()[SUITE] == "▲ À voir"
    fait = pack.regenerer()
    assert fait.bilan.pertes == []
    assert montres(pack) == [
        ("Anna", 1000, "oui"),
        ("Borisov", 3000, None),
        ("Boris*", 2000, None),
        ("Chloé", 4000, None),
    ]
    assert pack.etats() == {}
    assert pack.regenerer().ecrit is False


def test_une_ligne_supprimee_en_amont_part_et_ce_qui_y_etait_saisi_est_dit(pack: PetitPack) -> None:
    modifier(pack, "contrats", "Suivi", ("B6", "lu et approuvé"))
    chemin = pack.film / "pack" / "equipe.xlsx"
    livre = load_workbook(chemin)
    feuille = livre["Personnes"]
    feuille.delete_rows(6)
    feuille.tables["t_equipe_personnes_liste"].ref = feuille.tables["t_equipe_personnes_liste"].ref.replace("8", "7")
    livre.save(chemin)
    pack.actualiser()
    assert pack.etats()[SUITE] == "▲ À voir"
    fait = pack.regenerer()
    assert montres(pack) == [("Anna", 1000, None), ("Boris*", 2000, None)]
    assert [p.contenu for p in fait.bilan.pertes] == ["lu et approuvé"]
    assert pack.etats() == {}


def test_une_condition_choisit_les_lignes_et_suit_ce_qui_est_saisi(tmp_path: Path) -> None:
    suivi = FICHIERS["contrats/suivi.yaml"].replace("cle: _id}", 'cle: _id, si: "p.salaire > 1500"}')
    suivi = suivi[: suivi.index("controles:")]
    pack = petit_pack(tmp_path, {**FICHIERS, "contrats/suivi.yaml": suivi}, "classeurs: [equipe, contrats]\n")
    pack.construire()
    assert montres(pack) == [(None, 0, None)]  # rows ready to be typed in meet no condition: one row shows nothing
    assert pack.etats() == {}
    shutil.rmtree(pack.film / "pack")
    (pack.film / "gens.csv").write_text(GENS, encoding="utf-8")
    pack.construire()
    assert [x[0] for x in montres(pack)] == ["Borisov", "Boris*"]
    assert pack.etats() == {}
    modifier(pack, "equipe", "Personnes", ("C5", 9000), ("C6", 10))
    pack.regenerer()
    assert [x[:2] for x in montres(pack)] == [("Anna", 9000), ("Boris*", 2000)]


FAUTES = [
    ("dans: equipe.personnes.liste", "dans: equipe.personnes.gens", "tableau inconnu « equipe.personnes.gens »"),
    ("montre: salaire", "montre: salaires", "« equipe.personnes.liste » n’a pas de colonne « salaires »"),
    ("dans: equipe.personnes.liste", "dans: contrats.suivi.liste", "se suivent en rond"),
    ("dans: equipe.personnes.liste", "dans: gens", "montre « nom », mais ce tableau n’en suit aucun autre"),
    ("cle: _id}", "cle: nom}", "est suivi par « nom »"),
    ("montre: nom}", "montre: nom, saisie: true}", "elle ne se saisit ni ne se calcule"),
    ("cle: _id}", 'cle: _id, si: "p.paye"}', "paye"),
]


@pytest.mark.parametrize(("avant", "apres", "quoi"), FAUTES)
def test_une_faute_de_suite_est_dite_avec_son_gabarit(tmp_path: Path, avant: str, apres: str, quoi: str) -> None:
    suivi = FICHIERS["contrats/suivi.yaml"]
    assert avant in suivi
    fichiers = {**FICHIERS, "contrats/suivi.yaml": suivi.replace(avant, apres)}
    pack = petit_pack(tmp_path, fichiers, "classeurs: [equipe, contrats]\n")
    (pack.film / "gens.csv").write_text(GENS, encoding="utf-8")
    with pytest.raises(DonneesRefuseesError) as refus:
        pack.construire()
    assert any(quoi in f.quoi and "contrats/suivi.yaml" in f.ou for f in refus.value.anomalies), refus.value.anomalies
    assert not (pack.film / "pack").exists()


@pytest.mark.parametrize("extensible", ["true", "false"])
def test_un_tableau_fixe_se_suit_par_le_nom_de_ses_lignes(tmp_path: Path, extensible: str) -> None:
    devis = """\
feuille: Devis
onglet: saisie
titre: Devis
blocs:
  - tableau: postes
    lignes:
      - {cle: p1, valeurs: {nom: Droits, montant: 100}}
      - {cle: p2, valeurs: {nom: Personnel, montant: 200}}
    colonnes:
      - {id: nom, titre: Poste}
      - {id: montant, titre: Montant, type: euro, saisie: true, total: true}
controles:
  - {id: positif, libelle: Total positif, famille: règle, valeur: "={postes.total.montant}", comparaison: ">=",
     remede: "corrigez"}
"""
    suivi = FICHIERS["contrats/suivi.yaml"].replace("equipe.personnes.liste, cle", "equipe.personnes.postes, cle")
    suivi = suivi.replace("salaire", "montant").replace("extensible: true", f"extensible: {extensible}")
    suivi = suivi[: suivi.index("controles:")]
    fichiers = {**FICHIERS, "equipe/personnes.yaml": devis, "contrats/suivi.yaml": suivi}
    pack = petit_pack(tmp_path, fichiers, "classeurs: [equipe, contrats]\n")
    assert controler(list(pack.construire().fichiers)).code_sortie == 0
    modifier(pack, "equipe", "Devis", ("B6", 250))
    pack.actualiser()
    assert [(x["Nom"], x["Salaire"]) for x in pack.tableau("contrats", "Suivi")[:2]] == [
        ("Droits", 100),
        ("Personnel", 250),
    ]
