"""The small parts of a workbook: shared strings, styles, tables, names, links and properties."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from chargeprod_xl.classeurs.archive import Archive, Relation, nom_de_fichier
from chargeprod_xl.classeurs.classeur_lu import Fond, LienExterne, NomDefini
from chargeprod_xl.classeurs.lecture_feuille import CHIFFRES, Contexte, desechapper, lire_valeur, texte_riche
from chargeprod_xl.classeurs.palette import PALETTE
from chargeprod_xl.classeurs.valeurs import Valeur
from chargeprod_xl.liens.formules import Tableau, indice_colonne, lire_plage

_FORMATS_DE_DATE = frozenset({14, 15, 16, 17, 22, *range(27, 32), *range(50, 59)})
_HORS_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


def partie_du_genre(relations: Mapping[str, Relation], genre: str) -> str | None:
    """The first part of a kind among relationships."""
    return next((relation.cible for relation in relations.values() if relation.genre == genre), None)


def identifiant(element: etree._Element) -> str:
    """The ``r:id`` attribute, whatever the edition of its namespace (transitional or strict)."""
    for nom, valeur in element.attrib.items():
        if str(nom).endswith("}id"):
            return str(valeur)
    raise ValueError("relation sans identifiant")


def chaines_partagees(archive: Archive, partie: str | None) -> tuple[str, ...]:
    """The shared strings, rich text joined."""
    if partie is None or not archive.contient(partie):
        return ()
    return tuple(texte_riche(element) for element in archive.xml(partie).iterchildren("{*}si"))


#: Codes of the numbered formats of the file format that a workbook does not spell.
_FORMATS_NUMEROTES = {
    **{1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??"},
    **{14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm"},
    **{
        21: "h:mm:ss",
        22: "m/d/yy h:mm",
        37: "#,##0_);(#,##0)",
        38: "#,##0_);[Red](#,##0)",
        45: "mm:ss",
        46: "[h]:mm:ss",
    },
    **{39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);[Red](#,##0.00)", 47: "mmss.0", 48: "##0.0E+0", 49: "@"},
}


@dataclass(frozen=True)
class Styles:
    """What reading asks of each cell style: its number format, whether it shows a date, its ground if not ours."""

    formats: tuple[str, ...] = ()
    dates: frozenset[int] = frozenset()
    fonds: Mapping[int, Fond] = field(default_factory=dict)


def lire_styles(archive: Archive, partie: str | None) -> Styles:
    """The cell styles of a workbook."""
    if partie is None or not archive.contient(partie):
        return Styles()
    racine = archive.xml(partie)
    codes = {
        int(element.get("numFmtId", "0")): element.get("formatCode", "")
        for element in racine.iterfind("{*}numFmts/{*}numFmt")
    }
    fonds = [_fond(element) for element in racine.iterfind("{*}fills/{*}fill")]
    styles = racine.findall("{*}cellXfs/{*}xf")
    numeros = [int(style.get("numFmtId", "0")) for style in styles]
    poses = [int(style.get("fillId", "0")) for style in styles]
    return Styles(
        tuple(codes.get(n) or _FORMATS_NUMEROTES.get(n, "General") for n in numeros),
        frozenset(rang for rang, n in enumerate(numeros) if _montre_une_date(n, codes)),
        {rang: fond for rang, n in enumerate(poses) if n < len(fonds) and (fond := fonds[n]) is not None},
    )


def _fond(element: etree._Element) -> Fond | None:
    """A plain ground that the house style does not have."""
    motif = element.find("{*}patternFill")
    couleur = motif.find("{*}fgColor") if motif is not None and motif.get("patternType") == "solid" else None
    if couleur is None:
        return None
    if couleur.get("theme") is not None:
        return Fond(None, int(couleur.get("theme", "0")), float(couleur.get("tint", "0")))
    rgb = couleur.get("rgb")
    return None if rgb is None or rgb[-6:].upper() in PALETTE else Fond(f"FF{rgb[-6:].upper()}")


def _montre_une_date(numero: int, formats: Mapping[int, str]) -> bool:
    if numero not in formats:
        return numero in _FORMATS_DE_DATE
    lettres = _HORS_FORMAT.sub("", formats[numero]).lower()
    if lettres.startswith("general") or lettres.startswith("standard"):
        return False
    # "m" alone is a month, next to hours or seconds it is minutes.
    return "d" in lettres or "y" in lettres or ("m" in lettres and not {"h", "s"} & set(lettres))


def lire_tableaux(archive: Archive, feuille: str, relations: Iterable[Relation]) -> Iterator[Tableau]:
    """The Excel tables among the relationships of a sheet."""
    for relation in relations:
        if relation.genre != "table":
            continue
        racine = archive.xml(relation.cible)
        yield Tableau(
            nom=racine.get("displayName") or racine.get("name") or "",
            feuille=feuille,
            plage=lire_plage(racine.get("ref", "")),
            colonnes=tuple(
                desechapper(colonne.get("name", "")) for colonne in racine.iterfind("{*}tableColumns/{*}tableColumn")
            ),
            lignes_entete=int(racine.get("headerRowCount", "1")),
            lignes_total=int(racine.get("totalsRowCount", "0")),
        )


def lire_nom(element: etree._Element, feuilles: Sequence[str]) -> NomDefini:
    """A defined name."""
    portee = element.get("localSheetId")
    return NomDefini(
        nom=element.get("name", ""),
        formule=element.text or "",
        feuille=feuilles[int(portee)] if portee else None,
        cache=element.get("hidden") in {"1", "true"},
    )


def lire_lien(archive: Archive, partie: str, contexte: Contexte) -> LienExterne:
    """An external link part; a DDE or OLE link keeps its rank but leads nowhere."""
    classeur = archive.xml(partie).find("{*}externalBook")
    if classeur is None:
        return LienExterne("", (), {}, frozenset(), partie)
    relation = archive.relations(partie).get(identifiant(classeur))
    feuilles = tuple(e.get("val", "") for e in classeur.iterfind("{*}sheetNames/{*}sheetName"))
    cache: dict[tuple[str, int, int], Valeur] = {}
    lues: set[str] = set()
    for donnees in classeur.iterfind("{*}sheetDataSet/{*}sheetData"):
        nom = feuilles[int(donnees.get("sheetId", "0"))]
        # refreshError: the target could not be read when the values were last asked for.
        if len(donnees) or donnees.get("refreshError") is None:
            lues.add(nom)
        espace = str(donnees.tag).removesuffix("sheetData")
        for cellule in donnees.iter(f"{espace}cell"):
            repere = cellule.get("r", "")
            lettres = repere.rstrip(CHIFFRES)
            texte = cellule[0].text if len(cellule) else None  # nothing but <v> may stand in one
            ou = (nom, int(repere[len(lettres) :]), indice_colonne(lettres))
            cache[ou] = lire_valeur(texte, cellule.get("t"), contexte.chaines)
    cible = nom_de_fichier(relation.cible) if relation else ""
    return LienExterne(cible, feuilles, cache, frozenset(lues), partie)


def proprietes(archive: Archive) -> dict[str, str]:
    """The custom document properties, as texts."""
    partie = partie_du_genre(archive.relations(""), "custom-properties")
    if partie is None or not archive.contient(partie):
        return {}
    return {
        element.get("name", ""): "".join(str(texte) for texte in element.itertext()).strip()
        for element in archive.xml(partie).iterchildren("{*}property")
    }
