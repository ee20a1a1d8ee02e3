"""The official list beside ours: same label, other label, new code, line of ours that it lacks."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from chargeprod_xl.baremes.formes import nomenclature
from chargeprod_xl.baremes.nomenclature import LigneOfficielle, calcule_par_code, lignes_du_devis
from chargeprod_xl.protection import proteger
from chargeprod_xl.tables.mots import plier

RAPPORT = "comparaison-nomenclature.csv"
MEME, AUTRE, NEUVE = "même libellé", "autre libellé", "ligne ajoutée"
CALCULEE, ABSENTE, SANS_LIGNE = "calculée par le programme", "absente de la liste officielle", "groupe sans ligne"
_TITRES = ("Code", "Niveau", "Libellé officiel", "Notre libellé", "Constat", "Statut au devis")


@dataclass(frozen=True)
class Comparee:
    """One code in both lists, or in one of them."""

    code: str
    niveau: str
    officiel: str
    notre: str
    constat: str
    statut: str

    @property
    def quoi(self) -> str:
        """In words."""
        if self.constat == AUTRE:
            return f"« {self.officiel} » au lieu de « {self.notre} »"
        return f"« {self.officiel} » : {self.constat}{f', {self.statut}' if self.statut else ''}"


def comparer(forme: str, officielles: Sequence[LigneOfficielle]) -> list[Comparee]:
    """Every code of both lists, in order."""
    notres = {x["code"]: x for x in nomenclature(forme)}
    finales = {x["code"]: x for x in lignes_du_devis(forme, tuple(officielles))}
    donnees = {x.code: x for x in officielles}
    sortie = []
    for code in sorted({*notres, *donnees}):
        officielle, notre, finale = donnees.get(code), notres.get(code), finales.get(code)
        niveau = officielle.niveau if officielle else str(notre["niveau"]) if notre else ""
        libelle = officielle.libelle if officielle else ""
        sien = str(notre["libelle"]) if notre else ""
        statut = str(finale["statut"]) if finale else ""
        sortie.append(Comparee(code, niveau, libelle, sien, _constat(code, libelle, sien, statut), statut))
    return sortie


def _constat(code: str, officiel: str, notre: str, statut: str) -> str:
    if not officiel:
        return ABSENTE
    if notre:
        return MEME if plier(officiel) == plier(notre) else AUTRE
    if statut:
        return NEUVE
    return CALCULEE if len(code) > 3 and calcule_par_code(code) else SANS_LIGNE


def en_csv(comparees: Sequence[Comparee]) -> bytes:
    """The whole comparison, to read in a spreadsheet program."""
    flux = io.StringIO(newline="")
    ecrivain = csv.writer(flux, delimiter=";", lineterminator="\r\n")
    ecrivain.writerow(_TITRES)
    for x in comparees:
        ecrivain.writerow([x.code, x.niveau, proteger(x.officiel), proteger(x.notre), x.constat, x.statut])
    return flux.getvalue().encode("utf-8-sig")
