"""What every command says, and how: progress on the error stream, words for a person, JSON for a machine."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from chargeprod_xl.anomalies import Anomalie

SORTIE_OK, SORTIE_ROUGE, SORTIE_REFUS = 0, 1, 2

Silencieux = Annotated[bool, typer.Option("--quiet", "-q", help="N’écrit que les fautes.")]
EnJson = Annotated[bool, typer.Option("--json", help="Résultat en JSON, pour une machine.")]


@contextmanager
def progression(muet: bool) -> Iterator[Callable[[str], None]]:
    """A spinner on the error stream, so that the output stays clean."""
    if muet:
        yield lambda _: None
        return
    colonnes = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*colonnes, console=Console(stderr=True), transient=True) as barre:
        tache = barre.add_task("…")
        yield lambda etape: barre.update(tache, description=etape)


def dire(texte: str) -> None:
    """One or more lines for the person."""
    sys.stdout.write(texte + "\n")


def ecrire_json(contenu: dict[str, Any]) -> None:
    """The result for a machine."""
    dire(json.dumps(contenu, ensure_ascii=False, indent=1, default=str))


def refuser(fautes: tuple[Anomalie, ...], en_json: bool) -> None:
    """Say every fault and leave with the code of a refusal."""
    if en_json:
        ecrire_json({"fautes": [{"ou": f.ou, "quoi": f.quoi, "remede": f.remede} for f in fautes]})
    else:
        pluriel = "s" if len(fautes) > 1 else ""
        sys.stderr.write(f"{len(fautes)} faute{pluriel}, rien n’a été écrit :\n")
        sys.stderr.write("\n".join(f"  {f}" for f in fautes) + "\n")
    raise typer.Exit(SORTIE_REFUS)
