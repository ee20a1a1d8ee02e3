"""Computed values put into the files: ``<v>`` of formula cells, and what links keep of their targets.

Only the parts that change are rewritten; every other one comes out byte for byte. Same values, same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from lxml import etree

from chargeprod_xl.classeurs.archive import lire_xml, ouvrir
from chargeprod_xl.classeurs.balayage import decouper_feuille
from chargeprod_xl.classeurs.en_xml import baliser, echapper_controles, texte_du_nombre
from chargeprod_xl.classeurs.lecture import ECART_1904, ClasseurLu, FeuilleLue, LienExterne
from chargeprod_xl.classeurs.valeurs import Erreur, Valeur
from chargeprod_xl.liens.formules import Plage, adresse, indice_colonne, references

Valeurs = Mapping[tuple[int, int], Valeur]
FEUILLE_DE_BORD = "sorties"
_DATE_FIXE = (1980, 1, 1, 0, 0, 0)
_CHIFFRES = "0123456789"
#: A formula cell as Excel, LibreOffice and this program write it: address, style, formula.
_CELLULE_A_FORMULE = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"( s="[0-9]+")?(?: t="[a-zA-Z]+")?>'
    rb"(<f[^<>]*(?:/>|>[^<]*</f>))(?:<v[^<>]*(?:/>|>[^<]*</v>))?</c>"
)
_LIEN = re.compile(r"\[\d+\]")


def ecrire_valeurs(
    classeur: ClasseurLu,
    formules: Mapping[str, Valeurs],
    cibles: Callable[[LienExterne, str], Valeurs | None],
) -> bytes:
    """The workbook with its values renewed.

    Args:
        classeur: the workbook, as read from disk a moment ago.
        formules: by sheet, the values of its formula cells; a cell left out keeps what it shows.
        cibles: what a sheet of a link's target holds, None when the target is absent.
    """
    renouveler: dict[str, Callable[[bytes], bytes]] = {}
    for feuille in classeur.feuilles:
        valeurs = _valeurs_du_fichier(classeur, feuille, formules.get(feuille.nom, {}))
        if valeurs:
            renouveler[feuille.partie.lower()] = partial(renouveler_feuille, valeurs=valeurs)
    ailleurs = any(not _de_bord(nom) for lien in classeur.liens_externes for nom in lien.feuilles)
    lues = _plages_lues(classeur) if ailleurs else {}
    for rang, lien in enumerate(classeur.liens_externes, 1):
        garde = _a_garder(lues.get(rang, {}), lien, cibles)
        if garde is not None:
            renouveler[lien.partie.lower()] = partial(renouveler_lien, garde=garde)
    return _recopier(classeur.chemin, renouveler)


def _valeurs_du_fichier(classeur: ClasseurLu, feuille: FeuilleLue, valeurs: Valeurs) -> Valeurs:
    """The values that differ from what the file shows, dates in the file's own system."""
    changees: dict[tuple[int, int], Valeur] = {}
    for ou, valeur in valeurs.items():
        cellule = feuille.cellules[ou]
        nouvelle = "" if valeur is None else valeur
        if type(nouvelle) is type(cellule.valeur) and nouvelle == cellule.valeur:
            continue
        dates = classeur.date_1904 and cellule.est_date and type(nouvelle) is float
        changees[ou] = nouvelle - ECART_1904 if dates and isinstance(nouvelle, float) else nouvelle
    return changees


def renouveler_feuille(octets: bytes, valeurs: Valeurs) -> bytes:
    """A worksheet part with new values in its formula cells."""
    return _en_texte(octets, valeurs) or _en_arbre(octets, valeurs)


