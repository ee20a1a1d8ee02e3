"""One mistake in a template is one sentence in French, with the file, the line and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from chargeprod_xl.classeurs.styles import FORMATS
from chargeprod_xl.gabarits.fautes import fautes_de_modele
from chargeprod_xl.gabarits.modele import Feuille
from chargeprod_xl.gabarits.types_de_cellule import LARGEURS, TYPES
from chargeprod_xl.projet.fichier import Document
from gabarits.petits_gabarits import DEPENSES, PetitsGabarits

#: What is typed instead of what, on which line it is told, in which words, with which remedy.
MEPRISES = [
    ("titre: HT", "tirte: HT", 13, "tableau « lignes », colonne « ht » : clé inconnue « tirte »", "« titre »"),
    ("type: euro, saisie", "tpye: euro, saisie", 13, "colonne « ht » : clé inconnue « tpye »", "« type »"),
    ("type: euro, saisie", "type: datte, saisie", 13, "type de cellule inconnu « datte »", "« date »"),
    ("onglet: saisie", "onglet: sasie", 2, "« onglet » vaut « sasie »", "« saisie »"),
    (
        "extensible: true",
        "extensible: oui bien sûr",
        9,
        "il faut oui ou non, il y a « oui bien sûr »",
        "true ou false",
    ),
    ("titre: HT, ", "", 13, "colonne « ht » : il manque la clé « titre »", "ajoutez « titre: … »"),
    ("- tableau: lignes", "- tabelau: lignes", 8, "bloc n° 2 : on ne sait pas ce qu’il est", "« tableau »"),
    ("champs: reglages", "champs: Mes réglages", 5, "« champs » vaut « Mes réglages »", "corrigez"),
    ("lignes: {pour: d, dans: depenses, cle: cle}", "lignes: 3", 10, "il faut des lignes, il y a « 3 »", "{pour: …"),
    ("extensible: true", "extensible: true\n    solidaires: ht", 10, "il faut une liste, il y a « ht »", "[a, b, c]"),
    ("{{ film }}", "{{ flim }}", 3, "nom inconnu « flim » ; voulez-vous dire « film »", "corrigez"),
    ("{{ film }}", "{{ film }", 3, "écriture incorrecte entre {{ … }}", "corrigez"),
    ("{{ film }}", "{{ film / 0 }}", 3, "calcul est impossible", "corrigez"),
    ("dans: depenses", "dans: depense", 10, "source de lignes inconnue « depense »", "« depenses »"),
    ("=[ht]*(1", "=[hat]*(1", 14, "nom inconnu « hat »", "« ht »"),
    ("{taux}", "{reglages.taus}", 14, "nom inconnu « reglages.taus »", "ou déclarez"),
    ("=MIN(", "=MINN(", 16, "la fonction MINN n’est pas dans la liste permise", "« MIN »"),
    ("extensible: true", "extensible: true\n    unique: qoui", 10, "aucune colonne ne s’appelle « qoui »", "« quoi »"),
    (
        "extensible: true",
        "extensible: true\n    exemple: {ht: cher}",
        10,
        "exemple : « ht » attend un nombre",
        "donnez une valeur qu’une personne pourrait taper là",
    ),
    ("    colonnes:", "    colonnes", 12, "écriture YAML incorrecte (il manque « : »)", "alignement"),
]


@pytest.mark.parametrize(("avant", "apres", "ligne", "dit", "remede"), MEPRISES, ids=[m[1] for m in MEPRISES])
def test_une_meprise_est_une_phrase(tmp_path: Path, avant: str, apres: str, ligne: int, dit: str, remede: str) -> None:
    assert DEPENSES.count(avant) >= 1
    texte = DEPENSES.replace(avant, apres, 1)
    fautes = PetitsGabarits(tmp_path, {"depenses": texte}).fautes()
    assert len(fautes) == 1, fautes
    assert fautes[0].ou.startswith(f"comptes/depenses.yaml, ligne {ligne}")
    assert dit in fautes[0].quoi
    assert remede in fautes[0].remede


def test_toutes_les_fautes_de_tous_les_gabarits_se_disent_a_la_fois(tmp_path: Path) -> None:
    autre = DEPENSES.replace("Dépenses\n", "Recettes\n").replace("titre: TTC", "ttire: TTC")
    fautes = PetitsGabarits(
        tmp_path, {"depenses": DEPENSES.replace("onglet:", "onglets:"), "recettes": autre, "oubliee": "feuille: [\n"}
    ).fautes()
    assert [f.ou for f in fautes] == [
        "comptes/depenses.yaml, ligne 2",
        "comptes/recettes.yaml, ligne 14",
        "comptes/oubliee.yaml, ligne 2",
    ]


def test_un_type_que_les_donnees_donnent_est_verifie_aussi(tmp_path: Path) -> None:
    texte = DEPENSES.replace("{id: ttc, titre: TTC, type: euro", '{id: ttc, titre: TTC, type: "{{ d.genre }}"')
    pack = PetitsGabarits(tmp_path, {"depenses": texte})
    ligne = {"cle": "d1", "quoi": "Projecteur", "ht": 250}
    assert not pack.fautes(depenses=[{**ligne, "genre": "euro"}])
    [faute] = pack.fautes(depenses=[{**ligne, "genre": "eruo"}])
    assert "type de cellule inconnu « eruo »" in faute.quoi
    assert "ligne 14" in faute.ou


def test_les_types_connus_ont_chacun_leur_format() -> None:
    assert set(FORMATS) == TYPES
    assert set(LARGEURS) <= TYPES


@pytest.mark.parametrize(("nom", "dit"), [("Dépenses", "deux feuilles « Dépenses » :"), ("DÉPENSES", "majuscules")])
def test_deux_feuilles_de_meme_nom_nomment_leurs_deux_fichiers(tmp_path: Path, nom: str, dit: str) -> None:
    autre = DEPENSES.replace("feuille: Dépenses", f"# du même nom\nfeuille: {nom}").replace("id: positif", "id: autre")
    [faute] = PetitsGabarits(tmp_path, {"depenses": DEPENSES, "autre": autre}).fautes()
    assert faute.ou == "comptes/autre.yaml, ligne 2"
    assert dit in faute.quoi
    assert "comptes/depenses.yaml, ligne 1" in faute.quoi


def test_une_feuille_du_nom_d_une_feuille_du_programme_est_refusee(tmp_path: Path) -> None:
    for nom in ("Sorties comptes", "Contrôles"):
        texte = DEPENSES.replace("feuille: Dépenses", f"feuille: {nom}")
        [faute] = PetitsGabarits(tmp_path / nom, {"depenses": texte}).fautes()
        assert faute.ou == "comptes/depenses.yaml, ligne 1"


def test_un_gabarit_qui_manque_se_dit_ou_on_le_nomme(tmp_path: Path) -> None:
    pack = PetitsGabarits(tmp_path)
    pack.ecrire("comptes/_classeur.yaml", "classeur: comptes\ntitre: Comptes\nrole: r\nfeuilles:\n  - depense\n")
    [faute] = pack.fautes()
    assert (faute.ou, faute.remede[:31]) == ("comptes/_classeur.yaml, ligne 5", "voulez-vous dire « depenses » ?")


COMPLET = """\
feuille: Tout
onglet: saisie
titre: Tout
unite: €
page: {format: A4, orientation: paysage, de_large: 1}
figer: 1
protegee: false
blocs:
  - tableau: lignes
    extensible: false
    lignes:
      - {cle: l1, valeurs: {a: 1}, formules: {b: "=1"}, types: {a: euro}, saisies: [a], roles: {b: lien}, style: total}
    colonnes:
      - {id: a, titre: A, type: texte, largeur: 12, saisie: true, liste: [O, N], titres: [x, y, z]}
      - {id: b, titre: B, formule: "=0"}
    bandeaux: [{id: haut, titre: Haut, type: texte}]
    pliage: {colonne: a, titres: [x]}
    raccourci: {vers: x.y, niveau: a, cle: b, cle_vers: c}
    renvois: {a: x}
    exemple: {a: O}
  - {champs: reglages, liste: [{id: taux, libelle: Taux, type: pourcent, valeur: "1"}]}
  - {texte: [une phrase]}
  - {graphique: barres, titre: G, categories: x.y, series: [{titre: s, valeurs: x.z, couleur: nuit}], hauteur: 8}
