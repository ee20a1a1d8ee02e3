"""What a button is: its words, its icon, the command that it shares."""

from __future__ import annotations

from dataclasses import dataclass

#: Groups of the ribbon, in the order of the work.
GROUPES = ("Projet", "Scénario et plan", "Devis", "Financement", "Suivi", "Vérifier", "Aide")


@dataclass(frozen=True)
class Action:
    """A button, and the command it shares. Texts are French.

    ``ident``: lower case ASCII and underscores. ``infobulle``: true of the button and of the command, whose help it is.
    ``commande``: its words on the command line, an option included when the button is that one case of a command, or
    empty for an action that only means something inside Excel. ``icone``: an imageMso name. ``modifie``: it writes
    files that Excel may hold. ``sans_classeur``: it needs no open workbook.
    """

    ident: str
    groupe: str
    libelle: str
    infobulle: str
    icone: str
    commande: str = ""
    grand: bool = False
    modifie: bool = False
    sans_classeur: bool = False
