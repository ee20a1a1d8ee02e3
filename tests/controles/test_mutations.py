"""Would the checks notice? Formulas overwritten one at a time are all named; honest edits raise nothing."""

from __future__ import annotations

import random
import shutil
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from chargeprod_xl.classeurs.classeur_lu import ClasseurLu
from chargeprod_xl.controles.formules_ecrasees import formules_manquantes
from chargeprod_xl.liens.formules import lire_plage
from controles.atelier import calculer, copier, ecrire, formules, lire, lire_pack, rouges

GRAINE = 20_260_301
NOMBRE, LOT, ECHANTILLON = 300, 10, 12

Cellule = tuple[str, str, str]


def _tirage(cellules: list[Cellule], nombre: int, graine: int) -> list[Cellule]:
    """One cell of every sheet, then cells anywhere."""
    hasard = random.Random(graine)
    par_feuille: dict[tuple[str, str], list[Cellule]] = defaultdict(list)
    for cellule in cellules:
        par_feuille[cellule[:2]].append(cellule)
    premieres = [hasard.choice(siennes) for siennes in par_feuille.values()][:nombre]
    reste = sorted(set(cellules) - set(premieres))
    return premieres + hasard.sample(reste, nombre - len(premieres))


@pytest.fixture(scope="module")
def tirage(pack_demo: Path) -> list[Cellule]:
    return _tirage(formules(lire_pack(pack_demo)), NOMBRE, GRAINE)


def test_un_pack_neuf_n_a_rien_a_se_reprocher(pack_demo: Path) -> None:
    assert formules_manquantes(lire_pack(pack_demo)) == ()


