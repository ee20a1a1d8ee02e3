"""Title page of a Fountain file."""

from __future__ import annotations

import re

from chargeprod_xl.imports.texte import cle, pour_cellule, sans_marques

_CHAMP = re.compile(r"^(?P<cle>[^\W\d_][\w .'’-]{0,40}?)\s*:(?P<valeur>.*)$")
_TITRES = ("title", "titre")
_AUTEURS = (
    "author",
    "authors",
    "auteur",
    "auteurs",
    "autrice",
    "auteure",
    "autrices",
    "ecrit par",
    "scenario",
)
_AUTRES = (
    *("credit", "source", "draft date", "date", "contact", "copyright", "notes", "revision", "version"),
    *("realisation", "realisateur", "realisatrice", "production", "format", "episode", "serie", "adresse"),
)
_CONNUS = {*_TITRES, *_AUTEURS, *_AUTRES}


def lire_page_de_titre(lignes: list[str]) -> tuple[str, str, int]:
    """Return title, author and the index of the first line after the title page.

    ``FADE IN:`` looks like a field: a page is a title page only if its first field is one we know.
    """
    start = next((i for i, line in enumerate(lignes) if line.strip(" \t\x00")), len(lignes))
    first = _CHAMP.match(lignes[start]) if start < len(lignes) else None
    if first is None or cle(first["cle"]) not in _CONNUS:
        return "", "", 0
    fields: dict[str, list[str]] = {}
    end, key = start, ""
    for end, line in enumerate(lignes[start:], start):  # noqa: B007 - the index is the result
        match = _CHAMP.match(line)
        if line == "" or (line.strip(" \t\x00") and not line[0].isspace() and match is None):
            break
        if match is not None:
            key = cle(match["cle"])
        fields.setdefault(key, []).append(match["valeur"] if match else line)
    else:
        end = len(lignes)
    return _valeur(fields, _TITRES, " "), _valeur(fields, _AUTEURS, ", "), end


def _valeur(fields: dict[str, list[str]], keys: tuple[str, ...], separator: str) -> str:
    lines = next((fields[key] for key in keys if key in fields), [])
    flat = (pour_cellule(sans_marques(line).replace("\x00", "")) for line in lines)
    return separator.join(filter(None, flat))[:250]
