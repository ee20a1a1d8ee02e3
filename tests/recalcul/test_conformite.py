"""Every allowed function, on every engine: an upgrade that changes an answer shows up here first."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

import pytest

from chargeprod_xl.classeurs.lecture import CelluleLue, Valeur
from chargeprod_xl.liens.fonctions import FONCTIONS_ECARTEES, FONCTIONS_PERMISES, pour_le_fichier
from chargeprod_xl.liens.formules import Genre, decouper, fonctions
from chargeprod_xl.recalcul.comparaison import egales
from chargeprod_xl.recalcul.fusion import Adresse, Fusion
from chargeprod_xl.recalcul.libreoffice import LibreOffice, soffice
from chargeprod_xl.recalcul.moteurs import Formualizer, IronCalc, Moteur
from chargeprod_xl.recalcul.temoin import Temoin, arrondir
from recalcul.cas_de_conformite import CAS, DONNEES, ECARTS_CONNUS

MOTEURS: dict[str, Moteur] = {moteur.nom: moteur for moteur in (Formualizer(), IronCalc(), Temoin(), LibreOffice())}


def comme_dans_le_fichier(formule: str) -> str:
    """The formula with the prefixes that the file wants before newer functions."""
    return "".join(pour_le_fichier(texte) if genre is Genre.FONCTION else texte for genre, texte in decouper(formule))


def calculer(moteur: Moteur, formules: list[str]) -> list[Valeur]:
    essais = {(rang, 1): CelluleLue(None, comme_dans_le_fichier(formule)) for rang, formule in enumerate(formules, 1)}
    fusion = Fusion((), {"Essais": essais, "Donnees": DONNEES}, {}, {})
    valeurs = moteur.calculer(fusion)
    return [valeurs[Adresse("Essais", rang, 1)] for rang in range(1, len(formules) + 1)]


@cache
def reponses(nom: str) -> Mapping[str, Valeur]:
    formules = [formule for formule, _ in CAS]
    return dict(zip(formules, calculer(MOTEURS[nom], formules), strict=True))


def exiger(nom: str) -> None:
    if nom == "libreoffice" and soffice() is None:
        pytest.skip("LibreOffice n'est pas installé")
    if nom in {"formulas", "ironcalc"} and importlib.util.find_spec(nom) is None:
        pytest.skip(f"{nom} n'est pas installé")


@pytest.mark.parametrize("nom", MOTEURS)
@pytest.mark.parametrize(("formule", "attendu"), CAS, ids=[formule for formule, _ in CAS])
def test_un_moteur_donne_la_valeur_documentee(nom: str, formule: str, attendu: Valeur) -> None:
    exiger(nom)
    connu = ECARTS_CONNUS.get((nom, formule), attendu)
    assert egales(reponses(nom)[formule], connu), f"={formule} donne {reponses(nom)[formule]!r}"


def test_libreoffice_en_francais_donne_les_memes_valeurs() -> None:
    exiger("libreoffice")
    formules = [formule for formule, _ in CAS]
    en_francais = calculer(LibreOffice(langue="fr-FR"), formules)
    differents = [f for f, v in zip(formules, en_francais, strict=True) if not egales(v, reponses("libreoffice")[f])]
    assert differents == []


def test_chaque_fonction_permise_a_son_cas() -> None:
    couvertes = frozenset().union(*(fonctions(formule) for formule, _ in CAS))
    assert FONCTIONS_PERMISES - couvertes == set()


def test_aucun_cas_n_emploie_une_fonction_ecartee() -> None:
    employees = frozenset().union(*(fonctions(formule) for formule, _ in CAS))
    assert employees <= FONCTIONS_PERMISES
    assert not FONCTIONS_PERMISES & FONCTIONS_ECARTEES.keys()


def test_les_ecarts_connus_sont_de_vrais_ecarts() -> None:
    attendus = dict(CAS)
    assert all(not egales(attendus[formule], valeur) for (_, formule), valeur in ECARTS_CONNUS.items())


def demi_centimes() -> list[tuple[str, str, Decimal]]:
    """Exact products of an amount and a rate that end in 5 at the third decimal, with their rounding."""
    cas = []
    for centimes in range(101, 40_000, 61):
        for taux in ("0.485", "0.055", "1.25", "0.075", "0.035"):
            montant = Decimal(centimes) / 100
            produit = montant * Decimal(taux)
            if (produit * 1000) % 10 == 5:
                exact = produit.quantize(Decimal("0.01"), ROUND_HALF_UP)
                cas.append((str(montant), taux, exact))
    return cas


@pytest.mark.parametrize("nom", MOTEURS)
def test_round_monte_les_demi_centimes(nom: str) -> None:
    exiger(nom)
    cas = demi_centimes()
    obtenus = calculer(MOTEURS[nom], [f"ROUND({montant}*{taux},2)" for montant, taux, _ in cas])
    faux = [
        (montant, taux, obtenu, exact)
        for (montant, taux, exact), obtenu in zip(cas, obtenus, strict=True)
        if obtenu != float(exact)
    ]
    assert len(cas) > 150
    assert faux == []


def test_l_arrondi_du_temoin_n_est_pas_celui_de_python() -> None:
    assert arrondir(2.675, 2) == 2.68
    assert arrondir(-1.005, 2) == -1.01
    assert arrondir(1250.0, -2) == 1300.0
