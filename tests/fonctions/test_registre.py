"""Every function: documented, sourced, and right on its own examples."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from udfs.appel import appeler
from udfs.registre import Exemple, Fonction, fonctions, par_nom

CAS = [pytest.param(f, e, id=f"{f.commande}-{n}") for f in fonctions() for n, e in enumerate(f.exemples, 1)]


def test_il_y_en_a_pour_chaque_moment_du_travail() -> None:
    assert {f.categorie for f in fonctions()} == {
        "Paie", "Temps", "Scénario", "Devis", "Fiscal", "Trésorerie", "Texte", "Barèmes",
    }  # fmt: skip
    assert len(fonctions()) >= 20


@pytest.mark.parametrize(("fonction", "exemple"), CAS)
def test_chaque_exemple_donne_ce_qu_il_dit(fonction: Fonction, exemple: Exemple) -> None:
    resultat: Any = appeler(fonction, exemple.arguments)
    if exemple.resultat is None:  # an example of a column: its first and last days are in test_temps
        assert isinstance(resultat, list)
        return
    assert resultat == exemple.resultat
    assert isinstance(resultat, bool) == isinstance(exemple.resultat, bool)


@pytest.mark.parametrize("fonction", fonctions(), ids=lambda f: f.commande)
def test_chacune_dit_ce_qu_elle_fait_et_d_ou_elle_le_tient(fonction: Fonction) -> None:
    assert fonction.resume.endswith(".")
    assert fonction.source
    assert fonction.resultat
    assert fonction.exemples
    assert all(p.aide for p in fonction.parametres)
    # Excel takes 255 characters in the description of a function and of an argument.
    assert all(len(texte) <= 255 for texte in (fonction.resume, *(p.aide for p in fonction.parametres)))


@pytest.mark.parametrize("fonction", fonctions(), ids=lambda f: f.commande)
def test_le_nom_n_est_ni_une_cellule_ni_un_accent(fonction: Fonction) -> None:
    """CP1 would be the cell of column CP."""
    assert fonction.nom.isascii()
    assert fonction.nom.startswith("CP_")
    assert all(p.nom.isascii() and p.nom.isidentifier() for p in fonction.parametres)


def test_une_fonction_se_nomme_comme_dans_la_cellule_ou_comme_au_terminal() -> None:
    for nom in ("CP_TVA", "cp_tva", "tva", "TVA"):
        trouvee = par_nom(nom)
        assert trouvee is not None
        assert trouvee.nom == "CP_TVA"
    assert par_nom("CP_RIEN") is None


def test_les_montants_restent_decimaux() -> None:
    """0.1 + 0.2 of a binary float would show here: 1 234,56 € at 20 % is 246.912, so 246.91 €."""
    tva = par_nom("tva")
    assert tva is not None
    assert appeler(tva, (1234.56, 0.2)) == Decimal("246.91")
