"""Fountain, plain text and Markdown written like a screenplay, read into blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from chargeprod_xl.imports.blocs import Ajout, Bloc, Genre, Lecture
from chargeprod_xl.imports.entetes import lire_chiffres, lire_entete, lire_entete_force, lire_sequence_nue
from chargeprod_xl.imports.notes import lire_note
from chargeprod_xl.imports.texte import part_de_capitales, pour_cellule, sans_marques
from chargeprod_xl.imports.titres import lire_page_de_titre

Ligne = tuple[int, str]

_SECTION = re.compile(r"^(?P<dieses>#{1,6})\s*(?P<titre>[^#].*)?$")
_REGLE = re.compile(r"^(?:={3,}|-{3,}|\*{3,}|_{3,})$")
# IRIS, VOLET or CARTON could also be someone's name: only words that cannot be one are listed.
_TRANSITION = re.compile(
    r"^(?:(?:FADE|FONDU|CUT|SMASH CUT|MATCH CUT|JUMP CUT|DISSOLVE|COUPE|RACCORD|OUVERTURE|FERMETURE"
    r"|ÉCRAN NOIR|THE END|TRANSITION)\b[^a-zà-ÿ]*|(?:NOIR|FIN)\s*\.?)$"
)
_NOTE_MAX = 5000  # an unclosed [[ must not swallow the script, nor make reading quadratic
_VIDE = "\x00"  # marks a line emptied by a note: not the blank line that ends a speech


def lire_fountain(texte: str, *, markdown: bool = False) -> Lecture:
    """Read a whole text; its title page first, then its blocks."""
    clean, notes, doubts = _retirer(texte)
    titre, auteur, start = lire_page_de_titre(clean)
    blocs: list[Bloc] = []
    for paragraphe in _paragraphes(list(enumerate(clean, 1))[start:]):
        blocs += _lire_paragraphe(paragraphe)
    if markdown and not titre:
        titre = next((pour_cellule(sans_marques(b.texte)) for b in blocs if b.niveau == 1), "")
    return Lecture(titre, auteur, tuple(blocs), (*notes, *doubts))


def _retirer(texte: str) -> tuple[list[str], list[Ajout], list[Ajout]]:
    """Take out comments and notes, keeping every line number; return lines, notes read, doubts."""
    notes: list[Ajout] = []
    pieces: list[str] = []
    line = 1
    for kind, piece in _morceaux(texte):
        read = lire_note(piece[2:-2], line) if kind == "[[" else None
        if read is not None:
            notes.append(read)
        pieces.append(piece if not kind else _VIDE + f"\n{_VIDE}" * piece.count("\n"))
        line += piece.count("\n")
    lines = "".join(pieces).split("\n")
    kept = [_VIDE if _VIDE in text and not text.strip(" \t" + _VIDE) else text for text in lines]
    kept = [text if text == _VIDE else text.replace(_VIDE, "") for text in kept]
    doubts = [
        Ajout(n, doutes=(f"« {mark} » jamais refermé (ligne {n}) : le texte qui suit a été lu.",))
        for n, text in enumerate(kept, 1)
        for mark in ("/*", "[[")
        if mark in text
    ]
    return kept, notes, doubts


def _morceaux(texte: str) -> Iterator[tuple[str, str]]:
    """Cut the text into (mark, piece): ``/*`` for a comment, ``[[`` for a note, nothing for the script."""
    start = 0
    last_close = texte.rfind("*/")
    for match in re.finditer(r"/\*|\[\[", texte):
        if match.start() < start:
            continue
        end = _fin_de_retrait(texte, match.start(), match[0], last_close)
        if end:
            yield "", texte[start : match.start()]
            yield match[0], texte[match.start() : end]
            start = end
    yield "", texte[start:]


def _fin_de_retrait(texte: str, debut: int, marque: str, last_close: int) -> int:
    """Return where the comment or note ends, 0 when it is never closed; a blank line ends no note."""
    if marque == "/*":
        return texte.index("*/", debut + 2) + 2 if last_close >= debut + 2 else 0
    window = texte[debut + 2 : debut + 2 + _NOTE_MAX].partition("\n\n")[0]
    place = window.find("]]")
    return debut + place + 4 if place >= 0 else 0


def _paragraphes(lignes: list[Ligne]) -> Iterator[list[Ligne]]:
    """Group lines between blank ones; a line of two spaces inside a speech does not end it."""
    lines = [(n, line) for n, line in lignes if line != _VIDE]
    group: list[Ligne] = []
    for (n, line), (_, after) in pairwise([*lines, (0, "")]):
        if line.strip():
            group.append((n, line))
        elif group and not _suspendu(group, line, after):
            yield group
            group = []
    if group:
        yield group


def _suspendu(group: list[Ligne], line: str, after: str) -> bool:
    speech = len(group) > 1 and est_replique(group[0][1])
    return speech and len(line) >= 2 and bool(after.strip()) and part_de_capitales(after) < 1


