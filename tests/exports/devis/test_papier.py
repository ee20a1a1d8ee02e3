"""The devis on paper: every page whole, figures as a French reader writes them."""

from __future__ import annotations

import os
import re

import pytest
from pages.papier import lire_pdf

from chargeprod_xl.recalcul.libreoffice import LibreOffice, soffice

from .conftest import Fabrique


@pytest.mark.parametrize("pour", ["cnc", "region"])
def test_le_pdf_est_entier_et_en_francais(pour: str, fabrique: Fabrique) -> None:
    if soffice() is None:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice absent")
        pytest.skip("LibreOffice absent : le PDF n’est pas essayé")
    document = fabrique(pour)
    pdf = lire_pdf(LibreOffice(recalculer=False, langue="fr-FR").imprimer(document.octets, "devis"))
    textes = [re.sub(r"[\s\u00a0\u202f]+", " ", page.texte()) for page in pdf]
    assert len(textes) >= 12
    assert not [n for n, t in enumerate(textes, 1) if "###" in t or "#REF" in t or "Err:" in t]
    total = f"{document.total:,.0f} €".replace(",", " ")
    assert sum(total in t for t in textes) >= 3
    assert all(f"page {n} / {len(textes)}" in t for n, t in enumerate(textes, 1))
    assert all("Le Dernier Bac — devis v1" in t for t in textes)
    tailles = {(round(p.largeur), round(p.hauteur)) for p in pdf}
    assert {(595, 842), (1191, 842)} <= tailles
    du_detail = [p.texte() for p in pdf if round(p.largeur) == 1191]
    assert all("Désignation" in t and "Montant HT" in t for t in du_detail)
