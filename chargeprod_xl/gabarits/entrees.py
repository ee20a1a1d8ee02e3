"""The input files that a workbook declares (``entrees`` in its ``_classeur.yaml``): which columns, of which kind."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.projet.fichier import Document, lire_yaml

#: What a column may hold. A figure is a Decimal, a share « 12 % » is 0,12.
TYPES = (
    *("texte", "code", "date", "entier", "nombre", "quantite"),
    *("euro", "euros_cents", "montant", "pourcent", "pourcent2", "oui_non"),
)
EXTENSIONS = (".csv", ".xlsx", ".xls", ".txt")
#: Names of a row that are not columns of the file.
RESERVES = ("cle", "_id")


def _oui(brut: Any) -> Any:
    return {"oui": True, "non": False}.get(brut, brut) if isinstance(brut, str) else brut


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ColonneEntree(_Strict):
    """One column. ``titres``: other titles it is known by; ``liste``: the only words it may hold."""

    type: str = "texte"
    titres: tuple[str, ...] = ()
    liste: tuple[str, ...] = ()
    obligatoire: Annotated[bool, BeforeValidator(_oui)] = False


def _courte(brut: Any) -> Any:
    """``fin: date`` is ``fin: {type: date}``."""
    return {"type": brut} if isinstance(brut, str) else brut


Nom = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


class Entree(_Strict):
    """A file of the film's folder; ``cle`` names the column by which a row is known from one reading to the next."""

    fichier: str
    cle: str
    colonnes: dict[Nom, Annotated[ColonneEntree, BeforeValidator(_courte)]]


@dataclass(frozen=True)
class EntreeDeclaree:
    """An input and where it is declared."""

    nom: str
    ou: str
    entree: Entree


def _fautes(nom: str, entree: Entree, document: Document, source: str) -> Iterator[Anomalie]:
    def ou(*chemin: str) -> str:
        return document.ou(("entrees", nom, *chemin)).replace(document.nom, source)

    chemin = PurePosixPath(entree.fichier)
    if chemin.suffix.lower() not in EXTENSIONS or len(chemin.parts) != 1:
        quoi = f"« {entree.fichier} » n’est pas le nom d’un tableau du dossier du film"
        yield Anomalie(ou("fichier"), quoi, f"écrivez un nom sans dossier, en {', '.join(EXTENSIONS)}")
    if entree.cle not in entree.colonnes:
        quoi = f"la clé « {entree.cle} » n’est pas une colonne de « {nom} »"
        yield Anomalie(ou("cle"), quoi, f"choisissez parmi {', '.join(entree.colonnes)}")
    for colonne, declaree in entree.colonnes.items():
        ici = ou("colonnes", colonne)
        if declaree.type not in TYPES:
            quoi = f"type inconnu « {declaree.type} » pour la colonne « {colonne} »"
            yield Anomalie(ici, quoi, f"choisissez parmi {', '.join(TYPES)}")
        if colonne in RESERVES:
            yield Anomalie(ici, f"« {colonne} » est un nom réservé", "nommez autrement cette colonne")


def entrees_declarees(gabarits: Path, classeurs: Sequence[str]) -> tuple[list[EntreeDeclaree], list[Anomalie]]:
    """What the workbooks named ask for, and what is wrong with how they ask."""
    declarees: dict[str, EntreeDeclaree] = {}
    fautes: list[Anomalie] = []
    for classeur in classeurs:
        document, _ = lire_yaml(gabarits / classeur / "_classeur.yaml")
        brut = document.contenu.get("entrees") if document and isinstance(document.contenu, dict) else None
        if document is None or not isinstance(brut, dict):
            continue  # nothing asked for; what else is wrong with the file is told when it is rendered
        source = f"{classeur}/_classeur.yaml"
        for nom, contenu in brut.items():
            ou = document.ou(("entrees", str(nom))).replace(document.nom, source)
            try:
                entree = Entree.model_validate(contenu)
            except ValidationError:
                continue
            fautes += _fautes(str(nom), entree, document, source)
            if nom in declarees:
                quoi = f"l’entrée « {nom} » est déjà celle de {declarees[nom].ou}"
                fautes.append(Anomalie(ou, quoi, "nommez-la autrement"))
            declarees.setdefault(str(nom), EntreeDeclaree(str(nom), ou, entree))
    return list(declarees.values()), fautes


def fautes_de_nom(declarees: Sequence[EntreeDeclaree], connus: Collection[str]) -> list[Anomalie]:
    """Inputs that bear the name of something the program already gives to templates."""
    return [
        Anomalie(e.ou, f"« {e.nom} » est déjà le nom d’une source du programme", "nommez autrement cette entrée")
        for e in declarees
        if e.nom in connus
    ]
