"""The open pack says what the files say, and forgets each edit."""

from __future__ import annotations

from pathlib import Path

from controles.atelier import calculer, copier, ecrire
from controles.vivant import PackOuvert

#: Overheads at 9 %; a formula of the devis overwritten; a sequence emptied of its place.
GESTES = {
    ("projet", "Hypothèses"): {"B14": 0.09},
    ("devis", "Récapitulatif"): {"C14": 1.0},
    ("depouillement", "Séquences"): {"B6": None},
}


def test_un_geste_vaut_autant_dans_le_pack_ouvert_que_dans_les_fichiers(pack_demo: Path, tmp_path: Path) -> None:
    ouvert = PackOuvert(pack_demo)
    travail = copier(pack_demo, tmp_path / "pack")
    for (classeur, feuille), contenus in GESTES.items():
        ecrire(travail / f"{classeur}.xlsx", feuille, contenus)
    fichiers = calculer(travail).valeurs
    apres = ouvert.calculer(GESTES).valeurs
    assert {lieu: (v, apres.get(lieu)) for lieu, v in fichiers.items() if v != apres.get(lieu)} == {}
    assert sum(v != ouvert.avant.valeurs.get(lieu) for lieu, v in apres.items()) > 100
    assert ouvert.calculer({}).valeurs == ouvert.avant.valeurs
