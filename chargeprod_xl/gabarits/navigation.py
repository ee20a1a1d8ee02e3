"""How a person moves about in a workbook, as templates declare it: rows that fold, links from a table to another."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

#: Excel has eight levels of rows; the deepest is for the rows under the last heading.
NIVEAUX_DE_TITRE = 7


class Pliage(BaseModel):
    """Rows that fold under their headings, as the buttons 1, 2, 3… at the left of the sheet do.

    ``titres``: what the column ``colonne`` says of a heading, from the highest to the deepest. Any other row is one
    level under the heading that stands above it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    colonne: str
    titres: Annotated[tuple[str, ...], Field(min_length=1, max_length=NIVEAUX_DE_TITRE)]


class Raccourci(BaseModel):
    """Links both ways between the rows of a table and the headings of another, in the same workbook.

    A row leads to the heading ``niveau`` of the table ``vers`` whose column ``cle_vers`` holds what its own column
    ``cle`` does; the heading leads back. One clicks on these two cells. A row without such a heading leads nowhere.
    ``niveau`` names the links: one such set for each kind of heading in a pack.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    vers: str
    niveau: str
    cle: str
    cle_vers: str
