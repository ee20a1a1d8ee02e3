"""Drafts of a screenplay, and what the pack knew of the former one."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence as Suite
from dataclasses import replace
from pathlib import Path

from chargeprod_xl.imports import lire_scenario
from chargeprod_xl.projet.scenario import Sequence
from chargeprod_xl.reprise.sequences import Appariement, SequenceConnue, apparier, connue

CUISINE = "INT. CUISINE - JOUR\n\nNORA coupe du pain pour les enfants.\n\nNORA\nÀ table !"
RUE = "EXT. RUE DU PORT - NUIT\n\nMAX court sous la pluie, un sac à la main.\n\nMAX\nAttendez-moi !"
BUREAU = "INT. BUREAU DE POSTE - JOUR\n\nUne lettre tombe derrière le guichet.\n\nLE FACTEUR\nElle est perdue."
GARE = "EXT. GARE - AUBE\n\nLe premier train entre en gare, vide.\n\nCHEF DE GARE\nTerminus."
FERME = "INT. FERME - GRANGE - SOIR\n\nDes ombres dansent sur les bottes de foin.\n\nÉLISE\nQui est là ?"
GUET = "EXT. PHARE - NUIT\n\nLe faisceau balaie la mer."
QUATRE = (CUISINE, RUE, BUREAU, GARE)


def lire(*scenes: str) -> tuple[Sequence, ...]:
    with tempfile.TemporaryDirectory() as dossier:
        fichier = Path(dossier) / "scenario.fountain"
        fichier.write_text("\n\n".join(scenes), encoding="utf-8")
        scenario, fautes = lire_scenario(fichier)
    assert scenario is not None and fautes == []
    return scenario.sequences


def numeroter(**scenes: str) -> list[str]:
    """``_12A=RUE`` is the scene RUE, numbered 12A on the page."""
    return [f"{numero[1:]}. {scene}" for numero, scene in scenes.items()]


def du_pack(sequences: Suite[Sequence]) -> list[SequenceConnue]:
    """What the former breakdown sheet was seeded with."""
    return [replace(connue(s), id=f"seq{s.numero}") for s in sequences]


def refaire(avant: Suite[str], apres: Suite[str]) -> Appariement:
    return apparier(du_pack(lire(*avant)), lire(*apres))
