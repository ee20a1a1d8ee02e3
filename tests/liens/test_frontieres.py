"""Links that survive people: rows inserted with the other files closed, stale chains, more rows than was foreseen."""

from __future__ import annotations

import dataclasses
import re
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import declarees
import pytest
from controles import tableur as t
from controles.atelier import calculer, calculer_et_juger, copier, ecrire, lire, lire_pack, rouges, table, verdicts
from magasin import pack_construit

from chargeprod_xl.classeurs.classeur_lu import ClasseurLu
from chargeprod_xl.classeurs.valeurs import Erreur, Valeur
from chargeprod_xl.controles.verdicts import Verdict, lire_verdicts
from chargeprod_xl.liens.formules import references
from chargeprod_xl.recalcul import CalculPack, actualiser, calculer_lus
from chargeprod_xl.recalcul.comparaison import egales

Juge = tuple[CalculPack, dict[tuple[str, str], Verdict]]
DEMO = Path(__file__).parent.parent.parent / "demo"
#: What a formula that reads another workbook begins with.
GARDE = re.compile(r"IF\((AND\()?'?Liens [^!]*!\$E\$\d+=\"✔\"")
FRONTIERES = ("Liens ", "Sorties ", "_meta ", "Contrôles")
#: Hidden columns that say at what rank a key was found upstream: they move with the rows, on purpose.
RANGS = {("Ordre de tournage", "M"), ("Encaissements", "O")}
LIENS_SURS = "Liens : chaque valeur reçue porte la clé attendue"
MATRICES = "Liens : les tableaux reçus retrouvent leur total d’origine"
ATTENTE_DEVIS = "devis.xlsx a été recalculé depuis le dernier changement de plan_de_travail.xlsx"

#: Rows inserted in each workbook: first, in the middle, and last (above the sentinel row), in every table.
TABLES: dict[str, list[str]] = {}
for _table in declarees.extensibles():
    TABLES.setdefault(_table.classeur, []).append(_table.feuille)


def _figures(calcul: CalculPack, sauf: str = "") -> dict[tuple[str, str], Valeur]:
    """What people read: every cell of every sheet but borders and checks; lights and working ranks left out."""
    return {
        (lieu.feuille, lieu.cellule): valeur
        for lieu, valeur in calcul.valeurs.items()
        if not lieu.feuille.startswith(FRONTIERES)
        and lieu.classeur != sauf
        and lieu.feuille != "Accueil"
        and (lieu.feuille, lieu.cellule.rstrip("0123456789")) not in RANGS
        and not str(valeur).startswith(("●", "▲", "✖"))
    }


def _differences(a: dict[tuple[str, str], Valeur], b: dict[tuple[str, str], Valeur]) -> dict[tuple[str, str], object]:
    return {k: (a.get(k), b.get(k)) for k in a.keys() | b.keys() if not egales(a.get(k), b.get(k))}


