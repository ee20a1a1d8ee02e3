"""Workbooks for the tests: written by openpyxl like a pack, or by hand like what only Excel would write."""

from __future__ import annotations

import zipfile
from pathlib import Path

from openpyxl import Workbook
from openpyxl.packaging.relationship import Relationship
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.external_link.external import ExternalBook, ExternalLink, ExternalSheetNames
from openpyxl.worksheet.table import Table

NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
NS_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NS_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def lier(classeur: Workbook, cible: str, *feuilles: str) -> None:
    """Add the next ``[n]``, without kept values."""
    noms = ExternalSheetNames(sheetName=list(feuilles))
    lien = ExternalLink(externalBook=ExternalBook(sheetNames=noms, id="rId1"))
    lien.file_link = Relationship(type="externalLinkPath", Target=cible, TargetMode="External", Id="rId1")
    classeur._external_links.append(lien)


def ecrire_pack(dossier: Path, *, detail: dict[str, object] | None = None) -> list[Path]:
    """Two linked workbooks: a budget with a table and a name, and a cash plan that reads its ``Sorties``.

    Total of the budget: 3 × 100.10 + 2 × 250.25 = 800.80, plus 7 % = 856.86.
    """
    devis = Workbook()
    feuille = devis.active
    feuille.title = "Détail"
    feuille.append(["code", "nombre", "taux", "montant"])
    feuille.append(["10-A", 3, 100.10, "=ROUND(t_detail[[#This Row],[nombre]]*t_detail[[#This Row],[taux]],2)"])
    feuille.append(["20-B", 2, 250.25, "=ROUND(t_detail[[#This Row],[nombre]]*t_detail[[#This Row],[taux]],2)"])
    feuille.append(["— insérer au-dessus —"])
    feuille.add_table(Table(displayName="t_detail", ref="A1:D4"))
    feuille["F1"] = 0.07
    devis.defined_names["projet.frais"] = DefinedName("projet.frais", attr_text="'Détail'!$F$1")
    feuille["F2"] = "=SUM(t_detail[montant])"
    feuille["F3"] = "=ROUND(F2*(1+projet.frais),2)"
    sorties = devis.create_sheet("Sorties devis")
    sorties.append(["clé", "valeur"])
    sorties.append(["total", "='Détail'!F3"])
    sorties.append(["titre", '="L\'été & "&_xlfn.UNICHAR(233)'])
    for repere, contenu in (detail or {}).items():
        feuille[repere] = contenu
    devis.save(dossier / "devis.xlsx")

    tresorerie = Workbook()
    liens = tresorerie.active
    liens.title = "Liens trésorerie"
    lier(tresorerie, "devis.xlsx", "Sorties devis")
    liens.append(["='[1]Sorties devis'!$A$2", "='[1]Sorties devis'!$B$2", '=IF(EXACT(A1,"total"),"✔","✖")'])
    plan = tresorerie.create_sheet("Trésorerie")
    plan["A1"] = "=IF('Liens trésorerie'!C1=\"✔\",'Liens trésorerie'!B1/4,0)"
    tresorerie.save(dossier / "tresorerie.xlsx")
    return [dossier / "devis.xlsx", dossier / "tresorerie.xlsx"]


