"""The ribbon: one tab, its groups and buttons, written from the table of actions."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from chargeprod_xl.complement.table import ACTIONS, GROUPES, Action

ESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
ONGLET = "Chargé de production"
AU_CHARGEMENT, AU_CLIC = "CpRibbon.CpOnLoad", "CpRibbon.CpOnAction"
PREFIXE = "cp_"

#: Buttons that only the add-in itself can serve, in VBA: they repair it or tell about it, so they must not need Python.
OUTILS: tuple[Action, ...] = (
    Action(
        "reparer_liens",
        "Aide",
        "Réparer les liens CP_",
        "Un classeur venu d’ailleurs cherche les fonctions CP_ dans un dossier que vous n’avez pas : les rattache ici.",
        "HyperlinkInsert",
    ),
    Action(
        "relancer_python",
        "Aide",
        "Relancer Python",
        "Arrête le Python qui calcule les fonctions CP_ ; il repart au calcul suivant. À faire après une mise à jour.",
        "RefreshAll",
    ),
    Action(
        "version_complement",
        "Aide",
        "Version du complément",
        "Dit la version du complément sans passer par Python : le premier essai quand plus aucun bouton ne répond.",
        "Info",
        sans_classeur=True,
    ),
)


def ruban(actions: Sequence[Action] = ACTIONS, outils: Sequence[Action] = OUTILS) -> bytes:
    """The ribbon part of the add-in. A group without a button is left out: no dead button, no empty frame."""
    racine = etree.fromstring(f'<customUI xmlns="{ESPACE}" onLoad="{AU_CHARGEMENT}"/>')
    onglets = etree.SubElement(etree.SubElement(racine, _nom("ribbon")), _nom("tabs"))
    onglet = etree.SubElement(onglets, _nom("tab"), {"id": "cp_onglet", "label": ONGLET})
    for rang, titre in enumerate(GROUPES, start=1):
        siens = [a for a in (*actions, *outils) if a.groupe == titre]
        if siens:
            groupe = etree.SubElement(onglet, _nom("group"), {"id": f"cp_groupe_{rang}", "label": titre})
            for action in siens:
                etree.SubElement(groupe, _nom("button"), _bouton(action))
    return etree.tostring(racine, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _bouton(action: Action) -> dict[str, str]:
    return {
        "id": PREFIXE + action.ident,
        "label": action.libelle,
        "screentip": action.libelle,
        "supertip": action.infobulle,
        "imageMso": action.icone,
        "size": "large" if action.grand else "normal",
        "onAction": AU_CLIC,
    }


def _nom(balise: str) -> str:
    return f"{{{ESPACE}}}{balise}"
