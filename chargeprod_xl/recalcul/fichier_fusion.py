"""The merged workbook as a minimal .xlsx, the only form that every engine reads."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from chargeprod_xl.classeurs.en_xml import echapper_controles, texte_du_nombre
from chargeprod_xl.classeurs.lecture import CelluleLue
from chargeprod_xl.classeurs.valeurs import Erreur, Valeur
from chargeprod_xl.liens.formules import lettre_colonne

_DATE_FIXE = (1980, 1, 1, 0, 0, 0)
_ENTETE = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_NS_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NS_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_NS_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = (
    f'<styleSheet xmlns="{_NS}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def ecrire_feuilles(
    contenu: Mapping[str, Mapping[tuple[int, int], CelluleLue]],
    recopies: Mapping[str, Mapping[tuple[int, int], int]] | None = None,
) -> bytes:
    """Sheets as an .xlsx file; stored values of formulas are left out, engines compute them.

    ``recopies``: by sheet, the cells of a column that hold one formula filled down, numbered.
    """
    chaines: dict[str, int] = {}
    connues = recopies or {}
    feuilles = [_feuille(cellules, chaines, connues.get(nom, {})) for nom, cellules in contenu.items()]
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_STORED) as fichier:

        def poser(nom: str, xml: str) -> None:
            fichier.writestr(zipfile.ZipInfo(nom, _DATE_FIXE), _ENTETE + xml)

        poser("[Content_Types].xml", _types(len(feuilles)))
        poser("_rels/.rels", _relations({"rId1": ("officeDocument", "xl/workbook.xml")}))
        poser("xl/workbook.xml", _classeur(contenu))
        poser("xl/_rels/workbook.xml.rels", _relations(_parties(len(feuilles))))
        poser("xl/styles.xml", _STYLES)
        poser("xl/sharedStrings.xml", _chaines(chaines))
        for rang, feuille in enumerate(feuilles, 1):
            poser(f"xl/worksheets/sheet{rang}.xml", feuille)
    return sortie.getvalue()


def _types(nombre: int) -> str:
    parties = [("xl/workbook.xml", "sheet.main")]
    parties += [(f"xl/{nom}.xml", nom) for nom in ("styles", "sharedStrings")]
    parties += [(f"xl/worksheets/sheet{rang}.xml", "worksheet") for rang in range(1, nombre + 1)]
    return (
        f'<Types xmlns="{_NS_TYPES}">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(f'<Override PartName="/{nom}" ContentType="{_TYPE}.{genre}+xml"/>' for nom, genre in parties)
        + "</Types>"
    )


def _parties(nombre: int) -> dict[str, tuple[str, str]]:
    parties = {f"rId{rang}": ("worksheet", f"worksheets/sheet{rang}.xml") for rang in range(1, nombre + 1)}
    parties[f"rId{nombre + 1}"] = ("styles", "styles.xml")
    parties[f"rId{nombre + 2}"] = ("sharedStrings", "sharedStrings.xml")
    return parties


def _relations(parties: Mapping[str, tuple[str, str]]) -> str:
    dedans = "".join(
        f'<Relationship Id="{identifiant}" Type="{_NS_R}/{genre}" Target="{cible}"/>'
        for identifiant, (genre, cible) in parties.items()
    )
    return f'<Relationships xmlns="{_NS_RELS}">{dedans}</Relationships>'


def _classeur(noms: Iterable[str]) -> str:
    feuilles = "".join(
        f'<sheet name={quoteattr(nom)} sheetId="{rang}" r:id="rId{rang}"/>' for rang, nom in enumerate(noms, 1)
    )
    return f'<workbook xmlns="{_NS}" xmlns:r="{_NS_R}"><sheets>{feuilles}</sheets></workbook>'


def _chaines(chaines: Mapping[str, int]) -> str:
    dedans = "".join(f'<si><t xml:space="preserve">{escape(echapper_controles(texte))}</t></si>' for texte in chaines)
    return f'<sst xmlns="{_NS}" count="{len(chaines)}" uniqueCount="{len(chaines)}">{dedans}</sst>'


def _feuille(
    cellules: Mapping[tuple[int, int], CelluleLue], chaines: dict[str, int], recopies: Mapping[tuple[int, int], int]
) -> str:
    morceaux = [f'<worksheet xmlns="{_NS}"><sheetData>']
    partagees = _Partagees(recopies)
    for ligne, positions in groupby(sorted(cellules), key=lambda position: position[0]):
        morceaux.append(f'<row r="{ligne}">')
        for position in positions:
            repere = f"{lettre_colonne(position[1])}{ligne}"
            morceaux.append(
                _cellule(repere, cellules[position], chaines, partagees.balise(position), recopies.get(position))
            )
        morceaux.append("</row>")
    morceaux.append("</sheetData></worksheet>")
    return "".join(morceaux)


class _Partagees:
    """Formulas filled down a column, spelled once: engines read them ten times faster."""

    def __init__(self, recopies: Mapping[tuple[int, int], int]) -> None:
        self.recopies = recopies
        self.bornes: dict[int, tuple[int, int]] = {}
        for (ligne, _), numero in recopies.items():
            haut, bas = self.bornes.get(numero, (ligne, ligne))
            self.bornes[numero] = (min(haut, ligne), max(bas, ligne))

    def balise(self, position: tuple[int, int]) -> str | None:
        """What ``<f`` says in a cell: nothing, the first of a series (its text follows), or one more of it (None)."""
        numero = self.recopies.get(position)
        if numero is None:
            return ""
        haut, bas = self.bornes[numero]
        if haut == bas:
            return ""
        lettre = lettre_colonne(position[1])
        return f' t="shared" ref="{lettre}{haut}:{lettre}{bas}" si="{numero}"' if position[0] == haut else None


def _cellule(
    repere: str, cellule: CelluleLue, chaines: dict[str, int], partagee: str | None, numero: int | None
) -> str:
    if cellule.formule is None:
        return _constante(repere, cellule.valeur, chaines)
    if cellule.matrice is not None:
        return f'<c r="{repere}"><f t="array" ref="{repere}">{escape(cellule.formule)}</f><v>0</v></c>'
    if partagee is None:
        return f'<c r="{repere}"><f t="shared" si="{numero}"/><v>0</v></c>'
    return f'<c r="{repere}"><f{partagee}>{escape(cellule.formule)}</f><v>0</v></c>'


def _constante(repere: str, valeur: Valeur, chaines: dict[str, int]) -> str:
    if isinstance(valeur, bool):
        return f'<c r="{repere}" t="b"><v>{int(valeur)}</v></c>'
    if isinstance(valeur, str):
        return f'<c r="{repere}" t="s"><v>{chaines.setdefault(valeur, len(chaines))}</v></c>'
    if isinstance(valeur, Erreur):
        return f'<c r="{repere}" t="e"><v>{escape(valeur.code)}</v></c>'
    return "" if valeur is None else f'<c r="{repere}"><v>{texte_du_nombre(valeur)}</v></c>'
