"""Jinja2 as templates use it: sandboxed, strict, and what it cannot do said in French."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache, partial
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import missing

from chargeprod_xl.gabarits.champs_lus import le_plus_proche, proche
from chargeprod_xl.gabarits.formules import FormuleError

#: What a text of a template may raise; anything else is our own fault.
FAUTES = (TemplateError, FormuleError, ArithmeticError, TypeError, ValueError, RecursionError)


_EN_FRANCAIS: dict[type[Exception], str] = {
    TemplateSyntaxError: "écriture incorrecte entre {{ … }} ou {% … %}",
    SecurityError: "cela n’est pas permis dans un gabarit",
    ZeroDivisionError: "division par zéro entre {{ … }}",
    RecursionError: "un fragment s’emploie lui-même",
}
_IMPOSSIBLE = "ce calcul est impossible avec ces données (un texte, un nombre et une date ne se mêlent pas)"


class Inconnu(StrictUndefined):
    """A name that the data does not have."""

    @property
    def _undefined_message(self) -> str:
        nom, objet = str(self._undefined_name), self._undefined_obj
        if isinstance(objet, dict):
            return f"pas de « {nom} » ici ; {proche(nom, map(str, objet)) or ', '.join(sorted(map(str, objet)))}"
        if objet is missing:
            return f"nom inconnu « {nom} »"
        champs = [c for c in dir(objet) if not c.startswith("_")]
        return f"pas de « {nom} » ici ; {proche(nom, champs) or 'vérifiez ce nom'}"


_ENVIRONNEMENT = SandboxedEnvironment(undefined=Inconnu, autoescape=False)
#: A pack holds a few thousand small texts, rendered again at each build of the process: compiling is most of the work.
modele = lru_cache(maxsize=None)(_ENVIRONNEMENT.from_string)
expression = lru_cache(maxsize=None)(partial(_ENVIRONNEMENT.compile_expression, undefined_to_none=False))


def _indefini(dit: str, connus: Iterable[str]) -> str:
    """An unknown name, with the known one it looks like."""
    nom = dit.removeprefix("nom inconnu « ").removesuffix(" »")
    voisin = le_plus_proche(nom, connus) if dit.startswith("nom inconnu") else ""
    return f"{dit} ; voulez-vous dire « {voisin} » ?" if voisin else dit


def dire(erreur: BaseException, connus: Iterable[str]) -> str:
    """Why a text cannot be rendered, in French. ``connus``: the names that the data has."""
    if isinstance(erreur, UndefinedError):
        return _indefini(str(erreur.message), connus)
    if isinstance(erreur, FormuleError):
        return str(erreur)
    return next((dit for genre, dit in _EN_FRANCAIS.items() if isinstance(erreur, genre)), _IMPOSSIBLE)


def montre(texte: Any) -> str:
    """A text in a message, short and on one line."""
    ligne = " ".join(str(texte).split())
    return ligne if len(ligne) <= 160 else f"{ligne[:157]}…"
