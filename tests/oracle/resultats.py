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
from oracle.devis import CATEGORIES, PHASES, Devis, Hypotheses, Plafonds, chiffrer, lire_lignes
from oracle.encaissements import Jalons, lire_echeances, recettes
from oracle.equipe import lire_equipe, lire_parts_nettes
from oracle.financement import (
    BaremeCredit,
    Financement,
    credit_impot,
    financer,
    lire_sources,
    numeraire_par_source,
)
from oracle.lecture import Pack, jour, nombre, texte
from oracle.mois_de_tournage import Mois, lire_mois
from oracle.tournage import Tournage, lire_tournage

REGLES = {
    "net": "Salaires nets",
    "cotisations": "Cotisations et prélèvement à la source",
    "comptant": "Comptant et droits d’auteur",
    "j30": "30 jours fin de mois",
    "j45": "45 jours fin de mois",
    "tva": "TVA",
}
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


def _devis(contexte: Contexte, tournage: Tournage, mois: Mois) -> Devis:
    baremes, saisie = contexte.baremes, contexte.hypothese
    lieu = "à Paris, 92, 93 et 94" if saisie("Hôtels à Paris, 92, 93 ou 94") == "O" else "ailleurs"
    plafonds = Plafonds(
        cachet=baremes["Cachet minimum d’un artiste-interprète, par jour"],
        figurant=baremes["Salaire minimum d’un figurant, par jour"],
        repas=baremes["Crédit d’impôt cinéma : plafond par repas"],
        nuit=baremes[f"Crédit d’impôt cinéma : plafond par nuit {lieu}"],
        trajet=baremes["Crédit d’impôt cinéma : plafond par trajet et par personne en métropole"],
    )
    hypotheses = Hypotheses(
        decimales=int(nombre(saisie("Décimales des montants du devis"))),
        imprevus=nombre(saisie("Imprévus")),
        frais_generaux=nombre(saisie("Frais généraux")),
        producteur=nombre(saisie("Rémunération du producteur délégué, charges comprises")),
    )
    lignes = lire_lignes(contexte.pack, tournage, plafonds, hypotheses.decimales)
    taux = {categorie: baremes[nom] for categorie, nom in CATEGORIES.items()}
    return chiffrer(lignes, lire_equipe(contexte.pack, mois), taux, hypotheses)


def _credit(contexte: Contexte, devis: Devis) -> float:
    nom = "Crédit d’impôt cinéma : "
    bareme = BaremeCredit(
        taux_majore=contexte.baremes[nom + "taux majoré"],
        taux_base=contexte.baremes[nom + "taux de base"],
        plafond_film=contexte.baremes[nom + "plafond par film"],
        part_du_budget=contexte.baremes[nom + "part maximale du budget dans l’assiette"],
    )
    subventions = contexte.pack.champ("Crédit d’impôt", "Subventions non remboursables")
    langue = str(contexte.pack.champ("Fiche projet", "Langue de tournage"))
    return credit_impot(devis.eligible, devis.total - devis.imprevus, nombre(subventions), langue, bareme)


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


def calculer(dossier: Path) -> Resultats:
    """Every figure of the pack in ``dossier``, by its French name."""
    pack = Pack(dossier)
    contexte = lire_contexte(pack)
    rythme = texte(contexte.hypothese("Jours travaillés de la semaine"))
    tournage = lire_tournage(pack, contexte.date_de("Début de tournage"), rythme)
    mois = lire_mois(pack, contexte.date_de("Début de tournage"), rythme)
    devis = _devis(contexte, tournage, mois)
    credit = _credit(contexte, devis)
    financement = financer(lire_sources(pack), arrondi(credit, devis.decimales))
    soldes = _soldes(contexte, tournage, mois, devis, financement)
    besoin = besoin_maximal(soldes)
    return {
        **{f"poste {p}": montant for p, montant in devis.postes.items()},
        **{f"charges {c}": float(devis.charges.loc[c, "montant"]) for c in CATEGORIES},
        "imprévus": devis.imprevus,
        "frais généraux": devis.frais_generaux,
        "total général": devis.total,
        "crédit d’impôt": credit,
        "reste à financer": devis.total - financement.retenu,
        "jours de tournage": tournage.jours,
        **{f"cachets du rôle {r}": c for r, c in tournage.cachets.items()},
        "besoin maximal": besoin.montant,
        "semaine du besoin": besoin.lundi,
        **{f"solde au {lundi}": solde for lundi, solde in soldes.items()},
        "estimé final": lire_estime_final(pack, devis),
    }
