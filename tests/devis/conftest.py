"""A film without screenplay nor budget, kept open in an engine: its devis is what a test types."""

from __future__ import annotations

import pytest
from magasin import pack_construit

from devis.atelier import Devis

_PROJET = """
projet:
  titre: Les Deux Rives
  realisateur: Ana Roux
  producteur_delegue: Films du Cap
  duree_visee: 90
  date_version: 2026-01-05
phases:
  preparation: {debut: 2026-02-02, fin: 2026-02-27}
  tournage: {debut: 2026-03-02, fin: 2026-03-31}
  finitions: {debut: 2026-04-01, fin: 2026-12-18}
  livraison: 2027-01-31
  cloture: 2027-06-30
hypotheses: {arrondi: 2, taux_imprevus: 0}
"""


@pytest.fixture(scope="session")
def devis(tmp_path_factory: pytest.TempPathFactory) -> Devis:
    """Its devis in cents, without contingency."""
    dossier = tmp_path_factory.mktemp("vierge")
    (dossier / "projet.yaml").write_text(_PROJET, encoding="utf-8")
    return Devis(pack_construit(dossier))
