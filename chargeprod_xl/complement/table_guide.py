"""The ribbon in the guide, button by button: written from the table, so that it says what the buttons say."""

from __future__ import annotations

import sys

from chargeprod_xl.complement.table import ACTIONS, GROUPES

_TITRE = "## Le ruban, bouton par bouton"
_TETE = """\
Chaque bouton est aussi une commande, qui fait la même chose. Avant d’agir, il enregistre les classeurs du pack qui sont
ouverts. Ceux marqués ⟳ écrivent les fichiers du pack : ils ferment ces classeurs, puis les rouvrent sur la même feuille
et la même cellule, même quand l’action est refusée."""


def section_du_guide() -> str:
    """The Markdown of the section."""
    lignes = [_TITRE, "", _TETE]
    for groupe in GROUPES:
        lignes += ["", f"**{groupe}**", "", "| Bouton | Ce qu’il fait | Commande |", "|---|---|---|"]
        lignes += [
            f"| {a.libelle}{' ⟳' if a.modifie else ''} | {a.infobulle} | {f'`{a.commande}`' if a.commande else ''} |"
            for a in ACTIONS
            if a.groupe == groupe
        ]
    return "\n".join(lignes) + "\n"


if __name__ == "__main__":
    sys.stdout.write(section_du_guide())
