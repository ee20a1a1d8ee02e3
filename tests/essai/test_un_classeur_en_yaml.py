"""A workbook that no line of Python knows: its own input, the devis by poste, a sheet a row, a letter, a total taken.

What the language is for: a folder of YAML beside the shipped templates, and all else follows: build, rebuild over
what people typed, explanation, export, borders that stay small.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from chargeprod_xl.classeurs.lecture import lire_classeur
from chargeprod_xl.cli import application
from chargeprod_xl.construction import construire
from chargeprod_xl.controles import controler
from chargeprod_xl.gabarits.dossier import dossier_gabarits
from chargeprod_xl.regeneration import Demande, regenerer

DEMO = Path(__file__).parents[2] / "demo"
CLASSEUR = """\
classeur: travaux
titre: Travaux
role: Ce que les prestataires doivent livrer
feuilles: [par_poste, commande, courrier]
entrees:
  travaux:
    fichier: travaux.csv
    cle: code
    colonnes: {code: texte, tache: texte, fin: date, montant: {type: euro, titres: [prix], obligatoire: oui}}
"""
PAR_POSTE = """\
feuille: Travaux par poste
onglet: saisie
titre: Travaux et devis par poste
blocs:
  - index: commandes
    de: commande
    titre: Commandes
    titre_feuille: Commande
    colonnes:
      - {id: montant, titre: Montant HT, type: euro, total: true}
  - tableau: postes
    extensible: true
    lignes: {pour: p, dans: postes, cle: "p{{ p.poste }}", si: "p.poste in (5, 7, 8)"}
    colonnes:
      - {id: poste, titre: Poste, type: nombre_entier, saisie: true}
      - {id: libelle, titre: Libellé, saisie: true}
      - {id: devis, titre: Devis, type: euro, total: true,
         formule: "=SOMME.SI({devis.detail.lignes.poste};[poste];{devis.detail.lignes.montant})"}
"""
COMMANDE = """\
feuille: "Commande {{ t.code }}"
pour: t
dans: travaux
cle: cle
onglet: saisie
titre: "Commande {{ t.code }} — {{ t.tache }}"
blocs:
  - champs: commande
    liste:
      - {id: tache, libelle: Tâche, valeur: t.tache, saisie: true}
      - {id: fin, libelle: À livrer le, type: date, valeur: t.fin, saisie: true}
      - {id: montant, libelle: Montant HT, type: euro, valeur: t.montant, saisie: true}
"""
COURRIER = """\
feuille: Lettre de commande
onglet: restitution
titre: Lettre de commande
blocs:
  - lettre: corps
    expediteur: ["{{ projet.producteur_delegue }}"]
    destinataire: ["Laboratoire du Port"]
    lieu_et_date: "Lyon, le {projet.phases.debut_preparation|date}"
    objet: "Objet : commande de travaux"
    corps:
      - "Madame, Monsieur,"
      - "Nous vous confions ces travaux pour {travaux.par_poste.commandes.total.montant|euros}."
    signatures: [{fonction: La production, nom: "{{ projet.producteur_delegue }}"}]
"""
TRAVAUX = "code;tâche;fin;prix\nT1;Étalonnage;12/07/2027;12 000,00\nT2;Mixage;20/09/2027;8 500\n"
TOTAL_PRIS = (
    "      - {id: travaux, libelle: Travaux commandés, type: euro, unite: € HT,\n"
    '         formule: "={travaux.par_poste.commandes.total.montant}"}\n'
)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo film, whose pack has one more workbook between the devis and the cash plan, which takes its total."""
    atelier = tmp_path_factory.mktemp("essai")
    gabarits = atelier / "gabarits"
    shutil.copytree(dossier_gabarits(), gabarits)
    nouveaux = {"_classeur": CLASSEUR, "par_poste": PAR_POSTE, "commande": COMMANDE, "courrier": COURRIER}
    (gabarits / "travaux").mkdir()
    for nom, texte in nouveaux.items():
        (gabarits / "travaux" / f"{nom}.yaml").write_text(texte, encoding="utf-8")
    _remplacer(gabarits / "packs" / "long-metrage.yaml", "devis, financement", "devis, travaux, financement")
    repere = "      - {id: pic, libelle: Besoin maximal"
    _remplacer(gabarits / "tresorerie" / "synthese_tresorerie.yaml", repere, TOTAL_PRIS + repere)
    dossier = atelier / "film"
    shutil.copytree(DEMO, dossier, ignore=shutil.ignore_patterns("pack", "versions"))
    (dossier / "travaux.csv").write_text(TRAVAUX, encoding="utf-8")
    construire(dossier, gabarits=gabarits)
    return dossier


