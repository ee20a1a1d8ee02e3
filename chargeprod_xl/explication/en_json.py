"""An explanation for a machine: plain fields, stable names (docs/architecture.md), figures as numbers."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from chargeprod_xl.classeurs.valeurs import Erreur, Valeur
from chargeprod_xl.explication.lecture import Reponse
from chargeprod_xl.explication.modele import Explication, Lecture, Montree, Origine, Resume
from chargeprod_xl.recalcul.rapport import Lieu


def _valeur(valeur: Valeur) -> float | str | bool | None:
    return valeur.code if isinstance(valeur, Erreur) else valeur


def _lieu(lieu: Lieu) -> dict[str, str]:
    return {"classeur": lieu.classeur, "feuille": lieu.feuille, "cellule": lieu.cellule}


def _origine(origine: Origine | None) -> dict[str, Any] | None:
    if origine is None:
        return None
    champs = asdict(origine)
    return {nom: f"{v:%Y-%m-%d}" if isinstance(v, date) else v for nom, v in champs.items()}


def _montree(m: Montree) -> dict[str, Any]:
    return {**_lieu(m.lieu), "titre": m.titre, "valeur": _valeur(m.valeur), "texte": m.texte}


def _resume(resume: Resume | None) -> dict[str, Any] | None:
    if resume is None:
        return None
    return {
        "cellules": resume.cellules,
        "remplies": resume.remplies,
        "somme": resume.somme,
        "premieres": [_montree(m) for m in resume.premieres],
        "autres": resume.autres,
    }


def _lecture(lecture: Lecture) -> dict[str, Any]:
    return {
        "nom": lecture.nom,
        "classeur": lecture.lieu.classeur,
        "feuille": lecture.lieu.feuille,
        "plage": lecture.lieu.cellule,
        "role": lecture.role.name.lower(),
        "utilisee": lecture.utilisee,
        "critere": lecture.critere,
        "par": lecture.par,
        "nombre": lecture.nombre,
        "cellules": [explication(e) for e in lecture.cellules],
        "resume": _resume(lecture.resume),
    }


def explication(e: Explication) -> dict[str, Any]:
    """A cell and what it reads."""
    return {
        **_lieu(e.lieu),
        "titre": e.titre,
        "colonne": e.colonne,
        "ligne": e.ligne,
        "valeur": _valeur(e.valeur),
        "texte": e.texte,
        "exacte": e.exacte,
        "nature": e.nature.name.lower(),
        "formule": e.formule,
        "formule_excel": e.formule_excel,
        "calcul": e.calcul,
        "origine": _origine(e.origine),
        "remarques": list(e.remarques),
        "deja": e.deja,
        "lectures": [_lecture(lecture) for lecture in e.lectures],
    }


def reponse(r: Reponse) -> dict[str, Any]:
    """The whole answer."""
    return {
        "explication": explication(r.explication),
        "moteurs": list(r.moteurs),
        "avertissements": list(r.avertissements),
    }
