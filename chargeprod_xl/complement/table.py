"""The table of actions: one row per button. The ribbon, the command line's help and the guide all come from it."""

from __future__ import annotations

from dataclasses import dataclass

#: Groups of the ribbon, in the order of the work.
GROUPES = ("Projet", "Scénario et plan", "Devis", "Financement", "Suivi", "Vérifier", "Aide")


@dataclass(frozen=True)
class Action:
    """A button, and the command it shares. Texts are French.

    ``ident``: lower case ASCII and underscores. ``commande``: its words on the command line, or empty for an action that
    only means something inside Excel. ``icone``: an imageMso name. ``modifie``: it writes files that Excel may hold.
    """

    ident: str
    groupe: str
    libelle: str
    infobulle: str
    icone: str
    commande: str = ""
    grand: bool = False
    modifie: bool = False


ACTIONS: tuple[Action, ...] = (
    Action(
        "verifier",
        "Vérifier",
        "Vérifier le pack",
        "Recalcule toutes les formules du pack par deux moteurs indépendants, marque les cellules fausses et ouvre le rapport.",
        "DataValidation",
        commande="verifier",
        grand=True,
    ),
)


def action(ident: str) -> Action:
    """An action of the table. KeyError: none of that name, a fault of ours."""
    return {a.ident: a for a in ACTIONS}[ident]