controles:
  - {id: c, libelle: L, famille: règle, valeur: "=0", comparaison: "=", gravite: erreur, type: entier, remede: r,
     faute: {a: 1}}
"""


#: Words of pydantic, and what is said for want of better.
ETRANGERS = ("input", "should", "valid ", "required", "permitted", "une autre valeur")


def _chemins(contenu: Any, chemin: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place of a template."""
    paires = contenu.items() if isinstance(contenu, dict) else enumerate(contenu) if isinstance(contenu, list) else ()
    for cle, valeur in paires:
        yield (*chemin, cle)
        yield from _chemins(valeur, (*chemin, cle))


def _abimes() -> Iterator[Any]:
    """The template with, at each place in turn, a value that does not belong there, nothing, or an unknown key."""
    juste = yaml.safe_load(COMPLET)
    for *ou, cle in _chemins(juste):
        for valeur in (None, 3, 3.5, True, "x y [", "", [], {}, [None], {"zut": 1}, [[1]], "x" * 40, "ôter", "ajouter"):
            copie = deepcopy(juste)
            place = copie
            for partie in ou:
                place = place[partie]
            if valeur == "ôter":
                del place[cle]
            elif valeur == "ajouter" and isinstance(place[cle], dict):
                place[cle]["zut"] = 1
            else:
                place[cle] = valeur
            yield copie


def test_aucune_faute_de_forme_ne_se_dit_en_anglais() -> None:
    """Whatever is wrong, at whatever place: no word of pydantic's, and never « another value » for want of words."""
    dits = []
    for contenu in _abimes():
        try:
            Feuille.model_validate(contenu)
        except ValidationError as refus:
            fautes = fautes_de_modele(refus, Feuille, Document("depenses.yaml", contenu, {}))
            dits += [f"{f.quoi} {f.remede}" for f in fautes]
    assert len(dits) > 1000
    assert not [dit for dit in dits if any(x in dit.lower() for x in ETRANGERS)]
