"""Read any .xlsx, whoever saved it: values, formulas, tables, names and links, without a spreadsheet library.

openpyxl cannot serve here: it gives either values or formulas, drops what it does not model, and is slow.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from lxml import etree

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.classeurs.archive import Archive, FichierRefuseError, Relation, lire_xml, ouvrir
from chargeprod_xl.classeurs.balayage import decouper_feuille
from chargeprod_xl.classeurs.classeur_lu import (
    CelluleLue,
    ClasseurLu,
    Etat,
    FeuilleLue,
    Fond,
    LienExterne,
    NomDefini,
    NoteLue,
    Position,
)
from chargeprod_xl.classeurs.lecture_feuille import Contexte, lire_cellules, lire_fonds
from chargeprod_xl.classeurs.lecture_notes import lire_dessins, lire_hyperliens, lire_notes, lire_personnes
from chargeprod_xl.classeurs.lecture_parties import (
    chaines_partagees,
    identifiant,
    lire_lien,
    lire_nom,
    lire_styles,
    lire_tableaux,
    partie_du_genre,
    proprietes,
)
from chargeprod_xl.classeurs.lecture_texte import lire_rangees
from chargeprod_xl.classeurs.valeurs import Erreur, Valeur
from chargeprod_xl.liens.formules import Tableau

__all__ = [
    "CelluleLue",
    "ClasseurLu",
    "Erreur",
    "FeuilleLue",
    "LienExterne",
    "NomDefini",
    "NoteLue",
    "Valeur",
    "lire_classeur",
]

VRAI = frozenset({"1", "true", "on"})
ECART_1904 = 1462.0


def lire_classeur(chemin: Path) -> tuple[ClasseurLu | None, list[Anomalie]]:
    """Read a workbook, or say why it cannot be."""
    try:
        with ouvrir(chemin) as archive:
            return _lire(chemin, archive), []
    except FichierRefuseError as refus:
        return None, [refus.anomalie(chemin.name)]
    except (ValueError, IndexError, KeyError, OverflowError):
        quoi = "le contenu du classeur ne se comprend pas : un autre programme l’a sans doute mal enregistré"
        return None, [Anomalie(chemin.name, quoi, "ouvrez-le dans Excel et réenregistrez-le")]


def _lire(chemin: Path, archive: Archive) -> ClasseurLu:
    partie = partie_principale(archive)
    racine = archive.xml(partie)
    liens = archive.relations(partie)
    date_1904 = _reglage(racine, "workbookPr", "date1904")
    styles = lire_styles(archive, partie_du_genre(liens, "styles"))
    contexte = Contexte(
        chaines=chaines_partagees(archive, partie_du_genre(liens, "sharedStrings")),
        formats=styles.formats,
        styles_de_date=styles.dates,
        fonds=styles.fonds,
        decalage=ECART_1904 if date_1904 else 0.0,
    )
    personnes = lire_personnes(archive, liens)
    feuilles: list[FeuilleLue] = []
    tableaux: list[Tableau] = []
    for element in racine.iterfind("{*}sheets/{*}sheet"):
        feuille, siens = _lire_feuille(archive, element, liens[identifiant(element)], contexte, personnes)
        feuilles.append(feuille)
        tableaux.extend(siens)
    noms_feuilles = [feuille.nom for feuille in feuilles]
    return ClasseurLu(
        chemin=chemin,
        feuilles=tuple(feuilles),
        tableaux=tuple(tableaux),
        noms=tuple(lire_nom(e, noms_feuilles) for e in racine.iterfind("{*}definedNames/{*}definedName")),
        liens_externes=tuple(
            lire_lien(archive, liens[identifiant(e)].cible, contexte)
            for e in racine.iterfind("{*}externalReferences/{*}externalReference")
        ),
        date_1904=date_1904,
        iteration=_reglage(racine, "calcPr", "iterate"),
        proprietes=proprietes(archive),
    )


def _lire_feuille(
    archive: Archive, element: etree._Element, relation: Relation, contexte: Contexte, personnes: Mapping[str, str]
) -> tuple[FeuilleLue, tuple[Tableau, ...]]:
    """A sheet and its tables."""
    nom = element.get("name", "")
    relations = archive.relations(relation.cible)
    cellules: dict[Position, CelluleLue] = {}
    hyperliens: dict[Position, str] = {}
    fonds: dict[Position, Fond] = {}
    # A chart sheet, a macro sheet or a dialog holds no cell of ours.
    if relation.genre == "worksheet":
        racine, cellules, fonds = _lire_partie(archive.lire(relation.cible), contexte)
        hyperliens = lire_hyperliens(racine, relations, cellules)
    feuille = FeuilleLue(
        nom=nom,
        cellules=cellules,
        etat=_etat(element.get("state")),
        partie=relation.cible,
        notes=lire_notes(archive, relations.values(), personnes),
        hyperliens=hyperliens,
        dessins=lire_dessins(archive, relations.values()),
        fonds=fonds,
    )
    return feuille, tuple(lire_tableaux(archive, nom, relations.values()))


def _lire_partie(
    octets: bytes, contexte: Contexte
) -> tuple[etree._Element, dict[Position, CelluleLue], dict[Position, Fond]]:
    """A worksheet part: its root, whose rows may have been left out, its cells, the grounds people gave."""
    feuille = decouper_feuille(octets)
    lues = lire_rangees(feuille.lignes, contexte) if feuille else None
    if feuille and lues:
        return lire_xml(feuille.sans_lignes), *lues
    racine = lire_xml(octets)
    return racine, lire_cellules(racine, contexte), lire_fonds(racine, contexte)


def partie_principale(archive: Archive) -> str:
    """The workbook part, which is not always ``xl/workbook.xml``."""
    partie = partie_du_genre(archive.relations(""), "officeDocument") or "xl/workbook.xml"
    if not partie.lower().endswith(".xml") or not archive.contient(partie):
        raise FichierRefuseError(
            "le fichier n'est pas un classeur .xlsx", "enregistrez-le au format « Classeur Excel (.xlsx) »"
        )
    return partie


def _reglage(racine: etree._Element, element: str, attribut: str) -> bool:
    trouve = racine.find(f"{{*}}{element}")
    return trouve is not None and trouve.get(attribut) in VRAI


def _etat(brut: str | None) -> Etat:
    return "veryHidden" if brut == "veryHidden" else "hidden" if brut == "hidden" else "visible"
