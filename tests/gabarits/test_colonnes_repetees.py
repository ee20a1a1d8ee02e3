"""A column repeated for each contribution, whose formula also depends on the row: the rate of each profile."""

from __future__ import annotations

from pathlib import Path

import pytest

from gabarits.petits_gabarits import PetitsGabarits

TAUX = """\
feuille: Taux
onglet: calcul
titre: Taux
blocs:
  - tableau: lignes
    lignes: {pour: t, dans: profils, cle: cle}
    colonnes:
      - {id: profil, titre: Profil}
      - {id: base, titre: Base, type: euro}
      - {id: "{{ c.id }}", titre: "{{ c.titre }}", pour: c, dans: cotisations, type: euro, formule: FORMULE}
"""
PROFILS = [
    {"cle": "t1", "profil": "artiste", "base": 1000},
    {"cle": "t2", "profil": "auteur", "base": 2000},
    {"cle": "t3", "profil": "artiste", "base": 3000},
]
COTISATIONS = [
    {"id": "mal", "titre": "Maladie", "formules": {"artiste": "=[base]*0.07", "auteur": ""}},
    {"id": "csa", "titre": "Solidarité", "formules": {"artiste": "=[base]*0.003", "auteur": "=[base]*0.001"}},
]


@pytest.mark.parametrize(
    "formule", ["'{{ c.formules[t.profil] }}'", "\"{{ c.formules[t['profil']] }}{% if t.base %}{% endif %}\""]
)
def test_chaque_ligne_a_sa_formule_dans_chaque_colonne(tmp_path: Path, formule: str) -> None:
    """A formula that says nothing leaves nil, not the formula of another row."""
    gabarits = PetitsGabarits(tmp_path, {"taux": TAUX.replace("FORMULE", formule)})
    declare = gabarits.rendre(profils=PROFILS, cotisations=COTISATIONS)
    [bloc] = declare.classeurs[0].feuilles[0].blocs
    vues = [(ligne.formules.get("mal"), ligne.valeurs.get("mal"), ligne.formules.get("csa")) for ligne in bloc.lignes]
    assert vues == [
        ("=[base]*0.07", None, "=[base]*0.003"),
        (None, 0, "=[base]*0.001"),
        ("=[base]*0.07", None, "=[base]*0.003"),
    ]
    assert [c.role for c in bloc.colonnes[2:]] == ["calcul", "calcul"]
    assert gabarits.fautes(profils=PROFILS, cotisations=COTISATIONS) == []
