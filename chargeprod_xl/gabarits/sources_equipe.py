"""Rows of the crew workbook: people, one row per person × contract × month, and the rates of each profile by month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from chargeprod_xl.baremes.formes import formes
from chargeprod_xl.gabarits import sources_paie as paie
from chargeprod_xl.gabarits.cles import VIERGE, cle_unique
from chargeprod_xl.gabarits.sources_minimums import ARTISTE, REPETITION, minimums, sources_des_minimums
from chargeprod_xl.gabarits.sources_registres import nombre_d_attestations, nombre_d_embauches
from chargeprod_xl.planification.emplois import JOURS_PAR_UNITE, Part, couvrir, mois_entre, repartir_quantite
from chargeprod_xl.projet.film import Film
from chargeprod_xl.projet.modele import LigneDevis, Phases, Role

Ligne = Mapping[str, Any]
#: Categories of poste 4 whose people are paid by the film; producers (42) are permanents of the company.
CATEGORIES = (41, 43, 44, 45, 46)
_FIGURANTS = "3413"
_PHASES = ("préparation", "tournage", "finitions")
#: Rows of the payroll sheets beyond those of the first budget, at least; a tenth of them when that is more.
PLACES_LIBRES, LIGNES_VIERGES = 12, 5
CHAMPS_VIERGES = (
    *("personne", "fonction", "convention", "code", "categorie", "profil", "phase", "mois", "debut", "fin"),
    *("engagement", "suit", "role", "nombre", "unite", "quantite.force", "taux", "majorations", "dfs"),
)
CHAMPS_DES_FEUILLES = (
    "personne",
    "date",
    "travail",
    "debut",
    "repas_de",
    "repas_a",
    "fin",
    "studio",
    "taux.force",
    "note",
)
#: Lines of the interpretation that are paid by the day, as extras are, whatever their number in the devis.
_COMPLEMENTS = ("3411", "3412", "3413", "3414", "3511", "3512")

#: Their names in the agreement on extras; rehearsals and screen tests are paid by the session.
_HORS_GRILLE = {
    "3411": "Silhouette parlante",
    "3412": "Silhouette muette",
    "3413": "Figurant",
    "3414": "Figurant",
    "3511": "Doublure",
    "3512": "Doublure",
    **dict.fromkeys(("3131", "3231", "3811", "3812"), REPETITION),
}


@dataclass(frozen=True)
class _Poste:
    """What the nomenclature says of a line: its category, its unit, whether the schedule feeds it, its phase."""

    code: str
    libelle: str
    categorie: int
    unite: str
    plan: bool
    phase: str
    grille: str


def _nomenclature(lignes: list[Ligne], grille: str) -> dict[str, _Poste]:
    return {
        x["code"]: _Poste(x["code"], x["libelle"], x["charges"], x["unite"], x["plan"] == "O", x["phase"], grille)
        for x in lignes
        if x["niveau"] == "ligne" and x["charges"] in CATEGORIES
    }


def profil(categorie: int, code: str, statut: str) -> str:
    """The profile that chooses the rates. ``statut``: that of the function in its wage grid, when known."""
    if categorie == 46:
        return "figurant" if code in _COMPLEMENTS else "artiste"
    if categorie in (41, 43):
        return {41: "auteur", 43: "réalisateur"}[categorie]
    return "technicien cadre" if categorie == 44 and statut.startswith("cadre") else "technicien non-cadre"


def _parts(quantite: Decimal, poste: _Poste, phase: str, phases: Phases) -> list[Part]:
    """Where a quantity falls: preparation is worked at the end of its phase, the others from their first day."""
    if phase == "préparation":
        return repartir_quantite(quantite, poste.unite, phases.preparation.fin, a_rebours=True)
    depuis = phases.tournage.debut if phase == "tournage" else phases.finitions.debut
    return repartir_quantite(quantite, poste.unite, depuis)


def _forfait(quantite: Decimal, phase: str, phases: Phases) -> Part:
    """A lump sum falls in the last month of its phase, the whole of it being its contract."""
    periode = {"préparation": phases.preparation, "tournage": phases.tournage, "finitions": phases.finitions}[phase]
    derniere = couvrir(periode.debut, periode.fin)[-1]
    return Part(derniere.mois, derniere.debut, derniere.fin, quantite)


def _parts_de_ligne(saisie: LigneDevis, poste: _Poste, phases: Phases) -> Iterator[tuple[str, Part, bool]]:
    """Phase, part, and whether the schedule says its quantity."""
    quantites = dict(zip(_PHASES, (saisie.preparation, saisie.tournage or Decimal(0), saisie.finitions), strict=True))
    if poste.unite not in JOURS_PAR_UNITE:
        for phase, quantite in quantites.items():
            if quantite:
                yield phase, _forfait(quantite, phase, phases), False
        if not any(quantites.values()):
            yield poste.phase, _forfait(Decimal(1), poste.phase, phases), False
        return
    for phase, quantite in quantites.items():
        if phase == "tournage" and poste.plan and saisie.tournage is None:
            for part in couvrir(phases.tournage.debut, phases.tournage.fin):
                yield phase, part, True
        elif quantite:
            for part in _parts(quantite, poste, phase, phases):
                yield phase, part, False


def _emploi(poste: _Poste, phase: str, part: Part, *, suit_le_plan: bool) -> dict[str, Any]:
    return {
        "code": poste.code,
        "categorie": poste.categorie,
        "phase": phase,
        "mois": part.mois,
        "debut": None if suit_le_plan else part.debut,
        "fin": None if suit_le_plan else part.fin,
        "suit": "O" if suit_le_plan else "N",
        "unite": poste.unite,
        "quantite.force": None if suit_le_plan else part.quantite,
        "role": None,
        "nombre": Decimal(1),
        "majorations": None,
        "engagement": "continu",
        "dfs": "N",
        "convention": "" if poste.categorie == 41 else poste.grille,
    }


class _Registre:
    """People in the order they are met, and a key for each row."""

    def __init__(self, fonctions: Mapping[str, tuple[str, str]]) -> None:
        self.fonctions = fonctions
        self.personnes: dict[str, int] = {}
        self.lignes: list[dict[str, Any]] = []
        self.vues: set[str] = set()

    def numero(self, nom: str) -> int:
        return self.personnes.setdefault(nom, len(self.personnes) + 1)

    def ajouter(self, nom: str, poste: _Poste, emploi: dict[str, Any]) -> None:
        fonction, statut = self.fonctions.get(poste.code, (_HORS_GRILLE.get(poste.code, poste.libelle), ""))
        du_profil = profil(poste.categorie, poste.code, statut)
        if du_profil == "réalisateur" or poste.unite == "C":
            fonction = _HORS_GRILLE.get(poste.code, {"artiste": ARTISTE}.get(du_profil, "Réalisateur"))
        cle = f"e.{poste.code}.{nom.casefold()}.{emploi['phase']}.{emploi['mois']:%Y%m}"
        self.lignes.append(
            {
                **emploi,
                "cle": cle_unique(cle, self.vues),
                "personne": self.numero(nom),
                "fonction": fonction,
                "profil": du_profil,
            }
        )


def _de_ligne(registre: _Registre, saisie: LigneDevis, poste: _Poste, phases: Phases) -> None:
    nom = saisie.personne or saisie.nom or poste.libelle
    parts = list(_parts_de_ligne(saisie, poste, phases))
    # Surcharges belong to the shoot; a line without shooting has them on its first row.
    porteur = next((i for i, (phase, _, _) in enumerate(parts) if phase == "tournage"), 0)
    entier = saisie.nombre == int(saisie.nombre)
    for rang, (phase, part, suit) in enumerate(parts):
        emploi = _emploi(poste, phase, part, suit_le_plan=suit)
        emploi["taux"] = saisie.taux if entier else saisie.taux * saisie.nombre
        emploi["nombre"] = saisie.nombre if entier else Decimal(1)
        # A line of the devis adds its surcharges once, whatever the number of people.
        if rang == porteur and saisie.majorations:
            emploi["majorations"] = saisie.majorations / emploi["nombre"]
        if poste.unite in {"J", "C"}:
            emploi["engagement"] = "journée"
        registre.ajouter(nom, poste, emploi)


def _de_role(registre: _Registre, role: Role, numero: int, poste: _Poste, phases: Phases) -> None:
    for part in couvrir(phases.tournage.debut, phases.tournage.fin):
        emploi = _emploi(poste, "tournage", part, suit_le_plan=True)
        emploi |= {"taux": role.cachet, "role": numero, "engagement": "journée", "unite": "C"}
        emploi["dfs"] = "O" if role.dfs else "N"
        registre.ajouter(role.comedien or role.nom, poste, emploi)


def emplois(
    film: Film, devis: list[Ligne], numeros_roles: Mapping[str, int], fonctions: Mapping[str, tuple[str, str]]
) -> tuple[list[Ligne], list[Ligne]]:
    """People and their rows, from the lines of the first budget.

    ``devis``: rows of the detailed devis; ``fonctions``: usual function and status of a code.
    """
    phases = film.projet.phases
    postes = _nomenclature(devis, formes()[film.projet.projet.type].grille)
    registre = _Registre(fonctions)
    # Roles come last: a new draft of the screenplay then leaves the numbers of the crew alone.
    for saisie in film.budget.lignes:
        if saisie.code in postes:
            _de_ligne(registre, saisie, postes[saisie.code], phases)
    _figuration(registre, film, postes)
    roles = {r.nom.casefold(): r for r in film.budget.roles}
    for nom, numero in numeros_roles.items():
        role = roles.get(nom.casefold()) or Role(nom=nom)
        if role.code in postes:
            _de_role(registre, role, numero, postes[role.code], phases)
    gens: list[Ligne] = [
        {"cle": f"p.{nom.casefold()}", "numero": n, "nom": nom} for nom, n in registre.personnes.items()
    ]
    return gens, sorted(registre.lignes, key=lambda x: (x["code"], x["personne"], x["mois"]))


def _figuration(registre: _Registre, film: Film, postes: Mapping[str, _Poste]) -> None:
    """Extras by the day: as many as the schedule asks, unless a line of the budget says otherwise."""
    chiffree = any(x.code == _FIGURANTS for x in film.budget.lignes)
    if chiffree or _FIGURANTS not in postes or not film.budget.figuration.cachet:
        return
    phases = film.projet.phases
    for part in couvrir(phases.tournage.debut, phases.tournage.fin):
        emploi = _emploi(postes[_FIGURANTS], "tournage", part, suit_le_plan=True)
        emploi |= {"taux": film.budget.figuration.cachet, "suit": "F", "engagement": "journée"}
        registre.ajouter("Figurants", postes[_FIGURANTS], emploi)


def _mois(film: Film, lignes: list[Ligne]) -> list[Ligne]:
    """Months that rates are given for: from the earliest row or phase to the delivery."""
    phases = film.projet.phases
    debut = min([phases.preparation.debut, *(x["mois"] for x in lignes)])
    fin = max([phases.livraison, *(x["mois"] for x in lignes)])
    return [{"mois": mois, "cle": f"{mois:%Y%m}"} for mois in mois_entre(debut, fin)]


def donnees_de_l_equipe(film: Film, devis: list[Ligne], numeros_roles: Mapping[str, int]) -> dict[str, list[Ligne]]:
    """Everything the crew workbook asks for."""
    personnes, lignes = emplois(
        film, devis, numeros_roles, paie.fonctions_par_code(formes()[film.projet.projet.type].grille)
    )
    mois = _mois(film, lignes)
    debut, fin = mois[0]["mois"], mois[-1]["mois"]
    libres = max(PLACES_LIBRES, len(lignes) // 10)
    if film.acquis.emplois > len(lignes) + libres:
        # People added more rows than there were places: as many again, and some to spare.
        libres = film.acquis.emplois - len(lignes) + PLACES_LIBRES
    return {
        "personnes": _au_moins(personnes, "p", "numero", "nom"),
        "emplois": _au_moins(lignes, "e", *CHAMPS_VIERGES),
        "feuilles_heures": _au_moins([], "f", *CHAMPS_DES_FEUILLES),
        "rangs_emplois": _rangs(len(lignes) + libres),
        "rangs_lignes_devis": _rangs(len({(x["code"], x["personne"]) for x in lignes}) + libres),
        "rangs_embauches": _rangs(nombre_d_embauches(lignes) + libres),
        "rangs_attestations": _rangs(nombre_d_attestations(lignes) + libres),
        "taux_par_mois": paie.taux_par_mois(mois),
        "valeurs_du_mois": paie.valeurs_du_mois(),
        "seuils_du_mois": paie.seuils_du_mois(),
        "profils": paie.profils(),
        "lignes_de_cotisation": paie.lignes_de_cotisation(),
        "retenues": paie.retenues(),
        "lignes_et_reduction": paie.lignes_et_reduction(),
        "organismes": paie.organismes(),
        "baremes_de_paie": paie.baremes_de_paie(debut, fin, film.droit_au),
        "minimums": minimums(debut, fin, film.droit_au),
        "sources_des_minimums": sources_des_minimums(),
    }


def _rangs(nombre: int) -> list[Ligne]:
    """Rows of a sheet that shows others by their rank."""
    return [{"n": n, "cle": f"rang{n}"} for n in range(1, nombre + 1)]


def _au_moins(lignes: list[Ligne], prefixe: str, *champs: str) -> list[Ligne]:
    """Rows ready to be typed in after those of a film that gives few or none: people copy them."""
    manquent = range(len(lignes) + 1, LIGNES_VIERGES + 1)
    return [*lignes, *({"cle": f"{prefixe}.{VIERGE}{n}", **dict.fromkeys(champs)} for n in manquent)]
