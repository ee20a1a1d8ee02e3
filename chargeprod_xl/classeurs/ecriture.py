"""Write a linked pack with openpyxl. Nothing is decided here but the look."""

from __future__ import annotations

import json
from datetime import date, datetime
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.packaging.relationship import Relationship
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.external_link.external import ExternalBook, ExternalLink, ExternalSheetNames
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import Outline
from openpyxl.worksheet.table import Table, TableFormula, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from chargeprod_xl.classeurs import palette
from chargeprod_xl.classeurs.classeur_lu import FEUILLE_META
from chargeprod_xl.classeurs.colonnes import cotes, debordent
from chargeprod_xl.classeurs.colonnes import largeurs as largeurs_de
from chargeprod_xl.classeurs.ecriture_cellules import AUTEUR, Styles, accrocher, noter, pour_excel
from chargeprod_xl.classeurs.feuilles_ajoutees import greffer, liens_de_la_personne
from chargeprod_xl.classeurs.graphiques import poser_graphique
from chargeprod_xl.classeurs.lettre import composer
from chargeprod_xl.classeurs.mise_en_page import HAUTEUR, Papier, hauteurs, regler_page
from chargeprod_xl.classeurs.paquet import figer
from chargeprod_xl.classeurs.rangees import Rangees, rangees
from chargeprod_xl.classeurs.regles_couleur import colorer
from chargeprod_xl.classeurs.styles import FORMATS, format_nombre, role_visible
from chargeprod_xl.liens.formules import lire_plage
from chargeprod_xl.liens.noms import prefixe_feuille
from chargeprod_xl.liens.pose import CellulePosee, ClasseurPose, FeuillePosee, GraphePose, Propre, TablePosee

_ONGLETS = {
    "accueil": palette.NUIT,
    "saisie": palette.BLEU,
    "calcul": "9AA5B1",
    "restitution": palette.VERT,
    "controle": palette.ACCENT,
}
#: A light in a wider column stands at its right end.
_LARGEUR_VOYANT = 26
#: Longest text a cell of the meta sheet may hold (Excel stops at 32,767).
_MORCEAU = 30000


def _table(feuille: Worksheet, t: TablePosee) -> None:
    ref = f"{get_column_letter(t.c1)}{t.l1}:{get_column_letter(t.c2)}{t.l2}"
    table: Any = Table(displayName=t.nom, name=t.nom, ref=ref)
    table._initialise_columns()
    for colonne, (titre, formule) in zip(table.tableColumns, t.colonnes, strict=True):
        colonne.name = titre
        if formule:
            colonne.calculatedColumnFormula = TableFormula(attr_text=pour_excel(formule).lstrip("="))
    table.tableStyleInfo = TableStyleInfo(name=None, showRowStripes=False)
    feuille.add_table(table)


def _feuille(livre: Workbook, f: FeuillePosee, styles: Styles, pied: str) -> tuple[list[GraphePose], Rangees]:
    """Write one sheet: its charts, placed, are drawn once every sheet they read is there; its rows come last."""
    feuille: Worksheet = livre.create_sheet(f.nom)
    largeurs = largeurs_de(f)
    for ou, cellule in f.cellules.items():
        if cellule.hyperlien or cellule.raccourci or cellule.aide:
            accrocher(feuille, ou, cellule)
    for (ligne, col), note in f.notes.items():
        noter(feuille.cell(ligne, col), note.texte, note.auteur)
    for col, largeur in largeurs.items():
        feuille.column_dimensions[get_column_letter(col)].width = largeur
    for col in f.masquees:
        feuille.column_dimensions[get_column_letter(col)].hidden = True
    hautes = hauteurs(f, largeurs)
    feuille.sheet_format.defaultRowHeight = HAUTEUR
    feuille.sheet_format.customHeight = True
    for table in f.tables:
        _table(feuille, table)
    for plage, choix in f.listes:
        _liste(feuille, plage, choix)
    colorer(feuille, f)
    papier = Papier(f, largeurs, hautes)
    graphes, sauts = papier.placer()
    regler_page(feuille, f, papier, [*sauts, *papier.sauts_solidaires()], pied)
    _plier(feuille, f.niveaux)
    _vue(feuille, f)
    composer(feuille, f, papier.seule)
    return graphes, rangees(f, styles, _variantes(f, largeurs), hautes)


