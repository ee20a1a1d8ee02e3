"""A letter, a contract, a report, as a person writes it in a template. Texts may cite live values: ``{nom|euros}``."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, Tag

from chargeprod_xl.gabarits.champs_lus import SELON_LE_PARAGRAPHE

Identifiant = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Paragraphe(_Strict):
    """A paragraph known by ``id``: what a person wrote in its place stays when the template words it otherwise."""

    id: Identifiant
    texte: str


class Enumeration(_Strict):
    """Paragraphs after a dash."""

    liste: tuple[str, ...]


Element = Annotated[
    Annotated[str, Tag("<phrase>")]
    | Annotated[Paragraphe, Tag("<paragraphe>")]
    | Annotated[Enumeration, Tag("<liste>")],
    SELON_LE_PARAGRAPHE,
]


class Signature(_Strict):
    """Who signs: function, name, what is written by hand above the signature, room for it in centimetres."""

    nom: str
    fonction: str = ""
    mention: str = ""
    place: Annotated[float, Field(gt=0, le=12)] = 2.5


class Lettre(_Strict):
    """A letter on the width of its page.

    Anything may be left out: two blocks with a table between them make a letter too. ``logo`` is an image of the
    film's folder; without that file the letter has none.
    """

    lettre: Identifiant
    logo: str = ""
    expediteur: tuple[str, ...] = ()
    destinataire: tuple[str, ...] = ()
    lieu_et_date: str = ""
    objet: str = ""
    corps: tuple[Element, ...] = ()
    signatures: tuple[Signature, ...] = ()
    si: str | None = None
