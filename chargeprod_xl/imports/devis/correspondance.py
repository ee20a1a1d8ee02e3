"""The mapping of a devis: columns, codes, frozen rates, rows to leave out. Read, checked, every fault at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.imports.devis.codes import Nomenclature
from chargeprod_xl.imports.devis.vocabulaire import CALCULES, ROLES
from chargeprod_xl.projet.fichier import Document, lire_yaml
from chargeprod_xl.projet.modele import Texte, fautes_du_modele

FICHIER = "correspondance-devis.yaml"


def _en_texte(brut: object) -> object:
    return f"{brut}" if isinstance(brut, int | float) and not isinstance(brut, bool) else brut


#: A code, a title, a pattern: a text, even when it is written as a number.
Code = Annotated[str, BeforeValidator(_en_texte)]
Cours = Annotated[Decimal, Field(ge=Decimal("1e-6"), le=Decimal("1e6"))]
Motif = Annotated[str, BeforeValidator(_en_texte), Field(min_length=1, max_length=200)]


def _avec_date_et_source(brut: object) -> object:
    if isinstance(brut, int | float | str | Decimal):
        modele = f"{{cours: {brut}, date: 2027-03-01, source: Banque de France}}"
        raise ValueError(f"un cours figé a sa date et sa source : écrivez {modele}")
    return brut


class CoursFige(BaseModel):
    """A frozen rate: euros for one unit, the day it was read and where."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    cours: Cours
    date: date
    source: Texte


class Correspondance(BaseModel):
    """The whole mapping; an empty one changes nothing.

    Attributes:
        feuille: the sheet to read.
        ligne_des_titres: row of the titles; 0 when the file has none.
        colonnes: role → title or letter; null: no column has this role.
        codes: code of the file → line of our devis, or a word of what the program computes.
        devises: currency → its frozen rate.
        ignorer: patterns of labels (or codes) of rows to leave out.
        ecarts_acceptes: patterns of labels of totals that the file itself gets wrong.
        decimale: decimal sign of figures typed as texts.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    feuille: str | None = None
    ligne_des_titres: Annotated[int, Field(ge=0, le=1_048_576)] | None = None
    colonnes: Mapping[str, Code | None] = Field(default_factory=dict)
    codes: Mapping[Code, Code] = Field(default_factory=dict)
    devises: Mapping[str, Annotated[CoursFige, BeforeValidator(_avec_date_et_source)]] = Field(default_factory=dict)
    ignorer: tuple[Motif, ...] = ()
    ecarts_acceptes: tuple[Motif, ...] = ()
    decimale: Literal[",", "."] | None = None


def _proche(nom: str, connus: list[str]) -> str:
    proches = get_close_matches(nom, connus, n=1)
    return f"écrivez « {proches[0]} »" if proches else f"choisissez parmi {', '.join(connus)}"


def _groupe(document: Document, nom: str) -> Mapping[Any, Any]:
    contenu = document.contenu
    brut = contenu.get(nom) if isinstance(contenu, Mapping) else None
    return brut if isinstance(brut, Mapping) else {}


def _motifs_faux(document: Document, nom: str) -> Iterator[Anomalie]:
    contenu = document.contenu
    bruts = contenu.get(nom) if isinstance(contenu, Mapping) else None
    for rang, motif in enumerate(bruts if isinstance(bruts, list) else []):
        try:
            re.compile(str(motif))
        except re.error as faute:
            quoi = f"« {motif} » n’est pas un motif ({faute.msg})"
            remede = "écrivez un texte simple, ou une expression régulière juste (\\. pour un point)"
            yield Anomalie(document.ou((nom, rang)), quoi, remede)


def _fautes_croisees(document: Document, n: Nomenclature) -> Iterator[Anomalie]:
    for role in _groupe(document, "colonnes"):
        if role not in ROLES:
            ou = document.ou(("colonnes", str(role)))
            yield Anomalie(ou, f"rôle de colonne inconnu « {role} »", _proche(str(role), list(ROLES)))
    for etranger, notre in _groupe(document, "codes").items():
        if str(notre) not in n.lignes and str(notre) not in CALCULES:
            ou = document.ou(("codes", str(etranger)))
            remede = f"choisissez une ligne de la nomenclature, ou {', '.join(CALCULES)}"
            yield Anomalie(ou, f"« {etranger} » est envoyé vers « {notre} », qui n’est pas une ligne du devis", remede)
    for devise in _groupe(document, "devises"):
        if not re.fullmatch(r"[A-Z]{3}", str(devise)) or devise == "EUR":
            ou = document.ou(("devises", str(devise)))
            yield Anomalie(ou, f"devise « {devise} »", "écrivez son code à trois lettres : USD, GBP, CHF…")
    yield from _motifs_faux(document, "ignorer")
    yield from _motifs_faux(document, "ecarts_acceptes")


def lire_correspondance(chemin: Path, n: Nomenclature) -> Correspondance:
    """The mapping of a file; every fault is raised at once. A file of comments only is an empty mapping."""
    document, fautes = lire_yaml(chemin)
    if document is None:
        raise DonneesRefuseesError(fautes)
    lue: Correspondance | None = None
    try:
        brut = {} if document.contenu is None else document.contenu
        # A group whose every line is a comment reads as null.
        plein = {k: v for k, v in brut.items() if v is not None} if isinstance(brut, Mapping) else brut
        lue = Correspondance.model_validate(plein)
    except ValidationError as erreur:
        fautes += fautes_du_modele(erreur, document)
    fautes += _fautes_croisees(document, n)
    if fautes or lue is None:
        raise DonneesRefuseesError(dict.fromkeys(fautes))
    return lue
