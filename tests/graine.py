"""The seed of a run comes from its commit, so that evidence grows with each run and a run can be played again."""

from __future__ import annotations

import os
import subprocess
from functools import cache
from pathlib import Path

RACINE = Path(__file__).parent.parent
#: Where there is no commit: a tree without git.
HORS_DE_GIT = 2027
_CHIFFRES = 8


@cache
def commit() -> str:
    """The commit of the tree; empty outside git."""
    commande = ["git", "-C", str(RACINE), "rev-parse", "HEAD"]
    try:
        lu = subprocess.run(commande, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return lu.stdout.strip() if lu.returncode == 0 else ""


def graine_du_commit(lu: str) -> int:
    """A seed out of a commit: a multiple of a hundred, so that rounds drawn from it keep their rank."""
    return int(lu[:_CHIFFRES], 16) * 100 if lu else HORS_DE_GIT * 100


@cache
def graine() -> int:
    """The seed of this run; ``GRAINE`` plays a former one again."""
    imposee = os.environ.get("GRAINE")
    return int(imposee) if imposee else graine_du_commit(commit())


def annonce() -> str:
    """What the head of a run says."""
    d_ou = "imposée" if "GRAINE" in os.environ else f"du commit {commit()[:12]}" if commit() else "fixe, hors de git"
    return f"graine : {graine()} ({d_ou}) ; pour rejouer : GRAINE={graine()} sh tests/lancer.sh"
