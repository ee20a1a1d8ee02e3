"""A form or a list of whoever publishes it → its codes and labels: titles or none, text or numbers, amounts ignored."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.baremes.nomenclature import NIVEAUX, LigneOfficielle
from chargeprod_xl.classeurs.tableur_lu import FeuilleTableur
from chargeprod_xl.imports.devis.codes import du_nombre, normaliser
from chargeprod_xl.imports.devis.colonnes import reconnaitre
from chargeprod_xl.imports.devis.vocabulaire import est_un_total
from chargeprod_xl.imports.nomenclature.fichier_du_film import faute_de_code, faute_de_libelle
from chargeprod_xl.liens.references_a1 import lettre_colonne
from chargeprod_xl.protection import deproteger
from chargeprod_xl.tables.mots import plier, propre
from chargeprod_xl.tables.nombres import du_flottant

#: Code then label in one cell: « 1111 Droits », « 11 - Sujet », « 23.11 : Directeur ».
_ENSEMBLE = re.compile(r"(\d[\d.\-/]{0,7}\d|\d)[\s:–—\-]+([^\W\d].*)")
_CANDIDATES = 60


@dataclass(frozen=True)
class Places:
    """Where codes and labels stand; the same column when a cell holds both. ``derniere``: last row of titles."""

    code: int = 0
    libelle: int = 0
    derniere: int = 0
    score: int = 0
    titres: Mapping[int, str] = field(default_factory=dict)

    @property
    def colonnes(self) -> Mapping[str, int]:
        """Role → column."""
        return {"code": self.code, "libelle": self.libelle} if self.code else {}

    @property
    def manquants(self) -> tuple[str, ...]:
        """What a list cannot do without."""
        return () if self.score > 0 else ("le code et le libellé",)


@dataclass(frozen=True)
class ListeLue:
    """What the file says: its rows, and what was left aside."""

    lignes: tuple[LigneOfficielle, ...]
    remarques: tuple[str, ...]
    fautes: tuple[Anomalie, ...]


def _texte(feuille: FeuilleTableur, ligne: int, colonne: int) -> str:
    cellule = feuille.cellules.get((ligne, colonne))
    valeur = cellule.valeur if cellule else None
    if isinstance(valeur, float):
        return du_nombre(du_flottant(valeur))
    return propre(deproteger(valeur)) if isinstance(valeur, str) else ""


def _est_un_code(texte: str) -> bool:
    code = normaliser(texte)
    return code.isascii() and code.isdigit() and len(code) in NIVEAUX


def _couples(feuille: FeuilleTableur) -> Iterator[Places]:
    """Every column of codes with every column of labels to its right, and the rows that hold both."""
    lignes = sorted({r for r, _ in feuille.cellules})
    largeur = min(max((c for _, c in feuille.cellules), default=0), _CANDIDATES)
    textes = {(r, c): _texte(feuille, r, c) for r, c in feuille.cellules if c <= largeur}
    codes = {c: {r for r in lignes if _est_un_code(textes.get((r, c), ""))} for c in range(1, largeur + 1)}
    mots = {c: {r for r in lignes if re.search(r"[^\W\d_]{2}", textes.get((r, c), ""))} for c in range(1, largeur + 1)}
    for code, siens in codes.items():
        for libelle, leurs in mots.items():
            if libelle > code and (ensemble := len(siens & leurs)):
                yield Places(code, libelle, score=ensemble)
    for colonne, siens in mots.items():
        ensemble = sum(1 for r in siens if _ENSEMBLE.fullmatch(textes[r, colonne]))
        if ensemble:
            yield Places(colonne, colonne, score=ensemble)


def reconnaitre_la_liste(feuille: FeuilleTableur) -> Places:
    """By the titles when they name both columns, else by what the columns hold."""
    lu = reconnaitre(feuille)
    couples = list(_couples(feuille))
    if {"code", "libelle"} <= set(lu.colonnes):
        code, libelle = lu.colonnes["code"], lu.colonnes["libelle"]
        score = next((x.score for x in couples if (x.code, x.libelle) == (code, libelle)), 0)
        if score:
            return Places(code, libelle, lu.derniere, score, lu.titres)
    return max(couples, key=lambda x: (x.score, -x.code, -x.libelle), default=Places(titres=lu.titres))


def _code_et_libelle(feuille: FeuilleTableur, ligne: int, places: Places) -> tuple[str, str]:
    if places.code != places.libelle:
        return _texte(feuille, ligne, places.code), _texte(feuille, ligne, places.libelle)
    ensemble = _texte(feuille, ligne, places.code)
    trouve = _ENSEMBLE.fullmatch(ensemble)
    return (trouve[1], trouve[2]) if trouve else ("", ensemble)


def lire_la_liste(feuille: FeuilleTableur, fichier: str, source: str) -> ListeLue:
    """Every row that bears a code; the others are counted, never guessed."""
    places = reconnaitre_la_liste(feuille)
    lues: dict[str, tuple[int, LigneOfficielle]] = {}
    fautes: list[Anomalie] = []
    sans_code: list[str] = []
    for ligne in sorted({r for r, _ in feuille.cellules if r > places.derniere}):
        brut, libelle = _code_et_libelle(feuille, ligne, places)
        code = normaliser(brut)
        # « 8313 Report optique » is a line; « 23 Total équipe technique » is none.
        if not re.search(r"\d", code) or (len(code) < 4 and est_un_total(libelle)):
            if libelle or brut:
                sans_code.append(f"{ligne} « {libelle or brut} »")
            continue
        ou = f"{fichier}, feuille « {feuille.nom} », ligne {ligne}"
        if not libelle and not lues and places.titres == {}:
            continue  # a figure above the list: a date, a page number
        faute = faute_de_code(code) or faute_de_libelle(code, libelle)
        if faute is None and code in lues:
            premiere, ancienne = lues[code]
            if plier(ancienne.libelle) != plier(libelle):
                quoi = f"code {code} : « {libelle} » ici, « {ancienne.libelle} » à la ligne {premiere}"
                faute = (quoi, "gardez le bon libellé, ôtez l’autre ligne")
        if faute is not None:
            fautes.append(Anomalie(ou, *faute))
        elif code not in lues:
            lues[code] = ligne, LigneOfficielle(code, libelle, source)
    return ListeLue(tuple(x for _, x in lues.values()), tuple(_remarques(places, sans_code)), tuple(fautes))


def _remarques(places: Places, sans_code: list[str]) -> Iterator[str]:
    if places.code:
        yield f"codes lus en colonne {lettre_colonne(places.code)}, libellés en {lettre_colonne(places.libelle)}"
    if sans_code:
        suite = f" et {len(sans_code) - 5} autres" if len(sans_code) > 5 else ""
        yield f"{len(sans_code)} lignes sans code ou de total, laissées : {', '.join(sans_code[:5])}{suite}"
