"""Breakdown tags of a Final Draft file (TagData)."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from chargeprod_xl.imports.blocs import Ajout
from chargeprod_xl.imports.notes import est_role, lire_element, secteur_de
from chargeprod_xl.imports.personnages import nom_de_role
from chargeprod_xl.imports.texte import pour_cellule

#: Final Draft's own categories: their Id stays the same when a user renames or translates them.
_CATEGORIES = {
    "01fc9642-84ff-4366-b37c-a3068dee57e8": "Cast",
    "028a4e2b-b507-4d09-88ab-90e3edae9071": "Figuration",
    "0377dbe6-77a3-41af-bda8-86eb2468fdbf": "Cascades",
    "04721a56-f54b-49c8-80ad-d53887d6b851": "Véhicules",
    "05c556eb-6bc1-4a3a-b09f-f8b5ba1b6afa": "Accessoires",
    "069e18b8-2109-4f3d-94e7-d802027a60a8": "Effets spéciaux",
    "0726fa85-1e65-4ab8-87de-bf21d09b01f0": "Costumes",
    "08ae1eef-32ce-415f-9a9b-0982d2453ec4": "Maquillage et coiffure",
    "09cb0d1c-ce01-4f22-bb64-b5f2e6c491c6": "Animaux",
    "0ae40617-cc7c-48e6-ae2b-5aaecc09986f": "Animaux",
    "0b0b44c9-aa4b-4c40-88b1-d94472ad7a26": "Son et musique",
    "0ce7d308-096d-4603-8fe8-349f72cd89ff": "Son et musique",
    "0debb71b-5743-4c53-80cc-e17e841ce645": "Décoration",
    "0e7a8fc5-5441-4bad-a9bf-5ddd3fe51c69": "Décoration",
    "0ff5cda4-4d43-4cfe-940f-91380c46fdad": "Machinerie",
    "12ab0932-e3b9-4b4a-bcd0-3da1b4e61d5e": "Effets visuels",
    "135cc9d1-c4d5-4d00-83d9-571f584ea9cd": "Effets spéciaux",
    "47b02ff1-5161-4137-b736-f36eebba7643": "Machinerie",
}


@dataclass(frozen=True)
class Etiquettes:
    """Tags of the document: number written on a run of text → (category, label) of each definition."""

    par_numero: dict[str, tuple[tuple[str, str], ...]]

    def ajout(self, numero: str, ligne: int) -> Ajout:
        """Return what one tagged run of text brings to its sequence."""
        roles, elements, doubts = [], [], []
        for category, label in self.par_numero.get(numero, ()):
            secteur = secteur_de(category)
            element = lire_element(secteur, label) if secteur else None
            if est_role(category):
                roles.append(nom_de_role(label))
            elif element is not None:
                elements.append(element)
            elif label:
                doubts.append(f"Étiquette Final Draft « {label} » ({category or 'sans catégorie'}) non reprise.")
        return Ajout(ligne, roles=tuple(filter(None, roles)), elements=tuple(elements), doutes=tuple(doubts))


def lire_etiquettes(root: etree._Element) -> Etiquettes:
    """Read the categories, definitions and tags; a file without tags gives an empty table."""
    categories = _CATEGORIES | {
        node.get("Id") or "": _CATEGORIES.get(node.get("Id") or "", node.get("Name") or "")
        for node in root.iterfind("TagData/TagCategories/TagCategory")
    }
    definitions = {
        node.get("Id") or "": (
            pour_cellule(categories.get(node.get("CatId") or "", "")),
            pour_cellule(node.get("Label") or ""),
        )
        for node in root.iterfind("TagData/TagDefinitions/TagDefinition")
    }
    tags = {
        tag.get("Number") or "": tuple(
            definitions[key] for node in tag.iterfind("DefId") if (key := (node.text or "").strip()) in definitions
        )
        for tag in root.iterfind("TagData/Tags/Tag")
    }
    return Etiquettes(tags)
