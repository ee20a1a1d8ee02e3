"""The workbooks of a film: those it asks for, and those they read, found from their formulas and their tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.gabarits.communs import lire_gabarit
from chargeprod_xl.gabarits.declaration import PackDeclare
from chargeprod_xl.gabarits.lettre_rendue import IMAGES
from chargeprod_xl.gabarits.rendu import classeurs_retenus, lire_pack, rendre_pack
from chargeprod_xl.gabarits.sources import donnees_du_film
from chargeprod_xl.liens.besoins import classeurs_manquants
from chargeprod_xl.projet.film import Film


def composer(film: Film, gabarits: Path) -> PackDeclare:
    """The declarations of a film's pack. Raises DonneesRefuseesError with every fault."""
    nom = film.projet.projet.type
    fautes: list[Anomalie] = []
    pack = lire_pack(gabarits, nom, fautes)
    if pack is None:
        raise DonneesRefuseesError(fautes)
    voulus = film.projet.classeurs
    presents = classeurs_retenus(pack, voulus)
    while True:
        donnees = donnees_du_film(film, list(_presentation(gabarits, presents)))
        declare, fautes = rendre_pack(gabarits, nom, {**donnees, IMAGES: film.images}, presents)
        if declare is None:
            raise DonneesRefuseesError(fautes)
        manquants = set(declare.manquants)
        if voulus is not None and not manquants:
            manquants, fautes = classeurs_manquants(declare, pack.classeurs)
            if fautes and not manquants:
                raise DonneesRefuseesError(fautes)
        if not manquants:
            return declare
        presents = classeurs_retenus(pack, (*presents, *manquants))


def _presentation(gabarits: Path, presents: Sequence[str]) -> list[dict[str, str]]:
    """Title and role of each workbook, for the « Accueil » sheet (the templates themselves are checked later)."""
    sortie = []
    for nom in presents:
        document, _ = lire_gabarit(gabarits, f"{nom}/_classeur.yaml")
        brut = document.contenu if document and isinstance(document.contenu, dict) else {}
        sortie.append({"id": nom, "titre": str(brut.get("titre", nom)), "role": str(brut.get("role", ""))})
    return sortie
