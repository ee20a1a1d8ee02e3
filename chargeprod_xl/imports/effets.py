"""Splits what follows INT or EXT into set, sub-set and time of day (`effet`)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from chargeprod_xl.imports.texte import cle, pour_cellule

#: An effet that only makes sense from the sequence before: never guessed.
HERITE = "hérité"

_CONNUS: dict[str, tuple[str, ...]] = {
    "JOUR": ("jour", "journee", "day", "daytime", "midi", "apres midi", "noon", "afternoon", "plein jour"),
    "NUIT": ("nuit", "night", "nighttime", "minuit", "midnight", "pleine nuit", "that night"),
    "AUBE": ("aube", "aurore", "dawn", "daybreak", "sunrise", "lever du jour", "lever de soleil"),
    "MATIN": ("matin", "matinee", "morning", "petit matin", "lendemain matin", "next morning"),
    "SOIR": ("soir", "soiree", "evening", "that evening"),
    "CRÉPUSCULE": (
        *("crepuscule", "entre chien et loup", "chien et loup", "dusk", "twilight", "sunset", "nightfall"),
        *("magic hour", "coucher de soleil", "coucher du soleil", "tombee de la nuit", "tombee du jour"),
    ),
    HERITE: (
        *("continu", "continue", "en continu", "continuous", "cont", "cont'd", "suite", "meme", "same"),
        *("plus tard", "un peu plus tard", "later", "moments later", "later that day", "same time"),
        *("en meme temps", "au meme moment", "meme moment", "meme effet", "simultane", "immediatement apres"),
        *("lendemain", "next day", "same day", "peu apres", "quelques instants plus tard", "raccord"),
    ),
}
_EFFETS = {form: effet for effet, forms in _CONNUS.items() for form in forms}
_FRANCAIS = {"jour", "nuit", "aube", "matin", "soir", "crepuscule"}
_MENTIONS = {
    *("flashback", "flash back", "flash", "flashforward", "reve", "cauchemar", "souvenir", "montage"),
    *("dream", "dream sequence", "intercut", "stock shot", "archives", "images d'archives", "fantasme"),
}
_AVANT = re.compile(r"^(?:early|late|(?:en )?(?:fin|debut) (?:de |du |d')|la |le |l'|de |au |a l'|the |at )\s*")
_APRES = re.compile(r"\s*[0-9]{1,3}$")  # "JOUR 2": the day of the story
_LIAISON = re.compile(r"\s*[-/&]\s*|\s+(?:et|ou|puis|and|or|to)\s+", re.IGNORECASE)
_COUPE = re.compile(r"\([^()]*\)|(?P<sep>\s+-+\s*|\s*--+\s*|-\s+|\s*[–—]\s*|\s*/\s*|[.,;:](?:\s+|$))")
_QUEUE = re.compile(r"^(?P<base>[^(]*?)\s*(?P<parens>(?:\([^()]*\)\s*)+)$")
_PARENTHESE = re.compile(r"\(([^()]*)\)")
#: After one of these words, JOUR or NUIT belongs to the name of the place (BOÎTE DE NUIT).
_COMPLEMENT = {"de", "du", "des", "la", "le", "les", "un", "une", "en", "au", "et", "ce", "cette"}


@dataclass(frozen=True)
class Partage:
    """Result of the split; ``effets`` lists what was read, in order, without choosing."""

    decor: str
    sous_decor: str
    effets: tuple[str, ...]
    doutes: tuple[str, ...] = ()

    @property
    def effet(self) -> str:
        """The effet when the heading states exactly one, else nothing."""
        stated = self.effets_dits
        return stated[0] if len(stated) == 1 else ""

    @property
    def effets_dits(self) -> tuple[str, ...]:
        """Different effets stated, the inherited ones left aside."""
        return tuple(dict.fromkeys(e for e in self.effets if e != HERITE))


@dataclass
class _Etat:
    """Segments sorted so far."""

    groupes: list[str] = field(default_factory=list)
    effets: list[str] = field(default_factory=list)
    mentions: list[str] = field(default_factory=list)
    coupe: bool = False

    def garder(self, segment: str, separateur: str) -> None:
        """Keep a segment as part of the set: only dashes open a sub-set."""
        dashed = self.coupe or any(dash in separateur for dash in "-–—")
        if self.groupes and not dashed:
            self.groupes[-1] += separateur + segment
        elif segment:
            self.groupes.append(segment)
        self.coupe = False


def lire_effets(segment: str) -> tuple[str, ...]:
    """Return the effets a whole segment stands for (``JOUR-NUIT`` gives two), or nothing."""
    single = _un_effet(segment)
    if single:
        return (single,)
    parts = _LIAISON.split(segment)
    found = tuple(_un_effet(part) for part in parts)
    return found if len(parts) > 1 and all(found) else ()


def _un_effet(segment: str) -> str:
    plain = cle(segment.strip(" .,;:()"))
    for form in (plain, _APRES.sub("", plain), _AVANT.sub("", _APRES.sub("", plain))):
        if form in _EFFETS:
            return _EFFETS[form]
    return ""


def _segments(texte: str) -> list[tuple[str, str]]:
    """Cut into (separator before, segment); nothing is cut inside parentheses."""
    pieces: list[tuple[str, str]] = []
    start, separator = 0, ""
    for match in _COUPE.finditer(texte):
        if match["sep"] is not None:
            pieces.append((separator, texte[start : match.start()].strip()))
            start, separator = match.end(), match["sep"]
    pieces.append((separator, texte[start:].strip()))
    return [piece for piece in pieces if piece[1]]


def _trier(etat: _Etat, separateur: str, segment: str) -> None:
    tail = _QUEUE.match(segment)
    base, parens = (tail["base"], _PARENTHESE.findall(tail["parens"])) if tail else (segment, [])
    own = lire_effets(base) if base else ()
    inside = [effet for paren in parens for effet in lire_effets(paren)]
    etat.effets += [*own, *inside]
    if own or (not base and inside):
        etat.coupe = True
    elif cle(base) in _MENTIONS and etat.groupes + etat.effets:
        etat.mentions.append(base)
        etat.coupe = True
    else:
        kept = [f"({paren})" for paren in parens if not lire_effets(paren)]
        etat.garder(" ".join([base, *kept]).strip(), separateur)


def _effet_sans_separateur(etat: _Etat) -> str:
    """Read ``JOUR PLAGE`` or ``CUISINE NUIT``; return the doubt it leaves."""
    first, _, after = etat.groupes[0].partition(" ")
    if after and cle(first) in _FRANCAIS:
        etat.effets += lire_effets(first)
        etat.groupes[0] = after.strip()
        return ""
    before, _, last = etat.groupes[-1].rpartition(" ")
    if not before or cle(last) not in _FRANCAIS or cle(before).split()[-1:][0] in _COMPLEMENT:
        return ""
    etat.effets += lire_effets(last)
    etat.groupes[-1] = before.strip()
    return f"Effet « {last} » lu sans séparateur : confirmer qu'il ne fait pas partie du nom du décor."


def partager(texte: str) -> Partage:
    """Split the text that follows INT or EXT; what is not written is never guessed."""
    etat = _Etat()
    for separator, segment in _segments(texte):
        _trier(etat, separator, segment)
    doubts = []
    if not etat.effets and etat.groupes:
        doubts.append(_effet_sans_separateur(etat))
    doubts += [f"Mention « {m} » relevée dans l'en-tête : à reporter au dépouillement." for m in etat.mentions]
    groups = [pour_cellule(g).upper() for g in etat.groupes]
    groups = [g for g in groups if g]
    return Partage(
        decor=groups[0] if groups else "",
        sous_decor=" - ".join(groups[1:]),
        effets=tuple(etat.effets),
        doutes=tuple(filter(None, doubts)),
    )