def _variantes(f: FeuillePosee, largeurs: dict[int, float]) -> dict[tuple[int, int], str]:
    """Cells that do not stand as their type says (see ``styles.alignement``)."""
    larges = {
        (lg, col): "droite"
        for (lg, col), c in f.cellules.items()
        if c.role == "voyant" and largeurs.get(col, 0) > _LARGEUR_VOYANT
    }
    masquees = {ou: "masquee" for ou in f.cellules if ou[1] in f.masquees}
    return {**dict.fromkeys(debordent(f), "deborde"), **cotes(f), **larges, **masquees}


def _plier(feuille: Worksheet, niveaux: dict[int, int]) -> None:
    """Rows that fold under their headings, which stand above them; all are shown."""
    if not niveaux:
        return
    feuille.sheet_format.outlineLevelRow = max(niveaux.values())
    feuille.sheet_properties.outlinePr = Outline(summaryBelow=False)


def _vue(feuille: Worksheet, f: FeuillePosee) -> None:
    """What one sees on opening: no gridlines, the whole grid in sight, labels that stay."""
    feuille.sheet_view.showGridLines = False
    feuille.sheet_view.zoomScale = feuille.sheet_view.zoomScaleNormal = 90 if f.page.format == "A3" else 100
    feuille.sheet_properties.tabColor = _ONGLETS.get(f.onglet, palette.NUIT)
    feuille.freeze_panes = f"{get_column_letter(f.figer[1])}{f.figer[0]}"
    if f.masquee:
        feuille.sheet_state = "hidden"
    if f.protegee:
        _proteger(feuille)


def _proteger(feuille: Worksheet) -> None:
    """Protected without password: formulas locked, formats, sorting and column widths left free."""
    p = feuille.protection
    p.sheet = True
    p.formatColumns = p.formatRows = p.formatCells = p.sort = p.autoFilter = False
    p.insertRows = p.deleteRows = p.insertColumns = p.deleteColumns = True


def _liste(feuille: Worksheet, plage: str, choix: tuple[str, ...]) -> None:
    validation = DataValidation(type="list", formula1='"' + ",".join(choix) + '"', allow_blank=True)
    validation.errorTitle, validation.error = "Valeur non prévue", "Choisissez une valeur de la liste."
    validation.promptTitle, validation.prompt = "À choisir", "Une valeur de la liste."
    validation.showErrorMessage = validation.showInputMessage = True
    validation.add(plage)
    feuille.add_data_validation(validation)


def _lien_externe(cible: str, feuilles: tuple[str, ...]) -> ExternalLink:
    lien = ExternalLink(externalBook=ExternalBook(sheetNames=ExternalSheetNames(sheetName=list(feuilles)), id="rId1"))
    lien.file_link = Relationship(type="externalLinkPath", Target=cible, TargetMode="External", Id="rId1")
    return lien


