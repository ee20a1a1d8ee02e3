"""A LibreOffice that is slow to start is started once more; one that never answers is one failure, with its log."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import pytest

from bureautique import depart
from bureautique.depart import LibreOfficeAbsentError, LibreOfficeMuetError, Office, pilote

#: Silent the first time it is started, or always.
_LENT = """
import json, pathlib, sys, time
deja = pathlib.Path(sys.argv[2])
sys.stderr.write("je charge\\n")
sys.stderr.flush()
if sys.argv[3] == "toujours" or not deja.exists():
    deja.touch()
    time.sleep(60)
print(json.dumps({"pret": True}), flush=True)
for ligne in sys.stdin:
    print(json.dumps({"valeur": json.loads(ligne)["dis"].upper()}), flush=True)
"""


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(depart, "_python_et_programme", lambda: (sys.executable, "soffice"))
    fichier = tmp_path / "lent.py"
    fichier.write_text(_LENT, encoding="utf-8")
    return fichier


def test_lent_une_fois_il_est_relance(script: Path, tmp_path: Path) -> None:
    with pilote(script, str(tmp_path / "deja"), "une fois", attente=1.5) as ouvert:
        assert ouvert.demander({"dis": "bonjour"}) == "BONJOUR"


def test_muet_deux_fois_il_dit_ce_qu_il_faisait(script: Path, tmp_path: Path) -> None:
    with (
        pytest.raises(LibreOfficeMuetError, match="2 fois 1 s ; il a dit : je charge"),
        pilote(script, str(tmp_path / "deja"), "toujours", attente=1.0),
    ):
        pass


def _lever(faute: Exception) -> NoReturn:
    raise faute


def test_trente_tests_n_ont_qu_un_echec() -> None:
    office = Office(lambda: _lever(LibreOfficeMuetError("rien")), "macros")
    with pytest.raises(pytest.fail.Exception, match="macros : rien"):
        office.exiger()
    for _ in range(29):
        with pytest.raises(pytest.skip.Exception, match="voir le premier échec"):
            office.exiger()


@pytest.mark.parametrize(("ci", "fin"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_absent_il_est_une_faute_en_ci_seulement(
    ci: str, fin: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", ci)
    office = Office(lambda: _lever(LibreOfficeAbsentError("introuvable")), "macros")
    with pytest.raises(fin, match="introuvable"):
        office.exiger()
