"""The reference page is the templates: it cannot lag behind them."""

from __future__ import annotations

from pathlib import Path

from chargeprod_xl.construction import dossier_gabarits
from chargeprod_xl.gabarits.documentation import page_de_reference

PAGE = Path(__file__).parents[2] / "docs" / "reference.md"
REFAIRE = (
    'python -c "from chargeprod_xl.construction import dossier_gabarits as g; '
    "from chargeprod_xl.gabarits.documentation import page_de_reference as p; "
    "open('docs/reference.md', 'w', encoding='utf-8').write(p(g(), 'long-metrage'))\""
)


def test_la_page_de_reference_est_celle_des_gabarits() -> None:
    attendue = page_de_reference(dossier_gabarits(), "long-metrage")
    assert PAGE.read_text(encoding="utf-8") == attendue, f"refaites la page : {REFAIRE}"


def test_la_page_nomme_chaque_classeur_et_chaque_controle() -> None:
    page = page_de_reference(dossier_gabarits(), "long-metrage")
    assert page.count(".xlsx`)\n") == 8
    assert "✖ France + étranger = total général (arithmétique)" in page
