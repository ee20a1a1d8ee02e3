"""What is too long for a message: a page in the person's own folder, opened in the browser; the pack stays clean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined, Template

from chargeprod_xl.complement.journal import dossier_personnel


@dataclass(frozen=True)
class Point:
    """A line of a page: ✖, ▲ or ●, where, what, and what to do about it."""

    signe: str
    ou: str
    quoi: str
    remede: str = ""


@dataclass(frozen=True)
class Partie:
    """A titled list of a page."""

    titre: str
    points: Sequence[Point]


@dataclass(frozen=True)
class Page:
    """A page to read: sentences, lists, a text in columns as a terminal shows it, or HTML that we made ourselves."""

    titre: str
    phrases: Sequence[str] = ()
    parties: Sequence[Partie] = ()
    texte: str = ""
    html: str = ""


@cache
def _modele() -> Template:
    source = (files("chargeprod_xl.complement") / "page.html").read_text(encoding="utf-8")
    return Environment(autoescape=True, undefined=StrictUndefined).from_string(source)


def en_html(page: Page) -> str:
    """The page; everything that comes from the workbooks is text, whatever it holds."""
    return _modele().render(page=page)


def ecrire(page: Page, nom: str) -> Path:
    """Write the page under a plain name; the former one of that name is replaced."""
    dossier = dossier_personnel() / "rapports"
    dossier.mkdir(parents=True, exist_ok=True)
    fichier = dossier / f"{_nom_simple(nom)}.html"
    fichier.write_text(en_html(page), encoding="utf-8")
    return fichier


def _nom_simple(nom: str) -> str:
    sans_accents = unicodedata.normalize("NFKD", nom).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", sans_accents).strip("-").lower() or "page"
