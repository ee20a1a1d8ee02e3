"""What several templates share, in ``workbook_templates/communs/``: drop-down lists, rows, pieces of formulas.

- ``listes``: ``unites: [F, J, S]``; a column says ``liste: unites``.
- ``lignes``: ``postes: [{cle: p1, poste: 1, …}]``; a table says ``lignes: postes``, or ``{pour: p, dans: postes, …}``.
  A name among the rows stands for the rows of that name, given before.
- ``fragments``: ``taux(nom): "INDEX({taux_du_mois.lignes.{{ nom }}},[rang_taux])"``; a formula says
  ``{{ taux("smic") }}``. A fragment without parameters is called by its name alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.gabarits.champs_lus import choix, refus
from chargeprod_xl.gabarits.fautes import fautes_de_modele
from chargeprod_xl.gabarits.formules import FormuleError
from chargeprod_xl.projet.fichier import Document, analyser_yaml, lire_texte

DOSSIER = "communs"
Nom = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Signature = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\([a-z][a-z0-9_]*(, [a-z][a-z0-9_]*)*\))?$")]
Rendre = Callable[[str, Mapping[str, Any]], str]


def _rangee(lue: Any) -> Any:
    if isinstance(lue, str) or (isinstance(lue, dict) and all(isinstance(cle, str) for cle in lue)):
        return lue
    raise refus("une ligne partagée est illisible", "écrivez {champ: valeur, …}, ou le nom d’autres lignes partagées")


#: One shared row, or the name of rows that stand here too.
Rangee = Annotated[Any, AfterValidator(_rangee)]


class Partage(BaseModel):
    """One file of shared things."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    listes: dict[Nom, tuple[str, ...]] = {}
    lignes: dict[Nom, tuple[Rangee, ...]] = {}
    fragments: dict[Signature, str] = {}


class Fragment:
    """A named piece of formula: its parameters in order, and its text, which may use other fragments."""

    def __init__(self, nom: str, parametres: tuple[str, ...], texte: str, rendre: Rendre) -> None:
        self.nom, self.parametres, self.texte, self.rendre = nom, parametres, texte, rendre

    def __call__(self, *arguments: Any) -> str:
        """The piece with its parameters replaced."""
        if len(arguments) != len(self.parametres):
            attendus = ", ".join(self.parametres) or "aucun"
            raise FormuleError(f"le fragment « {self.nom} » attend {len(self.parametres)} paramètre(s) : {attendus}")
        return self.rendre(self.texte, dict(zip(self.parametres, arguments, strict=True)))

    def __str__(self) -> str:
        return self()


@dataclass(frozen=True)
class Communs:
    """Everything shared; ``fragments``: parameters and text by name."""

    listes: dict[str, tuple[str, ...]]
    lignes: dict[str, list[Mapping[str, Any]]]
    fragments: dict[str, tuple[tuple[str, ...], str]]

    @property
    def contexte(self) -> dict[str, Any]:
        """What a template needs to be validated."""
        return {"listes": self.listes}

    def donnees(self, rendre: Rendre) -> dict[str, Any]:
        """Shared rows and fragments, as ``{{ … }}`` and ``dans:`` name them."""
        fragments = {nom: Fragment(nom, *dit, rendre) for nom, dit in self.fragments.items()}
        return {**self.lignes, **fragments}


def lire_gabarit(dossier: Path, source: str) -> tuple[Document | None, list[Anomalie]]:
    """A template file, known in messages by its path from ``dossier``."""
    texte, fautes = lire_texte(dossier / source)
    if texte is None:
        return None, [Anomalie(source, f.quoi, f.remede) for f in fautes]
    return analyser_yaml(texte, source)


class _Lecture:
    """Reads the shared files one after the other; a name has one meaning."""

    def __init__(self, reserves: Iterable[str], fautes: list[Anomalie]) -> None:
        self.reserves, self.fautes = set(reserves), fautes
        self.communs = Communs({}, {}, {})
        self.ou: dict[str, str] = {}

    def nommer(self, nom: str, ou: str, *, donnee: bool) -> None:
        deja = self.ou.get(nom) or ("les données du film" if donnee and nom in self.reserves else "")
        if deja:
            self.fautes.append(Anomalie(ou, f"le nom « {nom} » est déjà pris par {deja}", "donnez-lui un autre nom"))
        self.ou.setdefault(nom, ou)

    def lignes(self, rangees: Iterable[Any], ou: str) -> list[Mapping[str, Any]]:
        """Rows, those that a name stands for included."""
        sortie: list[Mapping[str, Any]] = []
        for rangee in rangees:
            if not isinstance(rangee, str):
                sortie.append(rangee)
            elif rangee in self.communs.lignes:
                sortie += self.communs.lignes[rangee]
            else:
                quoi = f"aucune ligne partagée ne s’appelle « {rangee} » avant celles-ci"
                self.fautes.append(Anomalie(ou, quoi, choix(rangee, self.communs.lignes)))
        return sortie

    def lire(self, document: Document) -> None:
        try:
            lu = Partage.model_validate(document.contenu or {})
        except ValidationError as erreur:
            self.fautes += fautes_de_modele(erreur, Partage, document)
            return
        for nom, valeurs in lu.listes.items():
            self.nommer(nom, document.ou(("listes", nom)), donnee=False)
            self.communs.listes[nom] = valeurs
        for nom, rangees in lu.lignes.items():
            ou = document.ou(("lignes", nom))
            self.nommer(nom, ou, donnee=True)
            self.communs.lignes[nom] = self.lignes(rangees, ou)
        for signature, texte in lu.fragments.items():
            nom, *parametres = re.findall(r"[a-z][a-z0-9_]*", signature)
            self.nommer(nom, document.ou(("fragments", signature)), donnee=True)
            self.communs.fragments[nom] = (tuple(parametres), texte)


def lire_communs(dossier: Path, reserves: Iterable[str], fautes: list[Anomalie]) -> Communs:
    """Every shared file; a name given twice, or that the film's data already has (``reserves``), is a fault."""
    lecture = _Lecture(reserves, fautes)
    for chemin in sorted((dossier / DOSSIER).glob("*.yaml")):
        document, erreurs = lire_gabarit(dossier, f"{DOSSIER}/{chemin.name}")
        fautes += erreurs
        if document is not None:
            lecture.lire(document)
    return lecture.communs
