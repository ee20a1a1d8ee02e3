"""A pack is built once, and again as soon as a byte of what makes it changes."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import magasin
import pytest
from magasin import pack_construit

from chargeprod_xl import construction

Preparer = Callable[[str], Path]


@pytest.fixture
def gabarits(tmp_path: Path) -> Path:
    dossier = tmp_path / "gabarits"
    dossier.mkdir()
    (dossier / "fiche.yaml").write_text("feuille: Fiche\n", encoding="utf-8")
    return dossier


@pytest.fixture
def preparer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Preparer:
    """Make a film's folder; the builder, slow, writes its title and leaves a trace of each of its builds."""
    monkeypatch.setattr(magasin, "MAGASIN", tmp_path / "magasin")
    (tmp_path / "traces").mkdir()

    def construire(film: Path, **_: Any) -> SimpleNamespace:
        (tmp_path / "traces" / film.name).touch()
        time.sleep(0.2)
        (film / "pack").mkdir()
        (film / "pack" / "projet.xlsx").write_text((film / "projet.yaml").read_text("utf-8"), "utf-8")
        return SimpleNamespace(dossier=film / "pack")

    monkeypatch.setattr(construction, "construire", construire)

    def faire(nom: str, titre: str = "Le Quai") -> Path:
        film = tmp_path / nom
        film.mkdir()
        (film / "projet.yaml").write_text(titre, encoding="utf-8")
        return film

    return faire


def traces(tmp_path: Path) -> set[str]:
    return {p.name for p in (tmp_path / "traces").iterdir()}


def test_le_meme_film_n_est_construit_qu_une_fois_et_prete_en_copie(
    preparer: Preparer, gabarits: Path, tmp_path: Path
) -> None:
    premier, second = (pack_construit(preparer(nom), gabarits=gabarits) for nom in ("un", "deux"))
    (premier / "projet.xlsx").write_text("édité par un test", encoding="utf-8")
    assert traces(tmp_path) == {"un"}
    assert (second / "projet.xlsx").read_text(encoding="utf-8") == "Le Quai"
    assert (pack_construit(preparer("trois"), gabarits=gabarits) / "projet.xlsx").read_text("utf-8") == "Le Quai"


def test_un_octet_change_et_tout_est_reconstruit(preparer: Preparer, gabarits: Path, tmp_path: Path) -> None:
    pack_construit(preparer("un"), gabarits=gabarits)
    autre = pack_construit(preparer("autre film", "Le Quai."), gabarits=gabarits)
    assert (autre / "projet.xlsx").read_text(encoding="utf-8") == "Le Quai."
    pack_construit(preparer("autres taux"), gabarits=gabarits, plus="taux 0,46")
    pack_construit(preparer("un seul classeur"), gabarits=gabarits, unique=True)
    (gabarits / "fiche.yaml").write_text("feuille: Fiche \n", encoding="utf-8")
    pack_construit(preparer("autre gabarit"), gabarits=gabarits)
    assert traces(tmp_path) == {"un", "autre film", "autres taux", "un seul classeur", "autre gabarit"}


def test_deux_processus_qui_le_demandent_ensemble_le_construisent_une_fois(
    preparer: Preparer, gabarits: Path, tmp_path: Path
) -> None:
    contexte = multiprocessing.get_context("fork")
    films = [preparer(nom) for nom in ("un", "deux")]
    processus = [contexte.Process(target=pack_construit, args=(f,), kwargs={"gabarits": gabarits}) for f in films]
    for p in processus:
        p.start()
    for p in processus:
        p.join()
    assert [p.exitcode for p in processus] == [0, 0]
    assert len(traces(tmp_path)) == 1
    assert all((film / "pack" / "projet.xlsx").read_text(encoding="utf-8") == "Le Quai" for film in films)
