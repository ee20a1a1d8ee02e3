"""Edits of the financing, of the cash plan and of the cost report."""

from __future__ import annotations

from datetime import date

from edits.familles import BILAN, CAISSE, CREDIT, FINANCE, RIEN, Tirage, edition, famille
from edits.gestes import Edition, Geste, Saisie

SOURCES, CREDIT_IMPOT, SYNTHESE = "Plan de financement", "Crédit d’impôt", "Synthèse financement"
ECHEANCES, REGLES, JOURNAL, SITUATION = (
    "Encaissements",
    "Règles de paiement",
    "Journal des dépenses",
    "Situation des coûts",
)


def taper(t: Tirage, feuille: str, titre: str, valeur: Saisie, parmi: str = "", voulu: object = None) -> Edition:
    f = t.feuilles
    lignes = f.lignes(feuille, parmi or titre)
    choisies = [n for n in lignes if voulu is None or f.cellule(feuille, n, parmi or titre) == voulu]
    ligne = int(t.un(choisies))
    return edition(f"{feuille}, ligne {ligne}, {titre} : {valeur}", f.poser(feuille, ligne, titre, valeur))


@famille("montant d’une source", "financement", FINANCE, surement=True)
def montant(t: Tirage) -> Edition:
    return taper(t, SOURCES, "Montant saisi", t.un([1234.5, 98765, 310000]))


@famille("statut d’une source", "financement", FINANCE)
def statut(t: Tirage) -> Edition:
    choix = t.un(["refusé", "refusé", "acquis", "sollicité"])
    return taper(t, SOURCES, "Statut", choix, parmi="Montant saisi")


@famille("source en industrie", "financement", CAISSE, surement=True)
def en_industrie(t: Tirage) -> Edition:
    f = t.feuilles
    lignes = [n for n in f.lignes(SOURCES, "Montant saisi") if f.cellule(SOURCES, n, "Numéraire") == "O"]
    return edition("numéraire devenu industrie", f.poser(SOURCES, int(t.un(lignes)), "Numéraire", "N"))


@famille("industrie devenue numéraire", "financement", CAISSE, surement=True)
def en_numeraire(t: Tirage) -> Edition:
    f = t.feuilles
    lignes = [n for n in f.lignes(SOURCES, "Montant saisi") if f.cellule(SOURCES, n, "Numéraire") == "N"]
    return edition("industrie devenue numéraire", f.poser(SOURCES, int(t.un(lignes)), "Numéraire", "O"))


@famille("aide publique et chances", "financement", FINANCE)
def sans_effet(t: Tirage) -> Edition:
    f = t.feuilles
    ligne = int(t.un(f.lignes(SOURCES, "Montant saisi")))
    chances = f.poser_champ(SYNTHESE, "Chances d’une source en cours", 0.6)
    return edition("aide publique basculée, chances", f.poser(SOURCES, ligne, "Aide publique", "O"), chances)


@famille("subventions déduites", "financement", CREDIT, surement=True)
def subventions(t: Tirage) -> Edition:
    libelle = "Subventions publiques affectées"
    valeur = t.un([45000, 200000.5, 1900000])
    return edition(f"subventions {valeur}", t.feuilles.poser_champ(CREDIT_IMPOT, libelle, valeur))


@famille("source ajoutée", "financement", FINANCE, surement=True, lignes=True)
def source_ajoutee(t: Tirage) -> Edition:
    saisies = {
        "Code": "D9", "Source": "Fonds d’un département", "Entité": None, "Nature": "subvention",
        "Montant saisi": t.un([25000, 41000]), "Statut": t.un(["acquis", "en cours"]), "Aide publique": "O",
        "Numéraire": t.un(["O", "N"]), "Date de décision": None, "Bloc": "D",
    }  # fmt: skip
    return edition(f"source D9 {t.place}", t.feuilles.inserer(SOURCES, "Code", t.place, saisies))


@famille("source supprimée", "financement", FINANCE, surement=True, lignes=True)
def source_supprimee(t: Tirage) -> Edition:
    ligne = int(t.un(t.feuilles.lignes(SOURCES, "Montant saisi")))
    return edition(f"ligne {ligne} supprimée", Geste("supprimer", SOURCES, ligne))


@famille("part d’une échéance", "tresorerie", CAISSE)
def part(t: Tirage) -> Edition:
    return taper(t, ECHEANCES, "Part", t.un([0, 0.15, 0.3333, 1]))


@famille("délai d’une échéance", "tresorerie", CAISSE)
def delai(t: Tirage) -> Edition:
    return taper(t, ECHEANCES, "Délai (semaines)", t.un([-3, 0, 9, 26, 200]), parmi="Code")


@famille("date forcée d’une échéance", "tresorerie", CAISSE, surement=True)
def date_forcee(t: Tirage) -> Edition:
    le = t.un([date(2027, 3, 3), date(2027, 5, 30), date(2028, 1, 17), date(2030, 1, 1)])
    return taper(t, ECHEANCES, "Date forcée", le, parmi="Code")


