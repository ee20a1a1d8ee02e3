"""Rows of « Minimums »: what each function is paid at least, one row for each period of the film."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from chargeprod_xl.baremes.modele import Periode, Validite
from chargeprod_xl.baremes.modele_grille import Fonction
from chargeprod_xl.baremes.paie import fonctions, minimum, parametres, sources
from chargeprod_xl.gabarits.sources_paie import fonctions_listees

Ligne = Mapping[str, Any]
_STATUTS = {"cadre": "cadre", "cadre_collaborateur_creation": "cadre, création", "non_cadre": "non-cadre"}
_COLONNES = {
    "semaine": "hebdo_39h",
    "tournage5": "tournage_5j",
    "tournage6": "tournage_6j",
    "jour": "jour_8h",
    "annexe3": "annexe3_hebdo",
    "interessement": "annexe3_interessement",
}
ARTISTE, REPETITION = "Artiste-interprète", "Artiste-interprète, essai ou répétition (service)"
#: Paid by the day, the week or the film without a line in the grids of technicians: their parameters.
_HORS_GRILLE = {
    "Réalisateur": {"semaine": "idcc3097_realisateur_hebdo"},
    ARTISTE: {"jour": "idcc3097_artiste_jour_lm", "semaine": "idcc3097_artiste_sem5_lm"},
    REPETITION: {"jour": "idcc3097_artiste_repetition_service"},
    "Figurant": {"jour": "idcc3097_complement_figurant_jour", "semaine": "idcc3097_complement_figurant_sem5"},
    "Silhouette muette": {
        "jour": "idcc3097_complement_silhouette_muette_jour",
        "semaine": "idcc3097_complement_silhouette_muette_sem5",
    },
    "Silhouette parlante": {
        "jour": "idcc3097_complement_silhouette_parlante_jour",
        "semaine": "idcc3097_complement_silhouette_parlante_sem5",
    },
    "Doublure": {
        "jour": "idcc3097_complement_doublure_simple_jour",
        "semaine": "idcc3097_complement_doublure_simple_sem5",
    },
}
_CENTIME = Decimal("0.01")


def _debuts(validites: Iterable[Validite], debut: date, fin: date) -> list[date]:
    """First days of the stretches over which nothing changes, between two dates."""
    touchent = [v for v in validites if v.touche(debut, fin)]
    return sorted({max(debut, v.du) for v in touchent})


def _jour_de_technicien(semaine: Decimal) -> Decimal:
    """A day of less than a week: hourly base of the 40 paid hours, increased, for the guaranteed hours (art. 34)."""
    connus = parametres()
    majoration = connus["idcc3097_tech_maj_jour_taux"].valeurs[-1].valeur or Decimal(0)
    heures = connus["idcc3097_tech_garantie_jour"].valeurs[-1].valeur or Decimal(0)
    return (semaine / 40 * (1 + majoration) * heures).quantize(_CENTIME, ROUND_HALF_UP)


def _dire(validites: Iterable[Validite]) -> str:
    """Codes of the sources, first legal reference and lowest confidence of what a row is made of."""
    connues = list(validites)
    codes = dict.fromkeys(code for v in connues for code in v.source)
    confiance = min((v.confiance for v in connues), key=("basse", "moyenne", "haute").index)
    return f"{', '.join(codes)} : {connues[0].reference or 'sans référence'} — confiance {confiance}"


def sources_des_minimums() -> list[Ligne]:
    """What the codes of the sources stand for."""
    connus = parametres()
    validites = [m.validite for f in fonctions() for m in f.minima]
    validites += [p for colonnes in _HORS_GRILLE.values() for ident in colonnes.values() for p in connus[ident].valeurs]
    codes = sorted({code for v in validites for code in v.source})
    return [{"cle": f"source{rang}", "code": code, "texte": sources()[code]} for rang, code in enumerate(codes, 1)]


def _de_grille(fonction: Fonction, debut: date, fin: date, rang: int) -> Iterable[Ligne]:
    debuts = _debuts((m.validite for m in fonction.minima), debut, fin)
    for i, du in enumerate(debuts):
        trouves = {nom: minimum(fonction, du, mesure) for nom, mesure in _COLONNES.items()}
        valeurs = {nom: m.montant for nom, m in trouves.items() if m}
        if "semaine" not in valeurs:
            continue
        if fonction.convention == "3097":
            valeurs["jour"] = _jour_de_technicien(valeurs["semaine"])
        yield {
            "cle": f"m{rang}_{du:%Y%m%d}",
            "fonction": fonction.nom,
            "convention": fonction.convention,
            "statut": _STATUTS[fonction.statut],
            **dict.fromkeys(_COLONNES),
            **valeurs,
            "listee": int(est_listee(fonction)),
            "du": max((m.validite.du for m in trouves.values() if m), default=du),
            "au": debuts[i + 1] - timedelta(days=1) if i + 1 < len(debuts) else _fin(m for m in trouves.values() if m),
            "codes": ", ".join(fonction.codes),
            "source": _dire(m.validite for m in trouves.values() if m),
        }


def est_listee(fonction: Fonction) -> bool:
    """Whether agreement 2642 gives this function its stronger increases (art. VI.8.3 and VI.10)."""
    listees = fonctions_listees()
    listee = fonction.branche in listees["branches"] or fonction.nom in listees["noms"]
    return fonction.convention == "2642" and listee


def _fin(minima: Iterable[Any]) -> date | None:
    fins = [m.validite.au for m in minima]
    return min((f for f in fins if f), default=None)


def _hors_grille(nom: str, colonnes: Mapping[str, str], debut: date, fin: date, rang: int) -> Iterable[Ligne]:
    connus = parametres()
    debuts = _debuts((p for ident in colonnes.values() for p in connus[ident].valeurs), debut, fin)
    for i, du in enumerate(debuts):
        periodes: dict[str, Periode] = {
            c: p for c, ident in colonnes.items() if (p := connus[ident].en_vigueur(du)) is not None
        }
        if not periodes:
            continue
        yield {
            "cle": f"h{rang}_{du:%Y%m%d}",
            "fonction": nom,
            "convention": "3097",
            "statut": "",
            **dict.fromkeys(_COLONNES),
            **{c: p.valeur for c, p in periodes.items()},
            "listee": 0,
            "du": max(p.du for p in periodes.values()),
            "au": debuts[i + 1] - timedelta(days=1) if i + 1 < len(debuts) else None,
            "codes": "",
            "source": _dire(periodes.values()),
        }


def minimums(debut: date, fin: date, droit_au: date | None = None) -> list[Ligne]:
    """Minimum wages between two dates, € gross: director, interpretation and extras, then the grids.

    With ``droit_au``, those of that day, made to last.
    """
    if droit_au is not None:
        return [{**m, "du": min(debut, m["du"]), "au": None} for m in minimums(droit_au, droit_au)]
    sortie: list[Ligne] = []
    for rang, (nom, colonnes) in enumerate(_HORS_GRILLE.items(), 1):
        sortie += _hors_grille(nom, colonnes, debut, fin, rang)
    for rang, fonction in enumerate(fonctions(), 1):
        sortie += _de_grille(fonction, debut, fin, rang)
    return sortie
