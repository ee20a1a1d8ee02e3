"""The macros, run by LibreOffice. A compile error anywhere makes every call answer None: only known values prove."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from openpyxl import Workbook

from chargeprod_xl import __version__
from chargeprod_xl.complement import session_xlwings
from chargeprod_xl.complement.ruban import OUTILS
from chargeprod_xl.complement.session_memoire import SessionMemoire
from chargeprod_xl.complement.sources import MARQUE, Module, lire_xlwings
from chargeprod_xl.complement.table import ACTIONS, Action
from complement.jumeau import Macros
from udfs import excel
from udfs.registre import Fonction, fonctions

FONCTIONS = fonctions()
pytestmark = pytest.mark.xdist_group("libreoffice")


@pytest.mark.parametrize("fonction", FONCTIONS, ids=lambda f: f.nom)
def test_chaque_fonction_passe_ses_arguments_a_python(jumeau: Macros, fonction: Fonction) -> None:
    jumeau.appeler("Jumeau.Repondre", "")
    tous = [f"a{rang}" for rang in range(len(fonction.parametres))]
    recu = jumeau.appeler(f"CpUdf.{fonction.nom}", *tous)
    assert recu == "|".join([f"udfs.excel.{fonction.nom}", *tous])
    facultatifs = sum(not p.obligatoire for p in fonction.parametres)
    donnes = tous[: len(tous) - facultatifs]
    recu = jumeau.appeler(f"CpUdf.{fonction.nom}", *donnes)
    assert recu == "|".join([f"udfs.excel.{fonction.nom}", *donnes, *["-"] * facultatifs])


@pytest.mark.parametrize("fonction", FONCTIONS, ids=lambda f: f.nom)
def test_chaque_fonction_rend_une_vraie_erreur(jumeau: Macros, fonction: Fonction) -> None:
    arguments = ";".join("1" for _ in fonction.parametres)
    jumeau.appeler("Jumeau.Repondre", "marque")
    assert jumeau.calculer(f"={fonction.nom}({arguments})") == [["Error 2042"]]
    jumeau.appeler("Jumeau.Repondre", "panne")
    assert jumeau.calculer(f"={fonction.nom}({arguments})") == [["Error 2015"]]


def test_dans_un_tableau_seules_les_cases_en_erreur_deviennent_des_erreurs(jumeau: Macros) -> None:
    jumeau.appeler("Jumeau.Repondre", "grille")
    assert jumeau.calculer("=CP_EN_LETTRES(1)", 2, 2) == [["1.5", "texte"], ["Error 2036", "Error 2042"]]
    jumeau.appeler("Jumeau.Repondre", "rangee")
    assert jumeau.calculer("=CP_EN_LETTRES(1)", 1, 3) == [["Error 2007", "2", "x"]]


@pytest.mark.parametrize("action", ACTIONS, ids=lambda a: a.ident)
def test_chaque_bouton_lance_la_commande_fixe_de_son_action(jumeau: Macros, action: Action) -> None:
    commande, _, dit = jumeau.appeler("Jumeau.Cliquer", f"cp_{action.ident}", False).partition("#")
    assert dit == ""
    assert '"' not in commande and commande.isascii()
    (importe, appel) = ast.parse(commande).body
    assert isinstance(importe, ast.Import)
    assert [(n.name, n.asname) for n in importe.names] == [("chargeprod_xl.complement.lancer", "l")]
    assert ast.unparse(appel) == f"l.lancer({action.ident!r})"


@pytest.mark.parametrize("action", ACTIONS, ids=lambda a: a.ident)
def test_la_commande_emise_parle_a_excel_par_le_port(
    jumeau: Macros, action: Action, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What the button emits, run as Python would: on a workbook of no pack, the person reads an answer in French."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "etat"))
    Workbook().save(tmp_path / "courses.xlsx")
    session = SessionMemoire()
    session.ouvrir(tmp_path / "courses.xlsx")
    monkeypatch.setattr(session_xlwings, "session_active", lambda: session)
    commande = jumeau.appeler("Jumeau.Cliquer", f"cp_{action.ident}", False).partition("#")[0]
    exec(commande, {})
    if not action.sans_classeur:
        assert "courses.xlsx : ce classeur n’est d’aucun pack" in session.alertes[0]
    else:
        assert session.messages or session.consultes or session.alertes or session.questions


@pytest.mark.parametrize("action", ACTIONS, ids=lambda a: a.ident)
def test_sans_classeur_seules_les_actions_qui_s_en_passent_partent(jumeau: Macros, action: Action) -> None:
    commande, _, dit = jumeau.appeler("Jumeau.Cliquer", f"cp_{action.ident}", True).partition("#")
    assert bool(commande) == action.sans_classeur
    assert dit.startswith("Ouvrez d'abord un classeur du film") == (not action.sans_classeur)


@pytest.mark.parametrize(
    ("outil", "attendu"),
    [
        ("relancer_python", "kill#Python est arrete ; il repart au prochain calcul."),
        (
            "version_complement",
            f"#chargeprod_xl {__version__}, xlwings 0.0.0. Diagnostic : chargeprod-xl complement diagnostic",
        ),
        # Only Excel knows the links of a workbook: the click reaches that question, and its failure is told.
        ("reparer_liens", "#L'action s'est interrompue : Property or method not found: LinkSources."),
    ],
)
def test_chaque_outil_du_complement_repond(jumeau: Macros, outil: str, attendu: str) -> None:
    assert jumeau.appeler("Jumeau.Cliquer", f"cp_{outil}", False) == attendu
    assert outil in {o.ident for o in OUTILS}


@pytest.mark.parametrize("outil", ["relancer_python", "reparer_liens"])
def test_un_outil_sans_classeur_le_demande(jumeau: Macros, outil: str) -> None:
    assert jumeau.appeler("Jumeau.Cliquer", f"cp_{outil}", True).startswith("#Ouvrez d'abord")


def test_un_bouton_que_la_table_n_a_pas_ne_lance_rien(jumeau: Macros) -> None:
    recu = jumeau.appeler("Jumeau.Cliquer", "cp_'); import os; ('", False)
    assert recu.startswith("#Bouton inconnu : '); import os; ('.")


def test_un_classeur_recu_ne_peut_pas_choisir_le_programme_lance(jumeau: Macros) -> None:
    jumeau.appeler("Jumeau.Repondre", "")
    for feuille in ("chargeprod_xl.conf", "Chargeprod_XL.conf", "code.py"):
        recu = jumeau.avec_feuille(feuille, "Jumeau.Cliquer", "cp_verifier", False)
        assert recu.startswith("#Ce classeur porte une feuille qui change la configuration"), feuille
        assert jumeau.avec_feuille(feuille, "CpUdf.CP_EN_LETTRES", 1) is None, feuille
    assert jumeau.avec_feuille("config", "CpUdf.CP_EN_LETTRES", 1) == "udfs.excel.CP_EN_LETTRES|1"


@pytest.mark.parametrize(
    ("dossier", "nom", "trompeur"),
    [
        (r"C:\Films & séries\L’Été 100 %\\", "devis (2).xlsx", False),
        ("/Users/moi/Films/", "devis.xlsx", False),
        ("/Users/moi/", "$(open -a Calculator).xlsx", True),
        ("/Users/moi/", "`id`.xlsx", True),
        ("/Users/moi/", "a|b.xlsx", True),
        ("/Users/moi/a;b/", "devis.xlsx", True),
        ("/Users/moi/", 'a"b.xlsx', True),
        ("/Users/moi/", "devis\\", True),
    ],
)
def test_un_nom_de_classeur_ne_peut_pas_devenir_une_commande(
    jumeau: Macros, dossier: str, nom: str, trompeur: bool
) -> None:
    assert jumeau.appeler("CpTools.CpIsUnsafePlace", dossier + nom, nom) is trompeur


@pytest.mark.parametrize(
    ("lien", "ancien"),
    [
        (r"C:\Users\bob\AppData\Roaming\Microsoft\Excel\XLSTART\chargeprod_xl.xlam", True),
        ("/Users/bob/Library/chargeprod_xl.xlam", True),
        (r"C:\Users\MOI\xlstart\chargeprod_xl.xlam", False),
        (r"C:\Users\bob\mon_chargeprod_xl.xlam", False),
        (r"C:\films\devis.xlsx", False),
        ("chargeprod_xl.xlam", False),
    ],
)
def test_seul_un_lien_vers_notre_fichier_ailleurs_est_a_reparer(jumeau: Macros, lien: str, ancien: bool) -> None:
    assert jumeau.appeler("Jumeau.Ancien", lien) is ancien


def test_au_chargement_rien_ne_s_arrete_hors_d_excel(jumeau: Macros) -> None:
    assert jumeau.appeler("Jumeau.Charger") == "fait"


def test_chaque_fonction_dit_a_l_assistant_ce_qu_elle_fait_et_ses_arguments(modules: dict[str, Module]) -> None:
    textes = modules["CpDoc"].source
    for fonction in FONCTIONS:
        assert f'Macro:=CpFullName("{fonction.nom}"), Description:=about, Category:="Charge de production"' in textes
        assert f'Attribute {fonction.nom}.VB_Description = "' in modules["CpUdf"].source
    dits = re.findall(r'(?:about|arguments\(\d+\)) = "(.*)"\r$', textes, re.MULTILINE)
    assert len(dits) == len(FONCTIONS) + sum(len(f.parametres) for f in FONCTIONS)
    assert all(0 < len(d.replace('""', '"')) <= 255 for d in dits)


def test_aucun_nom_n_est_pris_deux_fois_entre_nos_modules_et_celui_de_xlwings(modules: dict[str, Module]) -> None:
    def publics(source: str) -> set[str]:
        trouves = re.findall(r"(?mi)^\s*(?:Public )?(?:Sub|Function) (\w+)|^Public (?:Const )?(\w+) As", source)
        return {(a or b).lower() for a, b in trouves} - {"const", "declare"}

    pris: dict[str, str] = {}
    for module in (*modules.values(), lire_xlwings().modules[0]):
        for nom in publics(module.source):
            assert nom not in pris, f"{nom} : {pris.get(nom)} et {module.nom}"
            pris[nom] = module.nom
    assert {"runpython", "xlpy", "cp_tva", "cponaction"} <= set(pris)


def test_la_marque_des_erreurs_est_celle_que_rend_python(modules: dict[str, Module]) -> None:
    assert excel.MARQUE == MARQUE
    assert f'"{MARQUE}"' in modules["CpUdf"].source
