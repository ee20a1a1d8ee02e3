"""The table of actions: one row per button. The ribbon, the command line's help and the guide all come from it.

A button is here because the product does what it says. Importing expenses and freezing a week join by one row each, on
the day their command exists. Nothing heavy is imported: every command reads its help here when the program starts.
"""

from __future__ import annotations

from chargeprod_xl.complement.table_action import GROUPES, Action
from chargeprod_xl.complement.table_film import DEVIS, PROJET, SCENARIO

__all__ = ["ACTIONS", "GROUPES", "Action", "action", "aide"]

_FINANCEMENT = (
    Action(
        "devis_banque",
        "Financement",
        "Devis pour la banque",
        "Écrit le devis pour la banque, avec le plan de financement et le plan de trésorerie : un classeur seul "
        "et son PDF.",
        "AccountingFormat",
        commande="exporter devis --pour banque",
    ),
    Action(
        "devis_region",
        "Financement",
        "Devis pour une région",
        "Écrit le devis pour une collectivité, avec les dépenses prévues dans son territoire ; salaires réunis "
        "par rubrique : un classeur seul et son PDF.",
        "FilePrint",
        commande="exporter devis --pour region",
    ),
    Action(
        "devis_coproducteur",
        "Financement",
        "Devis pour un coproducteur",
        "Écrit le devis pour un coproducteur, avec les parts par pays ; salaires réunis par rubrique : un "
        "classeur seul et son PDF.",
        "FilePrint",
        commande="exporter devis --pour coproducteur",
    ),
    Action(
        "devis_diffuseur",
        "Financement",
        "Devis pour un diffuseur",
        "Écrit le devis pour un diffuseur, avec les apports et les plafonds ; salaires réunis par rubrique : un "
        "classeur seul et son PDF.",
        "FilePrint",
        commande="exporter devis --pour diffuseur",
    ),
)

_SUIVI = (
    Action(
        "exporter_paie",
        "Suivi",
        "Exporter la paie du mois",
        "Écrit les emplois recalculés, d’un mois ou de tous, en CSV pour le cabinet de paie.",
        "FileSaveAs",
        commande="exporter paie",
    ),
)

_VERIFIER = (
    Action(
        "verifier",
        "Vérifier",
        "Vérifier le pack",
        "Recalcule toutes les formules du pack par deux moteurs indépendants, sans rien écrire, et dit chaque "
        "faute ; dans Excel, marque les cellules fautives et ouvre le rapport.",
        "DataValidation",
        commande="verifier",
        grand=True,
    ),
    Action(
        "actualiser",
        "Vérifier",
        "Actualiser les valeurs",
        "Recalcule, puis écrit valeurs et liaisons dans tous les fichiers du pack, ou dans aucun.",
        "CalculateNow",
        commande="actualiser",
        modifie=True,
    ),
    Action(
        "expliquer",
        "Vérifier",
        "Expliquer ce chiffre",
        "Explique le chiffre d’une cellule : sa formule en français, ce qu’elle lit, les taux, leurs dates et "
        "leurs sources.",
        "ZoomToSelection",
        commande="expliquer",
        grand=True,
    ),
)

_AIDE = (
    Action(
        "guide",
        "Aide",
        "Ouvrir le guide",
        "Ouvre le guide d’utilisation, tel qu’il accompagne la version installée.",
        "Help",
        sans_classeur=True,
    ),
    Action(
        "journal",
        "Aide",
        "Ouvrir le journal",
        "Ouvre le journal : ce que chaque bouton a fait, et le détail des erreurs.",
        "FileOpen",
        sans_classeur=True,
    ),
    Action(
        "diagnostic",
        "Aide",
        "Diagnostic",
        "Dit pourquoi le ruban ou les fonctions ne répondent pas : versions, Python, bibliothèque, autorisations.",
        "ZoomToSelection",
        commande="complement diagnostic",
        sans_classeur=True,
    ),
    Action(
        "a_propos",
        "Aide",
        "À propos",
        "Dit la version du programme, d’où il est lancé et le pack du classeur actif.",
        "Info",
        sans_classeur=True,
    ),
)

ACTIONS: tuple[Action, ...] = (*PROJET, *SCENARIO, *DEVIS, *_FINANCEMENT, *_SUIVI, *_VERIFIER, *_AIDE)


def action(ident: str) -> Action:
    """An action of the table. KeyError: none of that name, a fault of ours."""
    return {a.ident: a for a in ACTIONS}[ident]


def aide(commande: str) -> str:
    """The help of a command: the text of the button that is this command. KeyError: none is, a fault of ours."""
    return {a.commande: a.infobulle for a in ACTIONS if a.commande}[commande]
