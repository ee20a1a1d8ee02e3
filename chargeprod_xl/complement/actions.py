"""The function of each button of the table, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from chargeprod_xl.complement import (
    actions_aide,
    actions_devis,
    actions_imports,
    actions_projet,
    actions_verifier,
)
from chargeprod_xl.complement.session import SessionExcel

FONCTIONS: Mapping[str, Callable[[SessionExcel], None]] = {
    "nouveau": actions_projet.nouveau,
    "construire": actions_projet.construire,
    "regenerer": actions_projet.regenerer,
    "baremes": actions_projet.baremes,
    "restaurer": actions_projet.restaurer,
    "importer_scenario": actions_imports.importer_scenario,
    "importer_plan": actions_imports.importer_plan,
    "importer_devis": actions_imports.importer_devis,
    "importer_nomenclature": actions_imports.importer_nomenclature,
    "figer": actions_devis.figer,
    "comparer": actions_devis.comparer,
    "scenarios": actions_devis.scenarios,
    "exporter_devis": actions_devis.exporter_devis,
    "remplir_formulaire": actions_devis.remplir_formulaire,
    "devis_banque": actions_devis.devis_banque,
    "devis_region": actions_devis.devis_region,
    "devis_coproducteur": actions_devis.devis_coproducteur,
    "devis_diffuseur": actions_devis.devis_diffuseur,
    "exporter_paie": actions_devis.exporter_paie,
    "verifier": actions_verifier.verifier,
    "actualiser": actions_verifier.actualiser,
    "expliquer": actions_verifier.expliquer,
    "guide": actions_aide.guide,
    "journal": actions_aide.ouvrir_le_journal,
    "diagnostic": actions_aide.diagnostic,
    "a_propos": actions_aide.a_propos,
}
