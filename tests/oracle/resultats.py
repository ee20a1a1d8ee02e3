"""The figures of a film that a producer signs, from the inputs of its pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from oracle.arrondi import arrondi
from oracle.bilan import lire_estime_final
from oracle.caisse import (
    Regle,
    a_payer,
    besoin_maximal,
    cumuls_payes,
    part_par_semaine,
    part_tournee,
    plan_de_caisse,
    soldes_cumules,
    tva_a_payer,
)
from oracle.comparatif import comparer
from oracle.contractuelles import lire_choix, lire_regles
from oracle.credit import Bareme, Film, credit, ecretement
from oracle.devis import CATEGORIES, PHASES, TERRITOIRES, Devis, Hypotheses, Plafonds, Saisies, chiffrer
from oracle.encaissements import Jalons, lire_echeances, recettes
from oracle.equipe import lire_lignes_de_paie, lire_parts_nettes, montants, par_categorie, parts_obligatoires
from oracle.financement import (
    Financement,
    aides_par_territoire,
    aides_publiques,
    financer,
    lire_sources,
    numeraire_par_source,
)
from oracle.lecteurs import (
    effets_visuels,
    lire_charges_comptees,
    lire_exigences,
    lire_pays,
    par_apport,
    par_pays,
    territoire,
)
from oracle.lecture import Pack, jour, nombre, texte
from oracle.lignes import Cadre, lire_cours, lire_lignes
from oracle.mois_de_tournage import Mois, lire_mois
from oracle.salaires import lire_minimums, salaires
from oracle.tournage import Tournage, lire_tournage

REGLES = {
    "net": "Salaires nets",
    "cotisations": "Cotisations et prélèvement à la source",
    "comptant": "Comptant et droits d’auteur",
    "j30": "30 jours fin de mois",
    "j45": "45 jours fin de mois",
    "tva": "TVA",
}
CODES_DU_CREDIT = {"cinéma": "F1", "audiovisuel": "F2", "international": "F3"}
Resultats = Mapping[str, float | date | None]


@dataclass(frozen=True)
class Contexte:
    """What is typed once for the film."""

    pack: Pack
    baremes: Mapping[str, float]

    def hypothese(self, libelle: str) -> Any:
        """A typed hypothesis."""
        return self.pack.champ("Hypothèses", libelle)

    def date_de(self, repere: str) -> date:
        """A date of « Phases »."""
        le = jour(self.pack.champ("Phases", repere))
        assert le is not None, f"Phases : {repere} est vide"
        return le


def lire_contexte(pack: Pack) -> Contexte:
    """Rates of the film (a forced rate replaces the one in force), beside its sheets."""
    lus = pack.tableau("Barèmes", {"Barème": "nom", "En vigueur": "valeur", "Forcé": "force"})
    retenus = lus["valeur"].where(lus["force"].map(str) == "", lus["force"]).map(nombre)
    return Contexte(pack, dict(zip(lus["nom"], retenus, strict=True)))


def _plafonds(contexte: Contexte) -> Plafonds:
    baremes, nom = contexte.baremes, "Crédit d’impôt cinéma : plafond par "
    return Plafonds(
        cachet=baremes["Cachet minimum d’un artiste-interprète, par jour"],
        figurant=baremes["Salaire minimum d’un figurant, par jour"],
        repas=baremes[nom + "repas"],
        nuit=baremes[nom + "nuit ailleurs"],
        nuit_paris=baremes[nom + "nuit à Paris, 92, 93 et 94"],
        trajet=baremes[nom + "trajet et par personne en métropole"],
        trajet_lointain=baremes[nom + "trajet outre-mer ou à l’étranger"],
        hotels_a_paris=contexte.hypothese("Hôtels à Paris, 92, 93 ou 94") == "O",
    )


def _devis(contexte: Contexte, tournage: Tournage, mois: Mois, six_jours: bool) -> Devis:
    pack, saisie = contexte.pack, contexte.hypothese
    hypotheses = Hypotheses(
        decimales=int(nombre(saisie("Décimales des montants du devis"))),
        imprevus=nombre(saisie("Imprévus")),
        frais_generaux=nombre(saisie("Frais généraux")),
        producteur=nombre(saisie("Rémunération du producteur délégué, charges comprises")),
    )
    paie = lire_lignes_de_paie(pack, mois)
    choix = lire_choix(pack)
    cadre = Cadre(
        tournage=tournage,
        plafonds=_plafonds(contexte),
        decimales=hypotheses.decimales,
        salaires=salaires(paie, lire_minimums(pack, six_jours)),
        cours=lire_cours(pack),
        choix=choix,
    )
    taux_du_film = {"imprévus": hypotheses.imprevus, "frais généraux": hypotheses.frais_generaux}
    saisies = Saisies(
        regles=lire_regles(pack, taux_du_film | {"producteur": hypotheses.producteur}),
        genre=choix.genre,
        obligatoires=parts_obligatoires(paie),
        eligibles_forces=_eligibles_forces(pack),
    )
    taux = {categorie: contexte.baremes[nom] for categorie, nom in CATEGORIES.items()}
    return chiffrer(lire_lignes(pack, cadre), par_categorie(montants(paie)), taux, hypotheses, saisies)


def _eligibles_forces(pack: Pack) -> dict[int, float]:
    lues = pack.tableau("Charges sociales", {"N°": "categorie", "Éligible forcé": "force"})
    return {int(x.categorie): nombre(x.force) for x in lues.itertuples() if x.force != ""}


def _bareme_du_credit(baremes: Mapping[str, float]) -> Bareme:
    cinema, av = "Crédit d’impôt cinéma : ", "Crédit d’impôt audiovisuel"
    inter = "Crédit d’impôt international : "
    return Bareme(
        cinema_majore=baremes[cinema + "taux majoré"],
        cinema_base=baremes[cinema + "taux de base"],
        cinema_plafond=baremes[cinema + "plafond par film"],
        part_du_budget=baremes[cinema + "part maximale du budget dans l’assiette"],
        av_fiction=baremes[av + " : taux, fiction et animation"],
        av_documentaire=baremes[av + " : taux, documentaire"],
        av_spectacle=baremes[av + " : taux, adaptation de spectacles"],
        av_base=baremes[av + " : taux de base"],
        seuils_fiction=[
            (
                baremes[f"{av}, fiction : coût par minute, seuil {n}"],
                baremes[f"{av}, fiction : plafond par minute sous le seuil {n}"],
            )
            for n in range(1, 8)
        ],
        plafond_fiction=baremes[av + ", fiction : plafond par minute au-delà des seuils"],
        plafond_documentaire=baremes[av + ", documentaire : plafond par minute"],
        plafond_animation=baremes[av + ", animation : plafond par minute"],
        inter_taux=baremes[inter + "taux"],
        inter_vfx=baremes[inter + "taux si les effets visuels dépassent leur seuil"],
        inter_seuil_vfx=baremes[inter + "seuil de dépenses d’effets visuels"],
        inter_plafond=baremes[inter + "plafond par film"],
        inter_minimum=baremes[inter + "dépenses éligibles minimales"],
        inter_petit_budget=baremes[inter + "budget sous lequel le minimum est une part du budget"],
        inter_part_minimum=baremes[inter + "part minimale d’un petit budget"],
    )


def _film(contexte: Contexte, devis: Devis) -> Film:
    def saisi(libelle: str) -> Any:
        return contexte.pack.champ("Crédit d’impôt", libelle)

    fiche = contexte.pack.champ
    return Film(
        eligible=devis.eligible,
        budget=devis.total - devis.imprevus,
        subventions=nombre(saisi("Subventions publiques affectées")),
        mode=str(saisi("Déduction des subventions")),
        regime=str(saisi("Régime")),
        genre=lire_choix(contexte.pack).genre,
        langue=str(fiche("Fiche projet", "Langue de tournage")),
        minutes=int(nombre(fiche("Fiche projet", "Durée visée")) * nombre(fiche("Fiche projet", "Nombre d’épisodes"))),
        effets_visuels=effets_visuels(devis),
        coproduction=saisi("Coproduction internationale") == "O",
    )


def _intensite(contexte: Contexte, credit_: float) -> float:
    """The share of the cost that public aid may reach (RGA du CNC)."""
    if contexte.pack.champ("Fiche projet", "Œuvre difficile ou à petit budget") != "O":
        return contexte.baremes["Part maximale d’aides publiques"]
    nom = "Part maximale d’aides publiques, film difficile ou à petit budget, {} crédit d’impôt"
    return contexte.baremes[nom.format("avec" if credit_ > 0 else "sans")]


def _soldes(contexte: Contexte, tournage: Tournage, mois: Mois, devis: Devis, financement: Financement) -> pd.Series:
    pack, date_de = contexte.pack, contexte.date_de
    debut = jour(contexte.hypothese("Premier lundi du plan de trésorerie"))
    duree = len(pack.tableau("Trésorerie hebdomadaire", {"N°": "semaine"}))
    lundis = [debut + timedelta(weeks=rang) for rang in range(duree)]
    preparation = part_par_semaine(lundis, date_de("Début de préparation"), date_de("Fin de préparation"))
    parts = preparation.to_frame(PHASES[0])
    parts[PHASES[1]] = part_tournee(lundis, tournage.dates, tournage.jours)
    parts[PHASES[2]] = part_par_semaine(lundis, date_de("Début des finitions"), date_de("Fin des finitions"))
    lues = pack.tableau("Règles de paiement", {"Règle": "nom", "Fin de mois": "fin", "Jours": "jours"})
    typees = {ligne.nom: Regle(ligne.fin == "O", int(nombre(ligne.jours))) for ligne in lues.itertuples()}
    regles = {regle: typees[nom] for regle, nom in REGLES.items()}
    net = contexte.baremes["Net versé au salarié, en part du brut"]
    montants = a_payer(devis, lire_parts_nettes(pack, mois, net), net)
    jalons = Jalons(
        date_de("Début de préparation"),
        min(tournage.dates, default=date_de("Début de tournage")),
        max(tournage.dates, default=date_de("Début de tournage")),
        date_de("Fin des finitions"),
        date_de("Livraison (PAD ou DCP)"),
        date_de("Clôture des comptes"),
        int(nombre(contexte.hypothese("Signature des contrats avant la préparation"))),
    )
    flux = plan_de_caisse(
        cumuls_payes(montants, parts, regles),
        cumuls_payes(tva_a_payer(devis, net), parts, regles)[0],
        recettes(lire_echeances(pack), numeraire_par_source(financement), jalons, lundis),
        financement.industrie,
        float(montants.to_numpy().sum()),
        regles["tva"],
    )
    return soldes_cumules(flux, nombre(contexte.hypothese("Solde bancaire de départ")))


def _lecteurs(pack: Pack, devis: Devis, financement: Financement) -> dict[str, float]:
    """What each reader finds in the same lines."""
    comptees = lire_charges_comptees(pack)
    exigees = lire_exigences(pack, aides_par_territoire(financement), devis.decimales)
    return {
        "éligible": devis.eligible,
        "coût direct": devis.contractuelles.cout_direct,
        "rémunération du producteur": devis.contractuelles.remuneration,
        **{f"dépense {r}": territoire(devis, r, charges=comptees[r]) for r in TERRITOIRES},
        **{f"dépense exigée {r}": exigees[r] for r in TERRITOIRES},
        **{f"apport {a}": montant for a, montant in par_apport(devis).items()},
        **{f"étranger {p}": montant for p, montant in par_pays(devis, lire_pays(pack)).items()},
    }


def calculer(source: Path | Pack) -> Resultats:
    """Every figure of a pack, in a folder or in memory, by its French name."""
    pack = source if isinstance(source, Pack) else Pack(source)
    contexte = lire_contexte(pack)
    rythme = texte(contexte.hypothese("Jours travaillés de la semaine"))
    tournage = lire_tournage(pack, contexte.date_de("Début de tournage"), rythme)
    mois = lire_mois(pack, contexte.date_de("Début de tournage"), rythme)
    six_jours = rythme.count("1") >= 6
    devis = _devis(contexte, tournage, mois, six_jours)
    film = _film(contexte, devis)
    du = credit(film, _bareme_du_credit(contexte.baremes))
    code = CODES_DU_CREDIT[film.regime]
    sources = lire_sources(pack)
    coupe = ecretement(du, aides_publiques(sources, code), _intensite(contexte, du), devis.total)
    financement = financer(sources, arrondi(du - coupe, devis.decimales), code)
    soldes = _soldes(contexte, tournage, mois, devis, financement)
    besoin = besoin_maximal(soldes)
    return {
        **{f"poste {p}": montant for p, montant in devis.postes.items()},
        **{f"charges {c}": float(devis.charges.loc[c, "montant"]) for c in CATEGORIES},
        "imprévus": devis.imprevus,
        "frais généraux": devis.frais_generaux,
        "total général": devis.total,
        **comparer(pack, devis),
        **_lecteurs(pack, devis, financement),
        "crédit d’impôt": du,
        "écrêtement du crédit d’impôt": coupe,
        "reste à financer": devis.total - financement.retenu,
        "jours de tournage": tournage.jours,
        **{f"cachets du rôle {r}": c for r, c in tournage.cachets.items()},
        "besoin maximal": besoin.montant,
        "semaine du besoin": besoin.lundi,
        **{f"solde au {lundi}": solde for lundi, solde in soldes.items()},
        "estimé final": lire_estime_final(pack, devis),
    }
