"""Rows of the devis and of the plan de financement: the nomenclature, with the film's first figures in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from chargeprod_xl.baremes.formes import Forme
from chargeprod_xl.baremes.lecture import liste
from chargeprod_xl.baremes.phases import phase_presumee
from chargeprod_xl.gabarits.cles import cle_de_role, cle_unique
from chargeprod_xl.projet.film import Film, nomenclature_du_film
from chargeprod_xl.projet.modele import LigneDevis, Role

Ligne = Mapping[str, Any]
_CODE_FIGURANTS = "3413"
#: Rows of the récapitulatif that are not rubriques of the nomenclature, numbered after them.
IMPREVUS, FRAIS_GENERAUX, PRODUCTEUR = 101, 102, 103


#: What a line of the crew leaves blank: its figures come from « Emplois ».
_QUANTITES = ("nombre", "preparation", "tournage.force", "finitions", "taux", "majorations")
_PARTS = ("part_r1", "part_r2", "part_r3")
_TEXTES = ("imputation", "plafond_ci", "pays", "apport", "devise", "inclus", "scenario", "note")
#: Currencies most often met, without a rate: it is typed with its date and source.
_DEVISES = {"USD": "dollar américain", "GBP": "livre sterling", "CHF": "franc suisse", "CAD": "dollar canadien"}


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
        "payee": ligne["libelle"],
        "usuel": ligne.get("usuel", ligne["libelle"]),
        **dict.fromkeys(_TEXTES, ""),
        **dict.fromkeys(("role", "personne", "etranger", "eligible.force", "simule", *_QUANTITES, *_PARTS)),
    }


def _avec(base: dict[str, Any], saisie: LigneDevis, cle: str, cours: Collection[str]) -> dict[str, Any]:
    zero_vide = {
        k: getattr(saisie, k) or None for k in ("preparation", "finitions", "majorations", "etranger", *_PARTS)
    }
    return {
        **base,
        **zero_vide,
        **{k: getattr(saisie, k) for k in ("pays", "devise", "apport", "imputation", "note")},
        "cle": cle,
        "sans_cours": saisie.devise not in cours,
        "nom": saisie.nom,
        "payee": saisie.personne or saisie.nom or base["libelle"],
        "nombre": saisie.nombre,
        "taux": saisie.taux,
        "tournage.force": saisie.tournage,
    }


def _avec_role(base: dict[str, Any], role: Role, numero: int) -> dict[str, Any]:
    return {
        **base,
        "cle": f"{base['cle']}.{cle_de_role(role.nom)}",
        "nom": role.nom,
        "payee": role.comedien or role.nom,
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
    cours = {"", "EUR", *(d.code for d in film.budget.devises)}
    roles: dict[str, list[Role]] = {}
    connus = {r.nom.casefold() for r in film.budget.roles}
    tous = [*film.budget.roles, *(Role(nom=n) for n in numeros_roles if n.casefold() not in connus)]
    for role in tous:
        roles.setdefault(role.code, []).append(role)
    sortie: list[Ligne] = []
    for ligne in nomenclature_du_film(film):
        base = _base(ligne)
        detail: list[dict[str, Any]] = [
            _avec_role(base, r, numeros[r.nom.casefold()]) for r in roles.get(base["code"], [])
        ]
        detail += [
            _avec(base, s, _cle_de_personne(base["code"], s.nom, len(detail) + i, vues), cours)
            for i, s in enumerate(saisies.get(base["code"], []))
        ]
        if base["code"] == _CODE_FIGURANTS and not detail:
            figuration = {
                "nombre": Decimal(1),
                "taux": film.budget.figuration.cachet,
                "plan": "F",
                "payee": "Figurants",
            }
            detail = [{**base, **figuration}]
        sortie += detail or [base]
    return sortie


def suivies_par_l_equipe(devis: list[Ligne], personnes: list[Ligne], emplois: list[Ligne]) -> list[Ligne]:
    """The same lines, those that « Emplois » pays left blank: person by person, the crew gives their figures."""
    numeros = {p["nom"]: p["numero"] for p in personnes}
    payees = {(e["code"], e["personne"]) for e in emplois if e.get("code")}
    sortie: list[Ligne] = []
    for ligne in devis:
        numero = numeros.get(ligne["payee"])
        suivie = ligne["niveau"] == "ligne" and not ligne.get("sans_cours") and (ligne["code"], numero) in payees
        if suivie:
            sortie.append({**ligne, **dict.fromkeys(_QUANTITES), "devise": "", "personne": numero})
        else:
            sortie.append(ligne)
    return sortie


def fenetres(film: Film) -> list[Ligne]:
    """Readers whose expenses have dates: the tax credit, then three territories."""
    lignes: list[Ligne] = [{"cle": "ci", "n": 0, "repere": "CI", "nom": "Crédit d’impôt", "charges": "O"}]
    for n in range(1, 4):
        t = film.budget.territoires[n - 1] if n <= len(film.budget.territoires) else None
        lignes.append(
            {
                "cle": f"r{n}",
                "n": n,
                "repere": f"R{n}",
                "nom": t.nom if t else "",
                "charges": "O" if t is None or t.charges else "N",
                "du": t.du if t else None,
                "au": t.au if t else None,
            }
        )
    return [{"du": None, "au": None} | dict(x) for x in lignes]


def pays(film: Film) -> list[Ligne]:
    """Five countries to name, and the expenses abroad that name none."""
    noms = [*(film.budget.pays or film.projet.forme.pays), *[""] * 5][:5]
    lignes: list[Ligne] = [{"cle": f"p{n}", "rang": n, "nom": nom} for n, nom in enumerate(noms, 1)]
    return [*lignes, {"cle": "p6", "rang": 6, "nom": "Pays non dit"}]


def parts_usuelles(forme: Forme) -> list[Ligne]:
    """Share of the total that a poste usually takes, where the form has such thresholds."""
    titres = {x["poste"]: x["libelle"].capitalize() for x in liste("nomenclature") if x["niveau"] == "poste"}
    return [
        {"cle": f"u{p}", "chiffre": p, "libelle": titres[p], "mini": Decimal(str(bas)), "maxi": Decimal(str(haut))}
        for p, (bas, haut) in (forme.parts or {}).items()
    ]


def devises(film: Film) -> list[Ligne]:
    """Frozen rates of the budget, then the usual currencies without a rate."""
    lignes: list[Ligne] = [
        {
            "cle": d.code,
            "code": d.code,
            "nom": _DEVISES.get(d.code, ""),
            "cours": d.cours,
            "date": d.date,
            "source": d.source,
        }
        for d in film.budget.devises
    ]
    connues = {x["code"] for x in lignes}
    vides = dict.fromkeys(("cours", "date"))
    return lignes + [
        {"cle": code, "code": code, "nom": nom, "source": "", **vides}
        for code, nom in _DEVISES.items()
        if code not in connues
    ]


def codes_inconnus(film: Film) -> list[str]:
    """Codes of the budget that are no line of the nomenclature."""
    connus = {x["code"] for x in nomenclature_du_film(film) if x["niveau"] == "ligne"}
    donnes = [x.code for x in film.budget.lignes] + [r.code for r in film.budget.roles]
    return sorted(set(donnes) - connus)


def rubriques(film: Film) -> list[Ligne]:
    """Every rubrique of the form, then imprévus, frais généraux and the producer as rows of their own."""
    lignes: list[Ligne] = [
        {"cle": x["code"], "rubrique": x["rubrique"], "libelle": x["libelle"], "poste": x["poste"]}
        for x in nomenclature_du_film(film)
        if x["niveau"] == "rubrique"
    ]
    return [
        *lignes,
        {"cle": "imprevus", "rubrique": IMPREVUS, "libelle": "Imprévus", "poste": 10},
        {"cle": "frais_generaux", "rubrique": FRAIS_GENERAUX, "libelle": "Frais généraux", "poste": 11},
        {"cle": "producteur", "rubrique": PRODUCTEUR, "libelle": "Producteur délégué, sous les postes", "poste": 12},
    ]


def lignes_de_financement(film: Film) -> list[Ligne]:
    """The list of sources under the headings of their blocks, the film's own amounts in it."""
    credit = film.projet.forme.credit
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
                | dict.fromkeys(
                    ("entite", "nature", "montant_saisi", "statut", "public", "numeraire", "territoire", "date")
                )
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
                    "statut": saisie.statut if saisie else "en cours" if ligne["code"] == credit else None,
                    "territoire": saisie.territoire if saisie else "",
                    "date": saisie.date if saisie else None,
                }
            )
    return sortie


def lignes_echeances(film: Film) -> list[Ligne]:
    """Instalments of each source that brings cash: the film's sources, and the tax credit."""
    utiles = {f.code for f in film.budget.financement} | {film.projet.forme.credit}
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