def test_trois_cents_formules_ecrasees_sont_toutes_nommees(
    pack_demo: Path, tirage: list[Cellule], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    originaux = {c.nom: c for c in lire_pack(pack_demo)}
    manquees: list[Cellule] = []
    for debut in range(0, NOMBRE, LOT):
        travail = copier(pack_demo, tmp_path / str(debut))
        lot = tirage[debut : debut + LOT]
        _ecraser(travail, lot, originaux)
        trouvees = formules_manquantes([lire(travail / fichier) for fichier in sorted({f for f, _, _ in lot})])
        nommees_ici = {tuple(t.lieu) for t in trouvees if t.nature == "manquante"}
        manquees += sorted(set(lot) ^ nommees_ici)
        manquees += [tuple(t.lieu) for t in trouvees if t.nature != "manquante"]
        shutil.rmtree(travail)
    nommees = len(tirage) - len(manquees)
    with capsys.disabled():
        sys.stdout.write(f"\nformules écrasées : {nommees} nommées sur {len(tirage)} ({nommees / len(tirage):.1%})\n")
    assert manquees == []


def _ecraser(travail: Path, lot: list[Cellule], originaux: dict[str, ClasseurLu]) -> None:
    """Each cell of a lot gets a number: every other one the very number it shows, unseen by the eye."""
    par_feuille: dict[tuple[str, str], dict[str, float | str | None]] = defaultdict(dict)
    for rang, (fichier, feuille, cellule) in enumerate(lot):
        valeur = _valeur(originaux[fichier], feuille, cellule) if rang % 2 else None
        par_feuille[fichier, feuille][cellule] = 12_345.5 if valeur is None else valeur
    for (fichier, feuille), contenus in par_feuille.items():
        ecrire(travail / fichier, feuille, contenus, originaux[fichier])


def _valeur(classeur: ClasseurLu, feuille: str, cellule: str) -> float | None:
    """The number a cell shows, if it shows one."""
    lue, p = classeur.feuille(feuille), lire_plage(cellule)
    assert lue is not None
    valeur = lue.cellules[p.ligne_debut, p.colonne_debut].valeur
    return valeur if isinstance(valeur, float) else None


def test_les_controles_des_classeurs_en_voient_aussi_une_partie(
    pack_demo: Path, tirage: list[Cellule], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The workbook's own arithmetic is a second net, with larger meshes: the rate is published, and cannot be nil."""
    avant = rouges(pack_demo)
    vues = 0
    visibles = [c for c in tirage if not c[1].startswith(("Liens", "Sorties", "Contrôles", "_meta"))]
    for rang, (fichier, feuille, cellule) in enumerate(visibles[:ECHANTILLON]):
        travail = copier(pack_demo, tmp_path / f"pack{rang}")
        ecrire(travail / fichier, feuille, {cellule: 12_345.5})
        vues += bool(rouges(travail) - avant)
        shutil.rmtree(travail)
    with capsys.disabled():
        sys.stdout.write(
            f"\ncontrôles des classeurs : {vues} écrasements vus sur {ECHANTILLON} ({vues / ECHANTILLON:.0%})\n"
        )
    assert vues


def test_une_formule_changee_est_dite_changee(pack_demo: Path, tmp_path: Path) -> None:
    travail = copier(pack_demo, tmp_path / "pack")
    tableau = "t_devis_detail_lignes"
    ecrire(travail / "devis.xlsx", "Détail", {"O9": f"={tableau}[[#This Row],[Nombre]]*2", "O8": "=0"})
    ecrire(travail / "tresorerie.xlsx", "Liens trésorerie", {"D9": "='[1]Sorties projet'!$B$6"})
    ecrire(travail / "bilan.xlsx", "Situation des coûts", {"H20": "=MAX(0,$C20-$G21)"})
    trouvees = formules_manquantes(lire_pack(travail))
    assert {(t.lieu.feuille, t.lieu.cellule, t.nature) for t in trouvees} == {
        ("Détail", "O8", "changee"),
        ("Détail", "O9", "changee"),
        ("Liens trésorerie", "D9", "changee"),
        ("Situation des coûts", "H20", "changee"),
    }
    assert "formule changée" in trouvees[0].anomalie.quoi


def test_une_formule_effacee_est_dite_avec_celle_a_remettre(pack_demo: Path, tmp_path: Path) -> None:
    travail = copier(pack_demo, tmp_path / "pack")
    ecrire(travail / "financement.xlsx", "Crédit d’impôt", {"B10": None})
    [trouvee] = formules_manquantes([lire(travail / "financement.xlsx")])
    assert (trouvee.lieu.cellule, trouvee.nature, trouvee.trouvee) == ("B10", "manquante", None)
    assert "ROUND($B$9*" in trouvee.anomalie.remede


def _saisie(nom: str, feuille: str, cellule: str, valeur: float | str) -> tuple[str, str, dict[str, float | str]]:
    return nom, feuille, {cellule: valeur}


SAISIES = {
    "durée visée": _saisie("projet", "Fiche projet", "B9", 95.0),
    "huitièmes par jour": _saisie("projet", "Hypothèses", "B6", 20.0),
    "imprévus": _saisie("projet", "Hypothèses", "B13", 0.08),
    "date de livraison": _saisie("projet", "Phases", "B12", 46_800.0),
    "barème forcé": _saisie("projet", "Barèmes", "C6", 0.5),
    "jour de repos": _saisie("projet", "Calendrier", "A7", 46_520.0),
    "longueur d’une séquence": _saisie("depouillement", "Séquences", "H9", 21.0),
    "minutage de la scripte": _saisie("depouillement", "Séquences", "K9", 0.002),
    "décor d’une séquence": _saisie("depouillement", "Séquences", "C9", "LA JETÉE"),
    "rôles d’une séquence": _saisie("depouillement", "Séquences", "F9", "1,2"),
    "nom d’un comédien": _saisie("depouillement", "Rôles", "C6", "Anne Martin"),
    "jour d’une séquence": _saisie("plan_de_travail", "Ordre de tournage", "B9", 3.0),
    "jour de repos forcé": _saisie("plan_de_travail", "Calendrier de tournage", "E9", "R"),
    "cachets forcés": _saisie("plan_de_travail", "Plan de travail", "AJ12", 9.0),
    "quantité d’un emploi": _saisie("equipe", "Emplois", "R21", 2.5),
    "taux convenu calculé dans sa cellule": _saisie("equipe", "Emplois", "T21", "=1500*1.1"),
    "jours d’un second contrat": _saisie("equipe", "Emplois", "AE22", 0.0),
    "barème de paie forcé": _saisie("equipe", "Barèmes paie", "C22", 0.12),
    "effectif de la société": _saisie("equipe", "Réglages paie", "B6", 12.0),
    "taux d’une ligne": _saisie("devis", "Détail", "L9", 1_234.56),
    "tournage forcé": _saisie("devis", "Détail", "H9", 12.0),
    "calcul dans une saisie": _saisie("devis", "Détail", "E9", "=2+1"),
    "autre calcul dans une saisie": _saisie("devis", "Détail", "L10", "=35*21.62"),
    "texte qui commence par un signe": _saisie("devis", "Détail", "C9", "-à préciser-"),
    "statut d’une source": _saisie("financement", "Plan de financement", "G8", "acquis"),
    "montant d’une source": _saisie("financement", "Plan de financement", "E8", 55_000.0),
    "probabilité": _saisie("financement", "Synthèse financement", "B16", 0.7),
    "date d’encaissement forcée": _saisie("tresorerie", "Encaissements", "G8", 46_600.0),
    "délai de paiement": _saisie("tresorerie", "Règles de paiement", "C8", 45.0),
    "dépense": _saisie("bilan", "Journal des dépenses", "F9", 321.09),
    "reste forcé": _saisie("bilan", "Situation des coûts", "I9", 1_000.0),
    "explication": _saisie("bilan", "Situation des coûts", "N9", "météo"),
    "calcul à côté du tableau": _saisie("bilan", "Situation des coûts", "T9", "=C9*2"),
    "calcul sous une feuille": _saisie("projet", "Phases", "A40", "=SUM(D17:D19)"),
    "calcul à droite": _saisie("depouillement", "Récap dépouillement", "J6", "=B6/8"),
}


@pytest.mark.parametrize("nom", SAISIES)
def test_une_saisie_legitime_ne_fait_rien_signaler(nom: str, pack_demo: Path, tmp_path: Path) -> None:
    travail = copier(pack_demo, tmp_path / "pack")
    classeur, feuille, contenus = SAISIES[nom]
    ecrire(travail / f"{classeur}.xlsx", feuille, contenus)
    rien_a_signaler(travail, classeur)


def rien_a_signaler(dossier: Path, classeur: str) -> None:
    """No formula altered, and the engines agree on the file alone."""
    assert formules_manquantes([lire(dossier / f"{classeur}.xlsx")]) == ()
    assert calculer(dossier, classeur).rapport.ecarts == ()


def test_les_saisies_portent_sur_des_cellules_sans_formule(pack_demo: Path) -> None:
    """An edit of a calculated cell would prove nothing here."""
    calculees = set(formules(lire_pack(pack_demo)))
    visees = {(f"{c}.xlsx", f, cellule) for c, f, contenus in SAISIES.values() for cellule in contenus}
    assert visees & calculees == set()
