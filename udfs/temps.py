"""Days and hours: public holidays, working days, rest, legal deadlines of an engagement."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Annotated

from udfs.baremes import exiger
from udfs.erreurs import nombre_refuse, valeur_refusee
from udfs.registre import Arg, Exemple, fonction
from udfs.valeurs import arrondi

_JOUR = timedelta(days=1)
_REPOS = {"3097": "idcc3097_tech_repos_quotidien", "2642": "idcc2642_repos"}
CONVENTIONS = ("3097", "2642")
#: More than a film lasts: beyond, a date was mistyped.
_ANS = 20


@cache
def paques(annee: int) -> date:
    """Easter Sunday of the Gregorian calendar: the Sunday after the first ecclesiastical full moon of spring."""
    siecle, dans_le_siecle = divmod(annee, 100)
    nombre_d_or = annee % 19
    corrections = siecle - siecle // 4 - (siecle - (siecle + 8) // 25 + 1) // 3
    # Days from 21 March to the full moon.
    lune = (19 * nombre_d_or + corrections + 15) % 30
    vers_dimanche = (32 + 2 * (siecle % 4) + 2 * (dans_le_siecle // 4) - lune - dans_le_siecle % 4) % 7
    trop_tard = (nombre_d_or + 11 * lune + 22 * vers_dimanche) // 451
    return date(annee, 3, 22) + (lune + vers_dimanche - 7 * trop_tard) * _JOUR


@cache
def feries_de(annee: int) -> dict[date, str]:
    """The eleven public holidays of metropolitan France, less Alsace-Moselle."""
    dimanche = paques(annee)
    return {
        date(annee, 1, 1): "Jour de l’an",
        dimanche + _JOUR: "Lundi de Pâques",
        date(annee, 5, 1): "Fête du Travail",
        date(annee, 5, 8): "Fête de la Victoire",
        dimanche + 39 * _JOUR: "Ascension",
        dimanche + 50 * _JOUR: "Lundi de Pentecôte",
        date(annee, 7, 14): "Fête nationale",
        date(annee, 8, 15): "Assomption",
        date(annee, 11, 1): "Toussaint",
        date(annee, 11, 11): "Armistice",
        date(annee, 12, 25): "Noël",
    }


def _est_ouvre(jour: date, par_semaine: int) -> bool:
    return jour.weekday() < par_semaine and jour not in feries_de(jour.year)


def _semaine(jours: int) -> int:
    if jours not in {5, 6}:
        raise nombre_refuse(f"{jours} jours par semaine : 5 (jours ouvrés) ou 6 (jours ouvrables)")
    return jours


@fonction(
    "Temps",
    resultat="dates",
    source="Code du travail, art. L3133-1",
    exemples=(Exemple((2027,), None, "onze dates, de Jour de l’an à Noël"),),
    en_colonne=True,
)
def feries(annee: Annotated[int, Arg("Année, sur quatre chiffres")]) -> list[date]:
    """Donne les onze jours fériés d’une année, en colonne.

    Métropole, hors Alsace et Moselle (Vendredi saint et 26 décembre).
    """
    # From 2005 to 2007 Whit Monday was a working day.
    if not 2008 <= annee <= 2199:
        raise nombre_refuse(f"année {annee} : de 2008 à 2199")
    return sorted(feries_de(annee))


@fonction(
    "Temps",
    resultat="texte, vide si le jour n’est pas férié",
    source="Code du travail, art. L3133-1",
    exemples=(
        Exemple((date(2027, 3, 29),), "Lundi de Pâques"),
        Exemple((date(2027, 3, 30),), ""),
        Exemple((date(2026, 5, 14),), "Ascension"),
    ),
)
def ferie(jour: Annotated[date, Arg("Jour à regarder")]) -> str:
    """Donne le nom du jour férié, ou un texte vide."""
    return feries_de(jour.year).get(jour, "")


@fonction(
    "Temps",
    resultat="jours",
    source="Code du travail, art. L3133-1 ; ouvrés : lundi à vendredi, ouvrables : lundi à samedi",
    exemples=(
        Exemple((date(2026, 5, 4), date(2026, 5, 17)), 8, "ni le 8 mai ni l’Ascension"),
        Exemple((date(2026, 5, 4), date(2026, 5, 17), 6), 10, "ouvrables : les deux samedis comptent"),
    ),
)
def jours_ouvres(
    debut: Annotated[date, Arg("Premier jour, compté")],
    fin: Annotated[date, Arg("Dernier jour, compté")],
    par_semaine: Annotated[int, Arg("5 : jours ouvrés ; 6 : jours ouvrables")] = 5,
) -> int:
    """Compte les jours travaillés entre deux dates, bornes comprises, jours fériés exclus."""
    _semaine(par_semaine)
    if fin < debut:
        raise nombre_refuse(f"la fin {fin:%d/%m/%Y} précède le début {debut:%d/%m/%Y}")
    if fin.year - debut.year > _ANS:
        raise nombre_refuse(f"plus de {_ANS} ans entre {debut:%d/%m/%Y} et {fin:%d/%m/%Y}")
    return sum(_est_ouvre(debut + n * _JOUR, par_semaine) for n in range((fin - debut).days + 1))


@fonction(
    "Temps",
    resultat="date",
    source="Code du travail, art. L3133-1",
    exemples=(
        Exemple((date(2026, 5, 7), 1), date(2026, 5, 11), "le 8 mai est férié, puis vient le week-end"),
        Exemple((date(2026, 5, 11), -1), date(2026, 5, 7)),
        Exemple((date(2026, 5, 7), 2, 6), date(2026, 5, 11), "ouvrables : samedi 9, puis lundi 11"),
    ),
)
def jour_ouvre(
    depart: Annotated[date, Arg("Jour de départ, non compté")],
    nombre: Annotated[int, Arg("Combien de jours après ; avant, si le nombre est négatif")],
    par_semaine: Annotated[int, Arg("5 : jours ouvrés ; 6 : jours ouvrables")] = 5,
) -> date:
    """Donne le jour qui vient tant de jours ouvrés après (ou avant) un autre."""
    _semaine(par_semaine)
    if abs(nombre) > 366 * _ANS:
        raise nombre_refuse(f"{nombre} jours : plus de {_ANS} ans")
    jour, pas = depart, _JOUR if nombre > 0 else -_JOUR
    for _ in range(abs(nombre)):
        jour += pas
        while not _est_ouvre(jour, par_semaine):
            jour += pas
    return jour


def _heures_de_repos(fin: datetime, reprise: datetime) -> Decimal:
    if reprise < fin:
        raise nombre_refuse(f"la reprise {reprise:%d/%m/%Y %H:%M} précède la fin {fin:%d/%m/%Y %H:%M}")
    return Decimal((reprise - fin) // timedelta(minutes=1)) / 60


@fonction(
    "Temps",
    resultat="heures",
    source="Durée entre deux journées de travail",
    exemples=(Exemple((datetime(2027, 3, 15, 22, 30), datetime(2027, 3, 16, 8, 0)), Decimal("9.5")),),
)
def repos(
    fin: Annotated[datetime, Arg("Fin de la journée : jour et heure dans une cellule")],
    reprise: Annotated[datetime, Arg("Début de la journée suivante : jour et heure")],
) -> Decimal:
    """Compte les heures de repos entre deux journées."""
    return arrondi(_heures_de_repos(fin, reprise))


@fonction(
    "Temps",
    resultat="VRAI ou FAUX",
    source="Barèmes idcc3097_tech_repos_quotidien et idcc2642_repos : 11 heures consécutives",
    exemples=(
        Exemple((datetime(2027, 3, 15, 20, 0), datetime(2027, 3, 16, 7, 0)), True, "onze heures tout juste"),
        Exemple((datetime(2027, 3, 15, 22, 30), datetime(2027, 3, 16, 8, 0)), False),
    ),
)
def repos_respecte(
    fin: Annotated[datetime, Arg("Fin de la journée : jour et heure dans une cellule")],
    reprise: Annotated[datetime, Arg("Début de la journée suivante : jour et heure")],
    convention: Annotated[str, Arg("Convention collective", choix=CONVENTIONS)] = "3097",
) -> bool:
    """Dit si le repos quotidien de la convention est respecté entre deux journées."""
    return _heures_de_repos(fin, reprise) >= exiger(_REPOS[lire_convention(convention)], fin.date())


def lire_convention(texte: str) -> str:
    """« 3097 » or « 2642 », however written.

    Raises:
        RefusError: #VALUE!, another agreement.
    """
    trouvees = [c for c in CONVENTIONS if c in texte]
    if len(trouvees) != 1:
        raise valeur_refusee(f"convention « {texte} » : 3097 (cinéma) ou 2642 (audiovisuel)")
    return trouvees[0]


@fonction(
    "Temps",
    resultat="date",
    source="Code du travail, art. L1221-10 et R1221-1 et suivants : avant l’embauche, au plus tôt huit jours avant",
    exemples=(Exemple((date(2027, 3, 15),), date(2027, 3, 14), "la veille"),),
)
def echeance_dpae(embauche: Annotated[date, Arg("Premier jour du contrat")]) -> date:
    """Donne le dernier jour pour déclarer une embauche (DPAE) : la veille du premier jour.

    La loi dit « avant le début du travail » : la veille est une marge, même un dimanche.
    """
    return embauche - _JOUR


@fonction(
    "Temps",
    resultat="date",
    source="Code du travail, art. R1221-5 ; barème dpae_avance",
    exemples=(Exemple((date(2027, 3, 15),), date(2027, 3, 7), "huit jours avant"),),
)
def ouverture_dpae(embauche: Annotated[date, Arg("Premier jour du contrat")]) -> date:
    """Donne le premier jour où la DPAE peut être faite."""
    return embauche - int(exiger("dpae_avance", embauche)) * _JOUR


@fonction(
    "Temps",
    resultat="date",
    source="Barème aem_jour : avant le 15 du mois qui suit ; délai à confirmer depuis la déclaration nominative",
    exemples=(
        Exemple((date(2027, 3, 26),), date(2027, 4, 15)),
        Exemple((date(2027, 12, 3),), date(2028, 1, 15)),
    ),
)
def echeance_aem(fin: Annotated[date, Arg("Dernier jour travaillé du mois")]) -> date:
    """Donne le jour avant lequel envoyer l’attestation d’employeur mensuelle (AEM)."""
    suivant = (fin.replace(day=28) + 4 * _JOUR).replace(day=1)
    return suivant.replace(day=int(exiger("aem_jour", fin)))
