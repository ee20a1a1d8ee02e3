"""How the actions speak: refusals in words, buttons named instead of commands, a page when a message is too long."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.complement.actions_page import Page, Partie, Point, ecrire
from chargeprod_xl.complement.session import AbandonError, SessionExcel
from chargeprod_xl.complement.table import ACTIONS

T = TypeVar("T")
#: A message box of Excel cuts what is longer.
LONGUEUR_MAX = 900
_COMMANDE = re.compile(r"chargeprod-xl ([^»\n]*?)(?=\s*»|$)")
OUI, NON = "Oui", "Non"


def en_boutons(texte: str) -> str:
    """A remedy written for the command line, naming the button that does it."""
    return _COMMANDE.sub(lambda trouve: _bouton(trouve[1]) or trouve[0], texte)


def _bouton(commande: str) -> str:
    mots = commande.split()
    for action in ACTIONS:
        siens = action.commande.split()
        if siens and mots[: len(siens)] == siens:
            return action.libelle
    return ""


def refus_en_texte(fautes: Sequence[Anomalie]) -> str:
    """Every fault: where, what, what to do."""
    return "\n".join(f"• {f.ou} : {f.quoi}\n   → {en_boutons(f.remede)}" for f in fautes)


def dire_le_refus(session: SessionExcel, titre: str, fautes: Sequence[Anomalie]) -> None:
    """Say a refusal, in a page when it is long."""
    pluriel = "s" if len(fautes) > 1 else ""
    tete = f"« {titre} » n’a pas abouti : {len(fautes)} point{pluriel} à régler. Rien de saisi n’est perdu."
    texte = f"{tete}\n\n{refus_en_texte(fautes)}"
    if len(texte) <= LONGUEUR_MAX:
        session.dire(texte, alerte=True)
        return
    points = [Point("✖", f.ou, f.quoi, en_boutons(f.remede)) for f in fautes]
    page = ecrire(Page(f"{titre} : à régler", (tete,), (Partie("Points à régler", points),)), f"refus {titre}")
    session.dire(f"{tete}\n\nLa liste s’ouvre à côté.", alerte=True)
    session.consulter(page)


def dire_en_page(session: SessionExcel, page: Page, nom: str) -> None:
    """Write a page and open it."""
    session.consulter(ecrire(page, nom))


def avec_accord(session: SessionExcel, option: str, question: str, faire: Callable[[bool], T]) -> T:
    """Do it; when the only thing in the way is an option of the command line, ask the person and do it with that."""
    try:
        return faire(False)
    except DonneesRefuseesError as refus:
        if not all(option in f.remede for f in refus.anomalies):
            raise
        details = "\n".join(f"{f.ou} : {f.quoi}" for f in refus.anomalies)
        if session.choisir(f"{details}\n\n{question}", (OUI, NON)) == NON:
            raise AbandonError from refus
    return faire(True)
