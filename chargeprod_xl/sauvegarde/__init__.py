"""A whole pack replaced at once, its former versions kept and put back.

The new pack is prepared in a folder beside the present one, then the two folders change places in one system call:
whoever looks, whenever a process is killed, sees the former pack or the new one, never a mixture.
"""

from __future__ import annotations

from chargeprod_xl.sauvegarde.historique import Version, restaurer, versions
from chargeprod_xl.sauvegarde.lieux import nom_de_version
from chargeprod_xl.sauvegarde.remplacement import remplacer_pack
from chargeprod_xl.sauvegarde.reprise import mettre_en_ordre
from chargeprod_xl.sauvegarde.verrou import exiger_un_film, verrouiller

__all__ = [
    "Version",
    "exiger_un_film",
    "mettre_en_ordre",
    "nom_de_version",
    "remplacer_pack",
    "restaurer",
    "verrouiller",
    "versions",
]
