"""The payroll rates and the minima by function: loaded once, checked as a whole, asked by date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from types import MappingProxyType

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.baremes.lecture import charger, liste
from chargeprod_xl.baremes.modele import Parametre, lire
from chargeprod_xl.baremes.modele_grille import Fonction, Grille, Minimum, fonctions_de

FICHIERS = ("paie_charges", "paie_temps_et_minima", "paie_frais", "paie_global")
#: The column that both grids have: the week of 39 hours, on which surcharges and days are worked out.
MESURE_USUELLE = "hebdo_39h"


@cache
def sources() -> Mapping[str, str]:
    """What each source code stands for."""
    contenu = charger("paie_sources")
    assert isinstance(contenu, Mapping)
    return MappingProxyType({str(code): str(texte) for code, texte in contenu.items()})


def doublons(lus: Iterable[Parametre]) -> list[Anomalie]:
    """Ids given twice, in one file or in two."""
    vus: set[str] = set()
    fautes = []
    for parametre in lus:
        if parametre.id in vus:
            fautes.append(Anomalie(parametre.id, "identifiant donné deux fois", "gardez une seule des deux entrées"))
        vus.add(parametre.id)
    return fautes


@cache
def parametres() -> Mapping[str, Parametre]:
    """Every dated payroll parameter, by id."""
    lus: list[Parametre] = []
    fautes: list[Anomalie] = []
    for fichier in FICHIERS:
        justes, refus = lire(Parametre, charger(fichier), f"{fichier}.yaml", {"sources": sources()})
        lus += justes
        fautes += refus
    fautes += doublons(lus)
    if fautes:
        raise DonneesRefuseesError(fautes)
    return MappingProxyType({p.id: p for p in lus})


@cache
def fonctions() -> tuple[Fonction, ...]:
    """Every function of the grids, with its minima and the devis lines it fills."""
    contenu = charger("paie_grilles")
    assert isinstance(contenu, Mapping)
    codes = {ligne["code"] for ligne in liste("nomenclature") if ligne["niveau"] == "ligne"}
    contexte = {"sources": sources(), "codes": codes}
    grilles, fautes = lire(Grille, contenu["grilles"], "paie_grilles.yaml", contexte, cle="convention")
    if fautes:
        raise DonneesRefuseesError(fautes)
    return tuple(fonction for grille in grilles for fonction in fonctions_de(grille))


def minimum(fonction: Fonction, jour: date, mesure: str = MESURE_USUELLE) -> Minimum | None:
    """The minimum of ``fonction`` on ``jour``; None where the grid has no such column, or none known on that day."""
    return next((m for m in fonction.minima if m.mesure == mesure and m.validite.couvre(jour)), None)


def note_de_correspondance() -> str:
    """What the link between functions and devis lines is worth."""
    contenu = charger("paie_grilles")
    assert isinstance(contenu, Mapping)
    return str(contenu["correspondance"]["note"])
