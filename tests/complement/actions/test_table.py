"""One table: every button has its function, every command its text, and the guide its page."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.main import get_command

from chargeprod_xl.cli import application
from chargeprod_xl.complement.actions import FONCTIONS
from chargeprod_xl.complement.table import ACTIONS, GROUPES, Action, aide
from chargeprod_xl.complement.table_guide import section_du_guide

GUIDE = Path(__file__).parents[3] / "docs" / "guide.md"
COMMANDES = [a for a in ACTIONS if a.commande]


def commande(mots: list[str]) -> typer.core.TyperCommand:
    """The command of these words; KeyError when there is none."""
    trouvee = get_command(application)
    for mot in mots:
        trouvee = trouvee.commands[mot]  # type: ignore[attr-defined] - a group, or the test fails as it should
    return trouvee  # type: ignore[return-value] - the leaf of the tree


def test_chaque_bouton_a_sa_fonction_et_chaque_fonction_son_bouton() -> None:
    assert list(FONCTIONS) == [a.ident for a in ACTIONS]


@pytest.mark.parametrize("bouton", COMMANDES, ids=lambda a: a.ident)
def test_chaque_bouton_est_aussi_une_commande_dont_l_aide_est_la_sienne(bouton: Action) -> None:
    mots = bouton.commande.split()
    options = [m for m in mots if m.startswith("--")]
    simple = mots[: mots.index(options[0])] if options else mots
    trouvee = commande(simple)
    connues = {o for p in trouvee.params for o in (*p.opts, *p.secondary_opts)}
    assert set(options) <= connues
    if not options:
        assert trouvee.help == bouton.infobulle == aide(bouton.commande)


def test_les_boutons_sont_bien_formes() -> None:
    assert len({a.ident for a in ACTIONS}) == len({a.libelle for a in ACTIONS}) == len(ACTIONS)
    assert [g for g in GROUPES if any(a.groupe == g for a in ACTIONS)] == list(GROUPES)
    for a in ACTIONS:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", a.ident)
        assert a.groupe in GROUPES
        assert len(a.libelle) <= 30, a.libelle
        assert len(a.infobulle) < 1024
        assert "'" not in a.infobulle + a.libelle, "apostrophe typographique"
        assert a.infobulle.endswith(".")


def test_la_table_ne_charge_rien_de_lourd() -> None:
    lourds = ("openpyxl", "pydantic", "jinja2", "xlwings", "typer", "pandas", "formualizer")
    code = f"import sys; import chargeprod_xl.complement.table; print([m for m in {lourds} if m in sys.modules])"
    fait = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert fait.stdout.strip() == "[]"


def test_le_guide_dit_chaque_bouton() -> None:
    assert section_du_guide() in GUIDE.read_text(encoding="utf-8"), (
        "recopiez section_du_guide() dans docs/guide.md : python -m chargeprod_xl.complement.table_guide"
    )
