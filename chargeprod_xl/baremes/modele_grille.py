"""What a grid of minima is: columns with their dates, one line per function, the devis lines each function fills."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from chargeprod_xl.baremes.modele import (
    Convention,
    Gele,
    Ident,
    Nombre,
    Texte,
    Unite,
    Validite,
    fautes_de_suite,
    refuser_si,
    sources_inconnues,
)

StatutSalarie = Literal["cadre", "cadre_collaborateur_creation", "non_cadre"]


class Heures(Gele):
    """Hours of a shooting week: worked, on the spot, and paid."""

    effectives: Nombre
    presence: Nombre
    payees: Nombre


class Mesure(Gele):
    """A column of a grid (a week of 39 hours, a day…) and the dates for which its amounts are known."""

    id: Ident
    libelle: Texte
    unite: Unite
    note: str = ""
    periodes: Annotated[tuple[Validite, ...], Field(min_length=1)]

    @field_validator("periodes")
    @classmethod
    def _periodes_justes(cls, periodes: tuple[Validite, ...], info: ValidationInfo) -> tuple[Validite, ...]:
        refuser_si(fautes_de_suite(periodes) + sources_inconnues(periodes, info))
        return periodes


class LigneGrille(Gele):
    """A function of a grid. ``montants``: for each column, one amount for each of its periods."""

    fonction: Texte
    branche: Texte
    filiere: str = ""
    statut: StatutSalarie
    niveau: str = ""
    niveau_a_verifier: bool = False
    hors_fiction_lourde: bool = False
    codes: tuple[str, ...]
    note_code: str = ""
    note: str = ""
    heures: Mapping[str, Heures] = Field(default_factory=dict)
    montants: Mapping[str, tuple[Nombre, ...]]


def _noms_uniques(lignes: tuple[LigneGrille, ...]) -> tuple[LigneGrille, ...]:
    noms = [ligne.fonction for ligne in lignes]
    refuser_si([f"fonction écrite deux fois : {nom}" for nom in dict.fromkeys(noms) if noms.count(nom) > 1])
    return lignes


class Grille(Gele):
    """The minima of a collective agreement, function by function."""

    convention: Convention
    titre: Texte
    note: str = ""
    verifie_le: date
    mesures: tuple[Mesure, ...]
    fonctions: Annotated[tuple[LigneGrille, ...], AfterValidator(_noms_uniques)]

    @model_validator(mode="after")
    def _lignes_justes(self, info: ValidationInfo) -> Grille:
        tailles = {m.id: len(m.periodes) for m in self.mesures}
        codes = (info.context or {}).get("codes")
        fautes = []
        for ligne in self.fonctions:
            nom = ligne.fonction
            for mesure in dict.fromkeys((*ligne.montants, *ligne.heures)):
                nombre = len(ligne.montants.get(mesure, ()))
                if mesure not in tailles:
                    fautes.append(f"{nom} : colonne inconnue « {mesure} »")
                elif nombre != tailles[mesure]:
                    fautes.append(f"{nom} : nombre de montants en « {mesure} », {nombre} au lieu de {tailles[mesure]}")
            fautes += [
                f"{nom} : code de devis inconnu {c}" for c in ligne.codes if codes is not None and c not in codes
            ]
            if not ligne.codes and not ligne.note_code:
                fautes.append(f"{nom} : aucun code de devis, et rien ne dit pourquoi")
        refuser_si(fautes)
        return self


@dataclass(frozen=True)
class Minimum:
    """An amount of a grid, with the dates between which it holds and on whose word."""

    mesure: str
    libelle: str
    unite: str
    montant: Decimal
    validite: Validite
    note: str


@dataclass(frozen=True)
class Fonction:
    """A function of a grid, as the rest of the program uses it. ``codes``: the first is the usual devis line."""

    convention: str
    nom: str
    branche: str
    statut: StatutSalarie
    niveau: str
    niveau_a_verifier: bool
    hors_fiction_lourde: bool
    codes: tuple[str, ...]
    note_code: str
    note: str
    verifie_le: date
    heures: Mapping[str, Heures]
    minima: tuple[Minimum, ...]


def fonctions_de(grille: Grille) -> tuple[Fonction, ...]:
    """The functions of a grid, each amount beside its dates."""
    return tuple(
        Fonction(
            grille.convention,
            ligne.fonction,
            ligne.branche,
            ligne.statut,
            ligne.niveau,
            ligne.niveau_a_verifier,
            ligne.hors_fiction_lourde,
            ligne.codes,
            ligne.note_code,
            " ".join(filter(None, (ligne.note, grille.note))),
            grille.verifie_le,
            ligne.heures,
            tuple(_minima(grille, ligne)),
        )
        for ligne in grille.fonctions
    )


def _minima(grille: Grille, ligne: LigneGrille) -> list[Minimum]:
    return [
        Minimum(mesure.id, mesure.libelle, mesure.unite, montant, periode, mesure.note)
        for mesure in grille.mesures
        for periode, montant in zip(mesure.periodes, ligne.montants.get(mesure.id, ()), strict=False)
    ]
