"""What pydantic says of a template, in French: one mistake, one message, with the file, the line and the remedy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.gabarits.champs_lus import NATURES, VOISINES, choix, le_plus_proche, proche
from chargeprod_xl.projet.fichier import Chemin, Document

_REMEDE = "corrigez cette ligne du gabarit"
#: What each list of a template holds, and the key that names one of them.
_NOMS = {
    "colonnes": ("colonne", "id"),
    "lignes": ("ligne", "cle"),
    "liste": ("champ", "id"),
    "bandeaux": ("bandeau", "id"),
    "controles": ("contrôle", "id"),
    "series": ("série", "titre"),
    "migrations": ("migration", "de"),
    "reperes": ("repère", "titre"),
    "corps": ("paragraphe", "id"),
    "signatures": ("signature", "nom"),
}
#: Lists of blocks, and the natures of those that each holds.
_BLOCS = {"blocs": NATURES, "cote_a_cote": VOISINES}
#: How a nature is called where its key is no word.
_EN_MOTS = {"cote_a_cote": "rangée de blocs"}
_FORMES = {
    "^[a-z][a-z0-9_]*$": "un nom en minuscules sans accent, chiffres et « _ » (« cout_total »)",
    r"^[a-z0-9_*]+(\.[a-z0-9_*]+)*$": "un chemin de noms séparés par des points (« devis.detail.lignes »)",
    r"^[^\[\]:*?/\\']+$": "un nom de feuille sans [ ] : * ? / \\ ni apostrophe droite",
}
_ATTENDUS = {
    "string": ("un texte", "entre guillemets s’il ressemble à un nombre, à une date ou à un oui/non"),
    "bool": ("oui ou non", "écrivez true ou false"),
    "int": ("un nombre entier", "sans guillemets ni décimales"),
    "float": ("un nombre", "sans guillemets, avec un point décimal"),
    "tuple": ("une liste", "écrivez [a, b, c], ou un élément par ligne après un tiret"),
    "dict": ("des paires « nom: valeur »", "écrivez {nom: valeur}, ou une paire par ligne"),
    "model": ("des paires « nom: valeur »", "écrivez {nom: valeur}, ou une paire par ligne"),
}


def _sans_marques(lieu: Chemin) -> Chemin:
    """The path as it stands in the file: without the branches of unions nor pydantic's own marks."""
    return tuple(p for p in lieu if not (isinstance(p, str) and (p.startswith("<") or p == "[key]")))


