"""The package: parts, content types, relationships, tables, names, limits of the file format."""

from __future__ import annotations

import posixpath
import re

from lxml import etree
from openpyxl.utils import get_column_letter, range_boundaries

from chargeprod_xl.liens.formules import Genre, decouper
from classeurs.parties import MAIN, RELATION, Paquet

#: CT_Worksheet: the order a sheet's elements must have.
ORDRE = re.findall(
    r"\w+",
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios "
    "autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting "
    "dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks "
    "customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture "
    "oleObjects controls webPublishItems tableParts extLst",
)
NOM_VALIDE = re.compile(r"[A-Za-zÀ-ÿ_\\][A-Za-zÀ-ÿ0-9_.\\]*")
RESSEMBLE_A_UNE_CELLULE = re.compile(r"[A-Za-z]{1,3}[0-9]+|[RrCc]|[Rr]\d*[Cc]\d*")


def test_chaque_partie_a_un_type_et_rien_ne_manque(paquets: list[Paquet]) -> None:
    for p in paquets:
        types = p.arbres["[Content_Types].xml"]
        declares = {t.get("PartName", "").lstrip("/") for t in types if t.get("PartName")}
        defauts = {t.get("Extension") for t in types if t.get("Extension")}
        assert declares <= set(p.octets), p.nom
        for partie in p.octets:
            if partie != "[Content_Types].xml":
                assert partie in declares or partie.rpartition(".")[2] in defauts, f"{p.nom} : {partie} sans type"
        assert not any("vba" in partie.lower() or partie.endswith(".bin") for partie in p.octets), "macro"


def test_chaque_relation_mene_a_une_partie(paquets: list[Paquet]) -> None:
    for p in paquets:
        atteintes = {"[Content_Types].xml"}
        for rels in (nom for nom in p.octets if nom.endswith(".rels")):
            dossier, nom = posixpath.split(rels)
            partie = posixpath.join(posixpath.dirname(dossier), nom.removesuffix(".rels"))
            assert partie in p.octets or rels == "_rels/.rels", f"{p.nom} : {rels} orphelin"
            atteintes.add(rels)
            for _, cible, externe in p.relations(partie if rels != "_rels/.rels" else "").values():
                assert externe or cible in p.octets, f"{p.nom} : {rels} vise {cible}, qui manque"
                atteintes.add(cible)
        assert set(p.octets) <= atteintes, f"{p.nom} : parties que rien ne désigne {set(p.octets) - atteintes}"


def test_chaque_id_de_relation_employe_est_declare(paquets: list[Paquet]) -> None:
    for p in paquets:
        for partie, arbre in p.arbres.items():
            employes = {e.get(RELATION) for e in arbre.iter() if isinstance(e.tag, str) and e.get(RELATION)}
            assert employes <= set(p.relations(partie)), f"{p.nom} : {partie}"


def test_les_liens_externes_visent_les_fichiers_voisins(paquets: list[Paquet]) -> None:
    noms = {p.nom for p in paquets}
    cibles = [
        cible
        for p in paquets
        for partie in p.octets
        if partie.startswith("xl/externalLinks/external")
        for _, cible, externe in p.relations(partie).values()
        if externe
    ]
    assert cibles
    assert set(cibles) <= noms


def test_les_elements_de_chaque_feuille_sont_dans_l_ordre_du_schema(paquets: list[Paquet]) -> None:
    for p in paquets:
        for nom, feuille in p.feuilles().items():
            balises = [e.tag.removeprefix(MAIN) for e in feuille]
            assert set(balises) <= set(ORDRE), f"{p.nom} › {nom}"
            rangs = [ORDRE.index(b) for b in balises]
            assert rangs == sorted(rangs), f"{p.nom} › {nom} : {balises}"
            for balise in set(balises) - {"conditionalFormatting"}:
                assert balises.count(balise) == 1, f"{p.nom} › {nom} : {balise} deux fois"


def test_les_lignes_et_cellules_vont_en_croissant(paquets: list[Paquet]) -> None:
    for p in paquets:
        formats = len(p.arbres["xl/styles.xml"].find(f"{MAIN}cellXfs"))
        for nom, feuille in p.feuilles().items():
            lignes = [int(r.get("r", "0")) for r in feuille.iterfind(f"{MAIN}sheetData/{MAIN}row")]
            assert lignes == sorted(set(lignes)), f"{p.nom} › {nom}"
            for cellule in feuille.iterfind(f"{MAIN}sheetData/{MAIN}row/{MAIN}c"):
                assert int(cellule.get("s", "0")) < formats, f"{p.nom} › {nom}"
                if cellule.get("t") in {"s", "inlineStr"}:
                    assert p.texte(cellule) is not None, f"{p.nom} › {nom}"


