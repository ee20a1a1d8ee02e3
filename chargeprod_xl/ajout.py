"""Workbooks added to those of a film: its project file names them, the next build or rebuild makes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.chargement import FICHIER_PROJET, lire_modele
from chargeprod_xl.gabarits.dossier import dossier_gabarits
from chargeprod_xl.gabarits.rendu import classeurs_retenus, lire_pack
from chargeprod_xl.projet.edition import allonger_une_liste
from chargeprod_xl.projet.modele import Projet
from chargeprod_xl.recalcul import remplacer_tous
from chargeprod_xl.sauvegarde import exiger_un_film, verrouiller
from chargeprod_xl.sauvegarde.lieux import PACK


@dataclass(frozen=True)
class Ajout:
    """What was done. ``deja``: workbooks asked for that the film had; ``ensuite``: the command to run."""

    ajoutes: tuple[str, ...]
    deja: tuple[str, ...]
    classeurs: tuple[str, ...]
    ensuite: str


def ajouter(dossier: Path, noms: Sequence[str], gabarits: Path | None = None) -> Ajout:
    """Write the workbooks ``noms`` in the project file of ``dossier``. Raises DonneesRefuseesError with every fault."""
    exiger_un_film(dossier)
    fautes: list[Anomalie] = []
    projet = lire_modele(dossier / FICHIER_PROJET, Projet, fautes)
    pack = lire_pack(gabarits or dossier_gabarits(), projet.projet.type, fautes) if projet else None
    if projet is None or pack is None:
        raise DonneesRefuseesError(fautes)
    remede = f"choisissez parmi {', '.join(pack.classeurs)}"
    if inconnus := [n for n in noms if n not in pack.classeurs]:
        raise DonneesRefuseesError(Anomalie(n, "aucun classeur de ce nom", remede) for n in inconnus)
    presents = projet.classeurs or classeurs_retenus(pack, None)
    neufs = tuple(dict.fromkeys(n for n in noms if n not in presents))
    if neufs:
        fichier = dossier / FICHIER_PROJET
        octets = allonger_une_liste(fichier, "classeurs", presents, neufs)
        with verrouiller(dossier):
            if refus := remplacer_tous({fichier: octets}):
                raise DonneesRefuseesError(refus)
    suite = "regenerer" if (dossier / PACK).is_dir() else "construire"
    deja = tuple(n for n in noms if n in presents)
    return Ajout(neufs, deja, (*presents, *neufs), f"chargeprod-xl {suite} {dossier}")