@famille("jalon d’une échéance", "tresorerie", CAISSE)
def jalon(t: Tirage) -> Edition:
    jalons = [
        "signature",
        "début de préparation",
        "début de tournage",
        "fin de tournage",
        "fin des finitions",
        "livraison",
        "clôture",
    ]
    return taper(t, ECHEANCES, "Jalon", t.un(jalons))


@famille("TVA d’une échéance", "tresorerie", CAISSE)
def tva(t: Tirage) -> Edition:
    return taper(t, ECHEANCES, "TVA", t.un([0, 0.1, 0.2]), parmi="Code")


@famille("échéance ajoutée", "tresorerie", CAISSE, lignes=True)
def echeance_ajoutee(t: Tirage) -> Edition:
    saisies = {
        "Code": t.un(["F1", "A1", "Z9"]), "Jalon": t.un(["signature", "fin de tournage"]), "Part": t.un([0.25, 0.4]),
        "Délai (semaines)": 2, "Date forcée": None, "TVA": t.un([0, 0.2]), "Note": None,
    }  # fmt: skip
    return edition(f"échéance {saisies['Code']} {t.place}", t.feuilles.inserer(ECHEANCES, "Code", t.place, saisies))


@famille("échéance supprimée", "tresorerie", CAISSE, surement=True, lignes=True)
def echeance_supprimee(t: Tirage) -> Edition:
    ligne = int(t.un(t.feuilles.lignes(ECHEANCES, "Code")))
    return edition(f"ligne {ligne} supprimée", Geste("supprimer", ECHEANCES, ligne))


@famille("délai d’une règle de paiement", "tresorerie", CAISSE, surement=True)
def jours_de_regle(t: Tirage) -> Edition:
    return taper(t, REGLES, "Jours", t.un([8, 22, 60]))


@famille("règle fin de mois", "tresorerie", CAISSE, surement=True)
def fin_de_mois(t: Tirage) -> Edition:
    f = t.feuilles
    ligne = int(t.un(f.lignes(REGLES, "Fin de mois")))
    bascule = "N" if f.cellule(REGLES, ligne, "Fin de mois") == "O" else "O"
    return edition(f"règle ligne {ligne} : fin de mois {bascule}", f.poser(REGLES, ligne, "Fin de mois", bascule))


@famille("montant d’une dépense", "bilan", BILAN, surement=True)
def depense(t: Tirage) -> Edition:
    return taper(t, JOURNAL, "HT", t.un([640000.25, 712345.67]))


@famille("statut et lieu d’une dépense", "bilan", RIEN)
def statut_depense(t: Tirage) -> Edition:
    f = t.feuilles
    ligne = int(t.un(f.lignes(JOURNAL, "HT")))
    choix = f.poser(JOURNAL, ligne, "Statut", t.un(["engagé", "facturé", "payé"]))
    return edition("statut et lieu", choix, f.poser(JOURNAL, ligne, "Lieu", "Étranger"))


@famille("code d’une dépense", "bilan", BILAN)
def code_depense(t: Tirage) -> Edition:
    return taper(t, JOURNAL, "Code", t.un(["1111", "4411", "9911", "2211"]))


@famille("dépense ajoutée", "bilan", BILAN, surement=True, lignes=True)
def depense_ajoutee(t: Tirage) -> Edition:
    saisies = {
        "Date": date(2027, 4, 20), "Pièce": "FA-999", "Code": t.un(["7311", "5511", "1111"]),
        "Fournisseur ou salarié": "X",
        "Libellé": "ajout", "HT": t.un([456789.1, 300000]), "TVA": 12.5, "Statut": t.un(["engagé", "payé"]),
        "Lieu": "France",
    }  # fmt: skip
    return edition(f"dépense {saisies['Code']} {t.place}", t.feuilles.inserer(JOURNAL, "Date", t.place, saisies))


@famille("dépense supprimée", "bilan", RIEN, lignes=True)
def depense_supprimee(t: Tirage) -> Edition:
    """No rubrique of the demo is over its devis: what is no longer spent becomes what remains to be."""
    ligne = int(t.un(t.feuilles.lignes(JOURNAL, "HT")))
    return edition(f"ligne {ligne} supprimée", Geste("supprimer", JOURNAL, ligne))


@famille("reste à dépenser forcé", "bilan", BILAN, surement=True)
def reste_force(t: Tirage) -> Edition:
    lignes = [n for n in t.feuilles.lignes(SITUATION, "N°") if t.feuilles.cellule(SITUATION, n, "N°") < 90]
    valeur = t.un([777.77, 45678])
    return edition(f"reste forcé {valeur}", t.feuilles.poser(SITUATION, int(t.un(lignes)), "Reste forcé", valeur))