def test_les_noms_de_feuilles_sont_permis(paquets: list[Paquet]) -> None:
    for p in paquets:
        noms = list(p.feuilles())
        assert len({n.lower() for n in noms}) == len(noms)
        for nom in noms:
            assert 1 <= len(nom) <= 31, nom
            assert not re.search(r"[\[\]:*?/\\]", nom), nom
            assert not nom.startswith("'"), nom
            assert not nom.endswith("'"), nom


def test_chaque_tableau_porte_les_titres_de_ses_cellules(paquets: list[Paquet]) -> None:
    numeros: set[tuple[str, str]] = set()
    noms: list[str] = []
    for p in paquets:
        for partie, arbre in p.arbres.items():
            if not partie.startswith("xl/worksheets/sheet"):
                continue
            for genre, cible, _ in p.relations(partie).values():
                if genre != "table":
                    continue
                tableau = p.arbres[cible]
                assert (p.nom, tableau.get("id", "")) not in numeros
                numeros.add((p.nom, tableau.get("id", "")))
                noms.append(tableau.get("displayName", "").lower())
                _verifier_tableau(p, arbre, tableau)
    assert len(noms) == len(set(noms)) >= 8  # unique in the whole pack, so that a merge cannot clash


def _verifier_tableau(p: Paquet, feuille: etree._Element, tableau: etree._Element) -> None:
    c1, l1, c2, l2 = range_boundaries(tableau.get("ref"))
    assert l2 > l1
    filtre = tableau.find(f"{MAIN}autoFilter")
    assert filtre is None or filtre.get("ref") == tableau.get("ref")
    colonnes = [c.get("name") for c in tableau.iterfind(f"{MAIN}tableColumns/{MAIN}tableColumn")]
    assert len({c.casefold() for c in colonnes}) == len(colonnes) == c2 - c1 + 1
    cellules = {c.get("r"): c for c in feuille.iterfind(f"{MAIN}sheetData/{MAIN}row[@r='{l1}']/{MAIN}c")}
    for col, titre in zip(range(c1, c2 + 1), colonnes, strict=True):
        assert p.texte(cellules[f"{get_column_letter(col)}{l1}"]) == titre, f"{p.nom} : {tableau.get('name')}"


def test_les_noms_definis_sont_permis_et_visent_une_feuille(paquets: list[Paquet]) -> None:
    for p in paquets:
        feuilles = set(p.feuilles())
        vus = set()
        for nom in p.arbres["xl/workbook.xml"].iterfind(f"{MAIN}definedNames/{MAIN}definedName"):
            texte, cle = nom.get("name", ""), (nom.get("name", "").lower(), nom.get("localSheetId"))
            assert cle not in vus, texte
            vus.add(cle)
            assert "#REF!" not in (nom.text or ""), texte
            cible = re.match(r"'((?:[^']|'')+)'!|([^'!,]+)!", nom.text or "")
            assert cible, f"{texte} = {nom.text}"
            assert (cible[1] or cible[2]).replace("''", "'") in feuilles, texte
            if not texte.startswith("_xlnm."):
                assert NOM_VALIDE.fullmatch(texte), texte
                assert len(texte) <= 255, texte
                assert not RESSEMBLE_A_UNE_CELLULE.fullmatch(texte), texte


def test_les_formules_tiennent_dans_les_limites(paquets: list[Paquet]) -> None:
    for p in paquets:
        for nom, feuille in p.feuilles().items():
            for f in feuille.iter(f"{MAIN}f"):
                texte = f.text or ""
                assert len(texte) <= 8192, f"{p.nom} › {nom}"
                assert _profondeur(texte) < 64, f"{p.nom} › {nom} : {texte[:80]}"
            for validation in feuille.iter(f"{MAIN}dataValidation"):
                liste = validation.findtext(f"{MAIN}formula1") or ""
                assert len(liste) <= 255, f"{p.nom} › {nom} : {liste[:60]}"
                assert len(validation.get("prompt", "")) <= 255
                assert len(validation.get("error", "")) <= 225


def _profondeur(formule: str) -> int:
    """Deepest nesting of parentheses, texts aside."""
    profondeur = plus_profond = 0
    for genre, texte in decouper(formule):
        if genre is Genre.TEXTE:
            continue
        for signe in texte:
            profondeur += (signe == "(") - (signe == ")")
            plus_profond = max(plus_profond, profondeur)
    return plus_profond


def test_les_styles_restent_peu_nombreux(paquets: list[Paquet]) -> None:
    for p in paquets:
        styles = p.arbres["xl/styles.xml"]
        assert len(styles.find(f"{MAIN}cellXfs")) < 250, p.nom
        assert len(styles.find(f"{MAIN}fonts")) < 60, p.nom
        noms = [s.get("name") for s in styles.iterfind(f"{MAIN}cellStyles/{MAIN}cellStyle")]
        assert len(noms) == len(set(noms))
        assert {"Saisie", "Calcul", "Autre classeur", "Valeur forcée"} <= set(noms)
