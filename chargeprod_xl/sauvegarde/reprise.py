"""The end of a replacement: the ordinary one, and the one owed to a run that was interrupted.

Both go through the same lines. What is found says how far the run came: the mark in a folder beside the pack means that
the new pack never took its place; the mark in the pack means that it did, and that the former one is to be put away.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from chargeprod_xl.sauvegarde.echange import fixer_dossier, renommer
from chargeprod_xl.sauvegarde.fichiers import de_l_utilisateur, depouiller, jeter
from chargeprod_xl.sauvegarde.lieux import (
    MARQUE,
    PACK,
    VERSIONS,
    Chantier,
    chantiers,
    date_du_pack,
    marque,
    nom_libre,
)
from chargeprod_xl.sauvegarde.refus import refus_du_disque


def mettre_en_ordre(film: Path) -> list[str]:
    """Finish or undo what an interrupted run left, and say it; to be called under the lock of the film."""
    try:
        faits = [fait for chantier in chantiers(film) for fait in _regler(chantier)]
        if marque(film / PACK) is not None:  # interrupted once the former pack was put away, or when there was none
            terminer(Chantier(film / PACK, ""))
            faits.append("Une commande interrompue avait mis en place un nouveau pack : son rangement est achevé.")
    except OSError as faute:
        raise refus_du_disque(film, "ce qu’une commande interrompue a laissé ne peut être rangé", faute) from faute
    return faits


def _regler(chantier: Chantier) -> Iterator[str]:
    pack = chantier.pack
    for inacheve in (chantier.rebut, chantier.preparation):
        if inacheve.exists():
            jeter(inacheve, chantier)
            yield "Une commande interrompue avait laissé des fichiers de travail : ils sont effacés."
    neufs = [d for d in (chantier.bascule, chantier.ancien) if marque(d) is not None]
    for neuf in neufs:
        if pack.exists():
            jeter(neuf, chantier)
            yield "Une commande interrompue n’avait pas mis en place son nouveau pack : le pack est intact."
        else:
            renommer(neuf, pack)
            yield "Une commande interrompue avait préparé un nouveau pack, complet : il est mis en place."
    if restes := [d for d in (chantier.ancien, chantier.bascule) if d.exists()]:
        if not pack.exists():
            renommer(restes.pop(0), pack)
            yield "Une commande interrompue avait déplacé le pack : il est remis en place."
        if gardee := terminer(chantier):
            yield f"Une commande interrompue n’avait pas rangé l’ancien pack : il est dans {gardee}."


def terminer(chantier: Chantier) -> str | None:
    """Put the former pack away, take out of it what was carried, remove the mark; says where the version stands."""
    pack, film = chantier.pack, chantier.pack.parent
    version = marque(pack)
    rangee = film / VERSIONS / version if version else None
    for ancien in (chantier.ancien, chantier.bascule):
        if ancien.exists():
            rangee = _ecarter(chantier, ancien, version)
    if rangee is not None and rangee.is_dir():
        depouiller(rangee, pack)
        with suppress(OSError):
            rangee.rmdir()  # an empty folder is no version
    (pack / MARQUE).unlink(missing_ok=True)
    fixer_dossier(pack)
    return f"{VERSIONS}/{rangee.name}" if rangee is not None and rangee.is_dir() else None


def _ecarter(chantier: Chantier, ancien: Path, version: str | None) -> Path | None:
    """The former pack kept, or deleted when the mark asks for no version and nothing of the user's is left in it."""
    if version == "":
        depouiller(ancien, chantier.pack)
        if not de_l_utilisateur(ancien):
            jeter(ancien, chantier)
            return None
    # Without a mark nobody can say what this folder is: it is kept too, under its own date.
    return ranger(ancien, chantier.pack.parent, version or date_du_pack(ancien))


def ranger(ancien: Path, film: Path, version: str) -> Path:
    """Move the former pack to its version, in one rename."""
    (film / VERSIONS).mkdir(exist_ok=True)
    rangee = film / VERSIONS / nom_libre(film, version)
    renommer(ancien, rangee)
    return rangee
