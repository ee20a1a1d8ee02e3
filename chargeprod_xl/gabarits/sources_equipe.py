"""Rows of the crew workbook: people, one row per person × contract × month, and the rates of each profile by month."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from chargeprod_xl.baremes.nomenclature import CATEGORIES_DE_L_EQUIPE
from chargeprod_xl.gabarits import sources_paie as paie
from chargeprod_xl.gabarits.cles import VIERGE, cle_unique
from chargeprod_xl.gabarits.emplois_du_budget import (
    Poste,
    emploi_type,
    emplois_de_la_ligne,
    pour_chaque_episode,
)
from chargeprod_xl.gabarits.sources_minimums import ARTISTE, REPETITION, minimums, sources_des_minimums
from chargeprod_xl.gabarits.sources_registres import nombre_d_attestations, nombre_d_embauches
from chargeprod_xl.planification.emplois import couvrir, mois_entre
from chargeprod_xl.projet.film import Film
from chargeprod_xl.projet.modele import LigneDevis, Phases, Role

Ligne = Mapping[str, Any]
_FIGURANTS = "3413"
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


def _nomenclature(lignes: list[Ligne], grille: str) -> dict[str, Poste]:
    return {
        x["code"]: Poste(
            x["code"], x["libelle"], x["usuel"], x["charges"], x["unite"], x["plan"] == "O", x["phase"], grille
        )
        for x in lignes
        if x["niveau"] == "ligne" and x["charges"] in CATEGORIES_DE_L_EQUIPE
    }


def profil(categorie: int, code: str, statut: str) -> str:
    """The profile that chooses the rates. ``statut``: that of the function in its wage grid, when known."""
    if categorie == 46:
        return "figurant" if code in _COMPLEMENTS else "artiste"
    if categorie in (41, 43):
        return {41: "auteur", 43: "réalisateur"}[categorie]
    return "technicien cadre" if categorie == 44 and statut.startswith("cadre") else "technicien non-cadre"


class _Registre:
    """People in the order they are met, and a key for each row."""

    def __init__(self, fonctions: Mapping[str, tuple[str, str]]) -> None:
        self.fonctions = fonctions
        self.personnes: dict[str, int] = {}
        self.cles: dict[str, str] = {}
        self.lignes: list[dict[str, Any]] = []
        self.vues: set[str] = set()

    def numero(self, nom: str, connue: str) -> int:
        """``connue``: what tells the person from another, when the label that names it may change."""
        self.cles.setdefault(nom, connue.casefold())
        return self.personnes.setdefault(nom, len(self.personnes) + 1)

    def ajouter(self, nom: str, poste: Poste, emploi: dict[str, Any], connue: str = "") -> None:
        numero = self.numero(nom, connue or nom)
        fonction, statut = self.fonctions.get(poste.code, (_HORS_GRILLE.get(poste.code, poste.libelle), ""))
        du_profil = profil(poste.categorie, poste.code, statut)
        if du_profil == "réalisateur" or poste.unite == "C":
            fonction = _HORS_GRILLE.get(poste.code, {"artiste": ARTISTE}.get(du_profil, "Réalisateur"))
        cle = f"e.{poste.code}.{self.cles[nom]}.{emploi['phase']}.{emploi['mois']:%Y%m}"
        self.lignes.append(
            {
                **emploi,
                "cle": cle_unique(cle, self.vues),
                "personne": numero,
                "fonction": fonction,
                "profil": du_profil,
            }
        )


def _de_ligne(registre: _Registre, saisie: LigneDevis, poste: Poste, film: Film) -> None:
    nommee = saisie.personne or saisie.nom
    if saisie.imputation == "épisode" and film.projet.forme.serie:
        saisie = pour_chaque_episode(saisie, poste, film.projet.projet.episodes)
    for emploi in emplois_de_la_ligne(saisie, poste, film.projet.phases, film.projet.hypotheses.arrondi):
        registre.ajouter(nommee or poste.libelle, poste, emploi, nommee or poste.usuel)


def _en_euros(saisie: LigneDevis, cours: Mapping[str, Decimal]) -> LigneDevis | None:
    """A salary is in euros; none when its currency has no rate: the devis then says so."""
    if saisie.devise not in cours:
        return None
    facteur = cours[saisie.devise]
    return saisie.model_copy(update={"taux": saisie.taux * facteur, "majorations": saisie.majorations * facteur})


def _de_role(registre: _Registre, role: Role, numero: int, poste: Poste, phases: Phases) -> None:
    for part in couvrir(phases.tournage.debut, phases.tournage.fin):
        emploi = emploi_type(poste, "tournage", part, suit_le_plan=True)
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
    postes = _nomenclature(devis, film.projet.forme.grille)
    registre = _Registre(fonctions)
    cours = {"": Decimal(1), "EUR": Decimal(1), **{d.code: d.cours for d in film.budget.devises}}
    # Roles come last: a new draft of the screenplay then leaves the numbers of the crew alone.
    for saisie in film.budget.lignes:
        en_euros = _en_euros(saisie, cours)
        if saisie.code in postes and en_euros:
            _de_ligne(registre, en_euros, postes[saisie.code], film)
    _figuration(registre, film, postes)
    roles = {r.nom.casefold(): r for r in film.budget.roles}
    for nom, numero in numeros_roles.items():
        role = roles.get(nom.casefold()) or Role(nom=nom)
        if role.code in postes:
            _de_role(registre, role, numero, postes[role.code], phases)
    gens: list[Ligne] = [
        {"cle": f"p.{registre.cles[nom]}", "numero": n, "nom": nom} for nom, n in registre.personnes.items()
    ]
    return gens, sorted(registre.lignes, key=lambda x: (x["code"], x["personne"], x["mois"]))


def _figuration(registre: _Registre, film: Film, postes: Mapping[str, Poste]) -> None:
    """Extras by the day: as many as the schedule asks, unless a line of the budget says otherwise."""
    chiffree = any(x.code == _FIGURANTS for x in film.budget.lignes)
    if chiffree or _FIGURANTS not in postes or not film.budget.figuration.cachet:
        return
    phases = film.projet.phases
    for part in couvrir(phases.tournage.debut, phases.tournage.fin):
        emploi = emploi_type(postes[_FIGURANTS], "tournage", part, suit_le_plan=True)
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
    personnes, lignes = emplois(film, devis, numeros_roles, paie.fonctions_par_code(film.projet.forme.grille))
    mois = _mois(film, lignes)
    debut, fin = mois[0]["mois"], mois[-1]["mois"]
    baremes = paie.baremes_de_paie(debut, fin, film.droit_au)
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
        "valeurs_du_mois": paie.valeurs_du_mois(baremes),
        "seuils_du_mois": paie.seuils_du_mois(baremes),
        "profils": paie.profils(),
        "lignes_de_cotisation": paie.lignes_de_cotisation(),
        "retenues": paie.retenues(),
        "lignes_et_reduction": paie.lignes_et_reduction(),
        "organismes": paie.organismes(),
        "baremes_de_paie": baremes,
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