def _modeles(annotation: Any) -> Iterator[tuple[str, type[BaseModel]]]:
    """The models inside an annotation, with the branch of a union that leads to each."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield "", annotation
    elif get_origin(annotation) is Annotated:
        interieur, *marques = get_args(annotation)
        etiquette = next((m.tag for m in marques if hasattr(m, "tag")), "")
        yield from ((etiquette or e, modele) for e, modele in _modeles(interieur))
    elif get_origin(annotation) in {Union, UnionType, tuple, dict}:
        for partie in get_args(annotation):
            yield from _modeles(partie)


def _cles_possibles(genre: type[BaseModel], lieu: Chemin) -> list[str]:
    """The keys that the model at ``lieu`` knows."""
    modele: type[BaseModel] | None = genre
    branches: dict[str, type[BaseModel]] = {}
    for partie in lieu:
        if isinstance(partie, str) and partie in branches:
            modele = branches[partie]
        elif modele and partie in modele.model_fields:
            branches = dict(_modeles(modele.model_fields[str(partie)].annotation))
            modele = next(iter(branches.values()), None)
    return list(modele.model_fields) if modele else []


def _au(contenu: Any, lieu: Chemin) -> Any:
    for partie in lieu:
        try:
            contenu = contenu[partie]
        except (KeyError, IndexError, TypeError):
            return None
    return contenu


def _ou(contenu: Any, lieu: Chemin) -> str:
    """Where it is in words: « tableau « lignes », colonne « montant » : »."""
    etapes = []
    for rang, partie in enumerate(lieu):
        element = _au(contenu, lieu[: rang + 1])
        if not isinstance(partie, int) or not isinstance(element, Mapping):
            continue
        liste = str(lieu[rang - 1]) if rang else ""
        nature = next((n for n in NATURES if liste in _BLOCS and n in element), "")
        genre, cle = (_EN_MOTS.get(nature, nature), nature) if nature else _NOMS.get(liste, ("", ""))
        nom = element.get(cle)
        if genre and isinstance(nom, str | int):
            etapes.append(f"{genre} « {nom} »")
        elif genre:
            etapes.append(f"{genre} n° {partie + 1}")
    return f"{', '.join(etapes)} : " if etapes else ""


def _montre(lu: Any) -> str:
    """What was read, short."""
    if lu is None:
        return "rien"
    texte = "une liste" if isinstance(lu, list | tuple) else "des paires" if isinstance(lu, Mapping) else f"« {lu} »"
    return texte if len(texte) <= 60 else f"{texte[:57]}… »"


def _valeurs(attendu: str) -> list[str]:
    return [x.strip().strip("'") for x in attendu.replace(" or ", ", ").split(", ")]


def _mauvaise_valeur(detail: Mapping[str, Any], champ: str) -> tuple[str, str]:
    """A value of the wrong kind, or out of what is possible."""
    genre, contexte, lu = detail["type"], detail.get("ctx") or {}, _montre(detail["input"])
    if genre == "literal_error":
        valeurs = _valeurs(str(contexte["expected"]))
        return f"« {champ} » vaut {lu}", choix(str(detail["input"]), valeurs)
    if genre == "string_pattern_mismatch":
        forme = _FORMES.get(contexte["pattern"], "un texte d’une autre forme")
        return f"« {champ} » vaut {lu} ; il faut {forme}", _REMEDE
    if genre in {"string_too_long", "too_long"}:
        return f"« {champ} » est trop long ({contexte['max_length']} au plus)", "raccourcissez-le"
    if genre in {"string_too_short", "too_short"}:
        return f"« {champ} » est trop court ({contexte['min_length']} au moins)", "complétez-le"
    if genre in {"greater_than", "less_than_equal"}:
        borne = f"plus de {contexte['gt']:g}" if genre == "greater_than" else f"{contexte['le']:g} au plus"
        return f"« {champ} » vaut {lu} ; il faut {borne}", _REMEDE
    attendu, comment = _ATTENDUS.get(genre.split("_", maxsplit=1)[0], ("une autre valeur", "voyez un gabarit voisin"))
    return f"« {champ} » : il faut {attendu}, il y a {lu}", comment


def _manquante(champ: str, lieu: Chemin) -> tuple[str, str]:
    if lieu and isinstance(lieu[-1], int):
        return f"« {champ} » n’a pas assez d’éléments", "complétez la liste"
    return f"il manque la clé « {champ} »", f"ajoutez « {champ}: … »"


def _sans_nature(lu: Any, champ: str, lieu: Chemin) -> tuple[str, str]:
    """A block, or the rows of a table, of which nothing says what they are."""
    if champ not in _BLOCS:
        quoi = f"« {champ} » : il faut des lignes, il y a {_montre(lu)}"
        return quoi, "donnez une liste de lignes, une source {pour: …, dans: …, cle: …}, ou le nom de lignes partagées"
    lues = [str(cle) for cle in lu] if isinstance(lu, Mapping) else []
    remede = f"un bloc{' côte à côte' if champ != 'blocs' else ''} a l’une des clés {', '.join(_BLOCS[champ])}"
    if nature := next((n for n in NATURES if n in lues), ""):
        return f"un bloc « {nature} » ne se met pas à côté d’un autre", f"sortez-le de la rangée ; {remede}"
    voisine = next((p for p in (proche(lue, _BLOCS[champ]) for lue in lues) if p), "")
    return f"bloc n° {int(lieu[-1]) + 1} : on ne sait pas ce qu’il est", f"{voisine} {remede}".strip()


def _en_mots(detail: Mapping[str, Any], genre: type[BaseModel], lieu: Chemin) -> tuple[str, str]:
    """One error: what is wrong, and what to do."""
    faute, contexte = str(detail["type"]), detail.get("ctx") or {}
    champ = str(next((p for p in reversed(lieu) if isinstance(p, str)), "le fichier"))
    match faute:
        case "gabarit":
            dit = str(contexte["quoi"]), str(contexte["remede"])
        case "extra_forbidden":
            dit = f"clé inconnue « {champ} »", choix(champ, _cles_possibles(genre, tuple(detail["loc"][:-1])))
        case "missing":
            dit = _manquante(champ, lieu)
        case "union_tag_not_found" | "union_tag_invalid":
            dit = _sans_nature(detail["input"], champ, lieu)
        case "value_error":
            dit = f"« {champ} » : {contexte.get('error', 'valeur impossible')}", _REMEDE
        case _:
            dit = _mauvaise_valeur(detail, champ)
    return dit


def _mal_orthographiees(details: Sequence[Mapping[str, Any]]) -> set[Chemin]:
    """Missing keys that an unknown one stands for: « onglets » for « onglet » is one mistake."""
    manquantes = {tuple(d["loc"]) for d in details if d["type"] == "missing"}
    sortie: set[Chemin] = set()
    for *parent, cle in (d["loc"] for d in details if d["type"] == "extra_forbidden"):
        voisines = [str(c[-1]) for c in manquantes if c[:-1] == tuple(parent)]
        if dite := le_plus_proche(str(cle), voisines):
            sortie.add((*parent, dite))
    return sortie


def fautes_de_modele(erreur: ValidationError, genre: type[BaseModel], document: Document) -> list[Anomalie]:
    """Every mistake that the model ``genre`` found in a template."""
    details: list[dict[str, Any]] = [dict(d) for d in erreur.errors()]
    repetees = _mal_orthographiees(details)
    sortie = []
    for detail in details:
        if tuple(detail["loc"]) in repetees:
            continue
        lieu = _sans_marques(tuple(detail["loc"]))
        if detail["type"] == "gabarit" and (cle := detail["ctx"]["cle"]):
            lieu = (*lieu[:-1], cle)
        quoi, remede = _en_mots(detail, genre, lieu)
        sortie.append(Anomalie(document.ou(lieu), _ou(document.contenu, lieu) + quoi, remede))
    return sortie
