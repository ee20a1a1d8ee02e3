"""What the report of a rebuild says: rows that can be found, what came back, where the fault is, nothing in silence."""

from __future__ import annotations

import shutil
from typing import Any

import pytest
from edits.gestes import Geste
from edits.main_openpyxl import _inserer
from openpyxl.utils import range_boundaries

from chargeprod_xl.construction import construire
from chargeprod_xl.reprise.bilan import Bilan, Conflit, Ecart, Element
from chargeprod_xl.reprise.rapport import en_texte
from reprise.atelier import SCENES, Film, trouver

CUISINE, QUAI_NUIT, BUREAU, QUAI_JOUR = SCENES


def _ou(elements: list[Element]) -> list[str]:
    return [e.ou for e in elements]


def test_un_cachet_se_lit_avec_son_role_et_un_jour_avec_sa_sequence(film: Film) -> None:
    film.saisir("plan_de_travail", "Plan de travail", "2", "Cachets forcés", 6)
    film.saisir("plan_de_travail", "Ordre de tournage", "3", "Jour", 7)
    film.saisir("plan_de_travail", "Ordre de tournage", "3", "Note", "à l’aube")
    noms = _ou(film.regenerer().bilan.gardees)
    assert "Plan de travail › N° 2 MARC › Cachets forcés" in noms
    assert "Ordre de tournage › 3 BUREAU DU PORT › Jour" in noms


def test_une_ligne_copiee_nomme_celle_dont_elle_vient(film: Film) -> None:
    film.editer("depouillement", lambda livre: _inserer(livre, Geste("inserer", "Décors", 6, modele=6)))
    assert [(e.ou, e.quoi) for e in film.regenerer().bilan.ajoutees] == [
        ("Décors › QUAI (ligne 7)", "copie de QUAI (ligne 6)")
    ]


def test_un_titre_reecrit_est_dit_a_son_adresse(film: Film) -> None:
    film.saisir("depouillement", "Décors", "Décor", "Décor", "Nos décors")
    assert [(p.feuille, p.repere, p.contenu) for p in film.regenerer().bilan.pertes] == [("Décors", "A4", "Nos décors")]


def test_une_feuille_du_programme_renommee_reprend_son_nom_et_c_est_dit(film: Film) -> None:
    def renommer(livre: Any) -> None:
        livre["Décors"].title = "Lieux"

    film.editer("depouillement", renommer)
    quoi = "feuille du programme renommée, elle reprend le nom « Décors »"
    assert film.regenerer().bilan.retablies == [Element("depouillement.xlsx › Lieux", quoi)]


def test_une_colonne_du_programme_supprimee_revient_et_c_est_dit(film: Film) -> None:
    def supprimer(livre: Any) -> None:
        feuille = livre["Décors"]
        table = feuille.tables["t_depouillement_decors_lignes"]
        titres = [c.name for c in table.tableColumns]
        rang = titres.index("Lieu de tournage")
        feuille.delete_cols(rang + 1)
        del table.tableColumns[rang]
        _, haut, droite, bas = range_boundaries(table.ref)
        table.ref = f"A{haut}:{chr(64 + int(droite or 0) - 1)}{bas}"

    film.editer("depouillement", supprimer)
    dites = film.regenerer().bilan.retablies
    assert Element("Décors › Lieu de tournage", "colonne du programme supprimée, elle revient") in dites


def test_une_formule_effacee_revient_et_c_est_dit(film: Film) -> None:
    """One in a row of a table, one in a total of « Récap dépouillement »."""
    film.saisir("depouillement", "Décors", "QUAI", "Huitièmes", None)
    film.saisir("depouillement", "Récap dépouillement", "Longueur", "Valeur", None)
    place = film.cellule("depouillement", "Récap dépouillement", "Longueur", "Valeur").coordinate
    assert film.regenerer().bilan.retablies == [
        Element("Décors › QUAI", "formule effacée en « Huitièmes », elle revient"),
        Element(f"Récap dépouillement › {place}", "formule effacée, elle revient"),
    ]
    assert str(film.lire("depouillement", "Récap dépouillement", "Longueur", "Valeur")).startswith("=")
    assert not film.regenerer().ecrit


