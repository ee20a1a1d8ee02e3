"""Rows that templates may ask for (``lignes: {pour: l, dans: nomenclature, cle: code}``), built from a film."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from chargeprod_xl import __version__
from chargeprod_xl.baremes.lecture import baremes, liste
from chargeprod_xl.gabarits.cles import VIERGE, cle_de_role, cle_unique
from chargeprod_xl.gabarits.sources_comparatif import donnees_du_comparatif
from chargeprod_xl.gabarits.sources_devis import (
    devises,
    fenetres,
    lignes_de_devis,
    lignes_de_financement,
    lignes_echeances,
    parts_usuelles,
    pays,
    rubriques,
    suivies_par_l_equipe,
)
from chargeprod_xl.gabarits.sources_entrees import ou_vierges, sources_des_entrees
from chargeprod_xl.gabarits.sources_equipe import donnees_de_l_equipe
from chargeprod_xl.planification.emplois import mois_entre
from chargeprod_xl.planification.repartition import placer
from chargeprod_xl.projet.calendrier import SEMAINE, jours_feries, lundi
from chargeprod_xl.projet.film import Depense, Film, Inscription, source_de_la_nomenclature
from chargeprod_xl.projet.scenario import SECTEURS

Ligne = Mapping[str, Any]
#: Rows ready to be typed in when there is no screenplay.
SEQUENCES_VIERGES = 20
_TYPES_UNITE = {"ratio": "pourcent2", "EUR": "euros_cents"}


def noms_des_roles(film: Film) -> list[str]:
    """Roles in order: those of the screenplay by number of speeches, then those only the budget knows.

    Roles that a former pack numbered come first and keep their order: a number typed in a workbook means one role
    for ever.
    """
    poids: dict[str, int] = {}
    for sequence in film.scenario.sequences if film.scenario else ():
        repliques = sequence.repliques or (0,) * len(sequence.roles)
        for nom, nombre in zip(sequence.roles, repliques, strict=True):
            poids[nom] = poids.get(nom, 0) + nombre
    connus = sorted(poids, key=lambda n: -poids[n])
    plies = {n.casefold() for n in connus}
    tous = connus + [r.nom for r in film.budget.roles if r.nom.casefold() not in plies]
    numeros = film.acquis.roles
    return sorted(tous, key=lambda n: numeros.get(n.casefold(), math.inf))


def numeros_des_roles(film: Film) -> dict[str, int]:
    """Number of each role, by its name: the one a former pack gave, else the next free one."""
    acquis = film.acquis.roles
    suivants = itertools.count(max(acquis.values(), default=0) + 1)
    return {nom: acquis.get(nom.casefold()) or next(suivants) for nom in noms_des_roles(film)}


def _roles(film: Film) -> list[Ligne]:
    fiches = {r.nom.casefold(): r for r in film.budget.roles}
    repliques: dict[str, int] = {}
    for s in film.scenario.sequences if film.scenario else ():
        for nom, nombre in zip(s.roles, s.repliques or (0,) * len(s.roles), strict=True):
            repliques[nom] = repliques.get(nom, 0) + nombre
    lignes: list[Ligne] = []
    for nom, numero in numeros_des_roles(film).items():
        fiche = fiches.get(nom.casefold())
        lignes.append(
            {
                "cle": cle_de_role(nom),
                "numero": numero,
                "nom": nom,
                "comedien": fiche.comedien if fiche else "",
                "repliques": repliques.get(nom, 0),
            }
        )
    return lignes


def decor_complet(decor: str, sous_decor: str) -> str:
    """Set, and sub-set after a dash, as the breakdown sheet shows them."""
    return f"{decor} – {sous_decor}" if sous_decor else decor


def _sequences(film: Film) -> list[Ligne]:
    if film.scenario is None:
        return [
            {"cle": f"{VIERGE}{n}", "numero": str(n), "huitiemes": None, "figurants": None, "a_verifier": ""}
            | dict.fromkeys(("int_ext", "decor", "effet", "resume", "roles"), "")
            for n in range(1, SEQUENCES_VIERGES + 1)
        ]
    rangs = {nom: str(n) for nom, n in numeros_des_roles(film).items()}
    lignes: list[Ligne] = []
    for s in film.scenario.sequences:
        figurants = sum(e.quantite for e in s.elements if e.secteur in {"Figuration", "Silhouettes"})
        lignes.append(
            {
                "cle": film.acquis.sequence(s.numero),
                "numero": s.numero,
                "int_ext": s.int_ext,
                "decor": decor_complet(s.decor, s.sous_decor),
                "effet": s.effet,
                "resume": s.resume,
                "roles": ", ".join(sorted((rangs[r] for r in s.roles), key=int)),
                "figurants": figurants or None,
                "huitiemes": s.huitiemes,
                "a_verifier": " ; ".join(s.a_verifier),
            }
        )
    return lignes


def _decors(sequences: list[Ligne]) -> list[Ligne]:
    noms = list(dict.fromkeys(s["decor"] for s in sequences if s["decor"]))
    return [{"cle": f"decor.{nom.casefold()}", "nom": nom} for nom in noms]


def _elements(film: Film) -> list[Ligne]:
    lignes: list[Ligne] = []
    vus: set[str] = set()
    for s in film.scenario.sequences if film.scenario else ():
        for e in s.elements:
            lignes.append(
                {
                    "cle": cle_unique(f"{film.acquis.sequence(s.numero)}.{e.secteur}.{e.nom.casefold()}", vus),
                    "sequence": s.numero,
                    "secteur": e.secteur,
                    "element": e.nom,
                    "quantite": e.quantite,
                }
            )
    return lignes


def _plan(film: Film, capacite: int) -> tuple[list[Ligne], int]:
    """Sequences in shooting order with their day, and the number of days the grid offers."""
    if film.scenario is None:
        vierges: list[Ligne] = [
            {"cle": f"plan.{VIERGE}{n}", "sequence": str(n), "jour": n} for n in range(1, SEQUENCES_VIERGES + 1)
        ]
        return vierges, max(SEQUENCES_VIERGES, film.acquis.jours) + 5
    sequences = film.scenario.sequences
    jours, rangs = placer(sequences, capacite, film.plan)
    ordre = sorted(range(len(sequences)), key=lambda i: (jours[i], rangs[i], i))
    lignes: list[Ligne] = [
        {
            "cle": f"plan.{film.acquis.sequence(sequences[i].numero)}",
            "sequence": sequences[i].numero,
            "jour": jours[i],
        }
        for i in ordre
    ]
    dernier = max([film.acquis.jours, *jours], default=20) or 20
    return lignes, 5 * math.ceil((dernier + 4) / 5)


def _non_travailles(film: Film) -> list[Ligne]:
    phases, calendrier = film.projet.phases, film.projet.calendrier
    feries = jours_feries(phases.preparation.debut, phases.cloture, alsace_moselle=calendrier.alsace_moselle)
    lignes: list[Ligne] = [
        {"cle": f"f{j:%Y%m%d}", "date": j, "nature": "férié", "motif": nom} for j, nom in feries.items()
    ]
    lignes += [
        {"cle": f"r{j:%Y%m%d}", "date": j, "nature": "repos", "motif": "repos du film"}
        for j in calendrier.repos
        if j not in feries
    ]
    return sorted(lignes, key=lambda x: x["date"])


def _baremes(film: Film) -> list[Ligne]:
    jour = film.jour_des_baremes
    lignes: list[Ligne] = []
    for b in baremes().values():
        p = b.en_vigueur(jour)
        lignes.append(
            {
                "id": b.id,
                "libelle": b.libelle,
                "valeur": p.valeur,
                "unite": b.unite.replace("ratio", "%").replace("EUR", "€").replace("/", " / "),
                "genre": _TYPES_UNITE.get(b.unite, "quantite"),
                # The international credit is used by few films: its end worries those only, on « Crédit d’impôt ».
                "facultatif": b.domaine == "c2i",
                "du": p.du,
                "au": p.au,
                "source": f"{p.source} — {p.reference}" if p.reference else p.source,
                "confiance": {"source": "lu", "derive": "calculé", "a_verifier": "à vérifier"}[p.statut]
                + f" ({p.confiance})",
                "verifie_le": b.verifie_le,
            }
        )
    return lignes


def _semaines(debut: date, fin: date) -> list[Ligne]:
    nombre = (lundi(fin) - lundi(debut)).days // 7 + 1
    return [{"n": n, "cle": f"s{n}"} for n in range(1, nombre + 1)]


def _mois(debut: date, fin: date) -> list[Ligne]:
    nombre = (fin.year - debut.year) * 12 + fin.month - debut.month + 1
    return [{"n": n, "cle": f"m{n}"} for n in range(nombre)]


def _mois_tournage(film: Film) -> list[Ligne]:
    """Months of the shoot, and two more for a schedule that runs late."""
    tournage = film.projet.phases.tournage
    nombre = len(mois_entre(tournage.debut, tournage.fin)) + 2
    return [{"n": n, "cle": str(n)} for n in range(1, nombre + 1)]


def _depenses(film: Film) -> list[Ligne]:
    """Real expenses, known by their voucher where they have one."""
    vus: set[str] = set()
    lignes: list[Ligne] = []
    for d in film.depenses:
        champs = {k: getattr(d, k) for k in d.__dataclass_fields__}
        cle = f"d.{d.piece}" if d.piece else f"d.{d.date:%Y%m%d}.{d.code}.{d.ht}"
        lignes.append({"cle": cle_unique(cle, vus), **champs})
    return lignes


def _constructions(film: Film) -> list[Ligne]:
    """The journal of builds; that of a pack nobody has rebuilt yet has one line, and no clock was read for it."""
    premiere = Inscription(1, "", "construction", __version__, film.projet.projet.version, "")
    return [
        {
            "cle": str(i.rang),
            "rang": i.rang,
            "instant": i.instant,
            "operation": i.operation,
            "programme": i.programme,
            "version": i.version_film,
            "bilan": i.bilan,
        }
        for i in film.acquis.journal or (premiere,)
    ]


def donnees_du_film(film: Film, classeurs: list[Mapping[str, str]]) -> dict[str, Any]:
    """Everything templates may name. ``classeurs``: id, title and role of the workbooks of the pack."""
    projet = film.projet
    usages = {b.id: b.en_vigueur(film.jour_des_baremes).valeur for b in baremes().values()}
    forme = projet.forme
    capacite = projet.hypotheses.huitiemes_par_jour or int(usages["huitiemes_par_jour_cinema"])
    sequences = _sequences(film)
    numeros = numeros_des_roles(film)
    devis = lignes_de_devis(film, numeros)
    equipe = donnees_de_l_equipe(film, devis, numeros)
    plan, nombre_jours = _plan(film, capacite)
    horizon = projet.phases.cloture + timedelta(weeks=30)
    debut_caisse = projet.phases.preparation.debut - timedelta(weeks=4)
    rythme = "".join("1" if j in projet.calendrier.jours_travailles else "0" for j in SEMAINE)
    return {
        "projet": projet.projet,
        "phases": projet.phases,
        "hypotheses": projet.hypotheses,
        "usages": usages,
        "rythme": rythme,
        "huitiemes_par_jour": capacite,
        "debut_caisse": lundi(debut_caisse),
        "classeurs": classeurs,
        "constructions": _constructions(film),
        "competences": [{**c, "cle": c["code"]} for c in liste("competences")],
        "baremes": _baremes(film),
        "non_travailles": _non_travailles(film),
        "sequences": sequences,
        "roles": ou_vierges(_roles(film), "numero", "nom", "comedien", "repliques"),
        "decors": ou_vierges(_decors(sequences), "nom"),
        "elements": ou_vierges(_elements(film), "sequence", "secteur", "element", "quantite"),
        "secteurs": [{"cle": f"secteur{i}", "nom": s} for i, s in enumerate(SECTEURS, 1)],
        "plan_sequences": plan,
        "cases_forcees": ou_vierges([], "role", "jour", "case", "motif"),
        "jours": [{"n": n, "cle": str(n)} for n in range(1, nombre_jours + 1)],
        "calendrier_tournage": [{"n": n, "cle": f"c{n}"} for n in range(math.ceil(nombre_jours * 7 / 5) + 21)],
        "rangs_sequence": [{"k": k} for k in range(1, 13)],
        "mois_tournage": _mois_tournage(film),
        "forme": forme,
        "parts_usuelles": parts_usuelles(forme),
        "taux_usuels": {nom: forme.taux_usuel(nom, usages) for nom in forme.taux},
        "source_nomenclature": source_de_la_nomenclature(film),
        "nomenclature_devis": suivies_par_l_equipe(devis, equipe["personnes"], equipe["emplois"]),
        **equipe,
        "rubriques": rubriques(film),
        "fenetres": fenetres(film),
        "pays": pays(film),
        "devises": devises(film),
        "livrables": [{**x, "exige": "N", "qui": ""} for x in liste("livrables")],
        **donnees_du_comparatif(film),
        "lignes_financement": lignes_de_financement(film),
        "echeances": lignes_echeances(film),
        "semaines": _semaines(debut_caisse, horizon),
        "mois": _mois(debut_caisse, horizon),
        "depenses": ou_vierges(_depenses(film), *Depense.__dataclass_fields__),
        **sources_des_entrees(film),
    }
