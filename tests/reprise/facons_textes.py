"""Three ways to keep a text: in its cell, in the shared list, in the shared list and in pieces."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree
from recalcul.fabrique import NS

from reprise.parties import Parties, S, ajouter_partie, arbre, feuilles, ouvertes, poser_texte

_CHAINES = "xl/sharedStrings.xml"
_COUPE_UN_TEXTE_SUR = 3


def textes_partages(chemin: Path) -> None:
    """What Excel does of every text: one shared list, each text once."""
    with ouvertes(chemin) as parties:
        rangs: dict[bytes, int] = {}
        liste = etree.Element(f"{S}sst", nsmap={None: NS})
        for nom in feuilles(parties):
            with arbre(parties, nom) as racine:
                for cellule in _cellules(racine, "inlineStr"):
                    texte = cellule[0]
                    texte.tag = f"{S}si"
                    rang = rangs.setdefault(etree.tostring(texte), len(rangs))
                    if rang == len(liste):
                        liste.append(texte)
                    _remplir(cellule, "s", "v").text = str(rang)
        liste.set("uniqueCount", str(len(liste)))
        ajouter_partie(parties, "sharedStrings", liste)


def textes_riches(chemin: Path) -> None:
    """One shared text in three has its end in bold; the first of them says how it is read, as in Japanese."""
    textes_partages(chemin)
    with ouvertes(chemin) as parties, arbre(parties, _CHAINES) as liste:
        # A character such as _x000A_ must not be cut in two.
        longs = [chaine for chaine in liste if len(texte := _texte(chaine)) > 1 and "_x" not in texte]
        for chaine in longs[::_COUPE_UN_TEXTE_SUR]:
            _couper(chaine, _texte(chaine))
        guide = etree.SubElement(longs[0], f"{S}rPh", sb="0", eb="1")
        poser_texte(guide, "フリガナ")
        etree.SubElement(longs[0], f"{S}phoneticPr", fontId="0")


def textes_en_ligne(chemin: Path) -> None:
    """What many libraries do: each text in its cell. A pack is built so; this undoes the two other manners."""
    with ouvertes(chemin) as parties:
        chaines = _liste(parties)
        for nom in feuilles(parties):
            with arbre(parties, nom) as racine:
                for cellule in _cellules(racine, "s"):
                    texte = _texte(chaines[int(cellule.findtext(f"{S}v", ""))])
                    poser_texte(_remplir(cellule, "inlineStr", "is"), texte)


def _liste(parties: Parties) -> list[etree._Element]:
    return list(etree.fromstring(parties[_CHAINES])) if _CHAINES in parties else []


def _cellules(racine: etree._Element, genre: str) -> Iterator[etree._Element]:
    return (cellule for cellule in racine.iter(f"{S}c") if cellule.get("t") == genre)


def _remplir(cellule: etree._Element, genre: str, balise: str) -> etree._Element:
    """Empty a cell and give it a new inside."""
    for enfant in list(cellule):
        cellule.remove(enfant)
    cellule.set("t", genre)
    return etree.SubElement(cellule, f"{S}{balise}")


def _texte(chaine: etree._Element) -> str:
    return "".join(t.text or "" for t in chaine.iterfind(f"{S}t")) + "".join(
        t.text or "" for t in chaine.iterfind(f"{S}r/{S}t")
    )


def _couper(chaine: etree._Element, texte: str) -> None:
    for enfant in list(chaine):
        chaine.remove(enfant)
    milieu = len(texte) // 2
    poser_texte(etree.SubElement(chaine, f"{S}r"), texte[:milieu])
    fin = etree.SubElement(chaine, f"{S}r")
    etree.SubElement(etree.SubElement(fin, f"{S}rPr"), f"{S}b")
    poser_texte(fin, texte[milieu:])
