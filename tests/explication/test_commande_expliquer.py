"""The command on the demo pack: every cell is explained, pay figures down to their source, refusals in words."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from chargeprod_xl.cli import application
from chargeprod_xl.explication import en_json, rendu
from chargeprod_xl.explication.arbre import expliquer
from chargeprod_xl.explication.lecture import lire_pack
from chargeprod_xl.explication.modele import Explication, Nature
from chargeprod_xl.explication.pack import Pack, calculer
from chargeprod_xl.explication.passages import est_un_passage
from chargeprod_xl.gabarits.fonctions_francaises import FONCTIONS_FRANCAISES
from chargeprod_xl.liens.formules import Genre, adresse, decouper
from chargeprod_xl.recalcul.fusion import Adresse

pytestmark = pytest.mark.xdist_group("explication")
NOMS_FRANCAIS = frozenset(FONCTIONS_FRANCAISES.values())


@pytest.fixture(scope="module")
def demo(pack_demo: Path) -> Pack:
    return calculer(lire_pack(pack_demo / "equipe.xlsx")[1])


def lancer(*arguments: str | Path) -> Result:
    return CliRunner().invoke(application, ["expliquer", *map(str, arguments)])


def ligne_de(p: Pack, feuille: str, colonne: str, valeur: object, apres: int = 0) -> int:
    """The first row of a sheet whose cell under a title holds a value."""
    for (ligne, c), _ in sorted(p.cellules(feuille).items()):
        bloc = p.bloc(feuille, ligne, c)
        if ligne > apres and bloc and bloc.titres[c] == colonne and p.valeur(Adresse(feuille, ligne, c)) == valeur:
            return ligne
    raise AssertionError(f"{valeur} is nowhere under {colonne}")


def sous(p: Pack, feuille: str, ligne: int, colonne: str) -> Adresse:
    bloc = p.bloc(feuille, ligne, 1)
    assert bloc is not None
    return Adresse(feuille, ligne, next(c for c, titre in bloc.titres.items() if titre == colonne))


def toutes(e: Explication) -> Iterator[Explication]:
    yield e
    for lecture in e.lectures:
        for c in lecture.cellules:
            yield from toutes(c)


def test_des_centaines_de_cellules_s_expliquent_en_francais(demo: Pack) -> None:
    formules = [
        Adresse(feuille, *position)
        for feuille, cellules in demo.calcul.fusion.feuilles.items()
        for position, c in sorted(cellules.items())
        if c.formule is not None
    ]
    for ou in random.Random(20270116).sample(formules, 300):
        e = expliquer(demo, ou, 1)
        assert e.valeur == demo.valeur(ou)
        assert e.formule and e.formule_excel, ou
        appels = {j.texte for j in decouper(e.formule_excel) if j.genre is Genre.FONCTION}
        assert appels <= NOMS_FRANCAIS, (ou, appels - NOMS_FRANCAIS)
        for texte in (e.formule, e.formule_excel, e.calcul):
            assert texte.count("(") == texte.count(")"), (ou, texte)
        if not est_un_passage(demo, ou.feuille):
            assert "Liens " not in e.formule, ou
        assert json.dumps(en_json.explication(e), default=str)
        assert rendu.en_arbre(e).label


def test_des_saisies_aussi(demo: Pack) -> None:
    saisies = [
        Adresse(feuille, *position)
        for feuille, cellules in demo.calcul.fusion.feuilles.items()
        for position, c in sorted(cellules.items())
        if c.formule is None and not feuille.startswith("_meta")
    ]
    for ou in random.Random(7).sample(saisies, 200):
        e = expliquer(demo, ou, 2)
        assert (e.formule, e.lectures, e.valeur) == ("", (), demo.valeur(ou))


def test_une_cotisation_remonte_a_l_assiette_au_taux_et_a_la_source(demo: Pack) -> None:
    # A technician's executive contribution of tier 1: 3,94 % since 1 January 2019, whoever the person is.
    rang = ligne_de(demo, "Assiettes", "Profil", "technicien cadre")
    e = expliquer(demo, sous(demo, "Cotisations", rang, "Retraite T1"), 2)
    assiette = demo.valeur(sous(demo, "Assiettes", rang, "Retraite T1"))
    assert isinstance(assiette, float)
    lues = {c.colonne: c for x in e.lectures for c in x.cellules if x.lieu.feuille in {"Assiettes", "Taux du mois"}}
    assert {x.lieu.feuille for x in e.lectures} == {"Assiettes", "Taux du mois", "Cotisations"}
    assert lues["Retraite T1"].valeur in {assiette, 0.0394}
    assert e.valeur == pytest.approx(round(assiette * 0.0394 + 1e-9, 2))
    (source,) = {c.origine for c in toutes(e) if c.origine and c.lieu.feuille == "Barèmes paie"}
    assert source is not None
    assert (source.identifiant, f"{source.du:%d/%m/%Y}") == ("retraite_t1_techniciens_cadres", "01/01/2019")
    assert "Agirc-Arrco" in source.source
    assert source.confiance == "lu (haute)"


def test_le_poste_4_remonte_aux_classeurs_d_origine(demo: Pack) -> None:
    ligne = ligne_de(demo, "Charges sociales", "N°", 44.0)
    e = expliquer(demo, sous(demo, "Charges sociales", ligne, "Charges"), 3)
    lieux = {(c.lieu.classeur, c.lieu.feuille) for c in toutes(e)}
    assert {("equipe.xlsx", "Synthèse équipe"), ("projet.xlsx", "Barèmes"), ("projet.xlsx", "Hypothèses")} <= lieux
    assert not any(feuille.startswith(("Liens", "Sorties")) for _, feuille in lieux)


def test_la_commande_montre_l_arbre(demo: Pack, pack_demo: Path) -> None:
    ligne = ligne_de(demo, "Taux du mois", "Profil", "artiste")
    ou = sous(demo, "Taux du mois", ligne, "Retraite T1")
    resultat = lancer(pack_demo / "equipe.xlsx", f"taux du mois!${adresse(ou.ligne, ou.colonne)}")
    assert resultat.exit_code == 0, resultat.output
    assert resultat.stdout.startswith("Taux du mois › Retraite T1 › artiste, ")
    for attendu in (
        "4,450\u00a0%",
        "SI(ET(",
        "Retenu › Agirc-Arrco, tranche 1, artistes",
        "valable du 01/01/2019",
        "confiance : lu",
    ):
        assert attendu in resultat.output


def test_une_somme_dit_combien_de_lignes_elle_additionne(demo: Pack, pack_demo: Path) -> None:
    ligne = ligne_de(demo, "Récapitulatif", "N°", 2.0)
    resultat = lancer(pack_demo / "devis.xlsx", f"Récapitulatif!E{ligne}", "--profondeur", "1")
    assert "Détail[Montant HT] : " in resultat.stdout
    assert " lignes additionnées" in resultat.stdout


def test_la_structure_du_json_est_stable(pack_demo: Path) -> None:
    resultat = lancer(pack_demo / "devis.xlsx", "Récapitulatif!E8", "--profondeur", "1", "--json")
    contenu: dict[str, Any] = json.loads(resultat.stdout)
    assert list(contenu) == ["explication", "moteurs", "avertissements"]
    e = contenu["explication"]
    assert list(e) == [
        *["classeur", "feuille", "cellule", "titre", "colonne", "ligne", "valeur", "texte", "exacte", "nature"],
        *["formule", "formule_excel", "calcul", "origine", "remarques", "deja", "lectures"],
    ]
    assert (e["classeur"], e["feuille"], e["cellule"], e["nature"]) == (
        "devis.xlsx",
        "Récapitulatif",
        "E8",
        "calculee",
    )
    assert list(e["lectures"][0]) == [
        *["nom", "classeur", "feuille", "plage", "role", "utilisee", "critere", "par", "nombre", "cellules", "resume"],
    ]


@pytest.mark.parametrize(
    ("classeur", "cellule", "mots"),
    [
        ("equipe.xlsx", "Emploi!B5", ["n’a pas cette feuille", "Emplois"]),
        ("equipe.xlsx", "Emplois", ["il manque la feuille"]),
        ("equipe.xlsx", "!B5", ["il manque la feuille"]),
        ("equipe.xlsx", "Emplois!K", ["n’est pas une cellule"]),
        ("equipe.xlsx", "Emplois!A1:B2", ["une plage, et non une cellule"]),
        ("equipe.xlsx", "Emplois!XFE1", ["n’existe dans aucune feuille"]),
        ("equipe.xlsx", "Emplois!XFD900", ["hors du tableau", "la feuille va de A1"]),
        ("equipe.xlsx", "'Barèmes paie'!C5", ["cellule vide", "rien n’est forcé"]),
        ("equipes.xlsx", "Emplois!B5", ["fichier introuvable", "equipe.xlsx"]),
        (".", "Emplois!B5", ["un dossier"]),
    ],
)
def test_un_refus_dit_quoi_ou_et_comment(pack_demo: Path, classeur: str, cellule: str, mots: list[str]) -> None:
    resultat = lancer(pack_demo / classeur, cellule)
    assert resultat.exit_code == 2
    assert "Traceback" not in resultat.output
    for mot in [*mots, "→"]:
        assert mot in resultat.output


def test_un_fichier_qui_n_est_pas_d_un_pack_est_refuse(tmp_path: Path) -> None:
    from openpyxl import Workbook  # noqa: PLC0415 - the only test that writes one

    livre = Workbook()
    livre.active["A1"] = 1
    livre.save(tmp_path / "autre.xlsx")
    resultat = lancer(tmp_path / "autre.xlsx", "Sheet!A1", "--json")
    assert resultat.exit_code == 2
    (faute,) = json.loads(resultat.stdout)["fautes"]
    assert faute["ou"] == "autre.xlsx"


def test_une_valeur_que_le_fichier_n_a_pas_encore_est_dite_perimee(demo: Pack, pack_demo: Path, tmp_path: Path) -> None:
    # Someone raises « Imprévus » in projet.xlsx and never opens devis.xlsx again.
    shutil.copytree(pack_demo, tmp_path / "pack")
    projet = tmp_path / "pack" / "projet.xlsx"
    livre = load_workbook(projet)
    livre["Hypothèses"].cell(ligne_de(demo, "Hypothèses", "Libellé", "Imprévus"), 2).value = 0.5
    livre.save(projet)
    total = ligne_de(demo, "Garde", "Donnée", "Total général HT")
    avant = expliquer(demo, Adresse("Garde", total, 2), 0).texte
    resultat = lancer(tmp_path / "pack" / "devis.xlsx", f"Garde!B{total}", "--profondeur", "0")
    assert resultat.exit_code == 0, resultat.output
    assert f"le fichier montre encore {avant}" in resultat.stdout
    assert not resultat.stdout.splitlines()[1].startswith(avant)


def test_une_formule_ecrasee_est_dite(demo: Pack, pack_demo: Path, tmp_path: Path) -> None:
    shutil.copy(pack_demo / "equipe.xlsx", tmp_path)
    ou = sous(demo, "Cotisations", 30, "Retraite T1")
    livre = load_workbook(tmp_path / "equipe.xlsx")
    livre["Cotisations"].cell(ou.ligne, ou.colonne).value = 1234.5
    livre.save(tmp_path / "equipe.xlsx")
    seul = calculer(lire_pack(tmp_path / "equipe.xlsx")[1], ())
    e = expliquer(seul, ou, 1)
    assert (e.valeur, e.nature) == (1234.5, Nature.ECRASEE)
    assert re.match(r"formule écrasée ; le programme avait écrit =SI\(\$A.30=0;0;\$A.30\*ARRONDI\(", e.remarques[0])


def test_une_feuille_s_ecrit_avec_ou_sans_accents(pack_demo: Path) -> None:
    resultat = lancer(pack_demo / "financement.xlsx", "'Crédit d’impôt'!B5")
    sans_accent = lancer(pack_demo / "financement.xlsx", "credit d'impot!$B$5")
    assert resultat.exit_code == sans_accent.exit_code == 0, resultat.output
    assert resultat.stdout == sans_accent.stdout
