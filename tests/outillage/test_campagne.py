"""The seed of a commit, and what a campaign says of itself."""

from __future__ import annotations

from datetime import date

import pytest
from campagne import DEBUT, FIN, MESURES, PREUVES, Bilan, bloc, inscrire, lire_rapport
from graine import graine_du_commit

_RAPPORT = b"""<testsuites><testsuite>
<testcase name="lot 1"/><testcase name="lot 2"><failure message="x"/></testcase>
<testcase name="lot 3"><error message="x"/></testcase><testcase name="lot 4"><skipped message="x"/></testcase>
</testsuite></testsuites>"""


def test_la_graine_suit_le_commit() -> None:
    assert graine_du_commit("0000000a" + 32 * "f") == 1000
    assert graine_du_commit("0000000b" + 32 * "f") == 1100
    assert graine_du_commit("") == 202_700


def test_ce_qui_n_a_pas_reussi_est_un_echec() -> None:
    assert lire_rapport(_RAPPORT) == (1, ("lot 2", "lot 3", "lot 4"))


@pytest.mark.parametrize("xml", [b"", b"<testsuites><testsuite/></testsuites>"])
def test_ne_rien_jouer_est_un_echec(xml: bytes) -> None:
    joues, echecs = lire_rapport(xml)
    assert (joues, len(echecs)) == (0, 1)


def test_le_bilan_prend_la_place_du_precedent() -> None:
    bilans = [
        Bilan("reprise/test_tuer.py", 1, (), 600.0),
        Bilan("edits/campagne_familles.py", 620, ("test_par_openpyxl[taux-1]",), 3000.0),
    ]
    dit = bloc(bilans, MESURES, date(2027, 1, 4))
    assert "Le 04/01/2027" in dit
    assert "60 min" in dit
    assert "- 300 morts du programme pendant une régénération : rien à redire (10 min)." in dit
    assert "- 620 éditions" in dit
    assert "**1 échec(s)** : test_par_openpyxl[taux-1] (50 min)." in dit
    page = f"avant\n{DEBUT}\nancien\n{FIN}\naprès\n"
    assert inscrire(page, dit) == f"avant\n{DEBUT}\n{dit}\n{FIN}\naprès\n"
    assert DEBUT in PREUVES.read_text(encoding="utf-8")