def test_un_texte_dans_une_cellule_de_nombre_est_nomme(film: Film) -> None:
    film.saisir("depouillement", "Séquences", "QUAI", "Figurants", "douze")
    ou = film.cellule("depouillement", "Séquences", "QUAI", "Figurants").coordinate
    quoi = "« douze » est un texte, les calculs ne le comptent pas ; tapez un nombre"
    assert film.regenerer().bilan.doutes == [f"depouillement.xlsx › Séquences › {ou} : {quoi}"]


@pytest.mark.parametrize(("formule", "code"), [("=Inconnu+1", "#NOM?"), ("=1/0", "#DIV/0!")])
def test_une_formule_en_erreur_est_nommee_avec_son_remede(film: Film, formule: str, code: str) -> None:
    film.saisir("depouillement", "Séquences", "QUAI", "Figurants", formule)
    ou = film.cellule("depouillement", "Séquences", "QUAI", "Figurants").coordinate
    [doute] = film.regenerer().bilan.doutes
    assert doute.startswith(f"depouillement.xlsx › Séquences › {ou} : votre formule {formule} donne {code} ; ")


def test_un_role_renomme_dans_le_seul_scenario_garde_son_cachet_en_vue(film: Film) -> None:
    """Marc becomes Marceau in the new draft; the budget still pays Marc."""
    shutil.rmtree(film.pack)
    film.changer_projet("phases:", "budget: budget.yaml\nphases:")
    (film.dossier / "budget.yaml").write_text(
        'roles:\n  - {nom: "MARC", cachet: 800, code: "3211"}\n', encoding="utf-8"
    )
    construire(film.dossier, gabarits=film.gabarits)
    film.ecrire_scenario(*(s.replace("MARC", "MARCEAU") for s in SCENES))
    [doute] = film.regenerer().bilan.doutes
    assert doute == (
        "rôle « MARC », cachet 800,00 € : il n’est plus dans le scénario, où « MARCEAU » joue ses séquences sans "
        "cachet ; si c’est le même rôle, remplacez « MARC » par « MARCEAU » dans le budget du film et régénérez"
    )


def test_les_chiffres_d_un_conflit_en_attente_disent_leur_choix() -> None:
    bilan = Bilan()
    bilan.conflits.append(Conflit("projet.hypotheses.solde_initial", "Hypothèses › Solde", "1", "2", "3", None))
    bilan.ecarts.append(Ecart("Devis", "TOTAL", 100.0, 120.0))
    assert "avant → après (le conflit à choisir y est compté à la valeur du classeur) :" in en_texte(bilan)


def test_une_ligne_du_rapport_ne_finit_pas_sur_une_parenthese_vide() -> None:
    bilan = Bilan()
    bilan.gardees.append(Element("Hypothèses › Solde", "(vide)", "10000"))
    assert "Hypothèses › Solde : 10000 → cellule vidée" in en_texte(bilan)


def test_une_sequence_nouvelle_a_placer_se_dit_au_singulier(film: Film) -> None:
    film.saisir("plan_de_travail", "Ordre de tournage", "3", "Jour", 7)
    film.ecrire_scenario(*SCENES, "EXT. PONT - AUBE\n\nUn inconnu passe.\n")
    assert any("Ordre de tournage : une ligne nouvelle, placée par" in d for d in film.regenerer().bilan.doutes)


def test_une_sequence_ajoutee_a_la_main_n_est_pas_cherchee_dans_le_nouveau_scenario(film: Film) -> None:
    """A pick-up shot of the person's own stays; the new scene of the script is another one: nothing to doubt."""

    def ajouter(livre: Any) -> None:
        _inserer(livre, Geste("inserer", "Séquences", 9, modele=8))
        feuille = livre["Séquences"]
        for colonne, valeur in enumerate(("90", "EXT", "PHARE", "NUIT", "Le faisceau balaie la mer."), 1):
            feuille.cell(9, colonne).value = valeur
        feuille.cell(9, trouver(feuille, "CUISINE", "_id")[1]).value = None

    film.editer("depouillement", ajouter)
    film.ecrire_scenario(*SCENES, "INT. MAIRIE - JOUR\n\nLe maire signe un arrêté devant la presse.\n")
    fait = film.regenerer()
    assert not [d for d in fait.bilan.doutes if "Aucune séquence" in d]
    assert {"PHARE", "MAIRIE"} <= {*film.colonne("depouillement", "Séquences", "Décor")}
