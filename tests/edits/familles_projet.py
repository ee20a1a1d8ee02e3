"""Edits of the project workbook: hypotheses, dates, rates, days off, language."""

from __future__ import annotations

from datetime import date, timedelta

from oracle.lecture import jour

from edits.familles import CAISSE, CREDIT, DEVIS, EQUIPE, FINANCE, SOUS_LA_LIGNE, Tirage, edition, famille
from edits.gestes import Edition, Geste

HYPOTHESES, PHASES, BAREMES, CALENDRIER = "Hypothèses", "Phases", "Barèmes", "Calendrier"
FERIE_DE_TOURNAGE = "Ascension"


def hypothese(t: Tirage, libelle: str, valeurs: list[object]) -> Edition:
    valeur = t.un(valeurs)
    return edition(f"{libelle} : {valeur}", t.feuilles.poser_champ(HYPOTHESES, libelle, valeur))


@famille("taux d’imprévus", "projet", ("imprévus", "total général", "estimé final", *FINANCE), surement=True)
def taux_imprevus(t: Tirage) -> Edition:
    return hypothese(t, "Imprévus", [0, 0.05, 0.075, 0.0833])


@famille("taux de frais généraux", "projet", ("frais généraux", *SOUS_LA_LIGNE), surement=True)
def taux_frais_generaux(t: Tirage) -> Edition:
    return hypothese(t, "Frais généraux", [0, 0.05, 0.065, 0.1])


@famille(
    "rémunération du producteur",
    "projet",
    ("poste 2", "poste 4", "imprévus", "rémunération", *SOUS_LA_LIGNE),
    surement=True,
)
def taux_producteur(t: Tirage) -> Edition:
    return hypothese(t, "Rémunération du producteur délégué, charges comprises", [0, 0.025, 0.04, 0.0475])


@famille("devis en centimes", "projet", DEVIS, surement=True)
def decimales(t: Tirage) -> Edition:
    return hypothese(t, "Décimales des montants du devis", [2])


@famille("hôtels à Paris", "projet", DEVIS, surement=True)
def nuits_a_paris(t: Tirage) -> Edition:
    f = t.feuilles
    hotels = [n for n in f.lignes("Détail", "Nom ou précision") if f.cellule("Détail", n, "Unité") == "N"]
    gestes = [f.poser("Détail", n, "Taux", t.un([210, 240, 290.5])) for n in hotels]
    return edition("nuits à Paris, chères", f.poser_champ(HYPOTHESES, "Hôtels à Paris, 92, 93 ou 94", "O"), gestes)


@famille("solde bancaire de départ", "projet", CAISSE, surement=True)
def solde_initial(t: Tirage) -> Edition:
    return hypothese(t, "Solde bancaire de départ", [-12500.5, 40000, 250000, 1500000])


@famille("premier lundi de la trésorerie", "projet", CAISSE, surement=True)
def premier_lundi(t: Tirage) -> Edition:
    lundis = [date(2027, 1, 4), date(2027, 1, 18), date(2027, 2, 1), date(2027, 3, 8)]
    return hypothese(t, "Premier lundi du plan de trésorerie", lundis)


@famille("avance de signature", "projet", CAISSE, surement=True)
def avance_de_signature(t: Tirage) -> Edition:
    return hypothese(t, "Signature des contrats avant la préparation", [0, 28, 45])


@famille("rythme de la semaine", "projet", DEVIS, surement=True)
def rythme(t: Tirage) -> Edition:
    return hypothese(t, "Jours travaillés de la semaine", ["1111110", "0111111", "1111000", "1110110"])


def decaler_dates(t: Tirage, reperes: list[str], jours: list[int]) -> Edition:
    ecart = t.un(jours)
    dates = {r: jour(t.feuilles.pack.champ(PHASES, r)) for r in reperes}
    gestes = [t.feuilles.poser_champ(PHASES, r, le + timedelta(days=ecart)) for r, le in dates.items()]
    return edition(f"{', '.join(reperes)} : {ecart:+} jours", gestes)


@famille("dates de préparation", "projet", CAISSE, surement=True)
def preparation(t: Tirage) -> Edition:
    reperes = t.un([["Début de préparation"], ["Fin de préparation"], ["Début de préparation", "Fin de préparation"]])
    return decaler_dates(t, reperes, [-9, -5, 3])


@famille("début de tournage", "projet", EQUIPE, surement=True)
def debut_tournage(t: Tirage) -> Edition:
    return decaler_dates(t, ["Début de tournage"], [-7, 2, 7, 16])


@famille("dates des finitions", "projet", CAISSE, surement=True)
def finitions(t: Tirage) -> Edition:
    return decaler_dates(t, [str(t.un(["Début des finitions", "Fin des finitions"]))], [-21, 10, 33])