def _remplacer(chemin: Path, avant: str, apres: str) -> None:
    texte = chemin.read_text(encoding="utf-8")
    assert avant in texte
    chemin.write_text(texte.replace(avant, apres, 1), encoding="utf-8")


def _champ(film: Path, classeur: str, feuille: str, libelle: str) -> object:
    lues = load_workbook(film / "pack" / f"{classeur}.xlsx", data_only=True)[feuille]
    return next(r[1] for r in lues.iter_rows(values_only=True) if r[0] == libelle)


def test_le_classeur_lit_son_fichier_le_devis_et_la_tresorerie_le_lit(film: Path) -> None:
    rapport = controler(sorted((film / "pack").glob("*.xlsx")))
    assert (rapport.fautes, rapport.formules, rapport.rouges) == ((), (), ())
    assert _champ(film, "travaux", "Commande T2", "Montant HT") == 8500
    assert _champ(film, "tresorerie", "Synthèse trésorerie", "Travaux commandés") == 20500
    postes = load_workbook(film / "pack" / "travaux.xlsx", data_only=True)["Travaux par poste"]
    recap = load_workbook(film / "pack" / "devis.xlsx", data_only=True)["Récapitulatif"]
    attendus = {r[1]: r[4] for r in recap.iter_rows(values_only=True) if isinstance(r[1], int | float)}
    lus = {r[0]: r[2] for r in postes.iter_rows(values_only=True) if isinstance(r[0], int | float) and r[1]}
    assert lus == {poste: attendus[poste] for poste in (5, 7, 8)}
    lettre = load_workbook(film / "pack" / "travaux.xlsx", data_only=True)["Lettre de commande"]
    textes = [str(c) for r in lettre.iter_rows(values_only=True) for c in r if c]
    assert any("pour 20 500 €" in t.replace("\u202f", " ").replace("\xa0", " ") for t in textes)


def test_deux_colonnes_de_detail_ne_coutent_que_quelques_formules_de_frontiere(film: Path, pack_demo: Path) -> None:
    def frontieres(pack: Path) -> int:
        lus = [lire_classeur(c)[0] for c in sorted(pack.glob("*.xlsx"))]
        feuilles = [f for c in lus if c for f in c.feuilles if f.nom.startswith(("Liens ", "Sorties "))]
        return sum(c.formule is not None for f in feuilles for c in f.cellules.values())

    assert frontieres(film / "pack") - frontieres(pack_demo) <= 60


def test_une_regeneration_garde_ce_qui_y_est_tape_et_suit_le_fichier(film: Path, tmp_path: Path) -> None:
    copie = tmp_path / "film"
    shutil.copytree(film, copie)
    gabarits = film.parent / "gabarits"
    livre = load_workbook(copie / "pack" / "travaux.xlsx")
    commande = livre["Commande T1"]
    ligne = next(c.row for c in commande["A"] if c.value == "Montant HT")
    commande.cell(ligne, 2).value = 13000
    livre.save(copie / "pack" / "travaux.xlsx")
    (copie / "travaux.csv").write_text(TRAVAUX + "T3;Sous-titres;01/10/2027;1 500\n", encoding="utf-8")
    assert regenerer(copie, Demande(gabarits=gabarits)).ecrit
    assert _champ(copie, "travaux", "Commande T1", "Montant HT") == 13000
    assert _champ(copie, "travaux", "Commande T3", "Montant HT") == 1500
    assert _champ(copie, "tresorerie", "Synthèse trésorerie", "Travaux commandés") == 13000 + 8500 + 1500


def test_un_chiffre_du_classeur_s_explique_et_le_devis_s_exporte(film: Path) -> None:
    postes = load_workbook(film / "pack" / "travaux.xlsx")["Travaux par poste"]
    ligne = next(r[0].row for r in postes.iter_rows() if r[0].value == 5)
    ou = [str(film / "pack" / "travaux.xlsx"), f"Travaux par poste!C{ligne}"]
    dit = CliRunner().invoke(application, ["expliquer", *ou, "--json"])
    assert dit.exit_code == 0
    explication = json.loads(dit.output)["explication"]
    assert (explication["classeur"], explication["colonne"]) == ("travaux.xlsx", "Devis")
    assert "Liens" not in explication["formule"]
    envoi = CliRunner().invoke(application, ["exporter", "devis", str(film), "--pour", "cnc", "--sans-pdf"])
    assert envoi.exit_code == 0, envoi.output
    assert list(film.glob("**/*cnc*.xlsx"))
