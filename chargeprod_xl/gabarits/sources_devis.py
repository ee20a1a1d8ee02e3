"""Rows of the devis and of the plan de financement: the nomenclature, with the film's first figures in it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from chargeprod_xl.baremes.lecture import liste
from chargeprod_xl.baremes.phases import phase_presumee
from chargeprod_xl.gabarits.cles import cle_de_role, cle_unique
from chargeprod_xl.projet.film import Film
from chargeprod_xl.projet.modele import LigneDevis, Role

Ligne = Mapping[str, Any]
_CODE_FIGURANTS = "3413"
#: Rows of the récapitulatif that are not rubriques of the nomenclature, numbered after them.
IMPREVUS, FRAIS_GENERAUX = 101, 102


def _base(ligne: Ligne) -> dict[str, Any]:
    est_ligne = ligne["niveau"] == "ligne"
    phase = phase_presumee(ligne["poste"], ligne["rubrique"])
    return {
        "code": ligne["code"],
        "cle": ligne["code"],
        "libelle": ligne["libelle"],
        "niveau": ligne["niveau"],
        "style": "" if est_ligne else ligne["niveau"],
        "poste": ligne["poste"],
        "rubrique": ligne["rubrique"],
        "unite": ligne["unite"],
        "charges": ligne["charges"],
        "ci": ligne["ci"],
        "tva": ligne["tva"],
        "paiement": ligne["paiement"],
        "plan": ("O" if ligne["plan"] else "N") if est_ligne else None,
        "phase": phase if est_ligne else None,
        "statut": ligne["statut"],
        "nom": "",
        "role": None,
        **dict.fromkeys(("nombre", "preparation", "finitions", "taux", "majorations", "etranger", "tournage.force")),
    }


def _avec(base: dict[str, Any], saisie: LigneDevis, cle: str) -> dict[str, Any]:
    zero_vide = {k: getattr(saisie, k) or None for k in ("preparation", "finitions", "majorations", "etranger")}
    return {
        **base,
        **zero_vide,
        "cle": cle,
        "nom": saisie.nom,
        "nombre": saisie.nombre,
        "taux": saisie.taux,
        "tournage.force": saisie.tournage,
    }


def _avec_role(base: dict[str, Any], role: Role, numero: int) -> dict[str, Any]:
    return {
        **base,
        "cle": f"{base['cle']}.{cle_de_role(role.nom)}",
        "nom": role.nom,
        "role": numero,
        "nombre": Decimal(1),
        "taux": role.cachet,
    }


def _cle_de_personne(base: str, nom: str, rang: int, vues: set[str]) -> str:
    """The first row of a code is the code's; the next ones are known by the name they bear."""
    return cle_unique(base if rang == 0 else f"{base}.{nom.casefold() or rang + 1}", vues)


def lignes_de_devis(film: Film, numeros_roles: Mapping[str, int]) -> list[Ligne]:
    """The whole nomenclature in order, headings included; one row per person or role where the budget gives several."""
    saisies: dict[str, list[LigneDevis]] = {}
    for saisie in film.budget.lignes:
        saisies.setdefault(saisie.code, []).append(saisie)
    numeros = {nom.casefold(): i for nom, i in numeros_roles.items()}
    vues: set[str] = set()
    roles: dict[str, list[Role]] = {}
    connus = {r.nom.casefold() for r in film.budget.roles}
    tous = [*film.budget.roles, *(Role(nom=n) for n in numeros_roles if n.casefold() not in connus)]
    for role in tous:
        roles.setdefault(role.code, []).append(role)
    sortie: list[Ligne] = []
    for ligne in liste("nomenclature"):
        base = _base(ligne)
        detail: list[dict[str, Any]] = [
            _avec_role(base, r, numeros[r.nom.casefold()]) for r in roles.get(base["code"], [])
        ]
        detail += [
            _avec(base, s, _cle_de_personne(base["code"], s.nom, len(detail) + i, vues))
            for i, s in enumerate(saisies.get(base["code"], []))
        ]
        if base["code"] == _CODE_FIGURANTS and not detail:
            detail = [{**base, "nombre": Decimal(1), "taux": film.budget.figuration.cachet, "plan": "F"}]
        sortie += detail or [base]
    return sortie


def codes_inconnus(film: Film) -> list[str]:
    """Codes of the budget that are no line of the nomenclature."""
    connus = {x["code"] for x in liste("nomenclature") if x["niveau"] == "ligne"}
    donnes = [x.code for x in film.budget.lignes] + [r.code for r in film.budget.roles]
    return sorted(set(donnes) - connus)


def rubriques() -> list[Ligne]:
    """Every rubrique, then imprévus and frais généraux as rows of their own."""
    lignes: list[Ligne] = [
        {"cle": x["code"], "rubrique": x["rubrique"], "libelle": x["libelle"], "poste": x["poste"]}
        for x in liste("nomenclature")
        if x["niveau"] == "rubrique"
    ]
    return [
        *lignes,
        {"cle": "imprevus", "rubrique": IMPREVUS, "libelle": "Imprévus", "poste": 10},
        {"cle": "frais_generaux", "rubrique": FRAIS_GENERAUX, "libelle": "Frais généraux", "poste": 11},
    ]


def lignes_de_financement(film: Film) -> list[Ligne]:
    """The list of sources under the headings of their blocks, the film's own amounts in it."""
    saisies: dict[str, list[Any]] = {}
    for saisie in film.budget.financement:
        saisies.setdefault(saisie.code, []).append(saisie)
    sortie: list[Ligne] = []
    vues: set[str] = set()
    bloc = ""
    for ligne in liste("financement_lignes"):
        if ligne["bloc"] != bloc:
            bloc = ligne["bloc"]
            sortie.append(
                {
                    "cle": f"bloc{bloc}",
                    "code": bloc,
                    "bloc": bloc,
                    "libelle": ligne["bloc_libelle"],
                    "style": "rubrique",
                }
                | dict.fromkeys(("entite", "nature", "montant_saisi", "statut", "public", "numeraire", "date"))
            )
        base = {
            "code": ligne["code"],
            "bloc": bloc,
            "libelle": ligne["libelle"],
            "style": "",
            "nature": ligne["nature"],
            "public": "O" if ligne["public"] else "N",
            "numeraire": "O" if ligne["numeraire"] else "N",
        }
        for rang, saisie in enumerate(saisies.get(ligne["code"], [None])):
            sortie.append(
                {
                    **base,
                    "cle": _cle_de_personne(ligne["code"], saisie.entite if saisie else "", rang, vues),
                    "entite": saisie.entite if saisie else "",
                    "montant_saisi": saisie.montant if saisie else None,
                    "statut": saisie.statut if saisie else "en cours" if ligne["code"] == "F1" else None,
                    "date": saisie.date if saisie else None,
                }
            )
    return sortie


def lignes_echeances(film: Film) -> list[Ligne]:
    """Instalments of each source that brings cash: the film's sources, and the tax credit."""
    utiles = {f.code for f in film.budget.financement} | {"F1"}
    return [
        {
            "cle": f"{ligne['code']}-{rang}",
            "ligne": ligne["code"],
            "jalon": jalon["jalon"],
            "part": Decimal(str(jalon["part"])),
            "delai": jalon["delai_semaines"],
            "tva": Decimal(str(ligne["tva"])),
        }
        for ligne in liste("financement_lignes")
        if ligne["code"] in utiles
        for rang, jalon in enumerate(ligne["jalons"], 1)
    ]
