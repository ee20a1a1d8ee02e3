"""What can be exported of « Emplois »: the name a mapping gives it, the title of its column, its kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Genre = Literal["texte", "code", "entier", "nombre", "montant", "date", "mois"]


@dataclass(frozen=True)
class Champ:
    """A column of « Emplois ». ``valeurs``: those it may take, when its list is closed."""

    nom: str
    titre: str
    genre: Genre
    valeurs: tuple[str, ...] = ()


_PROFILS = ("technicien cadre", "technicien non-cadre", "réalisateur", "artiste", "figurant", "auteur")
_TOUS = (
    Champ("personne", "Personne n°", "entier"),
    Champ("nom", "Nom", "texte"),
    Champ("fonction", "Fonction", "texte"),
    Champ("convention", "Convention", "code", ("3097", "3097 annexe III", "2642", "hors grille")),
    Champ("ligne_du_devis", "Ligne du devis", "code"),
    Champ("categorie", "Catégorie", "entier", ("41", "43", "44", "45", "46")),
    Champ("profil", "Profil de paie", "code", _PROFILS),
    Champ("phase", "Phase", "code", ("préparation", "tournage", "finitions")),
    Champ("mois", "Mois", "mois"),
    Champ("du", "Premier jour connu", "date"),
    Champ("au", "Dernier jour connu", "date"),
    Champ("engagement", "Engagement", "code", ("continu", "journée")),
    Champ("suit_le_plan", "Suit le plan", "code", ("O", "N", "F")),
    Champ("role", "Rôle n°", "entier"),
    Champ("personnes", "Effectif", "nombre"),
    Champ("unite", "Unité", "code", ("S", "J", "C", "M", "F", "U")),
    Champ("quantite", "Quantité retenue", "nombre"),
    Champ("taux", "Taux convenu", "montant"),
    Champ("majorations", "Majorations", "montant"),
    Champ("majorations_feuilles", "Majorations des feuilles", "montant"),
    Champ("brut_personne", "Brut par personne", "montant"),
    Champ("brut", "Brut", "montant"),
    Champ("heures", "Heures retenues", "nombre"),
    Champ("jours", "Jours retenus", "nombre"),
    Champ("plafond", "Plafond retenu", "montant"),
    Champ("abattement", "Abattement", "code", ("O", "N")),
    Champ("salaire_differe", "Salaire différé", "montant"),
    Champ("defraiements", "Indemnités et défraiements", "montant"),
    Champ("part_soumise", "Part soumise à cotisations", "montant"),
    Champ("contrat", "Contrat", "texte"),
    Champ("dpae", "DPAE faite le", "date"),
    Champ("aem", "AEM envoyée le", "date"),
)
CHAMPS: Mapping[str, Champ] = {c.nom: c for c in _TOUS}