def _meta(livre: Workbook, meta: dict[str, Any], identite: dict[str, str]) -> None:
    """Hidden sheet: identity of the pack, and where its formulas stand (JSON, in pieces a cell can hold)."""
    feuille = livre.create_sheet(f"{FEUILLE_META} {identite['classeur']}")
    feuille.sheet_state = "hidden"
    for ligne, (cle, valeur) in enumerate(sorted(identite.items()), 1):
        feuille.cell(ligne, 1, cle)
        feuille.cell(ligne, 2, valeur)
    texte = json.dumps(meta, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for rang in range(0, len(texte), _MORCEAU):
        feuille.cell(1 + rang // _MORCEAU, 4, texte[rang : rang + _MORCEAU]).data_type = "s"


def _ajouter_le_propre(livre: Any, propre: Propre) -> None:
    """What people added to a former pack: sheets first, since their formulas say which links are needed."""
    if propre.feuilles:
        pertes = greffer(livre, propre.feuilles, propre.traduire)
        propre.pertes[:] = [(p.feuille, p.cellule, p.quoi, p.contenu) for p in pertes]
    for nom, reference in sorted(propre.noms.items()):
        livre.defined_names[nom] = DefinedName(nom, attr_text=reference)
    for source, numero in propre.liens:
        lien = liens_de_la_personne(source).get(numero)
        livre._external_links.append(lien or _lien_externe("", ()))  # a rank must stay a rank


def ecrire_classeur(classeur: ClasseurPose, pied: str, identite: dict[str, str], jour: date) -> bytes:
    """Bytes of one .xlsx, its formulas not yet computed. ``jour`` dates it: no clock is read.

    Without ``identite`` the file is to be sent: it tells nothing of the pack it comes from.
    """
    livre: Any = Workbook()
    livre.remove(livre.worksheets[0])
    styles = Styles(livre)
    film, _, version = pied.rpartition(" — ")
    ecrites = [_feuille(livre, f, styles, f"{film} — {classeur.titre.lower()} {version}") for f in classeur.feuilles]
    for feuille, (graphes, _) in zip(classeur.feuilles, ecrites, strict=True):
        for graphe in graphes:
            poser_graphique(livre[feuille.nom], graphe, dates=_de_dates(classeur, graphe))
    styles.finir()
    if identite:
        _meta(livre, classeur.meta, {**identite, "classeur": classeur.id})
    for cle, valeur in identite.items():
        livre.custom_doc_props.append(StringProperty(name=f"chargeprod.{cle}", value=valeur))
    for nom, reference in sorted(classeur.noms.items()):
        livre.defined_names[nom] = DefinedName(nom, attr_text=reference)
    for cible, feuilles in classeur.liens:
        livre._external_links.append(_lien_externe(cible, feuilles))
    _ajouter_le_propre(livre, classeur.propre)
    livre.properties.creator = AUTEUR
    livre.properties.title = pied
    livre.properties.language = "fr-FR"
    livre.properties.created = datetime(jour.year, jour.month, jour.day)
    premiere = livre[classeur.feuilles[0].nom]
    livre.active = livre.index(premiere)
    premiere.sheet_view.tabSelected = True
    tampon = BytesIO()
    livre.save(tampon)
    lignes = {f.nom: siennes for f, (_, siennes) in zip(classeur.feuilles, ecrites, strict=True)}
    parties = {f.path.lstrip("/"): lignes[f.title] for f in livre.worksheets if f.title in lignes}
    return figer(tampon.getvalue(), jour, _titres_des_dessins(livre, classeur), parties)


def _de_dates(classeur: ClasseurPose, graphe: GraphePose) -> bool:
    """True when the categories of a chart are dates, to be spread along time."""
    prefixe, _, plage = graphe.categories.rpartition("!")
    feuille = next(f for f in classeur.feuilles if prefixe_feuille(f.nom) == f"{prefixe}!")
    debut = lire_plage(plage)
    premiere = feuille.cellules.get((debut.ligne_debut, debut.colonne_debut), CellulePosee())
    return format_nombre(role_visible(premiere.role, premiere.style), premiere.type) == FORMATS["date"]


def _titres_des_dessins(livre: Any, classeur: ClasseurPose) -> list[list[str]]:
    """Titles of the charts of each sheet that has a drawing, in the order of the file; a person's own keep theirs."""
    titres = {f.nom: [g.titre for g in f.graphes] for f in classeur.feuilles}
    return [titres.get(f.title, []) for f in livre.worksheets if f._charts or f._images]
