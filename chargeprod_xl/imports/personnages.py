"""Who speaks: cue names normalised, collective and possessive cues merged only when that is certain."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from chargeprod_xl.imports.texte import cle, pour_cellule, sans_marques, une_ligne

_PARENTHESES = re.compile(r"\([^()]*\)")
_SUFFIXE = re.compile(
    r"[\s,.\-–—]+(?:OFF|V\.?\s?O\.?|O\.\s?S\.?|O\.\s?C\.?|VOIX[ -]OFF|CONT'?D|SUITE|IN)\.?$", re.IGNORECASE
)
_COLLECTIF = re.compile(r"\s*[&+,/]\s*|\s+(?:ET|AND|AVEC|WITH)\s+")
_VOIX_DE = re.compile(
    r"^(?:LA |THE )?(?:VOIX|VOICE|PENSÉES?|OMBRE|REFLET|SILHOUETTE)(?:[ -]OFF)?"
    r"(?: INTÉRIEURE)? (?:DE LA |DE L'|DE |DU |DES |D'|OF )(?P<nom>.+)$"
)
_VOIX_ANGLAISE = re.compile(
    r"^(?P<nom>.+?)(?:'S|S')\s+(?:\w+ )?(?:VOICE|VOICES|VOICEOVER|THOUGHTS?|SHADOW|REFLECTION|GHOST|ECHO)$"
)
_APPARTIENT = re.compile(r"^(?P<nom>.+?)(?:'S|S')\s+\S")
_VOIX_ENTRE_PARENTHESES = re.compile(r"^(?:VOIX|VOICE)(?:[ -]OFF)?\s*\((?P<nom>[^()]{2,40})\)$", re.IGNORECASE)
_TECHNIQUE = re.compile(r"^(?:OFF|IN|V\.?\s?O\.?|O\.?\s?[SC]\.?|SUITE|CONT.*)$", re.IGNORECASE)
_TOUS = {"tous", "toutes", "ensemble", "tout le monde", "les deux", "all", "both", "everyone", "everybody"}


@dataclass(frozen=True)
class Repliques:
    """Who speaks in one sequence, in order of appearance, and how many times."""

    roles: tuple[str, ...]
    repliques: tuple[int, ...]
    doutes: tuple[str, ...]


def nom_de_role(replique: str) -> str:
    """Return the character's name in capitals, without (V.O.), (SUITE), `OFF` nor markup."""
    flat = sans_marques(replique[:400]).replace("**", "").replace("’", "'").replace("^", " ")
    voice = _VOIX_ENTRE_PARENTHESES.match(flat.strip())
    if voice and not _TECHNIQUE.match(voice["nom"].strip()):
        flat = f"VOIX DE {voice['nom']}"
    name = une_ligne(_PARENTHESES.sub(" ", _PARENTHESES.sub(" ", flat)).split("(")[0])
    name = name.rstrip(" :;,)")
    while (shorter := _SUFFIXE.sub("", name)) != name and shorter.upper() not in ("", "VOIX", "VOICE"):
        name = shorter
    return pour_cellule(name.lstrip(" )")).upper()[:80].strip()


def membres(nom: str) -> tuple[str, ...]:
    """Return the members of a collective cue (``TEX & GIDEON``), or nothing for a single character."""
    parts = tuple(part.strip() for part in _COLLECTIF.split(nom) if part.strip())
    return parts if len(parts) > 1 else ()


def voix_de(nom: str) -> str:
    """Return whose voice it is (``VOIX DE ZOÉ``, ``ADAM'S VOICE``), or nothing."""
    match = _VOIX_DE.match(nom) or _VOIX_ANGLAISE.match(nom)
    return match["nom"].strip() if match else ""


def roles_simples(noms: Collection[str]) -> frozenset[str]:
    """Return the names that are one character each: the only ones a doubtful cue may be merged into."""
    return frozenset(nom for nom in noms if nom and not membres(nom) and not voix_de(nom))


def _attribuer(nom: str, connus: Collection[str]) -> tuple[tuple[str, ...], str]:
    """Return the characters a cue counts for, and the doubt to settle."""
    parts, owner = membres(nom), voix_de(nom)
    if parts and all(part in connus for part in parts):
        return parts, f"Réplique collective « {nom} » comptée pour {', '.join(parts)}."
    if not parts and owner in connus:
        return (owner,), f"« {nom} » compté comme {owner} : à confirmer."
    return (nom,), _doute(nom, owner, connus, collective=bool(parts) or cle(nom) in _TOUS)


def _doute(nom: str, owner: str, connus: Collection[str], *, collective: bool) -> str:
    """Return the doubt left by a cue kept as it is written."""
    thing = _APPARTIENT.match(nom)
    if collective:
        return f"Réplique collective « {nom} » : préciser qui parle."
    if owner:
        return f"« {nom} » gardé comme rôle à part : {owner} ne parle nulle part."
    if thing and thing["nom"] in connus:
        return f"« {nom} » gardé comme rôle à part : à fusionner avec {thing['nom']} ?"
    return ""


def compter(noms: Collection[str], muets: Collection[str], connus: Collection[str]) -> Repliques:
    """Count the speeches of one sequence; silent characters come after the speaking ones, with 0."""
    counts: dict[str, int] = {}
    doubts: dict[str, None] = {}
    for nom in noms:
        roles, doubt = _attribuer(nom, connus)
        for role in roles:
            counts[role] = counts.get(role, 0) + 1
        if doubt:
            doubts[doubt] = None
    for nom in muets:
        counts.setdefault(nom, 0)
    return Repliques(tuple(counts), tuple(counts.values()), tuple(doubts))