def _en_texte(octets: bytes, valeurs: Valeurs) -> bytes | None:
    """The same by replacing text; None when some cell is not spelled in the plain way."""
    feuille = decouper_feuille(octets)
    if feuille is None or b"<!" in feuille.lignes:  # a cell in a comment is none
        return None
    nouvelles = {adresse(*ou).encode(): _epeler(valeur) for ou, valeur in valeurs.items()}

    def renouveler(trouvee: re.Match[bytes]) -> bytes:
        nouvelle = nouvelles.pop(trouvee[1], None)
        if nouvelle is None:
            return trouvee[0]
        genre, texte = nouvelle
        return b'<c r="%b"%b%b>%b<v>%b</v></c>' % (trouvee[1], trouvee[2] or b"", genre, trouvee[3], texte)

    lignes = _CELLULE_A_FORMULE.sub(renouveler, feuille.lignes)
    return None if nouvelles else b"".join((feuille.avant, lignes, feuille.apres))


@lru_cache(maxsize=1 << 14, typed=True)
def _epeler(valeur: Valeur) -> tuple[bytes, bytes]:
    """Type attribute and text of a value; a column says the same thing many times."""
    genre, texte = en_xml(valeur)
    return f' t="{genre}"'.encode() if genre else b"", baliser(texte).encode()


def _en_arbre(octets: bytes, valeurs: Valeurs) -> bytes:
    racine = lire_xml(octets)
    espace = str(racine.tag).removesuffix("worksheet")
    ligne = 0
    for rangee in racine.iterfind(f"{espace}sheetData/{espace}row"):
        ligne = int(rangee.get("r") or ligne + 1)
        colonne = 0
        for element in rangee.iterchildren(f"{espace}c"):
            repere = element.get("r")
            colonne = indice_colonne(repere.rstrip(_CHIFFRES)) if repere else colonne + 1
            if (ligne, colonne) in valeurs:
                _poser(element, espace, valeurs[(ligne, colonne)])
    return _serialiser(racine)


def _poser(element: etree._Element, espace: str, valeur: Valeur) -> None:
    genre, texte = en_xml(valeur)
    for enfant in list(element):
        if enfant.tag in {f"{espace}v", f"{espace}is"}:
            element.remove(enfant)
    if genre is not None:
        element.set("t", genre)
    elif "t" in element.attrib:
        del element.attrib["t"]
    nouveau = etree.Element(f"{espace}v")
    nouveau.text = texte
    formule = element.find(f"{espace}f")
    element.insert(0 if formule is None else element.index(formule) + 1, nouveau)


def en_xml(valeur: Valeur) -> tuple[str | None, str]:
    """Type and text of a value in the file: (None, "12.5"), ("str", "été"), ("b", "1"), ("e", "#N/A")."""
    if isinstance(valeur, bool):
        return "b", str(int(valeur))
    if isinstance(valeur, float):
        return None, texte_du_nombre(valeur)
    if isinstance(valeur, Erreur):
        return "e", valeur.code
    return "str", echapper_controles(valeur or "")


def _de_bord(feuille: str) -> bool:
    """True for a sheet made to be read by other workbooks."""
    return feuille.lower().startswith(FEUILLE_DE_BORD)


def _a_garder(
    lues: Mapping[str, set[Plage]], lien: LienExterne, cibles: Callable[[LienExterne, str], Valeurs | None]
) -> dict[str, Valeurs] | None:
    """What a link has to keep, by sheet: the whole of a border sheet, the cells read from any other."""
    vieux: dict[str, dict[tuple[int, int], Valeur]] = {feuille: {} for feuille in lien.feuilles_en_cache}
    for (feuille, ligne, colonne), valeur in lien.cache.items():
        vieux.setdefault(feuille, {})[(ligne, colonne)] = valeur
    garde: dict[str, Valeurs] = {}
    for feuille in lien.feuilles:
        valeurs = cibles(lien, feuille)
        if valeurs is None:
            # Never read, it must not look as if it had been read and were empty.
            garde |= {feuille: vieux[feuille]} if feuille in vieux else {}
            continue
        plages = lues.get(feuille.lower(), set())
        entiere = _de_bord(feuille)
        garde[feuille] = {
            ou: valeur
            for ou, valeur in valeurs.items()
            if valeur is not None and (entiere or any(plage.contient(*ou) for plage in plages))
        }
    return None if vieux == garde and _memes_types(vieux, garde) else garde


