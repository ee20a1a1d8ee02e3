"""The log of the buttons: the file that the functions inside Excel write too."""

from __future__ import annotations

import logging

from udfs.journal import brancher, chemin_du_journal, dossier_personnel

__all__ = ["chemin_du_journal", "dossier_personnel", "journal"]


def journal() -> logging.Logger:
    """The logger of the buttons."""
    sortie = brancher("chargeprod_xl")
    sortie.propagate = False
    return sortie
