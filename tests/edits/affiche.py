"""What the workbooks show after recalculation, under the oracle's names."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

from oracle.lecture import Pack, entier_ou_rien, jour, nombre
from oracle.resultats import Resultats


def lire_affiche(source: Path | Pack) -> Resultats:
    """What a pack shows, in a folder or in memory, of the figures the oracle computes."""
    pack = source if isinstance(source, Pack) else Pack(source)
    postes = pack.tableau("Récapitulatif", {"N°": "poste", "Total": "montant"})
    bas = pack.tableau("Récapitulatif", {"Ligne": "ligne", "Total": "montant"})["montant"].tolist()
    charges = pack.tableau("Charges sociales", {"N°": "categorie", "Charges": "montant"})
    semaines = pack.tableau("Trésorerie hebdomadaire", {"Lundi": "lundi", "Solde cumulé": "solde"})
    situation = pack.feuilles["Situation des coûts"]
    titres = situation[pack.ligne_de_titres("Situation des coûts", {"Estimé final": "estime"})]
    total = next(ligne for ligne in situation if ligne[0] == "Total")
    return {
        **{f"poste {int(x.poste)}": x.montant for x in postes.itertuples()},
        **{f"charges {int(x.categorie)}": x.montant for x in charges.itertuples()},
        "imprévus": bas[0],
        "frais généraux": bas[1],
        "total général": bas[3],
        "éligible": _total(pack, "Récapitulatif", "Éligible crédit d’impôt"),
        "coût direct": pack.champ("Choix du devis", "Coût direct"),
        "rémunération du producteur": bas[4],
        **_comparatif(pack),
        **_lecteurs(pack),
        "écrêtement du crédit d’impôt": pack.champ("Crédit d’impôt", "Écrêtement"),
        "crédit d’impôt": pack.champ("Crédit d’impôt", "Crédit d’impôt"),
        "reste à financer": pack.champ("Synthèse financement", "Reste à financer"),
        "jours de tournage": pack.champ("Synthèse plan", "Jours de tournage"),
        **_cachets(pack),
        "besoin maximal": pack.champ("Synthèse trésorerie", "Besoin maximal à financer"),
        "semaine du besoin": _lundi(pack.champ("Synthèse trésorerie", "Semaine du besoin maximal (lundi)")),
        **{f"solde au {jour(x.lundi)}": x.solde for x in semaines.itertuples()},
        "estimé final": total[titres.index("Estimé final")],
    }


def _total(pack: Pack, feuille: str, titre: str) -> float:
    """The total under a title (the first total of the sheet)."""
    lignes = pack.feuilles[feuille]
    colonne = lignes[pack.ligne_de_titres(feuille, {titre: titre})].index(titre)
    return next(ligne for ligne in lignes if str(ligne[0]).startswith("Total"))[colonne]


def _lecteurs(pack: Pack) -> dict[str, float]:
    """What the readers' sheets show."""
    lecteurs = pack.tableau("Lecteurs", {"Repère": "repere", "Total retenu": "total"})
    exigences = pack.tableau("Dépenses territoriales", {"Repère": "repere", "Dépense exigée": "exigee"})
    pays = pack.tableau("Lecteurs", {"Pays": "nom", "Étranger": "montant"})
    apports = {
        "industrie": "Apports en industrie",
        "participation": "Participations",
        "diffuseur": "Apports du diffuseur",
    }
    return {
        **{f"dépense {x.repere}": x.total for x in lecteurs.itertuples() if x.repere in ("R1", "R2", "R3")},
        **{f"dépense exigée {x.repere}": x.exigee for x in exigences.itertuples()},
        **{f"apport {nom}": _total(pack, "Lecteurs", titre) for nom, titre in apports.items()},
        **{f"étranger {x.nom}": x.montant for x in pays.itertuples() if x.nom},
    }


def _comparatif(pack: Pack) -> dict[str, float]:
    """Gaps with the frozen devis."""
    postes = pack.tableau("Comparatif", {"Poste": "nom", "N°": "numero", "Montant figé": "fige", "Écart": "ecart"})
    return {
        "figé, écart du total": pack.champ("Comparatif", "Écart"),
        "figé, rubriques à motiver": pack.champ("Comparatif", "Rubriques à motiver"),
        **{f"figé, écart du poste {int(x.numero)}": x.ecart for x in postes.itertuples()},
    }


def _cachets(pack: Pack) -> dict[str, float]:
    sommes: dict[str, float] = {}
    for x in pack.tableau("Plan de travail", {"N°": "role", "Rôle": "nom", "Cachets retenus": "cachets"}).itertuples():
        if entier_ou_rien(x.role) is not None:
            nom = f"cachets du rôle {entier_ou_rien(x.role)}"
            sommes[nom] = sommes.get(nom, 0.0) + nombre(x.cachets)
    return sommes


def _lundi(valeur: object) -> date | None:
    # Zero in a date cell: some readers take it for midnight.
    return None if valeur in (0, 0.0, "", time(0, 0)) else jour(valeur)


def ecarts(attendu: Resultats, affiche: Resultats) -> list[str]:
    """Figures that differ by more than a cent, in words."""
    fautes = []
    for nom in {**attendu, **affiche}:
        juste, montre = attendu.get(nom, "absent"), affiche.get(nom, "absent")
        nombres = isinstance(juste, int | float) and isinstance(montre, int | float)
        if not (abs(juste - montre) <= 0.0101 if nombres else juste == montre):
            fautes.append(f"{nom} : le classeur montre {montre}, la règle donne {juste}")
    return fautes