@pytest.fixture(scope="module")
def avec_lignes(pack_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the pack for each workbook; in each, that workbook, edited and saved by LibreOffice alone."""
    atelier = tmp_path_factory.mktemp("lignes")
    gestes = {}
    for classeur, feuilles in TABLES.items():
        chemin = copier(pack_demo, atelier / classeur) / f"{classeur}.xlsx"
        lu = lire(chemin)
        siens = []
        for feuille in feuilles:
            premiere, derniere = table(lu, feuille).lignes_donnees
            for ligne in (derniere, (premiere + derniere) // 2, premiere):
                siens.append(t.inserer(feuille, ligne))
        gestes[chemin] = siens
    t.jouer(atelier, gestes)
    return atelier


@pytest.fixture(scope="module")
def neuf(pack_demo: Path) -> CalculPack:
    return calculer(pack_demo)


@pytest.fixture(scope="module")
def apres_lignes(avec_lignes: Path) -> Callable[[str], Juge]:
    """The values and the checks of the copy where rows were inserted in a workbook; each calculated once."""
    return cache(lambda classeur: calculer_et_juger(avec_lignes / classeur))


@pytest.mark.xdist_group("lignes_libreoffice")
@pytest.mark.parametrize("classeur", TABLES)
def test_des_lignes_inserees_dans_un_classeur_ne_decalent_aucun_chiffre_des_autres(
    classeur: str, neuf: CalculPack, apres_lignes: Callable[[str], Juge]
) -> None:
    calcul, juge = apres_lignes(classeur)
    avant = _figures(neuf, sauf=f"{classeur}.xlsx")
    assert _differences(avant, _figures(calcul, sauf=f"{classeur}.xlsx")) == {}
    assert calcul.rapport.ecarts == ()
    assert {cle for cle, v in juge.items() if v.etat != "ok" and cle[1] in {LIENS_SURS, MATRICES}} == set()


@pytest.mark.xdist_group("lignes_libreoffice")
@pytest.mark.parametrize("classeur", TABLES)
def test_le_classeur_ou_l_on_insere_garde_ses_totaux(
    classeur: str, neuf: CalculPack, apres_lignes: Callable[[str], Juge]
) -> None:
    """What it offers to the others is unchanged too: same keys, same places, same values."""
    avant, apres = neuf, apres_lignes(classeur)[0]
    cles = {
        (lieu.feuille, int(lieu.cellule[1:]))
        for lieu, valeur in avant.valeurs.items()
        if lieu.feuille.startswith("Sorties ") and lieu.cellule[0] == "A" and lieu.cellule[1:].isdigit() and valeur
    }
    differents = [
        (feuille, avant.valeur(feuille, f"A{ligne}"))
        for feuille, ligne in cles
        for colonne in "AB"
        if not egales(avant.valeur(feuille, f"{colonne}{ligne}"), apres.valeur(feuille, f"{colonne}{ligne}"))
    ]
    # The fingerprint changes and the check « chaque ligne a ses formules » turns red: that is what they are for.
    propres = (".controles.", ".empreinte", ".amont.")
    assert [d for d in differents if not any(p in str(d[1]) for p in propres)] == []


def test_une_ligne_forcee_dans_sorties_allume_les_consommateurs(pack_demo: Path, tmp_path: Path) -> None:
    dossier = copier(pack_demo, tmp_path / "pack")
    t.jouer(tmp_path, {dossier / "devis.xlsx": [t.inserer("Sorties devis", 6)]})
    avant, apres = calculer(pack_demo), calculer(dossier)
    # Consumers were closed: their references still name the old cells, which no longer hold what they did.
    consommateurs = {"financement", "tresorerie", "bilan"}
    assert {c for c, libelle in rouges(dossier) if libelle == LIENS_SURS} >= consommateurs
    prises = 0
    for lieu, valeur in avant.valeurs.items():
        if lieu.feuille.startswith("Liens ") and lieu.classeur.removesuffix(".xlsx") in consommateurs:
            apres_ici = apres.valeurs.get(lieu)
            colonne_de_valeur = lieu.cellule.rstrip("0123456789") == "D" and lieu.cellule != "D2"  # a count of faults
            if colonne_de_valeur and not egales(apres_ici, valeur):
                cle = str(apres.valeur(lieu.feuille, f"B{lieu.cellule[1:]}"))
                # One value alone is not shown; of a table, the state closes the gate of all that reads it.
                refusee = apres.valeur(lieu.feuille, f"E{lieu.cellule[1:]}") == "✖"
                tableau = avant.valeur(lieu.feuille, f"C{lieu.cellule[1:]}") is not None
                assert (tableau and refusee) or apres_ici == Erreur("#N/A") or cle.startswith("à jour de")
                prises += refusee
    assert prises


def _fige(classeur: ClasseurLu) -> ClasseurLu:
    """A closed file: what Excel takes from it is what was last stored there."""
    feuilles = tuple(
        dataclasses.replace(f, cellules={p: c._replace(formule=None, matrice=None) for p, c in f.cellules.items()})
        for f in classeur.feuilles
    )
    return dataclasses.replace(classeur, feuilles=feuilles)


def _ouvert_seul(dossier: Path, nom: str) -> dict[str, Verdict]:
    """Open one workbook, links updated, all the others closed: its checks by wording."""
    lus = [c if c.nom == f"{nom}.xlsx" else _fige(c) for c in lire_pack(dossier)]
    calcul = calculer_lus(lus)
    return {v.libelle: v for v in lire_verdicts(calcul, [c for c in lus if c.nom == f"{nom}.xlsx"])}


def test_un_plan_change_sans_rouvrir_le_devis_se_dit_dans_la_tresorerie(pack_demo: Path, tmp_path: Path) -> None:
    dossier = copier(pack_demo, tmp_path / "pack")
    assert _ouvert_seul(dossier, "tresorerie")[ATTENTE_DEVIS].etat == "ok"
    ecrire(dossier / "plan_de_travail.xlsx", "Plan de travail", {"AJ12": 40.0})
    assert actualiser([dossier / "plan_de_travail.xlsx"]).ecrit
    for consommateur in ("tresorerie", "financement", "bilan"):
        verdict = _ouvert_seul(dossier, consommateur)[ATTENTE_DEVIS]
        assert verdict.etat == "erreur"
        assert "devis.xlsx à rouvrir" in verdict.remede
    assert actualiser([dossier / "plan_de_travail.xlsx", dossier / "devis.xlsx"]).ecrit
    assert _ouvert_seul(dossier, "tresorerie")[ATTENTE_DEVIS].etat == "ok"


def test_un_pack_actualise_en_entier_n_est_jamais_perime(pack_demo: Path, tmp_path: Path) -> None:
    dossier = copier(pack_demo, tmp_path / "pack")
    ecrire(dossier / "plan_de_travail.xlsx", "Plan de travail", {"AJ12": 40.0})
    assert actualiser(sorted(dossier.glob("*.xlsx"))).ecrit
    assert {cle for cle in rouges(dossier) if "recalculé depuis" in cle[1]} == set()


@pytest.mark.parametrize(
    ("classeur", "feuille", "nombre", "consommateur"),
    [
        ("depouillement", "Séquences", 40, "plan_de_travail"),
        ("depouillement", "Rôles", 40, "plan_de_travail"),
        ("plan_de_travail", "Plan de travail", 40, "equipe"),
        ("plan_de_travail", "Plan de travail", 40, "devis"),
        ("financement", "Plan de financement", 60, "tresorerie"),
    ],
)
def test_plus_de_lignes_que_la_place_prevue_se_voit_en_aval(
    classeur: str, feuille: str, nombre: int, consommateur: str, pack_demo: Path, tmp_path: Path
) -> None:
    dossier = copier(pack_demo, tmp_path / "pack")
    chemin = dossier / f"{classeur}.xlsx"
    ligne = table(lire(chemin), feuille).lignes_donnees[1]
    t.jouer(tmp_path, {chemin: [t.inserer(feuille, ligne, nombre)]})
    assert verdicts(dossier)[consommateur, MATRICES].etat == "erreur"


def test_les_deux_dispositions_portent_les_memes_valeurs(pack_demo: Path, tmp_path: Path) -> None:
    film = tmp_path / "film"
    shutil.copytree(DEMO, film, ignore=shutil.ignore_patterns("pack"))
    unique = pack_construit(film, unique=True)
    assert [f.name for f in unique.glob("*.xlsx")] == ["pack.xlsx"]
    lies, seul = calculer(pack_demo), calculer(unique)
    ecarts = _differences(_figures(lies), _figures(seul))
    assert ecarts == {}
    verdict = ("Contrôles", "Accueil")
    controles = [
        {(lieu.feuille, lieu.cellule): v for lieu, v in c.valeurs.items() if lieu.feuille.startswith(verdict)}
        for c in (lies, seul)
    ]
    assert _differences(*controles) == {}


def test_hors_de_liens_on_ne_lit_que_des_tableaux_de_sorties_et_derriere_leur_garde(pack_demo: Path) -> None:
    lus = {"Liens": 0, "ailleurs": 0}
    for classeur in lire_pack(pack_demo):
        for feuille in classeur.feuilles:
            for cellule in feuille.cellules.values():
                etrangeres = [r for r in references(cellule.formule or "") if r.prefixe and r.prefixe.lien]
                assert all(r.prefixe is not None and r.prefixe.feuille.startswith("Sorties ") for r in etrangeres)
                if feuille.nom.startswith("Liens "):
                    lus["Liens"] += len(etrangeres)
                elif etrangeres:
                    # A whole column of slots, and nothing is computed while the state of its table is not « ✔ ».
                    assert GARDE.match(cellule.formule or "")
                    assert not any(r.plage.une_cellule and r.plage.ligne_debut < 6 for r in etrangeres)
                    lus["ailleurs"] += len(etrangeres)
    assert all(lus.values())


def test_le_pack_de_demonstration_a_moins_de_4000_formules_de_frontiere(pack_demo: Path) -> None:
    formules = [
        cellule
        for classeur in lire_pack(pack_demo)
        for feuille in classeur.feuilles
        if feuille.nom.startswith(("Liens ", "Sorties "))
        for cellule in feuille.cellules.values()
        if cellule.formule
    ]
    assert len(formules) <= 4000
