"""YAML files read with the line of every value, so that a fault can be shown where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from chargeprod_xl.anomalies import Anomalie

Chemin = tuple[str | int, ...]
#: libyaml's parser is ten times faster; PyYAML wheels carry it nearly everywhere.
CHARGEUR: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Document:
    """A parsed YAML file and the 1-based line of each path inside it."""

    nom: str
    contenu: Any
    lignes: dict[Chemin, int]

    def ou(self, chemin: Chemin) -> str:
        """Say where ``chemin`` stands, or its nearest parent that exists."""
        while chemin and chemin not in self.lignes:
            chemin = chemin[:-1]
        return f"{self.nom}, ligne {self.lignes.get(chemin, 1)}"


def _marquer(noeud: yaml.Node | None, chemin: Chemin, lignes: dict[Chemin, int]) -> None:
    if noeud is None:
        return
    lignes.setdefault(chemin, noeud.start_mark.line + 1)
    if isinstance(noeud, yaml.MappingNode):
        for cle, valeur in noeud.value:
            lignes[(*chemin, str(cle.value))] = cle.start_mark.line + 1
            _marquer(valeur, (*chemin, str(cle.value)), lignes)
    elif isinstance(noeud, yaml.SequenceNode):
        for rang, valeur in enumerate(noeud.value):
            _marquer(valeur, (*chemin, rang), lignes)


def _doublons(noeud: yaml.Node | None, nom: str) -> list[Anomalie]:
    """YAML keeps the last of two equal keys without a word; here it is a fault."""
    fautes: list[Anomalie] = []
    if isinstance(noeud, yaml.MappingNode):
        vues: set[str] = set()
        for cle, valeur in noeud.value:
            if str(cle.value) in vues:
                fautes.append(
                    Anomalie(
                        f"{nom}, ligne {cle.start_mark.line + 1}",
                        f"« {cle.value} » est écrit deux fois",
                        "gardez une seule des deux lignes",
                    )
                )
            vues.add(str(cle.value))
            fautes += _doublons(valeur, nom)
    elif isinstance(noeud, yaml.SequenceNode):
        for valeur in noeud.value:
            fautes += _doublons(valeur, nom)
    return fautes


def lire_texte(chemin: Path) -> tuple[str | None, list[Anomalie]]:
    """Read a UTF-8 text file, or say why it cannot be read."""
    try:
        return chemin.read_text(encoding="utf-8-sig"), []
    except FileNotFoundError:
        return None, [Anomalie(str(chemin), "fichier introuvable", "vérifiez le nom, ou créez-le")]
    except UnicodeDecodeError:
        return None, [
            Anomalie(str(chemin), "texte qui n’est pas en UTF-8", "enregistrez le fichier en UTF-8, puis relancez")
        ]
    except OSError as erreur:
        return None, [Anomalie(str(chemin), f"lecture impossible ({erreur.strerror})", "vérifiez les droits d’accès")]


def lire_yaml(chemin: Path) -> tuple[Document | None, list[Anomalie]]:
    """Read a YAML file: its content with line marks, or the faults found."""
    texte, fautes = lire_texte(chemin)
    if texte is None:
        return None, fautes
    return analyser_yaml(texte, chemin.name)


def _composer(texte: str) -> tuple[yaml.Node | None, Any]:
    """Parse once, for both the line marks and the values."""
    chargeur = CHARGEUR(texte)
    try:
        noeud = chargeur.get_single_node()
        return noeud, chargeur.construct_document(noeud) if noeud is not None else None
    finally:
        chargeur.dispose()


#: What the parser says, by a piece of it, and how a person would.
_PROBLEMES = {
    "expected ':'": "il manque « : »",
    "mapping values are not allowed": "deux-points inattendus",
    "expected ',' or": "une virgule, une accolade ou un crochet manque",
    "block end": "une ligne n’est pas alignée sur ses voisines",
    "expected '-'": "une ligne n’est pas alignée sur ses voisines",
    "expected key": "une ligne n’est pas alignée sur ses voisines",
    "sequence entries are not allowed": "un tiret est mal placé",
    "cannot start any token": "un signe ne peut pas commencer une valeur : mettez des guillemets",
    "end of stream": "des guillemets, une accolade ou un crochet ne se ferment pas",
    "node content": "une valeur manque",
    "undefined alias": "« * » appelle un repère qui n’existe pas : mettez des guillemets",
    "escape": "« \\ » entre guillemets doubles : employez des guillemets simples",
    "null key": "une clé manque avant les deux-points",
    "unhashable key": "une accolade est de trop",
}


def _en_francais(probleme: str | None) -> str:
    """Why a text is not YAML."""
    return next((dit for extrait, dit in _PROBLEMES.items() if extrait in (probleme or "")), "structure illisible")


def analyser_yaml(texte: str, nom: str) -> tuple[Document | None, list[Anomalie]]:
    """Parse YAML text; ``nom`` is how messages call it."""
    try:
        noeud, contenu = _composer(texte)
    except yaml.YAMLError as erreur:
        repere = getattr(erreur, "problem_mark", None)
        ligne = f", ligne {repere.line + 1}" if repere else ""
        return None, [
            Anomalie(
                f"{nom}{ligne}",
                f"écriture YAML incorrecte ({_en_francais(getattr(erreur, 'problem', None))})",
                "vérifiez l’alignement, les deux-points suivis d’une espace et les guillemets de cette ligne",
            )
        ]
    except (ValueError, RecursionError) as erreur:
        return None, [Anomalie(nom, f"valeur impossible ({erreur})", "corrigez cette valeur (date, nombre…)")]
    lignes: dict[Chemin, int] = {}
    _marquer(noeud, (), lignes)
    return Document(nom, contenu, lignes), _doublons(noeud, nom)
