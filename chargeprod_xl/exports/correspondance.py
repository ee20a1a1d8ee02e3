"""The mapping from « Emplois » to a payroll program's file: read, checked, every fault at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.exports.champs import CHAMPS
from chargeprod_xl.projet.fichier import Document, lire_yaml
from chargeprod_xl.projet.modele import fautes_du_modele

#: A code is a text, even when it is written as a number: « 3097 ».
Code = Annotated[str, BeforeValidator(lambda x: str(x) if isinstance(x, int) and not isinstance(x, bool) else x)]
Titre = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
SEPARATEURS = {";": ";", ",": ",", "|": "|", "tabulation": "\t"}
ENCODAGES = {"utf-8 avec BOM": "utf-8-sig", "utf-8": "utf-8", "windows-1252": "cp1252"}


class _Gele(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Format(_Gele):
    """How values are written. ``proteger_du_tableur``: a text that a spreadsheet program would take for a formula."""

    separateur: Literal[";", ",", "|", "tabulation"] = ";"
    decimale: Literal[",", "."] = ","
    date: Literal["JJ/MM/AAAA", "AAAA-MM-JJ", "AAAAMMJJ", "JJMMAAAA"] = "JJ/MM/AAAA"
    mois: Literal["MM/AAAA", "AAAA-MM", "AAAAMM", "MMAAAA"] = "MM/AAAA"
    encodage: Literal["utf-8 avec BOM", "utf-8", "windows-1252"] = "utf-8 avec BOM"
    titres: bool = True
    proteger_du_tableur: bool = True


class Lignes(_Gele):
    """Which rows leave."""

    auteurs: bool = False
    sans_salaire: bool = False


class Colonne(_Gele):
    """A column of the file: a field of « Emplois », through a code table or not, or the same text on each row."""

    titre: Titre
    champ: str | None = None
    texte: Code | None = None
    table: str | None = None
    decimales: Annotated[int, Field(ge=0, le=6)] | None = None


class Correspondance(_Gele):
    """The whole mapping."""

    format: Format = Format()
    lignes: Lignes = Lignes()
    colonnes: Annotated[tuple[Colonne, ...], Field(min_length=1)]
    tables: Mapping[str, Mapping[Code, Code]] = Field(default_factory=dict)


def _proche(nom: str, connus: Iterator[str] | list[str]) -> str:
    connus = list(connus)
    proches = get_close_matches(nom, connus, n=1)
    return f"écrivez « {proches[0]} »" if proches else f"choisissez parmi {', '.join(connus)}"


def _colonnes(document: Document) -> list[tuple[int, Mapping[str, Any]]]:
    contenu = document.contenu
    brutes = contenu.get("colonnes") if isinstance(contenu, Mapping) else None
    return [(n, c) for n, c in enumerate(brutes if isinstance(brutes, list) else []) if isinstance(c, Mapping)]


def _tables(document: Document) -> Mapping[str, Mapping[Any, Any]]:
    contenu = document.contenu
    brutes = contenu.get("tables") if isinstance(contenu, Mapping) else None
    return {str(k): v for k, v in brutes.items() if isinstance(v, Mapping)} if isinstance(brutes, Mapping) else {}


def _fautes_de_colonne(document: Document, rang: int, colonne: Mapping[str, Any]) -> Iterator[Anomalie]:
    ou = document.ou(("colonnes", rang))
    champ, table = colonne.get("champ"), colonne.get("table")
    if (champ is None) == (colonne.get("texte") is None):
        yield Anomalie(ou, "une colonne a un « champ » ou un « texte », et un seul des deux", "gardez celui des deux")
    if isinstance(champ, str) and champ not in CHAMPS:
        yield Anomalie(ou, f"champ inconnu « {champ} »", _proche(champ, list(CHAMPS)))
    if table is not None and str(table) not in _tables(document):
        yield Anomalie(ou, f"table de codes inconnue « {table} »", "ajoutez-la sous « tables », ou corrigez son nom")
    connu = CHAMPS.get(champ) if isinstance(champ, str) else None
    if colonne.get("decimales") is not None and connu and connu.genre not in {"nombre", "montant"}:
        yield Anomalie(ou, f"« {champ} » n’est pas un nombre : il n’a pas de décimales", "retirez « decimales »")
    if table is not None and connu and connu.valeurs:
        for code in _tables(document).get(str(table), {}):
            if str(code) not in connu.valeurs:
                place = document.ou(("tables", str(table), str(code)))
                quoi = f"valeur inconnue « {code} » dans la table « {table} » : le champ « {champ} » ne la prend jamais"
                yield Anomalie(place, quoi, _proche(str(code), list(connu.valeurs)))


def _doubles(document: Document) -> Iterator[Anomalie]:
    vus: dict[str, int] = {}
    for rang, colonne in _colonnes(document):
        titre = str(colonne.get("titre", "")).strip().casefold()
        if titre and titre in vus:
            premier = document.ou(("colonnes", vus[titre]))
            quoi = f"titre « {colonne['titre']} » déjà donné ({premier})"
            yield Anomalie(document.ou(("colonnes", rang)), quoi, "donnez un autre titre à l’une des deux colonnes")
        vus.setdefault(titre, rang)


def _fautes_croisees(document: Document) -> list[Anomalie]:
    """What a field alone cannot tell; written for contents whose types are not sure yet."""
    fautes = [f for rang, colonne in _colonnes(document) for f in _fautes_de_colonne(document, rang, colonne)]
    fautes += _doubles(document)
    contenu = document.contenu
    forme = contenu.get("format") if isinstance(contenu, Mapping) else None
    if isinstance(forme, Mapping) and forme.get("separateur", ";") == forme.get("decimale", ","):
        quoi = "le même signe sépare les colonnes et les décimales"
        fautes.append(Anomalie(document.ou(("format", "separateur")), quoi, "changez l’un des deux"))
    return fautes


def lire_correspondance(chemin: Path) -> Correspondance:
    """The mapping of a file; every fault is raised at once."""
    document, fautes = lire_yaml(chemin)
    if document is None:
        raise DonneesRefuseesError(fautes)
    lue: Correspondance | None = None
    try:
        lue = Correspondance.model_validate(document.contenu)
    except ValidationError as erreur:
        fautes += fautes_du_modele(erreur, document)
    fautes += _fautes_croisees(document)
    if fautes or lue is None:
        raise DonneesRefuseesError(dict.fromkeys(fautes))
    return lue