@famille("préparation finie avant d’avoir commencé", "projet", CAISSE, surement=True)
def phase_a_l_envers(t: Tirage) -> Edition:
    fin = jour(t.feuilles.pack.champ(PHASES, "Début de préparation")) - timedelta(days=int(t.un([1, 4])))
    return edition(f"préparation finie le {fin}", t.feuilles.poser_champ(PHASES, "Fin de préparation", fin))


@famille("livraison et clôture", "projet", CAISSE)
def livraison(t: Tirage) -> Edition:
    return decaler_dates(t, [str(t.un(["Livraison (PAD ou DCP)", "Clôture des comptes"]))], [-40, 30, 61])


_BAREMES: dict[str, list[float]] = {
    "Cotisations patronales du producteur (salarié permanent)": [0.42, 0.5],
    "Crédit d’impôt cinéma : taux majoré": [0.25],
    "Crédit d’impôt cinéma : plafond par film": [300000],
    "Crédit d’impôt cinéma : part maximale du budget dans l’assiette": [0.5],
    "Crédit d’impôt cinéma : plafond par repas": [12.5],
    "Crédit d’impôt cinéma : plafond par nuit ailleurs": [60],
    "Crédit d’impôt cinéma : plafond par trajet et par personne en métropole": [50],
    "Net versé au salarié, en part du brut": [0.62, 0.78],
}


@famille("barème forcé", "projet", DEVIS, surement=True)
def bareme_force(t: Tirage) -> Edition:
    nom = str(t.un(_BAREMES))
    valeur = t.un(_BAREMES[nom])
    ligne = t.feuilles.ligne(BAREMES, "Barème", nom)
    return edition(f"{nom} forcé à {valeur}", t.feuilles.poser(BAREMES, ligne, "Forcé", valeur))


#: Global rates, for wages of the devis that have no row in the crew, and the category they are for.
_TAUX_GLOBAUX: dict[str, tuple[float, list[float]]] = {
    "Cotisations du diffuseur sur les droits d’auteur": (41.0, [0.02, 0.5]),
    "Cotisations patronales du réalisateur (salaire de technicien)": (43.0, [0.6, 0]),
    "Cotisations patronales de l’équipe technique": (44.0, [0.62, 0.7015]),
    "Cotisations patronales des ouvriers": (45.0, [0.7, 0]),
    "Cotisations patronales des artistes et figurants": (46.0, [0.55, 0.61]),
}


@famille("taux global de salaires sans emploi", "projet", DEVIS, surement=True)
def taux_global(t: Tirage) -> Edition:
    nom = str(t.un(_TAUX_GLOBAUX))
    categorie, taux = _TAUX_GLOBAUX[nom]
    valeur, f = t.un(taux), t.feuilles
    ligne = t.ligne_chiffree(Charges=categorie)
    return edition(
        f"{nom} forcé à {valeur}, et 4 000 € saisis au devis dans la catégorie {categorie:g}",
        f.poser(BAREMES, f.ligne(BAREMES, "Barème", nom), "Forcé", valeur),
        [f.poser("Détail", ligne, titre, v) for titre, v in (("Nombre", 1), ("Taux", 0), ("Majorations", 4000))],
    )


@famille("jour de repos ajouté", "projet", EQUIPE, lignes=True)
def repos_ajoute(t: Tirage) -> Edition:
    le = t.un([date(2027, 4, 21), date(2027, 4, 30), date(2027, 5, 12)])
    saisies = {"Date": le, "Nature": "repos", "Motif": t.un(["repos du film", None])}
    return edition(f"repos le {le} {t.place}", t.feuilles.inserer(CALENDRIER, "Date", t.place, saisies))


@famille("jour férié supprimé", "projet", EQUIPE, surement=True, lignes=True)
def ferie_supprime(t: Tirage) -> Edition:
    ligne = t.feuilles.ligne(CALENDRIER, "Motif", FERIE_DE_TOURNAGE)
    return edition("l’Ascension est travaillée", Geste("supprimer", CALENDRIER, ligne))


@famille("jour férié déplacé", "projet", EQUIPE)
def ferie_deplace(t: Tirage) -> Edition:
    ligne = t.feuilles.ligne(CALENDRIER, "Motif", FERIE_DE_TOURNAGE)
    le = t.un([date(2027, 5, 7), date(2027, 5, 10), date(2027, 4, 19)])
    return edition(f"férié au {le}", t.feuilles.poser(CALENDRIER, ligne, "Date", le))


@famille("langue de tournage", "projet", CREDIT, surement=True)
def langue(t: Tirage) -> Edition:
    choix = t.un(["anglais", "breton", "espagnol"])
    return edition(f"tourné en {choix}", t.feuilles.poser_champ("Fiche projet", "Langue de tournage", choix))
