"""Somebody's sheet put into a fresh workbook, saved and opened again."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from chargeprod_xl.classeurs.feuilles_ajoutees import FeuilleAjoutee, Perte, Traduction, greffer
from chargeprod_xl.liens.formules import renommer_feuilles
from reprise.facons import par_libreoffice
from reprise.feuilles_de_la_personne import carnet
from reprise.parties import ouvertes

_USUEL = re.compile(rb"http://schemas\.openxmlformats\.org/(spreadsheetml|officeDocument|drawingml)/2006/")
NEUF = "Devis 2026"


def suivre(formule: str, _: str) -> str:
    """The budget's sheet has a new name."""
    return renommer_feuilles(formule, lambda p: replace(p, feuille=NEUF) if p.feuille == "Devis" else p)


def sans_devis(formule: str, _: str) -> str | None:
    """The budget's sheet is no more."""
    return None if "Devis" in formule else formule


def inchangee(formule: str, _: str) -> str:
    return formule


def neuf(*feuilles: str) -> Workbook:
    """The workbook being written, before anybody's sheet joins it."""
    livre = Workbook()
    livre.remove(livre.worksheets[0])
    for nom in feuilles or (NEUF, "Contrôles"):
        livre.create_sheet(nom)
    return livre


def reprendre(
    source: Path, dossier: Path, traduire: Traduction = suivre, livre: Workbook | None = None, nom: str = "Carnet"
) -> tuple[Any, list[Perte], Path]:
    """The sheet as somebody finds it again in the fresh workbook, what was lost, and that workbook."""
    livre = livre or neuf()
    pertes = greffer(livre, [FeuilleAjoutee(source, nom, NEUF)], traduire)
    arrivee = dossier / "neuf.xlsx"
    livre.save(arrivee)
    relu = load_workbook(arrivee, rich_text=True)
    return relu[next(n for n in relu.sheetnames if n.startswith(nom))], pertes, arrivee


def stricte(chemin: Path) -> Path:
    """« Feuille de calcul Open XML Strict », a choice of Excel's dialog."""
    carnet(chemin)
    with ouvertes(chemin) as parties:
        for nom, octets in parties.items():
            parties[nom] = _USUEL.sub(rb"http://purl.oclc.org/ooxml/\1/", octets)
    return chemin


def par_libreoffice_seul(chemin: Path) -> Path:
    carnet(chemin)
    par_libreoffice([chemin], chemin.parent)
    return chemin