def est_replique(line: str) -> bool:
    """Whether the line can name who speaks: capitals outside parentheses, or forced by @."""
    flat = sans_marques(line[:400]).replace("**", "").strip()
    if flat.startswith("@"):
        return len(flat) > 1
    bare = re.sub(r"\([^()]*\)?", "", flat).replace("^", "").strip()
    return (
        0 < len(bare) <= 50
        and (bare[0].isalnum())
        and part_de_capitales(bare) == 1
        and not bare.endswith(("!", "?", "...", "…"))
        and not est_transition(flat)
    )


def est_transition(line: str) -> bool:
    """Whether the line is a French or English transition (``FONDU AU NOIR``, ``CUT TO:``)."""
    flat = sans_marques(line[:400]).replace("**", "").strip()
    if not flat or flat.startswith("!") or len(flat) > 60 or part_de_capitales(flat) < 1:
        return False
    return bool(_TRANSITION.match(flat)) or flat.endswith((" TO:", " À :", " À:", " SUR :"))


def _lire_paragraphe(lignes: list[Ligne]) -> list[Bloc]:
    blocs: list[Bloc] = []
    action: list[Ligne] = []
    place = 0
    while place < len(lignes):
        pair = lignes[place : place + 2]
        special = _bloc_simple(pair, seul=not action)
        if special is not None:
            blocs += [*_action(action), special]
            action, place = [], place + 1
        elif not action and len(pair) > 1 and est_replique(pair[0][1]):
            end = _fin_de_replique(lignes, place)
            blocs += _lire_replique(lignes[place:end])
            place = end
        else:
            action.append(pair[0])
            place += 1
    return [bloc for bloc in blocs + _action(action) if bloc.texte or bloc.entete]


def _action(lignes: list[Ligne]) -> list[Bloc]:
    texts = [line.strip().removeprefix("!") for _, line in lignes]
    return [Bloc(Genre.ACTION, "\n".join(texts), lignes[0][0])] if lignes else []


def _bloc_simple(lignes: list[Ligne], *, seul: bool) -> Bloc | None:
    """Read a block that holds on one line, or None for action and dialogue."""
    n, line = lignes[0][0], lignes[0][1].strip()
    section = _SECTION.match(line)
    if section:
        return _section(n, len(section["dieses"]), (section["titre"] or "").strip())
    entete = lire_entete(line)
    if entete is not None:
        return Bloc(Genre.ENTETE, entete.texte, n, entete)
    if _REGLE.match(line) or (line.startswith("=") and not line.startswith("==")):
        return Bloc(Genre.SECTION, "", n)  # page break, rule, synopsis: nothing to print
    marked = _force(n, line)
    if marked is not None:
        return marked
    if seul and est_transition(line):
        return Bloc(Genre.TRANSITION, line, n)
    return _numero(lignes, seul=seul)


def _numero(lignes: list[Ligne], *, seul: bool) -> Bloc | None:
    """Read ``Séquence 12`` anywhere, or bare digits alone in their paragraph or right above a heading."""
    n, line = lignes[0]
    nue = lire_sequence_nue(line)
    if nue is not None:
        return Bloc(Genre.NUMERO, nue.texte, n, nue)
    alone = (seul and len(lignes) == 1) or _avant_entete(lignes)
    number = lire_chiffres(line) if alone else ""
    return Bloc(Genre.NUMERO, number, n) if number else None


def _avant_entete(lignes: list[Ligne]) -> bool:
    return len(lignes) > 1 and lire_entete(lignes[1][1]) is not None


def _section(n: int, niveau: int, titre: str) -> Bloc:
    entete = lire_entete(titre)
    if entete is not None:
        return Bloc(Genre.ENTETE, entete.texte, n, entete)
    nue = lire_sequence_nue(titre)
    if nue is not None:
        return Bloc(Genre.NUMERO, nue.texte, n, nue, niveau)
    return Bloc(Genre.SECTION, titre or "#", n, niveau=niveau)


def _force(n: int, line: str) -> Bloc | None:
    if line.startswith(".") and len(line) > 1 and line[1].isalnum():
        entete = lire_entete_force(line[1:])
        return Bloc(Genre.ENTETE, entete.texte, n, entete)
    if line.startswith(">") and line.endswith("<"):
        return Bloc(Genre.ACTION, line.strip("<> "), n)
    if line.startswith(">"):
        return Bloc(Genre.TRANSITION, line[1:].strip(), n)
    if line.startswith("~"):
        return Bloc(Genre.DIALOGUE, line[1:].strip(), n)
    return None


def _fin_de_replique(lignes: list[Ligne], debut: int) -> int:
    """Return where the speech ends: a heading ends it even without a blank line."""
    places = range(debut + 1, len(lignes))
    return next((i for i in places if lire_entete(lignes[i][1]) is not None), len(lignes))


def _lire_replique(lignes: Iterable[Ligne]) -> Iterator[Bloc]:
    for rank, (n, line) in enumerate(lignes):
        flat = line.strip()
        if rank == 0:
            yield Bloc(Genre.PERSONNAGE, flat.lstrip("@*"), n, double=flat.rstrip("* ").endswith("^"))
        elif flat.startswith("("):
            yield Bloc(Genre.DIDASCALIE, flat, n)
        else:
            yield Bloc(Genre.DIALOGUE, flat.removeprefix("~"), n)