def classeur_brut(
    chemin: Path,
    feuilles: dict[str, str],
    *,
    chaines: str = "",
    reglages: str = "",
    liens: dict[str, str] | None = None,
    noms: str = "",
    cible_absolue: bool = False,
) -> Path:
    """A workbook by hand.

    Args:
        feuilles: the rows of each sheet, as XML.
        chaines: the ``<si>`` elements of the shared strings.
        reglages: the ``<workbookPr>`` element.
        liens: by target (as it stands in the relationship), the inside of ``<externalBook>``.
        noms: the ``<definedName>`` elements.
        cible_absolue: sheets are named ``/xl/worksheets/…`` in relationships, as some writers do.
    """
    externes = list((liens or {}).items())
    racine = "/xl/" if cible_absolue else ""
    relations = [("worksheet", f"{racine}worksheets/s{i}.xml") for i in range(1, len(feuilles) + 1)]
    relations += [("externalLink", f"externalLinks/l{i}.xml") for i in range(1, len(externes) + 1)]
    relations += [("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")]
    balises = "".join(f'<sheet name="{nom}" sheetId="{i}" r:id="r{i}"/>' for i, nom in enumerate(feuilles, 1))
    refs = "".join(f'<externalReference r:id="r{len(feuilles) + i}"/>' for i in range(1, len(externes) + 1))
    parties = {
        "[Content_Types].xml": _types(len(feuilles), len(externes)),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'<workbook xmlns="{NS}" xmlns:r="{NS_R}">{reglages}<sheets>{balises}</sheets>'
        f"{'<externalReferences>' + refs + '</externalReferences>' if refs else ''}"
        f"{'<definedNames>' + noms + '</definedNames>' if noms else ''}</workbook>",
        "xl/_rels/workbook.xml.rels": _relations(relations),
        "xl/sharedStrings.xml": f'<sst xmlns="{NS}">{chaines}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{NS}"><fonts><font/></fonts><fills><fill/></fills>'
        '<borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf numFmtId="0"/>'
        '<xf numFmtId="14"/></cellXfs></styleSheet>',
    }
    for i, rangees in enumerate(feuilles.values(), 1):
        contenu = f'<worksheet xmlns="{NS}"><sheetData>{rangees}</sheetData></worksheet>'
        parties[f"xl/worksheets/s{i}.xml"] = contenu
    for i, (cible, dedans) in enumerate(externes, 1):
        parties[f"xl/externalLinks/l{i}.xml"] = (
            f'<externalLink xmlns="{NS}"><externalBook xmlns:r="{NS_R}" r:id="r1">{dedans}'
            "</externalBook></externalLink>"
        )
        parties[f"xl/externalLinks/_rels/l{i}.xml.rels"] = _relations([("externalLinkPath", cible)], externe=True)
    with zipfile.ZipFile(chemin, "w") as fichier:
        for nom, texte in parties.items():
            fichier.writestr(nom, '<?xml version="1.0" encoding="UTF-8"?>\n' + texte)
    return chemin


def _relations(cibles: list[tuple[str, str]], *, externe: bool = False) -> str:
    mode = ' TargetMode="External"' if externe else ""
    dedans = "".join(
        f'<Relationship Id="r{i}" Type="{NS_R}/{genre}" Target="{cible}"{mode}/>'
        for i, (genre, cible) in enumerate(cibles, 1)
    )
    return f'<Relationships xmlns="{NS_RELS}">{dedans}</Relationships>'


def _types(feuilles: int, liens: int) -> str:
    genre = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parties = [("workbook", "sheet.main"), ("styles", "styles"), ("sharedStrings", "sharedStrings")]
    parties += [(f"worksheets/s{i}", "worksheet") for i in range(1, feuilles + 1)]
    parties += [(f"externalLinks/l{i}", "externalLink") for i in range(1, liens + 1)]
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(f'<Override PartName="/xl/{n}.xml" ContentType="{genre}.{g}+xml"/>' for n, g in parties)
        + "</Types>"
    )


def parties_de(chemin: Path) -> dict[str, bytes]:
    """The parts of a file by name."""
    with zipfile.ZipFile(chemin) as fichier:
        return {nom: fichier.read(nom) for nom in fichier.namelist()}


def remplacer_partie(chemin: Path, partie: str, avant: str, apres: str) -> None:
    """Change a text inside one part of a file; fails when it is not there."""
    contenu = parties_de(chemin)
    texte = contenu[partie].decode()
    assert avant in texte
    contenu[partie] = texte.replace(avant, apres).encode()
    with zipfile.ZipFile(chemin, "w") as fichier:
        for nom, octets in contenu.items():
            fichier.writestr(nom, octets)
