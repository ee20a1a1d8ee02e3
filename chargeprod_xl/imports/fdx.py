"""Final Draft files, read into blocks; the XML is parsed without DTD, entities or network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.imports.blocs import Ajout, Bloc, Genre, Lecture
from chargeprod_xl.imports.entetes import lire_entete_force, normaliser_numero
from chargeprod_xl.imports.etiquettes import Etiquettes, lire_etiquettes
from chargeprod_xl.imports.notes import lire_note
from chargeprod_xl.imports.personnages import nom_de_role
from chargeprod_xl.imports.texte import pour_cellule

_GENRES = {
    "Scene Heading": Genre.ENTETE,
    "Character": Genre.PERSONNAGE,
    "Parenthetical": Genre.DIDASCALIE,
    "Dialogue": Genre.DIALOGUE,
    "Lyrics": Genre.DIALOGUE,
    "Singing": Genre.DIALOGUE,
    "Transition": Genre.TRANSITION,
    "New Act": Genre.SECTION,
    "End of Act": Genre.SECTION,
    "Cast List": Genre.SECTION,
}
_PROLOGUE = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_LONGUEUR = re.compile(r"^\s*(?:(?P<pages>[0-9]{1,4})(?:\s+|\s*$))?(?:(?P<huitiemes>[0-9]{1,3})\s*/\s*8)?\s*$")
_NOTE = re.compile(r"\[\[(?P<note>(?:(?!\]\]).)*)\]\]", re.DOTALL)
_SIGNATURE = re.compile(r"^(?:written by|screenplay by|by|écrit par|scénario de|un film de|de|par)\s*:?\s*", re.I)


def lire_fdx(texte: str, fichier: str) -> Lecture | Anomalie:
    """Read a Final Draft document, or say why it is not one."""
    if re.search(r"<!\s*(?:DOCTYPE|ENTITY)", texte, re.IGNORECASE):
        return Anomalie(
            fichier,
            "Ce fichier contient une déclaration DOCTYPE ou ENTITY : il est refusé par sécurité.",
            "Réenregistrer le scénario depuis Final Draft (Fichier > Enregistrer sous, format .fdx).",
        )
    # The declaration goes: the text is already decoded, a false encoding name must not change it.
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(_PROLOGUE.sub("", texte, count=1).encode("utf-8"), parser)
    except etree.XMLSyntaxError as fault:
        return Anomalie(
            f"{fichier}, ligne {fault.lineno or 1}",
            "Le fichier Final Draft est abîmé (XML incorrect) : il est sans doute tronqué.",
            "Rouvrir le scénario dans Final Draft et l'enregistrer à nouveau, ou reprendre une copie saine.",
        )
    content = root.find("Content")
    if root.tag != "FinalDraft" or content is None:
        return Anomalie(
            fichier,
            "Ce fichier XML n'est pas un scénario Final Draft.",
            "Exporter le scénario au format Final Draft (.fdx) ou Fountain (.fountain).",
        )
    return _lire_document(root, content)


def _lire_document(root: etree._Element, content: etree._Element) -> Lecture:
    tags = lire_etiquettes(root)
    blocs: list[Bloc] = []
    ajouts: list[Ajout] = []
    for rank, (paragraph, double) in enumerate(_paragraphes(content), 1):
        texte = _texte(paragraph)
        ajouts += _ajouts(paragraph, texte, rank, tags)
        bloc = _bloc(paragraph, _NOTE.sub("", texte).strip(), rank, double=double)
        if bloc is not None:
            blocs.append(bloc)
    titre, auteur = _page_de_titre(root)
    return Lecture(titre, auteur, tuple(blocs), tuple(ajouts))


def _paragraphes(content: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    """Yield the paragraphs in order; the second cue of a dual dialogue is marked as simultaneous."""
    for paragraph in content.iterchildren("Paragraph"):
        dual = paragraph.find("DualDialogue")
        if dual is None:
            yield paragraph, False
            continue
        cues = 0
        for inner in dual.iterchildren("Paragraph"):
            is_cue = inner.get("Type") == "Character"
            cues += is_cue
            yield inner, is_cue and cues > 1


def _texte(paragraph: etree._Element) -> str:
    """Return all the runs of text joined: a heading half in bold is still one heading."""
    return "".join("".join(map(str, run.itertext())) for run in paragraph.iterchildren("Text"))


def _bloc(paragraph: etree._Element, texte: str, rank: int, *, double: bool) -> Bloc | None:
    if not texte:
        return None
    genre = _GENRES.get(paragraph.get("Type") or "", Genre.ACTION)
    if genre is not Genre.ENTETE:
        return Bloc(genre, texte, rank, double=double)
    number = normaliser_numero(paragraph.get("Number") or "")
    entete = lire_entete_force(f"{texte} #{number}#" if number else texte)
    properties = paragraph.find("SceneProperties")
    written = properties.get("Length") if properties is not None else None
    return Bloc(genre, entete.texte or texte, rank, entete, huitiemes=lire_longueur(written or ""))


def lire_longueur(texte: str) -> int:
    """Return the eighths of ``2 3/8``, 0 when nothing is written."""
    match = _LONGUEUR.match(texte)
    return int(match["pages"] or 0) * 8 + int(match["huitiemes"] or 0) if match else 0


def _ajouts(paragraph: etree._Element, texte: str, rank: int, tags: Etiquettes) -> Iterator[Ajout]:
    beats = [beat.get("Name") or "" for beat in paragraph.iter("CharacterArcBeat")]
    roles = tuple(filter(None, map(nom_de_role, beats)))
    if roles:
        yield Ajout(rank, roles=roles)
    for run in paragraph.iterchildren("Text"):
        if run.get("TagNumber"):
            yield tags.ajout(run.get("TagNumber") or "", rank)
    comments = [_texte(inner) for note in paragraph.iter("ScriptNote") for inner in note.iter("Paragraph")]
    for note in [*(match["note"] for match in _NOTE.finditer(texte)), *comments]:
        read = lire_note(note.strip().removeprefix("[[").removesuffix("]]"), rank)
        if read is not None:
            yield read


def _page_de_titre(root: etree._Element) -> tuple[str, str]:
    """Return title and author: the first line, and what follows or ends `écrit par`."""
    lines = [pour_cellule(_texte(p)) for p in root.iterfind("TitlePage/Content/Paragraph")]
    lines = [line for line in lines if line]
    auteur = ""
    for line, after in pairwise([*lines[1:], ""]):
        signed = _SIGNATURE.match(line)
        if signed is not None and not auteur:
            auteur = line[signed.end() :] or after
    return (lines[0][:250] if lines else ""), auteur[:250]
