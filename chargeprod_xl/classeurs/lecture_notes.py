"""What people put beside the cells of a sheet: notes, threads of comments, links, drawings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from lxml import etree

from chargeprod_xl.classeurs.archive import Archive, Relation
from chargeprod_xl.classeurs.classeur_lu import NoteLue, Position
from chargeprod_xl.classeurs.lecture_feuille import desechapper, texte_riche
from chargeprod_xl.liens.formules import Plage, lire_plage

_ANCRES = frozenset({"twoCellAnchor", "oneCellAnchor", "absoluteAnchor"})
_DESSINS = {
    "graphicFrame": "graphique",
    "pic": "image",
    "sp": "forme",
    "cxnSp": "forme",
    "grpSp": "forme",
    "contentPart": "forme",
}


def lire_personnes(archive: Archive, liens: Mapping[str, Relation]) -> dict[str, str]:
    """The authors of threads, by id; ``liens`` are the relationships of the workbook."""
    return {
        element.get("id", ""): element.get("displayName", "")
        for racine in _parties(archive, liens.values(), "person")
        for element in racine.iterchildren("{*}person")
    }


def lire_notes(
    archive: Archive, relations: Collection[Relation], personnes: Mapping[str, str]
) -> dict[Position, NoteLue]:
    """The notes of a sheet; where there is a thread, the note is only what older versions of Excel show."""
    notes: dict[Position, NoteLue] = {}
    for racine in _parties(archive, relations, "comments"):
        notes.update(_notes_simples(racine))
    for racine in _parties(archive, relations, "threadedComment"):
        notes.update(_fils(racine, personnes))
    return notes


def _parties(archive: Archive, relations: Iterable[Relation], genre: str) -> Iterator[etree._Element]:
    """The parts of a kind that are really there."""
    for relation in relations:
        if relation.genre == genre and not relation.externe and archive.contient(relation.cible):
            yield archive.xml(relation.cible)


def _notes_simples(racine: etree._Element) -> Iterator[tuple[Position, NoteLue]]:
    auteurs = [desechapper(auteur.text or "") for auteur in racine.iterfind("{*}authors/{*}author")]
    for element in racine.iterfind("{*}commentList/{*}comment"):
        plage = _plage(element)
        texte = element.find("{*}text")
        if plage is not None and texte is not None:
            yield _origine(plage), NoteLue(texte_riche(texte), _auteur(auteurs, element.get("authorId", "")))


def _auteur(auteurs: list[str], rang: str) -> str:
    return auteurs[int(rang)] if rang.isdecimal() and int(rang) < len(auteurs) else ""


def _fils(racine: etree._Element, personnes: Mapping[str, str]) -> dict[Position, NoteLue]:
    """One note per thread, by whoever opened it; the answers follow in the order of their dates."""
    fils: dict[Position, list[tuple[str, str]]] = {}
    for element in sorted(racine.iterchildren("{*}threadedComment"), key=lambda e: e.get("dT", "")):
        plage = _plage(element)
        if plage is not None:
            message = desechapper(element.findtext("{*}text") or "")
            fils.setdefault(_origine(plage), []).append((personnes.get(element.get("personId", ""), ""), message))
    return {
        ou: NoteLue("\n".join(f"{auteur} : {message}" if auteur else message for auteur, message in fil), fil[0][0])
        for ou, fil in fils.items()
    }


def lire_hyperliens(
    feuille: etree._Element, relations: Mapping[str, Relation], occupees: Collection[Position]
) -> dict[Position, str]:
    """The links of a sheet: an address, or ``#`` and a place of this workbook.

    A link put on a range is one of each ``occupees`` cell in it, or of its first cell.
    """
    liens: dict[Position, str] = {}
    for element in feuille.iterfind("{*}hyperlinks/{*}hyperlink"):
        plage = _plage(element)
        if plage is not None and (cible := _cible(element, relations)):
            liens.update(dict.fromkeys(_cellules(plage, occupees), cible))
    return liens


def _cible(element: etree._Element, relations: Mapping[str, Relation]) -> str:
    reference = next((str(v) for nom, v in element.attrib.items() if str(nom).endswith("}id")), "")
    relation = relations.get(reference)
    endroit = element.get("location")
    return (relation.cible if relation else "") + (f"#{endroit}" if endroit else "")


def _cellules(plage: Plage, occupees: Collection[Position]) -> list[Position]:
    dedans = [] if plage.une_cellule else [ou for ou in occupees if plage.contient(*ou)]
    return dedans or [_origine(plage)]


def _origine(plage: Plage) -> Position:
    return plage.ligne_debut, plage.colonne_debut


def _plage(element: etree._Element) -> Plage | None:
    """Where a note or a link stands; a place that makes no sense holds nothing."""
    try:
        return lire_plage(element.get("ref", ""))
    except ValueError:
        return None


def lire_dessins(archive: Archive, relations: Collection[Relation]) -> tuple[str, ...]:
    """What is drawn over a sheet, one word per object: graphique, image or forme."""
    return tuple(_nature(ancre) for racine in _parties(archive, relations, "drawing") for ancre in _ancres(racine))


def _ancres(parent: etree._Element) -> Iterator[etree._Element]:
    """The anchors; some stand inside a choice, of which the first branch is what Excel shows."""
    for enfant in parent.iterchildren("{*}*"):
        balise = etree.QName(enfant).localname
        if balise in _ANCRES:
            yield enfant
        elif balise == "AlternateContent":
            yield from _ancres(enfant[0] if len(enfant) else enfant)


def _nature(ancre: etree._Element) -> str:
    objet = next((e for e in ancre.iter("{*}*") if etree.QName(e).localname in _DESSINS), None)
    if objet is None:
        return "forme"
    mot = _DESSINS[etree.QName(objet).localname]
    # A frame also holds slicers and diagrams.
    donnees = objet.find(".//{*}graphicData")
    est_graphique = donnees is not None and "chart" in donnees.get("uri", "")
    return mot if mot != "graphique" or est_graphique else "forme"
