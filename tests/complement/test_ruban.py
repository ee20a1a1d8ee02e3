"""The ribbon: Excel drops a wrong one without a word, so every rule is checked here."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
import xmlschema
from lxml import etree

from chargeprod_xl.complement.controle_ruban import fautes_du_ruban
from chargeprod_xl.complement.ruban import OUTILS, ruban
from chargeprod_xl.complement.sources import Module
from chargeprod_xl.complement.table import ACTIONS, GROUPES

_SCHEMAS = [
    Path(os.environ.get("CHARGEPROD_SCHEMAS", "absent")) / "customUI14.xsd",
    Path(__file__).parents[3] / "shared" / "technique" / "schemas" / "customUI14.xsd",
]


def test_le_ruban_a_la_forme_que_prend_excel() -> None:
    assert fautes_du_ruban(ruban()) == ()


def test_le_ruban_respecte_le_schema_officiel() -> None:
    schema = next((s for s in _SCHEMAS if s.is_file()), None)
    if schema is None:
        pytest.skip("schéma customUI14.xsd absent d’ici ; la forme est vérifiée par le contrôle du projet")
    officiel = xmlschema.XMLSchema(str(schema))
    assert [f.reason for f in officiel.iter_errors(ruban().decode())] == []
    faux = ruban().decode().replace("screentip=", "bulle=", 1)
    assert list(officiel.iter_errors(faux)), "le schéma ne contrôle rien"


def test_un_onglet_les_groupes_dans_l_ordre_du_travail_et_un_bouton_par_action() -> None:
    racine = etree.fromstring(ruban())
    (onglet,) = racine.findall(".//{*}tab")
    assert onglet.get("label") == "Chargé de production"
    groupes = [str(g.get("label")) for g in onglet.findall("{*}group")]
    assert groupes == [g for g in GROUPES if g in groupes]
    boutons = {str(b.get("id")): b for b in racine.iter("{*}button")}
    assert set(boutons) == {f"cp_{a.ident}" for a in (*ACTIONS, *OUTILS)}
    for action in ACTIONS:
        bouton = boutons[f"cp_{action.ident}"]
        parent = bouton.getparent()
        assert parent is not None
        dit = (parent.get("label"), bouton.get("label"), bouton.get("supertip"), bouton.get("imageMso"))
        assert dit == (action.groupe, action.libelle, action.infobulle, action.icone)


def test_un_groupe_sans_action_n_est_pas_montre() -> None:
    seule = [a for a in ACTIONS if a.ident == "verifier"]
    racine = etree.fromstring(ruban(seule, outils=()))
    assert [g.get("label") for g in racine.iter("{*}group")] == ["Vérifier"]


@pytest.mark.parametrize(
    ("cherche", "remplace", "attendu"),
    [
        ('id="cp_regenerer"', 'id="cp_verifier"', "id cp_verifier en double"),
        ('id="cp_verifier" ', 'id="cp_verifier" couleur="rouge" ', "button cp_verifier : attribut couleur inconnu"),
        ('imageMso="DataValidation"', 'imageMso="Licorne"', "button cp_verifier : icône Licorne inconnue"),
        ('onLoad="CpRibbon.CpOnLoad"', "", "customUI : onLoad manque"),
        ('imageMso="DataValidation"', "", "button cp_verifier : imageMso manque"),
        ('id="cp_onglet"', 'id="1 onglet"', "tab 1 onglet : id « 1 onglet » : lettres, chiffres et soulignés"),
        ("<tabs>", "<tabs><menu/>", "tabs : élément menu inattendu"),
        ("2009/07/customui", "2006/01/customui", "la racine est"),
        ("</customUI>", "", "XML illisible"),
    ],
)
def test_une_faute_du_ruban_est_nommee(cherche: str, remplace: str, attendu: str) -> None:
    assert cherche in ruban().decode()
    fautes = fautes_du_ruban(ruban().decode().replace(cherche, remplace, 1).encode())
    assert any(f.startswith(attendu) for f in fautes), fautes


def test_une_infobulle_trop_longue_et_un_bouton_sans_rappel_sont_dits_ensemble() -> None:
    racine = etree.fromstring(ruban())
    (bouton,) = (b for b in racine.iter("{*}button") if b.get("id") == "cp_verifier")
    bouton.set("supertip", "x" * 1025)
    del bouton.attrib["onAction"]
    assert set(fautes_du_ruban(etree.tostring(racine))) == {
        "button cp_verifier : onAction manque",
        "button cp_verifier : supertip de 1025 signes, 1024 au plus",
    }


def test_chaque_rappel_du_ruban_est_une_procedure_de_la_bonne_signature(modules: dict[str, Module]) -> None:
    attendues = {"onLoad": "ribbon As IRibbonUI", "onAction": "control As IRibbonControl"}
    rappels = {
        (str(nom), str(valeur))
        for element in etree.fromstring(ruban()).iter("{*}*")
        for nom, valeur in element.attrib.items()
        if str(nom).startswith(("on", "get"))
    }
    assert {nom for nom, _ in rappels} == set(attendues)
    for attribut, rappel in rappels:
        module, _, procedure = rappel.partition(".")
        source = modules[module].source
        assert re.findall(rf"(?m)^Public Sub {procedure}\((.*)\)\r$", source) == [attendues[attribut]]
