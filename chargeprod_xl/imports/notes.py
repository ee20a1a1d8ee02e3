"""Breakdown notes: ``[[accessoire : couteau x2 ; costume : robe]]``, résumé, rôles."""

from __future__ import annotations

import difflib
import re
from dataclasses import replace

from chargeprod_xl.imports.blocs import Ajout
from chargeprod_xl.imports.personnages import nom_de_role
from chargeprod_xl.imports.texte import cle, pour_cellule, sans_marques
from chargeprod_xl.projet.scenario import SECTEURS, Element

_ABREGES: dict[str, tuple[str, ...]] = {
    "Figuration": ("figurant", "figurante", "extra", "background actor", "background"),
    "Accessoires": ("accessoiriste", "prop"),
    "Costumes": ("habillage", "wardrobe"),
    "Maquillage et coiffure": ("hmc", "maquillage", "coiffure", "mac", "makeup", "hair", "makeup/hair"),
    "Véhicules": ("voiture", "vehicule de jeu", "vehicle"),
    "Animaux": ("animal", "dresseur", "animal handler"),
    "Décoration": ("deco", "ensemblier", "set dressing", "greenery"),
    "Effets spéciaux": ("sfx", "effet special", "fx", "special effect", "mechanical effect"),
    "Effets visuels": ("vfx", "effet visuel", "trucage", "visual effect"),
    "Cascades": ("cascadeur", "stunt"),
    "Machinerie": ("machino", "special equipment", "camera"),
    "Lumière": ("eclairage", "electro", "electricite", "lighting"),
    "Son et musique": ("son", "musique", "sound", "music"),
    "Régie": ("securite", "security", "additional labor"),
}
_QUANTITE = re.compile(r"^(?P<nom>.*\S)\s*[(\s][x×]\s?(?P<n>[0-9]{1,4})\)?$", re.IGNORECASE)
_COUPLE = re.compile(r"^\s*(?P<cle>[^:]{1,40}?)\s*:\s*(?P<valeur>.*)$", re.DOTALL)


def _singulier(text: str) -> str:
    return " ".join(word.rstrip("sx") if len(word) > 3 else word for word in cle(text).split())


def _table() -> dict[str, str]:
    table = {_singulier(secteur): secteur for secteur in SECTEURS}
    for secteur, forms in _ABREGES.items():
        table.update({_singulier(form): secteur for form in forms})
    return table


_SECTEURS = _table()
_RESUME = {"resume", "summary"}
_ROLES = {"role", "personnage", "cast", "cast member"}


def secteur_de(nom: str) -> str:
    """Return the department meant by a name, singular or plural, accents or not; empty when unknown."""
    return _SECTEURS.get(_singulier(nom), "")


def est_role(nom: str) -> bool:
    """Whether the name announces characters (``rôles``, ``Cast``)."""
    return _singulier(nom) in _ROLES


def lire_element(secteur: str, texte: str) -> Element | None:
    """Read one item, ``couteau x3`` being three knives."""
    flat = pour_cellule(sans_marques(texte)).rstrip(" .,;")
    match = _QUANTITE.match(flat)
    nom, quantite = (match["nom"], max(1, int(match["n"]))) if match else (flat, 1)
    return Element(secteur, nom, quantite) if nom else None


def lire_note(texte: str, ligne: int) -> Ajout | None:
    """Read one note; a note that is not addressed to a department is the author's and is left alone."""
    first = _COUPLE.match(texte)
    if first is None:
        return None
    if _singulier(first["cle"]) in _RESUME:
        return Ajout(ligne, resume=first["valeur"])
    found, secteur = Ajout(ligne), ""
    for item in texte.split(";"):
        pair = _COUPLE.match(item)
        if pair is not None:
            secteur = pair["cle"]
        found = _ajouter(found, secteur, pair["valeur"] if pair else item)
    return None if found == Ajout(ligne) else found


def _ajouter(found: Ajout, secteur: str, valeur: str) -> Ajout:
    known = secteur_de(secteur)
    if est_role(secteur):
        names = tuple(filter(None, (nom_de_role(name) for name in valeur.split(","))))
        return replace(found, roles=found.roles + names)
    if known:
        element = lire_element(known, valeur)
        return replace(found, elements=(*found.elements, element)) if element else found
    close = difflib.get_close_matches(_singulier(secteur), [*_SECTEURS, *_ROLES, *_RESUME], n=1, cutoff=0.8)
    if not close:
        return found
    doubt = f"Note « {pour_cellule(secteur)} : … » non reprise : secteur inconnu, corriger son nom."
    return replace(found, doutes=(*found.doutes, doubt))
