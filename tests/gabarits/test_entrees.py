"""A workbook declares the file it reads: rows known by their key, blank rows without it, faults in words."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from chargeprod_xl.anomalies import DonneesRefuseesError
from gabarits.petit_pack import PetitPack, petit_pack

CLASSEUR = """\
classeur: chantier
titre: Chantier
role: Les travaux
feuilles: [travaux]
entrees:
  travaux:
    fichier: travaux.csv
    cle: code
    colonnes:
      code: texte
      tache: {type: texte, titres: [tâche, à faire]}
      fin: date
      montant: {type: euro, titres: [prix, coût], obligatoire: oui}
      etat: {type: code, liste: [prévu, fait]}
"""
FEUILLE = """\
feuille: Travaux
onglet: saisie
titre: Travaux
blocs:
  - tableau: lignes
    extensible: true
    reconnait: code
    lignes: {pour: t, dans: travaux, cle: cle}
    colonnes:
      - {id: code, titre: Code, saisie: true}
      - {id: tache, titre: Tâche, saisie: true}
      - {id: fin, titre: Fin, type: date, saisie: true}
      - {id: montant, titre: Montant, type: euro, saisie: true, total: true}
      - {id: etat, titre: État, saisie: true, liste: [prévu, fait]}
      - {id: ttc, titre: TTC, type: euros_cents, formule: "=ROUND([montant]*1.2,2)"}
controles:
  - {id: tout, libelle: Total, famille: règle, valeur: "={lignes.total.montant}", comparaison: ">=", remede: non}
"""
TRAVAUX = "code;À faire;fin;Coût;etat\nT1;Décor;19/04/2027;1 234,50;Prévu\nT2;Peinture;;10;\n"


@pytest.fixture
def chantier(tmp_path: Path) -> PetitPack:
    fichiers = {"chantier/_classeur.yaml": CLASSEUR, "chantier/travaux.yaml": FEUILLE}
    return petit_pack(tmp_path, fichiers, "classeurs: [chantier]\n")


def donner(pack: PetitPack, texte: str) -> None:
    (pack.film / "travaux.csv").write_text(texte, encoding="utf-8")


def lignes(pack: PetitPack) -> list[tuple[object, ...]]:
    return [tuple(x.values())[:6] for x in pack.tableau("chantier", "Travaux")]


def test_le_fichier_donne_les_lignes_avec_leurs_valeurs(chantier: PetitPack) -> None:
    donner(chantier, TRAVAUX)
    chantier.construire()
    assert lignes(chantier)[:2] == [
        ("T1", "Décor", datetime(2027, 4, 19), 1234.5, "prévu", 1481.4),
        ("T2", "Peinture", None, 10, None, 12),
    ]
    assert chantier.etats() == {}


def test_sans_fichier_des_lignes_vierges_et_ce_qu_on_y_saisit_est_reconnu_quand_il_vient(chantier: PetitPack) -> None:
    chantier.construire()
    chemin = chantier.film / "pack" / "chantier.xlsx"
    livre = load_workbook(chemin)
    feuille = livre["Travaux"]
    assert [feuille.cell(r, 1).value for r in range(5, 11)] == [None] * 5 + ["— insérer au-dessus —"]
    feuille["A6"], feuille["E6"] = "T2", "fait"
    livre.save(chemin)
    donner(chantier, TRAVAUX)
    chantier.regenerer()
    assert [(x[0], x[3], x[4]) for x in lignes(chantier)[:2]] == [("T1", 1234.5, "prévu"), ("T2", 10, "fait")]


def test_une_ligne_reste_elle_meme_quand_le_fichier_change_d_ordre(chantier: PetitPack) -> None:
    """What was typed on T2 stays on T2; T0, new in the file, comes in; T1 that left says what it held."""
    donner(chantier, TRAVAUX)
    chantier.construire()
    chemin = chantier.film / "pack" / "chantier.xlsx"
    livre = load_workbook(chemin)
    livre["Travaux"]["E5"], livre["Travaux"]["E6"] = "fait", "fait"
    livre.save(chemin)
    donner(chantier, "code;prix;fin;tache;etat\nT0;5;;Clous;\nT2;20;;Peinture;\n")
    fait = chantier.regenerer()
    assert [(x[0], x[3], x[4]) for x in lignes(chantier)[:2]] == [("T0", 5, None), ("T2", 20, "fait")]
    assert [p.contenu for p in fait.bilan.pertes] == ["fait"]
    assert chantier.regenerer().ecrit is False


def test_le_meme_fichier_en_classeur_se_lit_et_deux_fichiers_ne_se_choisissent_pas(chantier: PetitPack) -> None:
    livre = Workbook()
    livre.active.append(["code", "tâche", "fin", "montant", "etat"])
    livre.active.append(["T1", "Décor", datetime(2027, 4, 19), 1234.5, None])
    livre.save(chantier.film / "travaux.xlsx")
    chantier.construire()
    assert lignes(chantier)[0][:4] == ("T1", "Décor", datetime(2027, 4, 19), 1234.5)
    donner(chantier, TRAVAUX)
    with pytest.raises(DonneesRefuseesError, match=r"travaux.csv : deux fichiers pour une entrée"):
        chantier.construire()


def test_toutes_les_fautes_du_fichier_et_rien_d_ecrit(chantier: PetitPack) -> None:
    donner(chantier, "code;fin;montant;etat\nT1;bientôt;;prévu\nT2;;12;fini\n")
    with pytest.raises(DonneesRefuseesError) as refus:
        chantier.construire()
    assert [(f.ou, f.quoi) for f in refus.value.anomalies] == [
        ("travaux.csv, ligne 2", "colonne « fin » : « bientôt » refusé"),
        ("travaux.csv, ligne 2", "colonne « montant » : rien n’y est écrit"),
        ("travaux.csv, ligne 3", "colonne « etat » : « fini » refusé"),
    ]
    assert not (chantier.film / "pack").exists()


FAUTES = [
    ("fin: date", "fin: datte", 12, "type inconnu « datte » pour la colonne « fin »"),
    ("cle: code", "cle: numero", 8, "la clé « numero » n’est pas une colonne de « travaux »"),
    ("  travaux:", "  depenses:", 6, "« depenses » est déjà le nom d’une source du programme"),
    ("fichier: travaux.csv", "fichier: ../travaux.csv", 7, "n’est pas le nom d’un tableau du dossier du film"),
    ("fichier: travaux.csv", "fichier: travaux.docx", 7, "n’est pas le nom d’un tableau du dossier du film"),
    ("      code: texte", "      cle: texte\n      code: texte", 10, "« cle » est un nom réservé"),
]


@pytest.mark.parametrize(("avant", "apres", "ligne", "quoi"), FAUTES)
def test_une_entree_mal_declaree_est_une_faute_du_gabarit(
    chantier: PetitPack, avant: str, apres: str, ligne: int, quoi: str
) -> None:
    assert avant in CLASSEUR
    (chantier.gabarits / "chantier" / "_classeur.yaml").write_text(CLASSEUR.replace(avant, apres), encoding="utf-8")
    with pytest.raises(DonneesRefuseesError) as refus:
        chantier.construire()
    dites = [(f.ou, f.quoi) for f in refus.value.anomalies]
    assert any(ou == f"chantier/_classeur.yaml, ligne {ligne}" and quoi in q for ou, q in dites), dites
