"""Rows of the payroll sheets: contribution lines, dated rates of each profile, minimum wages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, cast

from chargeprod_xl.baremes.lecture import charger
from chargeprod_xl.baremes.modele import Parametre, Periode
from chargeprod_xl.baremes.paie import fonctions, parametres, sources

Ligne = Mapping[str, Any]
_GENRES = {
    "ratio": "pourcent3",
    "EUR/mois": "euro",
    "EUR/jour": "euro",
    "EUR/h": "euros_cents",
    "coefficient": "coefficient",
}
_STATUTS = {"source": "lu", "derive": "calculé", "a_verifier": "à vérifier"}
_CASE = "{{baremes_paie.liste.{}.{}}}"


def _table() -> Mapping[str, Any]:
    contenu = charger("paie_lignes")
    assert isinstance(contenu, Mapping)
    return contenu


def profils() -> list[Ligne]:
    """Payroll profiles, with the category of poste 4 they usually belong to."""
    postes = {"auteur": "41", "réalisateur": "43", "artiste": "46", "figurant": "46"}
    return [
        {"cle": f"profil{rang}", "profil": nom, "categorie": postes.get(nom, "44 ou 45")}
        for rang, nom in enumerate(_table()["profils"], 1)
    ]


def lignes_de_cotisation() -> list[Ligne]:
    """What the employer pays, line by line, in the order of a payslip."""
    return [_complete(ligne) for ligne in _table()["lignes"]]


def _complete(ligne: Ligne) -> Ligne:
    """Every field that a template reads; under agreement 2642 the base is the same unless it says otherwise."""
    defauts = {"assiette": "", "reduction": False, "taux_reduit": "", "sur": [], "audiovisuel": None, "taxe": False}
    autre = ligne.get("audiovisuel")
    return {**defauts, **ligne, "audiovisuel": {"assiette": ligne["assiette"], **autre} if autre else None}


def retenues() -> list[Ligne]:
    """What is withheld from the employee, line by line, to estimate the net."""
    return [_complete(ligne) for ligne in _table()["retenues"]]


def lignes_et_reduction() -> list[Ligne]:
    """The contribution lines, then the general reduction that is taken off them."""
    reduction = {
        "id": "reduction",
        "libelle": "Réduction générale (techniciens)",
        "organisme": "Urssaf",
    }
    return [*lignes_de_cotisation(), reduction]


def fonctions_listees() -> Mapping[str, list[str]]:
    """Branches and names of the functions that agreement 2642 increases more."""
    return cast("Mapping[str, list[str]]", _table()["fonctions_listees"])


def organismes() -> list[Ligne]:
    """Who is paid, in the order of the lines."""
    noms = dict.fromkeys(x["organisme"] for x in lignes_de_cotisation())
    return [{"cle": f"o{rang}", "nom": nom} for rang, nom in enumerate(noms, 1)]


def _en_vigueur(cle: str) -> str:
    """What a row of « Barèmes paie » is worth in the month of the row that asks."""
    du, jusqu, valeur = (_CASE.format(cle, colonne) for colonne in ("du", "jusqu", "valeur"))
    return f"IF(AND({du}<=[mois],{jusqu}>=[mois]),{valeur},0)"


def _formule(colonne: Ligne, siens: list[str]) -> str:
    """The value in force in the month of the row, among the rows of « Barèmes paie » that concern its profile.

    Nothing where none does: no rate is due, whatever the month.
    """
    if "taux" in colonne:
        return str(colonne["taux"])
    somme = "+".join(map(_en_vigueur, siens))
    if len(siens) > 1:
        somme = f"({somme})"
    if "defaut" in colonne:
        return f"=IF({somme}=0,{colonne['defaut']},{somme})" if siens else f"={colonne['defaut']}"
    if not siens:
        return ""
    return f"={somme}*{colonne['si']}" if "si" in colonne else f"={somme}"


def _colonne(colonne: Ligne, baremes: list[Ligne]) -> Ligne:
    """``formules``: what each profile’s rows hold."""
    return {
        "id": colonne["id"],
        "titre": colonne["titre"],
        "type": colonne.get("type", "pourcent3"),
        "formules": {profil: _formule(colonne, _siens(colonne, profil, baremes)) for profil in _table()["profils"]},
    }


def _siens(colonne: Ligne, profil: str, baremes: list[Ligne]) -> list[str]:
    """The rows of « Barèmes paie » that a profile owes in a column, one for each period."""
    idents = {ident for ident, profils_concernes in colonne.get("baremes", {}).items() if profil in profils_concernes}
    return [b["cle"] for b in baremes if b["bareme"] in idents]


def valeurs_du_mois(baremes: list[Ligne]) -> list[Ligne]:
    """Columns of « Taux du mois » that people read: ceilings, then one rate for each contribution line.

    ``baremes``: the rows of « Barèmes paie ».
    """
    table = _table()
    return [_colonne(c, baremes) for c in [*table["valeurs"], *table["lignes"]] if not c.get("cachee")]


def seuils_du_mois(baremes: list[Ligne]) -> list[Ligne]:
    """The other columns: thresholds, terms of formulas, employee rates."""
    return [_colonne(c, baremes) for c in [*(v for v in _table()["valeurs"] if v.get("cachee")), *retenues()]]


def taux_par_mois(mois: list[Ligne]) -> list[Ligne]:
    """One row for each profile and month."""
    return [
        {"cle": f"t{rang}_{m['cle']}", "profil": nom, "mois": m["mois"]}
        for rang, nom in enumerate(_table()["profils"], 1)
        for m in mois
    ]


def _periodes(parametre: Parametre, debut: date, fin: date, droit_au: date | None) -> Iterable[Periode]:
    """Those that touch the film; with ``droit_au``, the one of that day, made to last."""
    if droit_au is None:
        return parametre.entre(debut, fin)
    en_vigueur = parametre.en_vigueur(droit_au)
    return [en_vigueur.model_copy(update={"du": min(debut, en_vigueur.du), "au": None})] if en_vigueur else []


def baremes_de_paie(debut: date, fin: date, droit_au: date | None = None) -> list[Ligne]:
    """The dated values that hold between two dates, one row for each period."""
    return [
        _bareme(parametres()[ident], periode, usages)
        for ident, usages in _usages().items()
        for periode in _periodes(parametres()[ident], debut, fin, droit_au)
    ]


def _usages() -> Mapping[str, str]:
    """What each dated value is for: columns of « Taux du mois » by profile, as ``|mal:artiste|mal:figurant|``."""
    usages: dict[str, str] = {}
    table = _table()
    for colonne in [*table["valeurs"], *table["lignes"], *table["retenues"]]:
        for ident, profils_concernes in colonne.get("baremes", {}).items():
            siens = "".join(f"{colonne['id']}:{profil}|" for profil in profils_concernes)
            usages[ident] = usages.get(ident, "|") + siens
    return usages


def _bareme(parametre: Parametre, periode: Periode, usages: str) -> Ligne:
    return {
        "cle": f"{parametre.id}_{periode.du:%Y%m%d}",
        "bareme": parametre.id,
        "usages": usages,
        "libelle": parametre.libelle,
        "valeur": periode.valeur,
        "unite": parametre.unite.replace("ratio", "%").replace("EUR", "€").replace("/", " / "),
        "genre": _GENRES.get(parametre.unite, "quantite"),
        "du": periode.du,
        "au": periode.au,
        "confiance": f"{_STATUTS[periode.statut]} ({periode.confiance})",
        "verifie_le": parametre.verifie_le,
        "source": _source(periode),
    }


def _source(periode: Periode) -> str:
    textes = [sources()[code] for code in periode.source]
    return " — ".join([" ; ".join(textes), *([periode.reference] if periode.reference else [])])


def fonctions_par_code(grille: str) -> dict[str, tuple[str, str]]:
    """Usual function of a grid (3097, 2642) and its status, by code of the devis."""
    # The plainest name that fills a line is the usual one: « menuisier » before « menuisier traceur ».
    de_la_grille = sorted((f for f in fonctions() if f.convention == grille), key=lambda f: len(f.nom))
    sortie: dict[str, tuple[str, str]] = {}
    for rang in range(max(len(f.codes) for f in de_la_grille)):
        for fonction in de_la_grille:
            for code in fonction.codes[rang : rang + 1]:
                sortie.setdefault(code, (fonction.nom, fonction.statut))
    return sortie