def _memes_types(vieux: Mapping[str, Valeurs], neuf: Mapping[str, Valeurs]) -> bool:
    """True == 1.0 in Python, not in a workbook."""
    return all(type(vieux[nom][ou]) is type(valeur) for nom in neuf for ou, valeur in neuf[nom].items())


def _plages_lues(classeur: ClasseurLu) -> dict[int, dict[str, set[Plage]]]:
    """The ranges that the workbook's formulas and names read through each link, by rank and lower-case sheet."""
    textes = [c.formule for f in classeur.feuilles for c in f.cellules.values() if c.formule and "[" in c.formule]
    textes += [nom.formule for nom in classeur.noms if "[" in nom.formule]
    plages: dict[int, dict[str, set[Plage]]] = {}
    for texte in textes:
        # Most brackets are those of tables, and reading a formula whole takes time.
        for prefixe, plage in references(texte) if _LIEN.search(texte) else ():
            if prefixe is not None and prefixe.lien is not None:
                plages.setdefault(prefixe.lien, {}).setdefault(prefixe.feuille.lower(), set()).add(plage)
    return plages


def renouveler_lien(octets: bytes, garde: Mapping[str, Valeurs]) -> bytes:
    """An external link part with new kept values, in place of the former ones."""
    racine = lire_xml(octets)
    espace = str(racine.tag).removesuffix("externalLink")
    classeur = racine.find(f"{espace}externalBook")
    if classeur is None:
        return octets
    for ancien in classeur.findall(f"{espace}sheetDataSet"):
        classeur.remove(ancien)
    noms = [element.get("val", "") for element in classeur.iterfind(f"{espace}sheetNames/{espace}sheetName")]
    gardees = b"".join(_donnees(rang, garde[nom]) for rang, nom in enumerate(noms) if nom in garde)
    ensemble = lire_xml(b'<sheetDataSet xmlns="%b">%b</sheetDataSet>' % (espace.strip("{}").encode(), gardees))
    # The order of the format: sheet names, names, values.
    avant = classeur.find(f"{espace}definedNames")
    if avant is None:
        avant = classeur.find(f"{espace}sheetNames")
    classeur.insert(0 if avant is None else classeur.index(avant) + 1, ensemble)
    return _serialiser(racine)


def _donnees(rang: int, valeurs: Valeurs) -> bytes:
    """What is kept of a sheet, as the file has it."""
    rangees = (
        b'<row r="%d">%b</row>' % (ligne, b"".join(_gardee(ou, valeurs[ou]) for ou in ici))
        for ligne, ici in groupby(sorted(valeurs), key=itemgetter(0))
    )
    return b'<sheetData sheetId="%d">%b</sheetData>' % (rang, b"".join(rangees))


def _gardee(ou: tuple[int, int], valeur: Valeur) -> bytes:
    return b'<cell r="%b"%b><v>%b</v></cell>' % (adresse(*ou).encode(), *_epeler(valeur))


def _serialiser(racine: etree._Element) -> bytes:
    return etree.tostring(racine, xml_declaration=True, encoding="UTF-8", standalone=True)


def _recopier(chemin: Path, renouveler: Mapping[str, Callable[[bytes], bytes]]) -> bytes:
    """The archive again, in the same order and with fixed dates, some parts renewed."""
    sortie = io.BytesIO()
    with ouvrir(chemin) as archive, zipfile.ZipFile(sortie, "w") as fichier:
        for info in archive.fichier.infolist():
            octets = archive.fichier.read(info)
            if info.filename.lower() in renouveler:
                octets = renouveler[info.filename.lower()](octets)
            copie = zipfile.ZipInfo(info.filename, _DATE_FIXE)
            copie.create_system = 0
            fichier.writestr(copie, octets, zipfile.ZIP_DEFLATED, 6)
    return sortie.getvalue()
